"""What each rail is: its code, its facts, its destinations, what it holds."""

from __future__ import annotations

import pytest

from tests import make
from wallet import rails
from wallet.rails.interface import BadDestination
from wallet.tests.conftest import NOW
from wallet.tests.outside import OUTSIDES, Outside

from .asking import People, ask, bring_home, costs, needs_payouts, net


def test_every_rail_is_under_the_contract() -> None:
    assert sorted(OUTSIDES) == sorted(rails.FACTS)


def test_a_rail_is_known_by_its_code_and_has_an_account_of_its_own(outside: Outside) -> None:
    others = [rails.account_number(code) for code in rails.FACTS if code != outside.code]

    rail = rails.offered()[outside.code]

    assert rail.facts == rails.facts(outside.code)
    assert rails.account_number(outside.code) not in others


def test_a_rail_says_what_it_costs_and_how_fast_it_is(outside: Outside) -> None:
    facts = rails.facts(outside.code)

    words = [facts.label, facts.deposit_fee, facts.deposit_speed, facts.payout_fee, facts.payout_speed]
    assert all(map(str, words))
    assert facts.minimum_payout > facts.fee(facts.minimum_payout) >= 0
    assert facts.minimum_payout == facts.minimum_payout.floor_to_cents()
    assert facts.items_per_call > 0


def test_a_rail_without_credentials_is_not_offered_and_its_past_can_be_read(outside: Outside) -> None:
    outside.withdraw()

    assert rails.find(outside.code) is None
    assert rails.facts(outside.code).label


def test_what_a_world_never_does_is_named_with_its_reason(outside: Outside) -> None:
    assert {power for power in outside.cannot if not hasattr(Outside, power)} <= Outside.POWERS
    assert all(reason.endswith(".") for reason in outside.cannot.values())


# -- destinations


def test_a_destination_once_checked_stays_the_same(outside: Outside) -> None:
    needs_payouts(outside)
    rail = rails.offered()[outside.code]

    for written in outside.destinations:
        once = rail.check_destination(written)
        assert rail.check_destination(once) == once
        assert len(once) <= 120


def test_a_bad_destination_is_refused_in_words(outside: Outside) -> None:
    needs_payouts(outside)
    rail = rails.offered()[outside.code]

    for written in outside.bad_destinations:
        with pytest.raises(BadDestination) as refusal:
            rail.check_destination(written)
        assert refusal.value.words.endswith("."), written


# -- what the rail holds


def test_what_a_rail_says_it_holds_is_less_by_what_left(outside: Outside, people: People) -> None:
    rail = rails.offered()[outside.code]
    before = rail.funds()
    if before is None:
        pytest.skip(f"{outside.code}: the rail cannot say what it holds")
    payout = ask(outside, people.one)

    make.payout_run(now=NOW)
    bring_home(outside)

    after = rail.funds()
    assert after is not None
    # Coins are told in dollars, each sum rounded to the micro-dollar by itself.
    assert abs(int(before - after - net(payout) - costs())) <= 1
