"""What a task costs: the least reward it may offer, and the exact quote before anything is charged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from picomarket.lib.money import Money
from picomarket.lib.refusals import Refused
from picomarket.lib.zones import Zone, zone_of
from wallet.commission import Price

from .models import Category, MinimumReward, Task

WORLDWIDE = ""


class BelowMinimum(Refused):
    """The reward is under the least for its category and countries."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Line by line what publishing takes from the employer's spendable pocket."""

    price: Price
    slots: int

    @property
    def rewards(self) -> Money:
        return self.price.reward * self.slots

    @property
    def commission(self) -> Money:
        return self.price.employer_commission * self.slots

    @property
    def total(self) -> Money:
        return self.price.cost * self.slots

    def missing(self, spendable: Money) -> Money:
        """What a pocket with that much lacks for the total, in whole cents; nothing when it suffices."""
        return -(-max(self.total - spendable, Money(0))).floor_to_cents()


def quote(task: Task) -> Quote:
    return Quote(task.price, task.slots)


def minimum_reward(
    category: Category | None, zones: Iterable[str], countries: Iterable[str], *, on: date | None = None
) -> Money:
    """The least gross reward for a category in these zones and countries on a day (today): the dearest decides."""
    if category is None:
        return settings.RULES.minimum_reward
    rows = MinimumReward.objects.filter(category=category).holding(on or timezone.now().date())
    least = dict(rows.values_list("zone", "reward"))
    targeted = {*zones, *(zone_of(country) for country in countries)} - {WORLDWIDE} or {WORLDWIDE}
    return max(_least_in(least, zone) for zone in targeted)


def _least_in(least: Mapping[str, Money], zone: str) -> Money:
    """A zone without a row of its own is paid as worldwide, and none below the least of the market."""
    return max(least.get(zone, least.get(WORLDWIDE, Money(0))), settings.RULES.minimum_reward)


def least_for(task: Task) -> Money:
    """The least gross reward this task may offer."""
    return minimum_reward(task.category, task.zones, task.countries)


@dataclass(frozen=True, slots=True)
class Row:
    """A kind of work with its least reward worldwide and in each zone, and what changes from a later day on."""

    category: Category
    least: list[Money]
    coming: list[MinimumReward]


def table(*, now: datetime) -> list[tuple[Category, list[Row]]]:
    """Every group with its kinds of work, by name, and the least rewards of each."""
    holding: dict[int, dict[str, Money]] = defaultdict(dict)
    coming: dict[int, list[MinimumReward]] = defaultdict(list)
    for one in MinimumReward.objects.holding(now.date()):
        holding[one.category_id][one.zone] = one.reward
    for one in MinimumReward.objects.coming(now.date()).order_by("holds_from", "zone"):
        coming[one.category_id].append(one)
    groups: dict[Category, list[Row]] = {}
    for kind in Category.objects.kinds().select_related("parent").order_by("parent__name", "name"):
        least = [_least_in(holding[kind.pk], zone) for zone in (WORLDWIDE, *Zone.values)]
        groups.setdefault(kind.parent or kind, []).append(Row(kind, least, coming[kind.pk]))
    return list(groups.items())


def check_reward(task: Task) -> None:
    """Raises BelowMinimum with the least the task may offer."""
    least = least_for(task)
    if task.reward < least:
        raise BelowMinimum(
            _("Offer at least %(least)s: the least for this category and these countries.") % {"least": least}
        )
