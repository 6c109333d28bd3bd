"""Invoices, what people declared for them, and the list for tax offices."""

from __future__ import annotations

import csv
import re
from typing import Any, cast

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.models import User
from wallet import taxes
from wallet.models import BillingDetails, Invoice

from .rows import AnyAdmin, ReadOnly

FIRST_YEAR = 2000


def may_report(request: HttpRequest) -> bool:
    return cast(User, request.user).has_perm("wallet.report_taxes")


@admin.register(BillingDetails)
class BillingDetailsAdmin(ReadOnly, AnyAdmin):
    list_display = ("person", "kind", "legal_name", "country", "tax_id", "declared_at")
    list_filter = ("kind",)
    list_select_related = ("person",)
    search_fields = ("=person__email", "legal_name", "=tax_id")
    ordering = ("-pk",)
    fields = ("person", "kind", "legal_name", "address", "country", "tax_id", "declared_at")
    change_list_template = "admin/wallet/billingdetails/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        report = self.admin_site.admin_view(self.report)
        return [path("taxes/", report, name="wallet_billingdetails_taxes"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        this_year = timezone.now().year
        years = [this_year, this_year - 1] if may_report(request) else []
        return super().changelist_view(request, {**(extra_context or {}), "years": years})

    def report(self, request: HttpRequest) -> HttpResponse:
        """Everybody above the thresholds in a year, as CSV."""
        if not may_report(request):
            raise PermissionDenied
        year = request.GET.get("year", str(timezone.now().year))
        if not (re.fullmatch(r"[0-9]{4}", year) and FIRST_YEAR <= int(year) <= timezone.now().year):
            raise Http404
        name = f'attachment; filename="taxes-{year}.csv"'
        response = HttpResponse(content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name})
        csv.writer(response).writerows([taxes.HEAD, *taxes.report(int(year))])
        return response


@admin.register(Invoice)
class InvoiceAdmin(ReadOnly, AnyAdmin):
    list_display = ("number_", "person", "month", "commission_", "promotions_", "tax_", "issued_at")
    list_filter = ("year",)
    list_select_related = ("person",)
    search_fields = ("=person__email", "=public_id", "=place")
    ordering = ("-year", "-place")
    fields = (
        *("number_", "person", "details", "month", "commission_", "promotions_", "tax_"),
        *("rewards_", "bonuses_", "issued_at"),
    )
    readonly_fields = fields

    @admin.display(description=gettext_lazy("number"))
    def number_(self, invoice: Invoice) -> str:
        return invoice.number

    @admin.display(description=gettext_lazy("commission"), ordering="commission")
    def commission_(self, invoice: Invoice) -> str:
        return str(invoice.commission)

    @admin.display(description=gettext_lazy("promotions"), ordering="promotions")
    def promotions_(self, invoice: Invoice) -> str:
        return str(invoice.promotions)

    @admin.display(description=gettext_lazy("tax"), ordering="tax")
    def tax_(self, invoice: Invoice) -> str:
        return str(invoice.tax)

    @admin.display(description=gettext_lazy("paid to workers"))
    def rewards_(self, invoice: Invoice) -> str:
        return str(invoice.rewards)

    @admin.display(description=gettext_lazy("bonuses"))
    def bonuses_(self, invoice: Invoice) -> str:
        return str(invoice.bonuses)
