"""Random deeds by the real verbs and by a model of the books in plain Python: every pot agrees after each of them."""

from __future__ import annotations

import inspect
import os
import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.books_market import Market
from wallet.models import Adjustment, Transfer, TransferKind
from wallet.rails.interface import Fate

RUNS = int(os.environ.get("MODEL_RUNS", "8"))
STEPS = int(os.environ.get("MODEL_STEPS", "50"))
WALKS = int(os.environ.get("MODEL_WALKS", "2"))
WALK_STEPS = int(os.environ.get("MODEL_WALK_STEPS", "400"))


def test_the_market_keeps_its_books_as_a_plain_model_does(db: None) -> None:
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        Market,
        settings=settings(
            max_examples=RUNS, stateful_step_count=STEPS, deadline=None, suppress_health_check=checks, database=None
        ),
    )


def walk(market: Market, dice: random.Random, steps: int) -> None:
    """Deeds as a market sees them: mostly work, so that money goes all its ways."""
    deeds = (
        [market.work] * 9
        + [market.approve] * 5
        + [market.screen_out] * 2
        + [market.reject, market.decide, market.publish, market.add_slots]
    )
    deeds += [market.deposit, market.more_arrives, market.take_back, market.recover, market.stop, market.give_bonus]
    deeds += [market.move, market.ask_for_refund, market.think_again, market.adjust, market.expire_promo]
    deeds += [market.ask_for_payout] * 2 + [market.run] * 2 + [market.hear] * 3
    for _step in range(steps):
        deed = dice.choice(deeds)
        deed(**{name: GUESSES[name](dice) for name in inspect.signature(deed).parameters})
        market.every_pot_agrees()


GUESSES: dict[str, Callable[[random.Random], Any]] = {
    "who": lambda dice: dice.randrange(1000),
    "which": lambda dice: dice.randrange(1000),
    "sum_": lambda dice: dice.randrange(1, 3000),
    "more": lambda dice: dice.randrange(1, 500),
    "reward": lambda dice: dice.randrange(1, 700),
    "slots": lambda dice: dice.randrange(1, 5),
    "days": lambda dice: dice.choice([0, 0, 0, 95]),
    "end": lambda dice: dice.choice(["uphold", "dismiss", 25, 50, 75]),
    "fate": lambda dice: dice.choice([Fate.PAID, Fate.PAID, Fate.FAILED, Fate.REVERSED]),
    "how": lambda dice: dice.choice(["cancel", "give back", "hold", "release"]),
    "kind": lambda dice: dice.choice(Adjustment.Kind.values),
}


@pytest.mark.parametrize("seed", range(WALKS))
def test_every_pot_agrees_all_along_a_long_walk(db: None, seed: int) -> None:
    market = Market()
    market.open_market()
    try:
        walk(market, random.Random(seed), WALK_STEPS)
        seen = set(Transfer.objects.values_list("kind", flat=True))
    finally:
        market.teardown()

    assert {
        TransferKind.REWARD,
        TransferKind.ESCROW_REFUND,
        TransferKind.DEPOSIT_REVERSED,
        TransferKind.SCREEN_OUT,
    } <= seen
