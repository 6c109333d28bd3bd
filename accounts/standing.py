"""Whether somebody may work and hire. What they earned is theirs whatever the answer: nothing in the wallet asks."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inbox import notices
from inbox.topics import Topic
from picomarket.lib.refusals import Refused

from . import signals
from .models import Suspension, User

log = logging.getLogger(__name__)

SHORTEST_REASON = 20


class Suspended(Refused):
    """A suspended person takes no new work and offers none; the message says what stays open to them."""


class StandingRefused(Refused):
    """A suspension without a reason, of who decides about it or of the staff, or one that is already there."""


def suspend(person: User, *, reason: str, by: User, now: datetime) -> Suspension:
    """Let somebody take no new work and offer none, until it is lifted; their published tasks are paused.

    They sign in as before, finish and hand in what they hold, and use the whole wallet: no money moves, none is kept.
    They are told the reason by mail. Raises StandingRefused.
    """
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        words = _("Write the reason in a full sentence, %(count)s characters at least: the person reads it.")
        raise StandingRefused(words % {"count": SHORTEST_REASON})
    with transaction.atomic():
        _check(person, by)
        signals.suspended.send(User, person=person, now=now)
        row = _locked(person)
        if row.suspended_at:
            raise StandingRefused(_("This person is suspended already."))
        row.suspended_at = now
        row.save(update_fields=["suspended_at"])
        suspension = Suspension.objects.create(person=row, reason=reason, by=by, at=now)
        _tell(row, gettext_lazy("Your account is suspended"), _SUSPENDED, reason, now)
    log.info("%s is suspended by %s", person.public_id, by.pk)
    return suspension


def lift(person: User, *, by: User, now: datetime) -> None:
    """Let somebody work and hire again. Tasks stay paused until they resume them. They are told by mail.

    Raises StandingRefused where nothing is to be lifted, and for one's own.
    """
    with transaction.atomic():
        row = _locked(person)
        if row.pk == by.pk:
            raise StandingRefused(_("This is your own account: somebody else must decide."))
        if not row.suspended_at:
            raise StandingRefused(_("This person is not suspended."))
        row.suspended_at = None
        row.save(update_fields=["suspended_at"])
        Suspension.objects.filter(person=row, lifted_at=None).update(lifted_at=now, lifted_by=by)
        _tell(row, gettext_lazy("Your account is not suspended any more"), _LIFTED, "", now)
    log.info("the suspension of %s is lifted by %s", person.public_id, by.pk)


def current(person: User) -> Suspension | None:
    """The suspension that holds now. Asks nothing for somebody who is not suspended."""
    if not person.suspended_at:
        return None
    return Suspension.objects.filter(person=person, lifted_at=None).first()


def check(person: User) -> None:
    """Raises Suspended where this person may not offer work now. Asks the database: the row at hand may be old."""
    if User.objects.filter(pk=person.pk, suspended_at__isnull=False).exists():
        raise Suspended(_("Your account is suspended: you cannot offer work now. What you earned stays yours."))


_SUSPENDED = gettext_lazy(
    "You cannot take new tasks or offer work. Published tasks of yours are paused. You can still sign in, hand in what "
    "you hold and review what waits. What you earned is yours: payouts and refunds work as before. If you think this "
    "is wrong, answer to {support}. The reason: {reason}"
)
_LIFTED = gettext_lazy("You can take tasks and offer work again. Tasks of yours stay paused until you resume them.")


def _check(person: User, by: User) -> None:
    if person.pk == by.pk:
        raise StandingRefused(_("Nobody suspends themselves."))
    if person.is_superuser or person.is_staff:
        raise StandingRefused(_("This person is staff: take away that access first."))


def _locked(person: User) -> User:
    return User.objects.select_for_update(no_key=True).get(pk=person.pk)


def _tell(person: User, subject: Any, body: Any, reason: str, now: datetime) -> None:
    words = format_lazy(body, reason=reason, support=settings.SUPPORT_EMAIL)
    notices.tell(person, subject=subject, body=words, mail=True, topic=Topic.ACCOUNT, now=now)
