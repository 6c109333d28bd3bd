"""A real demo bank over HTTP for every test that asks for it, and money that was really earned."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import requests
from pytest_django import Settings

from accounts.models import User
from picomarket.lib.money import usd
from wallet import escrow, ledger, rails, webhooks
from wallet.commission import Price
from wallet.demobank.events import SIGNATURE_HEADER, sign
from wallet.demobank.running import running
from wallet.demobank.server import Server
from wallet.ledger import Entry
from wallet.models import Deposit, RailEvent, TransferKind
from wallet.rails.interface import Rail

from . import litecoind, regtest
from .fakes import litecoin_wire, paypal_server, stripe_server

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
KEY = "the-market's-key"
SECRET = "the-market's-secret"

_refs = itertools.count(1_000_000)


@pytest.fixture
def bank(settings: Settings) -> Iterator[Server]:
    """The demo bank on a free port, known to the market; its webhooks are delivered by the test."""
    with running(key=KEY, secret=SECRET) as server:
        settings.DEMO_BANK_URL = server.url
        settings.DEMO_BANK_KEY = KEY
        settings.DEMO_BANK_SECRET = SECRET
        yield server


@pytest.fixture
def stripe(settings: Settings) -> Iterator[stripe_server.Server]:
    """Stripe on a free port, known to the market."""
    with stripe_server.running() as server:
        settings.STRIPE_API_URL = server.url
        settings.STRIPE_SECRET_KEY = stripe_server.SECRET_KEY
        settings.STRIPE_WEBHOOK_SECRET = stripe_server.WEBHOOK_SECRET
        yield server


@pytest.fixture
def card(stripe: stripe_server.Server) -> Rail:
    return rails.offered()["stripe"]


@pytest.fixture
def paypal(settings: Settings) -> Iterator[paypal_server.Server]:
    """PayPal on a free port, known to the market; all that is said must be as PayPal describes it."""
    with paypal_server.running() as server:
        settings.PAYPAL_API_URL = server.url
        settings.PAYPAL_CLIENT_ID = paypal_server.CLIENT_ID
        settings.PAYPAL_SECRET = paypal_server.SECRET
        settings.PAYPAL_WEBHOOK_ID = paypal_server.WEBHOOK_ID
        yield server
    assert server.account.violations == []


@pytest.fixture(scope="session")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[regtest.Chain]:
    """A Litecoin network of one real node, as long as the tests run."""
    if not litecoind.starts():
        pytest.skip(litecoind.WHY_NOT)
    with regtest.running(tmp_path_factory.mktemp("litecoin")) as network:
        yield network


@pytest.fixture
def wire(chain: regtest.Chain, settings: Settings) -> Iterator[litecoin_wire.Wire]:
    """The market knows the node by this wire, at $80 for a litecoin, and waits for three blocks."""
    with litecoin_wire.running(chain.url) as wire:
        settings.LITECOIN_RPC_URL = wire.url
        settings.LITECOIN_RPC_USER, settings.LITECOIN_RPC_PASSWORD = regtest.USER, regtest.PASSWORD
        settings.LITECOIN_RPC_WALLET = "market"
        settings.LITECOIN_NETWORK = "regtest"
        settings.LITECOIN_CONFIRMATIONS = 3
        settings.LITECOIN_RATE = "80"
        settings.LITECOIN_SPREAD = 0
        yield wire
    # What was made ready in a test and never sent.
    chain.rpc("lockunspent", True, wallet="market")


def earn(worker: User, dollars: str, *, by: User) -> None:
    """Let somebody earn this much, net, out of an employer's spendable money; no commission is taken."""
    ref, nothing = next(_refs), usd("0")
    pay_slot(ref, worker, by=by, price=Price(usd(dollars), nothing, nothing), now=NOW)


def pay_slot(ref: int, worker: User, *, by: User, price: Price, now: datetime) -> None:
    """A task of one slot, funded and paid to this worker: what the wallet sees of publishing and approving."""
    source = ledger.escrow(ref)
    escrow.open_task(ref, employer_id=by.pk, amount=price.cost, now=now)
    ledger.post(
        [
            Entry(TransferKind.REWARD, ref, source, ledger.earned(worker.pk), price.receives),
            Entry(TransferKind.EMPLOYER_COMMISSION, ref, source, ledger.REVENUE, price.employer_commission),
            Entry(TransferKind.WORKER_COMMISSION, ref, source, ledger.REVENUE, price.worker_commission),
        ],
        now=now,
    )


def signed(body: str, *, at: datetime = NOW, secret: str = SECRET) -> dict[str, str]:
    """The header of a webhook the bank signed at that time."""
    return {SIGNATURE_HEADER: sign(secret, body.encode(), at=at.timestamp())}


def pay(deposit: Deposit, choice: str = "pay") -> None:
    """The person presses a button on the bank's page."""
    answer = requests.post(deposit.pay_url, data={"choice": choice}, allow_redirects=False, timeout=30)
    assert answer.status_code == 303


def tell(bank: Server, number: int, *, now: datetime = NOW) -> RailEvent:
    """The market hears the bank's event of this number, counted from 0 or from the end."""
    body = bank.bank.events.all()[number].body
    return webhooks.receive("demo_bank", headers=signed(body, at=now), body=body.encode(), now=now)
