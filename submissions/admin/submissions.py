"""Staff look at submissions; they change by the verbs of worker, employer and dispute alone."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from submissions.models import Proof, Submission


class OnlyToRead:
    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Proofs(OnlyToRead, admin.TabularInline):  # type: ignore[type-arg]
    """Proofs are private: only staff who settle disputes see them here."""

    model = Proof
    fields = ["field", "text", "shown", "saved_at"]
    readonly_fields = ["field", "text", "shown", "saved_at"]
    ordering = ["field__position", "place"]
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Proof]:
        if not isinstance(request.user, User):
            return Proof.objects.none()
        return Proof.objects.seen_by(request.user).select_related("field")

    @admin.display(description=_("picture or file"))
    def shown(self, proof: Proof) -> SafeString | str:
        if proof.file:
            return format_html('<a href="{}">{}</a>', proof.get_absolute_url(), proof.file_name)
        if not proof.picture:
            return ""
        width, height = proof.small_sides
        return format_html(
            '<a href="{}"><img src="{}" width="{}" height="{}" alt="{}" loading="lazy"></a>',
            proof.get_absolute_url(),
            proof.small_url,
            width,
            height,
            proof.field.label,
        )


@admin.register(Submission)
class SubmissionAdmin(OnlyToRead, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["task", "worker", "state", "reason", "claimed_at", "submitted_at", "review_until", "closed_at"]
    list_filter = ["state", "reason"]
    list_select_related = ["task", "worker"]
    search_fields = ["=public_id", "task__title", "=task__public_id", "worker__email", "worker__name"]
    search_help_text = _("The id of a submission or task, a task's title, or the worker's name or address")
    date_hierarchy = "claimed_at"
    ordering = ["-claimed_at"]
    inlines = [Proofs]
