"""Payout batches: the run, its files, its results."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django.contrib import admin, messages
from django.db.models import Count, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from picomarket.lib.counting import figure
from picomarket.lib.money import Money
from picomarket.lib.refusals import Refused
from wallet import batches, contradictions, mass_files, rails, results, runs
from wallet.forms import ResultsForm
from wallet.models import Payout, PayoutBatch

from .looking import Looking, approved
from .rows import AnyAdmin, ByRail, ReadOnly, check_may_pay

IMPORTED = gettext_noop("Results imported")


@admin.register(PayoutBatch)
class PayoutBatchAdmin(Looking, ReadOnly, AnyAdmin):
    list_display = ("way", "many", "moves", "state", "waits_for", "goes_at", "sent_at", "settled_at", "public_id")
    list_filter = ("state", ByRail)
    ordering = ("-pk",)
    readonly_fields = ("public_id", "way")
    exclude = ("rail",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Each with how many payouts are in it and what they take out of people's pockets."""
        rows = super().get_queryset(request)
        counted: QuerySet[Any] = rows.annotate(payouts_in=Count("payouts"), payouts_sum=Sum("payouts__amount"))
        return counted

    @admin.display(description=gettext_lazy("payouts"), ordering="payouts_in")
    def many(self, batch: Any) -> str:
        return str(figure(batch.payouts_in))

    @admin.display(description=gettext_lazy("sum"), ordering="payouts_sum")
    def moves(self, batch: Any) -> str:
        return str(batch.payouts_sum or Money(0))

    @admin.display(description=gettext_lazy("waits for"))
    def waits_for(self, batch: PayoutBatch) -> str:
        return str(approved(batch))

    def get_urls(self) -> list[URLPattern]:
        views = [
            path("run/", self.admin_site.admin_view(self.run), name="wallet_payoutbatch_run"),
            path("chase/", self.admin_site.admin_view(self.chase), name="wallet_payoutbatch_chase"),
            path("<int:pk>/export/", self.admin_site.admin_view(self.export), name="wallet_payoutbatch_export"),
            path("<int:pk>/import/", self.admin_site.admin_view(self.take_in), name="wallet_payoutbatch_import"),
        ]
        return [*views, *self.look_urls(), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        waiting = Payout.objects.to_gather().count()
        facts = {"waiting": waiting, "next_run": runs.next_run(timezone.now())}
        return super().changelist_view(request, {**facts, **(extra_context or {})})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        batch = self.get_object(request, object_id)
        by_hand = batch is not None and rails.facts(batch.rail).by_hand
        has_gone = batch is not None and batch.state != PayoutBatch.State.GATHERED
        facts = {
            "results_form": ResultsForm() if by_hand and has_gone else None,
            "has_file": has_gone or not by_hand,
            "mass_files": mass_files.forms(batch) if batch and has_gone else [],
            **(self.look_context(request, batch) if batch else {}),
        }
        return super().change_view(request, object_id, form_url, {**facts, **(extra_context or {})})

    @method_decorator(require_POST)
    def run(self, request: HttpRequest) -> HttpResponse:
        """The payout run, now: what waits is gathered, to be looked at and sent."""
        check_may_pay(request)
        count = len(batches.gather(now=timezone.now()))
        messages.info(request, ngettext("%d batch was gathered.", "%d batches were gathered.", count) % count)
        return redirect("admin:wallet_payoutbatch_changelist")

    @method_decorator(require_POST)
    def chase(self, request: HttpRequest) -> HttpResponse:
        """Ask the rails for payouts whose outcome is not known."""
        check_may_pay(request)
        count = batches.chase(now=timezone.now())
        messages.info(request, ngettext("%d payout was asked for.", "%d payouts were asked for.", count) % count)
        return redirect("admin:wallet_payoutbatch_changelist")

    @method_decorator(require_safe)
    def export(self, request: HttpRequest, pk: int) -> HttpResponse:
        check_may_pay(request)
        batch = get_object_or_404(PayoutBatch, pk=pk)
        if code := request.GET.get("as"):
            form, text = mass_files.write(batch, code)
            return _download(text, f"{form.code}-{batch.public_id}.{form.suffix}", kind=form.content_type)
        return _download(results.export(batch), f"payouts-{batch.public_id}.csv", kind="text/csv; charset=utf-8")

    @method_decorator(require_POST)
    def take_in(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Import what became of a batch that was paid by hand."""
        check_may_pay(request)
        batch = get_object_or_404(PayoutBatch, pk=pk)
        form = ResultsForm(request.POST, request.FILES)
        if form.is_valid():
            self._take_in(request, batch, form.cleaned_data["results"])
        else:
            messages.error(request, " ".join(str(text) for errors in form.errors.values() for text in errors))
        return redirect("admin:wallet_payoutbatch_change", batch.pk)

    def _take_in(self, request: HttpRequest, batch: PayoutBatch, text: str) -> None:
        before = set(contradictions.about(batch).values_list("pk", flat=True))
        try:
            moved = results.import_results(batch, text=text, by=cast(User, request.user), now=timezone.now())
        except Refused as refusal:
            messages.error(request, refusal.words)
            return
        self.log_change(request, batch, f"{IMPORTED}: {len(moved)}")
        if moved:
            messages.success(request, _what_became(moved))
        else:
            messages.info(request, _("No payout was settled by it."))
        if set(contradictions.about(batch).values_list("pk", flat=True)) - before:
            words = gettext_lazy("Something said of it is against the books and moved nothing: see rail events.")
            messages.warning(request, words)
        elif before:
            messages.info(request, _("What was said of it before against the books still waits: see rail events."))


def _what_became(moved: Sequence[Payout]) -> str:
    """How many were paid, and of how many the money went back to their people."""
    paid = sum(one.state == Payout.State.PAID for one in moved)
    back = len(moved) - paid
    said = [
        (paid, ngettext("%(count)s payout was paid.", "%(count)s payouts were paid.", paid)),
        (back, ngettext("%(count)s failed or came back.", "%(count)s failed or came back.", back)),
    ]
    return " ".join(words % {"count": figure(count)} for count, words in said if count)


def _download(text: str, name: str, *, kind: str) -> HttpResponse:
    return HttpResponse(text, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
