"""Checks of who somebody is, by hand: what was sent, who looked at it and what they found."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from picomarket.lib.public import PublicRow
from picomarket.lib.states import Stateful, moves

from .sanctions import file_storage


class IdentityQuerySet(models.QuerySet["Identity"]):
    def open(self) -> IdentityQuerySet:
        return self.filter(state=Identity.State.SENT)

    def late(self, now: datetime) -> IdentityQuerySet:
        """The person was promised an answer before now."""
        return self.open().filter(due_at__lte=now)

    def running(self, now: datetime) -> IdentityQuerySet:
        return self.open().filter(due_at__gt=now)

    def held(self) -> IdentityQuerySet:
        """What its person can still take back: it waits, or it counts."""
        return self.filter(state__in=[Identity.State.SENT, Identity.State.CONFIRMED])


class Identity(PublicRow, Stateful):
    """One check of who somebody is. Of what was seen nothing is kept but that it was checked, when and by whom."""

    class State(models.TextChoices):
        SENT = "sent", _("Waiting for a look")
        CONFIRMED = "confirmed", _("Checked")
        REFUSED = "refused", _("Could not be checked")
        WITHDRAWN = "withdrawn", _("Taken back")
        UNDONE = "undone", _("Counts no more")

    MOVES = moves(
        {
            State.SENT: {State.CONFIRMED, State.REFUSED, State.WITHDRAWN},
            State.CONFIRMED: {State.UNDONE, State.WITHDRAWN},
            State.REFUSED: set(),
            State.WITHDRAWN: set(),
            State.UNDONE: set(),
        }
    )

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="identities", verbose_name=_("person")
    )
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.SENT)
    sent_at = models.DateTimeField(_("sent"))
    due_at = models.DateTimeField(_("promised by"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    # When it was decided or taken back last; and first, from which on its documents are kept for some days and no more,
    # whatever is decided later.
    decided_at = models.DateTimeField(null=True, blank=True)
    first_decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.TextField(blank=True)

    objects = IdentityQuerySet.as_manager()

    class Meta:
        verbose_name = _("check of an identity")
        verbose_name_plural = _("checks of identities")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state__in=["sent", "confirmed"]), name="identity_held_once"
            ),
            models.CheckConstraint(condition=~Q(decided_by=F("person")), name="identity_decided_by_another"),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "undone"]) | ~Q(decision=""), name="identity_no_has_reason"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_at"], condition=Q(state="sent"), name="identity_open")
        ]

    def __str__(self) -> str:
        return f"{self.person}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.SENT

    @property
    def is_confirmed(self) -> bool:
        return self.state == self.State.CONFIRMED


class DocumentQuerySet(models.QuerySet["Document"]):
    def outdated(self, now: datetime) -> DocumentQuerySet:
        """What was decided by them is decided for so long that they are kept no more."""
        return self.filter(identity__first_decided_at__lte=now - timedelta(days=settings.RULES.document_days))


class Document(PublicRow):
    """A private file that shows who somebody is. Whoever decides opens it on the desk, and nobody else anywhere."""

    identity = models.ForeignKey(Identity, models.CASCADE, related_name="documents")
    file = models.FileField(storage=file_storage, upload_to="documents/%Y/%m/")
    name = models.CharField(max_length=100)
    is_picture = models.BooleanField()

    objects = DocumentQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
