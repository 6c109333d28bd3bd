"""Support's side of a ticket: answer, ask back, note, close, put two together."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from inbox import repeats
from inbox.topics import Topic
from picomarket.lib.refusals import Refused

from .models import Said, Ticket
from .tickets import TooShort, locked

State = Ticket.State
BEGINNING = 160


class OwnTicket(Refused):
    """Nobody answers their own ticket."""


class NotTheirs(Refused):
    """Tickets of two people are never put together; nor is one put into itself."""


def answer(
    ticket: Ticket,
    *,
    by: User,
    words: str,
    asks: bool = False,
    closes: bool = False,
    now: datetime,
) -> Ticket:
    """Say something to the person, who is told by mail that there is an answer, and reads it here alone.

    ``asks`` waits for their word; ``closes`` says that nothing more is to come. Raises TooShort or OwnTicket.
    """
    words = _checked(words)
    with transaction.atomic():
        fresh = _for_support(ticket, by)
        _say(fresh, by, words, now)
        fresh.answered_at = now
        fresh.first_answer_at = fresh.first_answer_at or now
        fresh.closed_at = now if closes else None
        state = State.CLOSED if closes else State.ASKED if asks else State.ANSWERED
        changed = ("answered_at", "first_answer_at", "closed_at")
        if fresh.state == state:
            fresh.save(update_fields=changed)
        else:
            fresh.move_to(state, *changed)
        _tell(fresh, words, now)
    return fresh


def note(ticket: Ticket, *, by: User, words: str, now: datetime) -> Said:
    """Write down something for support alone. Nothing else changes. Raises TooShort or OwnTicket."""
    words = _checked(words)
    with transaction.atomic():
        return _say(_for_support(ticket, by), by, words, now, is_note=True)


def merge(ticket: Ticket, *, into: Ticket, by: User, now: datetime) -> Ticket:
    """Make a ticket part of another one of the same person: all that was said stands there, under the earlier promise.

    Raises NotTheirs or OwnTicket.
    """
    with transaction.atomic():
        part, whole = _both(ticket, into)
        _check(part, by)
        Said.objects.filter(ticket=part).update(ticket=whole)
        _take_over(whole, part)
        part.merged_into, part.closed_at = whole, now
        if part.is_closed:
            part.save(update_fields=["merged_into", "closed_at"])
        else:
            part.move_to(State.CLOSED, "merged_into", "closed_at")
        _say(whole, by, _("Put together with ticket %(id)s.") % {"id": part.public_id}, now, is_note=True)
    return whole


def _both(ticket: Ticket, into: Ticket) -> tuple[Ticket, Ticket]:
    """The part and the whole, locked by key."""
    rows = Ticket.objects.filter(pk__in=(ticket.pk, into.pk)).order_by("pk")
    locked_rows = {row.pk: row for row in rows.select_for_update(no_key=True, of=("self",))}
    part, whole = locked_rows[ticket.pk], locked_rows[into.pk]
    if part.pk == whole.pk or part.person_id != whole.person_id:
        raise NotTheirs(_("Only two tickets of the same person can be put together."))
    if part.merged_into_id or whole.merged_into_id:
        raise NotTheirs(_("One of these two became part of another ticket meanwhile. Go on with that one."))
    return part, whole


def _take_over(whole: Ticket, part: Ticket) -> None:
    """Where either waits for support, the whole does, under the earlier promise."""
    if not part.is_waiting:
        return
    if not whole.is_waiting:
        whole.due_at, whole.promised_by, whole.closed_at = part.due_at, part.promised_by, None
        whole.move_to(State.OPENED, "due_at", "promised_by", "closed_at")
        return
    whole.due_at, whole.promised_by = min(whole.due_at, part.due_at), min(whole.promised_by, part.promised_by)
    whole.save(update_fields=["due_at", "promised_by"])


def _for_support(ticket: Ticket, by: User) -> Ticket:
    fresh = locked(ticket)
    _check(fresh, by)
    return fresh


def _check(ticket: Ticket, by: User) -> None:
    if ticket.person_id == by.pk:
        raise OwnTicket(_("This is your own ticket. Leave it to somebody else."))


def _say(ticket: Ticket, by: User, words: str, now: datetime, *, is_note: bool = False) -> Said:
    return Said.objects.create(ticket=ticket, author=by, by_support=True, is_note=is_note, words=words, said_at=now)


def _tell(ticket: Ticket, words: str, now: datetime) -> None:
    """By mail only that there is an answer: what it says may be nobody else's business."""
    subject = format_lazy(gettext_lazy("Support answered: {title}"), title=ticket.title)
    url = ticket.get_absolute_url()
    repeats.tell(ticket.person, subject=subject, aside=words[:BEGINNING], url=url, topic=Topic.TICKETS, now=now)


def _checked(words: str) -> str:
    words = words.strip()
    if not words:
        raise TooShort(_("Write what you have to say."))
    return words
