"""Pictures people hand in: proven to be pictures, made anew, without what the camera wrote into them."""

from __future__ import annotations

import hashlib
import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from django.conf import settings
from django.core.files.base import ContentFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from .refusals import Refused

KINDS = ("PNG", "JPEG", "WEBP")
LONGEST_SIDE = 2560


class BadPicture(Refused):
    """The file is not a picture we take; the message says what to send instead."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A cleaned picture: WebP bytes without metadata, its size in pixels and the hash of its pixels' file."""

    content: ContentFile[bytes]
    width: int
    height: int
    sha256: str


def clean(upload: IO[bytes], *, size: int) -> Picture:
    """Verify, turn upright, cap and re-encode a picture of ``size`` bytes. Raises BadPicture."""
    if size > settings.RULES.picture_bytes:
        most = filesizeformat(settings.RULES.picture_bytes)
        raise BadPicture(_("This picture is larger than %(most)s. Send a smaller one.") % {"most": most})
    try:
        return _encode(_open(upload))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise BadPicture(_("This file is not a picture we can read. Send a PNG, JPEG or WebP.")) from error


def _open(upload: IO[bytes]) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        upload.seek(0)
        Image.open(upload, formats=KINDS).verify()
        upload.seek(0)
        picture = Image.open(upload, formats=KINDS)
    if picture.width * picture.height > settings.RULES.picture_pixels:
        most = settings.RULES.picture_pixels // 1_000_000
        raise BadPicture(_("This picture has more than %(most)s million pixels. Send a smaller one.") % {"most": most})
    return picture


def _encode(picture: Image.Image) -> Picture:
    upright = ImageOps.exif_transpose(picture) or picture
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    has_alpha = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
    fresh = Image.new("RGB", upright.size, "white")
    layer = upright.convert("RGBA") if has_alpha else upright.convert("RGB")
    fresh.paste(layer, (0, 0), layer if has_alpha else None)
    out = BytesIO()
    fresh.save(out, "WEBP", quality=88, method=4)
    body = out.getvalue()
    return Picture(ContentFile(body), fresh.width, fresh.height, hashlib.sha256(body).hexdigest())
