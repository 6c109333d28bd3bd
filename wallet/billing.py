"""Who a person says they are, for invoices and tax reports."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User

from .models import BillingDetails

FIELDS = ("kind", "legal_name", "address", "country", "tax_id")


def current(person: User) -> BillingDetails | None:
    """What the person declared last; None before they declared anything."""
    return BillingDetails.objects.filter(person=person).order_by("-pk").first()


def declare(
    person: User, *, kind: str, legal_name: str, address: str, country: str, tax_id: str, now: datetime
) -> BillingDetails:
    """Note who the person is from now on. Invoices given before keep what they printed; no money moves."""
    given = {"kind": kind, "legal_name": legal_name, "address": address, "country": country, "tax_id": tax_id}
    last = current(person)
    if last is not None and all(str(getattr(last, name)) == given[name] for name in FIELDS):
        return last
    return BillingDetails.objects.create(person=person, declared_at=now, **given)
