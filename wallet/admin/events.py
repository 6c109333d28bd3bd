"""What the rails told us, and the buttons for what somebody has looked into."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from django.views.decorators.http import require_POST

from accounts.models import User
from picomarket.lib.refusals import Refused
from wallet import contradictions, event_words, rails, rulings
from wallet.forms import RulingForm
from wallet.models import Payout, RailEvent

from .rows import AnyAdmin, ByRail, ReadOnly, check_may_pay

LOOKED = gettext_noop("Looked into")
AGREED = gettext_noop("Agreed that a payout counts as paid")
COUNTED = gettext_noop("Counted a payout as paid")


class ByStanding(admin.SimpleListFilter):
    title = gettext_lazy("standing")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("waits", gettext_lazy("Waits")), ("applied", gettext_lazy("Applied")), *RailEvent.Refused.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[RailEvent]) -> QuerySet[RailEvent]:
        chosen = self.value()
        if chosen == "waits":
            return queryset.filter(pk__in=contradictions.waiting().values("pk"))
        if chosen == "applied":
            return queryset.exclude(applied_at=None)
        return queryset.filter(refused=chosen) if chosen in RailEvent.Refused.values else queryset


@admin.register(RailEvent)
class RailEventAdmin(ReadOnly, AnyAdmin):
    list_display = ("received_at", "way", "event_id", "came_of_it", "refused", "applied_at")
    list_filter = (ByStanding, ByRail)
    search_fields = ("event_id", "payload")
    ordering = ("-pk",)
    readonly_fields = ("way", "came_of_it")
    fields = (
        *("event_id", "payload", "received_at", "applied_at", "came_of_it", "refused", "reasons", "agreed_by", "way"),
    )

    @admin.display(description=gettext_lazy("outcome"), ordering="outcome")
    def came_of_it(self, event: RailEvent) -> str:
        return event_words.said(event.outcome) or str(self.get_empty_value_display())

    def get_urls(self) -> list[URLPattern]:
        looked, accept = (self.admin_site.admin_view(view) for view in (self.looked_into, self.accept))
        views = [
            path("<int:pk>/looked/", looked, name="wallet_railevent_looked"),
            path("<int:pk>/accept/", accept, name="wallet_railevent_accept"),
        ]
        return [*views, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        event = self.get_object(request, object_id)
        may = cast(User, request.user).has_perm("wallet.change_payoutbatch")
        facts: dict[str, Any] = {}
        if event is not None and event.waits and may:
            facts = {
                "decides": True,
                "ruling": rulings.ruling(event),
                "rail_name": rails.facts(event.rail).label,
                "limit": settings.RULES.four_eyes_payout,
            }
        return super().change_view(request, object_id, form_url, {**facts, **(extra_context or {})})

    @method_decorator(require_POST)
    def looked_into(self, request: HttpRequest, pk: int) -> HttpResponse:
        """It waits no more: somebody found out what it was."""
        return self._do(request, pk, self._look)

    @method_decorator(require_POST)
    def accept(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Count the payout as paid all the same."""
        return self._do(request, pk, self._accept)

    def _do(self, request: HttpRequest, pk: int, rule: Callable[[HttpRequest, RailEvent, str], str]) -> HttpResponse:
        """The verb and its line in the log, both or none."""
        check_may_pay(request)
        event = get_object_or_404(RailEvent, pk=pk)
        form = RulingForm(request.POST)
        if not form.is_valid():
            return self.again(request, pk, refused=form, refused_at=request.path)
        try:
            with transaction.atomic():
                words = rule(request, event, form.cleaned_data["reason"])
        except Refused as refusal:
            messages.error(request, refusal.words)
        else:
            messages.success(request, words)
        return redirect("admin:wallet_railevent_change", pk)

    def _look(self, request: HttpRequest, event: RailEvent, reason: str) -> str:
        contradictions.looked_into(event, reason=reason, by=cast(User, request.user), now=timezone.now())
        self.log_change(request, event, f"{LOOKED}: {reason}")
        return _("It waits no more.")

    def _accept(self, request: HttpRequest, event: RailEvent, reason: str) -> str:
        payout = rulings.accept(event, reason=reason, by=cast(User, request.user), now=timezone.now())
        if payout.state == Payout.State.SENT:
            self.log_change(request, event, f"{AGREED}: {payout.public_id}. {reason}")
            return _("You agree. Somebody else must agree too before it counts as paid.")
        self.log_change(request, event, f"{COUNTED}: {payout.public_id}. {reason}")
        return _("%(payout)s counts as paid.") % {"payout": payout}
