"""What the operator asks of everybody before they work or hire.

It is named before anybody joins, in the first steps and on each task, and keeps nobody's money: nothing in the wallet
asks, and what somebody holds is handed in, reviewed and paid as ever.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from picomarket.lib import locales
from picomarket.lib.refusals import Refused

from .models import User
from .verifiers import STEPS, Step

WORK, HIRE = "work", "hire"


class StillAsked(Refused):
    """Something is asked of everybody before this, and this person has not done it; the message says what."""


def before(side: str) -> list[Step]:
    """What is asked before somebody works or hires. What nobody can do now is not asked."""
    names = settings.REQUIRED_TO_WORK if side == WORK else settings.REQUIRED_TO_HIRE
    return [STEPS[name] for name in names if name in STEPS and STEPS[name].is_offered()]


def missing(person: User, side: str) -> Step | None:
    """The first of them this person has not done. Asks the database nothing."""
    return next((step for step in before(side) if not step.is_done(person)), None)


def said(side: str) -> str:
    """What is asked before, in a sentence; empty where nothing is."""
    needed = locales.listed(step.needed for step in before(side))
    if not needed:
        return ""
    if side == WORK:
        return _("Before you take a task you need %(steps)s.") % {"steps": needed}
    return _("Before you publish a task you need %(steps)s.") % {"steps": needed}


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody must still do, in words: what is asked of everybody, what to do about it, and where."""

    words: str
    todo: str
    url: str


def of(person: User, side: str) -> Asked | None:
    """What this person must still do before they work or hire. Asks the database nothing."""
    step = missing(person, side)
    return Asked(said(side), str(step.todo), reverse(step.page)) if step else None


def of_step(code: str) -> list[str]:
    """The sentences that name this step: before what it is asked."""
    return [said(side) for side in (WORK, HIRE) if code in [step.code for step in before(side)]]


def check(person: User, side: str) -> None:
    """Raises StillAsked where this person has not done all that is asked."""
    if missing(person, side):
        raise StillAsked(said(side))
