"""Payouts and where they go."""

from __future__ import annotations

from django.contrib import admin

from wallet.models import Payout, PayoutMethod

from .rows import AnyAdmin, ReadOnly


@admin.register(Payout)
class PayoutAdmin(ReadOnly, AnyAdmin):
    list_display = ("public_id", "person", "rail", "destination", "dollars", "state", "requested_at", "promised_for")
    list_filter = ("state", "rail")
    list_select_related = ("person",)
    search_fields = ("public_id", "reference", "person__email", "destination")
    ordering = ("-pk",)
    readonly_fields = ("public_id", "dollars")
    exclude = ("amount",)


@admin.register(PayoutMethod)
class PayoutMethodAdmin(ReadOnly, AnyAdmin):
    list_display = ("person", "rail", "destination", "changed_at", "usable_from")
    list_filter = ("rail",)
    list_select_related = ("person",)
    search_fields = ("person__email", "destination")
    ordering = ("-changed_at",)
