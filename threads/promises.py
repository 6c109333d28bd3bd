"""What happens to tickets by themselves: those past their promise become louder, answered ones close after silence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inbox import notices
from inbox.topics import Topic
from picomarket.lib import locales, sweeps
from picomarket.lib.counting import figure

from . import tickets
from .models import Ticket

MOST = 500


def escalate_late(*, now: datetime) -> int:
    """Tell each person whose promise is broken, with a new one, and the leads of the staff; how many are late.

    A ticket keeps its place: it stands by its first promise.
    """
    rows = Ticket.objects.waiting().filter(promised_by__lte=now).by_urgency()
    late = sweeps.sweep(list(rows.values_list("pk", flat=True)[:MOST]), lambda keys: _escalate(keys, now))
    if late:
        notices.tell_each(_to_leads(late), mail=True, topic=Topic.DESK, now=now)
    return late


def _escalate(keys: Sequence[int], now: datetime) -> int:
    with transaction.atomic():
        rows = Ticket.objects.waiting().filter(pk__in=keys, promised_by__lte=now).select_related("person")
        late = list(rows.order_by("pk").select_for_update(skip_locked=True, no_key=True, of=("self",)))
        promised = now + tickets.promise()
        Ticket.objects.filter(pk__in=[one.pk for one in late]).update(promised_by=promised)
        told = [(one.person, *_late_words(one, promised), one.get_absolute_url()) for one in late]
        notices.tell_each(told, mail=True, topic=Topic.TICKETS, now=now)
    return len(late)


def _late_words(ticket: Ticket, promised: datetime) -> tuple[str, str]:
    subject = format_lazy(_("We are late: {title}"), title=ticket.title)
    body = format_lazy(
        _("We promised you an answer and did not keep that. Those who lead support are told. New promise: {at}."),
        at=locales.moment(promised.astimezone(ticket.person.tz), "FULL_DATETIME_FORMAT"),
    )
    return subject, body  # type: ignore[return-value]


def _to_leads(count: int) -> list[tuple[User, str, str, str]]:
    """Whoever may see to it that somebody answers: superusers."""
    leads = User.objects.filter(is_active=True, is_staff=True, is_superuser=True)
    subject = format_lazy(_("Tickets past their promise: {count}"), count=figure(count))
    body = _("Each of these people was told, with a new promise. Answer these first.")
    url = f"{reverse('admin:threads_ticket_changelist')}?clock=late"
    return [(lead, subject, body, url) for lead in leads]  # type: ignore[misc]


def close_silent(*, now: datetime) -> int:
    """Close what was answered and not written in for ``ticket_silence_days``. Writing opens it again."""
    since = now - timedelta(days=settings.RULES.ticket_silence_days)
    keys = list(Ticket.objects.silent(since).order_by("pk").values_list("pk", flat=True)[:MOST])
    return sweeps.sweep(keys, lambda some: _close(some, since, now))


def _close(keys: Sequence[int], since: datetime, now: datetime) -> int:
    with transaction.atomic():
        rows = Ticket.objects.silent(since).filter(pk__in=keys).select_related("person").order_by("pk")
        silent = list(rows.select_for_update(skip_locked=True, no_key=True, of=("self",)))
        for one in silent:
            one.closed_at = now
            one.move_to(Ticket.State.CLOSED, "closed_at")
        words = _("Nothing was written in it for a while. If it is not solved, write in it: that opens it again.")
        told = [
            (one.person, format_lazy(_("Closed: {title}"), title=one.title), words, one.get_absolute_url())
            for one in silent
        ]
        notices.tell_each(told, topic=Topic.TICKETS, now=now)
    return len(silent)
