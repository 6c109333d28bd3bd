"""Shares of deposits: due as they are spent, never more than the commission on it, and right however it is mixed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from accounts.models import User
from picomarket.lib.money import Money, usd
from picomarket.lib.rules import Rules
from referrals.models import Month, Referral
from submissions import review
from tasks.drafts import Wanted
from tests import holding, make
from wallet import deposits, ledger
from wallet.rails.interface import Fate, Outcome

NOW = timezone.now()


def earned(person: User) -> Money:
    return ledger.balance_of(ledger.earned(person.pk))


def of(person: User) -> Referral:
    return Referral.objects.get(referred=person)


@pytest.fixture
def eve(ben: User) -> User:
    """Eve hires and was brought by Ben."""
    person = make.person("eve", country="DE", referrer=ben)
    make.deposit(person, "22")
    return person


def test_a_deposit_earns_nothing_before_it_is_spent(eve: User, ben: User) -> None:
    assert earned(ben) == 0
    assert of(eve).to_come == usd("1.10")


def test_what_is_spent_earns_five_percent_of_it(eve: User, ben: User, cleo: User) -> None:
    make.approved(make.task(eve, reward=usd("1")), cleo)

    assert earned(ben) == usd("0.055")
    assert of(eve).to_come == usd("1.045")


def test_a_whole_deposit_spent_earns_its_five_percent_and_no_more(eve: User, ben: User) -> None:
    task = make.task(eve, reward=usd("1"), slots=20)
    for number in range(20):
        make.approved(task, make.person(f"w{number}"))

    assert earned(ben) == usd("1.10")
    assert of(eve).to_come == 0


def test_money_that_was_earned_here_is_no_deposit(ben: User, cleo: User, ann: User, settings: Settings) -> None:
    eve = make.person("eve", referrer=ben)
    make.deposit(eve, "5")
    Referral.objects.filter(referred=eve).update(deposited=usd("1"))

    make.approved(make.task(eve, reward=usd("2"), slots=1), cleo)

    assert earned(ben) == usd("0.05")


def test_never_more_than_the_house_got_from_them(eve: User, ben: User, cleo: User, settings: Settings) -> None:
    settings.RULES = Rules(employer_commission=2, referral_share=50, worker_commission=0)

    make.approved(make.task(eve, reward=usd("1")), cleo)

    assert earned(ben) == usd("0.02")
    assert ledger.balance_of(ledger.REVENUE) == 0


def test_both_sides_of_one_slot_may_be_brought(eve: User, ben: User, dina: User) -> None:
    make.approved(make.task(eve, reward=usd("1")), dina)

    assert earned(ben) == usd("0.055") + usd("0.05")
    assert (of(eve).earned, of(dina).earned) == (usd("0.055"), usd("0.05"))


def test_what_is_taken_back_is_no_deposit_any_more(eve: User, ben: User, cleo: User) -> None:
    deposit = deposits.start(eve, amount=usd("5"), rail="manual", now=NOW)
    deposits.mark_received(deposit, by=make.teller("tilda"), now=NOW)

    deposits.settle(Outcome(key=deposit.public_id, fate=Fate.REVERSED), rail=deposit.rail, now=NOW)

    assert of(eve).deposited == usd("22")


def test_after_a_year_neither_deposits_nor_slots_earn(eve: User, ben: User, cleo: User) -> None:
    Referral.objects.filter(referred=eve).update(ends_at=NOW - timedelta(days=1))

    make.deposit(eve, "10")
    make.approved(make.task(eve, reward=usd("1")), cleo)

    assert earned(ben) == 0
    assert of(eve).deposited == usd("22")


def test_it_stands_in_the_month_it_was_earned(eve: User, ben: User, cleo: User) -> None:
    make.approved(make.task(eve, reward=usd("1")), cleo)

    row = Month.objects.get(referral__referred=eve)
    assert (row.month, row.earned, row.held) == (NOW.date().replace(day=1), usd("0.055"), 0)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    paid_in=st.integers(1500, 4000),
    rewards=st.lists(st.integers(100_000, 900_000), min_size=1, max_size=4),
    slots=st.integers(1, 3),
    share=st.integers(0, 30),
    commissions=st.tuples(st.integers(0, 20), st.integers(0, 20)),
)
@pytest.mark.django_db
def test_however_it_is_mixed_the_books_hold_and_the_house_never_pays_from_its_own(
    ben: User,
    paid_in: int,
    rewards: list[int],
    slots: int,
    share: int,
    commissions: tuple[int, int],
) -> None:
    before = ledger.balance_of(ledger.REVENUE)
    with pytest.MonkeyPatch.context() as patch:
        employer, worker = commissions
        rules = Rules(referral_share=share, employer_commission=employer, worker_commission=worker)
        patch.setattr("django.conf.settings.RULES", rules)
        number = User.objects.count()
        eve = make.person(f"eve{number}", referrer=ben)
        make.deposit(eve, f"{paid_in / 100:.2f}")
        workers = [make.person(f"w{number}-{one}", referrer=ben) for one in range(slots)]
        keys = []
        for reward in rewards:
            task = make.task(eve, reward=Money(reward), slots=slots, proofs=[Wanted("text", "What?", 3)])
            keys += [make.submission(task, one).pk for one in workers]
        review.approve_many(keys, by=None, now=timezone.now())
    row = of(eve)

    assert list(holding.discrepancies()) == []
    assert row.earned <= Money(paid_in * 10_000).share(share * 10_000)
    assert ledger.balance_of(ledger.REVENUE) >= before
