"""What the rails told us, and the button for what somebody has looked into."""

from __future__ import annotations

from typing import cast

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from picomarket.lib.refusals import Refused
from wallet import contradictions, rulings
from wallet.models import RailEvent

from .rows import AnyAdmin, ByRail, ReadOnly


@admin.register(RailEvent)
class RailEventAdmin(ReadOnly, AnyAdmin):
    list_display = ("received_at", "way", "event_id", "outcome", "applied_at")
    list_filter = (ByRail, ("applied_at", admin.EmptyFieldListFilter))
    search_fields = ("event_id", "payload")
    ordering = ("-pk",)
    actions = ("looked_into", "accept")

    def has_look_permission(self, request: HttpRequest) -> bool:
        return cast(User, request.user).has_perm("wallet.change_payoutbatch")

    @admin.action(description=gettext_lazy("Looked into: it waits no more"), permissions=["look"])
    def looked_into(self, request: HttpRequest, chosen: QuerySet[RailEvent]) -> None:
        done = 0
        for event in chosen.order_by("pk"):
            try:
                contradictions.looked_into(event, by=cast(User, request.user), now=timezone.now())
            except Refused as refusal:
                messages.error(request, f"{event}: {refusal.words}")
            else:
                self.log_change(request, event, "Looked into")
                done += 1
        words = ngettext("%d event waits no more.", "%d events wait no more.", done)
        messages.success(request, words % done)

    @admin.action(description=gettext_lazy("Count the payout as paid all the same"), permissions=["look"])
    def accept(self, request: HttpRequest, chosen: QuerySet[RailEvent]) -> None:
        for event in chosen.order_by("pk"):
            try:
                payout = rulings.accept(event, by=cast(User, request.user), now=timezone.now())
            except Refused as refusal:
                messages.error(request, f"{event}: {refusal.words}")
            else:
                self.log_change(request, event, f"Counted payout {payout.public_id} as paid")
                messages.success(request, _("%(payout)s counts as paid.") % {"payout": payout})
