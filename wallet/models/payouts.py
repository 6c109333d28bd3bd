"""The papers of money out: where it goes, payouts and refunds, their batches and the calls that carry them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from picomarket.lib.fields import MoneyField
from picomarket.lib.money import Money
from picomarket.lib.public import PublicRow
from picomarket.lib.states import Stateful, moves
from wallet import rails

from .deposits import Deposit


class PayoutMethodQuerySet(models.QuerySet["PayoutMethod"]):
    def set_up(self) -> PayoutMethodQuerySet:
        """Those that say where to: not removed."""
        return self.exclude(destination="")


class PayoutMethod(models.Model):
    """Where one person's payouts go on one rail. A changed destination waits until ``usable_from``.

    One without a destination was removed; what is set next counts as a change.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="payout_methods")
    rail = models.CharField(max_length=20)
    destination = models.CharField(max_length=120)
    changed_at = models.DateTimeField()
    usable_from = models.DateTimeField()

    objects = PayoutMethodQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "rail"], name="wallet_method_once")
        ]

    def __str__(self) -> str:
        return f"{rails.name(self.rail)}: {self.destination}"


class PayoutBatch(PublicRow, Stateful):
    """Payouts and refunds that go to one rail together."""

    class State(models.TextChoices):
        GATHERED = "gathered", _("Gathered")
        SENT = "sent", _("Sent")
        SETTLED = "settled", _("Settled")

    MOVES = moves({State.GATHERED: {State.SENT}, State.SENT: {State.SETTLED}, State.SETTLED: set()})

    rail = models.CharField(max_length=20)
    state = models.CharField(max_length=12, choices=State.choices, default=State.GATHERED)
    gathered_at = models.DateTimeField()
    # Staff can look at it until then; after that it goes, by itself or when two people have approved it.
    goes_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "payout batches"

    def __str__(self) -> str:
        return f"{rails.name(self.rail)}, {date_format(localtime(self.gathered_at), 'DATETIME_FORMAT')}"


class BatchApproval(models.Model):
    """One member of the staff agrees that a batch goes; a large one needs two."""

    batch = models.ForeignKey(PayoutBatch, models.PROTECT, related_name="approvals")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["batch", "by"], name="wallet_batch_approved_once")
        ]

    def __str__(self) -> str:
        return f"{self.batch}: {self.by}"


class PayoutCall(PublicRow):
    """One call to a rail with some payouts of a batch: the same key always carries the same payouts.

    ``prepared`` is what the rail made ready before anything left, such as a signed transaction; it is stored and
    committed before the call, so that asking and sending again are safe.
    """

    batch = models.ForeignKey(PayoutBatch, models.PROTECT, related_name="calls")
    prepared: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.public_id


class PayoutQuerySet(models.QuerySet["Payout"]):
    def waiting(self) -> PayoutQuerySet:
        return self.filter(state=Payout.State.REQUESTED)

    def to_gather(self) -> PayoutQuerySet:
        """Those that the next run takes: not held, and of a refund the deposit was not taken back meanwhile."""
        stands = Q(deposit=None) | Q(deposit__state=Deposit.State.SETTLED)
        return self.waiting().filter(stands, held_at=None)

    def held(self) -> PayoutQuerySet:
        """Kept back by the staff."""
        return self.waiting().exclude(held_at=None)

    def unsent(self) -> PayoutQuerySet:
        """Those that have not left yet: in the queue or in a batch."""
        return self.filter(state__in=[Payout.State.REQUESTED, Payout.State.GATHERED])

    def on_the_way(self) -> PayoutQuerySet:
        """Whose money is held in flight."""
        return self.filter(state__in=[Payout.State.REQUESTED, Payout.State.GATHERED, Payout.State.SENT])

    def late(self, now: datetime) -> PayoutQuerySet:
        """On the way, though they were promised to have arrived by now."""
        return self.on_the_way().filter(promised_for__lte=now)


class Payout(PublicRow, Stateful):
    """Money a person takes out: what they earned, or a deposit they did not spend (a refund).

    ``public_id`` is the idempotency key the rail is given, once and for ever. The person receives ``amount`` less
    ``fee``. A held payout keeps its place and is left out of batches until it is released.
    """

    class Purpose(models.TextChoices):
        PAYOUT = "payout", _("Payout")
        REFUND = "refund", _("Refund of a deposit")

    class State(models.TextChoices):
        REQUESTED = "requested", _("Waiting for the next run")
        GATHERED = "gathered", _("In a batch")
        SENT = "sent", _("Sent, not yet confirmed")
        PAID = "paid", _("Paid")
        RETURNED = "returned", _("Failed, money returned")
        CANCELLED = "cancelled", _("Cancelled")
        REVERSED = "reversed", _("Came back after it was paid")

    MOVES = moves(
        {
            State.REQUESTED: {State.GATHERED, State.CANCELLED},
            State.GATHERED: {State.SENT, State.REQUESTED},
            State.SENT: {State.PAID, State.RETURNED},
            State.PAID: {State.REVERSED},
            State.REVERSED: set(),
            State.RETURNED: set(),
            State.CANCELLED: set(),
        }
    )

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="payouts")
    purpose = models.CharField(max_length=12, choices=Purpose.choices, default=Purpose.PAYOUT)
    deposit = models.ForeignKey("wallet.Deposit", models.PROTECT, null=True, blank=True, related_name="refunds")
    rail = models.CharField(max_length=20)
    # Empty in a refund that goes back the way it came.
    destination = models.CharField(max_length=120, blank=True)
    amount = MoneyField()
    fee = MoneyField(default=0)
    state = models.CharField(max_length=12, choices=State.choices, default=State.REQUESTED)
    batch = models.ForeignKey(PayoutBatch, models.PROTECT, null=True, blank=True, related_name="payouts")
    call = models.ForeignKey(PayoutCall, models.PROTECT, null=True, blank=True, related_name="payouts")
    # What its rail says it paid, where that is not what was sent and the staff counted it as paid all the same; else 0.
    rail_paid = MoneyField(default=0)
    failure = models.CharField(max_length=200, blank=True)
    reference = models.CharField(max_length=100, blank=True)
    requested_at = models.DateTimeField()
    promised_for = models.DateTimeField()
    gathered_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # When its rail said that it came back, be it before or after we heard that it was paid.
    came_back_at = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    held_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    held_reason = models.TextField(blank=True)
    # When the person and the staff were told that the promise is broken.
    told_late_at = models.DateTimeField(null=True, blank=True)

    objects = PayoutQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount__gt=F("fee"), fee__gte=0), name="wallet_payout_positive"),
            models.CheckConstraint(
                condition=Q(purpose="payout", deposit__isnull=True) | Q(purpose="refund", deposit__isnull=False),
                name="wallet_refund_has_deposit",
            ),
            models.CheckConstraint(
                condition=Q(held_at__isnull=True) | (Q(held_by__isnull=False) & ~Q(held_reason="")),
                name="wallet_hold_has_reason",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=["requested", "gathered"], purpose="payout"),
                name="wallet_one_request_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["deposit"],
                condition=Q(state__in=["requested", "gathered", "sent"], purpose="refund"),
                name="wallet_one_refund_at_a_time",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "id"], name="wallet_payout_state"),
            models.Index(
                fields=["promised_for"],
                condition=Q(state__in=["requested", "gathered", "sent"]),
                name="wallet_payout_promised",
            ),
        ]

    def __str__(self) -> str:
        if not self.destination:
            return str(self.amount)
        return str(_("%(amount)s to %(destination)s") % {"amount": self.amount, "destination": self.destination})

    @property
    def stage(self) -> str:
        """Its state in words: what is held waits for no run."""
        held = self.held_at is not None and self.state == self.State.REQUESTED
        return str(_("Held") if held else self.get_state_display())

    @property
    def arrives(self) -> Money:
        """What the person receives."""
        return self.amount - self.fee

    @property
    def paid(self) -> Money:
        """What the person was paid: what was sent, unless the rail says otherwise and the staff accepted that."""
        return self.rail_paid or self.arrives

    @property
    def is_refund(self) -> bool:
        return self.purpose == Payout.Purpose.REFUND

    def get_absolute_url(self) -> str:
        return reverse("wallet:payout_state", args=[self.public_id])
