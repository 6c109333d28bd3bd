"""Money the staff gives or takes: two people, a reason, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from pytest_django import Settings

from accounts.models import User
from inbox.models import Notice
from picomarket.lib.money import usd
from tests import make
from wallet import adjustments, deposits, ledger, pockets
from wallet.models import Adjustment, Transfer
from wallet.rails.interface import Fate, Outcome

from .conftest import NOW

Kind = Adjustment.Kind


@pytest.fixture
def tess(db: None) -> User:
    """Tess is staff as well."""
    return make.person("tess", staff=True)


def propose(
    person: User, by: User, kind: Kind = Kind.GOODWILL, dollars: str = "5", reason: str = "It was late."
) -> Adjustment:
    return adjustments.propose(person, kind=kind, amount=usd(dollars), reason=reason, by=by, now=NOW)


def test_a_proposal_moves_nothing(ben: User, sam: User) -> None:
    adjustment = propose(ben, sam)

    assert adjustment.state == Adjustment.State.PROPOSED
    assert Transfer.objects.count() == 0


@pytest.mark.parametrize(
    ("kind", "house", "pocket"),
    [
        (Kind.GOODWILL, ledger.GOODWILL, ledger.earned),
        (Kind.PROMO, ledger.PROMO_GIVEN, ledger.promo),
        (Kind.ADD_EARNED, ledger.CORRECTIONS, ledger.earned),
        (Kind.ADD_SPENDABLE, ledger.CORRECTIONS, ledger.spendable),
    ],
)
def test_what_a_second_person_approves_is_given(
    ben: User, sam: User, tess: User, kind: Kind, house: ledger.Pot, pocket: Callable[[int], ledger.Pot]
) -> None:
    adjustments.approve(propose(ben, sam, kind), by=tess, now=NOW)

    assert ledger.balance_of(pocket(ben.pk)) == usd("5")
    assert ledger.balance_of(house) == -usd("5")


@pytest.mark.parametrize("kind", [Kind.TAKE_EARNED, Kind.TAKE_SPENDABLE])
def test_what_was_too_much_is_taken_back(ben: User, sam: User, tess: User, kind: Kind) -> None:
    given = Kind.ADD_EARNED if kind == Kind.TAKE_EARNED else Kind.ADD_SPENDABLE
    adjustments.approve(propose(ben, sam, given), by=tess, now=NOW)

    adjustments.approve(propose(ben, sam, kind, "2"), by=tess, now=NOW)

    assert ledger.balance_of(ledger.CORRECTIONS) == -usd("3")


def test_more_than_is_there_is_not_even_proposed(ben: User, sam: User, tess: User) -> None:
    adjustments.approve(propose(ben, sam, Kind.ADD_EARNED), by=tess, now=NOW)

    with pytest.raises(adjustments.AdjustmentRefused, match=r"to take \$5\.01, and only \$5\.00 is there"):
        propose(ben, sam, Kind.TAKE_EARNED, "5.01")


def test_no_more_is_taken_than_is_there(ben: User, sam: User, tess: User) -> None:
    adjustments.approve(propose(ben, sam, Kind.ADD_EARNED), by=tess, now=NOW)
    adjustment = propose(ben, sam, Kind.TAKE_EARNED)
    pockets.move(ben, amount=usd("1"), key="k", now=NOW)

    with pytest.raises(ledger.InsufficientFunds):
        adjustments.approve(adjustment, by=tess, now=NOW)

    assert make.fresh(adjustment).state == Adjustment.State.PROPOSED


def test_the_person_is_told_with_the_reason(ben: User, sam: User, tess: User) -> None:
    adjustments.approve(propose(ben, sam), by=tess, now=NOW)

    notice = Notice.objects.get(person=ben)
    assert (notice.subject, notice.body) == (
        "You were given $5.00",
        "It is in your earned pocket, yours to take out or to spend. It was late.",
    )


def test_nobody_approves_what_they_proposed(ben: User, sam: User) -> None:
    adjustment = propose(ben, sam)

    with pytest.raises(adjustments.AdjustmentRefused, match="somebody else must approve it"):
        adjustments.approve(adjustment, by=sam, now=NOW)


def test_nobody_proposes_or_decides_for_themselves(ben: User, sam: User, tess: User) -> None:
    with pytest.raises(adjustments.AdjustmentRefused, match="your own money"):
        propose(sam, sam)
    for verb in (adjustments.approve, adjustments.decline):
        with pytest.raises(adjustments.AdjustmentRefused, match="your own money"):
            verb(propose(tess, sam), by=tess, now=NOW)


@pytest.mark.parametrize("first", [adjustments.approve, adjustments.decline])
def test_a_decision_is_final(ben: User, sam: User, tess: User, first: object) -> None:
    adjustment = propose(ben, sam)
    getattr(adjustments, first.__name__)(adjustment, by=tess, now=NOW)  # type: ignore[attr-defined]

    for verb in (adjustments.approve, adjustments.decline):
        with pytest.raises(adjustments.AdjustmentRefused, match="decided already"):
            verb(adjustment, by=tess, now=NOW)


def test_who_proposed_may_put_it_away(ben: User, sam: User) -> None:
    assert adjustments.decline(propose(ben, sam), by=sam, now=NOW).state == Adjustment.State.DECLINED
    assert Transfer.objects.count() == 0


@pytest.mark.parametrize(("dollars", "reason"), [("0", "It was late."), ("5", ""), ("5", " \n ")])
def test_nothing_is_given_without_an_amount_and_a_reason(ben: User, sam: User, dollars: str, reason: str) -> None:
    with pytest.raises(adjustments.AdjustmentRefused):
        propose(ben, sam, dollars=dollars, reason=reason)

    assert Adjustment.objects.count() == 0


def test_promo_credit_holds_as_long_as_the_rule_says_unless_a_day_is_said(
    ben: User, sam: User, settings: Settings
) -> None:
    assert propose(ben, sam, Kind.PROMO).expires_at == NOW + timedelta(days=settings.RULES.promo_days)


def test_promo_credit_that_is_over_is_not_given(ben: User, sam: User, tess: User) -> None:
    later = NOW + timedelta(days=1)
    granted = {"kind": Kind.PROMO, "amount": usd("5"), "reason": "Welcome.", "by": sam, "now": NOW}
    adjustment = adjustments.propose(ben, **granted, expires_at=later)  # type: ignore[arg-type]

    with pytest.raises(adjustments.AdjustmentRefused, match="future"):
        adjustments.propose(ben, **granted, expires_at=NOW)  # type: ignore[arg-type]
    with pytest.raises(adjustments.AdjustmentRefused, match="future"):
        adjustments.approve(adjustment, by=tess, now=later)


def test_who_owes_gets_no_promo_credit(ann: User, sam: User) -> None:
    deposit = ann.deposits.get()
    make.task(ann, reward=usd("1"), slots=10)
    deposits.settle(Outcome(key=deposit.public_id, fate=Fate.REVERSED), rail="manual", now=NOW)

    with pytest.raises(adjustments.AdjustmentRefused, match=r"\$11.00 is still owed"):
        propose(ann, sam, Kind.PROMO)
