"""Slots added to a published task: their cost is shown, agreed to and set aside, once."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from picomarket.lib.money import usd
from tasks import publishing
from tasks.models import Task
from tests import make
from tests.threads import at_once
from wallet import escrow, ledger

NOW = timezone.now()


def add(task: Task, slots: int, *, key: str = "k", total: str = "", by: User | None = None) -> bool:
    agreed = usd(total) if total else task.price.cost * slots
    return publishing.add_slots(task, slots=slots, key=key, agreed=agreed, by=by or task.employer, now=NOW)


def test_more_slots_cost_what_the_others_did(ann: User) -> None:
    task = make.task(ann, reward=usd("1"), slots=2)

    assert add(task, 3) is True

    assert make.fresh(task).slots == 5
    assert escrow.held(task.pk) == usd("5.50")
    assert ledger.balance_of(ledger.spendable(ann.pk)) == usd("94.50")


def test_a_second_press_adds_nothing(ann: User) -> None:
    task = make.task(ann, slots=2)

    assert [add(task, 3), add(task, 3), add(task, 3, key="another page")] == [True, False, True]

    assert make.fresh(task).slots == 8


def test_the_same_key_on_another_task_is_another_addition(ann: User) -> None:
    one, other = make.task(ann, slots=2), make.task(ann, slots=2)

    assert [add(one, 1), add(other, 1)] == [True, True]


def test_a_finished_task_grows_no_more_and_a_full_one_does(ann: User, ben: User) -> None:
    full, finished = make.task(ann, slots=1), make.task(ann, slots=1)
    make.submission(full, ben)
    make.approved(finished, ben)

    add(full, 1)
    with pytest.raises(publishing.NotNow):
        add(finished, 1)

    assert make.fresh(full).slots_left == 1


@pytest.mark.parametrize("slots", [0, -1, 9])
def test_not_fewer_than_one_nor_more_than_a_task_can_have(ann: User, settings: Settings, slots: int) -> None:
    settings.RULES = type(settings.RULES)(maximum_slots=10)
    task = make.task(ann, slots=2)

    with pytest.raises(publishing.TooMany):
        publishing.add_slots(task, slots=slots, key="k", agreed=usd("0"), by=ann, now=NOW)

    assert make.fresh(task).slots == 2


def test_another_sum_than_agreed_moves_nothing(ann: User) -> None:
    task = make.task(ann, slots=2)

    with pytest.raises(publishing.QuoteChanged):
        add(task, 1, total="0.01")

    assert ledger.balance_of(ledger.spendable(ann.pk)) == usd("99.78")


def test_without_the_money_nothing_changes(ann: User) -> None:
    task = make.task(ann, reward=usd("10"), slots=1)

    with pytest.raises(ledger.InsufficientFunds):
        add(task, 20)

    assert make.fresh(task).slots == 1


def test_adding_while_stopping_leaves_the_books_right(committed_db: None) -> None:
    employer = make.person("emil")
    make.deposit(employer, "20")
    task = make.task(employer, slots=5)

    at_once(lambda: add(task, 5, by=employer), lambda: publishing.stop(task, by=employer, now=NOW))

    assert make.fresh(task).state == Task.State.STOPPED
    assert escrow.held(task.pk) == usd("0")
    assert ledger.balance_of(ledger.spendable(employer.pk)) == usd("20")


def test_the_page_asks_how_many_shows_the_cost_and_adds(client: Client, ann: User) -> None:
    task = make.task(ann, reward=usd("1"), slots=2)
    client.force_login(ann)
    page = f"/tasks/{task.public_id}/add/"

    asked = client.get(page)
    quoted = client.get(page, {"slots": 3})
    agreed = quoted.context["agreed"]
    done = client.post(page, {name: agreed[name].value() for name in ("slots", "key")} | {"total": "3.30"})

    assert "quote" not in asked.context
    assert quoted.context["quote"].total == usd("3.30")
    assert done["Location"] == f"/tasks/{task.public_id}/manage/"
    assert make.fresh(task).slots == 5


def test_the_page_says_what_is_missing(client: Client, ann: User) -> None:
    task = make.task(ann, reward=usd("10"), slots=1)
    client.force_login(ann)

    page = client.get(f"/tasks/{task.public_id}/add/", {"slots": 20})

    assert page.context["missing"] == usd("131")
    assert "agreed" in page.context


@pytest.mark.parametrize("slots", ["x", "0", "-3", "99999999999"])
def test_a_bad_number_is_told_in_the_form(client: Client, ann: User, slots: str) -> None:
    task = make.task(ann)
    client.force_login(ann)

    page = client.get(f"/tasks/{task.public_id}/add/", {"slots": slots})

    assert page.context["form"].errors["slots"]
