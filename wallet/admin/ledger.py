"""Accounts and transfers."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from accounts.models import User
from wallet import tracing
from wallet.models import Account, Transfer

from .rows import AnyAdmin, ReadOnly


class OfPerson:
    """Searched by the address or the id of a person too: their pots, and what went in and out of them."""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        term = search_term.strip()
        person = User.objects.filter(Q(email__iexact=term) | Q(public_id=term)).first() if term else None
        if person is None:
            return super().get_search_results(request, queryset, search_term)  # type: ignore[misc, no-any-return]
        pots = Account.objects.filter(owner_id=person.pk, kind__in=tracing.PEOPLES)
        return queryset.filter(self.touches(list(pots.values_list("pk", flat=True)))), False

    def touches(self, pots: list[int]) -> Q:
        raise NotImplementedError


class OwnedList(ChangeList):
    """A page of accounts, each with whose it is: some queries for the page, none for a row."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        rows = list(self.result_list)
        named = tracing.owners(rows)
        for row in rows:
            row.named = _shown(named[row.pk], request)
        self.result_list = rows


@admin.register(Account)
class AccountAdmin(OfPerson, ReadOnly, AnyAdmin):
    list_display = ("kind", "whose", "holds", "opened_at")
    list_filter = ("kind",)
    search_fields = ("=owner_id",)
    search_help_text = gettext_lazy("A person's e-mail address or public id, or the key of whose it is")
    ordering = ("kind", "owner_id")
    fields = ("kind", "whose", "owner_id", "derived", "holds", "opened_at")
    readonly_fields = ("whose", "holds")

    def touches(self, pots: list[int]) -> Q:
        return Q(pk__in=pots)

    def get_changelist(self, request: HttpRequest, **_kwargs: Any) -> type[ChangeList]:
        return OwnedList

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Account | None:
        found: Account | None = super().get_object(request, object_id, from_field)
        if found:
            found.named = _shown(tracing.owners([found])[found.pk], request)  # type: ignore[attr-defined]
        return found

    @admin.display(description=gettext_lazy("whose"))
    def whose(self, account: Account) -> str:
        return _link(account.named)  # type: ignore[attr-defined]

    @admin.display(description=gettext_lazy("balance"), ordering="balance")
    def holds(self, account: Account) -> str:
        return str(account.balance)


class TracedList(ChangeList):
    """A page of transfers, each with its cause and its owners: some queries for the page, none for a row."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        rows = list(self.result_list)
        traced = tracing.trace(rows)
        for row in rows:
            row.traced = _all_shown(traced[row.pk], request)
        self.result_list = rows


@admin.register(Transfer)
class TransferAdmin(OfPerson, ReadOnly, AnyAdmin):
    list_display = ("at", "kind", "cause", "taken_from", "given_to", "dollars")
    list_filter = ("kind",)
    list_select_related = ("debit", "credit")
    search_fields = ("=ref", "=debit__owner_id", "=credit__owner_id")
    search_help_text = gettext_lazy(
        "A person's e-mail address or public id, or the key of what caused it or of whose money it is"
    )
    show_full_result_count = False
    ordering = ("-pk",)
    fields = ("at", "recorded_at", "kind", "cause", "ref", "leg", "taken_from", "given_to", "dollars")
    readonly_fields = ("dollars", "cause", "taken_from", "given_to")

    def touches(self, pots: list[int]) -> Q:
        return Q(debit__in=pots) | Q(credit__in=pots)

    def get_changelist(self, request: HttpRequest, **_kwargs: Any) -> type[ChangeList]:
        return TracedList

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Transfer | None:
        found: Transfer | None = super().get_object(request, object_id, from_field)
        if found:
            found.traced = _all_shown(tracing.trace([found])[found.pk], request)  # type: ignore[attr-defined]
        return found

    @admin.display(description=gettext_lazy("what for"), ordering="ref")
    def cause(self, transfer: Transfer) -> str:
        return _link(transfer.traced.cause)  # type: ignore[attr-defined]

    @admin.display(description=gettext_lazy("from"))
    def taken_from(self, transfer: Transfer) -> str:
        return _link(transfer.traced.debit)  # type: ignore[attr-defined]

    @admin.display(description=gettext_lazy("to"))
    def given_to(self, transfer: Transfer) -> str:
        return _link(transfer.traced.credit)  # type: ignore[attr-defined]


def _all_shown(traced: tracing.Traced, request: HttpRequest) -> tracing.Traced:
    parts = (_shown(one, request) for one in (traced.cause, traced.debit, traced.credit))
    return tracing.Traced(*parts)


def _shown(named: tracing.Named, request: HttpRequest) -> tracing.Named:
    """Without a way to what this member of the staff may not open."""
    may_open = named.to_view and cast(User, request.user).has_perm(named.to_view)
    return named if may_open else tracing.Named(named.words)


def _link(named: tracing.Named) -> str:
    if not named.model:
        return named.words
    return format_html('<a href="{}">{}</a>', reverse(f"admin:{named.model}_change", args=[named.key]), named.words)
