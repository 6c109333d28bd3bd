"""Payouts and refunds, the buttons that hold them, and where they go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

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

from accounts.casework import Casework
from accounts.models import User
from picomarket.lib.refusals import Refused, way_back
from wallet import holds
from wallet.forms import HoldForm
from wallet.looking import look
from wallet.models import Payout, PayoutMethod

from .rows import AnyAdmin, ByRail, ReadOnly, check_may_pay

HELD, RELEASED, GIVEN_BACK = gettext_noop("Held"), gettext_noop("Released"), gettext_noop("Given back")
# Of what the person was paid before, on the page of a payout.
SHOWN = 5


class ByClock(admin.SimpleListFilter):
    title = gettext_lazy("promise")
    parameter_name = "clock"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("late", gettext_lazy("Late")),
            ("held", gettext_lazy("Held")),
            ("next", gettext_lazy("Goes with the next run")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Payout]) -> QuerySet[Payout]:
        sets = {
            "late": Payout.objects.late(timezone.now()),
            "held": Payout.objects.held(),
            "next": Payout.objects.to_gather(),
        }
        chosen = sets.get(self.value() or "")
        return queryset if chosen is None else queryset.filter(pk__in=chosen.values("pk"))


@admin.register(Payout)
class PayoutAdmin(Casework, ReadOnly, AnyAdmin):
    decided_with = "wallet.change_payoutbatch"
    change_form_template = "admin/wallet/payout/case.html"
    list_display = (
        *("person", "dollars", "stage", "promised_for", "purpose", "way", "destination", "requested_at"),
        "public_id",
    )
    list_filter = ("state", ByClock, "purpose", ByRail)
    list_select_related = ("person",)
    search_fields = ("public_id", "reference", "person__email", "destination")
    search_help_text = gettext_lazy("Its id, the rail's own reference, the person's e-mail address or the destination")
    ordering = ("-pk",)
    # What is decided by comes first, and what is empty is left out.
    fields = (
        *("person", "dollars", "taken", "stage", "way", "destination", "purpose"),
        *("deposit", "requested_at", "promised_for", "batch", "gathered_at", "sent_at", "closed_at", "paid"),
        *("came_back_at", "failure", "reference", "call", "told_late_at", "public_id"),
    )
    always = ("person", "dollars", "taken", "stage", "way", "destination", "purpose", "public_id")
    readonly_fields = ("public_id", "way", "dollars", "taken", "paid", "stage")

    @admin.display(description=gettext_lazy("fee"), ordering="fee")
    def taken(self, payout: Payout) -> str:
        return str(payout.fee)

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def stage(self, payout: Payout) -> str:
        return payout.stage

    @admin.display(description=gettext_lazy("paid, as its rail says"))
    def paid(self, payout: Payout) -> str:
        return str(payout.paid) if payout.state in (Payout.State.PAID, Payout.State.REVERSED) else ""

    def get_urls(self) -> list[URLPattern]:
        views = [
            path("<int:pk>/hold/", self.admin_site.admin_view(self.hold), name="wallet_payout_hold"),
            path("<int:pk>/release/", self.admin_site.admin_view(self.release), name="wallet_payout_release"),
            path("<int:pk>/return/", self.admin_site.admin_view(self.give_back), name="wallet_payout_return"),
        ]
        return [*views, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        payout = self.get_object(request, object_id)
        by = cast(User, request.user)
        may = by.has_perm("wallet.change_payoutbatch")
        unsent = payout is not None and payout.state in (Payout.State.REQUESTED, Payout.State.GATHERED)
        own = payout is not None and self.has_a_part(payout, by)
        facts = {"decides": may and unsent, "own": own, **(self._case(request, payout) if payout else {})}
        return super().change_view(request, object_id, form_url, {**facts, **(extra_context or {})})

    def _case(self, request: HttpRequest, payout: Payout) -> dict[str, Any]:
        (seen,) = look([payout], now=timezone.now())
        held = Payout.objects.held().exclude(pk=payout.pk).order_by("promised_for", "pk")
        return {
            "whom": seen,
            "clock": None if payout.closed_at else seen.clock,
            "before": Payout.objects.filter(person=payout.person_id).exclude(pk=payout.pk).order_by("-pk")[:SHOWN],
            "next": self.free(held, request).first(),
            **self.holding(request, payout),
        }

    def waits(self, payout: Payout) -> bool:
        """One that is kept back waits for somebody; the others leave by themselves, or have."""
        return payout.held_at is not None and payout.state in (Payout.State.REQUESTED, Payout.State.GATHERED)

    def has_a_part(self, payout: Payout, person: User) -> bool:
        return payout.person_id == person.pk

    @method_decorator(require_POST)
    def hold(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep a payout back, with a reason its person reads."""
        return self._do(request, pk, holds.hold, HELD, _("Held. Its person is told the reason."))

    @method_decorator(require_POST)
    def release(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Let it go, with a reason its person reads."""
        return self._do(request, pk, holds.release, RELEASED, _("Released. Its person is told the reason."))

    @method_decorator(require_POST)
    def give_back(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give the money back to its person, with a reason they read."""
        return self._do(request, pk, holds.give_back, GIVEN_BACK, _("Given back. Its person is told the reason."))

    def _do(self, request: HttpRequest, pk: int, verb: Callable[..., object], done: str, words: str) -> HttpResponse:
        """The verb and its line in the log, both or none."""
        check_may_pay(request)
        payout = get_object_or_404(Payout, pk=pk)
        form = HoldForm(request.POST)
        if not form.is_valid():
            self.begin(request, payout)
            return self.again(request, payout.pk, refused=form, refused_at=request.path)
        reason = form.cleaned_data["reason"]
        try:
            with transaction.atomic():
                verb(payout, reason=reason, by=cast(User, request.user), now=timezone.now())
                self.log_change(request, payout, f"{done}: {reason}")
        except Refused as refusal:
            messages.error(request, refusal.words)
        else:
            messages.success(request, words)
        return redirect(way_back(request))


@admin.register(PayoutMethod)
class PayoutMethodAdmin(ReadOnly, AnyAdmin):
    list_display = ("person", "way", "destination", "changed_at", "usable_from")
    list_filter = (ByRail,)
    list_select_related = ("person",)
    search_fields = ("person__email", "destination")
    ordering = ("-changed_at",)
