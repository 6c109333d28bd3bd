"""The development mailbox reads what the mail backend really writes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.test import RequestFactory
from pytest_django import Settings

from picomarket import mailbox, views


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return tmp_path / "mail"


def test_a_letter_is_read_as_it_was_written(folder: Path) -> None:
    words = "Das macht 0,10 €.\n\nhttps://example.org/?a=1&b=2"
    EmailMessage("Übersetzung bezahlt", words, to=["bén@example.org"]).send()

    [letter] = mailbox.letters(folder)

    assert letter.subject == "Übersetzung bezahlt"
    assert letter.to == "bén@example.org"
    assert letter.text == words
    assert abs(datetime.now(UTC) - letter.sent_at).total_seconds() < 60


def test_a_long_link_arrives_whole(folder: Path) -> None:
    link = "https://example.org/account/confirm-email/" + "Mg:1abc-=" * 40 + "/"

    EmailMessage("Confirm", f"Open {link} please: é", to=["ben@example.org"]).send()

    assert link in mailbox.letters(folder)[0].text


def test_letters_of_one_connection_are_told_apart_newest_first(folder: Path) -> None:
    words = ["first", "second\n" + "-" * 79 + "\nstill the second", "third"]
    get_connection().send_messages([EmailMessage("Hello", text, to=["ben@example.org"]) for text in words])

    assert [letter.text for letter in mailbox.letters(folder)] == words[::-1]


def test_only_the_newest_are_shown(folder: Path) -> None:
    get_connection().send_messages([EmailMessage(str(number), "-", to=["ben@example.org"]) for number in range(5)])

    assert [letter.subject for letter in mailbox.letters(folder, most=2)] == ["4", "3"]


def test_the_plain_part_is_preferred(folder: Path) -> None:
    letter = EmailMultiAlternatives("Two parts", "Plain words.", to=["ben@example.org"])
    letter.attach_alternative("<p>Rich words.</p>", "text/html")
    letter.send()

    assert mailbox.letters(folder)[0].text == "Plain words."


def test_a_letter_of_html_alone_keeps_its_links(folder: Path) -> None:
    letter = EmailMessage(
        "Rich", '<p>Open <a href="https://example.org/x?a=1&amp;b=2">this</a>.</p>', to=["b@example.org"]
    )
    letter.content_subtype = "html"
    letter.send()

    assert mailbox.letters(folder)[0].text == "Open this https://example.org/x?a=1&b=2 ."


def test_several_readers_are_named(folder: Path) -> None:
    EmailMessage("Hello", "-", to=["Ann <ann@example.org>", "ben@example.org"]).send()

    assert mailbox.letters(folder)[0].to == "Ann <ann@example.org>, ben@example.org"


def test_before_the_first_letter_there_is_none(tmp_path: Path) -> None:
    assert mailbox.letters(tmp_path / "nowhere") == []


def test_a_letter_that_is_still_being_written_breaks_nothing(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "20260101-000000-1.log").write_bytes(b"Content-Type: text/plain\nSubject: Half")

    assert [letter.subject for letter in mailbox.letters(folder)] == ["Half"]


def test_the_page_makes_links_and_shows_the_rest_as_text(folder: Path) -> None:
    EmailMessage("<b>Hi</b>", "Go to https://example.org/x/ <script>alert(1)</script>", to=["b@example.org"]).send()

    page = render_to_string("mailbox.html", {"letters": mailbox.letters(folder)})

    assert '<a href="https://example.org/x/"' in page
    assert "&lt;b&gt;Hi&lt;/b&gt;" in page
    assert "<script>alert" not in page


def test_a_letter_is_shown_as_html_too_in_a_frame_that_runs_nothing(folder: Path, settings: Settings) -> None:
    settings.DATA_DIR = folder.parent
    letter = EmailMultiAlternatives("Two parts", "Plain words.", to=["ben@example.org"])
    letter.attach_alternative("<p>Rich words.</p><script>alert(1)</script>", "text/html")
    letter.send()
    [kept] = mailbox.letters(folder)

    answer = views.letter(RequestFactory().get("/mail/"), kept.key)

    assert "Rich words." in answer.content.decode()
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert views.letter(RequestFactory().get("/mail/"), "another").content == b""
