"""The least reward, and the quote."""

from __future__ import annotations

import pytest

from accounts.models import User
from picomarket.lib.money import Money, usd
from picomarket.lib.zones import Zone
from tasks import pricing
from tasks.models import Category
from tests import make


def category(slug: str) -> Category:
    return Category.objects.get(slug=slug)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("zones", "countries", "least"),
    [
        ([], [], "0.10"),
        ([Zone.ASIA], [], "0.12"),
        ([Zone.ASIA, Zone.EAST_EUROPE], [], "0.20"),
        ([], ["DE"], "0.25"),
        ([Zone.AFRICA], ["US"], "0.30"),
    ],
)
def test_the_dearest_zone_decides_the_least_reward(zones: list[str], countries: list[str], least: str) -> None:
    assert pricing.minimum_reward(category("website-testing"), zones, countries) == usd(least)


@pytest.mark.django_db
def test_a_category_decides_the_least_reward() -> None:
    assert pricing.minimum_reward(category("surveys"), [], []) == usd("0.50")


def test_no_category_falls_back_on_the_least_of_the_market() -> None:
    assert pricing.minimum_reward(None, [], []) == usd("0.05")


def test_a_quote_is_the_sum_of_its_slots_to_the_micro_dollar(ann: User) -> None:
    draft = make.draft(ann, reward=usd("0.123457"), slots=3)

    quote = pricing.quote(draft)

    assert quote.rewards == usd("0.370371")
    assert quote.commission == usd("0.037035")
    assert quote.total == usd("0.407406")


def test_what_is_missing_is_rounded_up_to_cents(ann: User) -> None:
    quote = pricing.quote(make.draft(ann, reward=usd("0.123457"), slots=3))

    assert quote.missing(Money(0)) == usd("0.41")
    assert quote.missing(usd("0.40")) == usd("0.01")
    assert quote.missing(quote.total) == Money(0)
    assert quote.missing(usd("50")) == Money(0)


def test_a_reward_below_the_least_is_refused_with_the_least(ann: User) -> None:
    draft = make.draft(ann, reward=usd("0.10"), zones=[Zone.ASIA])

    with pytest.raises(pricing.BelowMinimum, match=r"at least \$0\.12"):
        pricing.check_reward(draft)


def test_the_price_of_a_published_task_stays_when_rates_change(ann: User, monkeypatch: pytest.MonkeyPatch) -> None:
    task = make.task(ann, reward=usd("1"))

    monkeypatch.setattr("picomarket.lib.rules.Rules.worker_ppm", 900_000)

    assert make.fresh(task).price.receives == usd("0.95")
