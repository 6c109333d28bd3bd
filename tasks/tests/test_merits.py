"""What comes first: the merit of a task, and the near misses by the rule that closes them."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from accounts.models import Level, User
from picomarket.lib.money import usd
from tasks import difficulty, merits
from tasks.models import Task
from tests import make

NOW = timezone.now()


def titles(client: Client, **query: str) -> list[str]:
    return [card.title for card in client.get("/work/", query).context["cards"]]


def test_pay_counts_most_and_age_wears_it_off(client: Client, ann: User, ben: User) -> None:
    make.task(ann, title="Poor", reward=usd("0.10"), minutes=30, now=NOW)
    make.task(ann, title="Rich and a day old", reward=usd("0.50"), minutes=5, now=NOW - timedelta(days=1))
    make.task(ann, title="Rich and old", reward=usd("0.50"), minutes=5, now=NOW - timedelta(days=20))
    client.force_login(ben)

    weighed = merits.weigh_new()

    assert weighed == 3
    assert titles(client) == ["Rich and a day old", "Poor", "Rich and old"]


def test_an_employer_who_rejects_much_stands_behind(client: Client, ann: User, ben: User) -> None:
    emil = make.person("emil", country="FR")
    make.deposit(emil)
    make.task(emil, title="By Emil", now=NOW + timedelta(hours=1))
    make.task(ann, title="By Ann", now=NOW)
    merits.weigh_new()
    before = titles(client)
    User.objects.filter(pk=emil.pk).update(judged_approved=40, judged_rejected=10)

    moved = merits.weigh_again()

    assert (before, moved) == (["By Emil", "By Ann"], 1)
    assert titles(client) == ["By Ann", "By Emil"]
    assert merits.weigh_again() == 0


def test_a_task_comes_first_until_its_merit_is_known(client: Client, ann: User, ben: User) -> None:
    make.task(ann, title="Weighed", reward=usd("1"))
    merits.weigh_new()
    make.task(ann, title="Just there")

    assert titles(client) == ["Just there", "Weighed"]
    assert Task.objects.filter(merit=None).count() == 1


def test_the_locked_tab_counts_by_rule_with_what_they_pay_and_the_way(client: Client, ann: User, ben: User) -> None:
    for dollars in ("0.20", "2"):
        make.task(ann, minimum_level=Level.ADVANCED, reward=usd(dollars))
    make.task(ann, minimum_level=Level.EXPERT, excluded=["BD"])
    make.task(ann, minimum_level=Level.EXPERT)
    client.force_login(ben)

    locks = client.get("/work/", {"view": "locked"}).context["locks"]

    assert [(lock.words, lock.pays, lock.way) for lock in locks] == [
        (
            "2 tasks for level Advanced",
            "$0.19–$1.90",
            "Advanced after 25 more approved tasks at 85% or better.",
        ),
        ("1 task for level Expert", "$0.095", "Expert after 200 more approved tasks at 92% or better."),
        ("1 task for people in other countries", "$0.095", ""),
    ]


def test_the_level_of_a_lock_leads_to_its_tasks(client: Client, ann: User, ben: User) -> None:
    make.task(ann, title="For experts", minimum_level=Level.EXPERT)
    make.task(ann, title="For advanced", minimum_level=Level.ADVANCED)
    client.force_login(ben)

    assert titles(client, view="locked", level="3") == ["For experts"]


def test_a_long_task_of_many_steps_is_hard_and_the_feed_can_be_narrowed_to_it(
    client: Client, ann: User, ben: User
) -> None:
    make.task(ann, title="Short", minutes=5)
    make.task(ann, title="Some steps", minutes=16, steps=["Look."] * 4, reward=usd("1"))
    make.task(ann, title="Many steps", minutes=16, steps=["Look."] * 9, reward=usd("1"))
    client.force_login(ben)
    fresh = [titles(client, difficulty=level) for level in "123"]

    merits.weigh_new()

    assert fresh == [["Short"], ["Some steps"], ["Many steps"]]
    assert [titles(client, difficulty=level) for level in "123"] == fresh
    assert {card.title: card.difficulty for card in client.get("/work/").context["cards"]} == {
        "Short": "Easy",
        "Some steps": "Medium",
        "Many steps": "Hard",
    }


def test_a_task_grows_harder_with_its_employers_rejections(ann: User) -> None:
    task = make.task(ann, minutes=6)
    merits.weigh_new()
    before = Task.objects.get(pk=task.pk).difficulty
    User.objects.filter(pk=ann.pk).update(judged_approved=10, judged_rejected=30)

    merits.weigh_again()

    after = Task.objects.select_related("employer").get(pk=task.pk)
    assert (before, after.difficulty) == (1, 2)
    assert difficulty.of(after) == 2
