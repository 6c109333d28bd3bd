"""Having one's identity checked by hand: a person sends documents, somebody of the staff looks at them and decides, and
the documents are deleted. What stays is that it was checked, when and by whom.

It gives what a confirmed phone gives, and opens nothing where money goes: nobody needs it to be paid what they earned.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from inbox import notices
from inbox.topics import Topic
from picomarket.lib import rates
from picomarket.lib.refusals import Refused
from picomarket.lib.sweeps import sweep

from . import documents, staff_log, verifiers
from .models import Document, Identity, User
from .standing import checked_words

log = logging.getLogger(__name__)

SENT_AN_HOUR = 3
State = Identity.State


class IdentityRefused(Refused):
    """One that waits or counts already, or a decision about oneself or what is decided."""


def of(person: User) -> Identity | None:
    """The latest check of this person."""
    return Identity.objects.filter(person=person).order_by("-pk").first()


def is_offered(person: User) -> bool:
    """Whether there is a page about it for this person: also to take back what they sent where nobody looks now."""
    return verifiers.by_hand() or Identity.objects.held().filter(person=person).exists()


def send(person: User, *, files: Sequence[UploadedFile[Any]], now: datetime) -> Identity:
    """Have the staff look at these documents. Raises IdentityRefused, BadDocuments or TooOften.

    Files that cannot be taken count for nothing: who tries again with others is not told to wait.
    """
    if not verifiers.by_hand():
        raise IdentityRefused(_("Nobody checks identities here now."))
    read = documents.read(files)
    rates.check(person.pk, "identity", most=SENT_AN_HOUR, within=rates.HOUR, now=now)
    with transaction.atomic():
        row = User.objects.select_for_update(no_key=True).get(pk=person.pk)
        if Identity.objects.held().filter(person=row).exists():
            raise IdentityRefused(_("What you sent waits for a look, or counts already. Take it back first."))
        due = now + timedelta(hours=settings.RULES.identity_hours)
        identity = Identity.objects.create(person=row, sent_at=now, due_at=due)
        for one in read:
            document = Document(identity=identity, name=one.name, is_picture=one.ending == "webp")
            document.file.save(f"{document.public_id}.{one.ending}", one.content, save=False)
            document.save()
    return identity


def take_back(person: User, *, now: datetime) -> None:
    """What was sent waits no more and what was checked counts no more; the documents go at once. Safe to repeat."""
    mine = Document.objects.filter(identity__person=person)
    with transaction.atomic():
        row = User.objects.select_for_update(no_key=True).get(pk=person.pk)
        for identity in Identity.objects.held().filter(person=row).select_for_update(no_key=True):
            _move(identity, State.WITHDRAWN, now=now)
        _count(row, since=None)
    _delete(mine)


def confirm(identity: Identity, *, reason: str = "", by: User, now: datetime) -> None:
    """They are who they say: others read that it was checked, and its person is told. Raises IdentityRefused."""
    with transaction.atomic():
        locked = _decide(identity, State.CONFIRMED, reason=reason.strip(), by=by, now=now)
        _count(locked.person, since=now)
        subject = gettext_lazy("Your identity is checked")
        _tell(locked, subject, gettext_lazy("What you sent is deleted by itself in some days."), now)


def refuse(identity: Identity, *, reason: str, by: User, now: datetime) -> None:
    """It cannot be checked by this; its person reads why and can send something else.

    Raises IdentityRefused, or StandingRefused without a reason.
    """
    with transaction.atomic():
        locked = _decide(identity, State.REFUSED, reason=checked_words(reason), by=by, now=now)
        words = gettext_lazy(
            "{reason}\n\nYou can send other documents. What you sent is deleted by itself in some days."
        )
        body = format_lazy(words, reason=locked.decision)
        _tell(locked, gettext_lazy("Your identity could not be checked"), body, now)


def undo(identity: Identity, *, reason: str, by: User, now: datetime) -> None:
    """What was checked counts no more; its person reads why. Raises as ``refuse`` does."""
    with transaction.atomic():
        locked = _decide(identity, State.UNDONE, reason=checked_words(reason), by=by, now=now)
        _count(locked.person, since=None)
        _tell(locked, gettext_lazy("The check of your identity counts no more"), locked.decision, now)


def see(document: Document, *, by: User, now: datetime) -> Document:
    """One of the staff opens a document; its person reads so in their log. Raises IdentityRefused for one's own."""
    identity = document.identity
    if identity.person_id == by.pk:
        raise IdentityRefused(_("This is your own account: somebody else must decide."))
    url = reverse("admin:accounts_identity_change", args=[identity.pk])
    opened = gettext_noop("Opened a document of yours")
    staff_log.write(by=by, about=identity.person, what=opened, url=url, of=identity, now=now)
    return document


def sweep_documents(*, now: datetime, most: int = 200) -> int:
    """Delete the documents whose days are over; how many."""
    due = list(Document.objects.outdated(now).order_by("pk").values_list("pk", flat=True)[:most])
    return sweep(due, lambda some: _delete(Document.objects.filter(pk__in=some)))


def _delete(documents: QuerySet[Document]) -> int:
    """Delete documents, their files first, so that none is left that no row knows; how many. Safe to repeat."""
    rows = list(documents)
    for one in rows:
        one.file.storage.delete(str(one.file.name))
    Document.objects.filter(pk__in=[one.pk for one in rows]).delete()
    return len(rows)


def _decide(identity: Identity, state: str, *, reason: str, by: User, now: datetime) -> Identity:
    """The check, decided, with its person locked before it."""
    person = User.objects.select_for_update(no_key=True).get(pk=identity.person_id)
    locked = Identity.objects.select_for_update(no_key=True).get(pk=identity.pk)
    if person.pk == by.pk:
        raise IdentityRefused(_("This is your own account: somebody else must decide."))
    if not locked.can_become(state):
        raise IdentityRefused(_("This was decided already: %(state)s.") % {"state": locked.get_state_display()})
    locked.person, locked.decision, locked.decided_by = person, reason, by
    _move(locked, state, "decision", "decided_by", now=now)
    log.info("the identity of %s is %s by %s", person.public_id, state, by.pk)
    return locked


def _move(identity: Identity, state: str, *columns: str, now: datetime) -> None:
    """Decided or taken back: the days of its documents count from the first time."""
    identity.decided_at, identity.first_decided_at = now, identity.first_decided_at or now
    identity.move_to(state, "decided_at", "first_decided_at", *columns)


def _count(person: User, *, since: datetime | None) -> None:
    person.identity_confirmed_at = since
    person.save(update_fields=["identity_confirmed_at"])


def _tell(identity: Identity, subject: Promise, body: str | Promise, now: datetime) -> None:
    notices.tell(
        identity.person,
        subject=subject,
        body=body,
        url=reverse("accounts:identity"),
        mail=True,
        topic=Topic.ACCOUNT,
        now=now,
    )
