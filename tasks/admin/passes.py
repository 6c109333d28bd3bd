"""Passes of the house: staff grant them without a test, and take them back, each with a reason the person reads."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from picomarket.lib.line_forms import OneLineField
from picomarket.lib.refusals import Refused
from tasks import passes
from tasks.models import Pass, Qualification

from .rows import OnlyToRead

GRANTED, REVOKED = gettext_noop("Granted"), gettext_noop("Revoked")


class ReasonForm(forms.Form):
    reason = OneLineField(label=gettext_lazy("Reason, as the person reads it"), min_length=5, max_length=300)


class GrantForm(ReasonForm):
    test = forms.ModelChoiceField(Qualification.objects.published().filter(is_house=True), label=gettext_lazy("Test"))
    worker = forms.ModelChoiceField(
        User.objects.filter(is_active=True),
        label=gettext_lazy("Public id of the person"),
        to_field_name="public_id",
        widget=forms.TextInput,
        error_messages={"invalid_choice": gettext_lazy("Nobody here has this id.")},
    )
    field_order = ("test", "worker", "reason")


@admin.register(Pass)
class PassAdmin(OnlyToRead, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["qualification", "worker", "since", "until", "granted_by", "revoked_at"]
    list_filter = ["qualification__is_house"]
    list_select_related = ["qualification", "worker", "granted_by"]
    search_fields = ["qualification__title", "=worker__public_id", "worker__email"]
    ordering = ["-since"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return cast(User, request.user).has_perm("tasks.add_pass")

    def get_urls(self) -> list[URLPattern]:
        revoke = self.admin_site.admin_view(self.revoke)
        return [path("<int:pk>/revoke/", revoke, name="tasks_pass_revoke"), *super().get_urls()]

    @method_decorator(require_http_methods(["GET", "POST"]))
    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The form by which a pass of the house is granted."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = GrantForm(request.POST if request.method == "POST" else None)
        if form.is_valid() and (row := self._grant(request, form)):
            messages.success(request, _("Granted. The person is told."))
            return redirect("admin:tasks_pass_change", row.pk)
        context = {**self.admin_site.each_context(request), "title": _("Grant a pass"), "opts": self.opts, "form": form}
        return TemplateResponse(request, "admin/tasks/pass/grant.html", context)

    def _grant(self, request: HttpRequest, form: GrantForm) -> Pass | None:
        """The verb and its line in the log, both or none; what is refused stands on the form."""
        try:
            with transaction.atomic():
                row = passes.grant(**form.cleaned_data, by=cast(User, request.user), now=timezone.now())
                self.log_addition(request, row, f"{GRANTED}: {row.reason}")
        except Refused as refusal:
            form.add_error("worker", refusal)
            return None
        return row

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        row = self.get_object(request, object_id)
        may = row is not None and row.qualification.is_house and row.revoked_at is None
        facts = {"revoke_form": ReasonForm() if may and self._may_revoke(request) else None}
        return super().change_view(request, object_id, form_url, {**facts, **(extra_context or {})})

    @method_decorator(require_POST)
    def revoke(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take a pass back, with its line in the log, or say what is missing."""
        if not self._may_revoke(request):
            raise PermissionDenied
        row = get_object_or_404(Pass.objects.select_related("qualification", "worker"), pk=pk)
        form = ReasonForm(request.POST)
        try:
            if not form.is_valid():
                raise Refused(_("Write a reason of at least 5 characters: the person reads it."))
            with transaction.atomic():
                reason = form.cleaned_data["reason"]
                passes.revoke(row, reason=reason, by=cast(User, request.user), now=timezone.now())
                self.log_change(request, row, f"{REVOKED}: {reason}")
        except Refused as refusal:
            messages.error(request, refusal.words)
        else:
            messages.success(request, _("Taken back. The person is told."))
        return redirect("admin:tasks_pass_change", row.pk)

    def _may_revoke(self, request: HttpRequest) -> bool:
        return cast(User, request.user).has_perm("tasks.change_pass")
