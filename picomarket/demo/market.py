"""Builds the demo market: sixty days lived from the first to this moment, in order, by the real verbs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from random import Random

from django.conf import settings
from django.db import connection, transaction

from accounts import leaderboards
from accounts.models import User
from inbox import notices
from picomarket import transparency
from submissions import claims, copies, review, revising
from submissions.models import Submission

from . import (
    asking,
    books,
    cashing,
    cast,
    hiring,
    linking,
    looking,
    offers,
    people,
    rating,
    showing,
    standings,
    telling,
    trusting,
    working,
)
from .agenda import Agenda
from .town import ACTORS, DAYS, Size, Tell, Town

SEED = 20_250_601
TOLD_EVERY = 10
# The days on which PostgreSQL counts rows anew: most of all happens in the last ones.
COUNTED_ON = (2, 5, 10, 18, 30, 45, 52, 56, 58, 59)
# What was told before is read, and no mail goes out for it.
READ_BEFORE = timedelta(hours=22)
MUCH_MAIL = 1_000_000


class NotEmpty(Exception):
    """There are people already; a demo must not mix with them."""


def build(*, size: Size, now: datetime, tell: Tell) -> Town:
    """Fill an empty market: all of it or, where anything fails, nothing. Raises NotEmpty.

    The same size gives the same market, seen from the same moment.
    """
    if User.objects.exists():
        raise NotEmpty
    with _nothing_asked(), transaction.atomic():
        town = _found(size, now)
        _plan(town, tell)
        town.agenda.run()
        _sweep(now)
        rating.speak(town, now)
        telling.close(now)
        linking.notice(town, now)
        books.open_to_all(by=town.staff, now=now)
        transparency.write(now=now)
    return town


@contextmanager
def _nothing_asked() -> Iterator[None]:
    """These people were here before the operator asked anything of everybody."""
    asked = settings.REQUIRED_TO_WORK, settings.REQUIRED_TO_HIRE
    settings.REQUIRED_TO_WORK, settings.REQUIRED_TO_HIRE = [], []
    try:
        yield
    finally:
        settings.REQUIRED_TO_WORK, settings.REQUIRED_TO_HIRE = asked


def _found(size: Size, now: datetime) -> Town:
    staff, second = (join(now - timedelta(days=DAYS + 60)) for join in (cast.sam, cast.tess))
    chance = Random(SEED)  # noqa: S311 - repeatable on purpose
    return Town(now=now, chance=chance, agenda=Agenda(now), staff=staff, second=second, size=size)


def _plan(town: Town, tell: Tell) -> None:
    people.settle_in(town, town.size)
    tell(f"{len(town.workers) + len(town.employers) + 6} people from many countries")
    cast.uma(town)
    cast.fay(town)
    ann, ben = cast.ann(town), cast.ben(town)
    hiring.plan(town, offers.plan(town.chance, town.size.tasks))
    for worker in town.workers[:-ACTORS]:
        working.plan(town, worker, until=town.now)
    cast.scenes(town, ann, ben)
    looking.plan(town, ben, ann)
    trusting.scenes(town, ann, ben)
    telling.scenes(town, ann, ben)
    asking.plan(town, ann, ben)
    standings.scenes(town, ben)
    showing.plan(town, ben)
    busiest = town.workers[: town.size.experts + town.size.busy]
    cashing.plan(town, busiest)
    town.agenda.at(town.now - READ_BEFORE, _catch_up)
    for day in COUNTED_ON:
        town.agenda.at(town.start + timedelta(days=day), _count_rows)
    for day in range(TOLD_EVERY, DAYS + 1, TOLD_EVERY):
        town.agenda.at(town.start + timedelta(days=day), partial(_tell_day, town, tell, day))


def _catch_up(now: datetime) -> None:
    """Everybody has read their notices, and the mail of two months is by now too old to be sent."""
    for person in User.objects.order_by("pk"):
        notices.mark_read(person, now=now)
    notices.send_mail_due(now=now + notices.WORTH_SENDING, most=MUCH_MAIL)


def _count_rows(_now: datetime) -> None:
    """PostgreSQL does it by itself only between transactions, and without it reads whole tables."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _tell_day(town: Town, tell: Tell, day: int, _now: datetime) -> None:
    submissions = Submission.objects.count()
    tell(f"Day {day} of {DAYS}: {town.counts['posted']} tasks posted, {submissions} claimed")


def _sweep(now: datetime) -> None:
    """What the jobs would do at this moment, so that nothing is overdue when the market opens."""
    claims.expire_due(now=now)
    revising.lapse_due(now=now)
    review.approve_unreviewed(now=now)
    review.confirm_uncontested(now=now)
    copies.find_due()
    leaderboards.refresh(now=now)
    looking.tell_of_new(now)


def summary(rows: Iterable[str]) -> str:
    """How many of each state, most first."""
    counted: dict[str, int] = {}
    for row in rows:
        counted[row] = counted.get(row, 0) + 1
    return ", ".join(f"{number} {state}" for state, number in sorted(counted.items(), key=lambda one: -one[1]))
