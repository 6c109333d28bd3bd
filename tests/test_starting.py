"""What a newcomer is shown first: the steps, and what everything costs; until it is done or put away."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import profiles
from accounts.models import User
from picomarket import starting
from picomarket.context import Bar
from tests import make
from wallet import methods

NOW = timezone.now()


def words(client: Client, name: str) -> str:
    return " ".join(client.get(reverse(name)).content.decode().split())


def steps(person: User, side: str) -> list[bool] | None:
    reader = User.objects.get(pk=person.pk)
    start = starting.of(reader, side, bar=Bar(reader), now=NOW)
    return None if start is None else [step.is_done for step in start.steps]


def test_fees_holds_and_ways_to_be_paid_stand_before_the_first_task(client: Client, cleo: User) -> None:
    client.force_login(cleo)

    feed, tasks = words(client, "tasks:feed"), words(client, "tasks:mine")

    for said in (
        "Of each reward 5% goes to the market",
        "A changed one waits 48 hours",
        "Next run:",
        "Bank transfer:",
    ):
        assert said in feed
    for said in ("10% on top of it", "What you do not spend is sent back free", "is set aside for that task"):
        assert said in tasks


def test_a_worker_s_steps_are_ticked_as_they_are_done(ann: User, ben: User) -> None:
    assert steps(ben, "work") == [True, False, False, False]
    methods.choose(ben, rail="manual", destination="IBAN 4711, Ben", by=ben, now=NOW)
    profiles.edit(ben, fields={"name": "Ben", "languages": ["en"]})
    assert steps(ben, "work") == [True, True, True, False]

    make.approved(make.task(ann), ben)

    assert steps(ben, "work") is None


def test_an_employer_s_steps_end_with_the_first_verdict(ann: User, ben: User) -> None:
    assert steps(ann, "hire") == [True, False, True, False, False]
    task = make.task(ann)
    assert steps(ann, "hire") == [True, True, True, True, False]

    make.approved(task, ben)

    assert steps(ann, "hire") is None


def test_what_is_put_away_stays_away(client: Client, cleo: User) -> None:
    client.force_login(cleo)
    page = reverse("tasks:feed")

    answer = client.post(reverse("accounts:hide_steps", args=["work"]), headers={"referer": f"http://testserver{page}"})

    assert answer["Location"].endswith(page)
    assert "first steps" not in words(client, "tasks:feed")
    assert "Your first steps to have something done" in words(client, "tasks:mine")
    # Who wants them back finds them on their profile.
    assert "Your first steps to earn" in words(client, "accounts:profile")


def test_strangers_see_no_steps(client: Client, db: None) -> None:
    assert "first steps" not in words(client, "tasks:feed")
