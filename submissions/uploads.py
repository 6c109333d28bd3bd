"""Uploads: pictures and files that come in pieces, so that a line that breaks costs one piece and not the whole."""

from __future__ import annotations

from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from picomarket.lib import attachments, images
from picomarket.lib.public import new_public_id
from picomarket.lib.refusals import Refused
from tasks.models import ProofField

from . import claims, proofs
from .models import Submission, Upload
from .proofs import field_key

# A piece is as much as is sent again at most when the line breaks.
LARGEST_PIECE = 512 * 1024
# So many are on their way for one claim; of more the oldest gives way.
MOST_AT_ONCE = 12
LONGEST_NAME = 255


class NotAsked(Refused):
    """The task asks for no such picture or file."""


class NoRoom(Refused):
    """As many are kept as the task asks for."""


class OutOfStep(Refused):
    """The piece is not the one that comes next; ``received`` says where to go on."""

    def __init__(self, received: int) -> None:
        super().__init__(_("This part was not the next one."))
        self.received = received


def begin(submission: Submission, *, by: User, key: str, name: str, size: int, stamp: int, now: datetime) -> Upload:
    """Get ready for a file of ``size`` bytes; one that was begun before goes on where it stopped.

    Raises NotAsked, BadPicture, BadFile, NoRoom or ClaimOver.
    """
    with transaction.atomic():
        held = claims.to_change(submission, by=by, now=now)
        asked = held.task.proof_fields.filter(kind__in=ProofField.SENT)
        field = next((one for one in asked if field_key(one) == key), None)
        if field is None:
            raise NotAsked(_("This is not asked for. Open the page again."))
        check = images.check_size if field.kind == ProofField.Kind.SCREENSHOT else attachments.check_size
        check(size)
        # Not after all of it was sent. Where one is asked for, another takes its place.
        if 1 < field.most <= held.proofs.filter(field=field).count():
            raise NoRoom(proofs.no_room(field))
        same = {"field": field, "name": _named(name), "size": size, "stamp": stamp}
        begun = held.uploads.filter(**same).first()
        if begun and not begun.kept_at:
            return begun
        if begun:
            _forget(begun)
        for oldest in held.uploads.order_by("-pk")[MOST_AT_ONCE - 1 :]:
            _forget(oldest)
        upload = Upload(submission=held, begun_at=now, **same)
        upload.file.save(f"{new_public_id()}.part", ContentFile(b""), save=False)
        upload.save()
    return upload


def kept(submission: Submission, *, key: str, name: str, size: int, stamp: int) -> Upload | None:
    """The same file, where it is kept already and its sender may not have heard of it."""
    same = submission.uploads.filter(name=_named(name), size=size, stamp=stamp, kept_at__isnull=False)
    return next((one for one in same.select_related("field") if field_key(one.field) == key), None)


def _named(name: str) -> str:
    """A name's end says what kind it is."""
    return name.replace("\0", "")[-LONGEST_NAME:]


def add(upload: Upload, body: bytes, *, offset: int, by: User, now: datetime) -> Upload:
    """Take the piece that comes next, of bytes from ``offset`` on. Raises OutOfStep, Refused or ClaimOver."""
    with transaction.atomic():
        claims.to_change(upload.submission, by=by, now=now)
        fresh = Upload.objects.of(by).select_for_update(no_key=True, of=("self",)).get(pk=upload.pk)
        if fresh.kept_at:
            return fresh
        if offset != fresh.received:
            raise OutOfStep(fresh.received)
        if len(body) > min(LARGEST_PIECE, fresh.size - offset):
            raise Refused(_("This part is larger than was said. Choose the file again."))
        # Written before it is counted: what was written and not counted is written again.
        with fresh.file.storage.open(str(fresh.file.name), "r+b") as file:
            file.seek(offset)
            file.write(body)
        fresh.received += len(body)
        fresh.save(update_fields=["received"])
    return fresh


def finish(upload: Upload, *, by: User, now: datetime) -> None:
    """Keep a whole one as a proof, once, however often that is asked. Raises Refused with why it is none, or ClaimOver;
    then it is to be sent anew."""
    if _is_kept(upload):
        return
    key = field_key(upload.field)
    try:
        with upload.file.storage.open(str(upload.file.name), "rb") as body:
            sent = UploadedFile(body, upload.name, size=upload.size)
            errors = proofs.keep(upload.submission, by=by, texts={}, files={key: sent}, upload=upload, now=now)
    except FileNotFoundError:
        # Another request for the same end was quicker.
        if _is_kept(upload):
            return
        drop(upload)
        raise
    except Exception:
        drop(upload)
        raise
    if errors:
        drop(upload)
        raise Refused(" ".join(errors[key]))
    upload.file.storage.delete(str(upload.file.name))


def _is_kept(upload: Upload) -> bool:
    return Upload.objects.filter(pk=upload.pk, kept_at__isnull=False).exists()


@transaction.atomic
def drop(upload: Upload) -> None:
    """Send it no further: what came of it is deleted."""
    _forget(upload)


def _forget(upload: Upload) -> None:
    name = str(upload.file.name)
    upload.delete()
    transaction.on_commit(lambda: upload.file.storage.delete(name))


def sweep_due(*, most: int = 1000) -> int:
    """Delete what is on its way to claims that are over; how many."""
    left = list(Upload.objects.left_over().order_by("pk")[:most])
    for upload in left:
        drop(upload)
    return len(left)
