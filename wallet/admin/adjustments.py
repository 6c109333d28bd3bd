"""Money the staff gives or takes: one proposes with a reason, another one decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

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

from accounts.casework import Casework
from accounts.models import User
from picomarket.lib.refusals import Refused
from wallet import adjustments
from wallet.forms import DecideForm, ProposeForm
from wallet.models import Adjustment

from .rows import AnyAdmin, ReadOnly

PROPOSED, APPROVED, DECLINED = gettext_noop("Proposed"), gettext_noop("Approved"), gettext_noop("Declined")


@admin.register(Adjustment)
class AdjustmentAdmin(Casework, ReadOnly, AnyAdmin):
    list_display = ("person", "dollars", "state", "kind", "proposed_by", "proposed_at", "decided_by", "public_id")
    list_filter = ("state", "kind")
    list_select_related = ("person", "proposed_by", "decided_by")
    search_fields = ("public_id", "person__email", "reason")
    search_help_text = gettext_lazy("Its id, the person's e-mail address or words of the reason")
    ordering = ("-pk",)
    fields = (
        *("person", "kind", "dollars", "reason", "state", "proposed_by", "proposed_at", "decided_by", "decided_at"),
        *("expires_at", "sanction", "item", "public_id"),
    )
    always = ("person", "kind", "dollars", "reason", "state", "public_id")
    readonly_fields = ("public_id", "dollars", "rests_on")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Without a way to a sanction for who may not open it."""
        may_open = cast(User, request.user).has_perm("accounts.view_sanction")
        fields = super().get_fields(request, obj)
        return [name if may_open or name != "sanction" else "rests_on" for name in fields]

    @admin.display(description=gettext_lazy("sanction"))
    def rests_on(self, row: Adjustment) -> str:
        return str(row.sanction or "")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return cast(User, request.user).has_perm("wallet.add_adjustment")

    def get_urls(self) -> list[URLPattern]:
        views = [
            path("<int:pk>/approve/", self.admin_site.admin_view(self.approve), name="wallet_adjustment_approve"),
            path("<int:pk>/decline/", self.admin_site.admin_view(self.decline), name="wallet_adjustment_decline"),
        ]
        return [*views, *super().get_urls()]

    @method_decorator(require_http_methods(["GET", "POST"]))
    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The form of a proposal; ``?person=`` fills in whom it is for."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ProposeForm(request.POST or None, initial={"person": request.GET.get("person", "")})
        if form.is_valid() and (made := self._propose(request, form)):
            messages.success(request, _("Proposed. Somebody else of the staff must approve it."))
            return redirect("admin:wallet_adjustment_change", made.pk)
        title = _("Propose an adjustment")
        context = {**self.admin_site.each_context(request), "title": title, "opts": self.opts, "form": form}
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/wallet/adjustment/propose.html", context, status=status)

    def _propose(self, request: HttpRequest, form: ProposeForm) -> Adjustment | None:
        by, now = cast(User, request.user), timezone.now()
        try:
            with transaction.atomic():
                made = adjustments.propose_once(**form.cleaned_data, by=by, now=now)
                self.log_addition(request, made, f"{PROPOSED}: {made.amount}: {made.reason}")
        except Refused as refusal:
            form.add_error(None, refusal)
            return None
        return made

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        row, by = self.get_object(request, object_id), cast(User, request.user)
        decides = row is not None and row.state == Adjustment.State.PROPOSED and by.has_perm("wallet.change_adjustment")
        facts = {"deciding": DecideForm(), "decides": decides, "own": row is not None and row.proposed_by_id == by.pk}
        held = self.holding(request, row) if row else {}
        return super().change_view(request, object_id, form_url, {**facts, **held, **(extra_context or {})})

    def waits(self, row: Adjustment) -> bool:
        return row.state == Adjustment.State.PROPOSED

    def has_a_part(self, row: Adjustment, person: User) -> bool:
        """Who proposed it leaves it to a second person."""
        return person.pk in (row.person_id, row.proposed_by_id)

    @method_decorator(require_POST)
    def approve(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The second person agrees: the money moves."""
        return self._decide(request, pk, adjustments.approve, APPROVED, _("Approved: the money has moved."))

    @method_decorator(require_POST)
    def decline(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._decide(request, pk, adjustments.decline, DECLINED, _("Declined: nothing has moved."))

    def _decide(self, request: HttpRequest, pk: int, verb: Callable[..., object], log: str, words: str) -> HttpResponse:
        """The verb and its line in the log, both or none."""
        by = cast(User, request.user)
        if not by.has_perm("wallet.change_adjustment"):
            raise PermissionDenied
        row, form = get_object_or_404(Adjustment, pk=pk), DecideForm(request.POST)
        if not form.is_valid():
            self.begin(request, row)
            return self.again(request, row.pk, refused=form, refused_at=request.path)
        try:
            with transaction.atomic():
                verb(row, by=by, now=timezone.now())
                self.log_change(request, row, f"{log}: {form.cleaned_data['reason']}")
        except Refused as refusal:
            messages.error(request, refusal.words)
        else:
            messages.success(request, words)
        return redirect("admin:wallet_adjustment_change", row.pk)
