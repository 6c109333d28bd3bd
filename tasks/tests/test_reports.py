"""Reports: who may, what they count, when they hold a task, and what comes of them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from inbox.models import Notice
from picomarket.lib.money import usd
from picomarket.lib.rules import Rules
from tasks import changes, moderation, publishing, reports, slots
from tasks.models import Look, Report, Sighting, Task
from tests import make
from tests.threads import at_once
from wallet import escrow, ledger

from .reporting import NOW, REASON, held, report, see

pytestmark = pytest.mark.usefixtures("few_reports_hold")


def test_the_first_report_asks_for_a_look_and_the_task_goes_on(ann: User, ben: User) -> None:
    task = make.task(ann)

    report(task, ben)

    look = task.looks.get()
    assert (look.cause, look.risk, make.fresh(task).state) == (Look.Cause.REPORTS, 100, Task.State.PUBLISHED)


def test_grave_reasons_raise_the_risk_more(ann: User, ben: User) -> None:
    task = make.task(ann)

    report(task, ben, "unsafe")

    assert task.looks.get().risk == 200


def test_one_person_reports_a_task_once(ann: User, ben: User) -> None:
    task = make.task(ann)
    report(task, ben)

    with pytest.raises(reports.NotReportable):
        report(task, ben, "pay")


def test_nobody_reports_their_own_task_or_one_that_is_over(ann: User, ben: User) -> None:
    task = make.task(ann)
    with pytest.raises(reports.NotReportable):
        report(task, ann)
    publishing.stop(task, by=ann, now=NOW)

    with pytest.raises(reports.NotReportable):
        report(task, ben)


def test_enough_reports_of_enough_viewers_hold_the_task(ann: User, crowd: list[User]) -> None:
    task, look = held(ann, crowd)

    assert (task.state, look.held_from) == (Task.State.HELD, Task.State.PUBLISHED)
    assert escrow.held(task.pk) == task.price.cost * task.slots
    assert Notice.objects.of(ann)[0].headline == f"Held after reports: {task.title}"
    with pytest.raises(slots.TaskFull):
        make.claim(task, crowd[5])


@pytest.mark.parametrize(("reporters", "state"), [(2, Task.State.PUBLISHED), (3, Task.State.HELD)])
def test_a_task_few_opened_is_held_where_most_of_them_report_it(
    ann: User, crowd: list[User], reporters: int, state: str
) -> None:
    task = make.task(ann)
    see(task, crowd[1:4])

    # Whoever reports from the card alone is one of those who saw it.
    for person in crowd[:reporters]:
        report(task, person, "unsafe")

    assert make.fresh(task).state == state


def test_a_few_of_those_who_opened_a_task_do_not_hold_it(ann: User, settings: Any) -> None:
    settings.RULES = Rules(report_hold=5, report_views=20, report_tried=0)
    task = make.task(ann)
    people = [make.person(f"viewer{number}") for number in range(8)]
    see(task, people)

    for person in people[:4]:
        report(task, person)
    assert make.fresh(task).state == Task.State.PUBLISHED

    report(task, people[4])
    assert make.fresh(task).state == Task.State.HELD


def test_new_accounts_ask_for_a_look_and_hold_nothing(ann: User, crowd: list[User], settings: Any) -> None:
    settings.RULES = Rules(report_hold=3, report_views=5, report_tried=2)
    User.objects.filter(pk__in=[person.pk for person in crowd[3:]]).update(approved=2)
    task = make.task(ann)
    see(task, crowd)

    for person in crowd[:5]:
        report(task, person, "unsafe")
    assert (make.fresh(task).state, task.looks.get().risk) == (Task.State.PUBLISHED, 1000)

    report(task, crowd[5], "unsafe")
    assert make.fresh(task).state == Task.State.HELD


def test_accounts_that_may_be_one_persons_count_once(ann: User, crowd: list[User]) -> None:
    for person in crowd[:3]:
        User.objects.filter(pk=person.pk).update(linked=[one.pk for one in crowd[:3] if one != person])
    task = make.task(ann)
    see(task, crowd)

    for person in crowd[:5]:
        assert make.fresh(task).state == Task.State.PUBLISHED
        report(task, person)

    assert make.fresh(task).state == Task.State.HELD


def test_viewers_are_counted_once_without_the_employer_and_no_more_than_needed(ann: User, crowd: list[User]) -> None:
    task = make.task(ann)

    see(task, [ann, crowd[0], crowd[0]])
    assert Sighting.objects.count() == 1

    see(task, crowd)
    assert Sighting.objects.count() == 5


def test_opening_the_page_counts_as_seen(client: Client, ann: User, ben: User) -> None:
    task = make.task(ann)
    client.force_login(ben)

    client.get(task.get_absolute_url())
    client.get(task.get_absolute_url())

    assert Sighting.objects.get().person == ben


def test_an_employer_neither_resumes_nor_grows_what_is_held(ann: User, crowd: list[User]) -> None:
    task, _look = held(ann, crowd)

    for verb in (publishing.resume, publishing.pause):
        with pytest.raises(publishing.NotNow):
            verb(task, by=ann)
    with pytest.raises(publishing.NotNow):
        publishing.add_slots(task, slots=1, key="k", agreed=task.price.cost, by=ann, now=NOW)


def test_an_employer_may_stop_what_is_held_and_the_reports_still_get_an_answer(
    ann: User, crowd: list[User], sam: User
) -> None:
    task, look = held(ann, crowd)
    publishing.stop(task, by=ann, now=NOW)
    assert ledger.balance_of(ledger.spendable(ann.pk)) == usd("100")

    moderation.stop(look, reason=REASON, by=sam, now=NOW)

    assert set(task.reports.values_list("state", flat=True)) == {Report.State.RIGHT}


def test_work_under_way_goes_on_and_the_last_paid_slot_finishes_a_held_task(
    ann: User, ben: User, crowd: list[User]
) -> None:
    task = make.task(ann, slots=1)
    handed_in = make.submission(task, ben)
    see(task, crowd)
    for person in crowd[:3]:
        report(task, person)

    make.approve(handed_in)

    assert make.fresh(task).state == Task.State.FINISHED
    assert escrow.held(task.pk) == usd("0")


def test_a_cleared_task_goes_on_and_wrong_reports_count_for_less(ann: User, crowd: list[User], sam: User) -> None:
    task, look = held(ann, crowd)

    moderation.clear(look, fair=False, by=sam, now=NOW)

    assert make.fresh(task).state == Task.State.PUBLISHED
    assert reports.standing(crowd[0]) == reports.Standing(right=0, wrong=1)
    assert reports.standing(crowd[0]).weight == 50
    assert Notice.objects.of(crowd[0])[0].text == "Somebody looked at it: nothing was wrong with the task"


def test_fair_reports_lose_nothing(ann: User, crowd: list[User], sam: User) -> None:
    _task, look = held(ann, crowd)

    moderation.clear(look, fair=True, by=sam, now=NOW)

    assert reports.standing(crowd[0]).weight == 100


def test_a_task_paused_before_is_paused_after(ann: User, crowd: list[User], sam: User) -> None:
    task = make.task(ann)
    see(task, crowd)
    publishing.pause(task, by=ann)
    for person in crowd[:3]:
        report(task, person)
    assert make.fresh(task).state == Task.State.HELD

    moderation.clear(task.looks.get(), fair=True, by=sam, now=NOW)

    assert make.fresh(task).state == Task.State.PAUSED


def test_a_stopped_task_returns_what_nobody_took_and_right_reports_count_for_more(
    ann: User, ben: User, crowd: list[User], sam: User
) -> None:
    task = make.task(ann)
    make.claim(task, ben)
    see(task, crowd)
    for person in crowd[:3]:
        report(task, person)

    moderation.stop(task.looks.get(), reason=REASON, by=sam, now=NOW)

    assert (make.fresh(task).state, escrow.held(task.pk)) == (Task.State.STOPPED, usd("0.11"))
    assert ledger.balance_of(ledger.spendable(ann.pk)) == usd("99.89")
    assert reports.standing(crowd[0]).weight == 125
    assert [(event["what"], event["by"]) for event in changes.events(task)] == [("Stopped", "Support")]
    assert REASON in Notice.objects.of(ann)[0].text


def test_weights_have_a_floor_and_a_ceiling() -> None:
    assert reports.Standing(right=9, wrong=0).weight == 200
    assert reports.Standing(right=0, wrong=3).weight == 0


def test_reports_that_count_more_hold_a_task_sooner(ann: User, crowd: list[User], sam: User) -> None:
    for _number in range(4):
        other = make.task(ann)
        report(other, crowd[0])
        report(other, crowd[1])
        moderation.stop(other.looks.get(), reason=REASON, by=sam, now=NOW)
    task = make.task(ann)
    see(task, crowd)

    report(task, crowd[0])
    report(task, crowd[1])

    assert make.fresh(task).state == Task.State.HELD


def test_who_reported_does_not_decide(ann: User, sam: User) -> None:
    task = make.task(ann)
    report(task, sam)

    with pytest.raises(moderation.OwnTask):
        moderation.stop(task.looks.get(), reason=REASON, by=sam, now=NOW)


@pytest.mark.race
def test_many_reports_at_once_hold_a_task_once(committed_db: None) -> None:
    ann = make.person("ann")
    make.deposit(ann, "20")
    crowd = [make.person(f"worker{number}") for number in range(6)]
    task = make.task(ann)
    see(task, crowd)

    at_once(*(lambda person=person: report(task, person) for person in crowd))

    assert (Look.objects.count(), Report.objects.count()) == (1, 6)
    assert make.fresh(task).state == Task.State.HELD
    assert Notice.objects.of(ann).count() == 1 + Notice.objects.of(ann).exclude(subject__startswith="Held").count()


@pytest.mark.race
def test_a_stop_by_the_house_and_one_by_the_employer_return_the_money_once(committed_db: None) -> None:
    ann, sam = make.person("ann"), make.person("sam", staff=True)
    make.deposit(ann, "20")
    task = make.task(ann)
    report(task, make.person("ben"))
    look = task.looks.get()

    at_once(
        lambda: moderation.stop(look, reason=REASON, by=sam, now=NOW),
        lambda: publishing.stop(task, by=ann, now=NOW),
    )

    assert ledger.balance_of(ledger.spendable(ann.pk)) == usd("20")
