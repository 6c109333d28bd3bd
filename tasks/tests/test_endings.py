"""Tasks with a last day: it must be ahead, no slot is given after it, and what nobody took comes back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from inbox.models import Notice
from tasks import drafts, edits, endings, publishing, throttles
from tasks.models import Change, Task
from tasks.slots import TaskFull
from tasks.tests.typed import at, body
from tests import make
from wallet import ledger

# Ten in the evening in Los Angeles, the next morning in Dhaka.
EVENING = datetime(2026, 11, 30, 6, tzinfo=UTC)
DAY = date(2026, 11, 29)
TODAY = timezone.now().date()


def with_day(employer: User, day: date | None = DAY, *, clock: str = "America/Los_Angeles", **fields: Any) -> Task:
    task = make.task(employer, clock=clock, **fields)
    Task.objects.filter(pk=task.pk).update(last_day=day)
    return make.fresh(task)  # type: ignore[no-any-return]


@pytest.mark.parametrize(("clock", "over"), [("America/Los_Angeles", False), ("UTC", True), ("Asia/Dhaka", True)])
def test_a_day_is_over_by_the_clock_of_the_task(ann: User, clock: str, over: bool) -> None:
    assert throttles.is_over(with_day(ann, clock=clock), now=EVENING) == over
    assert not throttles.is_over(with_day(ann, None, clock=clock), now=EVENING)


def test_after_its_last_day_nobody_gets_a_slot_also_before_the_sweep_came(ann: User, ben: User, cleo: User) -> None:
    task = with_day(ann)
    held = make.claim(task, ben, now=EVENING)

    with pytest.raises(TaskFull, match="gives no slots now"):
        make.claim(task, cleo, now=EVENING + timedelta(hours=2))

    assert held.claim_until > EVENING
    assert make.fresh(task).taken == 1


def test_the_sweep_stops_it_once_and_returns_what_nobody_took(ann: User, ben: User) -> None:
    task = with_day(ann, slots=4)
    make.claim(task, ben, now=EVENING)
    before = ledger.balance_of(ledger.spendable(ann.pk))

    assert endings.end_due(now=EVENING) == 0
    assert endings.end_due(now=EVENING + timedelta(hours=2)) == 1
    assert endings.end_due(now=EVENING + timedelta(hours=2)) == 0

    ended = make.fresh(task)
    assert (ended.state, ended.slots, ended.taken) == (Task.State.STOPPED, 1, 1)
    assert ledger.balance_of(ledger.spendable(ann.pk)) - before == task.price.cost * 3
    assert ledger.balance_of(ledger.escrow(task.pk)) == task.price.cost
    change = ended.changes.get()
    assert (change.kind, change.by) == (Change.Kind.ENDED, None)
    told = Notice.objects.of(ann)[0]
    assert task.title in told.headline
    assert str(task.price.cost * 3) in told.text


def test_those_whose_day_goes_on_keep_nobody_elses_task_from_ending(ann: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endings, "AT_ONCE", 1)
    going_on, over = with_day(ann), with_day(ann, clock="Asia/Dhaka")

    assert endings.end_due(now=EVENING) == 1

    assert [make.fresh(one).state for one in (going_on, over)] == [Task.State.PUBLISHED, Task.State.STOPPED]


def test_a_paused_task_ends_and_one_that_support_holds_waits_for_it(ann: User) -> None:
    paused, held = with_day(ann), with_day(ann)
    publishing.pause(paused, by=ann)
    Task.objects.filter(pk=held.pk).update(state=Task.State.HELD)

    assert endings.end_due(now=EVENING + timedelta(days=3)) == 1

    assert make.fresh(paused).state == Task.State.STOPPED
    assert make.fresh(held).state == Task.State.HELD


def test_more_time_given_meanwhile_counts(ann: User) -> None:
    task = with_day(ann, TODAY - timedelta(days=1), clock="UTC")
    edits.change(task, kind=Change.Kind.PACED, fields={"last_day": TODAY + timedelta(days=2)}, by=ann, now=EVENING)

    assert endings.end_due(now=timezone.now()) == 0
    assert make.fresh(task).state == Task.State.PUBLISHED


def test_taking_back_more_time_does_not_end_it_at_once(ann: User) -> None:
    now = timezone.now()
    task = with_day(ann, TODAY, clock="UTC")
    edits.change(task, kind=Change.Kind.PACED, fields={"last_day": TODAY + timedelta(days=9)}, by=ann, now=now)
    last = make.fresh(task).changes.get()

    with pytest.raises(edits.DayOver):
        edits.undo(task, change_id=last.pk, by=ann, now=now + timedelta(days=3))

    assert make.fresh(task).last_day == TODAY + timedelta(days=9)


def test_a_day_in_the_past_is_refused_and_what_was_typed_stays(client: Client, ann: User) -> None:
    draft = make.draft(ann)
    client.force_login(ann)
    typed = {"claim_minutes": "20", "review_days": "3", "hourly_cap": "7", "clock": "UTC"}

    page = client.post(at(draft, "review"), {**typed, "last_day": str(TODAY - timedelta(days=2))})

    gone = TODAY - timedelta(days=2)
    assert f"{gone:%a} {gone.day} {gone:%b %Y} is over by the clock of UTC." in body(page)
    assert 'value="7"' in body(page)
    assert str(TODAY - timedelta(days=2)) in body(page)
    client.post(at(draft, "review"), {**typed, "last_day": str(TODAY + timedelta(days=2))})
    assert make.fresh(draft).last_day == TODAY + timedelta(days=2)


def test_a_draft_whose_day_has_passed_is_not_published(ann: User) -> None:
    draft = make.draft(ann)
    Task.objects.filter(pk=draft.pk).update(last_day=TODAY - timedelta(days=2))
    make.deposit(ann, "50")

    with pytest.raises(publishing.Unready, match="is over by the clock of"):
        publishing.publish(make.fresh(draft), by=ann, now=timezone.now())


@pytest.mark.parametrize(("days", "is_kept"), [(-2, False), (2, True)])
def test_a_copy_keeps_a_last_day_that_is_not_over(ann: User, days: int, is_kept: bool) -> None:
    day = TODAY + timedelta(days=days)

    copy = drafts.duplicate(with_day(ann, day), by=ann, now=timezone.now())

    assert copy.last_day == (day if is_kept else None)


def test_workers_and_the_history_read_the_day(client: Client, ann: User, ben: User) -> None:
    task = with_day(ann, None, clock="UTC")
    day = TODAY + timedelta(days=3)
    edits.change(task, kind=Change.Kind.PACED, fields={"last_day": day}, by=ann, now=timezone.now())

    client.force_login(ann)
    history = body(client.get(f"/tasks/{task.public_id}/manage/"))
    client.force_login(ben)
    page = body(client.get(task.get_absolute_url()))

    assert "Last day: none →" in history
    assert f"{day:%a} {day.day} {day:%b %Y}" in page


def said(days: int) -> str:
    """A day that many days from now, as pages say it."""
    day = TODAY + timedelta(days=days)
    return f"{day:%a} {day.day} {day:%b}"


def test_a_worker_elsewhere_reads_the_last_moment_by_their_own_clock(
    client: Client, ann: User, ben: User, cleo: User
) -> None:
    User.objects.filter(pk=ben.pk).update(time_zone="Asia/Dhaka")
    User.objects.filter(pk=cleo.pk).update(time_zone="UTC")
    task = with_day(ann, TODAY + timedelta(days=1), clock="UTC")
    client.force_login(ben)
    page, feed = body(client.get(task.get_absolute_url())), body(client.get("/work/"))
    assert "By your clock until" in page
    assert f"{said(2)}, 05:59" in page
    assert f"until {said(2)}, 05:59" in feed

    client.force_login(cleo)
    assert "By your clock until" not in body(client.get(task.get_absolute_url()))
    assert f"until {said(1)}, 23:59" in body(client.get("/work/"))


@pytest.mark.parametrize(("hours", "said"), [(-1, ""), (1, "until Sun 29 Nov, 23:59"), (73, "")])
def test_a_card_says_the_end_when_it_is_near(ann: User, hours: int, said: str) -> None:
    task = with_day(ann, clock="UTC")
    end = datetime(2026, 11, 30, tzinfo=UTC)

    assert throttles.ends_soon(task, now=end - timedelta(hours=hours)) == said
