"""The desk's page of referrals: those that are held first, and one page each with all that a decision needs."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Case, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from django.views.decorators.http import require_POST

from accounts import links
from accounts.casework import Casework
from accounts.models import Household, User
from picomarket.lib.money import Money
from picomarket.lib.queues import clock
from picomarket.lib.refusals import Refused

from . import holding
from .forms import HoldForm
from .models import Referral

HELD_FIRST = Case(When(state=Referral.State.HELD, then=Value(0)), default=Value(1)).asc()
OTHERS_SHOWN = 20
LOGGED = {"release": gettext_noop("Referral released"), "void": gettext_noop("Referral void")}


@admin.register(Referral)
class ReferralAdmin(Casework, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("who", "state", "why", "kept", "joined_at", "due_at")
    list_filter = ("state",)
    list_select_related = ("referrer", "referred")
    list_per_page = 50
    ordering = (HELD_FIRST, "due_at", "-pk")
    search_fields = ("referrer__email", "referred__email", "=referrer__public_id", "=referred__public_id")
    search_help_text = gettext_lazy("An e-mail address or a public id of either")
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Referral | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Referral | None = None) -> bool:
        return self.has_change_permission(request, obj)

    def affected(self, case: Referral) -> list[User]:
        """It concerns who would be paid, and nobody else reads of it."""
        return [case.referrer]

    def waits(self, case: Referral) -> bool:
        return case.state == Referral.State.HELD

    def has_a_part(self, case: Referral, person: User) -> bool:
        return person.pk in (case.referrer_id, case.referred_id)

    @admin.display(description=gettext_lazy("who brought whom"))
    def who(self, case: Referral) -> str:
        return str(case)

    @admin.display(description=gettext_lazy("why"))
    def why(self, case: Referral) -> str:
        return holding.because(case) if self.waits(case) else ""

    @admin.display(description=gettext_lazy("kept aside"), ordering="held")
    def kept(self, case: Referral) -> str:
        return str(Money(case.held))

    def get_urls(self) -> list[URLPattern]:
        decide = self.admin_site.admin_view(self.decide)
        return [path("<int:pk>/decide/", decide, name="referrals_referral_decide"), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return self._page(request, self._case(request, unquote(object_id)), HoldForm())

    def _case(self, request: HttpRequest, key: str | int) -> Referral:
        if not self.has_change_permission(request):
            raise PermissionDenied
        rows = Referral.objects.select_related("referrer", "referred", "decided_by")
        return get_object_or_404(rows, pk=int(key) if str(key).isdecimal() else 0)

    def _page(self, request: HttpRequest, case: Referral, form: HoldForm) -> HttpResponse:
        link = links.between(case.referrer_id, case.referred_id)
        said = Household.objects.of(case.referrer_id).filter(pk__in=Household.objects.of(case.referred_id))
        context = {
            **self.admin_site.each_context(request),
            "title": _("A referral"),
            "opts": self.opts,
            "case": case,
            "form": form,
            **self.holding(request, case),
            "clock": clock(case.due_at, now=timezone.now()) if self.waits(case) and case.due_at else None,
            "link": link,
            "because": holding.because(case),
            "reasons": links.reasons(links.shares(link)) if link else [],
            "said": said.select_related("asked_by"),
            "others": self._others(case),
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/referrals/referral/case.html", context, status=status)

    def _others(self, case: Referral) -> QuerySet[Referral]:
        others = Referral.objects.filter(referrer=case.referrer_id).exclude(pk=case.pk)
        return others.select_related("referred").order_by("-joined_at", "-pk")[:OTHERS_SHOWN]

    @method_decorator(require_POST)
    def decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The verb and its line in the log, both or none; then the next one."""
        case, form = self._case(request, pk), HoldForm(request.POST)
        if not form.is_valid():
            return self._page(request, case, form)
        outcome, reason = form.cleaned_data["outcome"], form.cleaned_data["words"]
        verb = holding.release if outcome == "release" else holding.void
        try:
            with transaction.atomic():
                verb(case, reason=reason, by=cast(User, request.user), now=timezone.now())
                self.log_change(request, case, f"{LOGGED[outcome]}: {reason}")
        except Refused as refusal:
            form.add_error("words", refusal)
            return self._page(request, case, form)
        messages.success(request, _("Decided. The one who brought them is told."))
        return self.go_on(request, self._decidable_by(cast(User, request.user)).order_by("due_at", "pk"))

    def _decidable_by(self, person: User) -> QuerySet[Referral]:
        return Referral.objects.held().exclude(Q(referrer=person) | Q(referred=person))
