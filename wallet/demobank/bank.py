"""What the bank does: takes payments at a checkout, pays out to accounts, each thing once by its key."""

import json
import sqlite3
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from wallet.demobank.events import Events
from wallet.demobank.faults import Faults
from wallet.demobank.state import State, new_id

# Account numbers that stand for a behaviour, so that a person can try it without the fault switch.
CLOSED_ACCOUNT = "40000002"
SLOW_ACCOUNT = "40000009"
SLOW_SECONDS = 5.0

FALL_DUE = {
    "checkout": "update checkout set state = 'paid', due = null where state = 'pending' and due <= ? returning *",
    "payout": "update payout set state = 'paid', due = null where state = 'pending' and due <= ? returning *",
}


class KeyReused(Exception):
    """The key was used before, for something else."""


class BadRequest(Exception):
    """The request makes no sense to the bank."""


@dataclass(frozen=True)
class Checkout:
    id: str
    key: str
    cents: int
    note: str
    return_url: str
    state: str
    due: float | None
    created: float


@dataclass(frozen=True)
class Payout:
    key: str
    reference: str
    cents: int
    destination: str
    state: str
    reason: str
    due: float | None
    created: float


@dataclass(frozen=True)
class Item:
    """One line of a payout batch as the market asked for it."""

    key: str
    cents: int
    destination: str


class Bank:
    def __init__(self, path: str | Path) -> None:
        self.state = State(path)
        self.faults = Faults(self.state)
        self.events = Events(self.state, self.faults)

    # -- money in

    def open_checkout(self, *, key: str, cents: int, note: str, return_url: str) -> Checkout:
        """Open a checkout, or answer with the one this key opened. Raises KeyReused for another amount."""
        _check_cents(cents)
        with self.state.transaction() as db:
            db.execute(
                "insert into checkout (id, key, cents, note, return_url, created) values (?, ?, ?, ?, ?, ?)"
                " on conflict (key) do nothing",
                (new_id("co"), key, cents, note, return_url, time.time()),
            )
            row = db.execute("select * from checkout where key = ?", (key,)).fetchone()
        checkout = Checkout(**dict(row))
        if (checkout.cents, checkout.return_url) != (cents, return_url):
            raise KeyReused(key)
        return checkout

    def checkout(self, checkout_id: str) -> Checkout | None:
        row = self.state.row("select * from checkout where id = ?", (checkout_id,))
        return Checkout(**dict(row)) if row else None

    def checkouts(self) -> list[Checkout]:
        return [Checkout(**dict(row)) for row in self.state.rows("select * from checkout order by created desc")]

    def pay(self, checkout_id: str) -> None:
        """The person pays: an open checkout is paid at once."""
        self._close_checkout(checkout_id, "paid")

    def pay_later(self, checkout_id: str, *, seconds: float = SLOW_SECONDS) -> None:
        """The person pays by a slow way: the checkout waits, then is paid by itself."""
        self._close_checkout(checkout_id, "pending", due=time.time() + seconds)

    def cancel(self, checkout_id: str) -> None:
        self._close_checkout(checkout_id, "cancelled")

    def _close_checkout(self, checkout_id: str, state: str, *, due: float | None = None) -> None:
        with self.state.transaction() as db:
            row = db.execute(
                "update checkout set state = ?, due = ? where id = ? and state = 'open' returning *",
                (state, due, checkout_id),
            ).fetchone()
            self._tell("checkout", row)

    # -- money out

    def pay_out(self, items: list[Item]) -> list[Payout]:
        """Pay each item once by its key. A key used before for something else refuses the whole batch."""
        for item in items:
            _check_cents(item.cents)
        with self.state.transaction() as db:
            refuse_odd = self.faults.take("partial_batch") is not None
            for place, item in enumerate(items):
                before = db.execute("select * from payout where key = ?", (item.key,)).fetchone()
                if before is None:
                    self._pay_item(db, item, refused=refuse_odd and place % 2 == 1)
                elif (before["cents"], before["destination"]) != (
                    item.cents,
                    item.destination,
                ):
                    raise KeyReused(item.key)
        return self.payouts([item.key for item in items])

    def _pay_item(self, db: sqlite3.Connection, item: Item, *, refused: bool) -> None:
        state, reason, due = "paid", "", None
        if refused or self.faults.take("refuse_item"):
            state, reason = "failed", "The bank refused the payment."
        elif item.destination == CLOSED_ACCOUNT:
            state, reason = "failed", "The account is closed."
        elif item.destination == SLOW_ACCOUNT:
            state, due = "pending", time.time() + SLOW_SECONDS
        row = db.execute(
            "insert into payout values (?, ?, ?, ?, ?, ?, ?, ?) returning *",
            (
                item.key,
                new_id("po"),
                item.cents,
                item.destination,
                state,
                reason,
                due,
                time.time(),
            ),
        ).fetchone()
        self._tell("payout", row)

    def payouts(self, keys: list[str]) -> list[Payout]:
        """The payouts the bank knows among these keys, in the order asked."""
        rows = self.state.rows(
            "select * from payout where key in (select value from json_each(?))",
            (json.dumps(keys),),
        )
        known = {row["key"]: Payout(**dict(row)) for row in rows}
        return [known[key] for key in keys if key in known]

    def all_payouts(self) -> list[Payout]:
        return [Payout(**dict(row)) for row in self.state.rows("select * from payout order by created desc")]

    # -- time

    def fall_due(self, now: float) -> None:
        """Let whatever was slow and is due become paid."""
        with self.state.transaction() as db:
            for kind, sql in FALL_DUE.items():
                for row in db.execute(sql, (now,)).fetchall():
                    self._tell(kind, row)

    def _tell(self, kind: str, row: sqlite3.Row | None) -> None:
        if row is not None:
            data = as_json(Checkout(**dict(row)) if kind == "checkout" else Payout(**dict(row)))
            self.events.record(f"{kind}.{row['state']}", data)


def as_json(thing: Checkout | Payout) -> dict[str, Any]:
    """What the bank says about a checkout or a payout."""
    said = {name: value for name, value in asdict(thing).items() if name not in {"cents", "due", "return_url"}}
    return said | {"amount_cents": thing.cents}


def _check_cents(cents: object) -> None:
    if not isinstance(cents, int) or isinstance(cents, bool) or cents <= 0:
        raise BadRequest("The amount must be a whole number of cents above zero.")
