"""Accounts and transfers."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from wallet import tracing
from wallet.models import Account, Transfer

from .rows import AnyAdmin, ReadOnly


@admin.register(Account)
class AccountAdmin(ReadOnly, AnyAdmin):
    list_display = ("kind", "owner_id", "holds", "opened_at")
    list_filter = ("kind",)
    search_fields = ("=owner_id",)
    ordering = ("kind", "owner_id")
    fields = ("kind", "owner_id", "derived", "holds", "opened_at")
    readonly_fields = ("holds",)

    @admin.display(description=gettext_lazy("balance"), ordering="balance")
    def holds(self, account: Account) -> str:
        return str(account.balance)


class TracedList(ChangeList):
    """A page of transfers, each with its cause and its owners: some queries for the page, none for a row."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        rows = list(self.result_list)
        traced = tracing.trace(rows)
        for row in rows:
            row.traced = traced[row.pk]
        self.result_list = rows


@admin.register(Transfer)
class TransferAdmin(ReadOnly, AnyAdmin):
    list_display = ("at", "kind", "cause", "taken_from", "given_to", "dollars")
    list_filter = ("kind",)
    list_select_related = ("debit", "credit")
    search_fields = ("=ref", "=debit__owner_id", "=credit__owner_id")
    search_help_text = gettext_lazy("The key of what caused it, or of whose money it is")
    show_full_result_count = False
    ordering = ("-pk",)
    fields = ("at", "recorded_at", "kind", "cause", "ref", "leg", "taken_from", "given_to", "dollars")
    readonly_fields = ("dollars", "cause", "taken_from", "given_to")

    def get_changelist(self, request: HttpRequest, **_kwargs: Any) -> type[ChangeList]:
        return TracedList

    @admin.display(description=gettext_lazy("what for"), ordering="ref")
    def cause(self, transfer: Transfer) -> str:
        return _link(_traced(transfer).cause)

    @admin.display(description=gettext_lazy("from"))
    def taken_from(self, transfer: Transfer) -> str:
        return _link(_traced(transfer).debit)

    @admin.display(description=gettext_lazy("to"))
    def given_to(self, transfer: Transfer) -> str:
        return _link(_traced(transfer).credit)


def _traced(transfer: Transfer) -> tracing.Traced:
    """Traced with its page already, or by itself on its own page."""
    known: tracing.Traced | None = getattr(transfer, "traced", None)
    return known or tracing.trace([transfer])[transfer.pk]


def _link(named: tracing.Named) -> str:
    if not named.model:
        return named.words
    return format_html('<a href="{}">{}</a>', reverse(f"admin:{named.model}_change", args=[named.key]), named.words)
