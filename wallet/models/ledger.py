"""The ledger itself: accounts, the transfers between them, and the seals that show nobody changed a line."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from picomarket.lib.fields import MoneyField
from wallet import rails


class AccountKind(models.IntegerChoices):
    """What a pot is for. People's, tasks' and offers' pots keep a balance that cannot go below zero."""

    EARNED = 1, _("Earned")
    SPENDABLE = 2, _("Spendable")
    ESCROW = 3, _("In escrow")
    PROMO = 4, _("Promo credit")
    OFFER = 5, _("Set aside for a test")
    EXTERNAL = 10, _("Outside")
    REVENUE = 11, _("Commission earned")
    IN_FLIGHT = 12, _("Money on its way out")
    PROMO_GIVEN = 13, _("Promo credit given")
    GOODWILL = 14, _("Goodwill given")
    LOSSES = 15, _("Losses")
    CORRECTIONS = 16, _("Corrections")
    RAIL_COSTS = 17, _("What rails cost")


# House accounts keep no running balance: theirs is derived, so no trade waits for a row all trades share.
HOUSE = frozenset(kind for kind in AccountKind if kind >= AccountKind.EXTERNAL)


class TransferKind(models.IntegerChoices):
    """Why money moved. The comment says which row ``ref`` is the key of; docs/money.md has the whole table."""

    DEPOSIT = 1, _("Deposit")  # Deposit
    DEPOSIT_REVERSED = 2, _("Deposit taken back")  # Deposit
    LOSS_RECOVERED = 3, _("Taken for a deposit that was taken back")  # Deposit
    ESCROW_OPEN = 10, _("Put into a task")  # Task
    ESCROW_REFUND = 11, _("Returned from a task")  # Task
    SLOT_REFUND = 12, _("Returned from a slot")  # Submission
    ESCROW_TOP_UP = 13, _("Added to a task")  # TopUp
    PROMOTION = 14, _("Promotion of a task")  # Promotion
    PROMOTION_RETURNED = 15, _("Returned from a promotion")  # Promotion
    TEST_OFFERED = 16, _("Set aside for a test")  # Offer
    TEST_RETURNED = 17, _("Returned from a test")  # Offer
    REWARD = 20, _("Reward")  # Submission
    EMPLOYER_COMMISSION = 21, _("Commission on a reward")  # Submission
    WORKER_COMMISSION = 22, _("Commission out of a reward")  # Submission
    REFERRAL_SHARE = 23, _("Referral share")  # Submission
    BONUS = 24, _("Bonus")  # Bonus
    DISPUTE_AWARD = 25, _("Part of a reward, by dispute")  # Submission
    TEST_TRIED = 26, _("For trying a test")  # Attempt
    REFERRAL_RELEASED = 27, _("Referral shares released")  # Referral
    SCREEN_OUT = 28, _("For finding out: did not qualify")  # Submission
    EARNED_TO_SPENDABLE = 30, _("Moved to spend")  # Move
    PAYOUT_HOLD = 40, _("Set aside for a payout")  # Payout
    PAYOUT_PAID = 41, _("Paid out")  # Payout
    PAYOUT_RETURNED = 42, _("Returned from a payout")  # Payout
    PAYOUT_FEE = 43, _("Payout fee")  # Payout
    PAYOUT_REVERSED = 44, _("Payout came back")  # Payout
    RAIL_COST = 45, _("Cost of sending")  # Payout
    REFUND_HOLD = 46, _("Set aside to send back")  # Payout
    REFUND_PAID = 47, _("Deposit sent back")  # Payout
    REFUND_RETURNED = 48, _("Returned from a refund")  # Payout
    REFUND_REVERSED = 49, _("Sent back, and came again")  # Payout
    PROMO_GRANT = 50, _("Promo credit")  # Adjustment
    PROMO_EXPIRED = 51, _("Promo credit expired")  # Adjustment
    GOODWILL = 60, _("Goodwill")  # Adjustment
    CORRECTION = 61, _("Correction")  # Adjustment


class Account(models.Model):
    """A pot of money. ``owner_id`` is a person, a task, an offer or a rail by ``kind``; 0 is the house.

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


class LedgerPart(models.Model):
    """The lines from ``first`` to ``upto`` of a ledger that was divided: a table of their own in PostgreSQL.

    A closed one takes no more lines. ``last_refs`` is the highest ref of each kind in it, once that is known: an event
    with a higher one did not happen there.
    """

    first = models.BigIntegerField(unique=True)
    upto = models.BigIntegerField(unique=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    last_refs: models.JSONField[Any, Any] = models.JSONField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.first} to {self.upto}"


class Rollup(models.Model):
    """What a house account's lines up to ``upto`` sum to, so that its balance needs only the lines after."""

    account = models.OneToOneField(Account, models.PROTECT, primary_key=True, related_name="+", db_constraint=False)
    upto = models.BigIntegerField()
    balance = MoneyField()

    def __str__(self) -> str:
        return f"{self.account} up to {self.upto}"


class Seal(models.Model):
    """A hash over the transfers from ``first`` to ``upto`` and the seal before: a changed line breaks every later one.

    Append-only in PostgreSQL.
    """

    first = models.BigIntegerField(unique=True)
    upto = models.BigIntegerField(unique=True)
    lines = models.BigIntegerField()
    amount = MoneyField()
    hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.upto}: {self.hash[:12]}"


class BookCheck(models.Model):
    """One proof of the books: when it ran, over how much, and what it found wrong."""

    ran_at = models.DateTimeField()
    seconds = models.FloatField()
    accounts = models.BigIntegerField()
    transfers = models.BigIntegerField()
    findings = models.JSONField(default=list)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["-ran_at"], name="wallet_book_check")]

    def __str__(self) -> str:
        return date_format(localtime(self.ran_at), "DATETIME_FORMAT")


class FundsRecord(models.Model):
    """What the operator's account at one rail really held at one time: the other side of the open books."""

    rail = models.CharField(max_length=20)
    amount = MoneyField()
    at = models.DateTimeField()
    # None where the rail was asked and said so itself.
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["rail", "-at"], name="wallet_funds")]

    def __str__(self) -> str:
        return f"{rails.name(self.rail)}: {self.amount}"
