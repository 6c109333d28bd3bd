"""What arrived for a deposit, coin by coin, and what it is worth for good once it has counted.

A coin that has enough confirmations counts: at the rate its deposit fixed where the node saw it in time, else at the
rate of the day. Each coin that counts is kept among the deposit's terms with its rate, so that asking again gives the
same sum, and so that one which the network takes back is missed.
"""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from picomarket.lib.money import Money, total
from wallet.rails.interface import RailSilent
from wallet.rails.litecoin_node import Node, NodeSays, litoshi, readable
from wallet.rails.litecoin_rates import worth

# How a coin is named among the terms.
MARK = "coin:"
# Stands before the name of one that was told as taken back.
LOST = "lost:"
PAGE = 500
# A coin seen in time that gets into no block for longer than this was held back: its payer waits for a better rate.
PATIENCE = timedelta(hours=6)
# A coin that counted and is in no block and in no pool of those that wait, this long after it came, is not coming back.
LOST_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class Coin:
    """One output to a deposit's address."""

    txid: str
    output: int
    litoshi: int
    confirmations: int
    seen: datetime
    mined: datetime | None

    @property
    def name(self) -> str:
        return f"{MARK}{self.txid}:{self.output}"

    def in_time(self, until: datetime) -> bool:
        return self.seen <= until and self.mined is not None and self.mined <= until + PATIENCE


def received(node: Node, label: str, address: str) -> list[Coin]:
    """Every output to the addresses of this label, in a block or not yet; the node leaves out what was taken back.

    Raises RailSilent where the address, one of them, is not this wallet's.
    """
    found = _listed(node, label)
    if not found and _had_no_name(node, label, address):
        found = _listed(node, label)
    return found


def _listed(node: Node, label: str) -> list[Coin]:
    found: list[Coin] = []
    for skip in itertools.count(0, PAGE):
        page = node.call("listtransactions", label, PAGE, skip)
        with readable():
            found += [_coin(line) for line in page if line["category"] == "receive"]
            if len(page) < PAGE:
                break
    return found


def _had_no_name(node: Node, label: str, address: str) -> bool:
    """Whether the wallet, brought back from a backup, had forgotten whose this address is; now it knows again."""
    known = node.call("getaddressinfo", address)
    with readable():
        if not known["ismine"]:
            raise RailSilent(f"this wallet of litecoind does not have the address {address}")
        if label in known["labels"]:
            return False
    node.call("setlabel", address, label)
    return True


def _coin(line: Mapping[str, Any]) -> Coin:
    return Coin(
        txid=line["txid"],
        output=line["vout"],
        litoshi=litoshi(line["amount"]),
        confirmations=line["confirmations"],
        seen=datetime.fromtimestamp(line["time"], UTC),
        mined=datetime.fromtimestamp(line["blocktime"], UTC) if "blocktime" in line else None,
    )


def is_gone(node: Node, name: str, *, needed: int, now: datetime) -> bool:
    """Whether a coin that counted is lost: another was taken in its place, or nobody has it any more."""
    txid = name.removeprefix(MARK).split(":")[0]
    found = node.transaction(txid)
    if found is None:
        raise RailSilent(f"this wallet of litecoind does not know the transaction {txid}, which it received")
    with readable():
        if found["confirmations"] or now - datetime.fromtimestamp(found["time"], UTC) < LOST_AFTER:
            return bool(found["confirmations"] <= -needed)
    return not _is_waiting(node, txid)


def _is_waiting(node: Node, txid: str) -> bool:
    try:
        node.call("getmempoolentry", txid)
    except NodeSays as said:
        if said.code == NodeSays.UNKNOWN:
            return False
        raise
    return True


@dataclass(frozen=True)
class Tally:
    """What a deposit's terms say: the rate that was fixed, for how much and until when, each coin that counted, and
    which of these were lost since."""

    rate: Decimal
    asked: int
    amount: Money
    until: datetime
    counted: Mapping[str, tuple[int, Decimal]]
    lost: frozenset[str]

    @classmethod
    def read(cls, terms: Mapping[str, Any]) -> "Tally":
        with readable():
            return cls(
                rate=Decimal(terms["rate"]),
                asked=int(terms["litoshi"]),
                amount=Money(int(terms["amount"])),
                until=datetime.fromisoformat(terms["until"]),
                counted={name: (said[0], Decimal(said[1])) for name, said in terms.items() if name.startswith(MARK)},
                lost=frozenset(name.removeprefix(LOST) for name in terms if name.startswith(LOST)),
            )

    def worth(self, coins: Iterable[tuple[int, Decimal]]) -> Money:
        """What so many litoshi at such rates are worth together, rounded down once for each rate."""
        sums: dict[Decimal, int] = {}
        for amount, rate in coins:
            sums[rate] = sums.get(rate, 0) + amount
        return total(self._worth(amount, rate) for rate, amount in sums.items())

    def _worth(self, amount: int, rate: Decimal) -> Money:
        # What was asked for is worth exactly its sum, although whole litoshi seldom are.
        if rate != self.rate or amount < self.asked:
            return worth(amount, rate)
        return self.amount + worth(amount - self.asked, rate)


def counting(coins: Iterable[Coin], rate: Decimal) -> dict[str, Any]:
    """The terms by which coins count from now on."""
    return {coin.name: [coin.litoshi, str(rate)] for coin in coins}


def losing(names: Iterable[str]) -> dict[str, Any]:
    """The terms by which it is known that these coins were told as taken back."""
    return {f"{LOST}{name}": True for name in names}
