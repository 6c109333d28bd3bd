"""The page of a task as its workers read it: one thing to do, and why not."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Level, User
from picomarket.lib.money import usd
from tasks import publishing
from tasks.drafts import Wanted
from tasks.models import Task
from tests import make

from .counting import count_queries


def read(client: Client, task: Task) -> str:
    page = client.get(f"/tasks/{task.public_id}/")
    assert page.status_code == 200
    return page.content.decode()


def test_a_worker_reads_the_pay_the_steps_the_proofs_and_the_promises(client: Client, ann: User, ben: User) -> None:
    task = make.task(ann, reward=usd("0.50"), minutes=3, claim_minutes=20, review_days=4)
    client.force_login(ben)

    page = read(client, task)

    for words in (
        "$0.475",
        "$9.50",
        "Open the page.",
        "What did you see?",
        "At least 10 characters.",
        "Held for 20 minutes",
        "Within 4 days, then paid by itself",
        "10 of 10",
        "New employer",
        ann.get_absolute_url(),
    ):
        assert words in page


def test_the_one_thing_to_do_is_to_claim(client: Client, ann: User, ben: User) -> None:
    task = make.task(ann)
    client.force_login(ben)

    page = read(client, task)

    assert f'action="/tasks/{task.public_id}/claim/"' in page
    assert "Claim this task" in page


def test_a_visitor_is_asked_to_sign_in_and_comes_back(client: Client, ann: User) -> None:
    task = make.task(ann)

    page = read(client, task)

    assert "Sign in to claim" in page
    assert f"?next=/tasks/{task.public_id}/" in page
    assert "/claim/" not in page


def test_who_has_the_task_goes_on_to_their_work(client: Client, ann: User, ben: User) -> None:
    task = make.task(ann, slots=1)
    held = make.claim(task, ben)
    client.force_login(ben)

    page = read(client, task)

    assert held.get_absolute_url() in page
    assert "/claim/" not in page
    assert "All slots are taken" not in page


def test_who_gave_it_back_may_claim_again(client: Client, ann: User, ben: User) -> None:
    task = make.task(ann)
    make.given_back(task, ben)
    client.force_login(ben)

    assert "Claim this task" in read(client, task)


def test_the_employer_is_led_to_managing_it(client: Client, ann: User) -> None:
    task = make.task(ann)
    client.force_login(ann)

    page = read(client, task)

    assert f"/tasks/{task.public_id}/manage/" in page
    assert "/claim/" not in page


def test_a_lock_says_why_and_the_way(client: Client, ann: User, ben: User) -> None:
    task = make.task(ann, minimum_level=Level.ADVANCED)
    client.force_login(ben)

    page = read(client, task)

    assert "This task asks for level Advanced." in page
    assert "25 more approved tasks" in page
    assert "/claim/" not in page


@pytest.mark.parametrize(("end", "words"), [("pause", "paused this task"), ("stop", "This task is over.")])
def test_a_task_that_gives_no_slots_says_so(client: Client, ann: User, ben: User, end: str, words: str) -> None:
    task = make.task(ann)
    if end == "pause":
        publishing.pause(task, by=ann)
    else:
        publishing.stop(task, by=ann, now=timezone.now())
    client.force_login(ben)

    page = read(client, task)

    assert words in page
    assert "/claim/" not in page


def test_a_full_task_says_so(client: Client, ann: User, ben: User, dina: User) -> None:
    task = make.task(ann, slots=1)
    make.claim(task, dina)
    client.force_login(ben)

    page = read(client, task)

    assert "All slots are taken." in page
    assert "/claim/" not in page


def test_a_draft_is_read_by_nobody_and_leads_its_writer_on(client: Client, ann: User, cleo: User) -> None:
    draft = make.draft(ann)
    client.force_login(ann)

    assert client.get(f"/tasks/{draft.public_id}/").headers["Location"] == f"/tasks/{draft.public_id}/draft/what/"

    client.force_login(cleo)
    assert client.get(f"/tasks/{draft.public_id}/").status_code == 404
    client.logout()
    assert client.get(f"/tasks/{draft.public_id}/").status_code == 404


def test_the_page_asks_the_database_equally_often_for_one_proof_and_for_six(
    client: Client, ann: User, ben: User
) -> None:
    client.force_login(ben)
    short, long = (make.task(ann, proofs=[Wanted("text", "A word")] * count) for count in (1, 6))

    assert count_queries(client, long.get_absolute_url()) == count_queries(client, short.get_absolute_url())
