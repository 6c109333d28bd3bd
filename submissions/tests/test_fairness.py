"""The brake and the budget: what keeps an employer from rejecting in bulk, and that no worker loses by it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from inbox.models import Notice
from picomarket.lib.money import usd
from picomarket.lib.rules import Rules
from submissions import brake, budget, cosigns, review, verdicts
from submissions.models import Proposal, Reason, Submission
from tasks import moderation, publishing
from tasks.drafts import Wanted
from tasks.models import Look, Task
from tests import make
from tests.threads import at_once
from wallet import ledger

NOW = timezone.now()
State = Submission.State
A_MINUTE = timedelta(seconds=60)
ONE_TEXT = [Wanted("text", "What?", 3)]
AGREED = "The picture shows another page."
WHY: dict[str, Any] = {"reason": Reason.WRONG_RESULT, "step": 2, "comment": make.COMMENT}
Crowd = Callable[[int], list[User]]


@pytest.fixture
def small(settings: Settings) -> None:
    """A brake at more than 2 rejections, or more than half of 4 verdicts."""
    settings.RULES = Rules(brake_rejections=2, brake_rate=50, brake_least=4)


@pytest.fixture
def strict(settings: Settings) -> None:
    """A budget of a quarter, from 2 verdicts on."""
    settings.RULES = Rules(budget_rate=25, budget_least=2, brake_least=100)


def waiting(task: Task, workers: list[User]) -> list[Submission]:
    return [make.submission(task, worker, now=NOW) for worker in workers]


def reject(row: Submission, *, now: Any = NOW) -> Submission:
    return review.reject(row, by=row.task.employer, now=now, **WHY)


@pytest.mark.usefixtures("small")
def test_one_rejection_too_many_holds_the_task_and_tells_everybody(ann: User, sam: User, crowd: Crowd) -> None:
    task = make.task(ann, title="Read a sign", proofs=ONE_TEXT)
    workers = crowd(4)
    rows = waiting(task, workers)

    for row in rows[:3]:
        reject(row)

    look = Look.objects.get()
    assert (make.fresh(task).state, look.cause, look.held_from) == (Task.State.HELD, Look.Cause.BRAKE, "published")
    assert look.why == ["3 submissions were rejected within a day."]
    told = {name: [one.headline for one in Notice.objects.of(name)] for name in (ann, sam, workers[0], workers[3])}
    assert "Held after many rejections: Read a sign" in told[ann]
    assert told[sam] == ["Very many rejections: Read a sign"]
    assert "Support looks at your rejection: Read a sign" in told[workers[0]]
    assert told[workers[3]] == []


@pytest.mark.usefixtures("small")
def test_a_held_task_takes_no_rejection_and_every_approval(ann: User, crowd: Crowd) -> None:
    rows = waiting(make.task(ann, proofs=ONE_TEXT), crowd(5))
    for row in rows[:3]:
        reject(row)

    with pytest.raises(brake.Braked):
        reject(rows[3])
    review.approve(rows[4], by=ann, now=NOW)

    assert [make.fresh(row).state for row in rows[3:]] == [State.SUBMITTED, State.APPROVED]
    assert Look.objects.count() == 1


@pytest.mark.usefixtures("small")
def test_rejections_given_before_the_brake_wait_and_can_be_given_again(ann: User, sam: User, crowd: Crowd) -> None:
    rows = waiting(make.task(ann, proofs=ONE_TEXT), crowd(4))
    verdicts.reject([row.pk for row in rows], by=ann, now=NOW, **WHY)

    verdicts.carry_out_due(now=NOW + A_MINUTE)

    assert [make.fresh(row).state for row in rows] == [State.REJECTED] * 3 + [State.SUBMITTED]
    told = Notice.objects.of(ann).get(subject__startswith="Not rejected")
    assert told.body.startswith("1 rejection was not given")
    assert told.body.endswith(f"You wrote:\n{make.COMMENT}")
    with pytest.raises(brake.Braked):
        verdicts.reject_one(rows[3], by=ann, now=NOW + A_MINUTE, **WHY)
    moderation.clear(Look.objects.get(), fair=True, by=sam, now=NOW + 2 * A_MINUTE)
    assert verdicts.reject_one(rows[3], by=ann, now=NOW + 3 * A_MINUTE, **WHY)


@pytest.mark.usefixtures("small")
def test_a_large_part_of_a_days_verdicts_is_too_much_too(ann: User, crowd: Crowd, settings: Settings) -> None:
    settings.RULES = Rules(brake_rejections=20, brake_rate=40, brake_least=5)
    task = make.task(ann, proofs=ONE_TEXT)
    rows = waiting(task, crowd(6))
    for row in rows[:2]:
        review.approve(row, by=ann, now=NOW)

    reject(rows[2])
    reject(rows[3])
    before = make.fresh(task).state
    reject(rows[4])

    assert (before, make.fresh(task).state) == (Task.State.PUBLISHED, Task.State.HELD)
    assert Look.objects.get().why == ["Of 5 submissions judged within a day 3 were rejected."]


@pytest.mark.usefixtures("small")
def test_what_is_older_than_a_day_or_was_looked_at_is_not_counted(ann: User, sam: User, crowd: Crowd) -> None:
    task = make.task(ann, proofs=ONE_TEXT)
    rows = waiting(task, crowd(8))
    reject(rows[0])
    reject(rows[1])
    later = NOW + timedelta(hours=25)
    reject(rows[2], now=later)
    reject(rows[3], now=later)
    spread = make.fresh(task).state

    reject(rows[4], now=later)
    moderation.clear(Look.objects.get(), fair=True, by=sam, now=later + timedelta(minutes=1))
    reject(rows[5], now=later + timedelta(minutes=2))

    assert spread == Task.State.PUBLISHED
    assert make.fresh(task).state == Task.State.PUBLISHED


@pytest.mark.usefixtures("small")
def test_support_undoes_unfair_rejections_with_one_press(client: Client, ann: User, sam: User, crowd: Crowd) -> None:
    task, workers = make.task(ann, proofs=ONE_TEXT), crowd(3)
    rows = waiting(task, workers)
    for row in rows:
        reject(row)
    look = Look.objects.get()
    client.force_login(sam)

    page = client.get(reverse("admin:tasks_look_change", args=[look.pk]))
    client.post(reverse("admin:tasks_look_decide", args=[look.pk]), {"outcome": "unfair"})

    said = " ".join(page.content.decode().split())
    assert "the rejections are unfair: pay for 3 submissions, $0.285 in all" in said
    assert [make.fresh(row).state for row in rows] == [State.APPROVED] * 3
    assert ledger.balance_of(ledger.earned(workers[0].pk)) == usd("0.095")
    assert (make.fresh(task).state, make.fresh(look).state) == (Task.State.PUBLISHED, Look.State.CLEARED)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("outcome", "words", "decided", "told"),
    [
        ("unfair", "", "The rejections are unfair", "as it was before."),
        (
            "unfair",
            "The pictures show the sign.",
            "The pictures show the sign.",
            "before.\n\nThe pictures show the sign.",
        ),
        ("wrong", "", "The rejections are fair", "as it was before."),
    ],
)
def test_what_support_decided_of_rejections_is_said_once_and_stays_on_the_desk(
    client: Client, ann: User, sam: User, crowd: Crowd, outcome: str, words: str, decided: str, told: str
) -> None:
    for row in waiting(make.task(ann, proofs=ONE_TEXT), crowd(3)):
        reject(row)
    look = Look.objects.get()
    before = Notice.objects.of(ann).count()
    client.force_login(sam)

    client.post(reverse("admin:tasks_look_decide", args=[look.pk]), {"outcome": outcome, "words": words})

    assert Notice.objects.of(ann).count() == before + 1
    assert Notice.objects.of(ann).latest("pk").body.endswith(told)
    assert decided in client.get(reverse("admin:tasks_look_change", args=[look.pk])).content.decode()


@pytest.mark.usefixtures("small")
def test_nothing_becomes_final_while_support_looks(ann: User, crowd: Crowd) -> None:
    rows = waiting(make.task(ann, proofs=ONE_TEXT), crowd(3))
    for row in rows:
        reject(row)

    confirmed = review.confirm_uncontested(now=NOW + timedelta(days=8))

    assert confirmed == 0


@pytest.mark.usefixtures("small")
def test_a_stopped_task_is_braked_too(ann: User, crowd: Crowd) -> None:
    task = make.task(ann, proofs=ONE_TEXT)
    rows = waiting(task, crowd(4))
    publishing.stop(task, by=ann, now=NOW)
    for row in rows[:3]:
        reject(row)

    with pytest.raises(brake.Braked):
        reject(rows[3])

    assert make.fresh(task).state == Task.State.STOPPED


@pytest.mark.race
def test_rejections_at_once_pull_the_brake_once(committed_db: None, settings: Settings, crowd: Crowd) -> None:
    settings.RULES = Rules(brake_rejections=2)
    ann = make.person("ann", country="DE")
    make.deposit(ann, "20")
    rows = waiting(make.task(ann, proofs=ONE_TEXT), crowd(6))

    results = at_once(*(lambda row=row: reject(row) for row in rows))

    assert sorted(type(one).__name__ for one in results) == ["Braked"] * 3 + ["Submission"] * 3
    assert Look.objects.count() == 1


# -- the budget


@pytest.mark.usefixtures("strict")
def test_over_the_budget_a_rejection_waits_for_a_cosign(client: Client, ann: User, crowd: Crowd) -> None:
    rows = waiting(make.task(ann, proofs=ONE_TEXT), crowd(4))
    review.approve(rows[0], by=ann, now=NOW)
    reject(rows[1])
    client.force_login(ann)

    page = client.get(rows[2].review_url)
    answer = client.post(reverse("submissions:reject", args=[rows[2].public_id]), WHY)
    desk = client.get(reverse("submissions:desk", args=[rows[2].task.public_id]))

    words = " ".join(page.content.decode().split())
    assert "50% of your last 2 verdicts were rejections. Your tasks say 0%: the rejections that stood" in words
    assert answer.status_code == 302
    proposal = Proposal.objects.get()
    assert (proposal.submission, proposal.rate, make.fresh(rows[2]).state) == (rows[2], 50, State.SUBMITTED)
    assert desk.content.decode().count("Waits for a co-sign") == 1
    with pytest.raises(budget.OverBudget):
        reject(rows[3])


@pytest.mark.usefixtures("strict")
def test_within_the_budget_nothing_waits(ann: User, crowd: Crowd) -> None:
    rows = waiting(make.task(ann, proofs=ONE_TEXT), crowd(5))
    review.approve_many([row.pk for row in rows[:3]], by=ann, now=NOW)

    press = cosigns.reject(rows[3], by=ann, now=NOW, **WHY)
    verdicts.carry_out_due(now=NOW + A_MINUTE)

    assert isinstance(press, str)
    assert (make.fresh(rows[3]).state, budget.standing(ann)) == (State.REJECTED, budget.Standing(1, 4))


@pytest.mark.usefixtures("strict")
def test_what_can_still_be_taken_back_counts_and_so_does_each_of_several(ann: User, crowd: Crowd) -> None:
    rows = waiting(make.task(ann, proofs=ONE_TEXT), crowd(8))
    review.approve_many([row.pk for row in rows[:3]], by=ann, now=NOW)

    with pytest.raises(budget.OverBudget, match=r"You can reject 2 of these. Then 40% of your last verdicts are"):
        verdicts.reject([row.pk for row in rows[3:6]], by=ann, now=NOW, **WHY)
    verdicts.reject([row.pk for row in rows[3:5]], by=ann, now=NOW, **WHY)

    assert budget.standing(ann) == budget.Standing(2, 5)
    with pytest.raises(budget.OverBudget, match="40% of your last verdicts were rejections"):
        verdicts.reject_one(rows[5], by=ann, now=NOW, **WHY)


def test_what_waits_for_support_or_was_declined_is_not_rejected_past_it(
    client: Client, ann: User, ben: User, sam: User
) -> None:
    proposal = proposed(ann, ben)
    row = proposal.submission
    ways: list[Callable[[], Any]] = [
        lambda: cosigns.reject(row, by=ann, now=NOW, **WHY),
        lambda: verdicts.reject([row.pk], by=ann, now=NOW, **WHY),
        lambda: reject(row),
    ]

    for way in ways:
        with pytest.raises(budget.Proposed, match="waits for a co-sign"):
            way()
    cosigns.decline(proposal, words="The picture shows it.", by=sam, now=NOW)
    for way in ways:
        with pytest.raises(budget.Proposed, match="The picture shows it"):
            way()

    client.force_login(ann)
    page = client.get(row.review_url).content.decode()
    assert "Support did not co-sign your rejection." in page
    assert "Reject this work" not in page


def proposed(ann: User, ben: User) -> Proposal:
    return cosigns.propose(make.submission(make.task(ann), ben, now=NOW), by=ann, now=NOW, **WHY)


def test_a_cosign_gives_the_rejection_in_the_employers_name(client: Client, ann: User, ben: User, sam: User) -> None:
    proposal = proposed(ann, ben)
    client.force_login(sam)

    page = client.get(reverse("admin:submissions_proposal_change", args=[proposal.pk]))
    client.post(reverse("admin:submissions_proposal_decide", args=[proposal.pk]), {"outcome": "sign", "words": AGREED})

    row = make.fresh(proposal.submission)
    assert make.COMMENT in page.content.decode()
    assert (row.state, row.comment, make.fresh(proposal).state) == (State.REJECTED, make.COMMENT, Proposal.State.SIGNED)
    assert Notice.objects.of(ben).filter(subject__startswith="Rejected").count() == 1


def test_a_cosign_needs_a_reason_which_the_employer_reads(client: Client, ann: User, ben: User, sam: User) -> None:
    proposal = proposed(ann, ben)
    client.force_login(sam)

    page = client.post(reverse("admin:submissions_proposal_decide", args=[proposal.pk]), {"outcome": "sign"})

    assert "Write why, so that the employer knows." in page.content.decode()
    with pytest.raises(cosigns.TooShort):
        cosigns.sign(proposal, words="yes", by=sam, now=NOW)
    cosigns.sign(proposal, words=AGREED, by=sam, now=NOW)
    assert AGREED in Notice.objects.of(ann).latest("pk").body
    assert make.fresh(proposal).words == AGREED


def test_a_decline_goes_back_with_words_and_is_final_for_this_work(ann: User, ben: User, sam: User) -> None:
    proposal = proposed(ann, ben)

    with pytest.raises(cosigns.TooShort):
        cosigns.decline(proposal, words="no", by=sam, now=NOW)
    cosigns.decline(proposal, words="The picture shows it.", by=sam, now=NOW)

    assert make.fresh(proposal.submission).state == State.SUBMITTED
    assert "The picture shows it." in Notice.objects.of(ann).latest("pk").body
    with pytest.raises(budget.Proposed, match="The picture shows it"):
        cosigns.propose(proposal.submission, by=ann, now=NOW, **WHY)


def test_a_slow_desk_never_costs_the_worker(ann: User, ben: User, sam: User) -> None:
    proposal = proposed(ann, ben)
    over = NOW + timedelta(days=4)

    review.approve_unreviewed(now=over)
    lapsed = cosigns.lapse_due(now=over)

    assert (lapsed, make.fresh(proposal).state) == (1, Proposal.State.LAPSED)
    assert ledger.balance_of(ledger.earned(ben.pk)) == usd("0.095")
    assert Notice.objects.of(ann).latest("pk").headline.startswith("Approved before a co-sign")
    with pytest.raises(cosigns.Decided):
        cosigns.sign(proposal, words=AGREED, by=sam, now=over)


def test_nobody_cosigns_about_their_own(ann: User, ben: User) -> None:
    proposal = proposed(ann, ben)

    for own in (ann, ben):
        with pytest.raises(cosigns.OwnWork):
            cosigns.sign(proposal, words=AGREED, by=own, now=NOW)


@pytest.mark.race
def test_a_cosign_and_an_approval_at_once_give_one_verdict(committed_db: None) -> None:
    ann, sam, ben = make.person("ann", country="DE"), make.person("sam", staff=True), make.person("ben")
    make.deposit(ann, "20")
    proposal = proposed(ann, ben)
    row = proposal.submission

    results = at_once(
        lambda: cosigns.sign(proposal, words=AGREED, by=sam, now=NOW),
        lambda: review.approve(row, by=row.task.employer, now=NOW),
    )

    assert sum(isinstance(one, cosigns.Decided | review.AlreadyJudged) for one in results) == 1
