"""Who a task is open to, why it is closed, and that the list and the rule agree."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Level, User
from picomarket.lib.money import usd
from picomarket.lib.zones import Zone
from tasks import blocks, lists, publishing, reaching, targeting
from tasks.models import Listing, Task
from tests import make

REWARD = usd("1")


@pytest.mark.parametrize(
    "aim",
    [
        {},
        {"zones": [Zone.ASIA]},
        {"countries": ["BD"]},
        {"zones": [Zone.WEST_EUROPE], "countries": ["BD"]},
        {"excluded": ["NG"]},
    ],
)
def test_a_task_is_open_where_it_is_aimed(ann: User, ben: User, aim: dict[str, Any]) -> None:
    task = make.task(ann, reward=REWARD, **aim)

    assert targeting.lock_of(task, ben) is None
    assert list(Task.objects.open_to(ben)) == [task]


@pytest.mark.parametrize(
    "aim",
    [{"zones": [Zone.AFRICA]}, {"countries": ["IN"]}, {"excluded": ["BD"]}, {"zones": [Zone.ASIA], "excluded": ["BD"]}],
)
def test_a_task_is_locked_elsewhere_with_a_reason(ann: User, ben: User, aim: dict[str, Any]) -> None:
    task = make.task(ann, reward=REWARD, **aim)

    assert targeting.lock_of(task, ben) == targeting.Lock("This task is for people in other countries.")
    assert list(Task.objects.locked_for(ben)) == [task]


def test_a_lock_two_levels_up_says_the_way_to_that_level(ann: User, ben: User) -> None:
    task = make.task(ann, minimum_level=Level.EXPERT)

    lock = targeting.lock_of(task, ben)

    assert lock
    assert lock.way == "Expert after 200 more approved tasks at 92% or better."


def test_a_level_lock_says_the_way_up(ann: User, ben: User) -> None:
    task = make.task(ann, minimum_level=Level.ADVANCED)

    lock = targeting.lock_of(task, ben)

    assert lock is not None
    assert lock.reason == "This task asks for level Advanced."
    assert lock.way == "Advanced after 25 more approved tasks at 85% or better."


def test_the_check_refuses_with_reason_and_way(ann: User, ben: User) -> None:
    task = make.task(ann, minimum_level=Level.ADVANCED)

    with pytest.raises(targeting.NotForYou, match=r"level Advanced\. Advanced after 25 more"):
        targeting.check(task, ben)


def test_ones_own_task_is_neither_open_nor_locked(ann: User) -> None:
    task = make.task(ann)

    assert targeting.lock_of(task, ann) == targeting.Lock("This is your own task.")
    assert not Task.objects.open_to(ann)
    assert not Task.objects.locked_for(ann)


def test_the_list_and_the_rule_agree_for_every_kind_of_aim(ann: User, ben: User, dina: User, cleo: User) -> None:
    aims = product([[], [Zone.ASIA]], [[], ["NG"], ["BD", "PH"]], [[], ["PH"]], [Level.STARTER, Level.EXPERT])
    for zones, countries, excluded, level in aims:
        aim: dict[str, Any] = {"zones": zones, "countries": countries, "excluded": excluded, "minimum_level": level}
        make.task(ann, reward=REWARD, slots=1, **aim)

    for worker in (ben, dina, cleo):
        by_rule = {task for task in Task.objects.all() if targeting.lock_of(task, worker) is None}
        assert set(Task.objects.open_to(worker)) == by_rule
        assert set(Task.objects.locked_for(worker)) == set(Task.objects.all()) - by_rule


def test_full_paused_and_stopped_tasks_are_neither_open_nor_locked(ann: User, ben: User, dina: User) -> None:
    full, paused, stopped = (make.task(ann, slots=1) for _ in range(3))
    make.claim(full, dina)
    publishing.pause(paused, by=ann)
    publishing.stop(stopped, by=ann, now=timezone.now())

    assert not Task.objects.open_to(ben)
    assert not Task.objects.locked_for(ben)


def test_what_one_holds_or_did_is_left_out_until_the_claim_came_to_nothing(ann: User, ben: User, dina: User) -> None:
    held, done, given_back, others = (make.task(ann) for _ in range(4))
    make.claim(held, ben)
    make.approved(done, ben)
    make.claim(others, dina)
    make.given_back(given_back, ben)

    assert set(Task.objects.open_to(ben).not_done_by(ben)) == {given_back, others}


def test_reach_counts_by_lists_blocks_and_suspensions(ann: User, ben: User, dina: User, cleo: User) -> None:
    everybody = reaching.reach(make.draft(ann)).could
    chosen = lists.make(ann, name="Good people", now=timezone.now())
    lists.put(chosen, [ben.pk, dina.pk], by=ann, why=Listing.Why.HAND, now=timezone.now())
    only, others = make.draft(ann, only_lists=[chosen.pk]), make.draft(ann, not_lists=[chosen.pk])

    assert (reaching.reach(only).could, reaching.reach(others).could) == (2, everybody - 2)
    blocks.block(ann, worker=ben, note="", now=timezone.now())
    assert (reaching.reach(only).could, reaching.reach(others).could) == (1, everybody - 2)


def test_reach_leaves_out_who_is_frozen_or_just_moved(ann: User, ben: User, dina: User) -> None:
    draft, aimed = make.draft(ann), make.draft(ann, countries=["BD"])
    before, inside = reaching.reach(draft).could, reaching.reach(aimed).could

    User.objects.filter(pk=ben.pk).update(frozen_until=timezone.now() + timedelta(hours=1))
    User.objects.filter(pk=dina.pk).update(country="BD", country_since=timezone.now())

    assert (reaching.reach(draft).could, reaching.reach(aimed).could) == (before - 1, inside - 1)


def test_a_test_nobody_passed_is_reached_by_nobody_but_by_level(ann: User) -> None:
    test = make.qualification(ann)

    asked = reaching.reach(make.draft(ann, tests=[test.pk]))
    instead = reaching.reach(make.draft(ann, tests=[test.pk], test_instead=True))

    assert (asked.could, instead.could == instead.there) == (0, True)


def test_fewer_people_than_slots_is_said_with_both_numbers(ann: User, ben: User, dina: User, client: Client) -> None:
    client.force_login(ann)
    draft = make.draft(ann, slots=500)

    page = " ".join(client.get(f"/tasks/{draft.public_id}/draft/who/").content.decode().split())

    assert f"{reaching.reach(draft).could} people could do it, but it takes 500" in page


def told(client: Client, address: str, typed: dict[str, Any] | None = None) -> str:
    page = client.post(address, typed) if typed is not None else client.get(address)
    return " ".join(page.content.decode().split())


def test_a_share_of_a_country_that_leaves_slots_to_nobody_is_said_with_numbers(
    ann: User, ben: User, client: Client
) -> None:
    client.force_login(ann)
    draft = make.draft(ann, reward=REWARD, slots=4, countries=["BD"], country_share=25)
    at = f"/tasks/{draft.public_id}/draft"

    for step in ("who", "pay", "quote"):
        assert "1 of 4 slots can be taken" in told(client, f"{at}/{step}/")
    typed = {"draft": draft.public_id, "at": "pay", "slots": "9"}
    assert "3 of 9 slots can be taken" in told(client, "/tasks/post/advice/", typed)
    Task.objects.filter(pk=draft.pk).update(per_worker=1)
    assert "2 people could do it, but it takes 9" in told(client, "/tasks/post/advice/", typed)


@pytest.mark.parametrize(("fields", "says"), [({"country_share": 25}, True), ({"slots": 1}, False)])
def test_an_employer_reads_later_too_why_nothing_moves(
    ann: User, ben: User, client: Client, fields: dict[str, Any], says: bool
) -> None:
    client.force_login(ann)
    task = make.task(ann, **{"slots": 4, "per_worker": 1, "countries": ["BD"], "reward": REWARD, **fields})

    page = told(client, f"/tasks/{task.public_id}/manage/")

    assert ("1 of 4 slots can be taken" in page, "2 people could do it, but it takes 4" in page) == (says, says)


def test_a_share_is_counted_by_where_those_live_who_could_do_it(ann: User, ben: User) -> None:
    for number in range(5):
        make.person(f"dhaka{number}", country="BD")
    make.person("manila", country="PH")
    spread, alone = ["BD", "PH"], ["BD"]

    rooms = [
        reaching.reach(make.draft(ann, reward=REWARD, slots=4, country_share=share, countries=aim)).room
        for share, aim in [(50, spread), (25, spread), (50, alone), (None, alone)]
    ]

    assert rooms == [3, 2, 2, None]


def test_one_slot_for_one_country_can_be_taken_but_more_could_not(ann: User, ben: User, client: Client) -> None:
    client.force_login(ann)
    draft = make.draft(ann, reward=REWARD, slots=1, countries=["BD"], country_share=25)

    page = told(client, f"/tasks/{draft.public_id}/draft/who/")

    assert "of many slots only about 25% can be taken" in page


def test_nobody_is_explained_by_what_would_have_to_go(ann: User, ben: User, client: Client) -> None:
    client.force_login(ann)
    everybody = reaching.reach(make.draft(ann)).could
    draft = make.draft(ann, languages=["cy"])
    deaf = make.draft(ann, languages=["cy"], minimum_level=Level.EXPERT)

    page = told(client, f"/tasks/{draft.public_id}/draft/who/")

    assert f"Languages: without this {everybody} people could do it." in page
    assert [one.asked for one in reaching.reach(draft).without] == ["Languages"]
    assert reaching.reach(deaf).unmet == ("Languages", "Level")


def test_a_live_task_is_aimed_at_nobody_only_after_a_word(ann: User, ben: User, client: Client) -> None:
    client.force_login(ann)
    task = make.task(ann, reward=REWARD)
    address = f"/tasks/{task.public_id}/edit/who/"
    typed = {"languages": "Welsh", "minimum_level": str(Level.STARTER.value), "per_worker": "1"}

    page = client.post(address, typed)

    assert "Nobody here could do it then." in page.content.decode()
    assert make.fresh(task).languages == []

    client.post(address, {**typed, "warned": page.context["form"].data["warned"]})

    assert make.fresh(task).languages == ["cy"]
