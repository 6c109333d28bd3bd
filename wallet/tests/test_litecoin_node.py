"""The Litecoin rail where its node is in no state to answer, and what it says of itself."""

from __future__ import annotations

import logging
import shutil
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from pytest_django import Settings

from picomarket import checks
from picomarket.lib.money import usd
from wallet import rails
from wallet.rails.interface import (
    BadWebhook,
    Call,
    Facts,
    Item,
    Rail,
    RailRefused,
    RailSilent,
)
from wallet.rails.litecoin_node import litoshi
from wallet.rails.litecoin_rates import worth

from . import litecoind
from .conftest import NOW
from .fakes.litecoin_wire import Wire
from .regtest import PASSWORD, Chain

RATE = Decimal(80)


@pytest.fixture
def rail(wire: Wire) -> Rail:
    return rails.offered()["litecoin"]


@pytest.fixture
def one(rail: Rail, chain: Chain) -> Call:
    """A call that pays $20 to one worker, ready to go."""
    call = Call(key="c", items=(Item(key="p", amount=usd("20"), destination=chain.address()),))
    return replace(call, prepared=rail.prepare(call))


@pytest.mark.parametrize(
    "answer",
    [
        (500, b'{"result": null, "error": {"code": -28, "message": "Loading block index..."}, "id": 1}'),
        (500, b"<html>work queue depth exceeded</html>"),
        (503, b""),
        (401, b""),
        (301, b""),
        (200, b""),
        (200, b"null"),
        (200, b"[]"),
        (200, b'{"result": {"something": "else"}, "error": null}'),
        (200, b'{"result": null, "error": null}'),
        (200, b'{"result": 5, "error": null}'),
    ],
)
def test_a_node_that_gives_no_usable_answer_has_said_nothing(
    one: Call, rail: Rail, wire: Wire, answer: tuple[int, bytes]
) -> None:
    wire.answer = answer

    for question in (
        lambda: rail.start_deposit(key="d", amount=usd("20"), return_url=""),
        lambda: rail.prepare(replace(one, prepared={})),
        lambda: rail.look_up(one),
        rail.funds,
    ):
        with pytest.raises(RailSilent) as silence:
            question()
        assert not isinstance(silence.value, RailRefused)


def test_a_node_that_takes_the_call_and_says_nothing_is_asked_again(one: Call, rail: Rail, wire: Wire) -> None:
    wire.answer = (503, b"")

    with pytest.raises(RailSilent):
        rail.send(one)


@pytest.mark.parametrize("address", ["http://me:hidden@127.0.0.1:9/", "http://127.0.0.1:9", "not an address"])
def test_neither_password_nor_transaction_stands_in_what_is_said_or_logged(
    one: Call, wire: Wire, settings: Settings, caplog: pytest.LogCaptureFixture, address: str
) -> None:
    caplog.set_level(logging.DEBUG)
    settings.LITECOIN_RPC_URL = address

    with pytest.raises(RailSilent) as silence:
        rails.offered()["litecoin"].send(one)

    said = f"{silence.value} {silence.value.__cause__} {caplog.text}"
    assert [secret for secret in (PASSWORD, "hidden", one.prepared["hex"]) if secret in said] == []


# -- the rail


def test_the_rail_says_what_the_wallet_holds_at_todays_rate(rail: Rail, chain: Chain) -> None:
    assert rail.funds() == worth(litoshi(chain.balance()), RATE)


def test_the_rail_has_no_webhooks(rail: Rail) -> None:
    with pytest.raises(BadWebhook) as bad:
        rail.read_webhook({}, b"{}", now=NOW)

    assert bad.value.status == 404


@pytest.mark.parametrize("name", ["LITECOIN_RPC_URL", "LITECOIN_RPC_USER", "LITECOIN_RPC_PASSWORD"])
def test_the_rail_is_not_offered_without(wire: Wire, settings: Settings, name: str) -> None:
    setattr(settings, name, "")

    assert "litecoin" not in rails.offered()


@pytest.mark.parametrize(
    ("fixed", "percent", "words", "fee"),
    [
        ("0", 0, "Free", "0"),
        ("0.10", 0, "$0.10", "0.10"),
        ("0", 1.5, "1.5%", "0.30"),
        ("0.10", 1.5, "$0.10 and 1.5%", "0.40"),
    ],
)
def test_what_a_payout_costs_its_receiver_is_what_the_settings_say(
    wire: Wire, settings: Settings, fixed: str, percent: float, words: str, fee: str
) -> None:
    settings.LITECOIN_FEE, settings.LITECOIN_FEE_PERCENT = fixed, percent

    facts: Facts = rails.facts("litecoin")

    assert (str(facts.payout_fee), facts.fee(usd("20"))) == (words, usd(fee))


@pytest.mark.parametrize(("name", "value"), [("LITECOIN_NETWORK", "regtest"), ("LITECOIN_RATE", "80")])
def test_coins_of_no_worth_and_a_rate_that_never_changes_are_not_for_production(
    settings: Settings, name: str, value: str
) -> None:
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://market.example.org", ["market.example.org"]
    settings.LITECOIN_RPC_URL, settings.MANUAL_RAILS = "http://127.0.0.1:9332", []
    setattr(settings, name, value)

    assert [error.id for error in checks.fit_for_production(None)] == ["picomarket.E004"]


# -- the node of these tests


def test_where_no_node_can_be_had_it_is_said_and_nothing_fails(tmp_path: Path) -> None:
    place = tmp_path / "wallet" / "tests"
    place.mkdir(parents=True)
    shutil.copy(litecoind.__file__, place)
    nowhere = {"PATH": str(tmp_path), "LITECOIND": str(tmp_path / "none")}

    command = [sys.executable, "-I", str(place / "litecoind.py")]
    said = subprocess.run(command, env=nowhere, capture_output=True, text=True, check=False)

    # A node that is installed where Debian puts it is found all the same.
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.strip() in ("", litecoind.WHY_NOT)
