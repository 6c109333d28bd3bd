"""What tasks are compared by, as PostgreSQL works it out: pay, time, review, and how well all of it matches."""

from __future__ import annotations

from django.conf import settings
from django.db.models import (
    BigIntegerField,
    Case,
    ExpressionWrapper,
    F,
    FloatField,
    Func,
    IntegerField,
    Q,
    TextChoices,
    Value,
    When,
)
from django.db.models.expressions import Combinable, CombinedExpression, OrderBy
from django.db.models.functions import Cast, Coalesce, Greatest, Least
from django.utils.translation import gettext_lazy as _

from picomarket.lib.money import Money, usd

# What each thing can add to a task's merit, and where more of it adds no more.
PAY_POINTS, RICH_HOUR = 40, usd("6")
FAIR_POINTS, UNFAIR_SHARE = 20, 0.2
QUICK_POINTS, SLOW_MINUTES = 20, 3 * 24 * 60
POINTS_A_DAY = 3
# Verdicts lent to everybody, a tenth of them rejections: one verdict makes nobody fair or unfair.
LENT_VERDICTS, LENT_REJECTIONS = 20, 2

RECEIVES = F("reward") - F("worker_commission")
# An index is made of it: it never divides by nothing.
SECONDS = Cast(Greatest(Coalesce(F("measured_seconds"), F("minutes") * 60), 1), BigIntegerField())
JUDGED = F("employer__judged_approved") + F("employer__judged_rejected")
# Until an employer's was measured, their promise stands for it.
REVIEW_MINUTES = Coalesce(F("employer__employer_record__review_minutes"), F("review_days") * (24 * 60))


def public_rating() -> Case:
    """Of the employer, in tenths of a mark; none before enough workers gave theirs."""
    enough = Q(employer__employer_record__raters__gte=settings.RULES.ratings_shown)
    return Case(When(enough, then=F("employer__employer_record__rating")), output_field=IntegerField())


class Sort(TextChoices):
    BEST = "best", _("Best match")
    NEWEST = "newest", _("Newest")
    MOST_PAID = "pay", _("Reward")
    PER_HOUR = "hour", _("Dollars an hour")
    REVIEW = "review", _("Fastest review")
    SLOTS = "slots", _("Most slots left")


INDEXED = (Sort.NEWEST, Sort.MOST_PAID, Sort.PER_HOUR)


def per_hour(receives: int, seconds: int) -> Money:
    """Net dollars an hour, in whole cents."""
    return Money(receives * 3600 // max(seconds, 1)).floor_to_cents()


def hourly() -> ExpressionWrapper[CombinedExpression]:
    """The same, as a column, to the micro-dollar."""
    return ExpressionWrapper(RECEIVES * Value(3600, BigIntegerField()) / SECONDS, BigIntegerField())


def merit() -> ExpressionWrapper[CombinedExpression]:
    """How good a task is for whoever can do it: up to 80 points for pay an hour (40), an employer who rejects little
    (20) and one who reviews fast (20). A day of age costs three: each day since 1970 brings them to what is new."""
    number = FloatField()
    pay = Least(Cast(hourly(), number) / Value(float(RICH_HOUR)), Value(1.0))
    rejected = Cast(F("employer__judged_rejected") + LENT_REJECTIONS, number) / (JUDGED + LENT_VERDICTS)
    fair = Greatest(1.0 - rejected / Value(UNFAIR_SHARE), Value(0.0))
    quick = Greatest(1.0 - Cast(REVIEW_MINUTES, number) / Value(float(SLOW_MINUTES)), Value(0.0))
    days = Func(F("published_at"), template="extract(epoch FROM %(expressions)s) / 86400", output_field=number)
    points = pay * PAY_POINTS + fair * FAIR_POINTS + quick * QUICK_POINTS
    return ExpressionWrapper(points + days * POINTS_A_DAY, number)


def is_read_off(sort: str, words: str) -> bool:
    """Whether an index has the order, so that its first are found without sorting all."""
    return sort in INDEXED or (sort in ("", Sort.BEST) and not words)


def order(sort: str, words: str = "") -> list[Combinable | OrderBy]:
    """The order of a list. Where words were searched for, the best match is what they fit best."""
    columns = {
        Sort.NEWEST: [],
        Sort.MOST_PAID: [RECEIVES.desc()],
        Sort.PER_HOUR: [hourly().desc()],
        Sort.REVIEW: [REVIEW_MINUTES.asc()],
        Sort.SLOTS: [(F("slots") - F("taken")).desc()],
    }
    best = [F("rank").desc()] if words else [F("merit").desc()]
    return [*columns.get(Sort(sort or Sort.BEST), best), F("published_at").desc(), F("pk").desc()]
