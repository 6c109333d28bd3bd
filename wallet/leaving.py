"""What the wallet knows of a person who takes their data along or leaves, and what it forgets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.leaving.parts import OpenEnd, Part, table
from accounts.models import User

from . import lines, pockets, refunds
from .models import Adjustment, BillingDetails, Deposit, Invoice, Move, Payout, PayoutMethod


def parts(person: User) -> Iterator[Part]:
    head = ["at", "pocket", "what", "about", "amount", "reference"]
    told = ((one.at, one.pocket, one.words, one.about, one.amount, one.reference) for one in lines.every(person))
    yield Part("wallet_lines", _("Every movement of your money."), head, told)
    deposits = Deposit.objects.filter(person=person).order_by("pk")
    shown: tuple[str, ...] = ("public_id", "rail", "state", "asked", "amount", "started_at", "closed_at")
    yield table("deposits", _("Money you brought here."), deposits, *shown)
    payouts = Payout.objects.filter(person=person).order_by("pk")
    shown = ("public_id", "purpose", "rail", "destination", "amount", "fee", "state", "requested_at", "closed_at")
    yield table("payouts", _("Money that left for you: payouts and refunds."), payouts, *shown)
    kept = PayoutMethod.objects.filter(person=person)
    yield table("payout_destinations", _("Where your payouts go."), kept, "rail", "destination", "changed_at")
    said = BillingDetails.objects.filter(person=person)
    shown = ("kind", "legal_name", "address", "country", "tax_id", "declared_at")
    yield table("billing_details", _("Who you said you are, for invoices."), said, *shown)
    invoices = Invoice.objects.filter(person=person).order_by("pk")
    shown = ("public_id", "month", "issued_at", "details", "commission", "tax", "rewards", "bonuses")
    yield table("invoices", _("Invoices of the market's commission."), invoices, *shown)
    given = Adjustment.objects.filter(person=person, state=Adjustment.State.APPLIED).order_by("pk")
    shown = ("public_id", "kind", "amount", "reason", "item", "expires_at", "decided_at")
    yield table("adjustments", _("Money the staff gave or took, and why."), given, *shown)
    moved = Move.objects.filter(person=person).order_by("pk")
    yield table("moves", _("Money you moved from earned to spendable."), moved, "amount", "moved_at")


def ends(person: User, *, now: datetime) -> Iterator[OpenEnd]:  # noqa: ARG001 - each app is asked alike
    """Money of this person that is not out yet. What no way out takes is left behind, as theirs, in the books."""
    has = pockets.overview(person)
    going_back = any(offer.amount for offer in refunds.offers(person))
    if has.earned >= settings.RULES.minimum_payout:
        words = format_lazy(_("{amount} you earned"), amount=has.earned)
        yield OpenEnd(words, reverse("wallet:payout"), _("Have it paid out"))
    if going_back:
        words = format_lazy(_("{amount} you brought here and did not spend"), amount=has.spendable)
        yield OpenEnd(words, reverse("wallet:refundable"), _("Get it back"))
    if has.in_escrow:
        words = format_lazy(_("{amount} held for your tasks"), amount=has.in_escrow)
        yield OpenEnd(words, reverse("tasks:mine"), _("Stop them"))
    if has.on_the_way:
        words = format_lazy(_("{amount} on its way to you"), amount=has.on_the_way)
        yield OpenEnd(words, reverse("wallet:payout"), _("See where it is"))
    if Deposit.objects.filter(person=person, state=Deposit.State.STARTED).exists():
        yield OpenEnd(_("A deposit that may still arrive"), reverse("wallet:home"), _("See it"))
    small = has.earned if has.earned < settings.RULES.minimum_payout else 0
    if rest := small + (0 if going_back else has.spendable):
        words = format_lazy(_("{amount} that no way out takes: it stays in the books as yours"), amount=rest)
        yield OpenEnd(words, blocks=False)
    if has.promo:
        yield OpenEnd(format_lazy(_("{amount} of promo credit"), amount=has.promo), blocks=False)


def forget(person: User) -> None:
    """Where payouts go is deleted. The papers of what left, invoices and who they are for are books, and are kept."""
    PayoutMethod.objects.filter(person=person).delete()
