"""Files that are sent with words: pictures made anew, others of a few kinds, all of them private."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import ngettext

from picomarket.lib import attachments, images
from picomarket.lib.line_forms import one_line
from picomarket.lib.refusals import Refused

from .models import Said, TicketFile

MOST = 3
PICTURES = ("png", "jpg", "jpeg", "webp")
ENDINGS = ("pdf", "txt", "csv", "docx", "odt", "mp4", "webm")
ACCEPT = ",".join(f".{ending}" for ending in (*PICTURES, *ENDINGS))


class TooMany(Refused):
    """More files than one can send at once."""


# What is wrong with files, and not with words.
REFUSALS = (TooMany, images.BadPicture, attachments.BadFile)


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that was looked at and can be stored; ``size`` in bytes."""

    content: ContentFile[bytes]
    name: str
    size: int
    is_picture: bool


def checked(files: Sequence[UploadedFile[Any]]) -> list[Kept]:
    """The files as they are stored. Raises TooMany, BadPicture or BadFile."""
    if len(files) > MOST:
        words = ngettext("Send at most %(most)s file at once.", "Send at most %(most)s files at once.", MOST)
        raise TooMany(words % {"most": MOST})
    return [_checked(file) for file in files]


def _checked(file: UploadedFile[Any]) -> Kept:
    name, size = one_line(file.name or ""), file.size or 0
    if PurePath(name).suffix.removeprefix(".").lower() in PICTURES:
        content = images.clean(file, size=size).content
        stem = attachments.shown_name(PurePath(name).stem) or "picture"
        return Kept(content, f"{stem[:90]}.webp", content.size, is_picture=True)
    kept = attachments.clean(file, name=name, size=size, endings=(*PICTURES, *ENDINGS))
    return Kept(kept.content, kept.name, kept.size, is_picture=False)


def store(said: Said, files: Iterable[Kept]) -> None:
    """Runs in the transaction that keeps the words."""
    for kept in files:
        row = TicketFile(said=said, name=kept.name, size=kept.size, is_picture=kept.is_picture)
        row.file.save(f"{row.public_id}{PurePath(kept.name).suffix}", kept.content)
