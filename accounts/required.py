"""What the operator asks of everybody before they work or hire.

It is named before anybody joins, in the first steps and on each task, and keeps nobody's money: nothing in the wallet
asks, and what somebody holds is handed in, reviewed and paid as ever. Who was here before it was asked has some days
for it (``asked_later`` tells them).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from picomarket.lib import locales
from picomarket.lib.refusals import Refused

from .models import User
from .verifiers import STEPS, Step

WORK, HIRE = "work", "hire"
SIDES = (WORK, HIRE)


class StillAsked(Refused):
    """Something is asked of everybody before this, and this person has not done it; the message says what."""


def before(side: str) -> list[Step]:
    """What is asked before somebody works or hires. What nobody can do now is not asked."""
    names = settings.REQUIRED_TO_WORK if side == WORK else settings.REQUIRED_TO_HIRE
    return [STEPS[name] for name in names if name in STEPS and STEPS[name].is_offered()]


def left(person: User, side: str) -> list[Step]:
    """Those of them this person has not done. Asks the database nothing."""
    return [step for step in before(side) if not step.is_done(person)]


def since(side: str) -> datetime | None:
    """From when on it is asked, where the operator says so."""
    asked: datetime | None = settings.REQUIRED_TO_WORK_SINCE if side == WORK else settings.REQUIRED_TO_HIRE_SINCE
    return asked


def ends(side: str) -> datetime | None:
    """When the days of those are over who were here before it was asked; None where it is asked of everybody alike."""
    asked = since(side)
    return asked + timedelta(days=settings.RULES.required_days) if asked else None


def ends_for(joined: datetime, side: str, *, now: datetime) -> datetime | None:
    """When the days of somebody who joined then are over; None where they have none, or none any more."""
    asked, end = since(side), ends(side)
    return end if asked and end and joined < asked and now < end else None


def said(side: str, steps: Iterable[Step], *, end: datetime | None = None) -> str:
    """That these are needed, in a sentence: now, or from ``end`` on, which is in the reader's zone."""
    needed = locales.all_of(step.needed for step in steps)
    if end:
        given = {"steps": needed, "day": locales.moment(end, "DATETIME_FORMAT")}
        if side == WORK:
            return _("From %(day)s on you need %(steps)s before you take a task. Until then all is as before.") % given
        return _("From %(day)s on you need %(steps)s before you publish a task. Until then all is as before.") % given
    if side == WORK:
        return _("Before you take a task you need %(steps)s.") % {"steps": needed}
    return _("Before you publish a task you need %(steps)s.") % {"steps": needed}


Ends = tuple[datetime | None, ...]


def both_ends(joined: datetime, *, now: datetime) -> Ends:
    """When the days of somebody who joined then are over, on each side."""
    return tuple(ends_for(joined, side, now=now) for side in SIDES)


def sentences(ends: Ends, *, code: str = "") -> list[str]:
    """One for each side on which something is asked, or the step of this code, with the end of who reads it."""
    return [
        said(side, steps, end=end and localtime(end))
        for side, end in zip(SIDES, ends, strict=True)
        if (steps := before(side)) and (not code or code in [step.code for step in steps])
    ]


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody must still do, in words: what is asked of everybody, what to do about it, and where.

    ``end``: until when all is as before without it; None where it bars them now. ``waits``: they did what they can.
    """

    words: str
    todo: str
    url: str
    end: datetime | None
    waits: bool = False

    @property
    def is_barring(self) -> bool:
        return self.end is None


def of(person: User, side: str, *, now: datetime) -> Asked | None:
    """What this person must still do before they work or hire, now or soon.

    Asks the database nothing where nothing is left, and else whether what they sent waits for a look.
    """
    steps = left(person, side)
    if not steps:
        return None
    end = ends_for(person.date_joined, side, now=now)
    words = said(side, steps, end=end and localtime(end, person.tz))
    todo = next((step for step in steps if not step.waits(person)), None)
    if todo:
        return Asked(words, str(todo.todo), reverse(todo.page), end)
    due = min(day for step in steps if (day := step.waits(person)))
    day = locales.moment(localtime(due, person.tz), "DATETIME_FORMAT")
    waits = _("What you sent waits for a look; you are told what came of it by %(day)s.") % {"day": day}
    return Asked(f"{words} {waits}", _("See what you sent"), reverse(steps[0].page), end, waits=True)


def bars(person: User, side: str, *, now: datetime) -> bool:
    """Whether this person cannot work or hire now because of it. Asks the database nothing."""
    return bool(left(person, side)) and ends_for(person.date_joined, side, now=now) is None


def not_barred(people: QuerySet[User], side: str, *, now: datetime) -> QuerySet[User]:
    """Those of them who can work or hire now, as far as this goes."""
    asked, end = since(side), ends(side)
    was_here = Q(date_joined__lt=asked) if asked and end and now < end else Q()
    for step in before(side):
        done = Q(**{f"{step.column}__isnull": False})
        people = people.filter(done | was_here if was_here else done)
    return people


def check(person: User, side: str, *, now: datetime) -> None:
    """Raises StillAsked where this person has not done all that is asked, and has no days left for it."""
    asked = of(person, side, now=now)
    if asked and asked.is_barring:
        raise StillAsked(asked.words)
