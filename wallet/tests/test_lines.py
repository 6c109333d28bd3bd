"""Lines: every movement of a person's money in words, newest first, with what was there after it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import pairwise

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import User
from picomarket.lib.money import Money, usd
from tests import make
from wallet import adjustments, deposits, lines, methods, payouts, pockets, rails, settling
from wallet.models import Adjustment
from wallet.rails.interface import Fate, Outcome
from wallet.shapes import SHAPES

from .conftest import NOW, earn

OWN = {kind for kinds in lines.KINDS.values() for kind in kinds}


@pytest.fixture
def busy(ann: User, ben: User) -> User:
    """Ben with lines of many kinds in every pocket."""
    earn(ben, "12", by=ann)
    make.deposit(ben, "20")
    given = {"amount": usd("3"), "reason": "Welcome back.", "by": make.teller("tilda"), "now": NOW}
    for kind in (Adjustment.Kind.PROMO, Adjustment.Kind.GOODWILL):
        proposed = adjustments.propose(ben, kind=kind, **given)  # type: ignore[arg-type]
        adjustments.approve(proposed, by=make.teller("tom"), now=NOW)
    pockets.move(ben, amount=usd("1.50"), key="k", now=NOW)
    make.task(ben, reward=usd("1"), slots=10)
    methods.choose(ben, rail="manual", destination="IBAN 4711, Ben", by=ben, now=NOW)
    payouts.cancel(payouts.request(ben, amount=usd("5"), rail="manual", now=NOW), by=ben, now=NOW)
    return ben


def leafed(person: User, pocket: str, *, most: int) -> Iterator[lines.Line]:
    """Page by page from the newest to the oldest."""
    before: int | None = lines.NEWEST
    while before is not None:
        page = lines.page(person, pocket=pocket, before=before, most=most)
        assert page.lines
        yield from page.lines
        before = page.older


@pytest.mark.parametrize("pocket", ["", *lines.Pocket.values])
@pytest.mark.parametrize("most", [1, 2, 50])
def test_leafing_shows_every_line_once(busy: User, pocket: str, most: int) -> None:
    assert list(leafed(busy, pocket, most=most)) == list(lines.every(busy, pocket=pocket))


@pytest.mark.parametrize("pocket", lines.Pocket.values)
def test_each_line_says_what_was_there_after_it(busy: User, pocket: str) -> None:
    found = list(leafed(busy, pocket, most=2))

    overview = pockets.overview(busy)
    now = {
        lines.Pocket.EARNED: overview.earned,
        lines.Pocket.SPENDABLE: overview.spendable,
        lines.Pocket.PROMO: overview.promo,
        lines.Pocket.ESCROW: overview.in_escrow,
        lines.Pocket.ON_THE_WAY: overview.on_the_way,
    }
    assert (found[0].balance, found[-1].balance) == (now[lines.Pocket(pocket)], found[-1].amount)
    assert [newer.balance for newer, _older in pairwise(found)] == [
        older.balance + newer.amount for newer, older in pairwise(found) if older.balance is not None
    ]


def test_all_pockets_together_have_no_balance(busy: User) -> None:
    assert {line.balance for line in lines.every(busy)} == {None}


def test_the_lines_of_all_pockets_add_up_to_what_is_there(busy: User) -> None:
    has = pockets.purse(busy)

    assert sum(line.amount for line in lines.every(busy)) == has.earned + has.for_tasks


def test_a_cause_is_known_for_every_kind_that_touches_a_person() -> None:
    touching = {kind for kind, (debits, credits_) in SHAPES.items() if (debits | credits_) & OWN}

    assert touching - lines.CAUSES.keys() == set()


CAUSES = list(dict.fromkeys([*lines.CAUSES.values(), *lines.CAUSES_OF_PAYING.values()]))


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: f"{cause.model} {cause.page}")
def test_a_causes_row_and_page_are_really_there(db: None, cause: lines.Cause) -> None:
    if cause.page:
        assert reverse(cause.page, args=["x" * 12] if cause.model else [])
    if cause.model:
        assert list(apps.get_model(cause.model).objects.values_list(cause.key, cause.name)) == []


def test_lines_say_what_they_were_for(busy: User) -> None:
    said = {(line.words, line.about) for line in lines.every(busy)}

    assert said >= {
        ("Deposit", str(rails.facts("manual").label)),
        ("Promo credit", "Welcome back."),
        ("Goodwill", "Welcome back."),
        ("Moved to spend", "between your own pockets"),
        ("Put into a task", "Look at a page and say what you see"),
        ("Set aside for a payout", "IBAN 4711, Ben"),
    }


def test_a_deposit_that_was_taken_back_is_explained_line_by_line(ben: User) -> None:
    deposit = deposits.start(ben, amount=usd("20"), rail="manual", now=NOW)
    for fate in (Fate.PAID, Fate.REVERSED):
        deposits.settle(Outcome(key=deposit.public_id, fate=fate), rail="manual", now=NOW)

    found = lines.page(ben, pocket="spendable").lines

    assert [(line.words, line.url, line.balance) for line in found] == [
        ("Deposit taken back", deposit.get_absolute_url(), usd("0")),
        ("Deposit", deposit.get_absolute_url(), usd("20")),
    ]


def test_the_download_has_every_line_and_its_balance(busy: User, client: Client) -> None:
    client.force_login(busy)

    answer = client.get("/wallet/lines/?pocket=earned&format=csv")

    rows = list(csv.DictReader(answer.getvalue().decode().splitlines()))
    assert [row["balance"] for row in rows] == ["13.50", "8.50", "13.50", "15.00", "12.00"]


def test_a_long_download_is_read_in_parts(busy: User, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = list(lines.every(busy, pocket="earned"))
    monkeypatch.setattr(lines, "CHUNK", 2)

    assert list(lines.every(busy, pocket="earned")) == whole


def test_the_page_leads_to_older_lines_and_back(ann: User, ben: User, client: Client) -> None:
    earn(ben, "12", by=ann)
    for number in range(60):
        pockets.move(ben, amount=Money(10_000), key=str(number), now=NOW)
    client.force_login(ben)

    first = client.get("/wallet/lines/?pocket=spendable")
    older = client.get(f"/wallet/lines/?pocket=spendable&before={first.context['page'].older}")

    assert [len(page.context["page"].lines) for page in (first, older)] == [50, 10]
    assert f"?pocket=spendable&amp;before={first.context['page'].older}" in first.content.decode()
    assert 'href="?pocket=spendable">Newest' in older.content.decode()
    assert older.context["page"].lines[0].balance == usd("0.10")


def test_a_stranger_sees_none_of_them(busy: User, cleo: User) -> None:
    assert [list(lines.every(cleo, pocket=pocket)) for pocket in ("", *lines.Pocket.values)] == [[]] * 6


def test_what_is_on_the_way_is_line_by_line_what_was_set_aside_and_what_became_of_it(
    ann: User, ben: User, settings: Settings
) -> None:
    settings.MANUAL_RAILS = ["skrill"]
    earn(ben, "12", by=ann)
    methods.choose(ben, rail="skrill", destination="ben@example.org", by=ben, now=NOW)
    payout = payouts.request(ben, amount=usd("10"), rail="skrill", now=NOW)
    before = lines.page(ben, pocket="on_the_way").lines
    make.payout_run()

    settling.settle([Outcome(key=payout.public_id, fate=Fate.PAID)], rail="skrill", now=NOW)

    assert [(one.words, one.amount, one.balance) for one in before] == [
        ("Set aside for a payout", usd("10"), usd("10"))
    ]
    assert [(one.words, one.amount, one.balance) for one in lines.page(ben, pocket="on_the_way").lines] == [
        ("Payout fee", usd("-0.20"), 0),
        ("Paid out", usd("-9.80"), usd("0.20")),
        ("Set aside for a payout", usd("10"), usd("10")),
    ]
    assert {one.url for one in lines.page(ben, pocket="on_the_way").lines} == {payout.get_absolute_url()}
    assert lines.page(ann, pocket="on_the_way").lines == []


def test_a_referral_share_leads_to_the_task_it_came_from(ann: User, ben: User, dina: User, client: Client) -> None:
    done = make.approved(make.task(ann), dina)

    (share,) = lines.page(ben).lines

    assert (share.about, share.url) == (done.task.title, reverse("tasks:detail", args=[done.task.public_id]))
    client.force_login(ben)
    assert client.get(share.url).status_code == 200
