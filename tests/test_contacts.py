"""What leads outside the market is found in what people write; what only looks like it is not."""

from __future__ import annotations

import time
import timeit

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
    ("my telegram id: benny", "my telegram id:"),
    ("My phone number is zero one seven", "My phone number is"),
    ("my phone is 55512", "my phone is 55512"),
    ("My gmail is benny.works", "My gmail is"),
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
    "My phone is broken, can I do it tomorrow?",
    "My phone is a Galaxy A12. My phone: it has no camera.",
    "My Telegram is not installed, and my e-mail is verified.",
    "Here my WhatsApp is off. I see what my Skype is.",
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


@pytest.mark.parametrize(
    "piece", ["a", "a.", "a-", "1", "1 ", "a at ", "www.", "@", "a@", "imo 1", "my sms is 1 ", "("]
)
def test_a_text_eight_times_as_long_takes_no_longer_for_each_letter(piece: str) -> None:
    short, long = (piece * (letters // len(piece)) for letters in (3000, 24_000))

    assert seconds(long) < 30 * seconds(short)


def seconds(text: str) -> float:
    """What it took of the processor, the best of a few times: the machine has other things to do."""
    return min(timeit.repeat(lambda: contacts.found(text), timer=time.thread_time, number=1, repeat=3))
