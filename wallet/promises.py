"""The promise of each payout and refund: whether it was kept, and who is told when it is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Min, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inbox import notices

from . import batches, runs
from .models import Payout

State = Payout.State

# How many are told in one transaction; a sweep goes on until nobody is left.
AT_ONCE = 200


@dataclass(frozen=True)
class Kept:
    """Of the payouts and refunds that were due or done: how many in time. ``oldest`` is the oldest still pending."""

    due: int
    in_time: int
    pending: int
    oldest: datetime | None

    @property
    def percent(self) -> int | None:
        """Whole percent in time, rounded down; None where nothing was due."""
        return self.in_time * 100 // self.due if self.due else None


def kept(*, since: datetime, now: datetime) -> Kept:
    """How the promises stand: of what was closed since then, paid or returned, and of what is overdue now.

    What its person cancelled counts for neither; what is pending and not yet due counts when it is.
    """
    done = Q(state__in=[State.PAID, State.RETURNED], closed_at__gte=since)
    pending = Q(state__in=[State.REQUESTED, State.GATHERED, State.SENT])
    found = Payout.objects.filter(done | pending).aggregate(
        due=Count("pk", filter=done | Q(promised_for__lte=now)),
        in_time=Count("pk", filter=done & Q(closed_at__lte=F("promised_for"))),
        pending=Count("pk", filter=pending),
        oldest=Min("requested_at", filter=pending),
    )
    return Kept(**found)


def tell_late(*, now: datetime) -> int:
    """Tell each person whose payout or refund is past its promise, and the staff who can pay; once for each payout.

    How many were late. No money moves.
    """
    told = 0
    while some := _tell_some(now):
        told += some
    return told


def _tell_some(now: datetime) -> int:
    with transaction.atomic():
        rows = Payout.objects.late(now).filter(told_late_at=None).order_by("pk").select_related("person")
        late = list(rows.select_for_update(skip_locked=True, no_key=True, of=("self",))[:AT_ONCE])
        if late:
            Payout.objects.filter(pk__in=[one.pk for one in late]).update(told_late_at=now)
            notices.tell_each((_to_person(one, now) for one in late), mail=True, now=now)
            notices.tell_each(_to_staff(len(late)), mail=True, now=now)
    return len(late)


def _to_person(payout: Payout, now: datetime) -> tuple[User, Any, Any, str]:
    promised = date_format(payout.promised_for.astimezone(payout.person.tz), "D j M Y, H:i")
    subject = format_lazy(_("Your {purpose} of {amount} is late"), purpose=_name(payout), amount=payout.amount)
    body = format_lazy(
        _("It was promised by {promised}. {where} The staff has been told, and you need do nothing."),
        promised=promised,
        where=_where(payout, now),
    )
    return payout.person, subject, body, payout.get_absolute_url()


def _name(payout: Payout) -> Any:
    return _("refund") if payout.is_refund else _("payout")


def _where(payout: Payout, now: datetime) -> Any:
    if payout.held_at:
        return format_lazy(_("It is held by our staff: {reason}"), reason=payout.held_reason)
    if payout.state == State.SENT:
        return _("It was sent, and we ask every minute whether it arrived.")
    if payout.state == State.GATHERED:
        return _("It is in a batch that has not left yet.")
    run = date_format(runs.next_run(now).astimezone(payout.person.tz), "D j M Y, H:i")
    return format_lazy(_("It is in the queue for the next run, on {run}."), run=run)


def _to_staff(count: int) -> Iterator[tuple[User, Any, Any, str]]:
    subject = format_lazy(_("Payouts past their promise: {count}"), count=count)
    body = _("Each of these people was told. See what keeps the payouts back, the oldest first.")
    url = f"{reverse('admin:wallet_payout_changelist')}?clock=late"
    return ((person, subject, body, url) for person in batches.payers())
