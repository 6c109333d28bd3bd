"""The rails: how real money comes and goes. The demo bank is for development and tests only."""

from decimal import Decimal

from django.core.exceptions import ImproperlyConfigured
from environ import FileAwareEnv

env = FileAwareEnv()
DEBUG = env.bool("DEBUG", default=False)

DEMO_BANK_URL = env.str("DEMO_BANK_URL", default="")
DEMO_BANK_KEY = env.str("DEMO_BANK_KEY", default="")
DEMO_BANK_SECRET = env.str("DEMO_BANK_SECRET", default="")
LITECOIN_RPC_URL = env.str("LITECOIN_RPC_URL", default="")
LITECOIN_RPC_USER = env.str("LITECOIN_RPC_USER", default="")
LITECOIN_RPC_PASSWORD = env.str("LITECOIN_RPC_PASSWORD", default="")
LITECOIN_RPC_WALLET = env.str("LITECOIN_RPC_WALLET", default="")
LITECOIN_NETWORK = env.str("LITECOIN_NETWORK", default="main", choices=("main", "test", "regtest"))
LITECOIN_CONFIRMATIONS = max(1, env.int("LITECOIN_CONFIRMATIONS", default=6))
LITECOIN_DEPOSIT_MINUTES = env.int("LITECOIN_DEPOSIT_MINUTES", default=30)
LITECOIN_SPREAD = env.float("LITECOIN_SPREAD", default=1)
LITECOIN_FEE = env.str("LITECOIN_FEE", default="0")
LITECOIN_FEE_PERCENT = env.float("LITECOIN_FEE_PERCENT", default=0)
LITECOIN_RATE_URL = env.str("LITECOIN_RATE_URL", default="https://api.coinbase.com/v2/prices/LTC-USD/spot")
LITECOIN_RATE_PATH = env.str("LITECOIN_RATE_PATH", default="data.amount")
LITECOIN_RATE_TIME_PATH = env.str("LITECOIN_RATE_TIME_PATH", default="")
LITECOIN_RATE_MINUTES = env.int("LITECOIN_RATE_MINUTES", default=10)
LITECOIN_RATE = env.str("LITECOIN_RATE", default="")
# Cards by Stripe Checkout, offered when both secrets are set.
STRIPE_SECRET_KEY = env.str("STRIPE_SECRET_KEY", default="")
STRIPE_WEBHOOK_SECRET = env.str("STRIPE_WEBHOOK_SECRET", default="")
STRIPE_API_URL = env.str("STRIPE_API_URL", default="https://api.stripe.com")
STRIPE_PAGES = ["https://checkout.stripe.com"] if STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET else []
# PayPal, offered when the app's credentials and its webhook's number are set. In the sandbox money is play money.
PAYPAL_CLIENT_ID = env.str("PAYPAL_CLIENT_ID", default="")
PAYPAL_SECRET = env.str("PAYPAL_SECRET", default="")
PAYPAL_WEBHOOK_ID = env.str("PAYPAL_WEBHOOK_ID", default="")
PAYPAL_SANDBOX = env.bool("PAYPAL_SANDBOX", default=DEBUG)
_PAYPAL = "sandbox.paypal.com" if PAYPAL_SANDBOX else "paypal.com"
PAYPAL_API_URL = env.str("PAYPAL_API_URL", default="") or f"https://api-m.{_PAYPAL}"
PAYPAL_PAGES = [f"https://www.{_PAYPAL}"] if PAYPAL_CLIENT_ID and PAYPAL_SECRET and PAYPAL_WEBHOOK_ID else []
# What a payout costs its receiver: dollars, percent, and the most.
PAYPAL_PAYOUT_FEE = env.str("PAYPAL_PAYOUT_FEE", default="0")
PAYPAL_PAYOUT_FEE_PERCENT = Decimal(env.str("PAYPAL_PAYOUT_FEE_PERCENT", default="2"))
PAYPAL_PAYOUT_FEE_MOST = env.str("PAYPAL_PAYOUT_FEE_MOST", default="20")
# Carried by hand: which of these are offered, and what a person who deposits reads.
_FOR_TRYING = "For trying out: send nothing. Somebody of the staff marks it as received." if DEBUG else ""
MANUAL_INSTRUCTIONS = {
    "bank": env.str("MANUAL_BANK_INSTRUCTIONS", default="") or _FOR_TRYING,
    "skrill": env.str("MANUAL_SKRILL_INSTRUCTIONS", default="") or _FOR_TRYING,
    "payoneer": env.str("MANUAL_PAYONEER_INSTRUCTIONS", default="") or _FOR_TRYING,
}
MANUAL_RAILS = [name.strip() for name in env.list("MANUAL_RAILS", default=["bank"])]
if unknown := set(MANUAL_RAILS) - set(MANUAL_INSTRUCTIONS):
    raise ImproperlyConfigured(f"MANUAL_RAILS knows {', '.join(MANUAL_INSTRUCTIONS)}, not {', '.join(sorted(unknown))}")
# The account payouts leave from, named in the file banks take (ISO 20022); without it that file is not offered.
MANUAL_BANK_NAME = env.str("MANUAL_BANK_NAME", default="")
MANUAL_BANK_IBAN = env.str("MANUAL_BANK_IBAN", default="")
MANUAL_BANK_BIC = env.str("MANUAL_BANK_BIC", default="")
