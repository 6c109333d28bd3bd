"""Claims: who may hold a slot, for how long, and what becomes of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Level, User
from inbox.models import Notice
from picomarket.lib.money import usd
from submissions import claims, jobs, proofs
from submissions.models import Proof, Submission
from tasks import eligibility, publishing
from tasks.slots import TaskFull
from tasks.targeting import NotForYou
from tests import make
from wallet import ledger, lines

NOW = timezone.now()
State = Submission.State


def test_a_claim_holds_a_slot_for_the_time_the_task_says(ann: User, ben: User) -> None:
    task = make.task(ann, claim_minutes=20, slots=3)

    held = claims.claim(task, by=ben, now=NOW)

    assert held.claim_until == NOW + timedelta(minutes=20)
    assert make.fresh(task).slots_left == 2


@pytest.mark.parametrize("kind", ["a task", "a batch", "a second turn"])
def test_the_claim_one_gets_is_the_one_that_is_stored(ann: User, ben: User, kind: str) -> None:
    ben.level = Level.ADVANCED
    ben.save(update_fields=["level"])
    task = make.batch(ann) if kind == "a batch" else make.task(ann, per_worker=2, minimum_level=Level.ADVANCED)
    if kind == "a second turn":
        make.approved(task, ben)

    held = claims.claim(task, by=ben, now=NOW)

    stored = make.fresh(held)
    names = [field.attname for field in Submission._meta.concrete_fields]
    assert {name: getattr(held, name) for name in names} == {name: getattr(stored, name) for name in names}
    assert stored.turn == (2 if kind == "a second turn" else 1)
    assert (stored.row is not None) == (kind == "a batch")


def test_a_claim_moves_no_money(ann: User, ben: User) -> None:
    task = make.task(ann)
    before = ledger.balance_of(ledger.escrow(task.pk))

    make.claim(task, ben)

    assert ledger.balance_of(ledger.escrow(task.pk)) == before
    assert ledger.balance_of(ledger.earned(ben.pk)) == 0


def test_the_same_task_is_not_claimed_twice(ann: User, ben: User) -> None:
    task = make.task(ann)
    make.claim(task, ben)

    with pytest.raises(claims.AlreadyClaimed):
        make.claim(task, ben)

    assert make.fresh(task).taken == 1


def test_who_has_a_full_task_already_hears_that_and_not_that_it_is_full(ann: User, ben: User) -> None:
    task = make.task(ann, slots=1)
    make.claim(task, ben)

    with pytest.raises(claims.AlreadyClaimed):
        make.claim(task, ben)


def test_done_work_is_not_done_again_by_the_same_worker(ann: User, ben: User) -> None:
    task = make.task(ann)
    make.approved(task, ben)

    with pytest.raises(claims.AlreadyClaimed):
        make.claim(task, ben)


def test_rejected_work_is_not_claimed_again_by_the_same_worker(ann: User, ben: User) -> None:
    task = make.task(ann)
    make.rejected(task, ben)

    with pytest.raises(claims.AlreadyClaimed):
        make.claim(task, ben)


def test_a_newcomer_holds_three_slots_at_a_time(ann: User, ben: User) -> None:
    for _number in range(3):
        make.claim(make.task(ann), ben)

    with pytest.raises(claims.TooManyClaims) as refusal:
        make.claim(make.task(ann), ben)

    assert refusal.value.words == "You can hold 3 tasks at a time. Hand one in or give one back first."


def test_a_refused_claim_leaves_the_slot_to_others(ann: User, ben: User) -> None:
    for _number in range(3):
        make.claim(make.task(ann), ben)
    task = make.task(ann)

    with pytest.raises(claims.TooManyClaims):
        make.claim(task, ben)

    assert make.fresh(task).taken == 0


def test_handing_in_frees_the_hands(ann: User, ben: User) -> None:
    for _number in range(2):
        make.claim(make.task(ann), ben)
    make.submission(make.task(ann), ben)

    held = make.claim(make.task(ann), ben)

    assert held.state == State.CLAIMED


def test_nobody_claims_their_own_task(ann: User) -> None:
    task = make.task(ann)

    with pytest.raises(NotForYou):
        make.claim(task, ann)


def test_a_task_for_another_country_is_not_claimed(ann: User, ben: User) -> None:
    task = make.task(ann, countries=["DE"], reward=usd("1"))

    with pytest.raises(NotForYou):
        make.claim(task, ben)


def test_a_task_for_a_higher_level_is_not_claimed(ann: User, ben: User) -> None:
    task = make.task(ann, minimum_level=Level.EXPERT)

    with pytest.raises(NotForYou):
        make.claim(task, ben)


@pytest.mark.parametrize("verb", [publishing.pause, lambda task, by: publishing.stop(task, by=by, now=NOW)])
def test_a_task_that_is_not_live_gives_no_slots(ann: User, ben: User, verb: object) -> None:
    task = make.task(ann)
    assert callable(verb)
    verb(task, by=ann)

    with pytest.raises(TaskFull):
        make.claim(task, ben)


def test_more_time_is_taken_once(ann: User, ben: User) -> None:
    held = make.claim(make.task(ann, claim_minutes=15), ben, now=NOW)

    longer = claims.extend(held, by=ben, now=NOW + timedelta(minutes=10))

    assert longer.claim_until == NOW + timedelta(minutes=30)
    with pytest.raises(claims.ClaimOver):
        claims.extend(held, by=ben, now=NOW + timedelta(minutes=11))


def test_time_that_ran_out_is_not_extended(ann: User, ben: User) -> None:
    held = make.claim(make.task(ann, claim_minutes=15), ben, now=NOW)

    with pytest.raises(claims.ClaimOver) as refusal:
        claims.extend(held, by=ben, now=NOW + timedelta(minutes=17))

    assert refusal.value.words == "The time for this task ran out. The slot went back to the market."


def test_giving_back_frees_the_slot_and_counts_nowhere(ann: User, ben: User) -> None:
    task = make.task(ann, slots=1)
    held = make.claim(task, ben)

    claims.give_back(held, by=ben, now=NOW)

    assert (make.fresh(held).state, make.fresh(task).slots_left) == (State.GIVEN_BACK, 1)
    assert (make.fresh(ben).approved, make.fresh(ben).rejected) == (0, 0)


def test_a_slot_given_back_in_a_stopped_task_is_paid_back(ann: User, ben: User) -> None:
    task = make.task(ann, slots=1)
    held = make.claim(task, ben)
    publishing.stop(task, by=ann, now=NOW)

    claims.give_back(held, by=ben, now=NOW)

    assert ledger.balance_of(ledger.spendable(ann.pk)) == usd("100")


def test_a_slot_that_was_paid_back_is_a_line_that_leads_to_its_task(ann: User, ben: User) -> None:
    task = make.task(ann)
    held = make.claim(task, ben, now=NOW)
    publishing.stop(task, by=ann, now=NOW)
    claims.give_back(held, by=ben, now=NOW)

    line = next(lines.read(lines.transfers_of(ann), person=ann))

    assert (line.words, line.about) == ("Returned from a slot", task.title)
    assert line.url == reverse("tasks:manage", args=[task.public_id])


def test_what_is_given_back_is_not_given_back_again(ann: User, ben: User) -> None:
    held = make.claim(make.task(ann), ben)
    claims.give_back(held, by=ben, now=NOW)

    with pytest.raises(claims.ClaimOver) as refusal:
        claims.give_back(held, by=ben, now=NOW)

    assert refusal.value.words == "You gave this task back."


def test_the_slot_of_somebody_else_is_nothing_to_give_back(ann: User, ben: User, cleo: User) -> None:
    held = make.claim(make.task(ann), ben)

    with pytest.raises(Submission.DoesNotExist):
        claims.give_back(held, by=cleo, now=NOW)


def test_the_sweep_frees_what_ran_out_and_tells_the_worker(ann: User, ben: User) -> None:
    task = make.task(ann, title="Read a sign", slots=1, claim_minutes=15)
    held = make.claim(task, ben, now=timezone.now() - timedelta(minutes=18))

    assert jobs.expire_claims() == 1

    assert (make.fresh(held).state, make.fresh(task).taken) == (State.EXPIRED, 0)
    assert Notice.objects.filter(person=ben, subject="Time ran out: Read a sign").count() == 1


def test_the_sweep_run_twice_frees_a_slot_once(ann: User, ben: User) -> None:
    task = make.task(ann, slots=2)
    make.claim(task, ben, now=timezone.now() - timedelta(hours=3))

    jobs.expire_claims()

    assert jobs.expire_claims() == 0
    assert make.fresh(task).taken == 0


def test_the_sweep_leaves_what_still_runs_and_what_was_handed_in(ann: User, ben: User, cleo: User) -> None:
    task = make.task(ann)
    running, done = make.claim(task, ben, now=NOW), make.submission(task, cleo, now=NOW)

    claims.expire_due(now=NOW + timedelta(minutes=14))

    assert make.fresh(running).state == State.CLAIMED
    assert make.fresh(done).state == State.SUBMITTED


def test_who_ran_out_of_time_may_claim_again_before_the_sweep_came(ann: User, ben: User) -> None:
    task = make.task(ann, slots=1)
    first = make.claim(task, ben, now=NOW - timedelta(minutes=20))

    again = make.claim(task, ben, now=NOW)

    assert (make.fresh(first).state, make.fresh(again).state) == (State.EXPIRED, State.CLAIMED)
    assert make.fresh(task).taken == 1


def test_a_new_claim_takes_over_what_was_kept_in_the_old(ann: User, ben: User) -> None:
    task = make.task(ann)
    first = make.claim(task, ben, now=NOW - timedelta(minutes=20))
    kept = {"texts": {"proof-1": "Half of my words"}, "files": {"proof-2": make.picture()}}
    proofs.keep(first, by=ben, now=NOW - timedelta(minutes=10), **kept)  # type: ignore[arg-type]

    again = make.claim(task, ben, now=NOW)

    assert Proof.objects.filter(submission=again).count() == 2
    assert again.proofs.get(field__position=1).text == "Half of my words"


def test_a_slot_of_another_hour_gives_nothing_back_to_this_one(ann: User, ben: User, cleo: User) -> None:
    task, ten = make.task(ann, hourly_cap=1), timezone.now().replace(minute=0)
    held = make.claim(task, ben, now=ten)
    make.claim(task, cleo, now=ten + timedelta(minutes=60))

    claims.give_back(held, by=ben, now=ten + timedelta(minutes=1))

    assert (make.fresh(task).taken, make.fresh(task).hour_taken) == (1, 1)


def test_claims_that_ran_out_are_named_among_the_rules_of_a_task(ann: User, ben: User) -> None:
    task = make.task(ann)
    for _number in range(3):
        make.claim(make.task(ann), ben, now=NOW - timedelta(minutes=20))
    claims.expire_due(now=NOW)

    closed = [rule.name for rule in eligibility.rules_of(task, ben, now=NOW) if rule.lock]
    assert closed == ["Claims that ran out"]
