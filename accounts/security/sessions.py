"""Where a person is signed in: which device, since when, last seen; and how that ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.internal.flows.login import get_authentication_records
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from accounts.models import User

from . import agents

# Of what is seen more often than this nothing is written.
SEEN_EVERY = timedelta(minutes=10)
# So many are forgotten at a time.
SWEPT = 10_000


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One sign-in that still lasts."""

    key: int
    device: str
    ip: str
    since: datetime
    last_seen: datetime
    is_here: bool


def of(person: User, *, here: str | None, now: datetime) -> list[SignedIn]:
    """All sign-ins of this person that still last, this one (its session key is ``here``) first: two queries."""
    rows = {row.session_key: row for row in UserSession.objects.filter(user=person)}
    live = [rows[key] for key in _live(person, rows, now=now)]
    live.sort(key=lambda row: (row.session_key != here, -row.last_seen_at.timestamp()))
    return [
        SignedIn(
            row.pk,
            agents.name(row.user_agent),
            row.ip,
            row.created_at,
            row.last_seen_at,
            row.session_key == here,
        )
        for row in live
    ]


def _live(person: User, keys: Iterable[str], *, now: datetime) -> list[str]:
    """Those that are not over and were not ended by a change of the password."""
    lasts, seal = (
        Session.objects.filter(session_key__in=list(keys), expire_date__gt=now),
        person.get_session_auth_hash(),
    )
    return [
        session.session_key
        for session in lasts.filter(expire_date__gt=now)
        if constant_time_compare(session.get_decoded().get(HASH_SESSION_KEY, ""), seal)
    ]


def is_over(request: HttpRequest, *, now: datetime) -> bool:
    """Whether this session began so long ago that using it does not make it last any longer."""
    records = get_authentication_records(request, request.user if isinstance(request.user, User) else None)
    return bool(records) and now.timestamp() - records[0]["at"] > settings.SIGN_IN_LASTS.total_seconds()


def ways_in(request: HttpRequest, person: User) -> str:
    """By what this session was opened, as “password, mfa totp”."""
    records = get_authentication_records(request, person)
    return ", ".join(f"{record['method']} {record.get('type', '')}".strip() for record in records)


def end(person: User, *, key: int, here: str | None) -> None:
    """Sign one other device out; one that is signed out already stays so."""
    _end([row.session_key for row in UserSession.objects.filter(user=person, pk=key).exclude(session_key=here)])


def end_all(person: User | None = None) -> int:
    """Sign a person out everywhere, or everybody; how many sessions there were."""
    if person is None:
        return _end(list(Session.objects.values_list("session_key", flat=True)))
    return end_others(person, here=None)


def end_others(person: User, *, here: str | None) -> int:
    """Sign every device but this one out; how many there were."""
    return _end(
        list(UserSession.objects.filter(user=person).exclude(session_key=here).values_list("session_key", flat=True))
    )


def _end(keys: list[str]) -> int:
    with transaction.atomic():
        UserSession.objects.filter(session_key__in=keys).delete()
        Session.objects.filter(session_key__in=keys).delete()
    return len(keys)


def note_seen(key: str, *, ip: str, now: datetime) -> None:
    """A session was used: that is written once in some minutes, and most of the time not even asked of anybody."""
    if caches["near"].add(f"seen:{key}", 1, timeout=SEEN_EVERY.total_seconds()):
        stale = UserSession.objects.filter(session_key=key, last_seen_at__lt=now - SEEN_EVERY)
        stale.update(last_seen_at=now, **({"ip": ip} if ip else {}))


def sweep_old(*, now: datetime) -> int:
    """Forget sessions that are over, with their device and address, the oldest first; how many."""
    over = Session.objects.filter(expire_date__lt=now).order_by("expire_date")
    keys = list(over.values_list("session_key", flat=True)[:SWEPT])
    _end(keys)
    # Those whose session was ended otherwise, as by signing out.
    ended = UserSession.objects.filter(~Exists(Session.objects.filter(session_key=OuterRef("session_key"))))
    gone, _by_model = UserSession.objects.filter(pk__in=list(ended.values_list("pk", flat=True)[:SWEPT])).delete()
    return len(keys) + int(gone)
