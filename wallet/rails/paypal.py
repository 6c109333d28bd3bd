"""PayPal: deposits by its checkout, payouts to any PayPal account, deposits given back the way they came.

A deposit is credited with what reaches the market's account: PayPal's fee comes out of it, and nobody else bears it. A
payout's receiver bears PayPal's payout fee, unless the settings say otherwise. docs/rails/paypal.md has it all.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from picomarket.lib.counting import percent_lazy
from picomarket.lib.money import Money, usd
from wallet.rails.interface import (
    BadDestination,
    Bill,
    Call,
    Event,
    Facts,
    Fate,
    Invitation,
    Outcome,
    Rail,
    RailRefused,
    RailSilent,
    Refunds,
    Words,
)
from wallet.rails.paypal_api import CURRENCY, Denied, PayPalApi, money, readable
from wallet.rails.paypal_orders import Orders, check_key
from wallet.rails.paypal_orders import Refunds as RefundsOfCaptures
from wallet.rails.paypal_payouts import Payouts
from wallet.rails.paypal_webhooks import Webhooks

log = logging.getLogger(__name__)

# What the wallet keeps of a destination; PayPal takes 127.
LONGEST_ADDRESS = 120


FEE, PERCENT, MOST = settings.PAYPAL_PAYOUT_FEE, settings.PAYPAL_PAYOUT_FEE_PERCENT, settings.PAYPAL_PAYOUT_FEE_MOST


def _payout_fee() -> Words:
    """What the receiver bears, in words."""
    parts = [percent_lazy(f"{PERCENT.normalize():f}")] if PERCENT else []
    parts += [str(usd(FEE))] if usd(FEE) else []
    if not parts:
        return gettext_lazy("Free")
    told = {"fee": format_lazy(" + ".join(["{}"] * len(parts)), *parts), "most": usd(MOST)}
    return format_lazy(gettext_lazy("{fee}, at most {most}, for what PayPal asks of us"), **told)


class PayPal(Rail):
    facts = Facts(
        code="paypal",
        label=gettext_lazy("PayPal sandbox, play money") if settings.PAYPAL_SANDBOX else gettext_lazy("PayPal"),
        deposit_fee=gettext_lazy("PayPal's fee, often 3.49% + $0.49, comes out of it"),
        deposit_speed=gettext_lazy("At once"),
        payout_fee=_payout_fee(),
        payout_speed=gettext_lazy("Within an hour of the payout run"),
        minimum_payout=usd("1"),
        destination_label=gettext_lazy("PayPal address"),
        destination_help=gettext_lazy(
            "The confirmed email address of your PayPal account. PayPal does not pay to every country. "
            "Money nobody takes within 30 days comes back."
        ),
        fee_fixed=usd(FEE),
        fee_ppm=int(PERCENT * 10_000),
        fee_most=usd(MOST),
        refunds=Refunds.TO_SOURCE,
        # Each refund among them is three questions to PayPal.
        items_per_call=100,
    )

    def __init__(self, *, url: str, client_id: str, secret: str, webhook_id: str, market: str) -> None:
        self._api = PayPalApi(url=url, client_id=client_id, secret=secret)
        self._orders = Orders(self._api, market=market)
        self._refunds = RefundsOfCaptures(self._api)
        self._payouts = Payouts(self._api, market=market)
        self._webhooks = Webhooks(self._api, self._orders, webhook_id=webhook_id)

    @classmethod
    def configured(cls) -> PayPal:
        """The account the settings name."""
        return cls(
            url=settings.PAYPAL_API_URL,
            client_id=settings.PAYPAL_CLIENT_ID,
            secret=settings.PAYPAL_SECRET,
            webhook_id=settings.PAYPAL_WEBHOOK_ID,
            market=settings.MARKET_NAME,
        )

    def check_destination(self, text: str) -> str:
        address = text.strip()
        try:
            validate_email(address)
            address.encode("ascii")
        except (ValidationError, UnicodeEncodeError) as error:
            raise BadDestination(_("Write the email address of your PayPal account, like you@example.com.")) from error
        if len(address) > LONGEST_ADDRESS:
            raise BadDestination(_("PayPal takes no address as long as this one."))
        name, _at, host = address.rpartition("@")
        return f"{name}@{host.lower()}"

    # -- money in

    def start_deposit(self, *, key: str, amount: Money, return_url: str) -> Invitation:
        return self._orders.start(key=key, amount=amount, return_url=return_url)

    def deposit_outcome(self, bill: Bill) -> Outcome:
        """What became of it. PayPal forgets an order nobody approved in time: then the person is asked anew."""
        if not bill.reference:
            return Outcome(key=bill.key, fate=Fate.UNSEEN)
        try:
            return check_key(self._orders.outcome(bill.reference), bill)
        except Denied as no:
            if no.status != 404:
                raise
            return Outcome(key=bill.key, fate=Fate.UNSEEN)

    # -- money out

    def prepare(self, call: Call) -> dict[str, Any]:
        return self._payouts.prepare()

    def send(self, call: Call) -> list[Outcome]:
        """Payouts first: where PayPal refuses them as a whole, nothing else must have left yet.

        They are one batch, the same however often it is sent; refunds go one by one.
        """
        payouts = [item for item in call.items if item.refund_of is None]
        refunds = [item for item in call.open if item.refund_of is not None]
        outcomes: list[Outcome] = []
        try:
            outcomes = self._payouts.send(call, payouts) if payouts else []
        except RailRefused:
            raise
        except RailSilent as silence:
            if not refunds:
                raise
            log.warning("call %s, %s payouts: %s", call.key, len(payouts), silence)
        return outcomes + self._refunds.give(refunds)

    def look_up(self, call: Call) -> list[Outcome]:
        payouts = [item for item in call.items if item.refund_of is None]
        refunds = [item for item in call.items if item.refund_of is not None]
        found = self._payouts.look_up(call, payouts) if payouts else []
        return found + self._refunds.look_up(refunds)

    def funds(self) -> Money | None:
        """What the account holds; None where PayPal has not allowed the app to see that."""
        try:
            said = self._api.get("/v1/reporting/balances", currency_code=CURRENCY)
        except Denied as no:
            if no.status != 403:
                raise
            return None
        with readable():
            return next(
                (money(row["total_balance"]) for row in said["balances"] if row["currency"] == CURRENCY), usd("0")
            )

    # -- what PayPal tells

    def read_webhook(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Event:
        return self._webhooks.read(headers, body, now=now)
