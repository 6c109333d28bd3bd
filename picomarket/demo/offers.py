"""Which tasks the demo market offers: blueprints and subjects, with reward, slots, places and level."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from accounts.models import Level
from picomarket.lib.money import CENT, Money
from picomarket.lib.zones import Zone
from tasks import pricing
from tasks.models import Category

from .work import BLUEPRINTS
from .work.blueprint import About, Blueprint

SLOTS = (6, 8, 10, 10, 12, 15, 20, 25, 30, 40, 60, 100)
FEW_SLOTS = (2, 3, 3, 4, 5)
# Above this reward nobody posts more slots than MOST_DEAR.
DEAR, MOST_DEAR = 80, 40
SINGLE_COUNTRIES = ("US", "GB", "DE", "IN", "PH", "BD", "NG", "BR", "MX", "PL", "ID", "KE")
OFTEN_EXCLUDED = ("US", "GB", "DE", "AU", "CA", "FR")


@dataclass(frozen=True, slots=True)
class Places:
    """Where workers must live; all empty for anywhere."""

    zones: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One task to be posted. ``pull`` says how readily workers pick it, between 0 and 2."""

    blueprint: Blueprint
    about: About
    category: Category
    batch: int
    reward: Money
    slots: int
    places: Places
    level: Level
    review_days: int
    pull: float

    @property
    def title(self) -> str:
        title = self.fill(self.blueprint.title)
        return title if self.batch == 1 else f"{title}, batch {self.batch}"

    @property
    def claim_minutes(self) -> int:
        return min(max(self.blueprint.minutes * 2, 10), 120)

    def fill(self, words: str) -> str:
        """Put what the task is about into the gaps of some words."""
        filled = words.format(*self.about.words)
        return filled[0].upper() + filled[1:]

    def fields(self) -> dict[str, object]:
        """The fields of the draft."""
        return {
            "title": self.title,
            "category": self.category,
            "steps": [self.fill(step) for step in self.blueprint.steps],
            "minutes": self.blueprint.minutes,
            "reward": self.reward,
            "slots": self.slots,
            "zones": list(self.places.zones),
            "countries": list(self.places.countries),
            "excluded": list(self.places.excluded),
            "minimum_level": self.level,
            "claim_minutes": self.claim_minutes,
            "review_days": self.review_days,
        }


def plan(chance: Random, count: int) -> list[Offer]:
    """So many different tasks, in the order in which they are posted; all kinds before any comes again."""
    categories = {category.slug: category for category in Category.objects.all()}
    found = _subjects(chance)
    return [_offer(chance, categories, *next(found)) for _one in range(count)]


def _subjects(chance: Random) -> Iterator[tuple[Blueprint, About, int]]:
    """Every subject of every blueprint in mixed order, then all again as the next batch."""
    batch = 1
    while True:
        # A turn takes one subject of each blueprint, so that few tasks cover all categories too.
        mixed = [(blueprint, chance.sample(blueprint.subjects, len(blueprint.subjects))) for blueprint in BLUEPRINTS]
        for turn in range(max(len(subjects) for _blueprint, subjects in mixed)):
            for blueprint, subjects in chance.sample(mixed, len(mixed)):
                if turn < len(subjects):
                    yield blueprint, subjects[turn], batch
        batch += 1


def _offer(chance: Random, categories: dict[str, Category], blueprint: Blueprint, subject: About, batch: int) -> Offer:
    category = categories[blueprint.category]
    places = _places(chance, subject)
    cents = chance.randint(*blueprint.cents)
    is_small = chance.random() < 0.25
    slots = chance.choice(FEW_SLOTS if is_small else SLOTS)
    return Offer(
        blueprint=blueprint,
        about=subject,
        category=category,
        batch=batch,
        reward=fair(category, places, cents),
        slots=min(slots, MOST_DEAR) if cents > DEAR else slots,
        places=places,
        level=chance.choices((Level.STARTER, Level.ADVANCED, Level.EXPERT), (86, 11, 3))[0],
        review_days=chance.choice((3, 3, 3, 3, 5, 7)),
        pull=chance.random() + is_small * 0.7,
    )


def fair(category: Category, places: Places, cents: int) -> Money:
    """A round reward of about so many cents, and never less than the market allows for these places."""
    least = int(pricing.minimum_reward(category, places.zones, places.countries))
    rounded = cents if cents < 30 else cents // 5 * 5
    return Money(max(rounded * CENT, -(-least // CENT) * CENT))


def _places(chance: Random, subject: About) -> Places:
    if subject.places:
        zones = tuple(place for place in subject.places if place in Zone.values)
        return Places(zones, tuple(place for place in subject.places if place not in zones))
    kind = chance.random()
    if kind < 0.68:
        return Places()
    if kind < 0.8:
        return Places(excluded=tuple(sorted(chance.sample(OFTEN_EXCLUDED, chance.randint(1, 3)))))
    if kind < 0.92:
        return Places(zones=tuple(sorted(chance.sample(Zone.values, chance.randint(1, 3)))))
    return Places(countries=tuple(sorted(chance.sample(SINGLE_COUNTRIES, chance.randint(1, 3)))))
