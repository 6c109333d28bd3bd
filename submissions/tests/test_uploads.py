"""Pictures and files that come in pieces: over a line that breaks, more than once, and never from a stranger."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import User
from picomarket.lib import images
from picomarket.lib.refusals import Refused
from submissions import claims, jobs, proofs, uploads
from submissions.models import Submission, Upload
from tasks.drafts import Wanted
from tests import make

NOW = timezone.now()
BODY = make.picture(900, 700).read()
HALF = len(BODY) // 2


@pytest.fixture
def held(ann: User, ben: User) -> Submission:
    wanted = [Wanted("text", "What?", 3), Wanted("screenshot", "Show it", most=3)]
    return make.claim(make.task(ann, proofs=wanted), ben)


@pytest.fixture
def bens(client: Client, ben: User) -> Client:
    client.force_login(ben)
    return client


def begin(held: Submission, body: bytes = BODY, *, name: str = "shot.png", stamp: int = 7) -> Upload:
    return uploads.begin(held, by=held.worker, key="proof-2", name=name, size=len(body), stamp=stamp, now=NOW)


def add(upload: Upload, body: bytes, offset: int) -> Upload:
    return uploads.add(upload, body, offset=offset, by=upload.submission.worker, now=NOW)


def send(held: Submission, body: bytes = BODY, **how: Any) -> None:
    upload = add(begin(held, body, **how), body, 0)
    uploads.finish(upload, by=held.worker, now=NOW)


def on_disk(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "proofs" / "pieces").rglob("*") if path.is_file()]


def test_pieces_become_the_picture_that_was_sent(held: Submission, tmp_path: Path) -> None:
    upload = add(begin(held), BODY[:HALF], 0)
    whole = add(upload, BODY[HALF:], HALF)

    uploads.finish(whole, by=held.worker, now=NOW)

    kept, straight = held.proofs.get(), images.clean(make.picture(900, 700), size=len(BODY))
    assert (kept.width, kept.height, kept.sha256) == (900, 700, straight.sha256)
    assert on_disk(tmp_path) == []


def test_a_piece_that_came_twice_is_not_added_twice(held: Submission) -> None:
    upload = add(begin(held), BODY[:HALF], 0)

    with pytest.raises(uploads.OutOfStep) as refusal:
        add(upload, BODY[:HALF], 0)

    assert refusal.value.received == HALF


def test_a_piece_from_further_on_is_not_taken(held: Submission) -> None:
    with pytest.raises(uploads.OutOfStep) as refusal:
        add(begin(held), BODY[HALF:], HALF)

    assert refusal.value.received == 0


def test_the_same_file_chosen_again_goes_on_where_it_stopped(held: Submission) -> None:
    add(begin(held), BODY[:HALF], 0)

    again, another = begin(held), begin(held, stamp=8)

    assert (again.received, another.received) == (HALF, 0)


def test_asking_twice_for_the_end_keeps_one_picture(held: Submission) -> None:
    upload = add(begin(held), BODY, 0)

    for _number in range(2):
        uploads.finish(upload, by=held.worker, now=NOW)

    assert held.proofs.count() == 1
    assert add(upload, b"", len(BODY)).kept_at == NOW


def test_a_picture_taken_out_can_be_sent_again(held: Submission) -> None:
    send(held)
    proofs.take_out(held, held.proofs.get().public_id, by=held.worker, now=NOW)

    send(held)

    assert held.proofs.count() == 1


@pytest.mark.parametrize("size", [0, 10 * 1024 * 1024 + 1])
def test_what_is_empty_or_too_large_is_not_begun(held: Submission, size: int) -> None:
    with pytest.raises(images.BadPicture):
        uploads.begin(held, by=held.worker, key="proof-2", name="a.png", size=size, stamp=0, now=NOW)


def test_no_more_comes_than_was_said(held: Submission) -> None:
    upload = begin(held, b"four")

    with pytest.raises(Refused):
        add(upload, b"fives", 0)

    assert make.fresh(upload).received == 0


@pytest.mark.parametrize("key", ["proof-1", "proof-9", ""])
def test_only_what_is_asked_for_is_begun(held: Submission, key: str) -> None:
    with pytest.raises(uploads.NotAsked):
        uploads.begin(held, by=held.worker, key=key, name="a.png", size=9, stamp=0, now=NOW)


def test_what_is_no_picture_is_refused_at_the_end_and_forgotten(held: Submission) -> None:
    with pytest.raises(Refused) as refusal:
        send(held, b"PK\3\4 a ZIP that is called a picture")

    assert refusal.value.words == "This file is not a picture we can read. Send a PNG, JPEG or WebP."
    assert not Upload.objects.exists()
    assert not held.proofs.exists()


def test_one_more_than_fits_is_refused_and_the_others_stay(held: Submission) -> None:
    for number in range(3):
        send(held, stamp=number)

    with pytest.raises(Refused) as refusal:
        send(held, stamp=9)

    assert refusal.value.words == "Only 3 fit here. Take one out before you add another."
    assert held.proofs.count() == 3


def test_what_has_no_room_is_refused_before_it_is_sent(held: Submission) -> None:
    for number in range(3):
        send(held, stamp=number)

    with pytest.raises(uploads.NoRoom):
        begin(held, stamp=9)

    assert held.uploads.filter(kept_at=None).count() == 0


def test_where_one_is_asked_for_another_takes_its_place(ann: User, ben: User) -> None:
    one = make.claim(make.task(ann, proofs=[Wanted("text", "What?", 3), Wanted("screenshot", "Show it")]), ben)

    for number in range(2):
        send(one, stamp=number)

    assert one.proofs.count() == 1


def test_of_two_on_their_way_to_the_last_place_one_is_refused_at_the_end(held: Submission) -> None:
    first, second = begin(held, stamp=8), begin(held, stamp=9)
    for number in range(2):
        send(held, stamp=number)
    uploads.finish(add(first, BODY, 0), by=held.worker, now=NOW)

    with pytest.raises(Refused, match="Only 3 fit here"):
        uploads.finish(add(second, BODY, 0), by=held.worker, now=NOW)

    assert held.proofs.count() == 3


@pytest.mark.parametrize("verb", ["keep", "extend", "take-out", "deliver"])
def test_a_good_picture_beside_a_bad_one_is_shown_on_the_refused_page(
    held: Submission, bens: Client, verb: str
) -> None:
    bad = SimpleUploadedFile("page.png", b"<svg></svg>", content_type="image/png")
    sent = {"proof-1": "Words that stay", "proof-2": [make.picture(), bad]}

    answer = bens.post(f"{held.get_absolute_url()}{verb}/", sent)

    assert answer.status_code == 422
    assert held.proofs.exclude(picture="").get().small_url in answer.content.decode().replace("&amp;", "&")


def test_the_oldest_of_too_many_gives_way(held: Submission) -> None:
    first = begin(held, stamp=0)

    for number in range(1, uploads.MOST_AT_ONCE + 1):
        begin(held, stamp=number)

    assert held.uploads.count() == uploads.MOST_AT_ONCE
    assert not Upload.objects.filter(pk=first.pk).exists()


def test_after_the_claim_nothing_more_comes(held: Submission) -> None:
    upload = begin(held)

    with pytest.raises(claims.ClaimOver):
        uploads.add(upload, BODY[:HALF], offset=0, by=held.worker, now=NOW + timedelta(hours=1))


def test_what_is_on_its_way_to_a_claim_that_is_over_is_swept(
    held: Submission,
    ann: User,
    ben: User,
    tmp_path: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    begin(held)
    other = begin(make.claim(make.task(ann), ben))
    claims.give_back(held, by=ben, now=NOW)

    with django_capture_on_commit_callbacks(execute=True):
        assert jobs.sweep_uploads() == 1

    assert list(Upload.objects.all()) == [other]
    assert len(on_disk(tmp_path)) == 1


def ask(client: Client, held: Submission, said: dict[str, str] | None = None, *, size: int = len(BODY)) -> Any:
    data = {"field": "proof-2", "name": "shot.png", "size": str(size), "stamp": "7", **(said or {})}
    return client.post(f"/submissions/{held.public_id}/uploads/", data)


def piece(client: Client, url: str, body: bytes, offset: int | str) -> Any:
    headers = {"upload-offset": str(offset)}
    return client.post(url, body, content_type="application/offset+octet-stream", headers=headers)


def test_a_script_sends_a_picture_in_pieces(held: Submission, bens: Client) -> None:
    begun = ask(bens, held)
    url = begun.json()["url"]

    first = piece(bens, url, BODY[:HALF], 0)
    broken = piece(bens, url, BODY[:HALF], 0)
    last = piece(bens, url, BODY[HALF:], int(broken["Upload-Offset"]))

    assert [answer.status_code for answer in (begun, first, broken, last)] == [201, 200, 409, 200]
    assert [first.json()["kept"], last.json()["kept"], bens.get(url).json()["kept"]] == [False, True, True]
    assert "kept-proof-2" in bens.get(held.get_absolute_url()).content.decode()
    assert held.proofs.get().width == 900


def test_how_far_it_is_can_be_asked(held: Submission, bens: Client) -> None:
    url = ask(bens, held).json()["url"]
    piece(bens, url, BODY[:10], 0)

    answer = bens.head(url)

    assert (answer["Upload-Offset"], answer["Upload-Length"]) == ("10", str(len(BODY)))


@pytest.mark.parametrize(
    ("said", "status"),
    [({"size": "0"}, 422), ({"size": "9" * 5000}, 422), ({"field": "x"}, 422), ({"name": "\0../\u202egnp.exe"}, 201)],
)
def test_odd_words_about_a_file_are_answered_plainly(
    held: Submission, bens: Client, said: dict[str, str], status: int
) -> None:
    assert ask(bens, held, said).status_code == status


@pytest.mark.parametrize(("offset", "status"), [("", 409), ("-1", 409), ("x", 409), ("1", 409)])
def test_a_piece_out_of_step_hears_where_to_go_on(held: Submission, bens: Client, offset: str, status: int) -> None:
    answer = piece(bens, ask(bens, held).json()["url"], BODY[:10], offset)

    assert (answer.status_code, answer["Upload-Offset"]) == (status, "0")


def test_too_large_a_piece_is_turned_away_unread(held: Submission, bens: Client) -> None:
    url = ask(bens, held, size=600_000).json()["url"]

    assert piece(bens, url, b"x" * 600_000, 0).status_code == 413


def test_too_late_is_said_in_words(ann: User, ben: User, bens: Client) -> None:
    row = make.claim(make.task(ann), ben, now=NOW - timedelta(hours=1))

    answer = ask(bens, row)

    assert (answer.status_code, answer.json()["words"]) == (
        410,
        "The time for this task ran out. The slot went back to the market.",
    )


def test_what_is_dropped_is_gone(held: Submission, bens: Client) -> None:
    url = ask(bens, held).json()["url"]

    assert bens.post(f"{url}drop/").status_code == 204
    assert bens.get(url).status_code == 404


def test_nobody_else_sends_or_asks(held: Submission, bens: Client, cleo: User) -> None:
    url = ask(bens, held).json()["url"]
    bens.force_login(cleo)

    answers = [ask(bens, held), piece(bens, url, BODY, 0), bens.get(url), bens.post(f"{url}drop/")]

    assert {answer.status_code for answer in answers} == {404}


def test_twenty_files_at_once_keep_what_fits_and_every_word(held: Submission, bens: Client) -> None:
    many = [make.picture(name=f"{number}.png") for number in range(20)]

    answer = bens.post(f"{held.get_absolute_url()}keep/", {"proof-1": "Words that stay", "proof-2": many})

    assert answer.status_code == 422
    assert "Only 3 fit here." in answer.content.decode()
    assert (held.proofs.exclude(picture="").count(), held.proofs.get(picture="").text) == (3, "Words that stay")


def keep_by_form(client: Client, held: Submission, body: bytes, name: str = "shot.png") -> Any:
    sent = SimpleUploadedFile("shot.png", body, content_type="image/png")
    sent.name = name
    return client.post(f"{held.get_absolute_url()}keep/", {"proof-1": "Words that stay", "proof-2": sent})


def bomb() -> bytes:
    """A small file that says it is 50,000 pixels wide and high."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


BAD = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "empty": b"",
    "zip": b"PK\3\4",
    "cut off": BODY[:HALF],
    "bomb": bomb(),
    "huge": BODY + b"\0" * 40_000_000,
}


@pytest.mark.parametrize("body", BAD.values(), ids=BAD)
def test_a_bad_file_is_refused_in_one_sentence_and_the_words_stay(held: Submission, bens: Client, body: bytes) -> None:
    answer = keep_by_form(bens, held, body)

    assert answer.status_code == 422
    assert answer.content.decode().count('class="errorlist"') == 1
    assert held.proofs.get().text == "Words that stay"


@pytest.mark.parametrize("name", ["../../etc/passwd.png", "\u202egnp.exe", "📷.png", "a" * 5000])
def test_a_pictures_name_is_kept_nowhere(held: Submission, bens: Client, name: str) -> None:
    answer = keep_by_form(bens, held, BODY, name)

    kept = held.proofs.exclude(picture="").get()
    assert answer.status_code == 302
    assert re.fullmatch(r"\d{4}/\d\d/\d\d/\w{12}\.webp", str(kept.picture.name))
    assert kept.file_name == ""


def moving() -> bytes:
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "blue")]
    body = BytesIO()
    frames[0].save(body, "WEBP", save_all=True, append_images=frames[1:])
    return body.getvalue()


def located() -> bytes:
    """A photo that says where it was taken."""
    exif, body = Image.Exif(), BytesIO()
    exif[0x8825] = {1: "N", 2: (52.0, 31.0, 12.0)}
    Image.new("RGB", (40, 30), "red").save(body, "JPEG", exif=exif)
    return body.getvalue()


@pytest.mark.parametrize("made", [moving, located])
def test_of_a_picture_only_what_is_seen_is_kept(held: Submission, made: Callable[[], bytes]) -> None:
    send(held, made())

    kept = held.proofs.get()
    with kept.picture.storage.open(str(kept.picture.name)) as file:
        picture = Image.open(file)
        assert (picture.size, dict(picture.getexif()), getattr(picture, "n_frames", 1)) == ((40, 30), {}, 1)
