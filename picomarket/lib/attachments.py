"""Files people hand in that are no pictures: of a kind that was asked for, and what their name says they are."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from typing import IO
from zipfile import BadZipFile, ZipFile

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from . import locales
from .line_forms import one_line
from .refusals import Refused
from .sizes import round_size

LONGEST_NAME = 100
_HEAD = 4096


class BadFile(Refused):
    """The file is not of a kind that was asked for; the message says what to send instead."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file as it was sent, under a name that is safe to show and to save; ``size`` in bytes."""

    content: ContentFile[bytes]
    name: str
    ending: str
    size: int
    sha256: str


def _begins(*heads: bytes, at: int = 0) -> Callable[[bytes], bool]:
    return lambda body: body[at:].startswith(heads)


def _is_text(body: bytes) -> bool:
    return b"\0" not in body[:_HEAD] or body.startswith((b"\xff\xfe", b"\xfe\xff"))


def _holds(*parts: str) -> Callable[[bytes], bool]:
    """An archive with one of these in it."""

    def look(body: bytes) -> bool:
        try:
            with ZipFile(BytesIO(body)) as archive:
                names = archive.namelist()
        except (BadZipFile, ValueError, OSError, NotImplementedError):
            return False
        return any(name.startswith(parts) for name in names)

    return look


_MP3 = _begins(b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")

# Each ending, and how a file begins that is what it says.
KINDS: dict[str, Callable[[bytes], bool]] = {
    "pdf": lambda body: b"%PDF-" in body[:1024],
    "txt": _is_text,
    "docx": _holds("word/"),
    "odt": _holds("content.xml"),
    "rtf": _begins(b"{\\rtf"),
    "csv": _is_text,
    "tsv": _is_text,
    "json": _is_text,
    "xlsx": _holds("xl/"),
    "ods": _holds("content.xml"),
    "mp3": _MP3,
    "m4a": _begins(b"ftyp", at=4),
    "ogg": _begins(b"OggS"),
    "wav": _begins(b"RIFF"),
    "mp4": _begins(b"ftyp", at=4),
    "mov": _begins(b"ftyp", b"moov", b"mdat", b"wide", b"free", at=4),
    "webm": _begins(b"\x1a\x45\xdf\xa3"),
    "zip": _begins(b"PK\x03\x04", b"PK\x05\x06"),
}


def clean(upload: IO[bytes], *, name: str, size: int, endings: Collection[str]) -> Attachment:
    """Verify a file of ``size`` bytes that is to have one of these endings. Raises BadFile."""
    check_size(size)
    shown = shown_name(name)
    ending = PurePath(shown).suffix.removeprefix(".").lower()
    if ending not in endings:
        wanted = locales.listed(one.upper() for one in endings)
        raise BadFile(_("This kind of file is not asked for. Send one of these: %(wanted)s.") % {"wanted": wanted})
    upload.seek(0)
    body = upload.read()
    if not KINDS[ending](body):
        words = _("This file is named .%(ending)s but is none. Save it as what it is and send it again.")
        raise BadFile(words % {"ending": ending})
    return Attachment(ContentFile(body), shown, ending, len(body), hashlib.sha256(body).hexdigest())


def check_size(size: int) -> None:
    """Raises BadFile where so many bytes are no file we take."""
    if not size:
        raise BadFile(_("This file is empty. Choose the file again."))
    if size > settings.RULES.file_bytes:
        most = round_size(settings.RULES.file_bytes)
        raise BadFile(_("This file is larger than %(most)s. Send a smaller one.") % {"most": most})


def shown_name(name: str) -> str:
    """The last part of a file's name without what could turn a line around or name another folder."""
    last = re.split(r"[/\\]", one_line(name))[-1]
    safe = "".join(letter for letter in last if letter.isprintable() and letter not in '<>:"|?*').strip(" .")
    stem, ending = PurePath(safe).stem, PurePath(safe).suffix
    return f"{stem[: LONGEST_NAME - len(ending)]}{ending}"[:LONGEST_NAME]
