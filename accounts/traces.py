"""Traces: the devices, networks and payout addresses people use, kept as marks that can be compared and not read."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.crypto import salted_hmac

from .models import Trace, User

Kind = Trace.Kind
# Of an address so much names the network of a home, and no more of it is looked at.
NETWORK_BITS = {4: 24, 6: 48}
AT_ONCE = 5000


def device(key: str) -> tuple[Kind, str]:
    return Kind.DEVICE, key


def network(address: str, *, now: datetime) -> tuple[Kind, str] | None:
    """The network of an address in this hour. None for one that is unknown, private or nobody's in particular.

    The hour is part of the mark, so that nobody can be followed from one hour to the next by it.
    """
    found = public(address)
    if found is None:
        return None
    wide = ipaddress.ip_network(f"{found}/{NETWORK_BITS[found.version]}", strict=False)
    return Kind.NETWORK, f"{wide} {int(now.timestamp()) // 3600}"


def public(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """An address of the internet; None for any other, as behind a proxy nobody told us of."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return None
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return found if found.is_global and not found.is_multicast else None


def payout(destination: str) -> tuple[Kind, str]:
    """Where money goes, however it is spaced and written."""
    return Kind.PAYOUT, "".join(letter for letter in destination.casefold() if letter.isalnum())


def proof(key: int) -> tuple[Kind, str]:
    """The first of some proofs that are the very same."""
    return Kind.PROOF, str(key)


def note(person: User, *marks: tuple[Kind, str] | None, now: datetime) -> None:
    """Keep that this person left these; what is known already is only seen once more."""
    note_each([(person.pk, mark) for mark in marks if mark], now=now)


def note_each(left: Iterable[tuple[int, tuple[Kind, str]]], *, now: datetime) -> None:
    """As ``note``, of many people by their keys."""
    rows = [Trace(person_id=key, kind=mark[0], mark=_hashed(*mark), seen_at=now) for key, mark in sorted(set(left))]
    unique, seen = ["kind", "mark", "person"], ["seen_at"]
    Trace.objects.bulk_create(rows, update_conflicts=True, unique_fields=unique, update_fields=seen)


def _hashed(kind: Kind, words: str) -> int:
    digest = salted_hmac(f"accounts.traces.{kind.name}", words, algorithm="sha256").digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def forget_old(*, now: datetime) -> set[int]:
    """Delete what was seen too long ago; the keys of the people it was of. Some at a time: the rest waits its turn."""
    people: set[int] = set()
    for kind in Kind:
        days = settings.RULES.network_days if kind == Kind.NETWORK else settings.RULES.trace_days
        old = Trace.objects.filter(kind=kind, seen_at__lt=now - timedelta(days=days)).order_by("seen_at")
        found = dict(old.values_list("pk", "person")[:AT_ONCE])
        Trace.objects.filter(pk__in=found).delete()
        people |= set(found.values())
    return people
