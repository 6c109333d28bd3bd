"""The hourly floor: a task that pays too little by measured time pauses itself, and one press mends it for all."""

from __future__ import annotations

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
from submissions import lifting, measuring, review
from submissions.models import Bonus, Submission
from tasks import edits, floor, publishing
from tasks.models import Change, Task
from tests import make
from wallet import ledger

NOW = timezone.now()


@pytest.fixture(autouse=True)
def three_are_enough(settings: Settings) -> None:
    settings.RULES = Rules(measured_after=3)


def done(task: Task, worker: User, *, minutes: int) -> Submission:
    row = make.submission(task, worker, now=NOW)
    Submission.objects.filter(pk=row.pk).update(submitted_at=NOW + timedelta(minutes=minutes))
    review.approve(row, by=task.employer, now=NOW + timedelta(hours=2))
    return row


def slow(ann: User, **fields: Any) -> tuple[Task, list[User]]:
    """A task of ten slots at $0.10, of which three took ten minutes: $0.57 an hour."""
    task = make.task(ann, title="Read a sign", **fields)
    workers = [make.person(f"worker{number}") for number in range(3)]
    for worker, minutes in zip(workers, (10, 1, 240), strict=True):
        done(task, worker, minutes=minutes)
    measuring.measure_due(now=NOW)
    return make.fresh(task), workers


def test_a_task_that_pays_too_little_an_hour_pauses_itself_and_says_why(client: Client, ann: User) -> None:
    task, _workers = slow(ann)
    client.force_login(ann)

    page = client.get(reverse("tasks:manage", args=[task.public_id]))

    assert (task.state, task.floored_at, task.changes.get().kind) == (Task.State.PAUSED, NOW, Change.Kind.FLOORED)
    notice = Notice.objects.of(ann).latest("pk")
    assert notice.headline == "Paused, because it pays too little an hour: Read a sign"
    assert "$0.57 an hour" in notice.body
    assert notice.by_mail
    offered = [reverse(name, args=[task.public_id]) for name in ("submissions:lift", "tasks:resume")]
    # Resuming would be refused until it pays more.
    assert [address in page.content.decode() for address in offered] == [True, False]


def test_it_is_not_resumed_before_it_pays_the_floor(ann: User) -> None:
    task, _workers = slow(ann)

    with pytest.raises(floor.BelowFloor):
        publishing.resume(task, by=ann)
    cost = edits.raised_by(task, usd("0.36")).cost * 7
    edits.raise_reward(task, reward=usd("0.36"), key="one", agreed=cost, by=ann, now=NOW)
    publishing.resume(task, by=ann)

    assert make.fresh(task).state == Task.State.PUBLISHED


def test_a_task_that_pays_enough_goes_on(ann: User) -> None:
    task, _workers = slow(ann, reward=usd("0.40"))

    assert (task.state, task.floored_at) == (Task.State.PUBLISHED, None)


def test_a_fair_reward_is_the_least_that_pays_the_floor(ann: User) -> None:
    task, _workers = slow(ann)

    reward = floor.fair_reward(task)

    assert reward == usd("0.36")
    task.reward, task.worker_commission = reward, reward.share(50_000)
    assert not floor.is_below(task)
    task.reward, task.worker_commission = usd("0.35"), usd("0.35").share(50_000)
    assert floor.is_below(task)


@pytest.mark.parametrize(
    ("places", "least"),
    [
        ({"zones": ["america_oceania"]}, "5"),
        ({"zones": ["america_oceania", "asia"]}, "2"),
        ({"countries": ["US"]}, "5"),
    ],
)
def test_a_zone_can_have_a_floor_of_its_own(settings: Settings, ann: User, places: dict[str, Any], least: str) -> None:
    settings.RULES = Rules(hourly_floors="america_oceania=5")

    assert floor.of(Task(employer=ann, **places)) == usd(least)


def test_a_floor_of_an_unknown_zone_is_refused_at_the_start() -> None:
    with pytest.raises(ValueError, match="unknown zones: atlantis"):
        Rules(hourly_floors="atlantis=5")


def test_one_press_raises_tops_up_and_resumes(client: Client, ann: User) -> None:
    task, workers = slow(ann)
    client.force_login(ann)
    url = reverse("submissions:lift", args=[task.public_id])

    page = client.get(url)
    agreed = page.context["agreed"]
    data = {"total": agreed.initial["total"].plain(), "key": "a" * 20}
    client.post(url, data)
    again = client.post(url, data)

    task = make.fresh(task)
    # 7 slots by 0.26 and a tenth of that, and 3 by what they lacked to 0.342.
    assert page.context["lift"].total == usd("2.002") + usd("0.741")
    assert (task.state, task.reward) == (Task.State.PUBLISHED, usd("0.36"))
    assert [ledger.balance_of(ledger.earned(worker.pk)) for worker in workers] == [usd("0.342")] * 3
    assert Bonus.objects.count() == 3
    assert again.status_code == 302
    assert Notice.objects.of(workers[0]).latest("pk").headline == "Topped up by $0.247: Read a sign"


def test_the_task_keeps_what_was_paid_to_how_many(client: Client, ann: User) -> None:
    task, _workers = slow(ann)
    lifting.lift(task, key="one", agreed=lifting.quote(task).total, by=ann, now=NOW)
    client.force_login(ann)

    page = client.get(reverse("tasks:manage", args=[task.public_id])).content.decode()

    assert "3 submissions paid before topped up: $0.741 in all" in page


@pytest.mark.django_db
def test_nothing_moves_where_the_balance_is_short(client: Client) -> None:
    poor = make.person("poor")
    make.deposit(poor, "5")
    task, workers = slow(poor, slots=40)
    client.force_login(poor)

    page = client.get(reverse("submissions:lift", args=[task.public_id]))
    wanted = lifting.quote(task)
    with pytest.raises(ledger.InsufficientFunds):
        lifting.lift(task, key="one", agreed=wanted.total, by=poor, now=NOW)

    assert "more is needed" in page.content.decode()
    assert make.fresh(task).reward == usd("0.10")
    assert ledger.balance_of(ledger.earned(workers[0].pk)) == usd("0.095")


def test_another_sum_than_the_one_shown_is_refused(ann: User) -> None:
    task, _workers = slow(ann)

    with pytest.raises(publishing.QuoteChanged):
        lifting.lift(task, key="one", agreed=usd("1"), by=ann, now=NOW)


def test_a_task_pauses_for_this_once_in_its_life(ann: User) -> None:
    task, _workers = slow(ann)
    lifting.lift(task, key="one", agreed=lifting.quote(task).total, by=ann, now=NOW)
    Task.objects.filter(pk=task.pk).update(measured_seconds=9999)

    paused = floor.pause_below([task.pk], now=NOW)

    assert (paused, make.fresh(task).state) == (0, Task.State.PUBLISHED)
