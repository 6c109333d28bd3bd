"""Deposits, and the buttons for those that are carried by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from django.views.decorators.http import require_POST

from accounts.models import User
from picomarket.lib.money import Money
from picomarket.lib.refusals import Refused
from wallet import deposits, rails, waiting
from wallet.forms import ReceivedForm, TakenBackForm
from wallet.models import Deposit

from .rows import AnyAdmin, ByRail, ReadOnly

SEEN, BACK = gettext_noop("Arrival of a deposit seen"), gettext_noop("Deposit taken back")


class BySeen(admin.SimpleListFilter):
    title = gettext_lazy("who saw it")
    parameter_name = "seen"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("one", gettext_lazy("One, of two that must"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Deposit]) -> QuerySet[Deposit]:
        return queryset.filter(pk__in=waiting.seen_by_one().values("pk")) if self.value() == "one" else queryset


@admin.register(Deposit)
class DepositAdmin(ReadOnly, AnyAdmin):
    list_display = ("person", "meant", "dollars", "state", "seen_by", "way", "started_at", "closed_at", "public_id")
    list_filter = ("state", ByRail, BySeen)
    list_select_related = ("person", "seen_by")
    search_fields = ("public_id", "reference", "person__email")
    search_help_text = gettext_lazy("The reference the person wrote, the rail's own, or the person's e-mail address")
    ordering = ("-pk",)
    fields = (
        *("person", "meant", "dollars", "state", "way", "reference", "seen_by", "started_at", "closed_at"),
        *("failure", "owed", "terms", "terms_until", "ask_at", "public_id"),
    )
    always = ("person", "meant", "dollars", "state", "way", "reference", "public_id")
    readonly_fields = ("public_id", "way", "meant", "dollars", "owed")
    actions = ("mark_received",)

    @admin.display(description=gettext_lazy("asked for"), ordering="asked")
    def meant(self, deposit: Deposit) -> str:
        return str(deposit.asked)

    @admin.display(description=gettext_lazy("owed, and recovered of it"))
    def owed(self, deposit: Deposit) -> str:
        return f"{deposit.shortfall}, {deposit.recovered}" if deposit.shortfall else ""

    def has_money_permission(self, request: HttpRequest) -> bool:
        return cast(User, request.user).has_perm("wallet.change_deposit")

    def get_urls(self) -> list[URLPattern]:
        received, back = (self.admin_site.admin_view(view) for view in (self.received, self.taken_back))
        views = [
            path("<int:pk>/received/", received, name="wallet_deposit_received"),
            path("<int:pk>/back/", back, name="wallet_deposit_back"),
        ]
        return [*views, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        deposit = self.get_object(request, object_id)
        facts = {}
        if deposit and rails.facts(deposit.rail).by_hand and self.has_money_permission(request):
            facts = {
                "received_form": ReceivedForm(initial={"amount": deposit.asked}, prefix="in"),
                "back_form": TakenBackForm(initial={"amount": deposit.amount}, prefix="out"),
                "missing": _missing(deposit),
            }
        return super().change_view(request, object_id, form_url, {**facts, **(extra_context or {})})

    @method_decorator(require_POST)
    def received(self, request: HttpRequest, pk: int) -> HttpResponse:
        """All that has arrived of one deposit so far."""
        return self._do(request, pk, self._mark, received_form=ReceivedForm(request.POST, prefix="in"))

    @method_decorator(require_POST)
    def taken_back(self, request: HttpRequest, pk: int) -> HttpResponse:
        """All of one deposit that was taken back so far, with a reason its person reads."""
        return self._do(request, pk, self._mark_back, back_form=TakenBackForm(request.POST, prefix="out"))

    def _do(self, request: HttpRequest, pk: int, mark: Callable[..., None], **named: forms.Form) -> HttpResponse:
        """What is named is the one form that was sent, by the name that the page has it under."""
        (form,) = named.values()
        if not self.has_money_permission(request):
            raise PermissionDenied
        deposit = get_object_or_404(Deposit, pk=pk)
        if not form.is_valid():
            return self.again(request, deposit.pk, **named)
        mark(request, deposit, **form.cleaned_data)
        return redirect("admin:wallet_deposit_change", deposit.pk)

    @admin.action(description=gettext_lazy("Mark as received in full (by hand)"), permissions=["money"])
    def mark_received(self, request: HttpRequest, chosen: QuerySet[Deposit]) -> None:
        for deposit in chosen.order_by("pk"):
            self._mark(request, deposit, deposit.asked)

    def _mark_back(self, request: HttpRequest, deposit: Deposit, amount: Money, reason: str) -> None:
        by, now = cast(User, request.user), timezone.now()
        try:
            with transaction.atomic():
                marked = deposits.mark_taken_back(deposit, amount=amount, reason=reason, by=by, now=now)
                self.log_change(request, marked, f"{BACK}: {amount}. {reason}")
        except Refused as refusal:
            messages.error(request, refusal.words)
        else:
            messages.success(request, _("Taken back. The person and the staff are told."))

    def _mark(self, request: HttpRequest, deposit: Deposit, amount: Money, more: bool = False) -> None:
        """The verb and its line in the log, both or none; what is missing is said."""
        if amount > deposit.asked and not more:
            words = _("%(asked)s was asked for, and you typed %(amount)s. Tick it where more arrived.")
            messages.error(request, words % {"asked": deposit.asked, "amount": amount})
            return
        try:
            with transaction.atomic():
                marked = deposits.mark_received(deposit, by=cast(User, request.user), amount=amount, now=timezone.now())
                if _stands(marked) == _stands(deposit):
                    messages.info(request, _("This is booked already: nothing has changed."))
                    return
                self.log_change(request, marked, f"{SEEN}: {amount}")
        except Refused as refusal:
            messages.error(request, f"{deposit.public_id}: {refusal.words}")
            return
        if words := _missing(marked):
            messages.warning(request, f"{deposit.public_id}: {words}")
        else:
            said = _("%(amount)s is in %(person)s's wallet.")
            messages.success(request, said % {"amount": marked.amount, "person": marked.person})


def _stands(deposit: Deposit) -> tuple[object, ...]:
    """How it stands, to see whether anything happened."""
    return deposit.state, deposit.amount, deposit.seen, deposit.seen_by_id


def _missing(deposit: Deposit) -> str:
    """What a large deposit by hand still waits for."""
    if deposits.waits_for_second(deposit) and deposit.seen_by:
        seen = {"name": deposit.seen_by.public_name, "seen": deposit.seen}
        return _("%(name)s saw %(seen)s. A second person of the staff must see it too.") % seen
    limit = settings.RULES.four_eyes_deposit
    if deposit.state == Deposit.State.STARTED and deposit.asked > limit:
        return _("More than %(limit)s: two people of the staff must see it.") % {"limit": limit}
    return ""
