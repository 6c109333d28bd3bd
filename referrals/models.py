"""Who brought whom."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from accounts.models import User
from picomarket.lib.fields import MoneyField


class ReferralQuerySet(models.QuerySet["Referral"]):
    def by(self, referrer: User) -> ReferralQuerySet:
        """Those this person brought, newest first."""
        return self.filter(referrer=referrer).order_by("-joined_at", "-pk")


class Referral(models.Model):
    """One person brought another; until ``ends_at`` the house shares its commission with the referrer."""

    referrer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="brought")
    referred = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="brought_by")
    joined_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # The ledger knows the same sum per referrer only; it is moved together with the money.
    earned = MoneyField(default=0)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(referrer=models.F("referred")), name="referral_not_of_oneself")
        ]

    def __str__(self) -> str:
        return f"{self.referrer} → {self.referred}"
