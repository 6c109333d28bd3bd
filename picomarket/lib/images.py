"""Pictures people hand in: proven to be pictures, made anew, without what the camera wrote into them."""

from __future__ import annotations

import hashlib
import struct
import warnings
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from .looks import look_of
from .refusals import Refused
from .sizes import round_size

KINDS = ("PNG", "JPEG", "WEBP")
MOVING = ("PNG", "WEBP")
ACCEPT = "image/png,image/jpeg,image/webp"
LONGEST_SIDE = 2560
LONGEST_SIDE_SMALL = 320

# What Pillow raises on files that are broken or made to break it; an unknown kind is an OSError too.
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    LookupError,
    TypeError,
    ArithmeticError,
    struct.error,
    zlib.error,
)


class BadPicture(Refused):
    """The file is not a picture we take; the message says what to send instead."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A cleaned picture: WebP bytes without metadata and a small copy of it, its size in pixels, its hash and look.

    ``moved``: what was sent has more frames than the one that is kept.
    """

    content: ContentFile[bytes]
    small: ContentFile[bytes]
    width: int
    height: int
    sha256: str
    look: bytes
    moved: bool = False


def clean(upload: IO[bytes], *, size: int) -> Picture:
    """Verify, turn upright, cap and re-encode a picture of ``size`` bytes. Raises BadPicture."""
    check_size(size)
    try:
        return _encode(_open(upload))
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except _BROKEN as error:
        raise BadPicture(_("This file is not a picture we can read. Send a PNG, JPEG or WebP.")) from error


def check_size(size: int) -> None:
    """Raises BadPicture where so many bytes are no picture we take."""
    if not size:
        raise BadPicture(_("This file is empty. Choose the picture again."))
    if size > settings.RULES.picture_bytes:
        most = round_size(settings.RULES.picture_bytes)
        raise BadPicture(_("This picture is larger than %(most)s. Send a smaller one.") % {"most": most})


def _too_many_pixels() -> BadPicture:
    most = settings.RULES.picture_pixels // 1_000_000
    return BadPicture(_("This picture has more than %(most)s million pixels. Send a smaller one.") % {"most": most})


def _open(upload: IO[bytes]) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        upload.seek(0)
        # Reads the header only: the size is judged before anything is unpacked.
        picture = Image.open(upload, formats=KINDS)
        if picture.width * picture.height > settings.RULES.picture_pixels:
            raise _too_many_pixels()
        picture.verify()
        upload.seek(0)
        return Image.open(upload, formats=KINDS)


def _encode(picture: Image.Image) -> Picture:
    # A camera keeps a second view in a JPEG: that is no movement.
    moved = picture.format in MOVING and getattr(picture, "is_animated", False)
    # A JPEG can be unpacked at a fraction of its size, which saves most of the memory of a camera's picture.
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(picture)
    fresh = _on_white(upright)
    fresh.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return made_anew(fresh, moved=moved)


def made_anew(fresh: Image.Image, *, moved: bool = False) -> Picture:
    """What is kept of a picture that has eight bits a colour and nothing but its pixels."""
    body = _webp(fresh, quality=88)
    small = fresh.copy()
    small.thumbnail((LONGEST_SIDE_SMALL, LONGEST_SIDE_SMALL))
    return Picture(
        ContentFile(body),
        ContentFile(_webp(small, quality=75)),
        fresh.width,
        fresh.height,
        hashlib.sha256(body).hexdigest(),
        look_of(small),
        moved,
    )


def _on_white(picture: Image.Image) -> Image.Image:
    """Eight bits a colour, what was transparent white, and nothing else of the file: no profile, no comment."""
    if picture.mode.startswith("I;16"):
        # Converting sixteen bits to eight would cut the bright half off instead of scaling it.
        picture = picture.point(lambda value: value / 256).convert("L")
    if not picture.has_transparency_data:
        return _bare(picture.convert("RGB"))
    layer = picture.convert("RGBA")
    fresh = Image.new("RGB", layer.size, "white")
    fresh.paste(layer, (0, 0), layer)
    return fresh


def _bare(picture: Image.Image) -> Image.Image:
    picture.info = {}
    return picture


def _webp(picture: Image.Image, *, quality: int) -> bytes:
    out = BytesIO()
    picture.save(out, "WEBP", quality=quality, method=4)
    return out.getvalue()
