"""Proofs of the books, seals, and what the operator holds at each rail."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminSplitDateTime
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy

from accounts.models import User
from picomarket.lib.laws import Words
from picomarket.lib.money import Money
from picomarket.lib.money_forms import MoneyFormField
from wallet import funds, proofs, rails
from wallet.models import BookCheck, FundsRecord, Seal

from .rows import AnyAdmin, ByRail, ReadOnly


class HeldField(MoneyFormField):
    def validate(self, value: Money | None) -> None:
        """An account can hold nothing, and saying so matters most of all."""
        if value != 0:
            super().validate(value)


class FundsForm(forms.ModelForm):  # type: ignore[type-arg]
    rail = forms.ChoiceField(
        label=gettext_lazy("Where"), choices=lambda: [(code, facts.label) for code, facts in rails.FACTS.items()]
    )
    amount = HeldField(label=gettext_lazy("What the account held, in dollars"))
    at = forms.SplitDateTimeField(
        label=gettext_lazy("When"),
        initial=timezone.now,
        widget=AdminSplitDateTime(attrs={"aria-label": gettext_lazy("When: day, then time")}),
    )

    class Meta:
        model = FundsRecord
        fields = ["rail", "amount", "at", "note"]

    def clean(self) -> dict[str, Any]:
        """What the verb would refuse is said beside what was typed."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            funds.check(rail=typed["rail"], amount=typed["amount"], at=typed["at"], now=timezone.now())
        return typed


@admin.register(BookCheck)
class BookCheckAdmin(ReadOnly, AnyAdmin):
    list_display = ("ran_at", "broken", "seconds", "accounts", "transfers")
    ordering = ("-ran_at",)
    fields = ("ran_at", "seconds", "accounts", "transfers", "found")
    readonly_fields = ("found",)

    @admin.display(description=gettext_lazy("findings"))
    def broken(self, check: BookCheck) -> int:
        return proofs.broken(check)

    @admin.display(description=gettext_lazy("findings"))
    def found(self, check: BookCheck) -> Words:
        rows = ((one["law"], one["broken"], "\n".join(one["sentences"]), one["look"]) for one in check.findings)
        text = '<p><strong>{}: {}</strong></p><p class="prewrap">{}</p><p class="soft">{}</p>'
        return format_html_join("", text, rows) or gettext_lazy("Everything agreed.")


@admin.register(Seal)
class SealAdmin(ReadOnly, AnyAdmin):
    list_display = ("sealed_at", "first", "upto", "lines", "dollars", "hash")
    ordering = ("-upto",)
    fields = ("sealed_at", "first", "upto", "lines", "dollars", "hash")
    readonly_fields = ("dollars",)


@admin.register(FundsRecord)
class FundsRecordAdmin(ReadOnly, AnyAdmin):
    """What an account really held. A record stays as it was made; a newer one stands in its place."""

    form = FundsForm
    list_display = ("at", "way", "dollars", "said_by", "note")
    list_filter = (ByRail,)
    list_select_related = ("by",)
    ordering = ("-at", "-pk")

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return cast(User, request.user).has_perm("wallet.add_fundsrecord")

    def save_model(self, request: HttpRequest, obj: FundsRecord, form: FundsForm, change: bool) -> None:
        by, now = cast(User, request.user), timezone.now()
        obj.pk = funds.record(by=by, now=now, **form.cleaned_data).pk

    @admin.display(description=gettext_lazy("by"))
    def said_by(self, record: FundsRecord) -> Words:
        return format_html("<bdi>{}</bdi>", record.by) if record.by else gettext_lazy("said by the rail")
