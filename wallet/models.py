"""Whose money it is: accounts, the transfers between them, and the papers of money in and out."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from picomarket.lib.fields import MoneyField
from picomarket.lib.public import PublicRow
from picomarket.lib.states import Stateful, moves


class AccountKind(models.IntegerChoices):
    """What a pot is for. People's and tasks' pots keep a balance that cannot go below zero."""

    EARNED = 1, _("Earned")
    SPENDABLE = 2, _("Spendable")
    ESCROW = 3, _("In escrow")
    EXTERNAL = 10, _("Outside")
    REVENUE = 11, _("Commission earned")
    IN_FLIGHT = 12, _("Payouts on their way")


# House accounts keep no running balance: theirs is derived, so no trade waits for a row all trades share.
HOUSE = frozenset({AccountKind.EXTERNAL, AccountKind.REVENUE, AccountKind.IN_FLIGHT})


class TransferKind(models.IntegerChoices):
    """Why money moved. The comment says which row ``ref`` is the key of; docs/money.md has the whole table."""

    DEPOSIT = 1, _("Deposit")  # Deposit
    ESCROW_OPEN = 10, _("Put into a task")  # Task
    ESCROW_REFUND = 11, _("Returned from a task")  # Task
    SLOT_REFUND = 12, _("Returned from a slot")  # Submission
    REWARD = 20, _("Reward")  # Submission
    EMPLOYER_COMMISSION = 21, _("Commission on a reward")  # Submission
    WORKER_COMMISSION = 22, _("Commission out of a reward")  # Submission
    REFERRAL_SHARE = 23, _("Referral share")  # Submission
    EARNED_TO_SPENDABLE = 30, _("Moved to spend")  # Move
    PAYOUT_HOLD = 40, _("Set aside for a payout")  # Payout
    PAYOUT_PAID = 41, _("Paid out")  # Payout
    PAYOUT_RETURNED = 42, _("Payout returned")  # Payout


class Account(models.Model):
    """A pot of money. ``owner_id`` is a person, a task or a rail by ``kind``; 0 is the house.

    PostgreSQL moves ``balance`` by a trigger on transfers and refuses any other writer (migration 0002).
    """

    kind = models.PositiveSmallIntegerField(choices=AccountKind.choices)
    owner_id = models.BigIntegerField(default=0)
    derived = models.BooleanField(default=False)
    balance = MoneyField(default=0)
    opened_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "owner_id"], name="wallet_account_once"),
            models.CheckConstraint(condition=models.Q(balance__gte=0), name="wallet_no_overdraft"),
            models.CheckConstraint(
                condition=models.Q(derived=False) | models.Q(balance=0), name="wallet_derived_keeps_none"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.owner_id or ''}".strip()


class Transfer(models.Model):
    """One movement of money from the debit account to the credit account. Append-only; it cannot be unbalanced."""

    ref = models.BigIntegerField()
    kind = models.PositiveSmallIntegerField(choices=TransferKind.choices)
    leg = models.PositiveSmallIntegerField(default=1)
    # The trigger proves that the accounts exist; a foreign key's own check and index would double each row's cost.
    debit = models.ForeignKey(Account, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    credit = models.ForeignKey(Account, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    amount = MoneyField()
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["ref", "kind", "leg"], name="wallet_transfer_once"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="wallet_transfer_positive"),
            models.CheckConstraint(condition=~models.Q(debit=models.F("credit")), name="wallet_transfer_two_accounts"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["debit", "id"], name="wallet_transfer_debit"),
            models.Index(fields=["credit", "id"], name="wallet_transfer_credit"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"


class Move(models.Model):
    """A person's own move of money from the earned to the spendable pocket; its key makes a double click harmless."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    key = models.CharField(max_length=40, unique=True)
    amount = MoneyField()
    moved_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.amount)


class Deposit(PublicRow, Stateful):
    """Money a person sends in. ``public_id`` is the rail's idempotency key, ``reference`` the rail's own name."""

    class State(models.TextChoices):
        STARTED = "started", _("Waiting for the money")
        SETTLED = "settled", _("Arrived")
        FAILED = "failed", _("Failed")
        EXPIRED = "expired", _("Closed, never arrived")

    # Money that arrives after all is always taken in: an expired or failed deposit may still settle.
    MOVES = moves(
        {
            State.STARTED: {State.SETTLED, State.FAILED, State.EXPIRED},
            State.FAILED: {State.SETTLED},
            State.EXPIRED: {State.SETTLED},
            State.SETTLED: set(),
        }
    )

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="deposits")
    rail = models.CharField(max_length=20)
    amount = MoneyField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.STARTED)
    reference = models.CharField(max_length=100, blank=True)
    pay_url = models.URLField(max_length=500, blank=True)
    instructions = models.TextField(blank=True)
    failure = models.CharField(max_length=200, blank=True)
    started_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="wallet_deposit_positive"),
            models.UniqueConstraint(
                fields=["rail", "reference"], condition=~models.Q(reference=""), name="wallet_deposit_reference_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} by {self.rail}"

    def get_absolute_url(self) -> str:
        return reverse("wallet:deposit_state", args=[self.public_id])


class PayoutMethod(models.Model):
    """Where one person's payouts go on one rail. A changed destination waits until ``usable_from``."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="payout_methods")
    rail = models.CharField(max_length=20)
    destination = models.CharField(max_length=120)
    changed_at = models.DateTimeField()
    usable_from = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "rail"], name="wallet_method_once")
        ]

    def __str__(self) -> str:
        return f"{self.rail}: {self.destination}"


class PayoutBatch(PublicRow, Stateful):
    """Payouts that go to one rail together."""

    class State(models.TextChoices):
        GATHERED = "gathered", _("Gathered")
        SENT = "sent", _("Sent")
        SETTLED = "settled", _("Settled")

    MOVES = moves({State.GATHERED: {State.SENT}, State.SENT: {State.SETTLED}, State.SETTLED: set()})

    rail = models.CharField(max_length=20)
    state = models.CharField(max_length=12, choices=State.choices, default=State.GATHERED)
    gathered_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "payout batches"

    def __str__(self) -> str:
        return f"{self.rail} {self.gathered_at:%Y-%m-%d %H:%M}"


class PayoutQuerySet(models.QuerySet["Payout"]):
    def waiting(self) -> PayoutQuerySet:
        return self.filter(state=Payout.State.REQUESTED)

    def on_the_way(self) -> PayoutQuerySet:
        """Whose money is held in flight."""
        return self.filter(state__in=[Payout.State.REQUESTED, Payout.State.GATHERED, Payout.State.SENT])


class Payout(PublicRow, Stateful):
    """Money a person takes out. ``public_id`` is the idempotency key the rail is given, once and for ever."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("Waiting for the next run")
        GATHERED = "gathered", _("In a batch")
        SENT = "sent", _("Sent, not yet confirmed")
        PAID = "paid", _("Paid")
        RETURNED = "returned", _("Failed, money returned")
        CANCELLED = "cancelled", _("Cancelled")

    MOVES = moves(
        {
            State.REQUESTED: {State.GATHERED, State.CANCELLED},
            State.GATHERED: {State.SENT},
            State.SENT: {State.PAID, State.RETURNED},
            State.PAID: set(),
            State.RETURNED: set(),
            State.CANCELLED: set(),
        }
    )

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="payouts")
    rail = models.CharField(max_length=20)
    destination = models.CharField(max_length=120)
    amount = MoneyField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.REQUESTED)
    batch = models.ForeignKey(PayoutBatch, models.PROTECT, null=True, blank=True, related_name="payouts")
    failure = models.CharField(max_length=200, blank=True)
    reference = models.CharField(max_length=100, blank=True)
    requested_at = models.DateTimeField()
    promised_for = models.DateTimeField()
    gathered_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = PayoutQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="wallet_payout_positive"),
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(state="requested"), name="wallet_one_request_at_a_time"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "id"], name="wallet_payout_state"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} to {self.destination}"

    def get_absolute_url(self) -> str:
        return reverse("wallet:payout_state", args=[self.public_id])


class RailEvent(models.Model):
    """What a rail told us, as it came, once each: staff can see it, and a second delivery changes nothing."""

    rail = models.CharField(max_length=20)
    event_id = models.CharField(max_length=100)
    payload: models.JSONField[Any, Any] = models.JSONField()
    received_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["rail", "event_id"], name="wallet_event_once")
        ]

    def __str__(self) -> str:
        return f"{self.rail} {self.event_id}"
