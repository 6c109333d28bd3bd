"""What a person declares for papers, and the invoices that were given to them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from django_countries.fields import CountryField

from picomarket.lib.fields import MoneyField
from picomarket.lib.money import Money
from picomarket.lib.public import PublicRow


class BillingDetails(models.Model):
    """Who a person says they are for invoices and tax reports. A change is a new row; the latest counts."""

    class Kind(models.TextChoices):
        INDIVIDUAL = "individual", _("A person")
        COMPANY = "company", _("A company")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="billing_details")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.INDIVIDUAL)
    legal_name = models.CharField(max_length=120)
    address = models.TextField(max_length=400)
    country = CountryField()
    tax_id = models.CharField(max_length=40, blank=True)
    declared_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "billing details"
        permissions = [("report_taxes", gettext_noop("Can take out the figures that tax offices ask for"))]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["person", "-id"], name="wallet_billing_latest")]

    def __str__(self) -> str:
        return self.legal_name


class InvoiceYear(models.Model):
    """How many invoices a year has had; its row is locked while one is given a number, so that none is left out."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Invoice(PublicRow):
    """What the house charged one employer in one month. Append-only in PostgreSQL: it is printed again the same.

    It is ``commission`` and ``promotions``, less what came back of them; ``tax`` is the part of both that is tax at
    ``tax_ppm``. What was paid to workers is told for information: it is not the house's.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="invoices")
    month = models.DateField()
    year = models.PositiveSmallIntegerField()
    place = models.PositiveIntegerField()
    issued_at = models.DateTimeField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    details = models.ForeignKey(BillingDetails, models.PROTECT, related_name="invoices")
    # Name, address and tax id of the market as they stood then.
    seller: models.JSONField[Any, Any] = models.JSONField()
    commission = MoneyField()
    promotions = MoneyField(default=0)
    tax_ppm = models.PositiveIntegerField(default=0)
    tax = MoneyField(default=0)
    rewards = MoneyField(default=0)
    bonuses = MoneyField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "month"], name="wallet_invoice_once"),
            models.UniqueConstraint(fields=["year", "place"], name="wallet_invoice_number_once"),
            models.CheckConstraint(
                condition=models.Q(commission__gte=0) & ~models.Q(commission=0, promotions=0),
                name="wallet_invoice_charges",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        return f"{self.year}-{self.place:06d}"

    @property
    def charged(self) -> Money:
        return self.commission + self.promotions

    @property
    def net(self) -> Money:
        return self.charged - self.tax

    @property
    def is_credit(self) -> bool:
        """Whether more came back than was charged."""
        return self.charged < 0
