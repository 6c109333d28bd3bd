"""Files that are nearly right: each of them is taken or refused in words, soon, and within the memory there is.

A few mutations of each kind in the suite; FUZZ_ROUNDS=5000 for a long look, FUZZ_SEED=2 for other dice.
"""

from __future__ import annotations

import os
import random
import resource
import struct
import time
import zlib
from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from fpdf import FPDF
from PIL import Image

from accounts.models import User
from picomarket.lib import attachments, images
from picomarket.lib.refusals import Refused
from tasks import importing
from tasks.models import Batch
from tests import make

ROUNDS, SEED = int(os.environ.get("FUZZ_ROUNDS", "40")), int(os.environ.get("FUZZ_SEED", "1"))
MOST_SECONDS, MOST_KILOBYTES = 10.0, 900_000
EXTREMES = (b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\x80\0\0\0", b"\0\0\0\0", b"\0\0\0\1", b"\0\xff", b"\r\n", b'"')


def picture(kind: str, mode: str = "RGB", **how: object) -> bytes:
    out, noise = BytesIO(), Image.effect_noise((64, 48), 90)
    noise.convert(mode).save(out, kind, **how)
    return out.getvalue()


def paper() -> bytes:
    sheet = FPDF()
    sheet.add_page()
    return bytes(sheet.output())


def archive(*names: str) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as zipped:
        for name in names:
            zipped.writestr(name, "<xml/>" * 50)
    return out.getvalue()


def exif() -> bytes:
    said = Image.Exif()
    said[0x0112], said[0x010F] = 6, "Camera"
    return said.tobytes()


PICTURES: dict[str, Callable[[], bytes]] = {
    "png": lambda: picture("PNG"),
    "grey png": lambda: picture("PNG", "LA"),
    "palette png": lambda: picture("PNG", "P"),
    "deep png": lambda: picture("PNG", "I;16"),
    "jpeg": lambda: picture("JPEG", exif=exif(), progressive=True),
    "printer's jpeg": lambda: picture("JPEG", "CMYK"),
    "webp": lambda: picture("WEBP", exif=exif()),
    "lossless webp": lambda: picture("WEBP", "RGBA", lossless=True),
}
FILES: dict[str, Callable[[], bytes]] = {
    "paper.pdf": paper,
    "text.docx": lambda: archive("word/document.xml", "[Content_Types].xml"),
    "sheet.ods": lambda: archive("content.xml", "mimetype"),
    "rows.csv": lambda: b'name,page\n"Shop, one",https://example.org/1\nShop two,https://example.org/2\n',
    "sound.wav": lambda: b"RIFF\x24\0\0\0WAVEfmt " + b"\0" * 64,
}


def mutated(body: bytes, dice: random.Random) -> bytes:
    made = bytearray(body)
    for _time in range(dice.randrange(1, 5)):
        at, end = sorted(dice.randrange(len(made) + 1) for _end in range(2))
        deed = dice.randrange(6)
        if deed == 0 and made:
            made[dice.randrange(len(made))] ^= 1 << dice.randrange(8)
        elif deed == 1:
            made[at : at + 4] = dice.choice(EXTREMES)
        elif deed == 2:
            del made[at : min(end, at + 64)]
        elif deed == 3:
            made[at:at] = made[at : min(end, at + 256)]
        elif deed == 4:
            made[at:at] = dice.randbytes(dice.randrange(1, 32))
        else:
            del made[max(at, 8) :]
    return sealed(bytes(made)) if dice.random() < 0.7 else bytes(made)


def sealed(body: bytes) -> bytes:
    """A PNG whose pieces have their sums right again, so that what is wrong is met further in."""
    if not body.startswith(b"\x89PNG\r\n\x1a\n"):
        return body
    made, at = body[:8], 8
    while at + 12 <= len(body):
        size = int.from_bytes(body[at : at + 4], "big")
        piece = body[at + 4 : at + 8 + size]
        made += body[at : at + 4] + piece + struct.pack(">I", zlib.crc32(piece))
        at += 12 + size
    return made


def fate(clean: Callable[[bytes], object], body: bytes) -> str:
    begun = time.monotonic()
    try:
        clean(body)
        said = "taken"
    except Refused as refusal:
        said = f"refused: {refusal.words}"
    assert time.monotonic() - begun < MOST_SECONDS
    return said


def all_fates(seed: bytes, clean: Callable[[bytes], object]) -> set[str]:
    dice, before = random.Random(SEED), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    fates = {fate(clean, mutated(seed, dice)) for _round in range(ROUNDS)}
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MOST_KILOBYTES
    return fates


@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_that_is_nearly_right_is_taken_or_refused(kind: str) -> None:
    seed = PICTURES[kind]()

    fates = all_fates(seed, lambda body: images.clean(BytesIO(body), size=len(body)))

    assert fate(lambda body: images.clean(BytesIO(body), size=len(body)), seed) == "taken"
    assert any(one.startswith("refused: This file is not a picture we can read.") for one in fates)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_nearly_right_is_taken_or_refused(name: str) -> None:
    seed, ending = FILES[name](), name.partition(".")[2]

    def clean(body: bytes) -> object:
        return attachments.clean(BytesIO(body), name=name, size=len(body), endings=[ending])

    assert all_fates(seed, clean)
    assert fate(clean, seed) == "taken"


def test_a_batch_of_nearly_right_rows_is_read_to_its_end(ann: User) -> None:
    draft, seed = make.batch_draft(ann), FILES["rows.csv"]()
    dice = random.Random(SEED)

    for _round in range(max(6, ROUNDS // 50)):
        file = SimpleUploadedFile("rows.csv", mutated(seed, dice) or b"\0")
        importing.upload(draft, file=file, by=ann, now=timezone.now())
        importing.check_due()
        assert Batch.objects.get().state in (Batch.State.CHECKED, Batch.State.TURNED_DOWN)


def test_a_page_says_what_is_wrong_with_a_file_and_never_breaks(ann: User, client: Client) -> None:
    client.force_login(ann)
    dice, seed = random.Random(SEED), PICTURES["jpeg"]()
    typed = {"name": "Ann", "bio": "", "country": "DE", "language": "en", "time_zone": "UTC"}

    for _round in range(6):
        photo = SimpleUploadedFile("photo.jpg", mutated(seed, dice), content_type="image/jpeg")
        assert client.post(reverse("accounts:edit"), {**typed, "photo": photo}).status_code in (200, 302, 422)
