"""What a kept picture seems to show of how to reach its worker is said to them alone, and can be covered before."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image, ImageDraw, ImageFont
from pytest_django import Settings

from accounts.models import User
from picomarket.lib import reading_pictures
from submissions import glimpses, jobs, proofs
from submissions.models import Glimpse, Proof, Submission
from tests import make

from .conftest import WORDS

NOW = timezone.now()
HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
Reader = Callable[[str], None]


def line(number: int, *words: str) -> str:
    """Rows of the program's table: words beside each other, each 100 by 20 pixels."""
    places = [f"{100 * place}\t{100 * number}\t100\t20\t90\t{word}" for place, word in enumerate(words)]
    return "".join(f"5\t1\t1\t1\t{number}\t{place}\t{told}\n" for place, told in enumerate(places, start=1))


SHOWN = HEAD + line(1, "Signed", "in", "as", "ben@example.org") + line(2, "Call", "+880", "1711-123456")


@pytest.fixture
def reader(settings: Settings, tmp_path: Path) -> Reader:
    """Puts a program in Tesseract's place that takes a picture and does this."""

    def put(script: str) -> None:
        program = tmp_path / "reads"
        program.write_text(f"#!/bin/sh\ncat > /dev/null\n{script}\n")
        program.chmod(0o700)
        settings.TESSERACT = str(program)

    return put


@pytest.fixture
def finds(reader: Reader, tmp_path: Path) -> None:
    """Every picture shows an address and a number."""
    (tmp_path / "table").write_text(SHOWN)
    reader(f"cat {tmp_path / 'table'}")


@pytest.fixture
def held(ann: User, ben: User) -> Submission:
    return make.claim(make.task(ann), ben)


@pytest.fixture
def bens(client: Client, ben: User) -> Client:
    client.force_login(ben)
    return client


def keep(held: Submission, shot: SimpleUploadedFile | None = None) -> Proof:
    """Words and a picture of 400 by 300 pixels, which is read twice as large."""
    files = {"proof-2": shot or make.picture(400, 300)}
    assert proofs.keep(held, by=held.worker, texts={"proof-1": WORDS}, files=files, now=NOW) == {}
    return held.proofs.exclude(picture="").get()


def said(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_a_picture_is_read_by_the_job_and_what_it_shows_is_noted_without_the_words(
    held: Submission, finds: None
) -> None:
    proof = keep(held)

    assert jobs.read_pictures() == 1

    found = Glimpse.objects.get(proof=proof)
    assert (found.shows, found.has_address, found.has_number) == (True, True, True)
    assert found.parts == [[371, 162, 504, 204], [121, 329, 379, 371]]
    assert jobs.read_pictures() == 0


def test_the_page_of_the_work_says_it_beside_the_picture(held: Submission, bens: Client, finds: None) -> None:
    proof = keep(held)
    before = said(bens.get(held.get_absolute_url()))
    glimpses.read_due(now=NOW)

    page = said(bens.get(held.get_absolute_url()))

    assert ("data-unread" in before, "data-unread" in page) == (True, False)
    assert "It seems to show an e-mail address and a phone number." in page
    assert f'href="/proofs/{proof.public_id}/retouch/"' in page
    assert "ben@example.org" not in page.replace("ben@example.org</bdi>", "")


def test_handing_in_asks_once_and_then_goes(held: Submission, bens: Client, finds: None) -> None:
    sent = {"proof-1": WORDS, "proof-2": make.picture(400, 300)}

    asked = bens.post(f"{held.get_absolute_url()}deliver/", sent)

    assert asked.status_code == 422
    assert "Before you hand it in" in said(asked)
    assert "Hand it in as it is" in said(asked)
    proof = held.proofs.exclude(picture="").get()
    assert f'name="sure" value="{proof.sha256}"' in said(asked)
    bens.post(f"{held.get_absolute_url()}deliver/", {"proof-1": WORDS, "sure": proof.sha256})
    assert make.fresh(held).state == Submission.State.SUBMITTED
    assert not Glimpse.objects.exists()


def test_what_is_wanting_is_said_before_anything_is_asked(held: Submission, bens: Client, finds: None) -> None:
    page = said(bens.post(f"{held.get_absolute_url()}deliver/", {"proof-2": make.picture()}))

    assert "Fill this in." in page
    assert "Hand it in as it is" not in page


def test_one_press_covers_what_was_found_and_the_picture_is_read_anew(
    held: Submission, bens: Client, finds: None
) -> None:
    proof = keep(held)
    glimpses.read_due(now=NOW)
    found = Glimpse.objects.get()
    page = said(bens.get(f"/proofs/{proof.public_id}/retouch/"))
    assert all(f'name="part" value="{part}"' in page for part in found.drawn)

    bens.post(f"/proofs/{proof.public_id}/cover/", {"part": found.drawn})

    covered, anew = make.fresh(proof), Glimpse.objects.get()
    assert covered.sha256 != proof.sha256
    assert (anew.sha256, anew.is_unread, anew.shows, anew.parts) == (covered.sha256, True, False, [])


@pytest.mark.parametrize("script", ["exit 1", "echo nonsense", "sleep 3"])
def test_a_program_that_fails_or_takes_long_keeps_nobody_from_handing_in(
    held: Submission, bens: Client, reader: Reader, script: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader(script)
    monkeypatch.setattr(glimpses, "LONGEST_WAIT", 0.2)

    bens.post(f"{held.get_absolute_url()}deliver/", {"proof-1": WORDS, "proof-2": make.picture()})

    assert make.fresh(held).state == Submission.State.SUBMITTED


def test_where_nothing_reads_nothing_is_noted(held: Submission, settings: Settings) -> None:
    settings.TESSERACT = "no-such-program"

    keep(held)

    assert not Glimpse.objects.exists()


def test_two_pictures_at_most_are_read_at_once(held: Submission, finds: None) -> None:
    proof = keep(held)
    Glimpse.objects.update(taken_at=NOW)
    others = [Proof(submission=held, field=proof.field, place=place, saved_at=NOW) for place in (1, 2)]
    for other in others:
        other.save()
        Glimpse.objects.create(proof=other, noted_at=NOW, taken_at=NOW if other.place == 1 else None)

    assert glimpses.read_due(now=NOW) == 0


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")
def test_the_real_program_finds_an_address_where_it_stands(settings: Settings) -> None:
    settings.TESSERACT = "tesseract"
    picture = Image.new("RGB", (700, 240), "white")
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(size=26)
    pen.text((20, 30), "Your account", fill="black", font=font)
    pen.text((20, 170), "Signed in as ben.rahman@example.org", fill="black", font=font)

    lines = reading_pictures.lines_of(picture, seconds=30)

    (found,) = (hit for one in lines for hit in glimpses._shown(one))
    way, (left, top, right, bottom) = found
    assert way == "address"
    assert 200 < left < 350
    assert 650 < top < bottom < 900
    assert right > 600
