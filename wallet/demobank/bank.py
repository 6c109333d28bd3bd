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
    "checkout": "update checkout set state = 'paid', received = cents, due = null"
    " where state = 'pending' and due <= ? returning *",
    "payout": "update payout set state = 'paid', due = null where state = 'pending' and due <= ? returning *",
}

BALANCE = """
select (select coalesce(sum(received), 0) from checkout where state <> 'charged_back')
     - (select coalesce(sum(cents), 0) from payout where state in ('paid', 'pending'))
     - (select coalesce(sum(fee), 0) from payout where state <> 'failed') as cents
"""

UNPAID = """
select coalesce(max(checkout.received - (
    select coalesce(sum(payout.cents), 0) from payout
     where payout.refund_of = checkout.id and payout.state in ('paid', 'pending'))), 0) as cents
  from checkout where checkout.id = ? and checkout.state = 'paid'
"""


class KeyReused(Exception):
    """The key was used before, for something else."""


class BadRequest(Exception):
    """The request makes no sense to the bank."""


class Refused(Exception):
    """The bank does not do this, and has done nothing of it."""


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
    received: int
    reason: str


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
    refund_of: str
    fee: int


@dataclass(frozen=True)
class Item:
    """One line of a payout batch as the market asked for it: to an account, or back the way a checkout was paid."""

    key: str
    cents: int
    destination: str
    refund_of: str = ""


class Bank:
    def __init__(self, path: str | Path, *, fee_cents: int = 0) -> None:
        self.state = State(path)
        self.faults = Faults(self.state)
        self.events = Events(self.state, self.faults)
        self.fee_cents = fee_cents

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
        """The person pays what is wanting: all of an open checkout, the rest of one that was paid in part."""
        with self.state.transaction():
            checkout = self.checkout(checkout_id)
            if checkout and checkout.state in ("open", "paid") and checkout.received < checkout.cents:
                rest = checkout.cents - checkout.received
                self.receive(checkout_id, rest // 2 if self.faults.take("short_payment") else rest)

    def pay_half(self, checkout_id: str) -> None:
        """The person pays half of an open checkout."""
        with self.state.transaction():
            checkout = self.checkout(checkout_id)
            if checkout and checkout.state == "open":
                self.receive(checkout_id, checkout.cents // 2)

    def receive(self, checkout_id: str, cents: int) -> None:
        """Money arrives for a checkout: less than was asked, more, once more, or after it was cancelled."""
        _check_cents(cents)
        with self.state.transaction() as db:
            row = db.execute(
                "update checkout set state = 'paid', due = null, received = received + ?"
                " where id = ? and state <> 'charged_back' returning *",
                (cents, checkout_id),
            ).fetchone()
            self._tell("checkout", row)
            if row is not None and self.faults.take("charge_back"):
                self.charge_back(checkout_id)

    def pay_later(self, checkout_id: str, *, seconds: float = SLOW_SECONDS) -> None:
        """The person pays by a slow way: the checkout waits, then is paid by itself."""
        self._close_checkout(checkout_id, "pending", due=time.time() + seconds)

    def cancel(self, checkout_id: str) -> None:
        self._close_checkout(checkout_id, "cancelled")

    def charge_back(self, checkout_id: str) -> None:
        """The payer contests what they paid and has it back: a paid checkout is taken back as a whole."""
        self._take_back("checkout", "id", checkout_id, "charged_back", "The payer's bank took it back.")

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
        # What it took before it does not refuse: a refusal means that none of it was ever taken.
        taken_before = bool(items) and len(self.payouts([item.key for item in items])) == len(items)
        if not taken_before and self.faults.take("refuse_batch"):
            raise Refused("The bank takes no such batch today.")
        with self.state.transaction() as db:
            refuse_odd = self.faults.take("partial_batch") is not None
            for place, item in enumerate(items):
                before = db.execute("select * from payout where key = ?", (item.key,)).fetchone()
                if before is None:
                    self._pay_item(db, item, refused=refuse_odd and place % 2 == 1)
                elif (before["cents"], before["destination"], before["refund_of"]) != (
                    item.cents,
                    item.destination,
                    item.refund_of,
                ):
                    raise KeyReused(item.key)
        return self.payouts([item.key for item in items])

    def _pay_item(self, db: sqlite3.Connection, item: Item, *, refused: bool) -> None:
        state, reason = self._judge(item, refused=refused)
        due = time.time() + SLOW_SECONDS if state == "pending" else None
        cents = item.cents - 1 if self.faults.take("wrong_amount") else item.cents
        fee = 0 if state == "failed" or item.refund_of else self.fee_cents
        row = db.execute(
            "insert into payout (key, reference, cents, destination, state, reason, due, created, refund_of, fee)"
            " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning *",
            (
                item.key,
                new_id("po"),
                cents,
                item.destination,
                state,
                reason,
                due,
                time.time(),
                item.refund_of,
                fee,
            ),
        ).fetchone()
        self._tell("payout", row)
        if state == "paid" and self.faults.take("return_payout"):
            self.return_payout(item.key)

    def _judge(self, item: Item, *, refused: bool) -> tuple[str, str]:
        if refused or self.faults.take("refuse_item"):
            return "failed", "The bank refused the payment."
        if item.refund_of and self._left_of(item.refund_of) < item.cents:
            return "failed", "There is not as much left of that checkout."
        behaviour = self._behaviour(item.destination)
        if behaviour == "closed":
            return "failed", "The account is closed."
        return ("pending" if behaviour == "slow" else "paid"), ""

    def _left_of(self, checkout_id: str) -> int:
        row = self.state.row(UNPAID, (checkout_id,))
        return int(row["cents"]) if row else 0

    def behave(self, destination: str, behaviour: str) -> None:
        """Make an account "closed", which refuses payouts, or "slow", which takes them after a while."""
        with self.state.transaction() as db:
            db.execute("insert or replace into account values (?, ?)", (destination, behaviour))

    def _behaviour(self, destination: str) -> str:
        row = self.state.row("select behaviour from account where destination = ?", (destination,))
        return str(row["behaviour"]) if row else {CLOSED_ACCOUNT: "closed", SLOW_ACCOUNT: "slow"}.get(destination, "")

    def return_payout(self, key: str) -> None:
        """The receiver's bank sends a paid payout back; what the bank took for sending it stays taken."""
        self._take_back("payout", "key", key, "returned", "The receiver's bank sent it back.")

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

    def balance(self) -> int:
        """What the bank holds for the market, in cents; below zero where it has lent."""
        row = self.state.row(BALANCE)
        return int(row["cents"]) if row else 0

    # -- time

    def fall_due(self, now: float) -> None:
        """Let whatever was slow and is due become paid."""
        with self.state.transaction() as db:
            for kind, sql in FALL_DUE.items():
                for row in db.execute(sql, (now,)).fetchall():
                    self._tell(kind, row)

    def _take_back(self, table: str, column: str, key: str, state: str, reason: str) -> None:
        with self.state.transaction() as db:
            sql = f"update {table} set state = ?, reason = ? where {column} = ? and state = 'paid' returning *"  # noqa: S608
            self._tell(table, db.execute(sql, (state, reason, key)).fetchone())

    def _tell(self, kind: str, row: sqlite3.Row | None) -> None:
        if row is not None:
            data = as_json(Checkout(**dict(row)) if kind == "checkout" else Payout(**dict(row)))
            self.events.record(f"{kind}.{row['state']}", data)


def as_json(thing: Checkout | Payout) -> dict[str, Any]:
    """What the bank says about a checkout or a payout."""
    hidden = {"cents", "due", "return_url", "received", "fee"}
    said = {name: value for name, value in asdict(thing).items() if name not in hidden}
    if isinstance(thing, Checkout):
        return said | {"amount_cents": thing.cents, "received_cents": thing.received}
    return said | {"amount_cents": thing.cents, "fee_cents": thing.fee}


def _check_cents(cents: object) -> None:
    if not isinstance(cents, int) or isinstance(cents, bool) or cents <= 0:
        raise BadRequest("The amount must be a whole number of cents above zero.")
