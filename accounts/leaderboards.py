"""The leaderboard: who has most points this week and ever, of those who want to be seen there. Nobody else is in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db import connection, models, transaction

from .models import LeaderboardEntry, User

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the board. Who has as many points has the same place."""

    place: int
    name: str
    country: str
    points: int
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Board:
    """The first ``SHOWN``, and the reader's own place (0: no points in this board yet; None: they are not in it)."""

    rows: list[Row]
    own_place: int | None
    own_points: int


def join(person: User, *, now: datetime) -> None:
    """Let somebody be seen on the leaderboard, with the points they have."""
    with transaction.atomic():
        start = {"country": str(person.country), "points": 0, "week": monday(now), "week_points": 0}
        entry, _is_new = LeaderboardEntry.objects.get_or_create(person=person, defaults=start)
        _count([entry.person_id], now=now)


def leave(person: User) -> None:
    """Take somebody off the leaderboard: nothing of them stays there."""
    LeaderboardEntry.objects.filter(person=person).delete()


def refresh(*, now: datetime) -> int:
    """Count anew for all whose points, country or week is another one; how many these were."""
    return _count(None, now=now)


def is_on(person: User) -> bool:
    return LeaderboardEntry.objects.filter(person=person).exists()


def monday(now: datetime) -> date:
    """The day the week begins with, in UTC: one week for everybody."""
    day = now.astimezone(UTC).date()
    return day - timedelta(days=day.weekday())


_COUNT = """
    UPDATE accounts_leaderboardentry AS entry
       SET country = person.country, points = person.points, week = %(monday)s,
           week_points = coalesce((SELECT sum(points) FROM accounts_verdict
                                    WHERE worker_id = person.id AND given_at >= %(begins)s), 0)
      FROM accounts_user AS person
     WHERE person.id = entry.person_id AND (%(people)s::bigint[] IS NULL OR person.id = ANY (%(people)s))
       AND (entry.points <> person.points OR entry.country <> person.country OR entry.week <> %(monday)s)
"""


def _count(people: list[int] | None, *, now: datetime) -> int:
    first = monday(now)
    begins = datetime(first.year, first.month, first.day, tzinfo=UTC)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"monday": first, "begins": begins, "people": people})
        return int(cursor.rowcount)


def countries() -> list[str]:
    """Those somebody on the board lives in."""
    return sorted(LeaderboardEntry.objects.order_by().values_list("country", flat=True).distinct())


def board(reader: User, *, weekly: bool, country: str = "", now: datetime) -> Board:
    """The board of this week or of all time, of one country or of all. Three questions, however many are in it."""
    by = "week_points" if weekly else "points"
    ranked = LeaderboardEntry.objects.filter(person__is_active=True, person__suspended_at=None, **{f"{by}__gt": 0})
    if weekly:
        ranked = ranked.filter(week=monday(now))
    if country:
        ranked = ranked.filter(country=country)
    first = ranked.select_related("person").order_by(f"-{by}", "pk")[:SHOWN]
    return Board(list(_placed(first, by, reader)), *_own(ranked, by, reader))


def _placed(entries: Iterable[LeaderboardEntry], by: str, reader: User) -> Iterable[Row]:
    place, before = 0, 0
    for number, entry in enumerate(entries, start=1):
        points = getattr(entry, by)
        place, before = (place if points == before else number), points
        yield Row(place, entry.person.public_name, entry.country, points, entry.person_id == reader.pk)


def _own(ranked: models.QuerySet[LeaderboardEntry], by: str, reader: User) -> tuple[int | None, int]:
    mine = ranked.filter(person=reader).values_list(by, flat=True).first()
    if mine is None:
        return (0 if is_on(reader) else None), 0
    return ranked.filter(**{f"{by}__gt": mine}).count() + 1, mine
