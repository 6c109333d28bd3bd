"""The papers of money in: deposits, and a person's own moves between pockets."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from picomarket.lib.fields import MoneyField
from picomarket.lib.public import PublicRow
from picomarket.lib.states import Stateful, moves
from wallet import rails


class Move(models.Model):
    """A person's own move of money from the earned to the spendable pocket; its key makes a double click harmless."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    key = models.CharField(max_length=40, unique=True)
    amount = MoneyField()
    moved_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.amount)


class Deposit(PublicRow, Stateful):
    """Money a person sends in. ``public_id`` is the rail's idempotency key, ``reference`` the rail's own name.

    ``asked`` is what the person meant to send. ``amount`` is the same until money arrived, then all that has arrived:
    it may be less, and more may follow.
    """

    class State(models.TextChoices):
        STARTED = "started", _("Waiting for the money")
        SETTLED = "settled", _("Arrived")
        CANCELLED = "cancelled", _("Cancelled")
        FAILED = "failed", _("Failed")
        EXPIRED = "expired", _("Closed, never arrived")
        REVERSED = "reversed", _("Taken back by the payer's bank")

    # Money that arrives after all is always taken in: a cancelled, failed or expired deposit may still settle.
    MOVES = moves(
        {
            State.STARTED: {State.SETTLED, State.CANCELLED, State.FAILED, State.EXPIRED},
            State.CANCELLED: {State.SETTLED},
            State.FAILED: {State.SETTLED},
            State.EXPIRED: {State.SETTLED},
            State.SETTLED: {State.REVERSED},
            State.REVERSED: set(),
        }
    )

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="deposits")
    rail = models.CharField(max_length=20)
    asked = MoneyField(default=0)
    amount = MoneyField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.STARTED)
    reference = models.CharField(max_length=100, blank=True)
    pay_url = models.URLField(max_length=500, blank=True)
    instructions = models.TextField(blank=True)
    # What the rail fixed for this deposit, such as a rate; it is given back to the rail with each question.
    terms: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)
    terms_until = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=200, blank=True)
    started_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    # When the rail is asked next; later and later, the older a deposit is. None: no more.
    ask_at = models.DateTimeField(null=True, blank=True)
    # The first of two people of the staff who saw the money of a deposit by hand, and how much they saw.
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    seen = MoneyField(default=0)
    # Of a deposit that was taken back: what its person had spent already, and what of that was recovered since.
    shortfall = MoneyField(default=0)
    recovered = MoneyField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="wallet_deposit_positive"),
            models.CheckConstraint(
                condition=models.Q(recovered__lte=models.F("shortfall")), name="wallet_deposit_recovered"
            ),
            models.UniqueConstraint(
                fields=["rail", "reference"], condition=~models.Q(reference=""), name="wallet_deposit_reference_once"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["ask_at"], condition=models.Q(ask_at__isnull=False), name="wallet_deposit_ask"),
            models.Index(
                fields=["person"], condition=models.Q(recovered__lt=models.F("shortfall")), name="wallet_deposit_owing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount}, {rails.name(self.rail)}"

    def get_absolute_url(self) -> str:
        return reverse("wallet:deposit_state", args=[self.public_id])
