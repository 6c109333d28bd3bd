"""Enclosures: pictures and files that go with what a side says in a case. Pictures are made anew, as proofs are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import PurePath
from typing import TypeAlias

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from picomarket.lib import attachments, images
from picomarket.lib.line_forms import one_line
from picomarket.lib.public import new_public_id
from picomarket.lib.refusals import Refused

from .models import Enclosure, Statement

Sent: TypeAlias = "Sequence[UploadedFile[bytes]]"
Cleaned: TypeAlias = images.Picture | attachments.Attachment

# With one statement, and from one side in a whole case.
MOST, MOST_OF_A_SIDE = 5, 20
PICTURES = ("png", "jpg", "jpeg", "webp")
FILES = ("pdf", "txt", "csv")


class BadEnclosure(Refused):
    """A file is none of those a case takes, or there are too many; the message says which and what to send."""


def clean(sent: Sent) -> list[Cleaned]:
    """Verify what was sent and make pictures anew: done before anything is locked. Raises BadEnclosure."""
    if len(sent) > MOST:
        words = ngettext_lazy("Send %(most)s file at a time.", "Send %(most)s files at a time, at most.", MOST)
        raise BadEnclosure(words % {"most": MOST})
    return [_clean(one) for one in sent]


def _clean(sent: UploadedFile[bytes]) -> Cleaned:
    name = one_line(sent.name or "")
    ending = PurePath(name).suffix.removeprefix(".").lower()
    try:
        if ending in PICTURES:
            return images.clean(sent, size=sent.size or 0)
        if ending in FILES:
            return attachments.clean(sent, name=name, size=sent.size or 0, endings=FILES)
    except (images.BadPicture, attachments.BadFile) as refusal:
        raise BadEnclosure(f"{name}: {refusal.words}") from refusal
    words = _("%(name)s: a case takes pictures (PNG, JPEG, WebP) and PDF, TXT or CSV files.")
    raise BadEnclosure(words % {"name": name})


def keep(statement: Statement, cleaned: Iterable[Cleaned], written: list[str]) -> None:
    """Keep these with a statement, in the caller's transaction; ``written`` gets the names of the files.

    Raises BadEnclosure where its author enclosed enough in this case already.
    """
    cleaned = list(cleaned)
    of_theirs = Enclosure.objects.filter(statement__dispute=statement.dispute, statement__author=statement.author)
    if cleaned and of_theirs.count() + len(cleaned) > MOST_OF_A_SIDE:
        words = _("Each side can send %(most)s files in a case, and you have %(sent)s there already.")
        raise BadEnclosure(words % {"most": MOST_OF_A_SIDE, "sent": of_theirs.count()})
    for one in cleaned:
        row = Enclosure(statement=statement, sha256=one.sha256)
        if isinstance(one, images.Picture):
            row.width, row.height = one.width, one.height
            row.picture.save(f"{new_public_id()}.webp", one.content, save=False)
            written.append(str(row.picture.name))
        else:
            row.name, row.size = one.name, one.size
            row.file.save(f"{new_public_id()}.{one.ending}", one.content, save=False)
            written.append(str(row.file.name))
        row.save()


@contextmanager
def none_left_behind() -> Iterator[list[str]]:
    """A list for the names of files written in it: where it fails they are deleted, for their rows are gone."""
    written: list[str] = []
    try:
        yield written
    except BaseException:
        for name in written:
            Enclosure.picture.field.storage.delete(name)
        raise
