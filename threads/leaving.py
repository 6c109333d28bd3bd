"""What threads know of a person who takes their data along or leaves, and what they forget."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import PurePath

from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.leaving.parts import Kept, Part, table
from accounts.models import User

from .models import Message, MessagePicture, Said, Thread, Ticket, TicketFile


def parts(person: User) -> Iterator[Part]:
    yield from _with_support(person)
    yield from _with_others(person)


def _with_support(person: User) -> Iterator[Part]:
    """All but the notes that support makes for itself."""
    tickets = Ticket.objects.filter(person=person).order_by("pk")
    shown: tuple[str, ...] = ("public_id", "topic", "state", "about_words", "opened_at", "answered_at", "closed_at")
    yield table("tickets", _("What you asked support."), tickets, *shown)
    said = Said.objects.filter(ticket__person=person, is_note=False).order_by("pk")
    shown = ("ticket__public_id", "by_support", "words", "said_at")
    yield table("tickets_said", _("What you and support said in it."), said, *shown)
    files = TicketFile.objects.filter(said__in=said).order_by("pk")
    about = _("Files sent in it; they are in the folder beside it, their ids before their names.")
    shown = ("said__ticket__public_id", "public_id", "name", "size")
    kept = (Kept(f"ticket_files/{one.public_id}-{one.name}", one.file.storage, str(one.file.name)) for one in files)
    yield table("ticket_files", about, files, *shown, files=kept)


def _with_others(person: User) -> Iterator[Part]:
    threads = Thread.objects.seen_by(person).order_by("pk")
    shown: tuple[str, ...] = (
        "public_id",
        "task__public_id",
        "worker__public_id",
        "employer__public_id",
        "started_at",
        "last_at",
    )
    yield table("threads", _("With whom you wrote about work, by their public ids."), threads, *shown)
    yours = ExpressionWrapper(Q(author=person), output_field=BooleanField())
    messages = Message.objects.filter(thread__in=threads).annotate(yours=yours).order_by("pk")
    yield table(
        "messages", _("What you wrote to each other."), messages, "thread__public_id", "yours", "words", "said_at"
    )
    sent = MessagePicture.objects.filter(message__author=person).order_by("pk")
    about = _("Pictures you sent; they are in the folder beside it, by the same name.")
    shown = ("message__thread__public_id", "picture")
    yield table("message_pictures", about, sent, *shown, files=_pictures(sent))


def _pictures(rows: QuerySet[MessagePicture]) -> Iterator[Kept]:
    for one in rows.iterator():
        name = str(one.picture.name)
        yield Kept(f"message_pictures/{PurePath(name).name}", one.picture.storage, name)


def forget(person: User, *, now: datetime) -> None:
    """What they and support said is deleted with its files, and nobody waits for it any more: of a ticket is left when
    it was answered. Messages stay, by a pseudonym: they are the other side's too."""
    tickets = Ticket.objects.filter(person=person)
    for one in TicketFile.objects.filter(said__ticket__person=person):
        transaction.on_commit(partial(one.file.storage.delete, str(one.file.name)))
    Said.objects.filter(ticket__person=person).delete()
    tickets.unfinished().update(state=Ticket.State.CLOSED, closed_at=now)
    tickets.update(about_words="", beginning="")
