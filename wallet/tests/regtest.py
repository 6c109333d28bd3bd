"""A Litecoin network of one real node, where blocks come when a test wants them.

Three wallets: the market's, a payer's who mines all the coins, and a worker's.
"""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import requests

from . import litecoind

USER, PASSWORD = "market", "the-node's-password"
# From this block on there are private coins, as on the main network, and the first such block must hold one.
PRIVATE = 432
# What the market's wallet has to begin with, in coins enough for several payouts at once.
FUNDS = ["20"] * 8


class NodeError(Exception):
    """The node's own words."""


class Chain:
    def __init__(self, place: Path) -> None:
        self._place = place
        self._port = _free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self._process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        command = [
            str(litecoind.find()),
            "-regtest",
            f"-datadir={self._place}",
            f"-rpcport={self._port}",
            f"-rpcuser={USER}",
            f"-rpcpassword={PASSWORD}",
            "-server",
            "-listen=0",
            "-dnsseed=0",
            "-upnp=0",
            "-fallbackfee=0.0001",
            # It would wait for idle connections at its end.
            "-rpcservertimeout=1",
            "-mempoolreplacement=1",
            "-mempoolexpiry=1",
            "-keypool=20",
            "-printtoconsole=0",
        ]
        process = subprocess.Popen(command, env=litecoind.environment(), stdout=subprocess.DEVNULL)
        give_up = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < give_up:
            with contextlib.suppress(NodeError, requests.RequestException):
                self.rpc("getblockcount")
                return process
            time.sleep(0.02)
        raise RuntimeError(f"litecoind did not start; see {self._place}")

    def stop(self) -> None:
        self.rpc("stop")
        self._process.wait(60)

    def restart(self) -> None:
        """The node forgets which coins it kept aside; the wallets are loaded again."""
        loaded = self.rpc("listwallets")
        self.stop()
        self._process = self._start()
        for wallet in loaded:
            if wallet not in self.rpc("listwallets"):
                self.rpc("loadwallet", wallet)

    def rpc(self, method: str, *params: Any, wallet: str = "") -> Any:
        path = f"/wallet/{wallet}" if wallet else ""
        body = json.dumps({"method": method, "params": params}, default=str)
        answer = requests.post(self.url + path, data=body, auth=(USER, PASSWORD), timeout=60)
        said = json.loads(answer.content, parse_float=Decimal)
        if said["error"]:
            raise NodeError(said["error"])
        return said["result"]

    def furnish(self) -> None:
        """Make the wallets and fill the payer's and the market's."""
        for wallet in ("market", "payer", "worker"):
            self.rpc("createwallet", wallet)
        self.mine(PRIVATE - 1)
        self.pay(self.address("payer", "mweb"), "1")
        for ltc in FUNDS:
            self.rpc("sendtoaddress", self.address("market"), ltc, wallet="payer")
        self.mine()

    def address(self, wallet: str = "worker", kind: str = "bech32") -> str:
        return str(self.rpc("getnewaddress", "", kind, wallet=wallet))

    def mine(self, count: int = 1) -> list[str]:
        """So many blocks; who mines them is paid to the payer."""
        blocks: list[str] = self.rpc("generatetoaddress", count, self.address("payer"))
        return blocks

    def pay(self, address: str, ltc: str | Decimal, *, replaceable: bool = False) -> str:
        """The payer sends this much; the number of the transaction."""
        return str(self.rpc("sendtoaddress", address, str(ltc), "", "", False, replaceable, wallet="payer"))

    def replace(self, txid: str) -> str:
        """The payer takes back a payment that is in no block: its coins go to the payer, for a higher fee."""
        spent = self.rpc("getrawtransaction", txid, True)["vin"]
        coins = [{"txid": one["txid"], "vout": one["vout"], "sequence": 0xFFFFFFFD} for one in spent]
        there = sum(self._worth(one) for one in coins)
        raw = self.rpc("createrawtransaction", coins, [{self.address("payer"): there - Decimal("0.01")}])
        signed = self.rpc("signrawtransactionwithwallet", raw, wallet="payer")
        return str(self.rpc("sendrawtransaction", signed["hex"]))

    def _worth(self, coin: Any) -> Decimal:
        # Only the wallet still knows an output that is spent.
        tx = self.rpc("decoderawtransaction", self.rpc("gettransaction", coin["txid"], wallet="payer")["hex"])
        return Decimal(tx["vout"][coin["vout"]]["value"])

    def forget(self) -> None:
        """What waits for a block is dropped, as by a node that has waited too long; wallets still know of it."""
        with self.later(minutes=90):
            self.pay(self.address("payer"), "1")

    def undo(self, block: str) -> None:
        """A reorganisation: this block and all after it never were; what they held waits again."""
        self.rpc("invalidateblock", block)

    @contextmanager
    def later(self, minutes: int) -> Iterator[None]:
        """The node's clock goes this far ahead."""
        self.rpc("setmocktime", int(time.time()) + minutes * 60)
        try:
            yield
        finally:
            self.rpc("setmocktime", 0)

    def received(self, address: str, wallet: str = "worker") -> list[Decimal]:
        """Each amount that reached an address, in a block or not."""
        lines = self.rpc("listtransactions", "*", 1000, wallet=wallet)
        mine = [line for line in lines if line["category"] == "receive" and line["address"] == address]
        return [line["amount"] for line in mine if line["confirmations"] >= 0]

    def balance(self, wallet: str = "market") -> Decimal:
        return Decimal(self.rpc("getbalance", wallet=wallet))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(place: Path) -> Iterator[Chain]:
    chain = Chain(place)
    try:
        chain.furnish()
        yield chain
    finally:
        chain.stop()
