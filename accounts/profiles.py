"""What people say about themselves."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from PIL import Image, ImageOps

from picomarket.lib import images

from . import names
from .models import User

TELLABLE = ("name", "bio", "languages", "time_zone", "language", "quiet_from", "quiet_until")
PHOTO_SIDE = 256
SIDES = ("work", "hire")


def edit(
    person: User, *, fields: Mapping[str, Any], photo: UploadedFile[bytes] | None = None, remove_photo: bool = False
) -> User:
    """Change what a person says about themselves: the fields of TELLABLE that are given, and the photo.

    A new photo is made anew as a small square and takes the place of the old one. Raises images.BadPicture for
    a file that is no picture, BadName or BadBio; then nothing is changed.
    """
    names.check(str(fields.get("name", "")), of_staff=person.is_staff)
    names.check_bio(str(fields.get("bio", "")))
    square = _square(photo) if photo else None
    with transaction.atomic():
        row = User.objects.select_for_update(no_key=True).get(pk=person.pk)
        for name in TELLABLE:
            if name in fields:
                setattr(row, name, fields[name])
        if square or remove_photo:
            _replace_photo(row, square)
        row.save(update_fields=[*TELLABLE, "photo"])
    return row


def speak(person: User, *, language: str) -> None:
    """Have the site, and all this person is told, in this language from now on."""
    person.language = language
    person.save(update_fields=["language"])


def hide_steps(person: User, *, side: str) -> User:
    """Put away the first steps of one of SIDES, for good. Safe to repeat."""
    with transaction.atomic():
        row = User.objects.select_for_update(no_key=True).get(pk=person.pk)
        row.hidden_steps = sorted({*row.hidden_steps, side})
        row.save(update_fields=["hidden_steps"])
    return row


def _square(upload: UploadedFile[bytes]) -> ContentFile[bytes]:
    clean = images.clean(upload, size=upload.size or 0)
    face = ImageOps.fit(Image.open(clean.content), (PHOTO_SIDE, PHOTO_SIDE))
    out = BytesIO()
    face.save(out, "WEBP", quality=85, method=4)
    return ContentFile(out.getvalue(), name=f"{clean.sha256[:20]}.webp")


def _replace_photo(row: User, square: ContentFile[bytes] | None) -> None:
    old = row.photo.name
    if old:
        transaction.on_commit(partial(default_storage.delete, old))
    row.photo.name = default_storage.save(f"photos/{square.name}", square) if square else ""
