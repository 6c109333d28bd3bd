"""The page of one batch: what is in it, who approved it, and the buttons that let it go."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext
from django.views.decorators.http import require_POST

from accounts.models import User
from picomarket.lib.refusals import Refused
from wallet import batches, rails
from wallet.looking import look
from wallet.models import Payout, PayoutBatch

from .rows import check_may_pay

PER_PAGE = 100
APPROVED, SENT = gettext_noop("Approved"), gettext_noop("Sent before its time")


class Looking:
    """Mixed into the batch's admin."""

    admin_site: Any
    log_change: Any

    def look_urls(self) -> list[URLPattern]:
        return [
            path("<int:pk>/approve/", self.admin_site.admin_view(self.approve), name="wallet_payoutbatch_approve"),
            path("<int:pk>/send/", self.admin_site.admin_view(self.send), name="wallet_payoutbatch_send"),
        ]

    def look_context(self, request: HttpRequest, batch: PayoutBatch) -> dict[str, Any]:
        now = timezone.now()
        rows = batch.payouts.select_related("person", "deposit").order_by("pk")
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        by = cast(User, request.user)
        approvals = list(batch.approvals.select_related("by").order_by("pk"))
        return {
            "page": page,
            "seen": look(page.object_list, now=now),
            "weight": batches.weigh(batch),
            "approvals": approvals,
            "mine": any(one.by_id == by.pk for one in approvals),
            "paid_by_it": batch.payouts.filter(person=by).exists(),
            "open": batch.state == PayoutBatch.State.GATHERED,
            "rail_is_gone": rails.find(batch.rail) is None,
            "held": Payout.objects.held().filter(rail=batch.rail).count(),
            "may_pay": by.has_perm("wallet.change_payoutbatch"),
            "now": now,
        }

    @method_decorator(require_POST)
    def approve(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Agree that a batch goes at its time."""
        check_may_pay(request)
        batch = get_object_or_404(PayoutBatch, pk=pk)
        try:
            self._approve(request, batch)
        except Refused as refusal:
            messages.error(request, refusal.words)
        else:
            messages.success(request, self._still_missing(batch))
        return redirect("admin:wallet_payoutbatch_change", batch.pk)

    def _approve(self, request: HttpRequest, batch: PayoutBatch) -> None:
        """The verb and its line in the log, both or none."""
        with transaction.atomic():
            if batches.approve(batch, by=cast(User, request.user), now=timezone.now()):
                self.log_change(request, batch, APPROVED)

    def _still_missing(self, batch: PayoutBatch) -> str:
        missing = batches.weigh(batch).missing
        if not missing:
            return _("Approved. The batch goes at its time, or when somebody sends it now.")
        words = ngettext("Approved. %d more person must approve.", "Approved. %d more people must approve.", missing)
        return words % missing

    @method_decorator(require_POST)
    def send(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Approve a batch and send it before its time."""
        check_may_pay(request)
        batch = get_object_or_404(PayoutBatch, pk=pk)
        try:
            # What is kept of it, where another one is wanted, is in the log too.
            self._approve(request, batch)
            batches.send_now(batch, by=cast(User, request.user), now=timezone.now())
        except Refused as refusal:
            messages.warning(request, refusal.words)
        else:
            self.log_change(request, batch, SENT)
            messages.success(request, _("The batch is sent."))
        return redirect("admin:wallet_payoutbatch_change", batch.pk)


def approved(batch: PayoutBatch) -> Any:
    """What a batch in the list still waits for."""
    if batch.state != PayoutBatch.State.GATHERED:
        return ""
    if rails.find(batch.rail) is None:
        return gettext_lazy("its rail, which is not offered")
    missing = batches.weigh(batch).missing
    return ngettext("%d approval", "%d approvals", missing) % missing if missing else gettext_lazy("its time")
