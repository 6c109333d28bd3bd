"""What the rails told us."""

from __future__ import annotations

from django.contrib import admin

from wallet.models import RailEvent

from .rows import AnyAdmin, ReadOnly


@admin.register(RailEvent)
class RailEventAdmin(ReadOnly, AnyAdmin):
    list_display = ("received_at", "rail", "event_id", "outcome", "applied_at")
    list_filter = ("rail", ("applied_at", admin.EmptyFieldListFilter))
    search_fields = ("event_id", "payload")
    ordering = ("-pk",)
