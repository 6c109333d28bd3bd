"""Finding by an id: one box on the desk for whatever has one, an e-mail address, or an address somebody pasted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.contrib import admin
from django.db.models import Model, Q
from django.http import HttpRequest
from django.urls import reverse

from picomarket.lib.public import ALPHABET, LENGTH

# Each model with the columns it is found by, all of them indexed, in the order in which kinds are shown.
COLUMNS = {
    "accounts.User": ("public_id", "email"),
    "tasks.Task": ("public_id",),
    "submissions.Submission": ("public_id",),
    "submissions.WorkRecord": ("public_id",),
    "threads.Ticket": ("public_id",),
    "disputes.Dispute": ("public_id",),
    "disputes.Appeal": ("public_id",),
    "accounts.Sanction": ("public_id",),
    # A code leads to those who came by it.
    "referrals.Referral": ("referrer__referral_code__code",),
    "tasks.PersonReport": ("public_id",),
    "wallet.Payout": ("public_id",),
    "wallet.Deposit": ("public_id",),
    "wallet.Adjustment": ("public_id",),
    "wallet.PayoutBatch": ("public_id",),
    "wallet.Transfer": ("pk",),
}
# What has no page of its own on the desk, with the column of whose page it leads to.
LEADS = {"submissions.WorkRecord": "person"}
# From so many characters on the beginning of an id or address is looked for too, and so many of each kind are shown.
SHORTEST, SHOWN = 3, 10
LONGEST = 200
ID = re.compile(rf"(?<![0-9A-Za-z])[{ALPHABET}]{{{LENGTH}}}(?![0-9A-Za-z])")


@dataclass(frozen=True, slots=True)
class Match:
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Kind:
    """What matches of one kind of thing."""

    name: str
    matches: list[Match] = field(default_factory=list)


def find(text: str, request: HttpRequest) -> list[Kind]:
    """What is called so exactly, or else begins so, by kind; only kinds whose pages the asker may see."""
    words = text.strip()[:LONGEST]
    kinds = list(_found(_read(words), request, exactly=True))
    if kinds or len(words) < SHORTEST:
        return kinds
    return list(_found({words.lower()}, request, exactly=False))


def _read(words: str) -> set[str]:
    """What may be an id in it: all of it, or those that stand in an address that was pasted."""
    pasted = set(ID.findall(words)) if "/" in words else set()
    return pasted or ({words, words.lower()} if words else set())


def _found(names: set[str], request: HttpRequest, *, exactly: bool) -> Iterator[Kind]:
    for label, columns in COLUMNS.items():
        model = apps.get_model(label)
        lead = LEADS.get(label, "")
        shown = model._meta.get_field(lead).related_model if lead else model
        if not names or not admin.site.get_model_admin(shown).has_view_permission(request):
            continue
        wanted = [_where(column, name, exactly) for column in columns for name in names]
        conditions = [one for one in wanted if one is not None]
        if conditions and (rows := model._default_manager.filter(_any(conditions)).order_by("-pk")[:SHOWN]):
            found = [(row, getattr(row, lead) if lead else row) for row in rows]
            yield Kind(str(model._meta.verbose_name_plural), [Match(str(row), _url(page)) for row, page in found])


def _where(column: str, name: str, exactly: bool) -> Q | None:
    if column == "pk":
        is_key = exactly and name.isascii() and name.isdecimal() and len(name) < 19
        return Q(pk=int(name)) if is_key else None
    return Q(**{column if exactly else f"{column}__startswith": name})


def _any(conditions: list[Q]) -> Q:
    either = Q()
    for one in conditions:
        either |= one
    return either


def _url(row: Model) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
