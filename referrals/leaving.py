"""What referrals know of a person who takes their data along."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from accounts.leaving.parts import Part, table
from accounts.models import User

from .models import Referral


def parts(person: User) -> Iterator[Part]:
    brought = Referral.objects.by(person)
    shown = ("referred__public_id", "joined_at", "ends_at", "earned")
    yield table("referrals", _("Whom you brought, by their public id, and what it earned you."), brought, *shown)
    by = Referral.objects.filter(referred=person)
    yield table("brought_by", _("Who brought you, by their public id."), by, "referrer__public_id", "joined_at")
