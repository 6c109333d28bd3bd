"""Transactions that pay out: made and signed, sent as often as need be, followed until they can no longer be undone."""

import contextlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from wallet.rails.interface import Fate, RailRefused, RailSilent
from wallet.rails.litecoin_node import Node, NodeSays, litoshi, ltc, readable

log = logging.getLogger(__name__)

# No more is undone than this, by the network's own rule: after so many blocks a miner may spend what a block gave.
FINAL = 100

# Its coins are kept from others, what is left over stays in the open, and nothing may take its place while it waits.
FUNDING = {"lockUnspents": True, "change_type": "bech32", "replaceable": False}

# What the node says of a transaction whose coins have gone another way.
SPENT = ("txn-mempool-conflict", "bad-txns-inputs-missingorspent", "missing inputs")


@dataclass(frozen=True)
class Signed:
    """A transaction nobody has seen yet. Its number is known before it leaves and names it for ever."""

    txid: str
    hex: str
    fee: int


@dataclass(frozen=True)
class Standing:
    """What became of a transaction: of its own number, or of the one its fee was raised under."""

    fate: Fate
    txid: str
    fee: int


def sign(node: Node, outputs: Mapping[str, int]) -> Signed:
    """Make a transaction that pays these litoshi to these addresses, and keep its coins from any other; none leaves.

    Raises RailRefused where the node minds an output or the size, RailSilent for all else: also where the wallet holds
    too little or is locked, for then the payouts wait until the operator has seen to it.
    """
    try:
        raw = node.call("createrawtransaction", [], [{address: ltc(amount)} for address, amount in outputs.items()])
        funded = node.call("fundrawtransaction", raw, FUNDING)
    except NodeSays as said:
        if words := _refusal(said):
            raise RailRefused(words) from said
        raise
    with readable():
        draft, fee = str(funded["hex"]), litoshi(funded["fee"])
    try:
        return _finish(node, draft, fee)
    except RailSilent:
        _release(node, draft)
        raise


def _refusal(said: NodeSays) -> str:
    words = said.words.lower()
    if said.code == NodeSays.UNKNOWN:
        return _("Litecoin cannot be sent to this address.")
    if "amount too small" in words:
        return _("This is too little to send as litecoin.")
    if "too large" in words:
        return _("The payment was too large for one Litecoin transaction.")
    return ""


def _finish(node: Node, draft: str, fee: int) -> Signed:
    signed = node.call("signrawtransactionwithwallet", draft)
    with readable():
        if not signed["complete"]:
            raise RailSilent("litecoind could not sign the whole transaction")
        [verdict] = node.call("testmempoolaccept", [signed["hex"]])
        if not verdict["allowed"]:
            raise RailSilent(f"litecoind would not take the transaction: {verdict['reject-reason']}")
        return Signed(txid=verdict["txid"], hex=signed["hex"], fee=fee)


def _coins_of(node: Node, hex_: str) -> list[dict[str, Any]]:
    with readable():
        return [{"txid": one["txid"], "vout": one["vout"]} for one in node.call("decoderawtransaction", hex_)["vin"]]


def _release(node: Node, hex_: str) -> None:
    """Let other transactions have the coins of one that will not be sent. A node that restarts does so by itself."""
    with contextlib.suppress(RailSilent):
        unlock = True
        node.call("lockunspent", unlock, _coins_of(node, hex_))


def broadcast(node: Node, *, txid: str, hex_: str) -> None:
    """Give a signed transaction to the network; to repeat it is harmless.

    Raises RailRefused where its coins went another way before it was ever seen: so the node restarted between two
    transactions and lent the same coins twice. Raises RailSilent where the node will not have it now.
    """
    try:
        node.call("sendrawtransaction", hex_)
    except NodeSays as said:
        if said.code == NodeSays.IN_CHAIN or node.transaction(txid) is not None:
            return
        if said.words.lower() in SPENT and _never_left(node, hex_):
            _release(node, hex_)
            raise RailRefused(_("The market's coins went another way first. Ask for the payout again.")) from said
        raise


def _never_left(node: Node, hex_: str) -> bool:
    """Whether this wallet would know, had it been sent: the coins it spends are this wallet's."""
    return all(_is_ours(node, coin["txid"], coin["vout"]) for coin in _coins_of(node, hex_))


def _is_ours(node: Node, txid: str, output: int) -> bool:
    found = node.transaction(txid)
    if found is None:
        return False
    with readable():
        decoded = node.call("decoderawtransaction", found["hex"])
        return all(node.call("getaddressinfo", address)["ismine"] for address in _addresses(decoded["vout"][output]))


def follow(node: Node, txid: str, outputs: Mapping[str, int], *, needed: int) -> Standing | None:
    """How a transaction that pays this stands; None where the wallet has never seen it.

    One whose coins were spent by another has failed only when that can no longer be undone, and not at all where the
    other pays the same: then somebody raised its fee by hand.
    """
    found = node.transaction(txid)
    if found is None:
        return None
    with readable():
        if found["confirmations"] >= 0:
            return _standing(found, needed)
        for rival in map(node.transaction, found["walletconflicts"]):
            if rival and rival["confirmations"] > 0 and (also := _paid_by(node, rival, outputs)):
                if also == outputs:
                    return _standing(rival, needed)
                log.error("transaction %s of payouts was replaced by %s, which pays some of them", txid, rival["txid"])
                return Standing(Fate.WAITING, txid, 0)
        fate = Fate.FAILED if found["confirmations"] <= -FINAL else Fate.WAITING
        return Standing(fate, txid, 0)


def _standing(found: Any, needed: int) -> Standing:
    fate = Fate.PAID if found["confirmations"] >= needed else Fate.WAITING
    return Standing(fate, found["txid"], -litoshi(found["fee"]))


def _paid_by(node: Node, found: Any, outputs: Mapping[str, int]) -> dict[str, int]:
    """Those of these outputs that another transaction has too."""
    decoded = node.call("decoderawtransaction", found["hex"])
    there = [(address, litoshi(one["value"])) for one in decoded["vout"] for address in _addresses(one)]
    return {address: amount for address, amount in outputs.items() if (address, amount) in there}


def _addresses(output: Any) -> list[str]:
    """Older nodes name a list, newer ones an address."""
    script = output["scriptPubKey"]
    return [script["address"]] if "address" in script else script.get("addresses", [])
