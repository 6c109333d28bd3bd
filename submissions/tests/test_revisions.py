"""Revisions: a change is asked for before a rejection, the slot is kept, and what was handed in before can be read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from inbox.models import Notice
from picomarket.lib.locales import ISOLATED, UNTIL_HERE
from picomarket.lib.money import usd
from picomarket.lib.rules import Rules
from submissions import claims, jobs, measuring, proofs, review, revising, timeline
from submissions.models import EarlierProof, Proof, Reason, Submission
from tasks import publishing
from tasks.models import Task
from tests import make
from wallet import ledger

NOW = timezone.now()
LATER = NOW + timedelta(hours=5)
OVER = NOW + timedelta(hours=48)
State = Submission.State
WHY: dict[str, Any] = {"reason": Reason.UNREADABLE, "step": 2, "comment": make.COMMENT}
BETTER = "I saw a page with a picture, a form and a footer."


@pytest.fixture
def task(ann: User) -> Task:
    return make.task(ann, title="Read a sign", now=NOW)


@pytest.fixture
def asked(task: Task, ben: User) -> Submission:
    return make.asked_to_change(task, ben, now=NOW)


def changed(submission: Submission, *, now: Any = LATER) -> Submission:
    texts = {"proof-1": BETTER}
    return proofs.hand_in(submission, by=submission.worker, texts=texts, files={}, now=now)


def texts_of(rows: Any) -> list[str]:
    return [row.text for row in rows.order_by("field__position") if row.text]


def test_asking_for_a_change_keeps_the_slot_and_its_money(task: Task, asked: Submission) -> None:
    row = make.fresh(asked)

    assert (row.state, row.revise_until) == (State.REVISION, OVER)
    assert (make.fresh(task).taken, ledger.balance_of(ledger.escrow(task.pk))) == (1, usd("1.1"))


def test_the_worker_is_told_what_to_change_by_mail(asked: Submission, ben: User) -> None:
    notice = Notice.objects.get(person=ben, by_mail=True)

    assert notice.subject == "Please change: Read a sign"
    assert notice.body == (
        f"Incomplete. The employer wrote: {make.COMMENT} You have 48 hours to change it; your slot is kept."
    )
    assert notice.url == asked.get_absolute_url()


def test_what_is_handed_in_again_waits_for_a_verdict_with_the_whole_window(asked: Submission, ann: User) -> None:
    changed(asked)

    row = make.fresh(asked)
    assert (row.state, row.submitted_at, row.review_until) == (State.SUBMITTED, LATER, LATER + timedelta(days=3))
    assert Notice.objects.of(ann)[0].headline == "Handed in again: Read a sign"


def test_what_was_handed_in_before_can_still_be_read(asked: Submission) -> None:
    files = {"proof-2": make.picture(500, 200)}
    proofs.hand_in(asked, by=asked.worker, texts={"proof-1": BETTER}, files=files, now=LATER)

    earlier, now = EarlierProof.objects.all(), Proof.objects.filter(submission=asked)
    assert texts_of(earlier) == ["I saw a page with a picture and a form."]
    assert texts_of(now) == [BETTER]
    old, new = earlier.exclude(picture="").get(), now.exclude(picture="").get()
    assert old.picture.name != new.picture.name
    assert all(old.picture.storage.exists(name) for name in (*old.files, *new.files))


def test_a_picture_nobody_handed_in_is_deleted_when_another_takes_its_place(asked: Submission) -> None:
    for width in (500, 600):
        proofs.keep(asked, by=asked.worker, texts={}, files={"proof-2": make.picture(width)}, now=LATER)
        names = Proof.objects.exclude(picture="").get().files
        if width == 500:
            draft = names

    storage = Proof.picture.field.storage
    assert [storage.exists(name) for name in draft] == [True, True]  # until the transaction of the test ends
    assert not set(draft) & set(names)


def test_an_employer_does_not_see_a_change_before_it_is_handed_in(asked: Submission, ann: User, ben: User) -> None:
    proofs.keep(asked, by=ben, texts={"proof-1": BETTER}, files={}, now=LATER)

    assert not Proof.objects.seen_by(ann).exists()
    assert EarlierProof.objects.seen_by(ann).count() == 2
    assert Proof.objects.seen_by(ben).count() == 2


def test_a_change_can_be_asked_for_twice_and_then_it_is_judged(asked: Submission, ann: User) -> None:
    changed(asked)
    revising.ask(asked, by=ann, now=LATER, **WHY)
    changed(asked, now=LATER + timedelta(hours=1))

    with pytest.raises(revising.NoRoundLeft):
        revising.ask(asked, by=ann, now=LATER + timedelta(hours=2), **WHY)

    review.reject(asked, by=ann, now=LATER + timedelta(hours=2), **WHY)
    assert make.fresh(asked).state == State.REJECTED


@pytest.mark.parametrize("reason", [Reason.INCOMPLETE, Reason.UNREADABLE])
def test_what_can_be_put_right_is_not_rejected_first(task: Task, ann: User, ben: User, reason: str) -> None:
    done = make.submission(task, ben, now=NOW)

    with pytest.raises(review.Unexplained) as refusal:
        review.reject(done, by=ann, now=NOW, **{**WHY, "reason": reason})

    assert refusal.value.message_dict == {"reason": ["Ask for a change first: the worker can still put this right."]}


def test_where_no_changes_are_asked_for_everything_can_be_rejected(
    task: Task, ann: User, ben: User, settings: Settings
) -> None:
    settings.RULES = Rules(revision_rounds=0)

    review.reject(make.submission(task, ben, now=NOW), by=ann, now=NOW, **WHY)


def test_what_is_being_changed_is_not_judged(asked: Submission, ann: User) -> None:
    for verb in (review.reject, revising.ask):
        with pytest.raises(review.AlreadyJudged, match="You asked for a change"):
            verb(asked, by=ann, now=LATER, **WHY)
    with pytest.raises(review.AlreadyJudged):
        review.approve(asked, by=ann, now=LATER)


def test_no_change_is_asked_for_when_the_time_to_review_is_over(task: Task, ann: User, ben: User) -> None:
    done = make.submission(task, ben, now=NOW)

    with pytest.raises(review.ReviewOver):
        revising.ask(done, by=ann, now=NOW + timedelta(days=3), **WHY)


def test_asking_needs_its_reason_step_and_words(task: Task, ann: User, ben: User) -> None:
    done = make.submission(task, ben, now=NOW)

    with pytest.raises(review.Unexplained) as refusal:
        revising.ask(done, by=ann, reason="", step=9, comment="short", now=NOW)

    assert list(refusal.value.message_dict) == ["reason", "step", "comment"]


def test_what_nobody_changed_goes_back_as_it_was_handed_in(asked: Submission, ann: User, ben: User) -> None:
    assert revising.lapse_due(now=OVER) == 1

    row = make.fresh(asked)
    assert (row.state, row.submitted_at, row.review_until) == (State.SUBMITTED, NOW, OVER + timedelta(days=3))
    assert texts_of(row.proofs) == ["I saw a page with a picture and a form."]
    assert Notice.objects.of(ann)[0].headline == "Not changed in time: Read a sign"
    assert Notice.objects.of(ben)[0].body == "It is judged as you handed it in before."


def test_what_was_saved_and_is_whole_is_handed_in_when_the_time_is_over(asked: Submission, ben: User) -> None:
    proofs.keep(asked, by=ben, texts={"proof-1": BETTER}, files={}, now=LATER)

    revising.lapse_due(now=OVER)

    row = make.fresh(asked)
    assert (row.submitted_at, texts_of(row.proofs)) == (OVER, [BETTER])
    told = [event["what"] for event in timeline.events(row)]
    assert told[-1] == "Handed in by itself: what was saved"


def test_what_was_handed_in_by_itself_is_told_also_after_another_round(asked: Submission, ann: User, ben: User) -> None:
    proofs.keep(asked, by=ben, texts={"proof-1": BETTER}, files={}, now=LATER)
    revising.lapse_due(now=OVER)
    revising.ask(asked, by=ann, now=OVER, **WHY)

    changed(asked, now=OVER + timedelta(hours=1))

    told = [event["what"] for event in timeline.events(make.fresh(asked)) if event["what"].startswith("Handed in")]
    assert told == ["Handed in", "Handed in by itself: what was saved", "Handed in again"]


def test_a_rule_that_changed_since_does_not_tell_otherwise_of_what_was(
    asked: Submission, ann: User, ben: User, settings: Settings
) -> None:
    changed(asked, now=LATER)
    revising.ask(make.fresh(asked), by=ann, now=LATER, **WHY)

    settings.RULES = Rules(revision_hours=0)

    told = [event["what"] for event in timeline.events(make.fresh(asked))]
    assert "Handed in by itself: what was saved" not in told


def test_what_was_saved_half_is_put_back(asked: Submission, ben: User) -> None:
    proofs.keep(asked, by=ben, texts={"proof-1": "I"}, files={"proof-2": make.picture(500)}, now=LATER)

    revising.lapse_due(now=OVER)

    row = make.fresh(asked)
    assert (row.submitted_at, texts_of(row.proofs)) == (NOW, ["I saw a page with a picture and a form."])
    picture = row.proofs.exclude(picture="").get()
    assert picture.width == 400
    assert all(picture.picture.storage.exists(name) for name in picture.files)


def test_who_let_the_time_run_out_can_be_rejected_and_is_not_asked_again(asked: Submission, ann: User) -> None:
    revising.lapse_due(now=OVER)

    with pytest.raises(revising.NoRoundLeft):
        revising.ask(asked, by=ann, now=OVER, **WHY)

    review.reject(asked, by=ann, now=OVER, **WHY)


def test_what_is_still_in_time_is_left_alone(asked: Submission) -> None:
    assert revising.lapse_due(now=OVER - timedelta(seconds=1)) == 0


def test_the_job_ends_what_is_due(asked: Submission) -> None:
    Submission.objects.update(revise_until=timezone.now())

    assert jobs.lapse_revisions() == 1


def test_after_the_time_nothing_more_is_taken(asked: Submission) -> None:
    with pytest.raises(claims.ClaimOver, match="The time to change this is over"):
        changed(asked, now=OVER)


def test_what_is_to_be_changed_is_neither_given_back_nor_extended(asked: Submission, ben: User) -> None:
    for verb in (claims.give_back, claims.extend):
        with pytest.raises(claims.ClaimOver):
            verb(asked, by=ben, now=LATER)


def test_who_is_asked_for_a_change_does_not_do_the_task_again(task: Task, asked: Submission, ben: User) -> None:
    with pytest.raises(claims.AlreadyClaimed):
        make.claim(task, ben, now=LATER)

    assert not Task.objects.filter(pk=task.pk).not_done_by(ben).exists()


def test_a_change_holds_no_hand(asked: Submission, ann: User, ben: User) -> None:
    others = [make.task(ann, now=NOW) for _number in range(3)]

    assert [make.claim(other, ben, now=LATER).state for other in others] == [State.CLAIMED] * 3


def test_in_a_stopped_task_a_change_is_handed_in_and_paid(task: Task, asked: Submission, ann: User, ben: User) -> None:
    publishing.stop(task, by=ann, now=NOW)

    make.approve(changed(asked), now=LATER)

    assert ledger.balance_of(ledger.earned(ben.pk)) == usd("0.095")
    assert ledger.balance_of(ledger.escrow(task.pk)) == 0


def test_what_is_handed_in_again_is_approved_by_itself_in_time(asked: Submission, ben: User) -> None:
    changed(asked)

    assert review.approve_unreviewed(now=OVER + timedelta(days=1)) == 0
    assert review.approve_unreviewed(now=LATER + timedelta(days=3)) == 1


def test_the_time_a_change_takes_is_not_measured_as_work(ann: User, settings: Settings) -> None:
    settings.RULES = Rules(measured_after=1)
    task = make.task(ann, now=NOW)
    quick = make.submission(task, make.person("quick"), now=NOW)
    make.approve(quick, now=NOW)
    slow = changed(make.asked_to_change(task, make.person("slow"), now=NOW), now=OVER - timedelta(hours=1))
    make.approve(slow, now=OVER)

    measuring.measure_due(now=OVER)

    assert make.fresh(task).measured_seconds == 10


def test_both_sides_read_what_happened_in_order(asked: Submission) -> None:
    done = changed(asked)

    events = timeline.events(make.fresh(done))

    assert [event["what"] for event in events] == [
        "Claimed", "Handed in", "A change was asked for", "Handed in again",
    ]  # fmt: skip
    assert events[2]["text"] == f"Incomplete, step 2: {ISOLATED}{make.COMMENT}{UNTIL_HERE}"
