"""What comes in from outside, and what the staff does by hand."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from picomarket.lib.fields import MoneyField
from picomarket.lib.public import PublicRow
from picomarket.lib.states import Stateful, moves
from wallet import rails


class RailEvent(models.Model):
    """What a rail told us, as it came, once each: staff can see it, and a second delivery changes nothing.

    What was refused at the door stands here too, the first of each day: nothing was done about it.
    """

    class Refused(models.TextChoices):
        SIGNED = "signed", _("Refused, though the rail signed it")
        UNSIGNED = "unsigned", _("Refused, and not signed by the rail")

    rail = models.CharField(max_length=20)
    event_id = models.CharField(max_length=100)
    payload: models.JSONField[Any, Any] = models.JSONField()
    received_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=200, blank=True)
    refused = models.CharField(max_length=8, choices=Refused.choices, blank=True)
    # What the staff wrote when they looked into it or took the rail's word, each in a line with their name.
    reasons = models.TextField(blank=True)
    # The first of two people of the staff who would count a large payout as paid.
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["rail", "event_id"], name="wallet_event_once")
        ]

    def __str__(self) -> str:
        return f"{rails.name(self.rail)} {self.event_id}"

    @property
    def waits(self) -> bool:
        """Whether somebody of the staff must look into it."""
        return self.applied_at is None and not self.refused


class Adjustment(PublicRow, Stateful):
    """Money a member of the staff gives or takes, with a written reason: it moves when a second one agrees."""

    class Kind(models.TextChoices):
        GOODWILL = "goodwill", _("Goodwill, into the earned pocket")
        PROMO = "promo", _("Promo credit, to spend here only")
        ADD_EARNED = "add_earned", _("Correction: add to earned")
        ADD_SPENDABLE = "add_spendable", _("Correction: add to spendable")
        TAKE_EARNED = "take_earned", _("Correction: take from earned")
        TAKE_SPENDABLE = "take_spendable", _("Correction: take from spendable")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Waits for a second person")
        APPLIED = "applied", _("Applied")
        DECLINED = "declined", _("Declined")

    MOVES = moves({State.PROPOSED: {State.APPLIED, State.DECLINED}, State.APPLIED: set(), State.DECLINED: set()})

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="adjustments")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PROPOSED)
    amount = MoneyField()
    reason = models.TextField()
    # Promo credit is gone after this; its person is warned a week before.
    expires_at = models.DateTimeField(null=True, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)
    # What is taken back for proven fraud, or given back because it was none: by which sanction, and for which work.
    sanction = models.ForeignKey("accounts.Sanction", models.PROTECT, null=True, blank=True, related_name="adjustments")
    item = models.CharField(max_length=12, blank=True, db_default="", default="")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="wallet_adjustment_positive"),
            models.CheckConstraint(
                condition=~Q(state="applied") | (Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
                name="wallet_adjustment_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(kind="promo") | Q(expires_at__isnull=False), name="wallet_promo_expires"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="wallet_adjustment_has_reason"),
            models.UniqueConstraint(
                fields=["item", "kind"],
                condition=~Q(item="") & ~Q(state="declined"),
                name="wallet_item_taken_back_once",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "kind"], condition=Q(kind="promo", state="applied"), name="wallet_promo"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"

    @property
    def is_taken(self) -> bool:
        """Whether it takes from the earned pocket."""
        return self.kind == self.Kind.TAKE_EARNED
