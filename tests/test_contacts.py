"""What leads outside the market is found in what people write; what only looks like it is not."""

from __future__ import annotations

import pytest

from picomarket.lib import contacts

OUTSIDE = [
    ("Send it to ben@mail.example please", "ben@mail.example"),
    ("ben (at) mail (dot) com", "ben (at) mail (dot) com"),
    ("ben at gmail works too", "ben at gmail"),
    ("ben at mail dot com", "ben at mail dot com"),
    ("Call +880 1711-123456 today", "+880 1711-123456"),
    ("Call 01711 123 456 today", "01711 123 456"),
    ("WhatsApp: 01711123", "WhatsApp: 01711123"),
    ("telegram @ben_works", "telegram @ben_works"),
    ("Add me on Telegram", "Add me on Telegram"),
    ("Write to me on my e-mail", "Write to me on my e-mail"),
    ("Let us continue on WhatsApp", "continue on WhatsApp"),
    ("My Skype is benny", "My Skype is"),
    ("See https://other.example/page?x=1", "https://other.example/page?x=1"),
    ("See www.other.example now", "www.other.example"),
    ("Look at t.me/ben for it", "t.me/ben"),
    ("Look at cheap-shop.com for it", "cheap-shop.com"),
]
WIDE = str.maketrans("0123456789", "".join(chr(0xFF10 + digit) for digit in range(10)))
INSIDE = [
    "I opened the page at 12:30 on 2026-11-29 and it said 404.",
    "It paid $0.10, and 1,234,567 people saw it.",
    "Step 2 asks for a picture at the end. It is there.",
    "The price is 1 299.99 and the row is number 12345678.",
    "Open Telegram and say which version it is.",
    "Should I follow @shop_of_ann, as step 3 says?",
    "I handed in file.txt and notes.pdf.",
    "Is e.g. a photo enough? It took 10 min.",
    "See https://www.known.example/page, where step 1 leads.",
    "On 29.11.2026 12:30:59 it was 3 of 10.",
]


@pytest.mark.parametrize(("words", "way"), OUTSIDE)
def test_ways_outside_are_found(words: str, way: str) -> None:
    stretches = [words[one] for one in contacts.found(words)]

    assert way in stretches


def test_wide_digits_hide_no_number() -> None:
    number = "01711123456".translate(WIDE)

    (stretch,) = contacts.found(f"It is {number}.")

    assert f"It is {number}."[stretch] == number


@pytest.mark.parametrize("words", INSIDE)
def test_ordinary_words_are_let_through(words: str) -> None:
    assert [words[one] for one in contacts.found(words, known={"known.example"})] == []


def test_a_very_long_text_is_read_at_once() -> None:
    assert contacts.found("a." * 2000 + "1 " * 2000) is not None
