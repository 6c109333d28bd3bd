"""What a task costs: the least reward it may offer, and the exact quote before anything is charged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from picomarket.lib.money import Money
from picomarket.lib.refusals import Refused
from picomarket.lib.zones import Zone, zone_of
from wallet.commission import Price

from .models import Category, Task

# Times the category's minimum, in percent (product defaults): what living costs differs by zone.
ZONE_FACTORS = {Zone.AMERICA_OCEANIA: 300, Zone.WEST_EUROPE: 250, Zone.EAST_EUROPE: 200}
OTHER_ZONES = 120
WORLDWIDE = 100


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


def minimum_reward(category: Category | None, zones: Iterable[str], countries: Iterable[str]) -> Money:
    """The least gross reward for a category in these zones and countries: the dearest of them decides."""
    base = max(category.minimum_reward if category else Money(0), settings.RULES.minimum_reward)
    targeted = {*zones, *(zone_of(country) for country in countries)}
    percent = max((ZONE_FACTORS.get(Zone(zone), OTHER_ZONES) for zone in targeted if zone), default=WORLDWIDE)
    return base.share(percent * 10_000)


def least_for(task: Task) -> Money:
    """The least gross reward this task may offer."""
    return minimum_reward(task.category, task.zones, task.countries)


def check_reward(task: Task) -> None:
    """Raises BelowMinimum with the least the task may offer."""
    least = least_for(task)
    if task.reward < least:
        raise BelowMinimum(
            _("Offer at least %(least)s: the least for this category and these countries.") % {"least": least}
        )
