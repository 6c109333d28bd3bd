"""Deposits, and the button for those that are carried by hand."""

from __future__ import annotations

from typing import cast

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from picomarket.lib.refusals import Refused
from wallet import deposits
from wallet.models import Deposit

from .rows import AnyAdmin, ReadOnly


@admin.register(Deposit)
class DepositAdmin(ReadOnly, AnyAdmin):
    list_display = ("public_id", "person", "rail", "dollars", "state", "started_at", "closed_at")
    list_filter = ("state", "rail")
    list_select_related = ("person",)
    search_fields = ("public_id", "reference", "person__email")
    search_help_text = gettext_lazy("The reference the person wrote, the rail's own, or the person's e-mail address")
    ordering = ("-pk",)
    fields = ("public_id", "person", "rail", "dollars", "state", "reference", "failure", "started_at", "closed_at")
    readonly_fields = ("public_id", "dollars")
    actions = ("mark_received",)

    def has_money_permission(self, request: HttpRequest) -> bool:
        return cast(User, request.user).has_perm("wallet.change_deposit")

    @admin.action(description=gettext_lazy("Mark as received (by hand)"), permissions=["money"])
    def mark_received(self, request: HttpRequest, chosen: QuerySet[Deposit]) -> None:
        for deposit in chosen.order_by("pk"):
            try:
                deposits.mark_received(deposit, by=cast(User, request.user), now=timezone.now())
                self.log_change(request, deposit, "Marked as received")
                said = _("%(amount)s is in %(person)s's wallet.")
                messages.success(request, said % {"amount": deposit.amount, "person": deposit.person})
            except Refused as refusal:
                messages.error(request, f"{deposit.public_id}: {refusal.words}")
