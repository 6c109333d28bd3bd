"""Exhibits: the private files a sanction rests on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from django.core.files.uploadedfile import UploadedFile

from picomarket.lib import attachments, images
from picomarket.lib.attachments import Attachment

from .models import Exhibit, Sanction

PICTURES = ("png", "jpg", "jpeg", "webp")
FILES = ("pdf", "txt", "csv", "json", "mp4", "zip")
MOST = 5


def read(upload: UploadedFile[bytes], *, endings: Sequence[str] = FILES) -> Attachment:
    """A file as it can be kept; pictures are made anew, without what a camera writes into them.

    Raises BadFile or BadPicture.
    """
    name, size = attachments.shown_name(str(upload.name)), upload.size or 0
    if PurePath(name).suffix.removeprefix(".").lower() not in PICTURES:
        return attachments.clean(upload, name=name, size=size, endings=(*PICTURES, *endings))
    picture = images.clean(upload, size=size)
    shown = f"{PurePath(name).stem[: attachments.LONGEST_NAME - 5]}.webp"
    return Attachment(picture.content, shown, "webp", picture.content.size, picture.sha256)


def keep(sanction: Sanction, files: Sequence[Attachment]) -> None:
    """Store these files with a sanction that is being written."""
    for one in files:
        row = Exhibit(sanction=sanction, name=one.name, is_picture=one.ending == "webp")
        row.file.save(f"{row.public_id}.{one.ending}", one.content, save=False)
        row.save()
