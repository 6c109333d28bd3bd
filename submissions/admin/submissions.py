"""Staff look at submissions; they change by the verbs of worker, employer and dispute alone."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from accounts import places
from accounts.models import Sanction, User
from picomarket.lib.refusals import Refused
from submissions import clawbacks
from submissions.models import Proof, Submission

PROPOSED = gettext_noop("Claw-back proposed")


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
    readonly_fields = ("lived_in",)

    def get_fields(self, request: HttpRequest, obj: Submission | None = None) -> list[str]:
        """The country by its name, in its column's place."""
        columns = [str(name) for name in super().get_fields(request, obj) if name != "lived_in"]
        return ["lived_in" if name == "country" else name for name in columns]

    @admin.display(description=_("country"))
    def lived_in(self, submission: Submission) -> str:
        return places.name_of(submission.country) or str(self.get_empty_value_display())

    def affected(self, row: Submission | Sanction) -> list[User]:
        return [row.person] if isinstance(row, Sanction) else [row.worker]

    def get_urls(self) -> list[URLPattern]:
        take_back = self.admin_site.admin_view(self.take_back)
        return [path("take-back/<int:pk>/", take_back, name="accounts_sanction_clawback"), *super().get_urls()]

    @method_decorator(require_http_methods(["GET", "POST"]))
    def take_back(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What was paid for items a sanction proves to be fraud: choose which are proposed to be taken back."""
        person = cast(User, request.user)
        if not person.has_perm("accounts.change_sanction"):
            raise PermissionDenied
        sanction = get_object_or_404(Sanction.objects.select_related("person"), pk=pk)
        if request.method == "POST":
            try:
                with transaction.atomic():
                    ids = request.POST.getlist("item")
                    clawbacks.propose(sanction, ids=ids, by=person, now=timezone.now())
                    self.log_change(request, sanction, PROPOSED)
            except Refused as refusal:
                messages.error(request, refusal.words)
            else:
                messages.success(request, _now("Proposed, item by item. Somebody else must approve each."))
        context = {
            **self.admin_site.each_context(request),
            "title": _now("Take back what was paid"),
            "opts": self.opts,
            "sanction": sanction,
            "items": clawbacks.items(sanction),
            "may": clawbacks.proves_fraud(sanction) and not sanction.has_side(person),
        }
        return TemplateResponse(request, "admin/submissions/submission/clawback.html", context)
