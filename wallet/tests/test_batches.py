"""Batches wait to be looked at; large ones go when two people agree; what is held keeps its place."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from pytest_django import Settings

from accounts.models import User
from inbox.models import Notice
from picomarket.lib.money import usd
from tests import make
from wallet import batches, holds, ledger, methods, payouts, runs
from wallet.demobank.server import Server
from wallet.models import Payout, PayoutBatch

from .conftest import NOW, earn

GOES = NOW + timedelta(minutes=60)
REASON = "Two accounts are paid at the same address; we ask them who they are."
State = Payout.State


@pytest.fixture
def nora(db: None) -> User:
    """Nora is staff too."""
    return make.person("nora", staff=True)


def asked(bank: Server, person: User, by: User, dollars: str = "5", account: str = "12345678") -> Payout:
    earn(person, dollars, by=by)
    methods.choose(person, rail="demo_bank", destination=account, by=person, now=NOW)
    return payouts.request(person, amount=usd(dollars), rail="demo_bank", now=NOW)


@pytest.fixture
def payout(bank: Server, ann: User, ben: User) -> Payout:
    return asked(bank, ben, ann)


@pytest.fixture
def other(bank: Server, ann: User, dina: User) -> Payout:
    return asked(bank, dina, ann, "8", "87654321")


@pytest.fixture
def strict(settings: Settings) -> None:
    """Every payout of more than $6 needs two people."""
    settings.RULES = replace(settings.RULES, four_eyes_payout=usd("6"))


def paid(bank: Server) -> list[int]:
    return sorted(row.cents for row in bank.bank.all_payouts() if row.state == "paid")


# -- the time to look


def test_a_batch_goes_at_its_time_and_not_before(bank: Server, payout: Payout) -> None:
    (batch,) = batches.gather(now=NOW)

    early = batches.send_due(now=GOES - timedelta(seconds=1))
    before = make.fresh(payout).state
    on_time = batches.send_due(now=GOES)

    assert (early, before) == ([], State.GATHERED)
    assert on_time == [batch]
    assert make.fresh(payout).state == State.PAID
    assert batches.send_due(now=GOES) == []
    assert paid(bank) == [500]


def test_staff_sends_a_batch_before_its_time(bank: Server, payout: Payout, sam: User) -> None:
    (batch,) = batches.gather(now=NOW)

    batches.send_now(batch, by=sam, now=NOW)

    assert paid(bank) == [500]
    assert [one.by for one in batch.approvals.all()] == [sam]
    with pytest.raises(batches.BatchRefused, match="has left already"):
        batches.send_now(batch, by=sam, now=NOW)


def test_a_batch_whose_rail_is_gone_waits_until_it_is_back(
    bank: Server, payout: Payout, sam: User, settings: Settings
) -> None:
    (batch,) = batches.gather(now=NOW)
    url, settings.DEMO_BANK_URL = settings.DEMO_BANK_URL, ""

    with pytest.raises(batches.BatchRefused, match="not offered just now"):
        batches.send_now(batch, by=sam, now=NOW)
    batches.send_due(now=GOES)
    before = make.fresh(batch).state
    settings.DEMO_BANK_URL = url
    batches.send_due(now=GOES)

    assert before == PayoutBatch.State.GATHERED
    assert paid(bank) == [500]


# -- four eyes


def test_a_large_payout_goes_when_two_people_agree(
    bank: Server, strict: None, other: Payout, sam: User, nora: User
) -> None:
    (batch,) = batches.gather(now=NOW)
    batches.approve(batch, by=sam, now=NOW)
    batches.approve(batch, by=sam, now=NOW)

    batches.send_due(now=GOES)
    missing = batches.weigh(batch).missing
    batches.approve(batch, by=nora, now=NOW)
    batches.send_due(now=GOES)

    assert missing == 1
    assert paid(bank) == [800]


def test_who_may_approve_is_told_by_mail_that_a_large_batch_waits(
    bank: Server, strict: None, other: Payout, sam: User, nora: User, cleo: User
) -> None:
    batches.gather(now=NOW)

    told = Notice.objects.filter(subject__startswith="A payout batch waits for two approvals")
    assert {(notice.person, notice.by_mail) for notice in told} == {(sam, True), (nora, True)}


def test_many_small_payouts_need_two_people_where_they_add_up(
    bank: Server, payout: Payout, other: Payout, settings: Settings
) -> None:
    settings.RULES = replace(settings.RULES, four_eyes_batch=usd("12.99"))
    (batch,) = batches.gather(now=NOW)

    assert batches.weigh(batch).missing == 2


def test_at_the_limit_nobody_needs_to_agree(bank: Server, payout: Payout, settings: Settings) -> None:
    settings.RULES = replace(settings.RULES, four_eyes_payout=usd("5"), four_eyes_batch=usd("5"))
    (batch,) = batches.gather(now=NOW)

    assert batches.weigh(batch).missing == 0


def test_sending_now_counts_as_one_approval_and_is_kept(
    bank: Server, strict: None, other: Payout, sam: User, nora: User
) -> None:
    (batch,) = batches.gather(now=NOW)

    with pytest.raises(batches.BatchRefused, match="Your approval is kept"):
        batches.send_now(batch, by=sam, now=NOW)
    batches.send_now(batch, by=nora, now=NOW)

    assert paid(bank) == [800]


def test_nobody_approves_or_sends_a_batch_that_pays_them(bank: Server, strict: None, ann: User, sam: User) -> None:
    asked(bank, sam, ann, "8")
    (batch,) = batches.gather(now=NOW)

    for verb in (batches.approve, batches.send_now):
        with pytest.raises(batches.BatchRefused, match="You are paid by this batch"):
            verb(batch, by=sam, now=NOW)

    assert batch.approvals.count() == 0


def test_even_the_last_step_lets_no_unapproved_batch_go(bank: Server, strict: None, other: Payout) -> None:
    (batch,) = batches.gather(now=NOW)

    assert batches.send(batch, now=GOES) is False
    assert paid(bank) == []


# -- holds


def test_a_held_payout_leaves_its_batch_keeps_its_place_and_its_person_reads_why(
    bank: Server, payout: Payout, other: Payout, sam: User
) -> None:
    batches.gather(now=NOW)

    holds.hold(payout, reason=f" {REASON} ", by=sam, now=NOW)
    batches.send_due(now=GOES)

    held = make.fresh(payout)
    notice = Notice.objects.filter(person=held.person).latest("pk")
    assert (held.state, held.batch, held.gathered_at) == (State.REQUESTED, None, None)
    assert (held.held_at, held.held_by, held.held_reason) == (NOW, sam, REASON)
    assert runs.place_of(held) == runs.Place(place=1, waiting=1)
    assert (notice.subject, notice.by_mail) == ("Your payout of $5.00 is held", True)
    assert REASON in notice.body
    assert paid(bank) == [800]
    assert ledger.balance_of(ledger.IN_FLIGHT) == usd("5")


def test_a_held_payout_is_left_out_of_runs_until_it_is_released(bank: Server, payout: Payout, sam: User) -> None:
    holds.hold(payout, reason=REASON, by=sam, now=NOW)
    left_out = batches.gather(now=NOW)

    holds.release(payout, reason="The bank says that all is well.", by=sam, now=NOW)
    make.payout_run(now=NOW)

    assert left_out == []
    assert paid(bank) == [500]
    told = Notice.objects.get(person=payout.person, subject="Your payout of $5.00 goes on")
    assert "The reason: The bank says that all is well." in told.body


def test_a_batch_of_which_all_is_held_ends_without_a_call(bank: Server, payout: Payout, sam: User) -> None:
    (batch,) = batches.gather(now=NOW)
    holds.hold(payout, reason=REASON, by=sam, now=NOW)

    batches.send_due(now=GOES)

    assert make.fresh(batch).state == PayoutBatch.State.SETTLED
    assert batch.calls.count() == 0


@pytest.mark.parametrize("reason", ["", "   ", "odd", "\n\t too few"])
def test_a_hold_without_a_reason_is_refused(bank: Server, payout: Payout, sam: User, reason: str) -> None:
    with pytest.raises(holds.HoldRefused, match="Write the reason"):
        holds.hold(payout, reason=reason, by=sam, now=NOW)

    assert make.fresh(payout).held_at is None


def test_a_release_without_a_reason_is_refused(bank: Server, payout: Payout, sam: User) -> None:
    holds.hold(payout, reason=REASON, by=sam, now=NOW)

    with pytest.raises(holds.HoldRefused, match="Write the reason"):
        holds.release(payout, reason=" ", by=sam, now=NOW)

    assert make.fresh(payout).held_at == NOW


def test_what_has_left_cannot_be_held(bank: Server, payout: Payout, sam: User) -> None:
    make.payout_run(now=NOW)

    for verb in (holds.hold, holds.give_back):
        with pytest.raises(holds.HoldRefused, match="has left already"):
            verb(payout, reason=REASON, by=sam, now=NOW)


def test_nobody_decides_about_their_own_payout(bank: Server, ann: User, sam: User, nora: User) -> None:
    own = asked(bank, sam, ann)
    holds.hold(own, reason=REASON, by=nora, now=NOW)

    with pytest.raises(holds.HoldRefused, match="your own"):
        holds.release(own, reason=REASON, by=sam, now=NOW)


def test_a_held_payout_is_not_cancelled_by_its_person_but_given_back_by_the_staff(
    bank: Server, payout: Payout, sam: User
) -> None:
    holds.hold(payout, reason=REASON, by=sam, now=NOW)

    with pytest.raises(payouts.PayoutRefused, match="is held"):
        payouts.cancel(payout, by=payout.person, now=NOW)
    holds.give_back(payout, reason="The account is not yours.", by=sam, now=NOW)

    back = make.fresh(payout)
    assert (back.state, back.failure) == (State.CANCELLED, "The account is not yours.")
    assert ledger.balance_of(ledger.earned(payout.person_id)) == usd("5")
    assert ledger.balance_of(ledger.IN_FLIGHT) == 0


def test_a_payout_in_a_batch_is_given_back_and_the_batch_goes_without_it(
    bank: Server, payout: Payout, other: Payout, sam: User
) -> None:
    batches.gather(now=NOW)

    holds.give_back(payout, reason=REASON, by=sam, now=NOW)
    batches.send_due(now=GOES)

    assert paid(bank) == [800]
    assert ledger.balance_of(ledger.earned(payout.person_id)) == usd("5")


def test_nobody_asks_again_while_the_first_is_in_a_batch(bank: Server, ann: User, payout: Payout) -> None:
    batches.gather(now=NOW)
    earn(payout.person, "5", by=ann)

    with pytest.raises(payouts.PayoutRefused, match="waiting already"):
        payouts.request(payout.person, amount=usd("5"), rail="demo_bank", now=NOW)


def test_many_small_batches_in_a_day_need_two_people_as_one_of_their_sum_does(
    bank: Server, payout: Payout, ann: User, dina: User, sam: User, settings: Settings
) -> None:
    settings.RULES = replace(settings.RULES, four_eyes_batch=usd("12"))
    batches.send_now(*batches.gather(now=NOW), by=sam, now=NOW)
    held_back = asked(bank, dina, ann, "8", "87654321")
    (second,) = batches.gather(now=NOW + timedelta(hours=1))

    with pytest.raises(batches.BatchRefused, match="Somebody else must approve"):
        batches.send_now(second, by=sam, now=NOW + timedelta(hours=1))

    assert (make.fresh(held_back).state, paid(bank)) == (State.GATHERED, [500])


def test_what_left_more_than_a_day_before_counts_no_more(
    bank: Server, payout: Payout, ann: User, dina: User, settings: Settings
) -> None:
    settings.RULES = replace(settings.RULES, four_eyes_batch=usd("12"))
    make.payout_run(now=NOW)
    asked(bank, dina, ann, "8", "87654321")

    make.payout_run(now=NOW + timedelta(days=1))

    assert paid(bank) == [500, 800]


def test_an_approval_of_somebody_who_left_the_staff_counts_no_more(
    bank: Server, strict: None, other: Payout, sam: User, nora: User
) -> None:
    (batch,) = batches.gather(now=NOW)
    for person in (sam, nora):
        batches.approve(batch, by=person, now=NOW)
    nora.is_active = False
    nora.save()

    went = batches.send_due(now=GOES)

    assert (went, batches.weigh(batch).missing, paid(bank)) == ([], 1, [])
