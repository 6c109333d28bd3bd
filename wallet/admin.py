"""The money desk: everything can be seen, and nothing moves but by the verbs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from picomarket.lib.refusals import Refused
from wallet import rails

from . import deposits, payouts, results, runs
from .forms import ResultsForm
from .models import Account, Deposit, Payout, PayoutBatch, PayoutMethod, RailEvent, Transfer

if TYPE_CHECKING:
    AnyAdmin = admin.ModelAdmin[Any]
    PayoutTabular = admin.TabularInline[Payout, PayoutBatch]
else:
    AnyAdmin = admin.ModelAdmin
    PayoutTabular = admin.TabularInline


class ReadOnly:
    """Rows that staff see and only verbs change."""

    view_on_site: Any = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("amount"), ordering="amount")
    def dollars(self, row: Transfer | Deposit | Payout) -> str:
        return str(row.amount)


@admin.register(Account)
class AccountAdmin(ReadOnly, AnyAdmin):
    list_display = ("kind", "owner_id", "holds", "opened_at")
    list_filter = ("kind",)
    search_fields = ("=owner_id",)
    ordering = ("kind", "owner_id")
    fields = ("kind", "owner_id", "derived", "holds", "opened_at")
    readonly_fields = ("holds",)

    @admin.display(description=gettext_lazy("balance"), ordering="balance")
    def holds(self, account: Account) -> str:
        return str(account.balance)


@admin.register(Transfer)
class TransferAdmin(ReadOnly, AnyAdmin):
    list_display = ("at", "kind", "ref", "debit", "credit", "dollars")
    list_filter = ("kind",)
    list_select_related = ("debit", "credit")
    search_fields = ("=ref", "=debit__owner_id", "=credit__owner_id")
    search_help_text = gettext_lazy("The key of what caused it, or of whose money it is")
    show_full_result_count = False
    ordering = ("-pk",)
    fields = ("at", "recorded_at", "kind", "ref", "leg", "debit", "credit", "dollars")
    readonly_fields = ("dollars",)


@admin.register(Deposit)
class DepositAdmin(ReadOnly, AnyAdmin):
    list_display = ("public_id", "person", "rail", "dollars", "state", "started_at", "closed_at")
    list_filter = ("state", "rail")
    list_select_related = ("person",)
    search_fields = ("public_id", "reference", "person__email")
    search_help_text = gettext_lazy("The reference the person wrote, the rail's own, or the person's e-mail address")
    ordering = ("-pk",)
    fields = ("public_id", "person", "rail", "dollars", "state", "reference", "failure", "started_at", "closed_at")
    readonly_fields = ("public_id", "dollars")
    actions = ("mark_received",)

    def has_money_permission(self, request: HttpRequest) -> bool:
        return cast(User, request.user).has_perm("wallet.change_deposit")

    @admin.action(description=gettext_lazy("Mark as received (by hand)"), permissions=["money"])
    def mark_received(self, request: HttpRequest, chosen: QuerySet[Deposit]) -> None:
        for deposit in chosen.order_by("pk"):
            try:
                deposits.mark_received(deposit, by=cast(User, request.user), now=timezone.now())
                self.log_change(request, deposit, "Marked as received")
                said = _("%(amount)s is in %(person)s's wallet.")
                messages.success(request, said % {"amount": deposit.amount, "person": deposit.person})
            except Refused as refusal:
                messages.error(request, f"{deposit.public_id}: {refusal.words}")


@admin.register(Payout)
class PayoutAdmin(ReadOnly, AnyAdmin):
    list_display = ("public_id", "person", "rail", "destination", "dollars", "state", "requested_at", "promised_for")
    list_filter = ("state", "rail")
    list_select_related = ("person",)
    search_fields = ("public_id", "reference", "person__email", "destination")
    ordering = ("-pk",)
    readonly_fields = ("public_id", "dollars")
    exclude = ("amount",)


@admin.register(PayoutMethod)
class PayoutMethodAdmin(ReadOnly, AnyAdmin):
    list_display = ("person", "rail", "destination", "changed_at", "usable_from")
    list_filter = ("rail",)
    list_select_related = ("person",)
    search_fields = ("person__email", "destination")
    ordering = ("-changed_at",)


@admin.register(RailEvent)
class RailEventAdmin(ReadOnly, AnyAdmin):
    list_display = ("received_at", "rail", "event_id", "outcome", "applied_at")
    list_filter = ("rail", ("applied_at", admin.EmptyFieldListFilter))
    search_fields = ("event_id", "payload")
    ordering = ("-pk",)


class PayoutInline(ReadOnly, PayoutTabular):
    model = Payout
    fields = ("public_id", "person", "destination", "dollars", "state", "failure", "closed_at")
    readonly_fields = ("public_id", "dollars")
    extra = 0


@admin.register(PayoutBatch)
class PayoutBatchAdmin(ReadOnly, AnyAdmin):
    list_display = ("public_id", "rail", "state", "gathered_at", "sent_at", "settled_at")
    list_filter = ("state", "rail")
    ordering = ("-pk",)
    readonly_fields = ("public_id",)
    inlines = (PayoutInline,)

    def get_urls(self) -> list[URLPattern]:
        views = [
            path("run/", self.admin_site.admin_view(self.run), name="wallet_payoutbatch_run"),
            path("chase/", self.admin_site.admin_view(self.chase), name="wallet_payoutbatch_chase"),
            path("<int:pk>/export/", self.admin_site.admin_view(self.export), name="wallet_payoutbatch_export"),
            path("<int:pk>/import/", self.admin_site.admin_view(self.take_in), name="wallet_payoutbatch_import"),
        ]
        return [*views, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        waiting = Payout.objects.waiting().count()
        facts = {"waiting": waiting, "next_run": runs.next_run(timezone.now())}
        return super().changelist_view(request, {**facts, **(extra_context or {})})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        batch = self.get_object(request, object_id)
        form = ResultsForm() if batch and rails.facts(batch.rail).by_hand else None
        return super().change_view(request, object_id, form_url, {"results_form": form, **(extra_context or {})})

    @method_decorator(require_POST)
    def run(self, request: HttpRequest) -> HttpResponse:
        """The payout run, now."""
        _check_may_pay(request)
        count = len(payouts.run(now=timezone.now()))
        messages.info(request, ngettext("%d batch was sent.", "%d batches were sent.", count) % count)
        return redirect("admin:wallet_payoutbatch_changelist")

    @method_decorator(require_POST)
    def chase(self, request: HttpRequest) -> HttpResponse:
        """Ask the rails for payouts whose outcome is not known."""
        _check_may_pay(request)
        count = payouts.chase(now=timezone.now())
        messages.info(request, ngettext("%d payout was asked for.", "%d payouts were asked for.", count) % count)
        return redirect("admin:wallet_payoutbatch_changelist")

    @method_decorator(require_safe)
    def export(self, request: HttpRequest, pk: int) -> HttpResponse:
        _check_may_pay(request)
        batch = get_object_or_404(PayoutBatch, pk=pk)
        name = f'attachment; filename="payouts-{batch.public_id}.csv"'
        kind = "text/csv; charset=utf-8"
        return HttpResponse(results.export(batch), content_type=kind, headers={"Content-Disposition": name})

    @method_decorator(require_POST)
    def take_in(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Import what became of a batch that was paid by hand."""
        _check_may_pay(request)
        batch = get_object_or_404(PayoutBatch, pk=pk)
        form = ResultsForm(request.POST, request.FILES)
        if form.is_valid():
            self._take_in(request, batch, form.cleaned_data["results"])
        else:
            messages.error(request, " ".join(str(text) for errors in form.errors.values() for text in errors))
        return redirect("admin:wallet_payoutbatch_change", batch.pk)

    def _take_in(self, request: HttpRequest, batch: PayoutBatch, text: str) -> None:
        try:
            moved = results.import_results(batch, text=text, by=cast(User, request.user), now=timezone.now())
        except Refused as refusal:
            messages.error(request, refusal.words)
            return
        self.log_change(request, batch, f"Imported results: {len(moved)} payouts settled")
        settled = ngettext("%d payout was settled.", "%d payouts were settled.", len(moved))
        messages.success(request, settled % len(moved))


def _check_may_pay(request: HttpRequest) -> None:
    if not cast(User, request.user).has_perm("wallet.change_payoutbatch"):
        raise PermissionDenied
