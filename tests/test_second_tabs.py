"""What a second tab, an ended session or a stale address leads to: words, no blank page and no silent loss."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from tasks import drafts
from tasks.models import Task
from tests import make


def page(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.fixture
def anns(client: Client, ann: User) -> Client:
    client.force_login(ann)
    return client


def save(client: Client, task: Task) -> Any:
    return client.post(f"/tasks/{task.public_id}/draft/what/", {"title": "Another title altogether"}, follow=True)


def test_a_draft_published_in_another_tab_says_that_nothing_was_saved(anns: Client, ann: User) -> None:
    task = make.task(ann)

    answer = save(anns, task)

    assert answer.redirect_chain[-1][0] == f"/tasks/{task.public_id}/manage/"
    assert "What you typed was not saved: change the task here." in page(answer)
    assert make.fresh(task).title == task.title


def test_a_draft_discarded_in_another_tab_says_so(anns: Client, ann: User) -> None:
    task = make.draft(ann)
    drafts.discard(task, by=ann, now=timezone.now())

    assert "This draft was discarded meanwhile." in page(save(anns, task))
    assert anns.get(f"/tasks/{task.public_id}/draft/what/").status_code == 404


def test_a_new_row_is_where_one_goes_on_and_so_is_the_one_before_a_row_that_is_gone(anns: Client, ann: User) -> None:
    task = make.draft(ann)
    at, steps = f"/tasks/{task.public_id}/draft/what/", {f"step_{n}": f"Step {n}" for n in range(1, 5)}

    added = page(anns.post(at, {**steps, "add": "1"}))
    taken_out = page(anns.post(at, {**steps, "remove": "4"}))

    assert added.count("autofocus") == taken_out.count("autofocus") == 1
    assert 'name="step_5"' in added.partition("autofocus")[0].rpartition("<textarea")[2]
    assert 'name="step_3"' in taken_out.partition("autofocus")[0].rpartition("<textarea")[2]


def test_an_address_that_takes_what_a_form_sends_says_so(anns: Client, ann: User) -> None:
    answer = anns.get(f"/tasks/{make.task(ann).public_id}/pause/")

    assert (answer.status_code, answer["Content-Type"]) == (405, "text/html; charset=utf-8")
    assert "This address takes what a form sends" in page(answer)


def test_a_form_sent_after_the_session_ended_is_said_not_to_be_done(client: Client, ann: User) -> None:
    came_from = {"Referer": "http://testserver/tasks/post/quick/"}

    answer = client.post("/tasks/post/quick/", {"title": "Look"}, headers=came_from, follow=True)

    assert answer.redirect_chain[-1][0] == "/account/login/?next=/tasks/post/quick/%23unsent"
    assert "You were signed out meanwhile, so this was not done." in page(answer)


def test_a_task_that_opens_later_is_not_said_to_be_seen_now(anns: Client, ann: User) -> None:
    later = timezone.now() + timedelta(hours=2)
    hours: Any = {"opens_at": later.time(), "closes_at": (later + timedelta(hours=1)).time(), "clock": "UTC"}
    draft = make.draft(ann, **hours)
    total = anns.get(f"/tasks/{draft.public_id}/draft/quote/").context["quote"].total.plain()

    answer = anns.post(f"/tasks/{draft.public_id}/publish/", {"total": total}, follow=True)

    assert f"It opens again at {later:%H:%M}, in 2 h." in page(answer)
    assert "Workers see it now." not in page(answer)


def test_whoever_signs_in_again_comes_back_to_what_they_typed(client: Client, ann: User) -> None:
    place = "/tasks/post/quick/#unsent"

    answer = client.post("/account/login/", {"login": ann.email, "password": make.PASSWORD, "next": place})

    assert answer.headers["Location"] == place
