"""What referrals know of a person who takes their data along or leaves, and what they end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Sum
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.leaving.parts import OpenEnd, Part, table
from accounts.models import User
from picomarket.lib.money import Money

from . import holding
from .models import Clicks, Code, Month, Referral


def parts(person: User) -> Iterator[Part]:
    brought = Referral.objects.by(person)
    shown: tuple[str, ...] = (
        "referred__public_id",
        "state",
        "joined_at",
        "ends_at",
        "earned",
        "held",
        "released",
        "decision",
    )
    yield table("referrals", _("Whom you brought, by their public id, and what it earned you."), brought, *shown)
    by = Referral.objects.filter(referred=person)
    yield table("brought_by", _("Who brought you, by their public id."), by, "referrer__public_id", "joined_at")
    months = Month.objects.filter(referral__referrer=person).order_by("pk")
    shown = ("referral__referred__public_id", "month", "earned", "held")
    yield table("referral_months", _("What each earned you in each month."), months, *shown)
    yield table("referral_code", _("Your code."), Code.objects.filter(person=person), "code")
    clicks = Clicks.objects.filter(person=person).order_by("day")
    yield table("referral_clicks", _("How many came by your link, by day."), clicks, "day", "count")


def ends(person: User) -> Iterator[OpenEnd]:
    """What is held of what they earned, and would be lost."""
    if held := Referral.objects.held().filter(referrer=person).aggregate(sum=Sum("held"))["sum"]:
        words = format_lazy(_("{amount} of referrals, kept aside until somebody has decided"), amount=Money(held))
        yield OpenEnd(words, reverse("referrals:home"), _("See them"), blocks=False)


def forget(person: User, *, now: datetime) -> None:
    """Whom they brought earns them nothing any more: nobody would be there to have it. What is held needs no decision,
    and their code leads nowhere."""
    holding.end_all(person, now=now)
    Referral.objects.filter(referrer=person, ends_at__gt=now).update(ends_at=now)
    for model in (Code, Clicks):
        model.objects.filter(person=person).delete()
