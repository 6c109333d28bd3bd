"""Facets: what a task can be filtered by, in one column with one index.

A filter that few of a million tasks fit is answered from what is in that index, alone or together with others. A facet
is a letter and a value: c5 is a category, v2 a level, d3 how hard, zasia a zone, nBD a country, w the whole world,
lbn a language, l none, m4 a class of minutes. PostgreSQL makes them of the task's own columns. What depends on other
rows is kept by the sweep that weighs tasks: r1 a class of review times, j0 one of rejections, s2 one of ratings, ktext
the only proof.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from django.db.models import Case, Count, F, IntegerField, Min, OuterRef, Subquery, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Concat
from django.db.models.lookups import GreaterThan

from picomarket.lib.zones import COUNTRIES

from . import ranking
from .models import ProofField

# Where classes end, as tasks_facets has them: class 0 is up to the first one.
SECONDS = [60 * minutes for minutes in (1, 2, 3, 5, 8, 10, 15, 20, 30, 45, 60, 90, 120)]
REVIEW_MINUTES = [60 * hours for hours in (6, 24, 72, 168)]
REJECTED = [2, 5, 10, 20]
# Where classes of ratings begin, in tenths of a mark: class 0 is below the first one, or no rating that others see.
RATED = [30, 40, 45]
WORLDWIDE, ANY_LANGUAGE = "w", "l"
# Stands for all that the sweep has not found out yet.
UNKNOWN = "?"
# Of a task that asks for no proof, or for several kinds.
NO_PROOF, SEVERAL = "*", "several"


def up_to(letter: str, most: int, ends: Sequence[int]) -> list[str]:
    """The classes with all that is not more than this."""
    return [f"{letter}{number}" for number in range(bisect_left(ends, most) + 1)]


def at_least(letter: str, least: int, starts: Sequence[int]) -> list[str]:
    """The classes with all that is not less than this."""
    return [f"{letter}{number}" for number in range(bisect_right(starts, least), len(starts) + 1)]


def places(zone: str) -> list[str]:
    """What is for people of a zone, or for those of some of its countries."""
    return [f"z{zone}", *(f"n{country}" for country in sorted(COUNTRIES[zone]))]


def kept() -> Concat:
    """What the sweep keeps, as a column."""
    kinds = ProofField.objects.filter(task=OuterRef("pk")).order_by().values("task")
    only = Case(When(several=1, then=Min("kind")), default=Value(SEVERAL))
    kind = Subquery(kinds.annotate(several=Count("kind", distinct=True), only=only).values("only"))
    return Concat(judged(), Value("k"), Coalesce(kind, Value(NO_PROOF)), output_field=TextField())


def judged() -> Concat:
    """The beginning of it, which moves: what is known of the employer."""
    hundredfold = F("employer__judged_rejected") * 100
    rejected = _sum([_over(hundredfold, ranking.JUDGED * end) for end in REJECTED])
    reviewed = _sum([_over(ranking.REVIEW_MINUTES, end) for end in REVIEW_MINUTES])
    public = ranking.public_rating()
    rated = _sum([_over(public, start - 1) for start in RATED])
    found = {"r": reviewed, " j": rejected, " s": rated}
    parts = [part for letter, number in found.items() for part in (Value(letter), Cast(number, TextField()))]
    return Concat(*parts, Value(" "), output_field=TextField())


def _over(what: Combinable, end: int | Combinable) -> Case:
    return Case(When(GreaterThan(what, end), then=Value(1)), default=Value(0), output_field=IntegerField())


def _sum(parts: Sequence[Case]) -> Combinable:
    first, *others = parts
    total: Combinable = first
    for part in others:
        total += part
    return total
