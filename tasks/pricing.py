"""What a task costs: the least reward it may offer, and the exact quote before anything is charged."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from picomarket.lib import locales
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


def contradiction(category: Category, rows: Sequence[MinimumReward]) -> str:
    """Why these rows cannot come into the table of least rewards, in a sentence; empty where they can."""
    least = settings.RULES.minimum_reward
    if category.parent_id is None:
        words = gettext("“%(name)s” is a group. What work costs is said of each kind of work in it.")
        return words % {"name": category}
    if any(row.reward < least for row in rows):
        return gettext("Nothing here pays less than %(least)s. Ask for that or more.") % {"least": least}
    said = Counter((row.zone, row.holds_from) for row in rows)
    if twice := next((row for row in rows if said[row.zone, row.holds_from] > 1), None):
        words = gettext("Two rows say what %(zone)s pays from %(day)s on. Keep one of them.")
        return words % {"zone": _zone_name(twice.zone), "day": date_format(twice.holds_from)}
    return next(filter(None, (_cheaper_than_worldwide(category, rows, day) for day in _days(category, rows))), "")


def _days(category: Category, rows: Sequence[MinimumReward]) -> list[date]:
    """From these rows on each day on which something changes."""
    first = min((row.holds_from for row in rows), default=date.max)
    later = MinimumReward.objects.filter(category=category).coming(first)
    return sorted({*(row.holds_from for row in rows), *later.values_list("holds_from", flat=True)})


def _cheaper_than_worldwide(category: Category, rows: Sequence[MinimumReward], day: date) -> str:
    """Worldwide is every zone: what holds there on a day holds in each as the least."""
    others = MinimumReward.objects.filter(category=category)
    kept = others.exclude(pk__in=[row.pk for row in rows if row.pk]).filter(holds_from__lte=day)
    holding: dict[str, Money] = {}
    for row in sorted([*kept, *(row for row in rows if row.holds_from <= day)], key=lambda row: row.holds_from):
        holding[row.zone] = row.reward
    worldwide = holding.get(WORLDWIDE, Money(0))
    cheaper = [_zone_name(zone) for zone in Zone.values if holding.get(zone, worldwide) < worldwide]
    if not cheaper:
        return ""
    words = gettext(
        "From %(day)s on worldwide would pay %(sum)s, and less there: %(zones)s. Let these pay as much or more."
    )
    return words % {"day": date_format(day), "sum": worldwide, "zones": locales.listed(cheaper)}


def _zone_name(zone: str) -> str:
    return str(Zone(zone).label if zone else gettext("Worldwide"))


def check_reward(task: Task) -> None:
    """Raises BelowMinimum with the least the task may offer."""
    least = least_for(task)
    if task.reward < least:
        raise BelowMinimum(
            _("Offer at least %(least)s: the least for this category and these countries.") % {"least": least}
        )
