"""How many slots a task needs, and what its employer may say of how often one worker does it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Level, User
from tasks import drafts, edits, lists, publishing
from tasks.models import Change, Task, WorkerList
from tests import make

NOW = timezone.now()


@pytest.fixture
def trusted(ann: User, ben: User) -> WorkerList:
    row = lists.make(ann, name="Trusted", now=NOW)
    lists.put(row, [ben.pk], by=ann, why="hand", now=NOW)
    return row


def who(client: Client, draft: Task, **typed: Any) -> str:
    page = client.post(f"/tasks/{draft.public_id}/draft/who/", {"minimum_level": "1", **typed})
    return page.content.decode()


def test_how_often_is_said_with_whom_it_is_for(client: Client, ann: User) -> None:
    draft = make.draft(ann)
    client.force_login(ann)

    who(client, draft, minimum_level=str(Level.ADVANCED), per_worker="3")

    assert make.fresh(draft).per_worker == 3


def test_more_than_once_for_everybody_is_refused_and_kept_as_typed(client: Client, ann: User) -> None:
    draft = make.draft(ann)
    client.force_login(ann)

    page = who(client, draft, per_worker="3")

    assert "Only people of level Advanced and up, or on your lists, can do a task more than once." in page
    assert 'value="3"' in page
    assert make.fresh(draft).per_worker == 1


def test_people_on_lists_may_do_it_as_often_as_they_like(
    client: Client, ann: User, ben: User, trusted: WorkerList
) -> None:
    draft = make.draft(ann)
    client.force_login(ann)

    who(client, draft, per_worker="", only_lists=[str(trusted.pk)])
    task = make.published(draft)
    turns = [make.submission(task, ben).turn for _time in range(4)]

    assert make.fresh(task).per_worker is None
    assert turns == [1, 2, 3, 4]


def test_a_copy_of_a_batch_is_for_each_worker_once(ann: User) -> None:
    copy = drafts.duplicate(make.batch(ann), by=ann, now=NOW)

    assert (copy.slots, copy.per_worker) == (1, 1)


def test_a_task_for_everybody_has_as_many_slots_as_the_market_asks(
    client: Client, settings: Any, ann: User, trusted: WorkerList
) -> None:
    settings.RULES = type(settings.RULES)(minimum_slots=10)
    draft = make.draft(ann, slots=9)
    client.force_login(ann)

    page = client.post(f"/tasks/{draft.public_id}/draft/pay/", {"reward": "0.10", "slots": "9"}).content.decode()

    assert "A task for everybody has at least 10 slots." in page
    with pytest.raises(publishing.Unready, match="at least 10 slots"):
        make.published(draft)
    make.published(drafts.write(draft, by=ann, fields={"only_lists": [trusted.pk]}))


def test_a_small_task_for_lists_does_not_become_one_for_everybody(
    settings: Any, ann: User, trusted: WorkerList
) -> None:
    settings.RULES = type(settings.RULES)(minimum_slots=10)
    task = make.task(ann, slots=2, only_lists=[trusted.pk])

    with pytest.raises(publishing.TooFew, match="at least 10 slots"):
        edits.change(task, kind=Change.Kind.AIMED, fields={"only_lists": []}, by=ann, now=NOW)
