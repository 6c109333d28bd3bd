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
    "refuse_batch": "refuses the next payout batch as a whole and does nothing",
    "forget_item": "leaves the last item out of its next answer about payouts",
    "foreign_item": "speaks in its next answer about payouts of one nobody asked for",
    "wrong_amount": "pays the next payout item a cent short",
    "short_payment": "receives only half of the next payment of a checkout",
    "charge_back": "takes the next payment of a checkout back as soon as it has arrived",
    "return_payout": "sends the next payout item back as soon as it is paid",
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
