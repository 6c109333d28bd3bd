"""The files somebody sends to show who they are: how many, of which kinds, how large, and what is wrong with each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from picomarket.lib import images
from picomarket.lib.attachments import Attachment, BadFile, shown_name
from picomarket.lib.locales import ISOLATED, UNTIL_HERE
from picomarket.lib.refusals import Refused
from picomarket.lib.sizes import round_size

from . import exhibits

MOST = 4
ENDINGS = ("pdf",)
ACCEPT = f"{images.ACCEPT},.pdf"
# What phones take pictures in that few programs read.
PHONES = (".heic", ".heif")


class BadDocuments(Refused):
    """No file, too many, or some that cannot be taken: a line for each says which it is and what to send instead."""


def read(files: Sequence[UploadedFile[Any]]) -> list[Attachment]:
    """The files as they can be kept, all of them or none. Raises BadDocuments."""
    if not files:
        raise BadDocuments(_("Choose a file."))
    if len(files) > MOST:
        words = _("You chose %(count)s files. Choose them again, %(most)s at most.")
        raise BadDocuments(words % {"count": len(files), "most": MOST})
    taken, wrong = [], []
    for one in files:
        try:
            taken.append(_read(one))
        except (BadFile, images.BadPicture) as refusal:
            wrong.append(f"{ISOLATED}{shown_name(one.name or '')}{UNTIL_HERE}: {refusal.words}")
    if wrong:
        raise BadDocuments([*wrong, *([_("Choose the files again: they were not kept.")] if len(files) > 1 else [])])
    return taken


def too_large() -> str:
    most = round_size(settings.RULES.picture_bytes)
    return _("This file is larger than %(most)s. Send a smaller one.") % {"most": most}


def wrong_kind() -> str:
    return _("This kind of file is not taken. Send PNG, JPEG, WebP or PDF.")


def _read(upload: UploadedFile[Any]) -> Attachment:
    ending = PurePath(shown_name(upload.name or "")).suffix.lower()
    if ending in PHONES:
        words = _("This is how some phones keep pictures. Take a screenshot of it and send that, or send it as JPEG.")
        raise BadFile(words)
    if ending.removeprefix(".") not in (*exhibits.PICTURES, *ENDINGS):
        raise BadFile(wrong_kind())
    if (upload.size or 0) > settings.RULES.picture_bytes:
        raise BadFile(too_large())
    return exhibits.read(upload, endings=ENDINGS)
