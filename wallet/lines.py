"""A person's lines: what each movement of their money was for, in words, with a link to its cause."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from picomarket.lib.money import Money
from wallet import rails

from . import pockets
from .models import Account, AccountKind, Transfer, TransferKind


class Pocket(models.TextChoices):
    EARNED = "earned", _("Earned")
    SPENDABLE = "spendable", _("Spendable")
    ESCROW = "escrow", _("In escrow")


KINDS = {
    "": [AccountKind.EARNED, AccountKind.SPENDABLE],
    Pocket.EARNED: [AccountKind.EARNED],
    Pocket.SPENDABLE: [AccountKind.SPENDABLE],
}


@dataclass(frozen=True)
class Line:
    """One movement as one pocket saw it: more than zero came in, less went out."""

    at: datetime
    pocket: str
    words: str
    about: str
    url: str
    amount: Money


@dataclass(frozen=True)
class Cause:
    """Where the row behind a transfer lives, which of its columns names it, and which page, by which key, shows it."""

    model: str
    name: str
    page: str
    key: str = "public_id"


_TASK = Cause("tasks.Task", "title", "tasks:manage")
_WORK = Cause("submissions.Submission", "task__title", "submissions:work")
_REVIEW = Cause("submissions.Submission", "task__title", "submissions:review")
# A slot comes back from claims too, which are not the employer's to see: the task is.
_SLOT = Cause("submissions.Submission", "task__title", "tasks:manage", "task__public_id")
_DEPOSIT = Cause("wallet.Deposit", "rail", "wallet:deposit_state")
_PAYOUT = Cause("wallet.Payout", "destination", "wallet:payout_state")

# Rows of outer apps are named as strings, and read only for the words and the link.
CAUSES = {
    TransferKind.DEPOSIT: _DEPOSIT,
    TransferKind.ESCROW_OPEN: _TASK,
    TransferKind.ESCROW_REFUND: _TASK,
    TransferKind.SLOT_REFUND: _SLOT,
    TransferKind.REWARD: _WORK,
    TransferKind.PAYOUT_HOLD: _PAYOUT,
    TransferKind.PAYOUT_RETURNED: _PAYOUT,
}
# Seen from a task's escrow a submission is the employer's to review, not the worker's own work.
CAUSES_IN_ESCROW = CAUSES | {
    TransferKind.REWARD: _REVIEW,
    TransferKind.EMPLOYER_COMMISSION: _REVIEW,
    TransferKind.WORKER_COMMISSION: _REVIEW,
}


def transfers_of(person: User, *, pocket: str = "") -> models.QuerySet[Transfer]:
    """The transfers in and out of one pocket, or of both the person's own; newest first."""
    accounts = list(_accounts(person, pocket))
    touching = Q(debit__in=accounts) | Q(credit__in=accounts)
    return Transfer.objects.filter(touching).select_related("debit", "credit").order_by("-pk")


def _accounts(person: User, pocket: str) -> Iterable[int]:
    if pocket == Pocket.ESCROW:
        return pockets.escrows(person).values_list("pk", flat=True)
    return Account.objects.filter(owner_id=person.pk, kind__in=KINDS[pocket]).values_list("pk", flat=True)


def read(transfers: Iterable[Transfer], *, person: User, pocket: str = "") -> Iterator[Line]:
    """Transfers as lines: one for each of the asked pockets a transfer touches. One query per kind of cause."""
    rows = list(transfers)
    causes = CAUSES_IN_ESCROW if pocket == Pocket.ESCROW else CAUSES
    known = _known_causes(rows, causes)
    accounts = set(_accounts(person, pocket))
    for row in rows:
        about, url = known.get((causes.get(TransferKind(row.kind)), row.ref), ("", ""))
        if row.kind == TransferKind.REFERRAL_SHARE:
            about, url = str(_("Your referrals")), reverse("referrals:home")
        for account, sign in ((row.debit, -1), (row.credit, 1)):
            if account.pk in accounts:
                yield Line(
                    at=row.at,
                    pocket=account.get_kind_display(),
                    words=row.get_kind_display(),
                    about=about,
                    url=url,
                    amount=row.amount * sign,
                )


def _known_causes(
    rows: Sequence[Transfer], causes: dict[TransferKind, Cause]
) -> dict[tuple[Cause | None, int], tuple[str, str]]:
    wanted: defaultdict[Cause, set[int]] = defaultdict(set)
    for row in rows:
        if cause := causes.get(TransferKind(row.kind)):
            wanted[cause].add(row.ref)
    known: dict[tuple[Cause | None, int], tuple[str, str]] = {}
    for cause, refs in wanted.items():
        model: Any = apps.get_model(cause.model)
        found = model.objects.filter(pk__in=refs)
        for pk, public_id, name in found.values_list("pk", cause.key, cause.name):
            about = str(rails.facts(name).label) if cause == _DEPOSIT else name
            known[cause, pk] = (about, reverse(cause.page, args=[public_id]))
    return known
