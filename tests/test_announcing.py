"""What happens anywhere in the market reaches the webhooks of whose it is, by whatever verb it happens."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from disputes import appeals, cases
from inbox import webhooks
from inbox.happenings import Kind
from inbox.models import Event
from picomarket.lib.money import usd
from submissions import review
from tasks import alerts, publishing, searches
from tasks.discovery import Wish
from tests import make

NOW = timezone.now()
WORDS = "The step is in the picture, below the fold."


@pytest.fixture
def hooked(ann: User) -> User:
    """Ann's server is told of everything."""
    webhooks.add(ann, url="https://server.example/hook", kinds=list(Kind), now=NOW)
    return ann


def told() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


def test_an_employer_hears_of_work_from_hand_in_to_pay(hooked: User, ben: User) -> None:
    task = make.task(hooked)
    work = make.submission(task, ben)
    review.approve(work, by=hooked, now=timezone.now())

    assert told() == ["task.published", "submission.handed_in", "submission.approved"]
    assert Event.objects.get(kind="submission.approved").data == {
        "submission": work.public_id,
        "task": task.public_id,
        "title": task.title,
        "worker": ben.public_id,
    }


def test_an_employer_hears_how_a_task_stands(hooked: User) -> None:
    task = make.task(hooked)
    publishing.pause(task, by=hooked)
    publishing.resume(task, by=hooked)
    publishing.stop(task, by=hooked, now=timezone.now())

    assert told() == ["task.published", "task.paused", "task.published", "task.stopped"]


def test_both_ends_of_a_dispute_are_told(hooked: User, ben: User, sam: User) -> None:
    work = make.rejected(make.task(hooked), ben)
    case = cases.open_case(work, by=ben, words="The step is in the picture, below.", now=timezone.now())
    cases.uphold(case, by=sam, reason="It is there indeed, at the bottom.", now=timezone.now() + timedelta(hours=1))

    assert [kind for kind in told() if "task" not in kind] == [
        *("submission.handed_in", "submission.rejected", "dispute.opened"),
        *("dispute.decided", "submission.approved"),
    ]


def test_a_decision_says_its_part_and_whether_it_is_final_and_an_appeal_what_came_of_it(
    hooked: User, ben: User, sam: User
) -> None:
    case = cases.open_case(make.rejected(make.task(hooked), ben), by=ben, words=WORDS, now=NOW)
    cases.award(case, percent=25, by=sam, reason=WORDS, now=NOW)
    appeal = appeals.file(make.fresh(case), by=ben, words=WORDS, now=NOW)

    appeals.change(appeal, outcome="partly", percent=75, by=make.person("sue", staff=True), reason=WORDS, now=NOW)

    assert decisions() == [("partly", 25, False, None), ("partly", 75, True, "changed")]


def test_a_decision_that_stands_on_appeal_is_told(hooked: User, ben: User, sam: User) -> None:
    case = cases.open_case(make.rejected(make.task(hooked), ben), by=ben, words=WORDS, now=NOW)
    cases.dismiss(case, by=sam, reason=WORDS, now=NOW)
    appeal = appeals.file(make.fresh(case), by=ben, words=WORDS, now=NOW)

    appeals.stand(appeal, by=make.person("sue", staff=True), reason=WORDS, now=NOW)

    assert decisions() == [("dismissed", None, False, None), ("dismissed", None, True, "stood")]


def decisions() -> list[tuple[object, ...]]:
    decided = [one.data for one in Event.objects.filter(kind="dispute.decided").order_by("pk")]
    return [(data["state"], data["part"], data["final"], data["appeal"]) for data in decided]


def test_an_employer_hears_of_screen_outs(hooked: User, ben: User) -> None:
    task = make.task(hooked, screen_out=usd("0.05"), now=NOW)
    work = make.screened_out(task, ben, now=NOW)

    assert told() == ["task.published", "submission.handed_in", "submission.screened"]
    assert Event.objects.get(kind="submission.screened").data["submission"] == work.public_id


def test_a_deposit_that_arrives_is_told_to_whose_it_is(hooked: User) -> None:
    make.deposit(hooked, "20")

    [event] = Event.objects.all()
    assert (event.kind, event.data["micro_dollars"]) == ("deposit.arrived", 20_000_000)


def test_what_did_not_happen_is_not_told(hooked: User) -> None:
    task = make.task(hooked)
    with transaction.atomic():
        publishing.pause(task, by=hooked)
        transaction.set_rollback(True)

    assert told() == ["task.published"]


def test_a_task_that_was_found_for_somebody_is_told_when_they_are_told_and_once(hooked: User, cleo: User) -> None:
    make.deposit(cleo, "20")
    searches.keep(Wish(), name="All of it", by_mail=False, by=hooked, now=NOW)
    task = make.task(cleo, reward=usd("0.20"))

    for _again in range(2):
        alerts.announce_due(now=timezone.now())
        alerts.tell_due(now=timezone.now())

    [event] = Event.objects.all()
    found = {"task": task.public_id, "title": task.title, "micro_dollars": 190_000, "search": "All of it"}
    assert (event.kind, event.data) == ("task.found", found)


def test_nobody_else_is_told(hooked: User, ben: User, cleo: User) -> None:
    make.deposit(cleo, "20")
    task = make.task(cleo)
    make.submission(task, ben)

    assert told() == []
