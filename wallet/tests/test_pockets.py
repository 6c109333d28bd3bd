"""What a person has, and the lines behind it."""

from __future__ import annotations

import pytest

from accounts.models import User
from picomarket.lib.money import usd
from tests import make
from wallet import ledger, lines, methods, payouts, pockets
from wallet.demobank.server import Server
from wallet.models import Deposit, Payout

from .conftest import NOW, earn


def read(person: User, pocket: str = "") -> list[tuple[str, str, str]]:
    found = lines.read(lines.transfers_of(person, pocket=pocket), person=person, pocket=pocket)
    return [(line.pocket, line.words, line.amount.plain()) for line in found]


def test_an_overview_says_where_all_of_it_is(bank: Server, ann: User, ben: User) -> None:
    earn(ben, "12", by=ann)
    make.deposit(ben, "20")
    make.task(ben, reward=usd("0.10"), slots=10)
    methods.choose(ben, rail="demo_bank", destination="12345678", by=ben, now=NOW)
    payouts.request(ben, amount=usd("5"), rail="demo_bank", now=NOW)

    overview = pockets.overview(ben)

    assert overview == pockets.Overview(
        earned=usd("7"), spendable=usd("18.90"), promo=usd("0"), in_escrow=usd("1.10"), on_the_way=usd("5")
    )


def test_somebody_new_has_nothing_anywhere(cleo: User) -> None:
    nothing = usd("0")

    assert pockets.overview(cleo) == pockets.Overview(nothing, nothing, nothing, nothing, nothing)


def test_money_moves_from_earned_to_spendable_once_per_key(ann: User, ben: User) -> None:
    earn(ben, "3", by=ann)

    moved = [pockets.move(ben, amount=usd("0.043"), key="k", now=NOW) for _ in range(2)]

    assert moved == [True, False]
    assert ledger.balance_of(ledger.earned(ben.pk)) == usd("2.957")
    assert ledger.balance_of(ledger.spendable(ben.pk)) == usd("0.043")


def test_more_than_was_earned_is_not_moved(ann: User, ben: User) -> None:
    earn(ben, "3", by=ann)

    with pytest.raises(ledger.InsufficientFunds):
        pockets.move(ben, amount=usd("3.01"), key="k", now=NOW)

    assert pockets.move(ben, amount=usd("3"), key="k", now=NOW)


def test_nothing_is_not_moved(ben: User) -> None:
    with pytest.raises(pockets.MoveRefused):
        pockets.move(ben, amount=usd("0"), key="k", now=NOW)


def test_a_page_shown_once_does_not_move_another_amount(ann: User, ben: User) -> None:
    earn(ben, "3", by=ann)
    pockets.move(ben, amount=usd("1"), key="k", now=NOW)

    with pytest.raises(pockets.MoveRefused, match=r"moved \$1.00 already"):
        pockets.move(ben, amount=usd("2"), key="k", now=NOW)

    assert ledger.balance_of(ledger.spendable(ben.pk)) == usd("1")


def test_two_people_may_use_the_same_key(ann: User, ben: User, dina: User) -> None:
    earn(ben, "3", by=ann)
    earn(dina, "3", by=ann)

    assert [pockets.move(one, amount=usd("1"), key="k", now=NOW) for one in (ben, dina)] == [True, True]


def test_a_move_is_a_line_in_each_pocket(ann: User, ben: User) -> None:
    earn(ben, "3", by=ann)
    pockets.move(ben, amount=usd("1"), key="k", now=NOW)

    assert read(ben) == [
        ("Earned", "Moved to spend", "-1.00"),
        ("Spendable", "Moved to spend", "1.00"),
        ("Earned", "Reward", "3.00"),
    ]
    assert read(ben, "spendable") == [("Spendable", "Moved to spend", "1.00")]


def test_a_line_names_its_cause_and_links_to_it(ann: User) -> None:
    task = make.task(ann, title="Sort forty pictures", reward=usd("0.10"), slots=10)
    deposit = Deposit.objects.get(person=ann)

    put, came = lines.read(lines.transfers_of(ann), person=ann)

    assert (put.about, put.url) == ("Sort forty pictures", f"/tasks/{task.public_id}/manage/")
    assert (came.words, came.url) == ("Deposit", deposit.get_absolute_url())


def test_escrow_lines_are_the_employers(ann: User, ben: User, cleo: User) -> None:
    task = make.task(ann, reward=usd("1"), slots=10)
    done = make.approved(task, ben)

    found = list(lines.read(lines.transfers_of(ann, pocket="escrow"), person=ann, pocket="escrow"))

    assert [(line.words, line.amount.plain()) for line in found] == [
        ("Commission out of a reward", "-0.05"),
        ("Commission on a reward", "-0.10"),
        ("Reward", "-0.95"),
        ("Put into a task", "11.00"),
    ]
    assert found[0].url == f"/submissions/{done.public_id}/review/"
    assert read(cleo, "escrow") == []


def test_a_workers_reward_links_to_their_own_work(ann: User, ben: User) -> None:
    done = make.approved(make.task(ann, reward=usd("1"), slots=10), ben)

    (line,) = lines.read(lines.transfers_of(ben), person=ben)

    assert line.url == f"/submissions/{done.public_id}/"


def test_a_payouts_lines_lead_to_the_payout(bank: Server, ann: User, ben: User) -> None:
    earn(ben, "5", by=ann)
    methods.choose(ben, rail="demo_bank", destination="12345678", by=ben, now=NOW)
    payouts.cancel(payouts.request(ben, amount=usd("5"), rail="demo_bank", now=NOW), by=ben, now=NOW)

    found = list(lines.read(lines.transfers_of(ben), person=ben))

    url = Payout.objects.get().get_absolute_url()
    assert [(line.words, line.url) for line in found[:2]] == [
        ("Returned from a payout", url),
        ("Set aside for a payout", url),
    ]
