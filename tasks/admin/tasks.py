"""Tasks staff only look at, because a task changes by its employer's verbs alone."""

from __future__ import annotations

from django.contrib import admin

from tasks.models import ProofField, Task

from .rows import OnlyToRead


class ProofFields(OnlyToRead, admin.TabularInline):  # type: ignore[type-arg]
    model = ProofField
    fields = ["position", "kind", "label", "least"]
    ordering = ["position"]
    extra = 0


@admin.register(Task)
class TaskAdmin(OnlyToRead, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["title", "employer", "category", "state", "reward", "taken", "paid", "slots", "published_at"]
    list_filter = ["state", "category", "minimum_level"]
    list_select_related = ["employer", "category"]
    search_fields = ["title", "=public_id", "employer__email", "employer__name"]
    date_hierarchy = "published_at"
    ordering = ["-drafted_at"]
    inlines = [ProofFields]
