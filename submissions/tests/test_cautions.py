"""Dangerous tasks: a page of its own says so, once, before the claim."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from submissions.models import Submission
from tasks.models import Task
from tests import make

INSTALL = ["Install the app from the store.", "Write what you see."]


@pytest.fixture
def bens(client: Client, ben: User) -> Client:
    client.force_login(ben)
    return client


def claim(client: Client, task: Task, **data: str) -> str:
    return str(client.post(f"/tasks/{task.public_id}/claim/", data)["Location"])


def caution_of(task: Task) -> str:
    return f"/tasks/{task.public_id}/caution/"


def test_a_dangerous_task_is_not_claimed_before_it_was_said(ann: User, bens: Client) -> None:
    task = make.task(ann, steps=INSTALL)

    assert claim(bens, task) == caution_of(task)
    assert not Submission.objects.exists()


def test_the_page_says_what_to_watch_and_what_is_never_allowed(ann: User, bens: Client) -> None:
    task = make.task(ann, steps=INSTALL)

    page = bens.get(caution_of(task)).content.decode()

    assert "This task asks you to install something." in page
    assert "Install only from an official store, and remove it afterwards." in page
    assert "Never allowed: a file from anywhere but an official store" in page
    assert f"/tasks/{task.public_id}/report/" in page


def test_who_goes_on_has_the_slot(ann: User, ben: User, bens: Client) -> None:
    task = make.task(ann, steps=INSTALL)

    assert claim(bens, task, warned="1") == Submission.objects.get(worker=ben).get_absolute_url()


def test_it_is_said_once_a_task(ann: User, ben: User, bens: Client) -> None:
    task = make.task(ann, steps=INSTALL)
    make.given_back(task, ben)

    assert claim(bens, task) == Submission.objects.claimed().get().get_absolute_url()


def test_other_tasks_are_claimed_at_once(ann: User, bens: Client) -> None:
    task = make.task(ann)

    assert claim(bens, task) == Submission.objects.get().get_absolute_url()
    assert bens.get(caution_of(task))["Location"] == task.get_absolute_url()


def test_who_is_not_signed_in_reads_the_task_again(ann: User, client: Client) -> None:
    task = make.task(ann, steps=INSTALL)

    assert claim(client, task) == f"/account/login/?next={task.get_absolute_url()}"
