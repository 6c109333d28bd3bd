"""Proofs: each valid piece is kept at once, a bad one loses nothing else, and only whole work is handed in."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from accounts.models import User
from submissions import claims, proofs
from submissions.models import Proof, Submission
from tasks.drafts import Wanted
from tests import make

NOW = timezone.now()
WANTED = [Wanted("text", "What?", 10), Wanted("url", "Where?"), Wanted("screenshot", "Show it")]
WORDS, ADDRESS = "Ten letters and more", "https://example.org/page"


@pytest.fixture
def held(ann: User, ben: User) -> Submission:
    return make.claim(make.task(ann, proofs=WANTED), ben, now=NOW)


def keep(held: Submission, *, texts: dict[str, str] | None = None, **pictures: Any) -> dict[str, list[str]]:
    shown = {f"proof-{key[-1]}": value for key, value in pictures.items()}
    return proofs.keep(held, by=held.worker, texts=texts or {}, files=shown, now=NOW)


def on_disk(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "proofs").rglob("*") if path.is_file()]


def kept(held: Submission) -> dict[int, str]:
    return dict(held.proofs.order_by("field__position").values_list("field__position", "text"))


def test_texts_and_pictures_are_kept_as_a_draft(held: Submission) -> None:
    errors = keep(held, texts={"proof-1": WORDS, "proof-2": ADDRESS}, p3=make.picture(640, 480))

    picture = held.proofs.get(field__position=3)
    assert errors == {}
    assert kept(held) == {1: WORDS, 2: ADDRESS, 3: ""}
    assert (picture.width, picture.height) == (640, 480)
    assert make.fresh(held).state == Submission.State.CLAIMED


def test_a_bad_picture_loses_nothing_else(held: Submission) -> None:
    bad = SimpleUploadedFile("shot.png", b"<svg></svg>")

    errors = keep(held, texts={"proof-1": WORDS}, p3=bad)

    assert errors == {"proof-3": ["This file is not a picture we can read. Send a PNG, JPEG or WebP."]}
    assert kept(held) == {1: WORDS}


def test_a_bad_picture_leaves_the_good_one_that_was_there(held: Submission) -> None:
    keep(held, p3=make.picture(640, 480))

    keep(held, p3=SimpleUploadedFile("shot.png", b"nothing"))

    assert held.proofs.get(field__position=3).width == 640


def test_a_new_picture_takes_the_old_ones_place(
    held: Submission, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        keep(held, p3=make.picture(640, 480))
    with django_capture_on_commit_callbacks(execute=True):
        keep(held, p3=make.picture(300, 200))

    picture = held.proofs.get(field__position=3)
    assert picture.width == 300
    assert sorted(path.name for path in on_disk(tmp_path)) == sorted(Path(name).name for name in picture.files)


def test_a_picture_is_stored_with_a_small_copy_and_no_name_of_the_senders(held: Submission) -> None:
    keep(held, p3=make.picture(1200, 600, name="../my secret name.png"))

    picture = held.proofs.get(field__position=3)
    with picture.picture.storage.open(picture.small_name) as small:
        assert Image.open(small).size == picture.small_sides == (320, 160)
    assert not any("secret" in name for name in picture.files)


def test_a_picture_that_moved_says_that_one_frame_is_kept(ann: User, ben: User, client: Client) -> None:
    held = make.claim(make.task(ann, proofs=WANTED), ben, now=timezone.now())
    frames, body = [Image.new("RGB", (40, 40), colour) for colour in ("red", "white")], BytesIO()
    frames[0].save(body, "WEBP", save_all=True, append_images=frames[1:])
    keep(held, p3=SimpleUploadedFile("shot.webp", body.getvalue()))
    client.force_login(ben)

    page = client.get(held.get_absolute_url()).content.decode()

    assert page.count("It moved when it was sent: only its first frame is kept.") == 1


def test_what_was_written_to_disk_for_nothing_is_taken_away(held: Submission, tmp_path: Path) -> None:
    late = NOW + timedelta(hours=2)
    good = {"proof-3": make.picture()}

    with pytest.raises(claims.ClaimOver):
        proofs.keep(held, by=held.worker, texts={"proof-1": WORDS}, files=good, now=late)

    assert on_disk(tmp_path) == []
    assert Proof.objects.count() == 0


def test_files_of_a_draft_that_fails_halfway_are_taken_away(ann: User, ben: User, tmp_path: Path) -> None:
    wanted = [Wanted("screenshot", "Show it"), Wanted("text", "What?")]
    held = make.claim(make.task(ann, proofs=wanted), ben, now=NOW)

    # The picture is on disk when the text, which no browser sends so, cannot be saved.
    with pytest.raises(AttributeError):
        keep(held, texts={"proof-2": None}, p1=make.picture())  # type: ignore[dict-item]

    assert on_disk(tmp_path) == []
    assert Proof.objects.count() == 0


def test_the_one_character_the_database_does_not_take_is_left_out(held: Submission) -> None:
    keep(held, texts={"proof-1": "Ten\0 letters and more"})

    assert kept(held)[1] == WORDS


def test_too_long_a_text_is_kept_as_far_as_it_goes_and_said_so(held: Submission) -> None:
    errors = keep(held, texts={"proof-1": "a" * 10_001})

    assert errors == {"proof-1": ["Only the first 10,000 characters were kept. Say it in fewer."]}
    assert len(kept(held)[1]) == 10_000


def test_whole_work_is_handed_in_and_the_review_clock_starts(held: Submission) -> None:
    keep(held, texts={"proof-1": WORDS, "proof-2": ADDRESS}, p3=make.picture())

    done = proofs.deliver(held, by=held.worker, now=NOW)

    assert done.state == Submission.State.SUBMITTED
    assert done.review_until == NOW + timedelta(days=3)


def test_all_that_is_wanting_is_named_at_once(held: Submission) -> None:
    keep(held, texts={"proof-1": "Short", "proof-2": "example"})

    with pytest.raises(proofs.Incomplete) as refusal:
        proofs.deliver(held, by=held.worker, now=NOW)

    assert refusal.value.message_dict == {
        "proof-1": ["Write at least 10 characters."],
        "proof-2": ["Enter a valid URL."],
        "proof-3": ["Add a screenshot."],
    }
    assert make.fresh(held).state == Submission.State.CLAIMED


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://example.org/", "file:///etc/passwd", "data:,x"])
def test_an_address_is_one_of_the_web(held: Submission, address: str) -> None:
    keep(held, texts={"proof-2": address})

    assert "proof-2" in proofs.missing(held)


def test_handing_in_at_one_go_names_bad_files_and_missing_texts_together(held: Submission) -> None:
    bad = SimpleUploadedFile("shot.png", b"GIF89a")

    with pytest.raises(proofs.Incomplete) as refusal:
        proofs.hand_in(held, by=held.worker, texts={"proof-2": ADDRESS}, files={"proof-3": bad}, now=NOW)

    assert sorted(refusal.value.message_dict) == ["proof-1", "proof-3"]
    assert kept(held) == {2: ADDRESS}


def test_what_is_handed_in_is_not_changed_any_more(ann: User, ben: User) -> None:
    done = make.submission(make.task(ann), ben)

    with pytest.raises(claims.ClaimOver) as refusal:
        keep(done, texts={"proof-1": "Something quite else"})

    assert refusal.value.words == "You handed this in already."
    assert kept(done)[1] != "Something quite else"


def test_after_its_time_nothing_is_handed_in(held: Submission) -> None:
    keep(held, texts={"proof-1": WORDS, "proof-2": ADDRESS}, p3=make.picture())

    with pytest.raises(claims.ClaimOver):
        proofs.deliver(held, by=held.worker, now=held.grace_until)

    assert make.fresh(held).state == Submission.State.CLAIMED


def test_the_draft_of_somebody_else_is_out_of_reach(held: Submission, cleo: User) -> None:
    with pytest.raises(Submission.DoesNotExist):
        proofs.keep(held, by=cleo, texts={"proof-1": WORDS}, files={}, now=NOW)


def test_a_picture_is_seen_by_both_sides_and_by_who_settles_disputes(
    ann: User, ben: User, cleo: User, sam: User
) -> None:
    done = make.submission(make.task(ann), ben)
    picture = done.proofs.get(picture__gt="")

    seers = [person for person in (ann, ben, cleo, sam) if picture in Proof.objects.seen_by(person)]

    assert seers == [ann, ben, sam]


def test_a_draft_is_not_yet_seen_by_the_employer(held: Submission, ann: User) -> None:
    keep(held, p3=make.picture())

    assert list(Proof.objects.seen_by(ann)) == []
