"""Tasks offered by lists and kept from people: the list, the rule and the claim agree, and nothing private is told."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Level, User
from tasks import blocks, lists, targeting
from tasks.models import Block, Task, WorkerList
from tests import make

from .counting import count_queries

NOW = timezone.now()


@pytest.fixture
def trusted(ann: User, ben: User) -> WorkerList:
    row = lists.make(ann, name="Trusted", now=NOW)
    lists.put(row, [ben.pk], by=ann, why="hand", now=NOW)
    return row


def test_an_invitation_opens_to_whom_it_is_for_and_others_never_see_it(
    client: Client, ann: User, ben: User, cleo: User, trusted: WorkerList
) -> None:
    task = make.task(ann, only_lists=[trusted.pk])

    assert list(Task.objects.open_to(ben)) == [task]
    assert not Task.objects.open_to(cleo)
    assert not Task.objects.locked_for(cleo)
    assert client.get("/work/").context["cards"] == []


def test_an_invited_worker_reads_that_they_are_invited(
    client: Client, ann: User, ben: User, trusted: WorkerList
) -> None:
    task = make.task(ann, only_lists=[trusted.pk])
    client.force_login(ben)

    assert "You are invited" in client.get("/work/").content.decode()
    page = client.get(task.get_absolute_url()).content.decode()
    assert "This employer invites you." in page
    assert "Trusted" not in page


def test_an_invited_worker_of_a_lower_level_sees_the_way_up(ann: User, ben: User, trusted: WorkerList) -> None:
    task = make.task(ann, only_lists=[trusted.pk], minimum_level=Level.EXPERT)

    assert list(Task.objects.locked_for(ben)) == [task]


def test_who_is_not_invited_is_told_so_at_the_claim(ann: User, cleo: User, trusted: WorkerList) -> None:
    task = make.task(ann, only_lists=[trusted.pk])

    with pytest.raises(targeting.NotForYou, match=r"^\['This task is for people its employer invited.'\]$"):
        make.claim(task, cleo)

    assert make.fresh(task).taken == 0


def test_a_list_left_out_and_a_block_sound_the_same(ann: User, ben: User, dina: User, trusted: WorkerList) -> None:
    left_out, task = make.task(ann, not_lists=[trusted.pk]), make.task(ann)
    blocks.block(ann, worker=dina, note="Copies", now=NOW)

    said = []
    for one, worker in ((left_out, ben), (task, dina)):
        with pytest.raises(targeting.NotForYou) as refused:
            make.claim(one, worker)
        said.append(refused.value.words)

    assert said == ["This task is not offered to you."] * 2
    assert list(Task.objects.open_to(ben)) == [task]
    assert not Task.objects.locked_for(ben)


def test_a_block_hides_tasks_to_come_and_nothing_else(ann: User, ben: User) -> None:
    held = make.claim(make.task(ann), ben)
    waiting = make.submission(make.task(ann), ben)
    before = make.fresh(ben)
    make.task(ann)

    blocks.block(ann, worker=ben, note="", now=NOW)

    assert not Task.objects.open_to(ben)
    assert not Task.objects.locked_for(ben)
    assert make.fresh(held).state == "claimed"
    assert make.fresh(waiting).state == "submitted"
    assert (make.fresh(ben).approved, make.fresh(ben).level) == (before.approved, before.level)


def test_a_block_is_one_employers_and_is_taken_back(ann: User, cleo: User, ben: User) -> None:
    make.deposit(cleo)
    of_ann, of_cleo = make.task(ann), make.task(cleo)
    blocks.block(ann, worker=ben, note="Slow", now=NOW)
    blocks.block(ann, worker=ben, note="Slow and rude", now=NOW)

    assert list(Task.objects.open_to(ben)) == [of_cleo]
    assert Block.objects.get().note == "Slow and rude"
    blocks.unblock(ann, worker=ben)
    assert set(Task.objects.open_to(ben)) == {of_ann, of_cleo}


def test_nobody_blocks_themselves(ann: User) -> None:
    with pytest.raises(blocks.NotOneself):
        blocks.block(ann, worker=ann, note="", now=NOW)


def test_who_was_taken_out_or_is_on_a_deleted_list(ann: User, ben: User, trusted: WorkerList) -> None:
    task = make.task(ann, only_lists=[trusted.pk])

    lists.discard(trusted, by=ann, now=NOW)
    assert list(Task.objects.open_to(ben)) == [task]
    lists.take_out(trusted, ben, by=ann, now=NOW)
    assert not Task.objects.open_to(ben)


def test_the_list_the_rule_and_the_claim_agree(ann: User, ben: User, dina: User, cleo: User) -> None:
    one, two = (lists.make(ann, name=name, now=NOW) for name in ("One", "Two"))
    lists.put(one, [ben.pk, dina.pk], by=ann, why="hand", now=NOW)
    lists.put(two, [dina.pk], by=ann, why="hand", now=NOW)
    blocks.block(ann, worker=make.person("eve"), note="", now=NOW)
    for only, without, level in product([[], [one.pk], [one.pk, two.pk]], [[], [two.pk]], [1, 3]):
        make.task(ann, only_lists=only, not_lists=without, minimum_level=level)

    for worker in (ben, dina, cleo, User.objects.get(name="Eve")):
        by_rule = {task for task in Task.objects.all() if targeting.lock_of(task, worker) is None}
        assert set(Task.objects.open_to(worker)) == by_rule
        assert set(Task.objects.locked_for(worker)).isdisjoint(by_rule)
        assert {task for task in Task.objects.all() if can_claim(task, worker)} == by_rule


def can_claim(task: Task, worker: User) -> bool:
    try:
        make.given_back(task, worker)
    except targeting.NotForYou:
        return False
    return True


def test_the_step_who_offers_the_employers_lists(client: Client, ann: User, cleo: User, trusted: WorkerList) -> None:
    lists.make(cleo, name="Cleo's", now=NOW)
    draft = make.draft(ann)
    client.force_login(ann)
    address = f"/tasks/{draft.public_id}/draft/who/"

    page = client.get(address)
    assert page.context["form"].fields["only_lists"].choices == [(trusted.pk, "Trusted (1 person)")]
    client.post(address, {"minimum_level": 1, "only_lists": [trusted.pk]})

    assert make.fresh(draft).only_lists == [trusted.pk]


def test_an_aim_nobody_can_meet_is_refused(client: Client, ann: User, trusted: WorkerList) -> None:
    empty = lists.make(ann, name="Empty", now=NOW)
    address = f"/tasks/{make.draft(ann).public_id}/draft/who/"
    client.force_login(ann)
    wrong: list[tuple[dict[str, Any], str, str]] = [
        ({"only_lists": [empty.pk]}, "only_lists", "Nobody is on what you ticked"),
        ({"only_lists": [trusted.pk], "not_lists": [trusted.pk]}, "not_lists", "Trusted cannot be both in and out"),
    ]

    for typed, field, words in wrong:
        page = client.post(address, {"minimum_level": 1, **typed})
        assert words in page.context["form"].errors[field][0]


def test_the_employer_reads_whom_a_task_is_for(client: Client, ann: User, trusted: WorkerList) -> None:
    task = make.task(ann, only_lists=[trusted.pk])
    client.force_login(ann)

    assert "Trusted" in client.get(f"/tasks/{task.public_id}/manage/").content.decode()


def test_a_block_is_made_and_taken_back_on_a_profile(client: Client, ann: User, ben: User) -> None:
    client.force_login(ann)

    client.post(f"/people/{ben.public_id}/block/", {"note": "Sends the same picture"})
    page = client.get("/blocks/").content.decode()
    client.post(f"/people/{ben.public_id}/unblock/")

    assert "Sends the same picture" in page
    assert "You blocked nobody" in client.get("/blocks/").content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_the_blocked_ask_no_more_for_thirty(client: Client, ann: User, count: int) -> None:
    for number in range(count):
        blocks.block(ann, worker=make.person(f"worker{number}"), note="", now=NOW)
    client.force_login(ann)

    assert count_queries(client, "/blocks/") == 5


@pytest.mark.parametrize("count", [1, 20])
def test_invitations_cost_the_feed_no_query_each(
    client: Client, ann: User, ben: User, trusted: WorkerList, count: int
) -> None:
    for _one in range(count):
        make.task(ann, only_lists=[trusted.pk])
    client.force_login(ben)

    assert count_queries(client, "/work/") == 7
