"""Whatever is given for a layout is read or refused, in words and in time."""

from __future__ import annotations

import random

import pytest

from tasks.layouts import source
from tasks.layouts.layout import read
from tasks.tests import layouts
from tasks.tests.layouts import ASKED, of_kind


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "There is nothing in it."),
        (" \n\ufeff ", "There is nothing in it."),
        ("Only words.", "There is no HTML in it"),
        ("<p>Look at this page.</p>", "This layout has no field to fill in. Copy all of its source"),
        ("<button>Anger</button><script>x()</script><input type=hidden name=mood>", "a script makes them"),
        ("<crowd-form><crowd-bounding-box name=b></crowd-bounding-box></crowd-form>", "to mark or draw"),
        ("<ExternalQuestion><ExternalURL>https://a.example</ExternalURL></ExternalQuestion>", "completion code"),
        ("<QuestionForm><Question></Question></QuestionForm>", "an older form that has no HTML"),
        ("<p>" * 30_000, "more elements, or deeper ones"),
        ("<div>" * 400 + ASKED, "more elements, or deeper ones"),
        ("<input>" * 1_100, "far more than a task can"),
        ("x" * (source.LARGEST + 1), "which no layout is"),
        ("<!-- <input> ", "There is no HTML in it"),
    ],
)
def test_what_cannot_become_a_draft_says_why_and_what_to_do(text: str, words: str) -> None:
    with pytest.raises(source.Unreadable, match=words):
        read(text)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("<p>Caf\xe9".encode(), "<p>Caf\xe9"),
        ("<p>Caf\xe9".encode("utf-8-sig"), "<p>Caf\xe9"),
        ("<p>Caf\xe9".encode("utf-16"), "<p>Caf\xe9"),
        ('<meta charset="iso-8859-1">Caf\xe9'.encode("latin-1"), '<meta charset="iso-8859-1">Caf\xe9'),
        ("<meta charset=Shift_JIS>\u732b".encode("shift_jis"), "<meta charset=Shift_JIS>\u732b"),
    ],
)
def test_a_file_is_read_in_the_encoding_it_is_in(data: bytes, text: str) -> None:
    assert source.text_of(data) == text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04" + bytes(50), "This is no HTML file."),
        (b"%PDF-1.7", "This is no HTML file."),
        ("Caf\xe9".encode("latin-1"), "This file is not in UTF-8."),
        (b"<meta charset=zip>\xff", "This file is not in UTF-8."),
        (b"\xff\xfe\x00", "This file is not in UTF-8."),
        (b"x" * (source.LARGEST + 1), "which no layout is"),
    ],
)
def test_a_file_that_is_no_text_says_what_to_do(data: bytes, words: str) -> None:
    with pytest.raises(source.Unreadable, match=words):
        source.text_of(data)


def test_entities_of_its_own_are_never_read() -> None:
    bomb = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">\n' for n in range(1, 10))
    found = read(
        f'<!DOCTYPE x [\n<!ENTITY l0 SYSTEM "file:///etc/passwd">\n{bomb}]>\n<p>Look &l9; &l0; well.</p>{ASKED}'
    )

    assert [step.words for step in found.steps] == ["Look &l9; &l0; well.", "Look at it well."]
    assert of_kind(found)["entity"] == list(range(2, 12))


def test_what_was_escaped_in_the_envelope_is_read_once() -> None:
    found = read(
        f"<HTMLQuestion>\n<HTMLContent>{ASKED.replace('<', '&lt;').replace('>', '&gt;')}</HTMLContent></HTMLQuestion>"
    )

    assert ([step.words for step in found.steps], found.steps[0].line) == (["Look at it well."], 2)


def test_a_script_that_never_ends_is_said_to_hide_the_rest() -> None:
    assert of_kind(read(f"{ASKED}\n<script>\n<p>gone</p>"))["unfinished"] == [2]


def test_a_number_longer_than_python_reads_is_no_bug() -> None:
    assert read(f"<p>A &#{'9' * 5000}; b</p>{ASKED}").steps[0].words == "A \ufffd b"


def mutated(text: str, seed: int) -> str:
    chance = random.Random(seed)
    pieces = list(text)
    for _time in range(60):
        at = chance.randrange(len(pieces))
        pieces[at : at + chance.randrange(3)] = chance.choice(
            ["<", ">", "'", '"', "</", "${", "}", "{{", "", "&#x", "<!"]
        )
    return "".join(pieces)


@pytest.mark.parametrize("seed", range(40))
def test_broken_layouts_are_read_or_refused(seed: int) -> None:
    for text in layouts.ALL.values():
        try:
            found = read(mutated(text, seed))
        except source.Unreadable:
            continue
        assert 1 <= len(found.questions) <= 6
        assert all(1 <= len(one.label) <= 200 and len(one.options) <= 20 for one in found.questions)
        assert all(len(step.words) <= 1000 for step in found.steps)


HEAVY = [
    "<",
    "<!",
    "<!--",
    "<![CDATA[",
    "<a ",
    '<a b="',
    "<label for=a>x",
    "<p>word ",
    "<input name=a><p>b",
    "&#",
    "${",
    "{{a b=",
    "{{a b=c}}",
    "{{a b=c d=c}} ",
    "optional - ",
]


@pytest.mark.parametrize("unit", HEAVY)
def test_the_largest_layout_is_read_in_a_few_seconds(unit: str) -> None:
    text = f"{unit * (source.LARGEST // len(unit) - 20)}>"

    with pytest.raises(source.Unreadable):
        read(text)
