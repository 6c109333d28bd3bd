"""A Litecoin node, spoken to by JSON-RPC. What it holds back says nothing; what it refuses it says with a number."""

import json
from collections.abc import Generator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import requests

from wallet.rails.interface import RailSilent

TIMEOUT_SECONDS = 20
LITOSHI = 100_000_000

UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, IndexError, ArithmeticError)


class NodeSays(RailSilent):
    """The node understood the question and answered with an error. `words` are the node's own, in English."""

    # Numbers of the node's protocol.
    WALLET = -4
    UNKNOWN = -5
    NO_LABEL = -11
    INPUTS_GONE = -25
    REJECTED = -26
    IN_CHAIN = -27

    def __init__(self, method: str, code: int, words: str) -> None:
        super().__init__(f"litecoind, {method}: {words[:200]} ({code})")
        self.code = code
        self.words = words


class Node:
    """One wallet of one node. Neither the password nor what is sent ever stands in what is raised."""

    def __init__(self, *, url: str, user: str, password: str, wallet: str = "") -> None:
        self._url = url.rstrip("/") + (f"/wallet/{quote(wallet, safe='')}" if wallet else "")
        self._login = (user, password)

    def call(self, method: str, *params: Any) -> Any:
        """The node's result. Raises NodeSays for an error it names, RailSilent for anything else than an answer."""
        answer = self._post(method, json.dumps({"id": method, "method": method, "params": params}))
        try:
            said = json.loads(answer.content, parse_float=Decimal)
            error = said["error"] and (int(said["error"]["code"]), str(said["error"]["message"]))
            result = said["result"]
        except UNREADABLE:
            raise RailSilent(f"litecoind, {method}: HTTP {answer.status_code} without an answer") from None
        if error:
            raise NodeSays(method, *error)
        return result

    def _post(self, method: str, body: str) -> requests.Response:
        with requests.Session() as session:
            # No proxy and no .netrc between the market and its own node.
            session.trust_env = False
            try:
                return session.post(
                    self._url, data=body, auth=self._login, timeout=TIMEOUT_SECONDS, allow_redirects=False
                )
            except requests.RequestException as error:
                # Without its cause, whose words hold the whole address.
                raise RailSilent(f"litecoind, {method}: {type(error).__name__}") from None

    def transaction(self, txid: str) -> Any:
        """A transaction of this wallet as the node describes it; None where the wallet has never seen it."""
        try:
            found = self.call("gettransaction", txid)
        except NodeSays as said:
            if said.code == NodeSays.UNKNOWN:
                return None
            raise
        if found is None:
            raise RailSilent("litecoind, gettransaction: an empty answer")
        return found

    def check_ready(self, network: str) -> None:
        """Raises RailSilent unless the node follows this network and has caught up with it."""
        state = self.call("getblockchaininfo")
        with readable():
            if state["chain"] != network:
                raise RailSilent(f"litecoind is on the network {state['chain']}, not on {network}")
            if state["initialblockdownload"]:
                raise RailSilent("litecoind has not caught up with its network yet")


@contextmanager
def readable() -> Generator[None]:
    """An answer that cannot be read says nothing."""
    try:
        yield
    except UNREADABLE as error:
        raise RailSilent(f"litecoind's answer cannot be read: {error!r}"[:200]) from None


def litoshi(amount: Any) -> int:
    """The node's amount of litecoin in its smallest unit."""
    return int(Decimal(amount) * LITOSHI)


def ltc(litoshi: int) -> str:
    """As the node and payment links write an amount."""
    return f"{litoshi // LITOSHI}.{litoshi % LITOSHI:08d}"
