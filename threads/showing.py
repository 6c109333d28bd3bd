"""What was said in a ticket, as its person or the desk reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts import naming

from .models import Said, Ticket, TicketFile


@dataclass(frozen=True, slots=True)
class Words:
    """One thing that was said: by whom, when, and with which files. ``tone`` is for the eye."""

    who: str
    at: datetime
    text: str
    files: list[TicketFile]
    tone: str = ""


def to_person(ticket: Ticket) -> list[Words]:
    """Without notes; support is one voice."""
    rows = ticket.said.filter(is_note=False).prefetch_related("files").order_by("said_at", "pk")
    return [_words(one, _("Support") if one.by_support else _("You")) for one in rows]


def to_desk(ticket: Ticket) -> list[Words]:
    """All of it, each with the name of who wrote it."""
    rows = list(ticket.said.select_related("author").prefetch_related("files").order_by("said_at", "pk"))
    naming.tell_apart(one.author for one in rows)
    return [_words(one, _who(one)) for one in rows]


def _words(said: Said, who: str) -> Words:
    tone = "wait" if said.is_note else "good" if said.by_support else ""
    return Words(who, said.said_at, said.words, list(said.files.all()), tone)


def _who(said: Said) -> str:
    name = said.author.public_name
    if said.is_note:
        return _("%(name)s, a note for support alone") % {"name": name}
    return _("%(name)s, for support") % {"name": name} if said.by_support else name
