"""Promoted tasks: what they cost, where they stand, and what comes back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import Level, User
from picomarket.lib.money import Money, usd
from picomarket.lib.rules import Rules
from tasks import discovery, merits, promoting, promotions, publishing
from tasks.discovery import Wish
from tasks.models import Promotion, Task
from tasks.publishing import NotNow, QuoteChanged
from tests import make
from wallet import ledger, pockets

from .counting import count_queries

NOW = timezone.now()


def promote(task: Task, *, key: str = "k") -> bool:
    return promoting.promote(task, key=key, agreed=usd("2"), by=task.employer, now=NOW)


def spendable(person: User) -> Money:
    return pockets.purse(person).spendable


def rows(client: Client, **query: str) -> list[tuple[str, bool]]:
    return [(card.title, card.promoted) for card in client.get("/work/", query).context["cards"]]


def poor_among(ann: User, *, others: int, **fields: Any) -> Task:
    """A task that stands last of so many."""
    poor = make.task(ann, title="Poor", minutes=60, reward=usd("0.10"), slots=2, **fields)
    for number in range(others):
        make.task(ann, title=f"Rich {number}", reward=usd("0.50"), slots=1, now=NOW)
    merits.weigh_new()
    return poor


def test_a_promotion_is_paid_once_to_the_house(ann: User) -> None:
    task, before = make.task(ann), spendable(ann)

    assert [promote(task), promote(task)] == [True, False]
    assert spendable(ann) == before - usd("2")
    assert ledger.balance_of(ledger.REVENUE) == usd("2")


def test_it_is_not_bought_twice_at_another_price_or_for_what_is_not_open(ann: User) -> None:
    task, paused = make.task(ann), make.task(ann)
    promote(task)
    publishing.pause(paused, by=ann)

    for refused in (task, paused):
        with pytest.raises(NotNow):
            promote(refused, key="other")
    with pytest.raises(QuoteChanged):
        promoting.promote(make.task(ann), key="k", agreed=usd("1"), by=ann, now=NOW)


def test_the_operator_can_switch_it_off(settings: Settings, client: Client, ann: User) -> None:
    settings.RULES = Rules(promotion_price=usd("0"))
    task = make.task(ann)
    client.force_login(ann)

    page = client.get(f"/tasks/{task.public_id}/manage/").content.decode()

    assert "/promote/" not in page
    with pytest.raises(NotNow):
        promoting.promote(task, key="k", agreed=usd("0"), by=ann, now=NOW)


def test_stopping_gives_back_whole_days_left_once(ann: User) -> None:
    task = make.task(ann, slots=1)
    promote(task)
    before = spendable(ann)

    publishing.stop(task, by=ann, now=NOW + timedelta(days=2, hours=1))

    assert spendable(ann) - before == task.price.cost + usd("1.14")
    assert Promotion.objects.get().returned == usd("1.14")
    assert promotions.running(task, now=NOW + timedelta(days=3)) is None


def test_it_stands_first_in_best_match_labelled_and_not_twice(client: Client, ann: User, ben: User) -> None:
    poor = poor_among(ann, others=5)
    client.force_login(ben)
    before = rows(client)
    promote(poor)

    after = rows(client)

    assert before[-1] == ("Poor", False)
    assert after[0] == ("Poor", True)
    assert sorted(title for title, _promoted in after) == sorted(title for title, _promoted in before)


@pytest.mark.parametrize("query", [{"sort": "newest"}, {"sort": "pay"}, {"q": "page"}, {"view": "locked"}])
def test_it_stands_higher_in_no_other_order(client: Client, ann: User, ben: User, query: dict[str, str]) -> None:
    promote(poor_among(ann, others=5))
    client.force_login(ben)

    assert not any(promoted for _title, promoted in rows(client, **query))


@pytest.mark.parametrize("aim", [{"minimum_level": Level.EXPERT}, {"excluded": ["BD"]}])
def test_only_who_can_do_it_sees_it_promoted(client: Client, ann: User, ben: User, aim: dict[str, Any]) -> None:
    promote(poor_among(ann, others=5, **aim))
    client.force_login(ben)

    assert not any(promoted for _title, promoted in rows(client))
    client.logout()
    assert not any(promoted for _title, promoted in rows(client))


def test_at_most_one_row_of_five_is_promoted(client: Client, ann: User, ben: User) -> None:
    make.deposit(ann, "60")
    for number in range(11):
        promote(make.task(ann, title=f"Number {number}", slots=1))
    client.force_login(ben)

    seen = rows(client)

    assert [promoted for _title, promoted in seen] == [True, *[False] * 4, True, *[False] * 5]
    assert len(set(seen)) == 11


def test_a_short_list_needs_no_promotion(client: Client, ann: User, ben: User) -> None:
    promote(poor_among(ann, others=3))
    client.force_login(ben)

    assert not any(promoted for _title, promoted in rows(client))


def test_more_than_have_room_take_turns(ann: User, ben: User) -> None:
    make.deposit(ann, "60")
    made = [make.task(ann, title=f"Number {number}", slots=1) for number in range(8)]
    for task in made:
        promote(task)

    def first(turn: int) -> int:
        now = NOW + timedelta(minutes=10 * turn)
        found = discovery.find(Wish(), ben, now=now)
        return promotions.among(found.page(0, 20), found, worker=ben, number=1, per_page=20, now=now)[0].pk

    assert len({first(turn) for turn in range(60)}) == 8
    assert first(1) == first(1)


def test_what_is_predicted_is_what_a_worker_sees(client: Client, ann: User, ben: User) -> None:
    poor = poor_among(ann, others=7)
    client.force_login(ben)
    predicted = promoting.predict(poor, per_page=20, now=NOW)
    before = [title for title, _promoted in rows(client)].index("Poor") + 1
    promote(poor)
    after = [title for title, _promoted in rows(client)].index("Poor") + 1

    assert predicted == promoting.Position(row=before, of=8, promoted=after)


def test_its_page_says_price_days_and_position_and_buys_it(client: Client, ann: User, ben: User) -> None:
    poor = poor_among(ann, others=7)
    client.force_login(ann)
    page = client.get(f"/tasks/{poor.public_id}/promote/")
    words = page.content.decode()
    form = page.context["agreed"]

    client.post(f"/tasks/{poor.public_id}/promote/", {"total": "2.00", "key": form["key"].value()})

    assert "$2.00</data> for 7 days." in words
    assert "About place 1 of 8 instead of place 8, for a worker who can do it." in words
    assert "Promoted until" in client.get(f"/tasks/{poor.public_id}/manage/").content.decode()
    assert Promotion.objects.get().task == poor


def test_whoever_cannot_pay_is_led_to_deposit(client: Client, ann: User) -> None:
    task = make.task(ann, slots=1)
    pot = spendable(ann)
    make.task(ann, reward=usd("1"), slots=int((pot - usd("1")) // usd("1.10")))
    client.force_login(ann)

    page = client.get(f"/tasks/{task.public_id}/promote/").content.decode()

    assert "more is needed for this" in page


def test_the_feed_asks_equally_often_for_one_promoted_and_for_many(client: Client, ann: User, ben: User) -> None:
    make.deposit(ann, "60")
    poor = poor_among(ann, others=9)
    client.force_login(ben)
    promote(poor)
    for_one = count_queries(client, "/work/")
    for task in Task.objects.exclude(pk=poor.pk):
        promote(task)

    assert count_queries(client, "/work/") == for_one
