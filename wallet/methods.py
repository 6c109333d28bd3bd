"""Where a person's payouts go: one destination per rail, and a wait after a change."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from inbox import notices
from picomarket.lib.refusals import Refused
from wallet import rails

from .models import PayoutMethod

log = logging.getLogger(__name__)


class MethodUnknown(Refused):
    """This market does not pay out that way."""


class MethodWaits(Refused):
    """The destination was changed a short while ago."""


def choose(person: User, *, rail: str, destination: str, by: User, now: datetime) -> PayoutMethod:
    """Set where this person's payouts go on a rail. No money moves; payouts already asked for keep their destination.

    The first destination can be used at once; a changed one after ``payout_change_hours``, and the person is told by
    mail. Raises MethodUnknown, or BadDestination with the rail's own words.
    """
    chosen = rails.find(rail)
    if chosen is None or not chosen.facts.sends_payouts:
        raise MethodUnknown(_("Payouts do not go that way."))
    destination = chosen.check_destination(destination)
    with transaction.atomic():
        method, is_new = PayoutMethod.objects.select_for_update().get_or_create(
            person=person,
            rail=rail,
            defaults={"destination": destination, "changed_at": now, "usable_from": now},
        )
        if not is_new and method.destination != destination:
            log.info("payout destination of %s on %s changed by %s", person.pk, rail, by.pk)
            _change(method, destination, now)
    return method


def _change(method: PayoutMethod, destination: str, now: datetime) -> None:
    method.destination = destination
    method.changed_at = now
    method.usable_from = now + timedelta(hours=settings.RULES.payout_change_hours)
    method.save(update_fields=["destination", "changed_at", "usable_from"])
    notices.tell(
        method.person,
        subject=gettext_lazy("Your payout destination was changed"),
        body=gettext_lazy(
            "The new destination can be used after a safety wait. If you did not change it, change your password and "
            "write to support at once."
        ),
        url=reverse("wallet:method"),
        mail=True,
        now=now,
    )


def usable(person: User, *, now: datetime) -> list[PayoutMethod]:
    """The destinations a payout may go to now, on the rails that are offered."""
    mine = PayoutMethod.objects.filter(person=person, rail__in=rails.offered(), usable_from__lte=now)
    return list(mine.order_by("pk"))


def ready(person: User, *, rail: str, now: datetime) -> PayoutMethod:
    """The destination a payout may go to now. Raises MethodUnknown where there is none, MethodWaits after a change."""
    method = PayoutMethod.objects.filter(person=person, rail=rail).first()
    if method is None or rail not in rails.offered():
        raise MethodUnknown(_("Say first where your payouts go."))
    if method.usable_from > now:
        when = method.usable_from.strftime("%Y-%m-%d %H:%M UTC")
        raise MethodWaits(_("This destination was changed and can be used from %(when)s.") % {"when": when})
    return method
