"""How hard a task is: points for its time, its steps, and how often its employer rejects."""

from __future__ import annotations

from django.db.models import Case, F, Func, IntegerField, SmallIntegerField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan, GreaterThanOrEqual

from . import ranking
from .models import Difficulty, Task

# Beyond each of these a task is a point harder, and so many points make it medium and hard.
LONG = (5 * 60, 15 * 60)
MANY_STEPS = (4, 8)
OFTEN_REJECTED = (15, 30)
MEDIUM_FROM, HARD_FROM = 2, 4


def column() -> Case:
    """How hard a task is, as a column: points for its time, its steps, and how often its employer rejects."""
    steps = Coalesce(Func(F("steps"), function="cardinality", output_field=IntegerField()), 0)
    rejected, judged = F("employer__judged_rejected") + ranking.LENT_REJECTIONS, ranking.JUDGED + ranking.LENT_VERDICTS
    counted: list[tuple[Combinable, tuple[int, int], int | Combinable]] = [
        (ranking.SECONDS, LONG, 1),
        (steps, MANY_STEPS, 1),
        (rejected * 100, OFTEN_REJECTED, judged),
    ]
    points: Combinable = sum(
        (_over(what, bound * unit) for what, bounds, unit in counted for bound in bounds), Value(0)
    )
    return Case(
        When(GreaterThanOrEqual(points, HARD_FROM), then=Value(Difficulty.HARD)),
        When(GreaterThanOrEqual(points, MEDIUM_FROM), then=Value(Difficulty.MEDIUM)),
        default=Value(Difficulty.EASY),
        output_field=SmallIntegerField(),
    )


def _over(what: Combinable, bound: int | Combinable) -> Case:
    return Case(When(GreaterThan(what, bound), then=Value(1)), default=Value(0), output_field=IntegerField())


def of(task: Task) -> Difficulty:
    """The same of one task at hand; a test holds the two together."""
    employer = task.employer
    judged = employer.judged_approved + employer.judged_rejected + ranking.LENT_VERDICTS
    rejected = (employer.judged_rejected + ranking.LENT_REJECTIONS) * 100
    seconds = task.measured_seconds or task.minutes * 60
    counted: list[tuple[int, tuple[int, int], int]] = [
        (seconds, LONG, 1),
        (len(task.steps), MANY_STEPS, 1),
        (rejected, OFTEN_REJECTED, judged),
    ]
    points = sum(what > bound * unit for what, bounds, unit in counted for bound in bounds)
    return Difficulty.HARD if points >= HARD_FROM else Difficulty.MEDIUM if points >= MEDIUM_FROM else Difficulty.EASY
