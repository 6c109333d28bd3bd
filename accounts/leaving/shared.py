"""What a person shares with others and where they are: traces, links, households, travels."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from accounts.models import Household, Link, Move, Trace, Travel, User

from .parts import Part, table


def parts(person: User) -> Iterator[Part]:
    """Whose the linked accounts may be is told to nobody: it is theirs as well."""
    traces = Trace.objects.filter(person=person).order_by("pk")
    about = _("Devices, networks, payout addresses and proofs we know again. What we keep of each is a number.")
    yield table("traces", about, traces, "kind", "mark", "seen_at")
    links = Link.objects.of(person.pk)
    shown: tuple[str, ...] = ("devices", "networks", "payouts", "proofs", "score", "found_at", "changed_at")
    yield table("links", _("What you share with accounts of others, each a line; not whose they are."), links, *shown)
    said = Household.objects.of(person.pk).order_by("pk")
    shown = ("asked_by__public_id", "other__public_id", "words", "asked_at", "confirmed_at", "ended_at")
    yield table("households", _("With whom you share a device or a home."), said, *shown)
    travels = Travel.objects.filter(person=person).order_by("pk")
    yield table("travels", _("Where you said you travel."), travels, "country", "said_at", "until")
    moves = Move.objects.filter(person=person).order_by("pk")
    words = _("When you moved to another country, and where you lived before.")
    yield table("countries_before", words, moves, "country", "moved_at", "undone_at")


def forget(person: User) -> None:
    """Where they travel, and what they wrote of those they live with. That they live together stays, for it keeps the
    other one from being taken for them; traces, and the links by them, go as they age: else who leaves and joins anew
    would do each task once more."""
    Travel.objects.filter(person=person).delete()
    Move.objects.filter(person=person).delete()
    Household.objects.filter(asked_by=person).update(words="")
