"""The employer's list and the page of one task: numbers, pause, resume, stop, copy."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from picomarket.lib.money import usd
from tasks import publishing
from tasks.models import Task
from tests import make
from wallet import ledger

from .counting import count_queries

NOW = timezone.now()


def managing(task: Task, verb: str = "manage") -> str:
    return f"/tasks/{task.public_id}/{verb}/"


def test_each_task_shows_what_waits_what_is_spent_and_what_is_left(
    client: Client, ann: User, ben: User, dina: User
) -> None:
    task = make.task(ann, reward=usd("1"), slots=5)
    make.approved(task, dina)
    make.submission(task, ben)
    client.force_login(ann)

    (row,) = client.get("/tasks/").context["page"]

    assert (row.waiting, row.paid, row.taken, row.slots) == (1, 1, 2, 5)
    assert (row.spent, row.needed_in_escrow) == (usd("1.10"), usd("4.40"))


def test_drafts_stand_apart_and_others_tasks_nowhere(client: Client, ann: User, ben: User) -> None:
    make.deposit(ben, "20")
    draft, task = make.draft(ann), make.task(ann)
    make.task(ben)
    client.force_login(ann)

    page = client.get("/tasks/")

    assert list(page.context["page"]) == [task]
    assert list(page.context["drafts"]) == [draft]


def test_an_empty_list_says_what_it_will_hold(client: Client, ann: User) -> None:
    client.force_login(ann)

    assert "Post your first task" in client.get("/tasks/").content.decode()


def test_the_list_asks_the_database_equally_often_for_one_and_for_twenty(client: Client, ann: User, ben: User) -> None:
    client.force_login(ann)
    make.submission(make.task(ann, slots=3), ben)
    make.draft(ann)
    for_one = count_queries(client, "/tasks/")
    for _number in range(19):
        make.task(ann, slots=1)
        make.draft(ann)

    assert count_queries(client, "/tasks/") == for_one


def test_a_task_is_paused_and_resumed(client: Client, ann: User) -> None:
    task = make.task(ann)
    client.force_login(ann)

    paused = client.post(managing(task, "pause"), follow=True).content.decode()
    assert make.fresh(task).state == Task.State.PAUSED
    assert managing(task, "resume") in paused

    resumed = client.post(managing(task, "resume"), follow=True).content.decode()
    assert make.fresh(task).state == Task.State.PUBLISHED
    assert managing(task, "pause") in resumed


def test_stopping_asks_once_and_names_the_sum(client: Client, ann: User, ben: User) -> None:
    task = make.task(ann, reward=usd("1"), slots=4)
    make.claim(task, ben)
    client.force_login(ann)

    asked = client.get(managing(task, "stop")).content.decode()
    assert "$3.30</data> to your balance" in asked
    assert make.fresh(task).state == Task.State.PUBLISHED

    stopped = client.post(managing(task, "stop"), follow=True).content.decode()
    assert "Stopped. $3.30 is back in your balance." in stopped
    assert ledger.balance_of(ledger.spendable(ann.pk)) == usd("98.90")


def test_stopping_twice_returns_the_money_once(client: Client, ann: User) -> None:
    task = make.task(ann, reward=usd("1"), slots=4)
    client.force_login(ann)

    client.post(managing(task, "stop"))
    again = client.post(managing(task, "stop"), HTTP_REFERER=f"http://testserver{managing(task)}", follow=True)

    assert "This task is stopped now." in again.content.decode()
    assert ledger.balance_of(ledger.spendable(ann.pk)) == usd("100")
    assert client.get(managing(task, "stop")).headers["Location"] == managing(task)


def test_a_stopped_task_offers_a_copy_and_nothing_else(client: Client, ann: User) -> None:
    task = publishing.stop(make.task(ann), by=ann, now=NOW)
    client.force_login(ann)

    page = client.get(managing(task)).content.decode()

    assert managing(task, "duplicate") in page
    for verb in ("pause", "resume", "stop"):
        assert managing(task, verb) not in page


def test_a_copy_opens_in_the_wizard(client: Client, ann: User) -> None:
    task = make.task(ann, reward=usd("0.50"))
    client.force_login(ann)

    end = client.post(managing(task, "duplicate"))

    copy = Task.objects.of(ann).drafts().get()
    assert end.headers["Location"] == f"/tasks/{copy.public_id}/draft/what/"
    assert copy.reward == usd("0.50")


def test_a_draft_is_managed_in_the_wizard(client: Client, ann: User) -> None:
    draft = make.draft(ann)
    client.force_login(ann)

    assert client.get(managing(draft)).headers["Location"] == f"/tasks/{draft.public_id}/draft/what/"
    for verb in ("pause", "resume", "stop"):
        assert client.post(managing(draft, verb)).status_code == 404


@pytest.mark.parametrize("verb", ["manage", "stop"])
def test_a_stranger_does_not_see_it(client: Client, ann: User, cleo: User, verb: str) -> None:
    task = make.task(ann)
    client.force_login(cleo)

    assert client.get(managing(task, verb)).status_code == 404


@pytest.mark.parametrize("verb", ["pause", "resume", "stop", "duplicate"])
def test_a_stranger_changes_nothing(client: Client, ann: User, cleo: User, verb: str) -> None:
    task = make.task(ann)
    client.force_login(cleo)

    assert client.post(managing(task, verb)).status_code == 404
    assert make.fresh(task).state == Task.State.PUBLISHED


@pytest.mark.parametrize("verb", ["publish", "discard", "duplicate", "pause", "resume"])
def test_what_changes_something_takes_post_only(client: Client, ann: User, verb: str) -> None:
    client.force_login(ann)

    assert client.get(managing(make.draft(ann), verb)).status_code == 405


def test_staff_read_tasks_in_the_admin_and_change_none(client: Client, ann: User, sam: User) -> None:
    task = make.task(ann)
    client.force_login(sam)

    found = client.get("/admin/tasks/task/", {"q": task.public_id}).content.decode()
    assert task.title in found
    assert client.get(f"/admin/tasks/task/{task.pk}/change/").status_code == 200
    assert client.post(f"/admin/tasks/task/{task.pk}/change/", {"reward": "1"}).status_code == 403
    assert client.get("/admin/tasks/task/add/").status_code == 403


def test_tabs_keep_apart_what_waits_goes_on_rests_and_ended(client: Client, ann: User, ben: User, dina: User) -> None:
    late, soon = make.task(ann, title="Late", slots=3), make.task(ann, title="Soon", slots=3)
    make.submission(late, ben)
    first = make.submission(soon, dina)
    type(first).objects.filter(pk=first.pk).update(review_until=NOW - timedelta(days=1))
    rests, over = make.task(ann, title="Rests"), make.task(ann, title="Over")
    publishing.pause(rests, by=ann, now=NOW)
    publishing.stop(over, by=ann, now=NOW)
    client.force_login(ann)

    def titles(view: str) -> list[str]:
        return [task.title for task in client.get(reverse("tasks:mine"), {"view": view}).context["page"]]

    assert titles("review") == ["Soon", "Late"]
    assert {*titles("published")} == {"Soon", "Late"}
    assert (titles("paused"), titles("ended")) == (["Rests"], ["Over"])
    assert titles("") == titles("nonsense") == ["Over", "Rests", "Soon", "Late"]
    counts = {tab["url"]: tab["count"] for tab in client.get(reverse("tasks:mine")).context["tabs"]}
    assert counts == {"?view=all": 4, "?view=review": 2, "?view=published": 2, "?view=paused": 1, "?view=ended": 1}


def test_one_kind_of_task_needs_no_tabs_and_an_empty_tab_says_so(client: Client, ann: User) -> None:
    client.force_login(ann)
    assert client.get(reverse("tasks:mine")).context["tabs"] == []
    make.task(ann)

    empty = client.get(reverse("tasks:mine"), {"view": "ended"}).text

    assert "No task of yours is here now" in empty
    assert 'href="?view=all"' in empty
