"""What a card's deposit and refund go through in the tests."""

from __future__ import annotations

from picomarket.lib.money import usd
from wallet.rails.interface import Bill, Call, Item, Outcome, Rail

from .fakes.stripe_server import Server

BACK = "http://market.test/back"


def opened(card: Rail, dollars: str = "20", key: str = "d1") -> Bill:
    invitation = card.start_deposit(key=key, amount=usd(dollars), return_url=BACK)
    return Bill(key=key, amount=usd(dollars), reference=invitation.reference)


def paid(card: Rail, stripe: Server, dollars: str = "20", key: str = "d1") -> Bill:
    bill = opened(card, dollars, key)
    stripe.account.pay(bill.reference)
    return bill


def refund(bill: Bill, dollars: str = "5", key: str = "r1") -> Call:
    return Call(key="c1", items=(Item(key=key, amount=usd(dollars), destination="", refund_of=bill),))


def fates(outcomes: list[Outcome]) -> list[str]:
    return [outcome.fate for outcome in outcomes]
