"""The Litecoin rail: a node of the market's own, known only by its JSON-RPC.

Each deposit has an address of its own, found again by its label, which is the deposit's key. A payout call is one
transaction, signed and stored before it leaves. The market's books are in dollars; docs/rails/litecoin.md says at which
rates.
"""

import functools
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from picomarket.lib.counting import percent_lazy
from picomarket.lib.money import Money, usd
from picomarket.lib.rules import PERCENT
from wallet.rails import litecoin_addresses, litecoin_coins, litecoin_rates, litecoin_sending
from wallet.rails.interface import (
    BadDestination,
    BadWebhook,
    Bill,
    Call,
    Event,
    Facts,
    Fate,
    Invitation,
    Item,
    Outcome,
    Rail,
    RailRefused,
    Words,
)
from wallet.rails.litecoin_coins import Coin, Tally
from wallet.rails.litecoin_node import Node, NodeSays, litoshi, ltc, readable
from wallet.rails.litecoin_rates import Rate, Rates
from wallet.rails.litecoin_sending import Standing

# A block comes every two and a half minutes on average.
MINUTES_PER_BLOCK = 2.5
# The network carries no output of less, whatever the kind of its address.
DUST = 5_460


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What an operator decides."""

    network: str = "main"
    confirmations: int = 6
    minutes: int = 30
    spread_ppm: int = 10_000
    fee_fixed: Money = usd("0")
    fee_ppm: int = 0


class Litecoin(Rail):
    facts = Facts(
        code="litecoin",
        label=gettext_lazy("Litecoin"),
        deposit_fee=gettext_lazy("What your wallet asks to send"),
        deposit_speed=gettext_lazy("About 15 minutes"),
        payout_fee=gettext_lazy("Free"),
        payout_speed=gettext_lazy("Within an hour of the payout run, at the rate of that moment"),
        minimum_payout=usd("5"),
        destination_label=gettext_lazy("Litecoin address"),
        destination_help=gettext_lazy("The address where your own wallet receives, copied whole."),
        more_may_arrive=True,
        items_per_call=200,
    )

    def __init__(self, *, node: Node, rates: Rates, terms: Terms) -> None:
        self._node = node
        self._rates = rates
        self._terms = terms
        self._network = litecoin_addresses.NETWORKS[terms.network]
        self.facts = _facts(terms)

    @classmethod
    def configured(cls) -> "Litecoin":
        """The rail as the settings have it."""
        return cls(
            node=Node(
                url=settings.LITECOIN_RPC_URL,
                user=settings.LITECOIN_RPC_USER,
                password=settings.LITECOIN_RPC_PASSWORD,
                wallet=settings.LITECOIN_RPC_WALLET,
            ),
            rates=Rates(
                fixed=settings.LITECOIN_RATE,
                url=settings.LITECOIN_RATE_URL,
                path=settings.LITECOIN_RATE_PATH,
                time_path=settings.LITECOIN_RATE_TIME_PATH,
                minutes=settings.LITECOIN_RATE_MINUTES,
            ),
            terms=Terms(
                network=settings.LITECOIN_NETWORK,
                confirmations=settings.LITECOIN_CONFIRMATIONS,
                minutes=settings.LITECOIN_DEPOSIT_MINUTES,
                spread_ppm=round(settings.LITECOIN_SPREAD * PERCENT),
                fee_fixed=usd(settings.LITECOIN_FEE),
                fee_ppm=round(settings.LITECOIN_FEE_PERCENT * PERCENT),
            ),
        )

    def check_destination(self, text: str) -> str:
        return litecoin_addresses.read(text, self._network)

    # -- money in

    def start_deposit(self, *, key: str, amount: Money, return_url: str) -> Invitation:
        self._node.check_ready(self._terms.network)
        rate = self._taken_at()
        asked = litecoin_rates.costs(amount, rate.dollars)
        until = rate.at + timedelta(minutes=self._terms.minutes)
        terms = {
            "rate": str(rate.dollars),
            "litoshi": asked,
            "amount": int(amount),
            "until": until.isoformat(),
        }
        address = self._address(key)
        return Invitation(
            reference=address,
            url=f"litecoin:{address}?amount={ltc(asked)}",
            instructions=self._instructions(address, asked, rate),
            terms=terms,
            until=until,
        )

    def _taken_at(self) -> Rate:
        """The rate at which litecoin is taken in: today's, less the market's margin."""
        return self._rates.now().less(self._terms.spread_ppm)

    def _address(self, key: str) -> str:
        """The address of this key: the one made when it was first asked for, although that answer was lost."""
        try:
            known = self._node.call("getaddressesbylabel", key)
        except NodeSays as said:
            if said.code != NodeSays.NO_LABEL:
                raise
            known = [self._node.call("getnewaddress", key, "bech32")]
        with readable():
            return litecoin_addresses.read(min(known), self._network)

    def _instructions(self, address: str, asked: int, rate: Rate) -> str:
        wait = ngettext(
            "It is yours to spend after one confirmation.",
            "It is yours to spend after %(count)s confirmations, about %(minutes)s minutes.",
            self._terms.confirmations,
        )
        words = _(
            "Send %(ltc)s LTC to %(address)s. The rate is $%(rate)s for one litecoin; what you send once it no longer "
            "holds counts at the rate of its day. %(wait)s Send litecoin only."
        )
        given = {"count": self._terms.confirmations, "minutes": _minutes(self._terms.confirmations)}
        return words % {
            "ltc": ltc(asked),
            "address": address,
            "rate": f"{rate.dollars:.2f}",
            "wait": wait % given,
        }

    def deposit_outcome(self, bill: Bill) -> Outcome:
        """What arrived so far. A coin that counted and was lost since is taken back, once, before all else."""
        if not bill.reference:
            return Outcome(key=bill.key, fate=Fate.UNSEEN)
        tally = Tally.read(bill.terms)
        coins = litecoin_coins.received(self._node, bill.key, bill.reference)
        there = {coin.name for coin in coins if coin.confirmations}
        if gone := self._gone(tally.counted.keys() - tally.lost - there):
            left = [coin for name, coin in tally.counted.items() if name not in tally.lost.union(gone)]
            came = tally.worth(tally.counted.values())
            lost = came - tally.worth(left)
            reason, terms = _("The Litecoin network took it back."), litecoin_coins.losing(gone)
            return Outcome(key=bill.key, fate=Fate.REVERSED, amount=lost, arrived=came, reason=reason, terms=terms)
        return self._arrived(bill, tally, [coin for coin in coins if coin.name not in tally.counted])

    def _gone(self, unsure: Iterable[str]) -> list[str]:
        """Those of these coins, which counted and are in no block, that are lost for good."""
        now, needed = timezone.now(), self._terms.confirmations
        gone = [name for name in unsure if litecoin_coins.is_gone(self._node, name, needed=needed, now=now)]
        if gone:
            # A node that is behind has not seen the blocks they are in.
            self._node.check_ready(self._terms.network)
        return gone

    def _arrived(self, bill: Bill, tally: Tally, fresh: Iterable[Coin]) -> Outcome:
        """All that counts by now. A late coin's rate is kept first and counts from the next time on."""
        ready = [coin for coin in fresh if coin.confirmations >= self._terms.confirmations]
        timely = [coin for coin in ready if coin.in_time(tally.until)]
        late = [coin for coin in ready if not coin.in_time(tally.until)]
        amount = tally.worth([*tally.counted.values(), *((coin.litoshi, tally.rate) for coin in timely)])
        terms = litecoin_coins.counting(timely, tally.rate)
        if late:
            terms |= litecoin_coins.counting(late, self._taken_at().dollars)
        if not amount:
            return Outcome(key=bill.key, fate=Fate.WAITING, reference=bill.reference, terms=terms)
        return Outcome(key=bill.key, fate=Fate.PAID, reference=bill.reference, amount=amount, terms=terms)

    def read_webhook(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Event:
        raise BadWebhook("This rail has no webhooks.", status=404)

    # -- money out

    def prepare(self, call: Call) -> dict[str, Any]:
        """Sign one transaction that pays all of them at the rate of now, the market's fee on top; it stays here."""
        self._node.check_ready(self._terms.network)
        rate = self._rates.now().dollars
        outputs = self._outputs(call.items, rate)
        if min(outputs.values()) < DUST:
            raise RailRefused(_("This is too little to send as litecoin."))
        signed = litecoin_sending.sign(self._node, outputs)
        return {"txid": signed.txid, "hex": signed.hex, "fee": signed.fee, "rate": str(rate)}

    def _outputs(self, items: Iterable[Item], rate: Decimal) -> dict[str, int]:
        """The litoshi each address gets; the network takes no two outputs to one."""
        outputs: dict[str, int] = {}
        for item in items:
            address = self._payable(item)
            outputs[address] = outputs.get(address, 0) + litecoin_rates.buys(item.amount, rate)
        return outputs

    def _payable(self, item: Item) -> str:
        try:
            return self.check_destination(item.destination)
        except BadDestination as bad:
            raise RailRefused(str(bad.words)) from bad

    def send(self, call: Call) -> list[Outcome]:
        with readable():
            txid, signed = call.prepared["txid"], call.prepared["hex"]
        litecoin_sending.broadcast(self._node, txid=txid, hex_=signed)
        return [Outcome(key=item.key, fate=Fate.WAITING, reference=txid) for item in call.items]

    def look_up(self, call: Call) -> list[Outcome]:
        """How the call's transaction stands. Of one the node has never seen, and of none, nothing was sent."""
        standing = self._standing(call) if call.prepared else None
        if standing is None:
            return [Outcome(key=item.key, fate=Fate.UNSEEN) for item in call.items]
        if standing.fate == Fate.WAITING:
            return [Outcome(key=item.key, fate=Fate.WAITING, reference=standing.txid) for item in call.items]
        if standing.fate == Fate.FAILED:
            reason = _("The Litecoin network never took the payment.")
            return [Outcome(key=item.key, fate=Fate.FAILED, reason=reason) for item in call.items]
        costs = _shares(litecoin_rates.worth(standing.fee, _prepared_rate(call)), len(call.items))
        return [
            Outcome(key=item.key, fate=Fate.PAID, reference=standing.txid, amount=item.amount, cost=cost)
            for item, cost in zip(call.items, costs, strict=True)
        ]

    def _standing(self, call: Call) -> Standing | None:
        with readable():
            txid = call.prepared["txid"]
        outputs = self._outputs(call.items, _prepared_rate(call))
        return litecoin_sending.follow(self._node, txid, outputs, needed=self._terms.confirmations)

    def sent_as(self, item: Item, prepared: Mapping[str, Any]) -> Words:
        rate = Decimal(prepared["rate"])
        words = _("%(ltc)s LTC at $%(rate)s for one litecoin, in the transaction %(txid)s")
        bought = ltc(litecoin_rates.buys(item.amount, rate))
        return words % {"ltc": bought, "rate": f"{rate:.2f}", "txid": item.reference or prepared["txid"]}

    def funds(self) -> Money:
        """What the wallet could send now, at today's rate."""
        held = self._node.call("getbalances")
        with readable():
            return litecoin_rates.worth(litoshi(held["mine"]["trusted"]), self._rates.now().dollars)


def _prepared_rate(call: Call) -> Decimal:
    with readable():
        return Decimal(call.prepared["rate"])


def _shares(fee: Money, count: int) -> list[Money]:
    """The network's fee shared among so many, what is left over on the first."""
    each, over = divmod(int(fee), count)
    return [Money(each + (over if place == 0 else 0)) for place in range(count)]


def _minutes(confirmations: int) -> int:
    return math.ceil(confirmations * MINUTES_PER_BLOCK)


@functools.cache
def _facts(terms: Terms) -> Facts:
    return replace(
        Litecoin.facts,
        deposit_speed=format_lazy(gettext_lazy("About {minutes} minutes"), minutes=_minutes(terms.confirmations)),
        payout_fee=_fee(terms),
        fee_fixed=terms.fee_fixed,
        fee_ppm=terms.fee_ppm,
    )


def _fee(terms: Terms) -> Words:
    share = percent_lazy(f"{Decimal(terms.fee_ppm) / PERCENT:f}")
    if terms.fee_fixed and terms.fee_ppm:
        return format_lazy(gettext_lazy("{fixed} and {share}"), fixed=terms.fee_fixed, share=share)
    if terms.fee_ppm:
        return share
    return str(terms.fee_fixed) if terms.fee_fixed else gettext_lazy("Free")
