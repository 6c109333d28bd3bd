"""What the bank tells the market: signed events, kept until they are delivered."""

import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from typing import Any

from wallet.demobank.faults import Faults
from wallet.demobank.state import State, new_id

SIGNATURE_HEADER = "Demo-Bank-Signature"
TRIES = 12
LONGEST_WAIT_SECONDS = 300
HELD_BACK_SECONDS = 10
NEVER = 1e15
SELECT = "select number, id, body, copies, tries from event"


def sign(secret: str, body: bytes, *, at: float) -> str:
    """The signature header of a body: the time and an HMAC over the time and the body."""
    stamp = str(int(at))
    digest = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"t={stamp},v1={digest}"


@dataclass(frozen=True)
class Event:
    number: int
    id: str
    body: str
    copies: int
    tries: int


class Events:
    def __init__(self, state: State, faults: Faults) -> None:
        self._state = state
        self._faults = faults

    def record(self, kind: str, data: dict[str, Any]) -> None:
        """Queue an event for delivery, in the transaction of what it speaks of."""
        event_id = new_id("ev")
        now = time.time()
        body = json.dumps({"id": event_id, "type": kind, "created": int(now), "data": data})
        copies = 2 if self._faults.take("duplicate_webhook") else 1
        held = self._faults.take("out_of_order_webhook") is not None
        due = now + HELD_BACK_SECONDS if held else now
        if self._faults.take("lost_webhook"):
            due = NEVER
        with self._state.transaction() as db:
            db.execute(
                "insert into event (id, body, copies, held, due) values (?, ?, ?, ?, ?)",
                (event_id, body, copies, held, due),
            )

    def all(self) -> list[Event]:
        return [Event(**dict(row)) for row in self._state.rows(f"{SELECT} order by number")]

    def due(self, now: float) -> list[Event]:
        rows = self._state.rows(
            f"{SELECT} where delivered is null and due <= ? and tries < ? order by due, number",
            (now, TRIES),
        )
        return [Event(**dict(row)) for row in rows]

    def delivered(self, event: Event, now: float) -> None:
        """Note a delivery; events held back to arrive late may now go."""
        with self._state.transaction() as db:
            db.execute(
                "update event set delivered = ?, tries = tries + 1 where number = ?",
                (now, event.number),
            )
            db.execute(
                "update event set held = 0, due = ? where held = 1 and delivered is null and number <> ?",
                (now, event.number),
            )

    def put_off(self, event: Event, now: float) -> None:
        """Note a failed delivery: the next try waits twice as long, up to five minutes."""
        wait = min(2.0**event.tries, LONGEST_WAIT_SECONDS)
        with self._state.transaction() as db:
            db.execute(
                "update event set tries = tries + 1, due = ? where number = ?",
                (now + wait, event.number),
            )
