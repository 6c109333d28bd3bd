"""What this app and those beneath it know of a person, and how they forget it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.files.storage import Storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Appeal, DataFile, Freeze, KnownDevice, LeftAddress, Sanction, StaffEntry, User, Verdict
from inbox.models import Notice

from .parts import Kept, Part, table

# A date of birth must be there; this one is nobody's.
NO_BIRTHDAY = date(1900, 1, 1)
PROFILE = (
    *("public_id", "email", "name", "country", "birth_date", "bio", "languages", "language", "time_zone"),
    *("quiet_from", "quiet_until", "level", "approved", "rejected", "judged_approved", "judged_rejected"),
    *("date_joined", "last_login"),
)


def parts(person: User) -> Iterator[Part]:
    photo = [Kept("photo.webp", person.photo.storage, str(person.photo.name))] if person.photo else []
    me = User.objects.filter(pk=person.pk)
    yield table("profile", _("You: what you told us, and your counts."), me, *PROFILE, files=photo)
    addresses = EmailAddress.objects.filter(user=person)
    yield table("addresses", _("Your e-mail addresses."), addresses, "email", "verified", "primary")
    sessions = UserSession.objects.filter(user=person)
    yield table(
        "sign_ins",
        _("Where you are signed in."),
        sessions,
        *("created_at", "last_seen_at", "ip", "user_agent"),
    )
    devices = KnownDevice.objects.filter(person=person)
    yield table(
        "devices",
        _("Devices we know you by, so that we can tell you of others."),
        devices,
        *("first_seen_at", "last_seen_at", "network", "user_agent"),
    )
    verdicts = Verdict.objects.filter(worker=person).order_by("pk")
    yield table("verdicts", _("Verdicts on your work that count."), verdicts, "given_at", "approved", "title", "url")
    told = Sanction.objects.filter(person=person).exclude(state__in=Sanction.UNTOLD).order_by("pk")
    facts = ("kind", "role", "state", "rule", "reason", "at", "until", "ended_at", "ending")
    yield table("sanctions", _("Warnings, strikes, suspensions and bans."), told, *facts)
    appeals = Appeal.objects.filter(person=person).order_by("pk")
    yield table("appeals", _("Your appeals."), appeals, "state", "words", "filed_at", "decided_at", "decision")
    freezes = Freeze.objects.filter(person=person).order_by("pk")
    yield table("freezes", _("Times you could claim nothing."), freezes, "at", "until", "ended_at", "rate", "undone")
    deeds = StaffEntry.objects.filter(about=person).order_by("pk")
    yield table("staff_log", _("What the staff did about you."), deeds, "at", "role", "what", "reason", "url")
    yield _notices(person)


def _notices(person: User) -> Part:
    """Some are put into words only when they are read."""
    told = Notice.objects.of(person).iterator(chunk_size=1000)
    rows = ((one.told_at, one.read_at, one.headline, one.text, one.url) for one in told)
    return Part("notices", _("What we told you."), ["told_at", "read_at", "subject", "body", "url"], rows)


def forget(person: User) -> None:
    """All that says who somebody was is deleted, with every way in. What is left is a pseudonym that signs nothing.

    The country stays: the slots somebody took are counted under it.
    """
    for name, storage in _files(person):
        transaction.on_commit(partial(storage.delete, name))
    keys = UserSession.objects.filter(user=person).values_list("session_key", flat=True)
    Session.objects.filter(session_key__in=list(keys)).delete()
    for rows in (EmailAddress, Authenticator, SocialAccount, UserSession):
        rows.objects.filter(user=person).delete()
    for model in (LeftAddress, KnownDevice, DataFile, Notice):
        model.objects.filter(person=person).delete()
    person.groups.clear()
    person.set_unusable_password()
    User.objects.filter(pk=person.pk).update(
        email=f"{person.public_id}@left.invalid",
        password=person.password,
        name="",
        bio="",
        photo="",
        birth_date=NO_BIRTHDAY,
        languages=[],
        time_zone="UTC",
        quiet_from=None,
        quiet_until=None,
        last_login=None,
        is_active=False,
    )


def _files(person: User) -> Iterator[tuple[str, Storage]]:
    if person.photo:
        yield str(person.photo.name), person.photo.storage
    for one in DataFile.objects.filter(person=person).exclude(file=""):
        yield str(one.file.name), one.file.storage
