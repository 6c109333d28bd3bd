"""Accounts and transfers."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy

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


@admin.register(Transfer)
class TransferAdmin(ReadOnly, AnyAdmin):
    list_display = ("at", "kind", "ref", "debit", "credit", "dollars")
    list_filter = ("kind",)
    list_select_related = ("debit", "credit")
    search_fields = ("=ref", "=debit__owner_id", "=credit__owner_id")
    search_help_text = gettext_lazy("The key of what caused it, or of whose money it is")
    show_full_result_count = False
    ordering = ("-pk",)
    fields = ("at", "recorded_at", "kind", "ref", "leg", "debit", "credit", "dollars")
    readonly_fields = ("dollars",)
