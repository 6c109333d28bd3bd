"""Litecoin addresses as people type them: what is right is taken in one form, what is wrong is told in a sentence."""

from __future__ import annotations

import pytest

from wallet.rails.interface import BadDestination
from wallet.rails.litecoin_addresses import NETWORKS, read

NEWEST = "ltc1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n9"
SCRIPT = "ltc1qqqqsyqcyq5rqwzqfpg9scrgwpugpzysnzs23v9ccrydpk8qarc0sp89z3m"
LEGACY = "LVuDpNCSSj6pQ7t9Pv6d6sUkLKoqDEVUnJ"
MULTI = "MTf4tP1TCNBn8dNkyxeBVoPrFCcVzxJvvh"
OLD_MULTI = "3MSvaVbVFFLML86rt5eqgA9SvW23upaXdY"


def refusal(text: str, network: str = "main") -> str:
    with pytest.raises(BadDestination) as refused:
        read(text, NETWORKS[network])
    return str(refused.value.words)


@pytest.mark.parametrize("address", [NEWEST, SCRIPT, LEGACY, MULTI])
def test_each_kind_of_address_is_taken_as_it_is(address: str) -> None:
    assert read(address, NETWORKS["main"]) == address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (f"  {NEWEST}\n", NEWEST),
        (NEWEST.upper(), NEWEST),
        (f"litecoin:{NEWEST}?amount=0.5&label=me", NEWEST),
        (f"LITECOIN:{NEWEST.upper()}", NEWEST),
        (OLD_MULTI, MULTI),
    ],
)
def test_other_ways_to_write_an_address_come_to_the_one_form(text: str, address: str) -> None:
    assert read(text, NETWORKS["main"]) == address


@pytest.mark.parametrize("address", [NEWEST, SCRIPT, LEGACY, MULTI, OLD_MULTI])
def test_one_wrong_letter_is_told_wherever_it_stands(address: str) -> None:
    for place in range(5, len(address)):
        other = "q" if address[place] != "q" else "p"
        assert "typing mistake" in refusal(address[:place] + other + address[place + 1 :])


@pytest.mark.parametrize("address", [NEWEST, LEGACY])
def test_two_letters_in_the_wrong_order_are_told(address: str) -> None:
    place = next(at for at in range(8, len(address)) if address[at] != address[at + 1])
    swapped = address[:place] + address[place + 1] + address[place] + address[place + 2 :]

    assert "typing mistake" in refusal(swapped)


@pytest.mark.parametrize("address", [NEWEST[:-1], NEWEST + "q", NEWEST[:-4] + NEWEST[-4:].upper(), LEGACY[:-1]])
def test_a_letter_too_few_or_too_many_is_told(address: str) -> None:
    assert "typing mistake" in refusal(address)


def test_a_programme_of_a_length_nobody_can_spend_from_is_told() -> None:
    assert "typing mistake" in refusal("ltc1qqqqsyqcyq5rqwzqfpg9scrgwpunxegat")


@pytest.mark.parametrize("text", ["", "   ", "Ben Karim", "0.5", "ben@example.org", "L" * 300, "Ł" * 34])
def test_what_is_no_address_at_all_is_told_how_one_begins(text: str) -> None:
    assert "begins with ltc1, L or M" in refusal(text)


@pytest.mark.parametrize(
    "address",
    ["1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "BC1QW508D6QEJXTDG4Y5R3ZAR"],
)
def test_a_bitcoin_address_is_named_as_one(address: str) -> None:
    assert refusal(address).startswith("This is a Bitcoin address.")


@pytest.mark.parametrize(
    ("address", "network"), [("ltcmweb1qq2z07pg5lwepkalv38vrkjvmx9r4hwlzc5l", "main"), ("tmweb1qq2z07pg5", "regtest")]
)
def test_a_private_address_is_refused_in_words(address: str, network: str) -> None:
    assert refusal(address, network).startswith("Private (MWEB) addresses cannot be paid")


def test_a_kind_of_address_nodes_cannot_pay_yet_is_refused_in_words() -> None:
    assert refusal("ltc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqwqwyxs").startswith(
        "Addresses that begin with ltc1p cannot be paid yet: use one that begins with ltc1q."
    )


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("rltc1qqqqsyqcyq5rqwzqfpg9scrgwpugpzysnrwhxws", "main"),
        ("tltc1qqqqsyqcyq5rqwzqfpg9scrgwpugpzysnxzku7w", "main"),
        ("mrCDrCybB6J1vRfbwM5hemdJz73FwDBC8r", "main"),
        (NEWEST, "regtest"),
        (LEGACY, "test"),
        (MULTI, "regtest"),
    ],
)
def test_an_address_of_another_network_is_refused_in_words(address: str, network: str) -> None:
    assert "another Litecoin network" in refusal(address, network)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("rltc1qqqqsyqcyq5rqwzqfpg9scrgwpugpzysnrwhxws", "regtest"),
        ("tltc1qqqqsyqcyq5rqwzqfpg9scrgwpugpzysnxzku7w", "test"),
        ("mrCDrCybB6J1vRfbwM5hemdJz73FwDBC8r", "regtest"),
    ],
)
def test_test_networks_have_addresses_of_their_own(address: str, network: str) -> None:
    assert read(address, NETWORKS[network]) == address
