"""Who brought whom, and what came of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from picomarket.lib.fields import MoneyField
from picomarket.lib.money import Money
from picomarket.lib.states import Stateful, moves


class ReferralQuerySet(models.QuerySet["Referral"]):
    def by(self, referrer: User) -> ReferralQuerySet:
        """Those this person brought, newest first."""
        return self.filter(referrer=referrer).order_by("-joined_at", "-pk")

    def held(self) -> ReferralQuerySet:
        return self.filter(state=Referral.State.HELD)


class Referral(Stateful):
    """One person brought another; until ``ends_at`` the house shares its commission with the referrer.

    ``deposited`` is what the referred one paid in within that time, ``from_deposits`` what of the share of it became
    due. While it is held, what becomes due is counted in ``held`` and paid when it is released.
    """

    class State(models.TextChoices):
        EARNING = "earning", _("Earning")
        HELD = "held", _("Held")
        VOIDED = "voided", _("Void")

    MOVES = moves({State.EARNING: {State.HELD}, State.HELD: {State.EARNING, State.VOIDED}, State.VOIDED: set()})

    referrer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="brought")
    referred = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="brought_by")
    state = models.CharField(max_length=8, choices=State.choices, default=State.EARNING, db_default=State.EARNING)
    joined_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # The ledger knows the same sum per referrer only; it is moved together with the money.
    earned = MoneyField(default=0)
    deposited = MoneyField(default=0, db_default=0)
    from_deposits = MoneyField(default=0, db_default=0)
    held = MoneyField(default=0, db_default=0)
    released = MoneyField(default=0, db_default=0)
    # Why it is held, as `holding.because` reads it, and what the staff decided and wrote; whoever decided once is not
    # held again by itself.
    held_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    held_for = models.JSONField(default=dict, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decision = models.TextField(blank=True, db_default="")

    objects = ReferralQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(referrer=F("referred")), name="referral_not_of_oneself")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["held_at"], condition=Q(state="held"), name="referral_held")
        ]

    def __str__(self) -> str:
        return f"{self.referrer} → {self.referred}"

    @property
    def to_come(self) -> Money:
        """The share of what was deposited that becomes due as it is spent."""
        share = Money(self.deposited).share(settings.RULES.referral_ppm)
        return max(Money(0), share - Money(self.from_deposits))


class Month(models.Model):
    """What one referral earned in one month, by UTC, and what of it is held."""

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="months", db_index=False)
    month = models.DateField()
    earned = MoneyField(default=0)
    held = MoneyField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["referral", "month"], name="referral_month_once")
        ]

    def __str__(self) -> str:
        return f"{self.referral_id}: {self.month:%Y-%m}"


class Code(models.Model):
    """The few letters by which somebody can be named at sign-up."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="referral_code")
    code = models.CharField(max_length=6, unique=True)

    def __str__(self) -> str:
        return self.code


class Clicks(models.Model):
    """How many visitors came by one person's link on one day; nothing is kept of who they were."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "day"], name="referral_clicks_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.count}"
