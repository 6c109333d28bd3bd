"""Submissions for support: looked at here, changed by verdicts and disputes alone. Proofs are read in the case."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .models import Submission


@admin.register(Submission)
class SubmissionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["task", "worker", "state", "reason", "claimed_at", "submitted_at", "review_until", "closed_at"]
    list_filter = ["state", "reason"]
    list_select_related = ["task", "worker"]
    search_fields = ["=public_id", "task__title", "=task__public_id", "worker__email", "worker__name"]
    search_help_text = _("An id, a task's title, or the worker's e-mail address or name")
    date_hierarchy = "claimed_at"
    ordering = ["-claimed_at"]
    actions = None

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
