"""What a litecoin is worth, read from an exchange that may be silent, late, wrong or lying."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.cache import cache

from picomarket.lib.money import usd
from wallet.rails.interface import RailSilent
from wallet.rails.litecoin_rates import Rates, buys, costs, worth

from .fakes.litecoin_wire import Wire, running

START = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


@pytest.fixture
def exchange() -> Iterator[Wire]:
    cache.clear()
    with running() as wire:
        quote(wire, "83.37")
        yield wire
    cache.clear()


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as clock:
        yield clock


def quote(exchange: Wire, rate: Any, **more: Any) -> None:
    exchange.answer = (200, json.dumps({"data": {"amount": rate, **more}}).encode())


def rates(exchange: Wire, path: str = "data.amount", time_path: str = "") -> Rates:
    return Rates(url=f"{exchange.url}/LTC-USD", path=path, time_path=time_path, minutes=10)


def now(exchange: Wire) -> Decimal:
    return rates(exchange).now().dollars


def test_the_rate_stands_where_the_path_says(exchange: Wire) -> None:
    exchange.answer = (200, b'{"result": {"XLTCZUSD": {"c": ["83.37000", "1.2"]}}}')

    assert rates(exchange, "result.XLTCZUSD.c.0").now().dollars == Decimal("83.37")


def test_a_rate_written_as_a_number_stays_exact(exchange: Wire) -> None:
    exchange.answer = (200, b'{"data": {"amount": 83.10000000000001}}')

    assert now(exchange) == Decimal("83.10000000000001")


def test_the_rate_is_asked_for_once_a_minute(exchange: Wire, clock: time_machine.Traveller) -> None:
    first = now(exchange)
    quote(exchange, "84")
    clock.shift(59)
    second = now(exchange)
    clock.shift(1)

    assert (first, second, now(exchange)) == (Decimal("83.37"), Decimal("83.37"), Decimal(84))
    assert len(exchange.called) == 2


def test_a_silent_exchange_is_bridged_for_some_minutes_and_no_longer(
    exchange: Wire, clock: time_machine.Traveller
) -> None:
    now(exchange)
    exchange.answer = (503, b"")
    clock.shift(timedelta(minutes=9))
    bridged = now(exchange)
    clock.shift(timedelta(minutes=1))

    with pytest.raises(RailSilent, match="cannot be asked for"):
        now(exchange)
    assert bridged == Decimal("83.37")


@pytest.mark.parametrize("rate", ["0", "-83", "NaN", "Infinity", "soon", "", None, [], {}])
def test_what_is_no_rate_is_not_used(exchange: Wire, rate: Any) -> None:
    quote(exchange, rate)

    with pytest.raises(RailSilent):
        now(exchange)


@pytest.mark.parametrize(
    "answer", [(500, b""), (301, b""), (200, b"<html>"), (200, b"[]"), (200, b"null"), (200, b'{"data": 1}')]
)
def test_an_answer_that_is_none_is_silence(exchange: Wire, answer: tuple[int, bytes]) -> None:
    exchange.answer = answer

    with pytest.raises(RailSilent):
        now(exchange)


def test_an_exchange_that_is_not_there_is_silence_and_its_address_stays_unsaid() -> None:
    with pytest.raises(RailSilent) as silence:
        Rates(url="http://127.0.0.1:9/?key=hidden", path="data.amount", minutes=10).now()

    assert "hidden" not in str(silence.value)


@pytest.mark.parametrize("rate", ["66.69", "100.05"])
def test_a_step_of_more_than_a_fifth_is_not_believed(exchange: Wire, clock: time_machine.Traveller, rate: str) -> None:
    now(exchange)
    quote(exchange, rate)
    clock.shift(timedelta(hours=5))

    with pytest.raises(RailSilent, match="too far in one step"):
        now(exchange)


def test_a_step_is_believed_once_the_last_rate_is_forgotten(exchange: Wire, clock: time_machine.Traveller) -> None:
    now(exchange)
    quote(exchange, "50")
    clock.shift(timedelta(hours=6))

    assert now(exchange) == Decimal(50)


@pytest.mark.parametrize(
    "told", [int(START.timestamp()) - 601, int(START.timestamp() - 601) * 1000, "2026-11-16T08:49:59Z", "1763283000"]
)
def test_a_rate_that_says_it_is_old_is_not_used(exchange: Wire, clock: time_machine.Traveller, told: Any) -> None:
    quote(exchange, "83.37", time=told)

    with pytest.raises(RailSilent, match="too old"):
        rates(exchange, time_path="data.time").now()


def test_a_rate_that_says_it_is_of_now_is_used(exchange: Wire, clock: time_machine.Traveller) -> None:
    quote(exchange, "83.37", time="2026-11-16T08:55:00Z")

    rate = rates(exchange, time_path="data.time").now()

    assert (rate.dollars, rate.at) == (Decimal("83.37"), START)


def test_a_fixed_rate_asks_nobody(exchange: Wire) -> None:
    fixed = Rates(fixed="80", url=exchange.url, minutes=10).now()

    assert (fixed.dollars, exchange.called) == (Decimal(80), [])


def test_a_margin_is_taken_off_exactly(exchange: Wire) -> None:
    assert rates(exchange).now().less(15_000).dollars == Decimal("82.11945")


@pytest.mark.parametrize("rate", ["0.013", "1", "83.37", "99.999999", "250000.01"])
@pytest.mark.parametrize("dollars", ["5", "19.99", "10000"])
def test_no_litoshi_is_lost_or_made_by_rounding(dollars: str, rate: str) -> None:
    amount, at = usd(dollars), Decimal(rate)

    asked, bought = costs(amount, at), buys(amount, at)

    assert worth(asked, at) >= amount > worth(asked - 1, at)
    assert worth(bought, at) <= amount
    assert asked - bought in (0, 1)
