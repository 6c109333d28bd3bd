"""Why somebody can take a task or not, rule by rule."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import places, profiles
from accounts.models import Level, User
from picomarket.lib.money import usd
from tasks import blocks, eligibility
from tasks.models import Task
from tests import make

from .counting import count_queries

NOW = timezone.now()


def closed(task: Task, worker: User) -> dict[str, str]:
    return {rule.name: str(rule.lock) for rule in eligibility.rules_of(task, worker, now=NOW) if rule.lock}


def page(client: Client, task: Task, worker: User) -> str:
    client.force_login(worker)
    return " ".join(client.get(reverse("tasks:why", args=[task.public_id])).content.decode().split())


def test_nothing_keeps_a_worker_from_an_open_task(client: Client, ann: User, ben: User) -> None:
    task = make.task(ann)

    assert closed(task, ben) == {}
    assert "You can take this task" in page(client, task, ben)


def test_every_rule_that_closes_is_named_with_what_opens_it(ann: User, ben: User) -> None:
    task = make.task(ann, minimum_level=Level.ADVANCED, countries=["NG"], languages=["fr"], reward=usd("0.50"))

    assert closed(task, ben) == {
        "Country": "This task is for people in other countries.",
        "Language": "This task is for people who speak French. If you do, say so in your profile.",
        "Level": "This task asks for level Advanced. Advanced after 25 more approved tasks at 85% or better.",
    }


def test_the_page_says_what_is_asked_and_what_one_has(client: Client, ann: User, ben: User) -> None:
    profiles.edit(ben, fields={"languages": ["bn"]})
    where: dict[str, Any] = {"countries": ["NG", "BD"], "excluded": ["IN"], "languages": ["fr", "bn"]}
    task = make.task(ann, minimum_level=Level.EXPERT, reward=usd("0.50"), **where)

    text = page(client, task, make.fresh(ben))

    assert "Why you cannot take this task" in text
    assert "<bdi>Nigeria, Bangladesh, but not India</bdi>" in text
    assert "<bdi>French or Bangla</bdi>" in text
    assert "<bdi>Expert</bdi>" in text
    assert "no more than 3 at a time until 25 of your tasks are approved" in text


def test_a_test_that_is_not_passed_leads_to_it(client: Client, ann: User, ben: User) -> None:
    test = make.qualification(ann, title="English reading")
    task = make.task(ann, tests=[test.pk])

    text = page(client, task, ben)

    assert f'<a href="{test.get_absolute_url()}">Pass “English reading”' in text


def test_a_block_sounds_like_any_task_that_is_not_offered(ann: User, ben: User) -> None:
    task = make.task(ann)
    blocks.block(ann, worker=ben, note="", now=NOW)

    assert closed(task, ben) == {"Whom it is offered to": "This task is not offered to you."}


def test_hands_that_are_full_say_so(ann: User, ben: User) -> None:
    for _number in range(3):
        make.claim(make.task(ann), ben)

    assert closed(make.task(ann), ben) == {
        "Tasks you hold now": "You hold as many as you may. Hand one in or give one back first."
    }


def test_who_did_it_once_may_not_do_it_again(ann: User, ben: User) -> None:
    task = make.task(ann)
    make.approved(task, ben)

    assert closed(task, ben) == {"How often you did it": "You did it 1 of 1 time."}


def test_a_suspended_account_is_a_rule_like_others(ann: User, ben: User, sam: User) -> None:
    task = make.task(ann)
    make.suspended(ben, sam, now=NOW)

    assert list(closed(task, make.fresh(ben))) == ["Your account"]


def test_a_frozen_account_reads_until_when(ann: User, ben: User) -> None:
    task = make.task(ann)
    User.objects.filter(pk=ben.pk).update(frozen_until=timezone.now() + timedelta(hours=5))

    assert closed(task, make.fresh(ben))["Your account"].startswith("You can take no new tasks until")


def test_an_address_in_another_country_leads_to_where_one_says_so(ann: User, ben: User) -> None:
    task = make.task(ann)

    (lock,) = (rule.lock for rule in eligibility.rules_of(task, ben, seen="KE", now=NOW) if rule.lock)

    assert lock.reason.startswith("Your connection comes from Kenya, and you live in Bangladesh.")
    assert lock.url == reverse("accounts:place")


def test_who_moved_lately_reads_when_aimed_tasks_open(ann: User, ben: User) -> None:
    places.move(ben, country="KE", now=timezone.now())
    worker = make.fresh(ben)

    assert closed(make.task(ann), worker) == {}
    assert closed(make.task(ann, countries=["KE"], reward=usd("0.50")), worker)["Country"].startswith(
        "You changed your country"
    )


def test_what_a_linked_account_has_is_a_rule_of_its_own(ann: User, ben: User, cleo: User) -> None:
    task = make.task(ann)
    make.claim(task, cleo)
    User.objects.filter(pk=ben.pk).update(linked=[cleo.pk])

    assert list(closed(task, make.fresh(ben))) == ["Different people"]


def test_a_test_that_stands_in_for_the_level_closes_nothing(ann: User, ben: User) -> None:
    test = make.qualification(ann)
    task = make.task(ann, tests=[test.pk], test_instead=True, minimum_level=Level.ADVANCED, reward=usd("0.50"))
    make.attempt(test, ben, *make.RIGHT)

    assert closed(task, ben) == {}


def test_the_card_of_a_locked_task_leads_to_its_rules(client: Client, ann: User, ben: User) -> None:
    task = make.task(ann, minimum_level=Level.ADVANCED)
    client.force_login(ben)

    feed = client.get(reverse("tasks:feed"), {"view": "locked"}).content.decode()

    assert f'href="{reverse("tasks:why", args=[task.public_id])}">Why?' in feed


def test_the_employer_of_a_task_has_no_such_page(client: Client, ann: User) -> None:
    client.force_login(ann)

    assert client.get(reverse("tasks:why", args=[make.task(ann).public_id])).status_code == 404


@pytest.mark.parametrize("tests", [1, 5])
def test_the_page_asks_no_more_for_more_tests(client: Client, ann: User, ben: User, tests: int) -> None:
    keys = [make.qualification(ann, title=f"Test {number}").pk for number in range(tests)]
    task = make.task(ann, tests=keys)

    client.force_login(ben)

    assert count_queries(client, reverse("tasks:why", args=[task.public_id])) <= 22
