"""Pictures as people, and those who mean harm, really send them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from picomarket.lib import images

WHITE, RED = (255, 255, 255), (200, 30, 30)
ORIENTATION, GPS = 0x0112, 0x8825


def file_of(image: Image.Image, kind: str = "PNG", **how: object) -> bytes:
    body = BytesIO()
    image.save(body, kind, **how)
    return body.getvalue()


def cleaned(body: bytes) -> images.Picture:
    return images.clean(BytesIO(body), size=len(body))


def seen(picture: images.Picture) -> Image.Image:
    picture.content.seek(0)
    return Image.open(picture.content).convert("RGB")


def refusal(body: bytes) -> str:
    with pytest.raises(images.BadPicture) as caught:
        cleaned(body)
    return caught.value.words


def close(pixel: object, colour: tuple[int, int, int]) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(one - other) < 12 for one, other in zip(pixel, colour, strict=True))


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_that_claims(width: int, height: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


def test_a_picture_becomes_webp_with_a_small_copy() -> None:
    picture = cleaned(file_of(Image.new("RGB", (800, 600), RED)))

    assert (picture.width, picture.height) == (800, 600)
    assert Image.open(picture.content).format == "WEBP"
    assert Image.open(picture.small).size == (320, 240)


def test_what_the_camera_wrote_is_gone_and_the_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[GPS] = {1: "N", 2: (52.0, 31.0, 12.0)}
    exif[0x010F] = "Camera of Ann"
    photo = Image.new("RGB", (60, 40), WHITE)
    photo.paste(RED, (0, 0, 30, 40))

    picture = cleaned(file_of(photo, "JPEG", exif=exif, quality=95))

    assert b"Camera of Ann" not in picture.content.read() + picture.small.read()
    picture.content.seek(0)
    upright = Image.open(picture.content)
    assert (upright.size, dict(upright.getexif()), upright.info.get("exif")) == ((40, 60), {}, None)
    assert close(upright.convert("RGB").getpixel((20, 10)), RED)
    assert close(upright.convert("RGB").getpixel((20, 50)), WHITE)


def test_comments_profiles_and_text_are_gone() -> None:
    photo = Image.new("RGB", (20, 20), RED)
    photo.info["comment"] = b"secret words"

    picture = cleaned(file_of(photo, "JPEG", comment=b"secret words", icc_profile=b"secret profile" * 20))

    assert b"secret" not in picture.content.read()


def test_a_picture_over_the_limit_is_refused_before_it_is_read() -> None:
    upload = BytesIO(b"anything")

    with pytest.raises(images.BadPicture) as caught:
        images.clean(upload, size=40_000_000)

    assert caught.value.words == "This picture is larger than 10\xa0MB. Send a smaller one."


@pytest.mark.parametrize("sides", [(8_000, 8_000), (60_000, 60_000)])
def test_a_small_file_with_too_many_pixels_is_refused(sides: tuple[int, int]) -> None:
    assert refusal(png_that_claims(*sides)) == "This picture has more than 50 million pixels. Send a smaller one."


def truncated_jpeg() -> bytes:
    body = file_of(Image.effect_noise((300, 300), 80).convert("RGB"), "JPEG")
    return body[: len(body) // 2]


def truncated_png() -> bytes:
    body = file_of(Image.effect_noise((300, 300), 80))
    return body[: len(body) // 2]


def flipped_png() -> bytes:
    body = bytearray(file_of(Image.effect_noise((100, 100), 80)))
    body[len(body) // 2] ^= 0xFF
    return bytes(body)


@pytest.mark.parametrize(
    "made",
    [
        lambda: file_of(Image.new("P", (10, 10)), "GIF"),
        lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        lambda: b"%PDF-1.7\n1 0 obj\n<<>>\nendobj",
        lambda: b"<!doctype html><script>alert(1)</script>",
        lambda: b"\x89PNG\r\n\x1a\n<script>alert(1)</script>",
        lambda: b"MZ" + b"\0" * 500,
        truncated_jpeg,
        truncated_png,
        flipped_png,
    ],
    ids=["gif", "svg", "pdf", "html", "png head only", "exe", "half a jpeg", "half a png", "flipped bit"],
)
def test_a_file_that_is_no_whole_picture_is_refused(made: Callable[[], bytes]) -> None:
    assert refusal(made()) == "This file is not a picture we can read. Send a PNG, JPEG or WebP."


def test_an_empty_file_is_refused_in_its_own_words() -> None:
    assert refusal(b"") == "This file is empty. Choose the picture again."


def test_what_follows_the_picture_in_its_file_is_not_kept() -> None:
    picture = cleaned(file_of(Image.new("RGB", (30, 30), RED)) + b"<script>alert(1)</script>")

    assert b"script" not in picture.content.read()


def test_sixteen_bits_of_grey_keep_their_shades() -> None:
    photo = Image.new("I;16", (20, 20), 128 * 256)

    picture = cleaned(file_of(photo))

    assert close(seen(picture).getpixel((5, 5)), (128, 128, 128))


def test_a_printers_jpeg_keeps_its_colours() -> None:
    picture = cleaned(file_of(Image.new("CMYK", (20, 20), (0, 255, 255, 0)), "JPEG"))

    assert close(seen(picture).getpixel((5, 5)), (255, 0, 0))


def test_transparent_parts_of_a_palette_become_white() -> None:
    photo = Image.new("P", (20, 20), 0)
    photo.putpalette([0, 0, 0, *RED])
    photo.paste(1, (10, 0, 20, 20))

    picture = cleaned(file_of(photo, transparency=0))

    assert close(seen(picture).getpixel((3, 10)), WHITE)
    assert close(seen(picture).getpixel((16, 10)), RED)


def test_transparent_parts_of_a_colour_picture_become_white() -> None:
    picture = cleaned(file_of(Image.new("RGBA", (20, 20), (200, 30, 30, 0))))

    assert close(seen(picture).getpixel((5, 5)), WHITE)


def test_of_a_moving_picture_the_first_frame_is_kept() -> None:
    frames = [Image.new("RGB", (20, 20), RED), Image.new("RGB", (20, 20), WHITE)]

    picture = cleaned(file_of(frames[0], "WEBP", save_all=True, append_images=frames[1:], lossless=True))

    kept = Image.open(picture.content)
    assert picture.moved
    assert getattr(kept, "n_frames", 1) == 1
    assert close(kept.convert("RGB").getpixel((5, 5)), RED)


def test_a_very_large_photo_is_made_smaller() -> None:
    picture = cleaned(file_of(Image.new("RGB", (6000, 3000), RED), "JPEG"))

    assert (picture.width, picture.height) == (2560, 1280)


@pytest.mark.parametrize("sides", [(1, 1), (5000, 1), (1, 5000)])
def test_odd_shapes_survive(sides: tuple[int, int]) -> None:
    picture = cleaned(file_of(Image.new("RGB", sides, RED)))

    assert max(picture.width, picture.height) <= 2560
    assert min(picture.width, picture.height) >= 1
