"""What this app knows of a person, and how it forgets it."""

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
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import (
    Appeal,
    AskedNotice,
    DataFile,
    Document,
    Identity,
    KnownDevice,
    LeaderboardEntry,
    LeftAddress,
    LevelMove,
    Phone,
    StaffEntry,
    User,
    Verdict,
)

from . import shared, told, treated
from .parts import Kept, OpenEnd, Part, table

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
    phone = Phone.objects.filter(person=person)
    yield table("phone", _("Your phone: what we keep of its number."), phone, "ends", "mark", "confirmed_at")
    checks = Identity.objects.filter(person=person).order_by("pk")
    yield table(
        "identity",
        _("Checks of your identity, and what is still kept of what you sent."),
        checks,
        *("public_id", "state", "sent_at", "decided_at", "decision"),
        files=_documents(person),
    )
    verdicts = Verdict.objects.filter(worker=person).order_by("pk")
    yield table("verdicts", _("Verdicts on your work that count."), verdicts, "given_at", "approved", "title", "url")
    yield from _standing_of(person)
    yield from treated.parts(person)
    yield from shared.parts(person)
    yield from told.parts(person)


def _standing_of(person: User) -> Iterator[Part]:
    later = AskedNotice.objects.filter(person=person).order_by("pk")
    yield table(
        "asked_later",
        _("When you were told of what is asked of everybody from a day on."),
        later,
        *("side", "end", "told_at", "repeated_at"),
    )
    moves = LevelMove.objects.filter(worker=person).order_by("pk")
    yield table(
        "level_moves", _("How your level moved."), moves, "at", "before", "after", "approved", "rejected", "rate"
    )
    entry = LeaderboardEntry.objects.filter(person=person)
    yield table("leaderboard", _("What the leaderboard shows of you."), entry, "country", "points", "week_points")
    asked = DataFile.objects.filter(person=person).order_by("pk")
    yield table("data_files", _("When you asked for your data."), asked, "public_id", "state", "asked_at", "size")
    left = LeftAddress.objects.filter(person=person).order_by("pk")
    yield table("left_addresses", _("E-mail addresses you had before."), left, "email", "left_at")
    deeds = StaffEntry.objects.filter(about=person).order_by("pk")
    yield table("staff_log", _("What the staff did about you."), deeds, "at", "role", "what", "reason", "url")


def ends(person: User) -> Iterator[OpenEnd]:
    """Access to the desk, which somebody else must take away first; an appeal that nobody has decided yet."""
    if person.is_staff or person.is_superuser:
        yield OpenEnd(_("You work at the desk. Have that taken from your account first: somebody there does it."))
    if Appeal.objects.filter(person=person, state=Appeal.State.FILED).exists():
        yield OpenEnd(_("An appeal of yours that is not decided"), reverse("accounts:standing"), _("See it"))


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
    for model in (AskedNotice, LeftAddress, KnownDevice, DataFile, LeaderboardEntry, Phone, Identity):
        model.objects.filter(person=person).delete()
    shared.forget(person)
    told.forget(person)
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
        phone_confirmed_at=None,
        identity_confirmed_at=None,
        is_active=False,
    )


def _files(person: User) -> Iterator[tuple[str, Storage]]:
    if person.photo:
        yield str(person.photo.name), person.photo.storage
    for one in DataFile.objects.filter(person=person).exclude(file=""):
        yield str(one.file.name), one.file.storage
    for document in _documents(person):
        yield document.stored, document.storage


def _documents(person: User) -> Iterator[Kept]:
    for one in Document.objects.filter(identity__person=person).order_by("pk"):
        yield Kept(f"documents/{one.public_id}-{one.name}", one.file.storage, str(one.file.name))
