"""Faults on demand: what the bank does wrong, how often, before it behaves again."""

from dataclasses import dataclass

from wallet.demobank.state import State

FAULTS = {
    "slow": "answers, but only after some seconds",
    "error_500": "answers 500 and does nothing",
    "lost_request": "drops the connection and does nothing",
    "timeout_after_success": "does what was asked, waits some seconds, drops the connection",
    "duplicate_webhook": "delivers the next event twice",
    "out_of_order_webhook": "delivers the next event after the one that follows it",
    "lost_webhook": "never delivers the next event",
    "refuse_item": "refuses the next payout item",
    "partial_batch": "refuses every second item of the next payout batch",
}


@dataclass(frozen=True)
class Fault:
    name: str
    times: int
    seconds: float


class Faults:
    def __init__(self, state: State) -> None:
        self._state = state

    def set(self, name: str, *, times: int = 1, seconds: float = 0.0) -> None:
        """Make the bank misbehave this many times; raises KeyError for a fault it does not know."""
        FAULTS[name]
        with self._state.transaction() as db:
            db.execute("insert or replace into fault values (?, ?, ?)", (name, times, seconds))

    def take(self, name: str) -> Fault | None:
        """Use up one turn of a fault, if it is set."""
        with self._state.transaction() as db:
            row = db.execute(
                "update fault set times = times - 1 where name = ? and times > 0 returning *",
                (name,),
            ).fetchone()
        return Fault(**dict(row)) if row else None

    def all(self) -> list[Fault]:
        return [Fault(**dict(row)) for row in self._state.rows("select * from fault where times > 0 order by name")]

    def clear(self) -> None:
        with self._state.transaction() as db:
            db.execute("delete from fault")
