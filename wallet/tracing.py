"""Transfers as the staff reads them: what caused each, and whose accounts it went between, by name and with links."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps

from wallet import rails

from .models import Account, AccountKind, Transfer, TransferKind

# A model, which column names its row to people, and which row of which model the desk shows for it.
Source = tuple[str, str, str, str]

_DEPOSIT: Source = ("wallet.Deposit", "public_id", "wallet_deposit", "pk")
_PAYOUT: Source = ("wallet.Payout", "public_id", "wallet_payout", "pk")
_TASK: Source = ("tasks.Task", "public_id", "tasks_task", "pk")
_SUBMISSION: Source = ("submissions.Submission", "public_id", "submissions_submission", "pk")
_TOP_UP: Source = ("tasks.TopUp", "task__public_id", "tasks_task", "task_id")
_PROMOTION: Source = ("tasks.Promotion", "task__public_id", "tasks_task", "task_id")
# A test has no page on the desk: its title says which it is.
_OFFER: Source = ("tasks.Offer", "qualification__title", "", "pk")
_ATTEMPT: Source = ("tasks.Attempt", "qualification__title", "", "pk")
_BONUS: Source = ("submissions.Bonus", "submission__public_id", "submissions_submission", "submission_id")
_ADJUSTMENT: Source = ("wallet.Adjustment", "public_id", "wallet_adjustment", "pk")
_PERSON: Source = ("accounts.User", "email", "accounts_user", "pk")

# A move between one's own pockets has no page: its accounts say all of it.
SOURCES: dict[TransferKind, Source] = {
    **dict.fromkeys((TransferKind.DEPOSIT, TransferKind.DEPOSIT_REVERSED, TransferKind.LOSS_RECOVERED), _DEPOSIT),
    **dict.fromkeys((TransferKind.ESCROW_OPEN, TransferKind.ESCROW_REFUND), _TASK),
    **{kind: _SUBMISSION for kind in TransferKind if TransferKind.REWARD <= kind <= TransferKind.DISPUTE_AWARD},
    **{kind: _PAYOUT for kind in TransferKind if TransferKind.PAYOUT_HOLD <= kind <= TransferKind.REFUND_REVERSED},
    **{kind: _ADJUSTMENT for kind in TransferKind if kind >= TransferKind.PROMO_GRANT},
    TransferKind.SLOT_REFUND: _SUBMISSION,
    TransferKind.SCREEN_OUT: _SUBMISSION,
    TransferKind.ESCROW_TOP_UP: _TOP_UP,
    TransferKind.PROMOTION: _PROMOTION,
    TransferKind.PROMOTION_RETURNED: _PROMOTION,
    TransferKind.BONUS: _BONUS,
    TransferKind.TEST_OFFERED: _OFFER,
    TransferKind.TEST_RETURNED: _OFFER,
    TransferKind.TEST_TRIED: _ATTEMPT,
}
OWNERS = {
    **dict.fromkeys((AccountKind.EARNED, AccountKind.SPENDABLE, AccountKind.PROMO), _PERSON),
    AccountKind.ESCROW: _TASK,
    AccountKind.OFFER: _OFFER,
}
_RAILS = {number: code for code, number in rails.ACCOUNT_NUMBERS.items()}


PEOPLES = tuple(kind for kind, source in OWNERS.items() if source is _PERSON)


@dataclass(frozen=True, slots=True)
class Named:
    """Something by its name, and the row of the desk that shows it; ``model`` is empty where none does."""

    words: str
    model: str = ""
    key: int = 0

    @property
    def to_view(self) -> str:
        """The permission it takes to open that row; empty where there is none."""
        app, _underscore, model = self.model.partition("_")
        return f"{app}.view_{model}" if model else ""


@dataclass(frozen=True, slots=True)
class Traced:
    """One transfer's cause and its two accounts."""

    cause: Named
    debit: Named
    credit: Named


def trace(transfers: Iterable[Transfer]) -> dict[int, Traced]:
    """Each transfer by its key, with what it is about. One query per kind of cause and of owner, however many."""
    rows = list(transfers)
    wanted: defaultdict[Source, set[int]] = defaultdict(set)
    for row in rows:
        for source, key in _asked(row):
            wanted[source].add(key)
    known = {(source, key): named for source, keys in wanted.items() for key, named in _named(source, keys)}
    return {row.pk: Traced(_cause(row, known), _owner(row.debit, known), _owner(row.credit, known)) for row in rows}


def owners(accounts: Iterable[Account]) -> dict[int, Named]:
    """Each account by its key, with whose it is. One query per kind of owner, however many."""
    rows = list(accounts)
    wanted: defaultdict[Source, set[int]] = defaultdict(set)
    for row in rows:
        if source := OWNERS.get(AccountKind(row.kind)):
            wanted[source].add(row.owner_id)
    known = {(source, key): named for source, keys in wanted.items() for key, named in _named(source, keys)}
    return {row.pk: _owner(row, known) for row in rows}


def _asked(row: Transfer) -> Iterator[tuple[Source, int]]:
    if source := SOURCES.get(TransferKind(row.kind)):
        yield source, row.ref
    for account in (row.debit, row.credit):
        if source := OWNERS.get(AccountKind(account.kind)):
            yield source, account.owner_id


def _named(source: Source, keys: set[int]) -> Iterator[tuple[int, Named]]:
    label, name, shown_as, shown_by = source
    model: Any = apps.get_model(label)
    for key, words, shown in model.objects.filter(pk__in=keys).values_list("pk", name, shown_by):
        yield key, Named(words, shown_as, shown)


def _cause(row: Transfer, known: dict[tuple[Source, int], Named]) -> Named:
    source = SOURCES.get(TransferKind(row.kind))
    return (known.get((source, row.ref)) if source else None) or Named(str(row.ref))


def _owner(account: Account, known: dict[tuple[Source, int], Named]) -> Named:
    kind = AccountKind(account.kind)
    if kind == AccountKind.EXTERNAL and (code := _RAILS.get(account.owner_id)):
        return Named(f"{kind.label}: {rails.facts(code).label}")
    source = OWNERS.get(kind)
    found = known.get((source, account.owner_id)) if source else None
    return Named(f"{kind.label}: {found.words}", found.model, found.key) if found else Named(str(account))
