"""Alerts: a new task is told to whoever waits for it and can do it, once."""

from __future__ import annotations

from datetime import time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import Level, User
from inbox.models import Notice
from picomarket.lib.money import usd
from picomarket.lib.rules import Rules
from tasks import alerts, discovery, following, hiding, lists, publishing, searches
from tasks.discovery import Wish
from tasks.drafts import Wanted
from tasks.models import Alert, Category, EmployerRecord, SavedSearch, Task
from tests import make

from .counting import count_queries

NOW = timezone.now()


def saved(worker: User, wish: Wish | None = None, *, name: str = "Mine", by_mail: bool = True) -> SavedSearch:
    return searches.keep(wish or Wish(), name=name, by_mail=by_mail, by=worker, now=NOW)


def sweep() -> list[str]:
    """Both sweeps; the headlines of all notices there are of new tasks."""
    alerts.announce_due(now=NOW)
    alerts.tell_due(now=NOW)
    found = Notice.objects.filter(subject__contains="ew task").order_by("pk")
    return [notice.headline for notice in found]


def test_a_new_task_is_told_once_to_whom_it_fits(ann: User, ben: User, cleo: User) -> None:
    tests, labels = (Category.objects.get(slug=slug) for slug in ("website-testing", "image-labelling"))
    saved(ben, Wish(category=tests))
    saved(ben, Wish(words="bread"), name="Bread")
    saved(cleo, Wish(category=labels))
    make.task(ann, title="A page on bread", category=tests)

    told = sweep()

    assert told == ["New task: A page on bread"]
    assert sweep() == told
    notice = Notice.objects.of(ben)[0]
    assert notice.text == "You receive $0.095, about $1.14 an hour. It fits your search “Mine”."
    assert not notice.by_mail


@pytest.mark.parametrize(
    "aim", [{"excluded": ["BD"]}, {"minimum_level": Level.ADVANCED}, {"countries": ["US"], "reward": usd("1")}]
)
def test_a_task_they_cannot_do_is_not_told(ann: User, ben: User, aim: dict[str, Any]) -> None:
    saved(ben)
    following.follow(ann, by=ben, now=NOW)
    make.task(ann, **aim)

    assert sweep() == []


def test_nobody_is_told_of_their_own_of_what_they_hide_or_while_paused(ann: User, ben: User, cleo: User) -> None:
    saved(ann)
    saved(ben)
    hiding.hide(ann, by=ben, now=NOW)
    searches.pause(saved(cleo), now=NOW)
    make.task(ann)

    assert sweep() == []


def test_what_came_while_it_was_paused_is_not_told_later(ann: User, ben: User) -> None:
    search = saved(ben)
    searches.pause(search, now=NOW)
    make.task(ann, title="Too early")
    sweep()
    searches.wake(search)
    make.task(ann, title="In time")

    assert sweep() == ["New task: In time"]


def test_followers_are_told_once_however_often_the_task_is_paused(ann: User, ben: User) -> None:
    following.follow(ann, by=ben, now=NOW)
    saved(ben, Wish(per_hour=usd("100")))
    task = make.task(ann, title="By Ann")
    sweep()
    publishing.resume(publishing.pause(task, by=ann), by=ann)

    assert sweep() == ["New task: By Ann"]
    assert "It is by Ann, whom you follow." in Notice.objects.of(ben)[0].text


def test_many_at_once_are_one_notice_that_leads_to_the_search(ann: User, ben: User) -> None:
    saved(ben, Wish(least=usd("0.05")))
    for number in range(3):
        make.task(ann, title=f"Number {number}")

    assert sweep() == ["3 new tasks for you"]
    notice = Notice.objects.of(ben)[0]
    assert notice.url == "/work/?least=0.05"
    assert notice.text.splitlines()[0] == "$0.095 · Number 0"


def test_more_than_a_day_may_bring_waits_and_comes_together(settings: Settings, ann: User, ben: User) -> None:
    settings.RULES = Rules(alerts_a_day=1)
    saved(ben)
    for number in range(3):
        make.task(ann, title=f"Number {number}")
        alerts.announce_due(now=NOW)
        alerts.tell_due(now=NOW)
    same_day = Alert.objects.untold().count()

    alerts.tell_due(now=NOW + timedelta(days=1, minutes=1))

    assert same_day == 2
    assert [notice.headline for notice in Notice.objects.of(ben)] == ["2 new tasks for you", "New task: Number 0"]


def test_a_task_that_filled_up_meanwhile_is_not_worth_a_word(ann: User, ben: User, cleo: User) -> None:
    saved(ben)
    task = make.task(ann, slots=1)
    alerts.announce_due(now=NOW)
    make.claim(task, cleo)

    assert alerts.tell_due(now=NOW) == 0


def test_the_mail_goes_once_a_day_at_their_own_hour(ann: User, ben: User) -> None:
    User.objects.filter(pk=ben.pk).update(time_zone="Asia/Dhaka")
    saved(ben)
    saved(ben, Wish(minutes=1), name="No mail", by_mail=False)
    make.task(ann, title="For the mail")
    sweep()
    morning = NOW.replace(hour=2, minute=5)

    letters = [alerts.mail_due(now=morning + timedelta(hours=hours)) for hours in (1, 0, 0)]

    assert letters == [0, 1, 0]
    assert [notice.by_mail for notice in Notice.objects.of(ben)] == [True, False]


def test_a_task_that_is_shut_is_told_when_it_opens(ann: User, ben: User) -> None:
    saved(ben)
    noon = NOW.replace(hour=12, minute=0)
    make.task(ann, title="Nights only", opens_at=time(20), closes_at=time(23), clock="UTC")
    alerts.announce_due(now=noon)
    at_noon = alerts.tell_due(now=noon), alerts.mail_due(now=noon.replace(hour=2))

    assert at_noon == (0, 0)
    assert alerts.tell_due(now=noon.replace(hour=21)) == 1
    assert Notice.objects.of(ben)[0].headline == "New task: Nights only"
    assert alerts.tell_due(now=noon.replace(hour=22)) == 0


def test_a_task_paused_before_it_was_told_is_told_when_it_goes_on(ann: User, ben: User) -> None:
    saved(ben)
    task = make.task(ann)
    alerts.announce_due(now=NOW)
    publishing.pause(task, by=ann)
    while_paused = alerts.tell_due(now=NOW)
    publishing.resume(task, by=ann)

    assert (while_paused, alerts.tell_due(now=NOW)) == (0, 1)


def test_whoever_is_invited_by_a_list_is_told_once(ann: User, ben: User, cleo: User) -> None:
    row = lists.make(ann, name="Good ones", now=NOW)
    lists.put(row, [ben.pk], by=ann, why="hand", now=NOW)
    make.task(ann, title="For you", only_lists=[row.pk])

    assert sweep() == ["New task: For you"]
    assert Notice.objects.of(ben)[0].text.endswith("Ann offers it to people they chose, and you are one.")
    assert not Notice.objects.of(cleo).filter(subject__contains="ew task").exists()
    assert sweep() == ["New task: For you"]


def test_whoever_passed_the_employers_test_is_told(ann: User, ben: User) -> None:
    test = make.qualification(ann)
    make.attempt(test, ben, *make.RIGHT)
    make.task(ann, title="For who can read", tests=[test.pk])

    assert sweep() == ["New task: For who can read"]


def test_followers_hear_of_more_slots_and_of_a_raise_once_a_day(ann: User, ben: User) -> None:
    following.follow(ann, by=ben, now=NOW)
    task = make.task(ann, title="By Ann", slots=1)
    sweep()

    def add(days: float, key: str) -> int:
        now = NOW + timedelta(days=days)
        publishing.add_slots(task, slots=1, key=key, agreed=task.price.cost, by=ann, now=now)
        alerts.announce_due(now=now)
        return alerts.tell_due(now=now)

    assert [add(0.5, "a"), add(1.1, "b"), add(1.2, "c"), add(2.2, "d")] == [0, 1, 0, 1]
    assert Notice.objects.of(ben)[0].headline == "More of it: By Ann"


@pytest.mark.parametrize("followers", [1, 30])
def test_adding_slots_takes_as_long_however_many_follow(
    ann: User, followers: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(followers):
        following.follow(ann, by=make.person(f"follower{number}"), now=NOW)
    task, later = make.task(ann), NOW + timedelta(days=2)
    sweep()

    with django_assert_max_num_queries(16):
        publishing.add_slots(task, slots=1, key="a", agreed=task.price.cost, by=ann, now=later)

    assert alerts.announce_due(now=later) == 1
    assert (alerts.tell_due(now=later), alerts.announce_due(now=later)) == (followers, 0)


def test_a_follower_who_did_it_already_does_not_hear_of_more(ann: User, ben: User) -> None:
    following.follow(ann, by=ben, now=NOW)
    task = make.task(ann)
    sweep()
    make.claim(task, ben)
    later = NOW + timedelta(days=2)

    publishing.add_slots(task, slots=1, key="a", agreed=task.price.cost, by=ann, now=later)
    alerts.announce_due(now=later)

    assert alerts.tell_due(now=later) == 0


def test_what_was_told_long_ago_is_forgotten(settings: Settings, ann: User, ben: User) -> None:
    saved(ben, by_mail=False)
    make.task(ann)
    sweep()

    assert alerts.sweep_old(now=NOW + timedelta(days=29)) == 0
    assert alerts.sweep_old(now=NOW + timedelta(days=31)) == 1
    assert sweep() == ["New task: Look at a page and say what you see"]


WISHES = [
    Wish(),
    *(Wish(words=words) for words in ("bread", "steps -bread", "loaves", '"bake bread"', '"the bread"')),
    *(Wish(category=None, least=usd(sum_)) for sum_ in ("0.0949", "0.095", "0.0951")),
    *(Wish(most=usd(sum_)) for sum_ in ("0.0949", "0.095", "0.0951")),
    Wish(least=usd("0.095"), most=usd("0.5")),
    *(Wish(per_hour=usd(sum_)) for sum_ in ("1.13", "1.14", "1.140001", "1.15")),
    *(Wish(minutes=minutes) for minutes in (4, 5, 6)),
    *(Wish(zone=zone) for zone in ("worldwide", "asia", "west_europe", "mena")),
    *(Wish(level=level) for level in (1, 2)),
    *(Wish(difficulty=level) for level in (1, 2, 3)),
    *(Wish(proof=kind) for kind in ("text", "screenshot", "url")),
    *(Wish(review_hours=hours) for hours in (6, 24, 71, 72, 168)),
    *(Wish(rejects=percent) for percent in (5, 33, 34, 50)),
    *(Wish(rated=Decimal(mark)) for mark in ("3", "4", "4.5")),
    Wish(followed=True),
    Wish(words="bread", minutes=5, proof="text"),
]
KINDS: list[dict[str, Any]] = [
    {"title": "Bake bread"},
    {"steps": ["Count the loaves."], "zones": ["asia"], "reward": usd("0.12")},
    {"countries": ["BD", "DE"], "reward": usd("1"), "minutes": 40, "review_days": 1},
    {"reward": usd("1"), "minutes": 16, "steps": [f"Step {number}." for number in range(9)]},
]


RATED = [{}, {"rating": 50, "raters": 4}, {"rating": 40, "raters": 5}, {"rating": 39, "raters": 80}]


@pytest.mark.parametrize("rated", RATED, ids=["unrated", "by few", "4.0", "3.9"])
def test_a_search_by_ratings_finds_new_tasks_as_the_feed_does(ann: User, ben: User, rated: dict[str, int]) -> None:
    EmployerRecord.objects.create(employer=ann, **rated)
    task = make.task(ann)
    kept = {saved(ben, wish, name=str(wish.rated)): wish for wish in WISHES if wish.rated}

    fitting = set(searches.fitting(SavedSearch.objects.all(), task))

    assert fitting == {row for row, wish in kept.items() if discovery.find(wish, ben, now=NOW).open.exists()}
    assert len(fitting) == {40: 2, 39: 1}.get(rated.get("rating", 0), 0)


@pytest.mark.parametrize("proofs", [["text"], ["screenshot", "text"]])
@pytest.mark.parametrize("kind", KINDS, ids=["bread", "loaves", "countries", "hard"])
def test_a_search_finds_new_tasks_as_the_feed_does(
    settings: Settings, ann: User, ben: User, kind: dict[str, Any], proofs: list[str]
) -> None:
    settings.RULES = Rules(saved_searches=len(WISHES))
    User.objects.filter(pk=ann.pk).update(judged_approved=2, judged_rejected=1)
    wanted = [Wanted(one, f"Proof {one}") for one in proofs]
    task = make.task(ann, proofs=wanted, **kind)
    kept = {saved(ben, wish, name=str(number)): wish for number, wish in enumerate(WISHES)}
    task = Task.objects.select_related("employer", "category").get(pk=task.pk)

    fitting = set(searches.fitting(SavedSearch.objects.all(), task))

    assert fitting == {row for row, wish in kept.items() if discovery.find(wish, ben, now=NOW).open.exists()}


def test_looking_costs_the_same_for_one_search_and_for_thirty(ann: User, django_assert_max_num_queries: object) -> None:
    task = make.task(ann)
    for number in range(3):
        saved(make.person(f"worker{number}"))

    with django_assert_max_num_queries(9):  # type: ignore[operator]
        alerts.announce_due(now=NOW)

    assert Alert.objects.filter(task=task).count() == 3


def test_the_page_of_searches_asks_equally_often_for_one_and_for_twenty(client: Client, ben: User) -> None:
    client.force_login(ben)
    saved(ben)
    for_one = count_queries(client, "/work/searches/")
    for number in range(19):
        saved(ben, name=f"Search {number}")

    assert count_queries(client, "/work/searches/") == for_one


@pytest.mark.parametrize("kept_out", ["frozen", "suspended", "banned"])
def test_who_cannot_take_it_now_is_not_told(ann: User, ben: User, sam: User, kept_out: str) -> None:
    saved(ben)
    if kept_out == "frozen":
        User.objects.filter(pk=ben.pk).update(frozen_until=NOW + timedelta(days=1))
    elif kept_out == "suspended":
        make.suspended(ben, sam)
    else:
        make.banned(ben, sam, make.person("tom", staff=True))
    make.task(ann)

    assert sweep() == []
