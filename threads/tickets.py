"""Tickets: somebody asks support, and it is known by when they are answered. No money moves in any of it.

Whoever is suspended writes as everybody does.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from inbox import repeats
from picomarket.lib import rates
from picomarket.lib.refusals import Refused

from . import keeping
from .models import Said, Ticket
from .subjects import Subject

State = Ticket.State
SHORTEST_WORDS = 10
BEGINNING = 160
WRITTEN_AN_HOUR = 30
SENT_TWICE = timedelta(minutes=10)


class TooShort(Refused):
    """Nobody can help with so few words."""


class TooManyTickets(Refused):
    """This person has as many open tickets as one can have."""


def open_ticket(
    person: User,
    *,
    topic: str,
    words: str,
    about: Subject | None,
    files: Sequence[UploadedFile[Any]] = (),
    now: datetime,
) -> Ticket:
    """Ask support something, which promises to answer within ``ticket_hours``.

    Sent twice it is one ticket. Raises TooShort, TooManyTickets, TooOften, TooMany, BadPicture or BadFile.
    """
    words, kept = _checked(words), keeping.checked(files)
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=person.pk)
        if twin := _twin(person, words, about, now):
            return twin
        _check_limit(person)
        _check_pace(person, now)
        promised = now + promise()
        ticket = Ticket.objects.create(
            person=person,
            topic=topic,
            about=about.kind if about else "",
            about_id=about.public_id if about else "",
            about_words=about.words[:200] if about else "",
            beginning=words[:BEGINNING],
            opened_at=now,
            due_at=promised,
            promised_by=promised,
            read_at=now,
        )
        keeping.store(Said.objects.create(ticket=ticket, author=person, words=words, said_at=now), kept)
    return ticket


def write(ticket: Ticket, *, by: User, words: str, files: Sequence[UploadedFile[Any]] = (), now: datetime) -> Ticket:
    """Say more. What was answered or closed waits for support again, with a new promise; what waits keeps its place.

    Raises TooShort, TooOften, TooMany, BadPicture or BadFile.
    """
    words, kept = _checked(words), keeping.checked(files)
    with transaction.atomic():
        _check_pace(by, now)
        fresh = locked(ticket)
        keeping.store(Said.objects.create(ticket=fresh, author=by, words=words, said_at=now), kept)
        if not fresh.is_waiting:
            fresh.due_at = fresh.promised_by = now + promise()
            fresh.closed_at, fresh.read_at = None, now
            fresh.move_to(State.OPENED, "due_at", "promised_by", "closed_at", "read_at")
    return fresh


def close(ticket: Ticket, *, now: datetime) -> Ticket:
    """Its person needs nothing more. Closed already, it stays so."""
    with transaction.atomic():
        fresh = locked(ticket)
        if not fresh.is_closed:
            fresh.closed_at = now
            fresh.move_to(State.CLOSED, "closed_at")
    return fresh


def read(ticket: Ticket, *, now: datetime) -> None:
    """Its person looked at it."""
    if ticket.has_news:
        ticket.read_at = now
        ticket.save(update_fields=["read_at"])
    repeats.read(ticket.person, url=ticket.get_absolute_url(), now=now)


def promise() -> timedelta:
    return timedelta(hours=settings.RULES.ticket_hours)


def locked(ticket: Ticket) -> Ticket:
    """The row as it is now; of one that became part of another, that one.

    A part is let go before its whole is locked, so that rows are locked by key and no two wait for each other.
    """
    rows = Ticket.objects.select_related("person").select_for_update(no_key=True, of=("self",))
    with transaction.atomic():
        fresh = rows.get(pk=ticket.pk)
        if fresh.merged_into_id:
            transaction.set_rollback(True)
    return locked(Ticket(pk=fresh.merged_into_id)) if fresh.merged_into_id else fresh


def _twin(person: User, words: str, about: Subject | None, now: datetime) -> Ticket | None:
    """The open ticket in which this person has just said the same about the same: the form was sent twice."""
    open_ones = Ticket.objects.of(person).unfinished().filter(about_id=about.public_id if about else "")
    said = Said.objects.filter(ticket__in=open_ones, author=person, words=words, said_at__gt=now - SENT_TWICE)
    first = said.select_related("ticket").order_by("-pk").first()
    return first.ticket if first else None


def _check_limit(person: User) -> None:
    most = settings.RULES.open_tickets
    if Ticket.objects.of(person).unfinished().count() >= most:
        words = ngettext(
            "You have %(most)s open ticket, as many as one can have. Write in it, or close it first.",
            "You have %(most)s open tickets, as many as one can have. Write in one of them, or close one first.",
            most,
        )
        raise TooManyTickets(words % {"most": most})


def _check_pace(person: User, now: datetime) -> None:
    words = _("You wrote to support very often. You can write again at %(time)s; what you wrote is with us.")
    rates.check(person.pk, "ticket", most=WRITTEN_AN_HOUR, within=rates.HOUR, now=now, words=words)


def _checked(words: str) -> str:
    words = words.strip()
    if len(words) < SHORTEST_WORDS:
        raise TooShort(_("Write at least %(least)s characters.") % {"least": SHORTEST_WORDS})
    return words
