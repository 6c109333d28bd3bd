"""A kept picture can be turned, and what is private in it covered for good."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import User
from picomarket.lib import images
from submissions import claims, proofs, retouching
from submissions.models import Proof, Submission
from submissions.retouching import Part
from tests import make

NOW = timezone.now()
PAPER, DARK = (244, 241, 234), (34, 34, 34)


@pytest.fixture
def held(ann: User, ben: User) -> Submission:
    row = make.claim(make.task(ann), ben)
    proofs.keep(row, by=ben, texts={}, files={"proof-2": make.picture(400, 300)}, now=NOW)
    return row


@pytest.fixture
def picture(held: Submission) -> Proof:
    return held.proofs.get()


@pytest.fixture
def bens(client: Client, ben: User) -> Client:
    client.force_login(ben)
    return client


def colour(proof: Proof, x: int, y: int, *, small: bool = False) -> tuple[int, ...]:
    with proof.picture.storage.open(proof.small_name if small else str(proof.picture.name)) as file:
        pixel = Image.open(file).convert("RGB").getpixel((x, y))
    assert isinstance(pixel, tuple)
    return pixel


def close(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return all(abs(a - b) < 12 for a, b in zip(one, other, strict=True))


def test_a_picture_is_turned_and_has_another_address(picture: Proof, ben: User) -> None:
    retouching.rotate(picture, by=ben, now=NOW)

    turned = make.fresh(picture)
    assert (turned.width, turned.height) == (300, 400)
    assert turned.get_absolute_url() != picture.get_absolute_url()


def test_covered_parts_are_dark_in_both_copies_and_the_rest_is_as_it_was(picture: Proof, ben: User) -> None:
    retouching.cover(picture, [Part(500, 500, 1000, 1000), Part(0, 900, 100, 1000)], by=ben, now=NOW)

    covered = make.fresh(picture)
    assert [close(colour(covered, x, y), DARK) for x, y in ((210, 160), (399, 299), (10, 290))] == [True] * 3
    assert close(colour(covered, 240, 200, small=True), DARK)
    assert close(colour(covered, 150, 100), PAPER)


def test_of_what_was_covered_nothing_is_left_on_the_disk(
    picture: Proof, ben: User, tmp_path: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        retouching.cover(picture, [Part(0, 0, 1000, 1000)], by=ben, now=NOW)

    left = {path.name for path in (tmp_path / "proofs").rglob("*") if path.is_file()}
    assert left == {Path(name).name for name in make.fresh(picture).files}
    assert not left & {Path(name).name for name in picture.files}
    assert make.fresh(picture).sha256 != picture.sha256


@pytest.mark.parametrize(
    "parts", [[], [Part(500, 0, 500, 10)], [Part(0, 10, 10, 5)], [Part(0, 0, 1001, 10)], [Part(-10, 0, 5, 5)]]
)
def test_a_part_without_a_size_covers_nothing(picture: Proof, ben: User, parts: list[Part]) -> None:
    with pytest.raises(retouching.NothingCovered):
        retouching.cover(picture, parts, by=ben, now=NOW)

    assert make.fresh(picture).sha256 == picture.sha256


def test_what_is_handed_in_is_not_touched_any_more(ann: User, ben: User) -> None:
    done = make.submission(make.task(ann), ben).proofs.exclude(picture="").get()

    with pytest.raises(claims.ClaimOver):
        retouching.rotate(done, by=ben, now=NOW)

    assert make.fresh(done).sha256 == done.sha256


def test_a_picture_changed_in_another_tab_stays_as_that_left_it(picture: Proof, ben: User) -> None:
    retouching.cover(picture, [Part(0, 0, 1000, 1000)], by=ben, now=NOW)
    covered = make.fresh(picture)

    proofs.replace(picture, images.clean(make.picture(), size=1), by=ben, now=NOW)

    assert make.fresh(picture).sha256 == covered.sha256


def test_the_page_turns_by_a_button(picture: Proof, bens: Client) -> None:
    answer = bens.post(f"/proofs/{picture.public_id}/rotate/", follow=True)

    assert answer.redirect_chain == [(f"/proofs/{picture.public_id}/retouch/", 302)]
    assert make.fresh(picture).width == 300


def test_the_page_covers_what_is_said_in_percent(picture: Proof, bens: Client) -> None:
    said = {"left": "50", "right": "100", "top": "50", "bottom": "100"}

    bens.post(f"/proofs/{picture.public_id}/cover/", said)

    assert close(colour(make.fresh(picture), 300, 250), DARK)


def test_the_page_covers_what_was_drawn(picture: Proof, bens: Client) -> None:
    bens.post(f"/proofs/{picture.public_id}/cover/", {"part": ["500,500,1000,1000", "nonsense", "1,2,3"]})

    assert close(colour(make.fresh(picture), 300, 250), DARK)


def test_turning_covers_what_was_drawn_before(picture: Proof, bens: Client) -> None:
    bens.post(f"/proofs/{picture.public_id}/rotate/", {"part": "500,500,1000,1000"})

    turned = make.fresh(picture)
    assert turned.width == 300
    assert [close(colour(turned, x, y), DARK) for x, y in ((50, 300), (250, 300))] == [True, False]


def test_a_part_without_a_size_turns_nothing(picture: Proof, bens: Client) -> None:
    answer = bens.post(f"/proofs/{picture.public_id}/rotate/", {"part": "9,9,9,9"})

    assert (answer.status_code, make.fresh(picture).width) == (422, 400)


def test_who_is_done_is_led_back_to_the_work(held: Submission, picture: Proof, bens: Client) -> None:
    answer = bens.post(f"/proofs/{picture.public_id}/cover/", {"part": "500,500,1000,1000", "done": "1"})

    assert answer["Location"] == f"{held.get_absolute_url()}#hand-in"
    assert close(colour(make.fresh(picture), 300, 250), DARK)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "Draw or say which part to cover."),
        ({"part": ["0,0,9,9"] * 51}, "Cover at most 50 parts at a time."),
        ({"part": "9,9,9,9"}, "its right side must be right of its left one"),
    ],
)
def test_what_covers_nothing_is_told_why(
    picture: Proof, bens: Client, said: dict[str, str | list[str]], words: str
) -> None:
    assert words in bens.post(f"/proofs/{picture.public_id}/cover/", said).content.decode()


@pytest.mark.parametrize("said", [{}, {"left": "5"}, {"left": "-5"}, {"left": "x"}, {"part": "9,9,9,9"}])
def test_what_covers_nothing_says_so_and_keeps_what_was_typed(
    picture: Proof, bens: Client, said: dict[str, str]
) -> None:
    answer = bens.post(f"/proofs/{picture.public_id}/cover/", said)

    assert answer.status_code == 422
    assert "data-summary" in answer.content.decode()


def test_too_late_leads_to_the_work_and_says_why(ann: User, ben: User, bens: Client) -> None:
    done = make.submission(make.task(ann), ben).proofs.exclude(picture="").get()

    answer = bens.post(f"/proofs/{done.public_id}/cover/", {"part": "0,0,9,9"}, follow=True)

    assert answer.redirect_chain == [(done.submission.get_absolute_url(), 302)]
    assert "You handed this in already." in answer.content.decode()


@pytest.mark.parametrize("who", ["ann", "cleo", "sam"])
def test_nobody_else_touches_a_picture(
    picture: Proof, client: Client, who: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))

    answers = [client.post(f"/proofs/{picture.public_id}/{verb}/") for verb in ("rotate", "cover")]

    assert {answer.status_code for answer in answers} == {404}


def test_a_draft_is_not_touched_when_its_time_ran_out(held: Submission, picture: Proof, ben: User) -> None:
    with pytest.raises(claims.ClaimOver):
        retouching.rotate(picture, by=ben, now=NOW + timedelta(hours=1))
