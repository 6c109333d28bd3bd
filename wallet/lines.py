"""A person's lines: what each movement of their money was for, in words, with a link to its cause.

Read newest first and page by page from a key on, so that a page of a person with a hundred thousand lines costs what
one of a person with fifty does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from picomarket.lib.money import Money
from wallet import rails
from wallet.rails.interface import Words

from . import pockets
from .models import Account, AccountKind, Payout, Transfer, TransferKind

PAGE = 50
# How many lines a download reads at once.
CHUNK = 1000
NEWEST = 2**63 - 1


class Pocket(models.TextChoices):
    EARNED = "earned", _("Earned")
    SPENDABLE = "spendable", _("Spendable")
    PROMO = "promo", _("Promo credit")
    ESCROW = "escrow", _("In escrow")
    ON_THE_WAY = "on_the_way", _("On the way")


KINDS = {
    "": [AccountKind.EARNED, AccountKind.SPENDABLE, AccountKind.PROMO],
    Pocket.EARNED: [AccountKind.EARNED],
    Pocket.SPENDABLE: [AccountKind.SPENDABLE],
    Pocket.PROMO: [AccountKind.PROMO],
}


@dataclass(frozen=True)
class Line:
    """One movement as one pocket saw it: more than zero came in, less went out.

    ``balance`` is what was in the pocket after it, where one pocket alone is read; ``reference`` is the public id of
    what caused it, where that has one.
    """

    at: datetime
    pocket: str
    words: str
    about: str
    url: str
    amount: Money
    balance: Money | None = None
    reference: str = ""


@dataclass(frozen=True)
class Page:
    """Some lines, newest first, and the key before which older ones stand."""

    lines: list[Line]
    older: int | None


@dataclass(frozen=True)
class Cause:
    """Where the row behind a transfer lives, which of its columns names it, and which page, by which key, shows it.

    Without a model ``name`` itself is said; ``say`` puts what the column holds into words.
    """

    model: str = ""
    name: Words = ""
    page: str = ""
    key: str = "public_id"
    say: Callable[[str], Words] = str


def _label(rail: str) -> Words:
    return rails.facts(rail).label


_TASK = Cause("tasks.Task", "title", "tasks:manage")
_WORK = Cause("submissions.Submission", "task__title", "submissions:work")
_REVIEW = Cause("submissions.Submission", "task__title", "submissions:review")
# A slot comes back from claims too, which are not the employer's to see: the task is.
_SLOT = Cause("submissions.Submission", "task__title", "tasks:manage", "task__public_id")
_ADDED = Cause("tasks.TopUp", "task__title", "tasks:manage", "task__public_id")
_PROMOTED = Cause("tasks.Promotion", "task__title", "tasks:manage", "task__public_id")
_OFFERED = Cause("tasks.Offer", "qualification__title", "tasks:lead_test", "qualification__public_id")
_TRIED = Cause("tasks.Attempt", "qualification__title", "tasks:attempt")
_TRIED_BY_OTHERS = Cause("tasks.Attempt", "qualification__title", "tasks:lead_test", "qualification__public_id")
_BONUS = Cause("submissions.Bonus", "submission__task__title", "submissions:work", "submission__public_id")
_BONUS_GIVEN = Cause("submissions.Bonus", "submission__task__title", "submissions:review", "submission__public_id")
# The work is between the one who was brought and the employer: who brought them may see the task.
_SHARED = Cause("submissions.Submission", "task__title", "tasks:detail", "task__public_id")
_RELEASED = Cause(name=_("shares that were kept aside"))
_DEPOSIT = Cause("wallet.Deposit", "rail", "wallet:deposit_state", say=_label)
_PAYOUT = Cause("wallet.Payout", "destination", "wallet:payout_state")
_REFUND = Cause("wallet.Payout", "rail", "wallet:payout_state", say=_label)
_REASON = Cause("wallet.Adjustment", "reason")
_MOVE = Cause(name=_("between your own pockets"))

# Rows of outer apps are named as strings, and read only for the words and the link.
CAUSES = {
    TransferKind.DEPOSIT: _DEPOSIT,
    TransferKind.DEPOSIT_REVERSED: _DEPOSIT,
    TransferKind.LOSS_RECOVERED: _DEPOSIT,
    TransferKind.ESCROW_OPEN: _TASK,
    TransferKind.ESCROW_REFUND: _TASK,
    TransferKind.SLOT_REFUND: _SLOT,
    TransferKind.ESCROW_TOP_UP: _ADDED,
    TransferKind.PROMOTION: _PROMOTED,
    TransferKind.PROMOTION_RETURNED: _PROMOTED,
    TransferKind.TEST_OFFERED: _OFFERED,
    TransferKind.TEST_RETURNED: _OFFERED,
    TransferKind.TEST_TRIED: _TRIED,
    TransferKind.REWARD: _WORK,
    TransferKind.DISPUTE_AWARD: _WORK,
    TransferKind.SCREEN_OUT: _WORK,
    TransferKind.EMPLOYER_COMMISSION: _REVIEW,
    TransferKind.WORKER_COMMISSION: _REVIEW,
    TransferKind.REFERRAL_SHARE: _SHARED,
    TransferKind.REFERRAL_RELEASED: _RELEASED,
    TransferKind.BONUS: _BONUS,
    TransferKind.EARNED_TO_SPENDABLE: _MOVE,
    TransferKind.PAYOUT_HOLD: _PAYOUT,
    TransferKind.PAYOUT_PAID: _PAYOUT,
    TransferKind.PAYOUT_FEE: _PAYOUT,
    TransferKind.PAYOUT_RETURNED: _PAYOUT,
    TransferKind.PAYOUT_REVERSED: _PAYOUT,
    TransferKind.REFUND_HOLD: _REFUND,
    TransferKind.REFUND_PAID: _REFUND,
    TransferKind.REFUND_RETURNED: _REFUND,
    TransferKind.REFUND_REVERSED: _REFUND,
    TransferKind.PROMO_GRANT: _REASON,
    TransferKind.PROMO_EXPIRED: _REASON,
    TransferKind.GOODWILL: _REASON,
    TransferKind.CORRECTION: _REASON,
}
# Seen from where an employer pays, a submission is theirs to review, not the worker's own work.
CAUSES_OF_PAYING = CAUSES | {
    TransferKind.REWARD: _REVIEW,
    TransferKind.DISPUTE_AWARD: _REVIEW,
    TransferKind.SCREEN_OUT: _REVIEW,
    TransferKind.BONUS: _BONUS_GIVEN,
    TransferKind.TEST_TRIED: _TRIED_BY_OTHERS,
}

# What goes through the account of what is on its way: what was set aside, and what became of it.
_HOLDS = [TransferKind.PAYOUT_HOLD, TransferKind.REFUND_HOLD]
_ENDS = [
    *(TransferKind.PAYOUT_PAID, TransferKind.PAYOUT_FEE, TransferKind.PAYOUT_RETURNED),
    *(TransferKind.REFUND_PAID, TransferKind.REFUND_RETURNED),
]

_LATEST = """
    SELECT DISTINCT line.id FROM unnest(%(pots)s::bigint[]) AS pot (id) CROSS JOIN LATERAL (
        (SELECT id FROM wallet_transfer WHERE debit_id = pot.id AND id < %(before)s ORDER BY id DESC LIMIT %(most)s)
        UNION ALL
        (SELECT id FROM wallet_transfer WHERE credit_id = pot.id AND id < %(before)s ORDER BY id DESC LIMIT %(most)s)
    ) AS line ORDER BY line.id DESC LIMIT %(most)s
"""
_BALANCE_AFTER = """
    SELECT coalesce(sum(pot.balance - came.sum + went.sum), 0)::bigint FROM wallet_account AS pot
     CROSS JOIN LATERAL (SELECT coalesce(sum(amount), 0) AS sum FROM wallet_transfer
                          WHERE credit_id = pot.id AND id > %(line)s) AS came
     CROSS JOIN LATERAL (SELECT coalesce(sum(amount), 0) AS sum FROM wallet_transfer
                          WHERE debit_id = pot.id AND id > %(line)s) AS went
     WHERE pot.id = ANY (%(pots)s)
"""


def page(person: User, *, pocket: str = "", before: int = NEWEST, most: int = PAGE) -> Page:
    """The newest lines of one pocket, or of all the person's own, before a key."""
    found = transfers_of(person, pocket=pocket, before=before, most=most + 1)
    shown = found[:most]
    return Page(list(read(shown, person=person, pocket=pocket)), shown[-1].pk if len(found) > most else None)


def every(person: User, *, pocket: str = "") -> Iterator[Line]:
    """All lines, newest first, read some at a time."""
    before = NEWEST
    while found := transfers_of(person, pocket=pocket, before=before, most=CHUNK):
        yield from read(found, person=person, pocket=pocket)
        before = found[-1].pk


def transfers_of(person: User, *, pocket: str = "", before: int = NEWEST, most: int = PAGE) -> list[Transfer]:
    """The newest transfers before a key in and out of one pocket, or of all the person's own; newest first."""
    if pocket == Pocket.ON_THE_WAY:
        found = _on_the_way(person).filter(pk__lt=before).select_related("debit", "credit")
        return list(found.order_by("-pk")[:most])
    with connection.cursor() as cursor:
        cursor.execute(_LATEST, {"pots": _accounts(person, pocket), "before": before, "most": most})
        keys = [key for (key,) in cursor.fetchall()]
    return list(Transfer.objects.filter(pk__in=keys).select_related("debit", "credit").order_by("-pk"))


def _on_the_way(person: User) -> models.QuerySet[Transfer]:
    """All people's payouts go through one account of the house: a person's own are found by their papers."""
    mine = Payout.objects.filter(person=person).values("pk")
    return Transfer.objects.filter(kind__in=[*_HOLDS, *_ENDS], ref__in=mine)


def _accounts(person: User, pocket: str) -> list[int]:
    if pocket == Pocket.ESCROW:
        return list(pockets.escrows(person).values_list("pk", flat=True))
    return list(Account.objects.filter(owner_id=person.pk, kind__in=KINDS[pocket]).values_list("pk", flat=True))


def read(transfers: Iterable[Transfer], *, person: User, pocket: str = "") -> Iterator[Line]:
    """Transfers, newest first and without gaps, as lines: one for each of the asked pockets a transfer touches.

    One query per kind of cause, and one for the balance where one pocket is asked for.
    """
    rows = list(transfers)
    sides = chain.from_iterable(((row, row.debit, -1), (row, row.credit, 1)) for row in rows)
    mine = [(row, account, sign) for row, account, sign in sides if _is_asked(account, person, pocket)]
    known = _known_causes((_cause(row, account), row.ref) for row, account, _sign in mine)
    balance = _balance_after(rows[0], person, pocket) if pocket and rows else None
    for row, account, sign in mine:
        about, url, reference = known.get((_cause(row, account), row.ref), ("", "", ""))
        line = Line(
            at=row.at,
            # A field's own display makes a table of all choices anew each time: most of what a long download took.
            pocket=str((Pocket.ON_THE_WAY if pocket == Pocket.ON_THE_WAY else AccountKind(account.kind)).label),
            words=str(TransferKind(row.kind).label),
            about=about,
            url=url,
            amount=row.amount * sign,
            balance=balance,
            reference=reference,
        )
        yield line
        if balance is not None:
            balance -= line.amount


def _is_asked(account: Account, person: User, pocket: str) -> bool:
    if pocket == Pocket.ESCROW:
        return account.kind in (AccountKind.ESCROW, AccountKind.OFFER)
    if pocket == Pocket.ON_THE_WAY:
        return account.kind == AccountKind.IN_FLIGHT
    return account.owner_id == person.pk and account.kind in KINDS[pocket]


def _cause(row: Transfer, account: Account) -> Cause | None:
    table = CAUSES if account.kind == AccountKind.EARNED else CAUSES_OF_PAYING
    return table.get(TransferKind(row.kind))


def _balance_after(row: Transfer, person: User, pocket: str) -> Money:
    """What a pocket held after a transfer, whatever came since."""
    if pocket == Pocket.ON_THE_WAY:
        signed = models.Case(models.When(kind__in=_HOLDS, then=models.F("amount")), default=-models.F("amount"))
        until = _on_the_way(person).filter(pk__lte=row.pk)
        return Money(until.aggregate(sum=models.Sum(signed, output_field=models.BigIntegerField()))["sum"] or 0)
    with connection.cursor() as cursor:
        cursor.execute(_BALANCE_AFTER, {"pots": _accounts(person, pocket), "line": row.pk})
        (micro,) = cursor.fetchone()
    return Money(micro)


def _known_causes(asked: Iterable[tuple[Cause | None, int]]) -> dict[tuple[Cause | None, int], tuple[str, str, str]]:
    wanted: defaultdict[Cause, set[int]] = defaultdict(set)
    for cause, ref in asked:
        if cause:
            wanted[cause].add(ref)
    return {(cause, ref): said for cause, refs in wanted.items() for ref, said in _said(cause, refs)}


def _said(cause: Cause, refs: Iterable[int]) -> Iterator[tuple[int, tuple[str, str, str]]]:
    """The words, the link and the reference of each row of a cause."""
    if not cause.model:
        url = reverse(cause.page) if cause.page else ""
        yield from ((ref, (str(cause.name), url, "")) for ref in refs)
        return
    model: Any = apps.get_model(cause.model)
    for pk, key, name in model.objects.filter(pk__in=refs).values_list("pk", cause.key, cause.name):
        yield pk, (str(cause.say(name)), reverse(cause.page, args=[key]) if cause.page else "", str(key))
