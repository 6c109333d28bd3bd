"""The promise of each payout and refund: whether it was kept, and who is told when it is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Case, Count, F, Min, OuterRef, Q, Subquery, Sum, When
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inbox import notices
from inbox.topics import Topic
from picomarket.lib import locales
from picomarket.lib.counting import figure
from picomarket.lib.fields import MoneyField
from picomarket.lib.money import Money

from . import batches, runs
from .models import Payout, Transfer, TransferKind

State = Payout.State

OPEN = (State.REQUESTED, State.GATHERED, State.SENT)
# When what came back was paid: by its line, because its row was closed again when it came back.
PAID_LINES = Transfer.objects.filter(ref=OuterRef("pk"), kind__in=[TransferKind.PAYOUT_PAID, TransferKind.REFUND_PAID])
PAID_AT = Subquery(PAID_LINES.order_by().values("at")[:1])

# How many are told in one transaction; a sweep goes on until nobody is left.
AT_ONCE = 200


@dataclass(frozen=True)
class Kept:
    """Of the payouts and refunds that arrived or should have: how many in time.

    ``failed`` went back to their people before the promised day. ``oldest`` is the oldest still pending.
    """

    due: int
    in_time: int
    failed: int
    pending: int
    oldest: datetime | None

    @property
    def percent(self) -> int | None:
        """Whole percent in time, rounded down; None where nothing was due."""
        return self.in_time * 100 // self.due if self.due else None


def kept(*, since: datetime, now: datetime, until: datetime | None = None) -> Kept:
    """How the promises stand: of what ended since then (and before ``until``), and of what is overdue now.

    Kept is what was paid by the promised day, also where it came back later. Broken is whatever was not there by then:
    paid later, open still, or given back since, by whomever. What went back before its day, failed or taken out of the
    queue by the staff, is neither, and counted apart; what its person cancelled before it is not counted, and what is
    pending and not yet due counts when it is.
    """
    there, back = Q(state__in=[State.PAID, State.REVERSED]), Q(state__in=[State.RETURNED, State.CANCELLED])
    ended, pending = (there | back) & Q(closed_at__gte=since), Q(state__in=OPEN)
    if until is not None:
        ended &= Q(closed_at__lt=until)
    late = ended & Q(ended_at__gt=F("promised_for")) | pending & Q(promised_for__lte=now)
    by_us = Q(state=State.RETURNED) | Q(state=State.CANCELLED) & ~Q(failure="")
    found = (
        Payout.objects.filter(ended | pending)
        .annotate(ended_at=Case(When(state=State.REVERSED, then=PAID_AT), default=F("closed_at")))
        .aggregate(
            due=Count("pk", filter=ended & there | late),
            in_time=Count("pk", filter=ended & there & ~late),
            failed=Count("pk", filter=ended & by_us & ~late),
            pending=Count("pk", filter=pending),
            oldest=Min("requested_at", filter=pending),
        )
    )
    return Kept(**found)


def arrived(*, since: datetime) -> Money:
    """What reached people in payouts that ended since then. Refunds of deposits are not among it."""
    ended = Payout.objects.filter(state=State.PAID, purpose=Payout.Purpose.PAYOUT, closed_at__gte=since)
    # As Payout.paid has it.
    paid = Case(When(rail_paid__gt=0, then=F("rail_paid")), default=F("amount") - F("fee"), output_field=MoneyField())
    return Money(ended.aggregate(sum=Sum(paid))["sum"] or 0)


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
            notices.tell_each((_to_person(one, now) for one in late), mail=True, topic=Topic.MONEY, now=now)
            notices.tell_each(_to_staff(len(late)), mail=True, topic=Topic.DESK, now=now)
    return len(late)


def _to_person(payout: Payout, now: datetime) -> tuple[User, Any, Any, str]:
    promised = locales.moment(payout.promised_for.astimezone(payout.person.tz), "FULL_DATETIME_FORMAT")
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
    run = locales.moment(runs.next_run(now).astimezone(payout.person.tz), "FULL_DATETIME_FORMAT")
    return format_lazy(_("It is in the queue for the next run, on {run}."), run=run)


def _to_staff(count: int) -> Iterator[tuple[User, Any, Any, str]]:
    subject = format_lazy(_("Payouts past their promise: {count}"), count=figure(count))
    body = _("Each of these people was told. See what keeps the payouts back, the oldest first.")
    url = f"{reverse('admin:wallet_payout_changelist')}?clock=late"
    return ((person, subject, body, url) for person in batches.payers())
