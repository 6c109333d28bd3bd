"""Reports as workers, employers and the staff see them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from inbox.models import Notice
from picomarket.lib.rules import Rules
from tasks import moderation, reports
from tests import make

from .counting import count_queries
from .reporting import NOW, REASON, held, report

pytestmark = pytest.mark.usefixtures("few_reports_hold")


def test_a_worker_reports_from_the_card_and_reads_what_came_of_it(
    client: Client, ann: User, ben: User, sam: User
) -> None:
    task = make.task(ann)
    client.force_login(ben)
    address = f"/tasks/{task.public_id}/report/"
    assert address in client.get("/work/").content.decode()
    assert address in client.get(task.get_absolute_url()).content.decode()

    page = client.post(address, {"reason": "broken", "words": "Step 2."}, follow=True).content.decode()
    assert "Waiting for a look" in page

    moderation.stop(task.looks.get(), reason=REASON, by=sam, now=NOW)
    page = client.get("/reports/").content.decode()
    assert "Somebody looked at it: the task was stopped" in page
    assert "Your next report counts 125% of one." in page
    assert "One made in good faith (“Right to ask”) takes nothing." in page


def test_a_report_needs_a_reason_and_keeps_the_words(client: Client, ann: User, ben: User) -> None:
    task = make.task(ann)
    client.force_login(ben)

    page = client.post(f"/tasks/{task.public_id}/report/", {"words": "Step 2."}).content.decode()

    assert "Choose what is wrong." in page
    assert "Step 2." in page


def test_whoever_reported_enough_today_keeps_what_they_typed(
    client: Client, ann: User, ben: User, settings: Any
) -> None:
    settings.RULES = Rules(reports_a_day=1)
    report(make.task(ann, slots=1), ben)
    client.force_login(ben)

    page = client.post(f"/tasks/{make.task(ann, slots=1).public_id}/report/", {"reason": "pay", "words": "Step 2."})

    assert "come back tomorrow with more" in (said := page.content.decode())
    assert "Step 2." in said


def test_an_employer_sees_that_reports_hold_the_task(client: Client, ann: User, crowd: list[User], sam: User) -> None:
    task, look = held(ann, crowd)
    client.force_login(ann)
    page = client.get(f"/tasks/{task.public_id}/manage/").content.decode()
    assert "Several workers reported this task." in page
    assert f"It is broken: a link or a page does not work ({look.reports.count()})" in page

    moderation.stop(look, reason=REASON, by=sam, now=NOW)

    assert REASON in client.get(f"/tasks/{task.public_id}/manage/").content.decode()


def test_the_desk_shows_the_reports_and_what_stopping_returns(
    client: Client, ann: User, crowd: list[User], sam: User
) -> None:
    _task, look = held(ann, crowd)
    client.force_login(sam)

    page = client.get(f"/admin/tasks/look/{look.pk}/change/").content.decode()

    assert "It is broken: a link or a page does not work" in page
    assert "Stop the task: $1.10 back to its employer" in page
    # Each help names what stands on the page.
    assert ("Approving needs" in page, "Only stopping needs words." in page) == (False, True)


def test_the_list_asks_the_database_equally_often_for_one_and_for_thirty(client: Client, ann: User, ben: User) -> None:
    client.force_login(ben)
    report(make.task(ann, slots=1), ben)
    for_one = count_queries(client, "/reports/")
    for number in range(29):
        reports.report(make.task(ann, slots=1), by=ben, reason="pay", now=NOW + timedelta(days=number + 1))

    assert count_queries(client, "/reports/") == for_one


@pytest.mark.parametrize("is_held", [True, False])
def test_the_desk_says_that_the_employer_is_told_only_where_they_are(
    client: Client, ann: User, ben: User, crowd: list[User], sam: User, is_held: bool
) -> None:
    task, look = held(ann, crowd) if is_held else (make.task(ann), None)
    look = look or report(task, ben).look
    before = Notice.objects.of(ann).count()
    client.force_login(sam)

    page = client.post(f"/admin/tasks/look/{look.pk}/decide/", {"outcome": "wrong"}, follow=True).content.decode()

    assert ("Decided. The employer is told." in page) == is_held
    assert ("did not know of the look and is not told" in page) != is_held
    assert Notice.objects.of(ann).count() - before == int(is_held)


def test_the_desk_shows_the_steps_as_a_worker_reads_them_too(client: Client, ann: User, ben: User, sam: User) -> None:
    look = report(make.task(ann, steps=["Look for the **handle**."]), ben).look
    client.force_login(sam)

    page = client.get(f"/admin/tasks/look/{look.pk}/change/").content.decode()

    assert "Look for the **handle**." in page
    assert "Look for the <strong>handle</strong>." in page
