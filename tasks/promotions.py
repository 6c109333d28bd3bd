"""Promotions that run: what they show in the feed, and what is left of them when a task is stopped."""

from __future__ import annotations

from datetime import datetime

from django.core.cache import caches

from accounts.models import User
from picomarket.lib.money import Money
from wallet import promotions

from .cards import Listed
from .discovery import Found, Wish
from .models import Promotion, Task
from .ranking import Sort

# One row of so many may be promoted.
ONE_OF = 5
# For so long a worker finds the same ones on the same pages; then others have their turn.
TURN_SECONDS = 600
# For so long each process remembers which are promoted, and no more of them than this.
REMEMBERED_SECONDS, MOST_PROMOTED = 20, 1000


def running(task: Task, *, now: datetime) -> Promotion | None:
    return Promotion.objects.running(now).filter(task=task).order_by("-ends_at").first()


def takes_part(wish: Wish) -> bool:
    """Whether a list is one that promoted tasks may stand in: the best match, no words searched for."""
    return Sort(wish.sort or Sort.BEST) == Sort.BEST and not wish.words


def among(rows: list[Listed], found: Found, *, worker: User, number: int, per_page: int, now: datetime) -> list[Listed]:
    """A page of what was found for this worker, with the promoted ones of it first of every five, none of them twice.

    Who is promoted comes from the same search, so that each is open to this worker and fits the wish. Where more are
    promoted than have room, chance gives each the same share, another every ten minutes.
    """
    running = _running_keys(now)
    if not running:
        return rows
    most = per_page // ONE_OF
    turn = f":{worker.pk}:{int(now.timestamp()) // TURN_SECONDS}"
    first = found.promoted(running, turn, (number - 1) * most, most)
    while first and len(_others(rows, first)) + len(first) < ONE_OF * len(first):
        first.pop()
    page = _others(rows, first)
    for place, row in enumerate(first):
        page.insert(place * ONE_OF, row)
    return page


def _running_keys(now: datetime) -> list[int]:
    """The tasks that are promoted, as of some seconds ago: every page of the feed asks."""
    near = caches["near"]
    keys: list[int] | None = near.get("promoted")
    if keys is None:
        keys = list(Promotion.objects.running(now).values_list("task", flat=True)[:MOST_PROMOTED])
        near.set("promoted", keys, REMEMBERED_SECONDS)
    return keys


def look_again() -> None:
    """Forget which were promoted a moment ago: one more is, or one less."""
    caches["near"].delete("promoted")


def _others(rows: list[Listed], first: list[Listed]) -> list[Listed]:
    keys = {row.pk for row in first}
    return [row for row in rows if row.pk not in keys]


def returned_by_stopping(task: Task, *, now: datetime) -> Money:
    """What the whole days left of its promotion cost."""
    one = running(task, now=now)
    return Money(int(one.amount) * one.days_left(now) // one.days).floor_to_cents() if one else Money(0)


def end(task: Task, *, now: datetime) -> Money:
    """End the promotion of a task that is stopped: what its whole days left cost → the employer's spendable pocket.

    Runs in the caller's transaction, which holds the task's row. Returns what came back.
    """
    one = running(task, now=now)
    if one is None:
        return Money(0)
    one.returned = returned_by_stopping(task, now=now)
    one.ends_at = now
    one.save(update_fields=["returned", "ends_at"])
    look_again()
    promotions.give_back(one.pk, employer_id=task.employer_id, amount=one.returned, now=now)
    return one.returned
