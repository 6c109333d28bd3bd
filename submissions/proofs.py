"""Proofs: what a worker hands in. Each valid piece is kept at once, so one bad file loses nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeAlias

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from picomarket.lib import attachments, images
from picomarket.lib.counting import figure
from picomarket.lib.public import new_public_id
from picomarket.lib.refusals import Refused
from tasks.models import ProofField

from . import claims, copies, glimpses, revisions, vouching
from .checks import LONGEST_TEXT, as_number, check
from .models import Check, Proof, Submission, Upload

Sent: TypeAlias = "UploadedFile[bytes] | Sequence[UploadedFile[bytes]]"
Cleaned: TypeAlias = images.Picture | attachments.Attachment
Errors: TypeAlias = dict[str, list[str]]


class Incomplete(Refused):
    """Some proofs are missing or not as asked; ``error_dict`` names each field by its key."""


def field_key(field: ProofField) -> str:
    """What a proof field is called in a form."""
    return f"proof-{field.position}"


def keep(
    submission: Submission,
    *,
    by: User,
    texts: Mapping[str, str],
    files: Mapping[str, Sent],
    ticked: Sequence[int] | None = None,
    upload: Upload | None = None,
    now: datetime,
) -> Errors:
    """Save what was sent, by field key, as a draft; the errors of what could not be kept, by field key.

    Texts are kept even where they are too short yet; a picture or a file only when it is one. Where a field takes
    one, a new one takes the old one's place; where it takes more, they are added. ``ticked`` are the numbers of the
    steps that are done, None where nothing is said of them. ``upload`` is what a file came by in pieces: it is kept
    once, and said to be in the same transaction. Raises ClaimOver.
    """
    # Decoding a large picture takes a while: done before the row is locked.
    asked = {field_key(field): field for field in submission.task.proof_fields.order_by("position")}
    cleaned, errors = _cleaned(asked, files)
    written: list[str] = []
    try:
        with transaction.atomic():
            held = claims.to_change(submission, by=by, now=now)
            if upload and not Upload.objects.filter(pk=upload.pk, kept_at=None).exists():
                return {}
            _tick(held, ticked)
            for key, field in asked.items():
                if field.kind in ProofField.SENT:
                    full = _keep_files(held, field, cleaned.get(key, []), written, now=now)
                    errors |= {key: [*errors.get(key, []), *words] for key, words in full.items()}
                elif key in texts:
                    errors |= _keep_text(held, field, texts[key], now=now)
            if upload and not errors:
                Upload.objects.filter(pk=upload.pk).update(kept_at=now)
    except BaseException:
        # The rows were rolled back; what was written to disk for them is nobody's.
        discard(written)
        raise
    return errors


def _tick(submission: Submission, ticked: Sequence[int] | None) -> None:
    if ticked is not None:
        submission.ticked = sorted({number for number in ticked if 1 <= number <= len(submission.task.steps)})
        submission.save(update_fields=["ticked"])


def take_out(submission: Submission, public_id: str, *, by: User, now: datetime) -> None:
    """Take one picture or file out of what is kept; nothing where it is none of this work. Raises ClaimOver."""
    with transaction.atomic():
        held = claims.to_change(submission, by=by, now=now)
        proof = held.proofs.filter(public_id=public_id, field__kind__in=ProofField.SENT).first()
        if proof:
            names = revisions.only_of(proof)
            proof.delete()
            transaction.on_commit(lambda: discard(names))


def replace(proof: Proof, picture: images.Picture, *, by: User, now: datetime) -> None:
    """Put a picture in the place of a kept one, which is gone for good; nothing where that was taken out or changed
    meanwhile. Raises ClaimOver."""
    written: list[str] = []
    try:
        with transaction.atomic():
            held = claims.to_change(proof.submission, by=by, now=now)
            row = held.proofs.filter(pk=proof.pk, sha256=proof.sha256).first()
            if row is None:
                return
            gone = revisions.only_of(row)
            _write(row, picture, now=now)
            written += row.files
            transaction.on_commit(lambda: discard(gone))
    except BaseException:
        discard(written)
        raise


def _cleaned(asked: Mapping[str, ProofField], files: Mapping[str, Sent]) -> tuple[dict[str, list[Cleaned]], Errors]:
    cleaned: dict[str, list[Cleaned]] = {}
    errors: Errors = {}
    for key, field in asked.items():
        sent = files.get(key, [])
        uploads = [sent] if isinstance(sent, UploadedFile) else sent
        for upload in uploads:
            try:
                cleaned.setdefault(key, []).append(_clean(field, upload))
            except (images.BadPicture, attachments.BadFile) as refusal:
                which = f"{attachments.shown_name(upload.name or '')}: " if len(uploads) > 1 else ""
                errors.setdefault(key, []).append(which + refusal.words)
    return cleaned, errors


def _clean(field: ProofField, upload: UploadedFile[bytes]) -> Cleaned:
    if field.kind == ProofField.Kind.SCREENSHOT:
        return images.clean(upload, size=upload.size or 0)
    return attachments.clean(upload, name=upload.name or "", size=upload.size or 0, endings=field.endings)


def _keep_text(submission: Submission, field: ProofField, text: str, *, now: datetime) -> Errors:
    # PostgreSQL takes every character but this one.
    text = text.replace("\0", "").strip()
    if field.kind == ProofField.Kind.NUMBER:
        text = as_number(text)
    row = {"text": text[:LONGEST_TEXT], "saved_at": now}
    Proof.objects.update_or_create(submission=submission, field=field, place=0, defaults=row)
    if len(text) <= LONGEST_TEXT:
        return {}
    words = _("Only the first %(most)s characters were kept. Say it in fewer.") % {"most": figure(LONGEST_TEXT)}
    return {field_key(field): [str(words)]}


def _keep_files(
    submission: Submission, field: ProofField, cleaned: Sequence[Cleaned], written: list[str], *, now: datetime
) -> Errors:
    """Adds to ``written`` the names of the files written."""
    kept = list(submission.proofs.filter(field=field).order_by("place")) if cleaned else []
    if field.most == 1:
        old, kept = kept, []
        cleaned = cleaned[-1:]
    else:
        old = []
    room = field.most - len(kept)
    first = kept[-1].place + 1 if kept else 0
    for place, one in enumerate(cleaned[:room], start=first):
        proof = old.pop() if old else Proof(submission=submission, field=field, place=place)
        gone = revisions.only_of(proof)
        _write(proof, one, now=now)
        written += proof.files
        transaction.on_commit(lambda names=gone: discard(names))  # type: ignore[misc]
    return {} if len(cleaned) <= room else {field_key(field): [no_room(field)]}


def no_room(field: ProofField) -> str:
    words = ngettext(
        "Only %(count)s fits here. Take one out before you add another.",
        "Only %(count)s fit here. Take one out before you add another.",
        field.most,
    )
    return words % {"count": field.most}


def _write(proof: Proof, one: Cleaned, *, now: datetime) -> None:
    proof.sha256, proof.saved_at = one.sha256, now
    if isinstance(one, images.Picture):
        proof.width, proof.height, proof.look, proof.moved = one.width, one.height, one.look, one.moved
        # A random name is never taken, so the small copy's name always follows from it.
        proof.picture.save(f"{new_public_id()}.webp", one.content, save=False)
        proof.picture.storage.save(proof.small_name, one.small)
    else:
        proof.file_name, proof.file_size = one.name, one.size
        proof.file.save(f"{new_public_id()}.{one.ending}", one.content, save=False)
    proof.save()
    if isinstance(one, images.Picture):
        glimpses.note(proof, now=now)


def discard(names: Iterable[str]) -> None:
    """Delete files that no row needs any more."""
    for name in names:
        Proof.picture.field.storage.delete(name)


def hand_in(
    submission: Submission,
    *,
    by: User,
    texts: Mapping[str, str],
    files: Mapping[str, Sent],
    ticked: Sequence[int] | None = None,
    sure: Collection[str] | None = None,
    now: datetime,
) -> Submission:
    """Keep what was sent, then deliver. No money moves.

    ``sure`` are the hashes of pictures that go as they are, whatever they seem to show; None asks nobody. Raises
    Incomplete with every error at once, glimpses.Shown, or ClaimOver; whatever could be kept stays kept.
    """
    errors = keep(submission, by=by, texts=texts, files=files, ticked=ticked, now=now)
    if errors:
        raise Incomplete({**missing(submission), **errors})
    if sure is not None and not missing(submission):
        glimpses.check(submission, sure=sure, now=now)
    return deliver(submission, by=by, now=now)


def deliver(submission: Submission, *, by: User, now: datetime) -> Submission:
    """Hand in what is kept, for the first time or again: the employer's time to review starts. No money moves.

    Raises Incomplete with an error per field, or ClaimOver; then everything kept stays kept.
    """
    with transaction.atomic():
        held = claims.to_change(submission, by=by, now=now)
        errors = missing(held)
        if errors:
            raise Incomplete(errors)
        held.submitted_at = now
        held.review_until = now + timedelta(days=held.task.review_days)
        if held.state == Submission.State.REVISION:
            revisions.close(held, changed=True, now=now)
        held.checked = Check.DUE if vouching.is_asked(held.task) else ""
        held.move_to(Submission.State.SUBMITTED, "submitted_at", "review_until", "checked")
        vouching.note(held, now=now)
        copies.note(held)
        glimpses.forget(held)
    return held


def missing(submission: Submission) -> Errors:
    """What is still wanting, by field key."""
    kept: defaultdict[int, list[Proof]] = defaultdict(list)
    for proof in Proof.objects.filter(submission=submission).order_by("place"):
        kept[proof.field_id].append(proof)
    errors = {}
    for field in submission.task.proof_fields.order_by("position"):
        try:
            check(field, kept[field.pk], submission)
        except ValidationError as error:
            errors[field_key(field)] = [str(message) for message in error.messages]
    return errors
