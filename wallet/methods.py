"""Where a person's payouts go: one destination per rail, a wait after each change, a mail to the old address too."""

from __future__ import annotations

import logging
import re
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import addresses, traces
from accounts.models import User
from inbox import notices
from inbox.topics import Topic
from picomarket.lib import locales
from picomarket.lib.refusals import Refused
from wallet import rails

from . import ways
from .models import PayoutMethod

log = logging.getLogger(__name__)

# Whether one ``person`` said where payouts go: a part of a larger statement.
HAS_ONE = "SELECT EXISTS (SELECT FROM wallet_payoutmethod WHERE person_id = %(person)s::bigint AND destination <> '')"


class MethodUnknown(Refused):
    """This market does not pay out that way, or the person has not said where to."""


class MethodUnreached(Refused):
    """The rail does not reach the person's country."""


class MethodTwice(Refused):
    """The same destination is there already, on another rail."""


class MethodWaits(Refused):
    """The destination was changed a short while ago, or was never set."""


def choose(person: User, *, rail: str, destination: str, by: User, now: datetime) -> PayoutMethod:
    """Set where this person's payouts go on a rail. No money moves; payouts already asked for keep their destination.

    A person's very first destination can be used at once; any later one after ``payout_change_hours``. The person is
    told of each by mail. Raises MethodUnknown, MethodUnreached, MethodTwice, or BadDestination with the rail's own
    words.
    """
    chosen = rails.find(rail)
    if chosen is None or not chosen.facts.sends_payouts:
        raise MethodUnknown(_("Payouts do not go that way."))
    if no := ways.out_of_reach(chosen.facts, str(person.country)):
        raise MethodUnreached(no)
    destination = chosen.check_destination(destination)
    with transaction.atomic():
        # One at a time for each person: which one is the first must not depend on who was quicker.
        User.objects.select_for_update(no_key=True).get(pk=person.pk)
        kept = {method.rail: method for method in PayoutMethod.objects.filter(person=person)}
        _check_once(kept.values(), rail, destination)
        method = kept.get(rail) or PayoutMethod(person=person, rail=rail)
        if method.destination != destination:
            log.info("payout destination of %s on %s changed by %s", person.pk, rail, by.pk)
            _set(method, destination, waits=bool(kept), now=now)
            traces.note(person, traces.payout(destination), now=now)
    return method


def _check_once(kept: Any, rail: str, destination: str) -> None:
    for method in kept:
        if method.rail != rail and _bare(method.destination) == _bare(destination):
            way = rails.facts(method.rail).label
            raise MethodTwice(_("You have this destination already, at %(way)s.") % {"way": way})


def _bare(destination: str) -> str:
    return re.sub(r"[\s.-]", "", destination).casefold()


def _set(method: PayoutMethod, destination: str, *, waits: bool, now: datetime) -> None:
    method.destination, method.changed_at = destination, now
    method.usable_from = now + timedelta(hours=settings.RULES.payout_change_hours) if waits else now
    method.save()
    subject = gettext_lazy("Your payout destination was changed")
    body = gettext_lazy(
        "Payouts by {way} go to {destination}, after a safety wait of {hours} hours. If you did not change it, "
        "change your password and write to {support} at once."
    )
    if not waits:
        subject = gettext_lazy("Your payout destination is set")
        body = gettext_lazy(
            "Payouts by {way} go to {destination} from now on. If you did not set it, change your password and write "
            "to {support} at once."
        )
    _tell(method, subject, body, now)


def remove(person: User, *, rail: str, by: User, now: datetime) -> None:
    """Forget where this person's payouts go on a rail. Payouts already asked for keep their destination.

    What is set there next waits like any change. Raises MethodUnknown where there is nothing to forget.
    """
    with transaction.atomic():
        kept = PayoutMethod.objects.set_up().select_for_update().filter(person=person)
        method = next((one for one in kept if one.rail == rail), None)
        if method is None:
            raise MethodUnknown(_("There is no destination to remove."))
        log.info("payout destination of %s on %s removed by %s", person.pk, rail, by.pk)
        _tell(
            method,
            gettext_lazy("Your payout destination was removed"),
            gettext_lazy(
                "Payouts by {way} do not go to {destination} any more. If you did not remove it, change your password "
                "and write to {support} at once."
            ),
            now,
        )
        # The row stays, so that the next destination counts as a change.
        method.destination, method.changed_at = "", now
        method.save(update_fields=["destination", "changed_at"])


def _tell(method: PayoutMethod, subject: Any, body: Any, now: datetime) -> None:
    """By mail to the account's address, and to the one it had until a short while ago: who took it over has the new."""
    given = {
        "way": rails.facts(method.rail).label,
        "destination": method.destination,
        "support": settings.SUPPORT_EMAIL,
        "hours": settings.RULES.payout_change_hours,
    }
    for address in ["", *addresses.left_lately(method.person, now=now)]:
        notices.tell(
            method.person,
            subject=subject,
            body=format_lazy(body, **given),
            url=reverse("wallet:method"),
            mail=True,
            mail_to=address,
            topic=Topic.MONEY,
            now=now,
        )


def check_known(person: User, *, rail: str, destination: str, now: datetime) -> None:
    """Whether a refund may go to a destination that was typed for it: the first one somebody names, or their payouts'.

    Otherwise whoever took over an account would go round the wait after a change. Raises MethodWaits.
    """
    kept = {method.rail: method for method in PayoutMethod.objects.filter(person=person)}
    if not kept:
        return
    if rail not in kept or _bare(kept[rail].destination) != _bare(destination):
        words = _("Your payouts do not go there. Set it as their destination first; after the safety wait use it here.")
        raise MethodWaits(words)
    _check_waited(kept[rail], now)


def of(person: User) -> list[PayoutMethod]:
    """The destinations this person has set, on rails offered or not."""
    return list(PayoutMethod.objects.set_up().filter(person=person).order_by("pk"))


def ready(person: User, *, rail: str, now: datetime) -> PayoutMethod:
    """The destination a payout may go to now.

    Raises MethodUnknown where there is none, MethodUnreached after a move to another country, MethodWaits after a
    change.
    """
    method = next((one for one in of(person) if one.rail == rail), None)
    if method is None or rail not in rails.offered():
        raise MethodUnknown(_("Say first where your payouts go."))
    if no := ways.out_of_reach(rails.facts(rail), str(person.country)):
        raise MethodUnreached(no)
    _check_waited(method, now)
    return method


def _check_waited(method: PayoutMethod, now: datetime) -> None:
    if method.usable_from > now:
        when = locales.moment(method.usable_from.astimezone(method.person.tz), "FULL_DATETIME_FORMAT")
        raise MethodWaits(_("This destination was changed and can be used from %(when)s.") % {"when": when})
