"""The rails this market knows. A rail without credentials is not offered, but its past can still be read."""

from django.conf import settings

from wallet.rails.demo_bank import DemoBank
from wallet.rails.interface import Facts, Rail
from wallet.rails.litecoin import Litecoin
from wallet.rails.manual import BY_HAND
from wallet.rails.paypal import PayPal
from wallet.rails.stripe_checkout import StripeCheckout

# Each rail's account in the ledger. A number once given stays its rail's for ever.
ACCOUNT_NUMBERS = {"demo_bank": 1, "manual": 2, "litecoin": 3, "stripe": 4, "paypal": 5, "skrill": 6, "payoneer": 7}
RAILS: list[type[Rail]] = [DemoBank, Litecoin, PayPal, StripeCheckout, *BY_HAND.values()]
FACTS = {rail.facts.code: rail.facts for rail in RAILS}


def offered() -> dict[str, Rail]:
    """The rails people can choose now, by code, the usual one first."""
    rails: list[Rail] = []
    if settings.DEMO_BANK_URL and settings.DEMO_BANK_KEY and settings.DEMO_BANK_SECRET:
        rails.append(DemoBank(url=settings.DEMO_BANK_URL, key=settings.DEMO_BANK_KEY, secret=settings.DEMO_BANK_SECRET))
    if settings.LITECOIN_RPC_URL and settings.LITECOIN_RPC_USER and settings.LITECOIN_RPC_PASSWORD:
        rails.append(Litecoin.configured())
    if settings.PAYPAL_CLIENT_ID and settings.PAYPAL_SECRET and settings.PAYPAL_WEBHOOK_ID:
        rails.append(PayPal.configured())
    if settings.STRIPE_SECRET_KEY and settings.STRIPE_WEBHOOK_SECRET:
        rails.append(
            StripeCheckout(
                url=settings.STRIPE_API_URL,
                secret_key=settings.STRIPE_SECRET_KEY,
                webhook_secret=settings.STRIPE_WEBHOOK_SECRET,
            )
        )
    rails += [BY_HAND[name](instructions=settings.MANUAL_INSTRUCTIONS[name]) for name in settings.MANUAL_RAILS]
    return {rail.facts.code: rail for rail in rails}


def find(code: str) -> Rail | None:
    """A rail that is offered now."""
    return offered().get(code)


def facts(code: str) -> Facts:
    """What is known of a rail, offered or not. Raises KeyError for a code no rail ever had."""
    rail = find(code)
    return rail.facts if rail else FACTS[code]


def name(code: str) -> str:
    """The rail by the name people read; its code where no rail ever had it."""
    return str(FACTS[code].label) if code in FACTS else code


def account_number(code: str) -> int:
    """The rail's number in the ledger. Raises KeyError for a code no rail ever had."""
    return ACCOUNT_NUMBERS[code]
