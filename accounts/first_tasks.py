"""A worker's first tasks: what is different until enough of them are approved. It ends by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from . import phones, required
from .models import User
from .verifiers import STEPS


@dataclass(frozen=True, slots=True)
class Step:
    """One thing on a newcomer's list; ``url`` is where it is done, ``by`` from when on it is needed. ``waits``:
    they did what they can."""

    words: str
    is_done: bool
    url: str = ""
    by: datetime | None = None
    waits: bool = False


@dataclass(frozen=True, slots=True)
class FirstTasks:
    """How far somebody is, and how many tasks they may hold meanwhile and later."""

    approved: int
    needed: int
    claims: int
    claims_later: int
    steps: Sequence[Step]


def is_new(person: User) -> bool:
    """Whether somebody has fewer approved tasks than it takes."""
    return person.approved < settings.RULES.newcomer_tasks


def claims(person: User) -> int:
    """How many tasks somebody may hold at a time while they are new."""
    is_known = person.phone_confirmed_at or person.identity_confirmed_at
    return claims_when_known() if is_known else settings.RULES.newcomer_claims


def claims_when_known() -> int:
    """As many with a confirmed phone or a checked identity, which cost whoever makes many accounts; and no more than
    others may hold."""
    rules = settings.RULES
    return max(rules.newcomer_claims, min(rules.newcomer_claims_confirmed, rules.open_claims))


def of(person: User) -> FirstTasks | None:
    """None for who is new no more."""
    rules = settings.RULES
    if not is_new(person):
        return None
    return FirstTasks(person.approved, rules.newcomer_tasks, claims(person), rules.open_claims, _steps(person))


def _steps(person: User) -> list[Step]:
    profile, rules = reverse("accounts:edit"), settings.RULES
    is_asked = STEPS["phone"] in required.before(required.WORK)
    phone = Step(
        _("A confirmed phone") if is_asked else _("A confirmed phone, if you like: you hold more tasks at a time"),
        person.phone_confirmed_at is not None,
        reverse("accounts:verify"),
    )
    return [
        *([phone] if phones.is_offered(person) and (is_asked or claims_when_known() > rules.newcomer_claims) else []),
        Step(_("A public name"), bool(person.name), profile),
        Step(_("The languages you work in: some tasks ask for one"), bool(person.languages), profile),
        Step(_("Your first approved task"), person.approved > 0, reverse("tasks:feed")),
    ]
