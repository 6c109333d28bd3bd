"""Proofs: what a worker hands in. Each valid piece is kept at once, so one bad file loses nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts.models import User
from picomarket.lib import images
from picomarket.lib.public import new_public_id
from picomarket.lib.refusals import Refused
from tasks.models import ProofField

from . import claims
from .models import Proof, Submission

LONGEST_TEXT = 10_000

_is_address = URLValidator(schemes=["http", "https"])


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
    pictures: Mapping[str, UploadedFile[bytes]],
    now: datetime,
) -> dict[str, list[str]]:
    """Save what was sent, by field key, as a draft; the errors of what could not be kept, by field key.

    Texts are kept even where they are too short yet; a picture only when it is one. Raises ClaimOver.
    """
    # Decoding a large picture takes a while: done before the row is locked.
    cleaned, errors = _cleaned(pictures)
    written: list[str] = []
    try:
        with transaction.atomic():
            held = claims.locked(submission, by=by, now=now)
            for field in held.task.proof_fields.order_by("position"):
                key = field_key(field)
                if field.kind == ProofField.Kind.SCREENSHOT:
                    if key in cleaned:
                        written += _keep_picture(held, field, cleaned[key], now=now)
                elif key in texts:
                    errors |= _keep_text(held, field, texts[key], now=now)
    except BaseException:
        # The rows were rolled back; what was written to disk for them is nobody's.
        _discard(written)
        raise
    return errors


def _cleaned(pictures: Mapping[str, UploadedFile[bytes]]) -> tuple[dict[str, images.Picture], dict[str, list[str]]]:
    cleaned, errors = {}, {}
    for key, upload in pictures.items():
        try:
            cleaned[key] = images.clean(upload, size=upload.size or 0)
        except images.BadPicture as refusal:
            errors[key] = [refusal.words]
    return cleaned, errors


def _keep_text(submission: Submission, field: ProofField, text: str, *, now: datetime) -> dict[str, list[str]]:
    # PostgreSQL takes every character but this one.
    text = text.replace("\0", "").strip()
    row = {"text": text[:LONGEST_TEXT], "saved_at": now}
    Proof.objects.update_or_create(submission=submission, field=field, defaults=row)
    if len(text) <= LONGEST_TEXT:
        return {}
    words = _("Only the first %(most)s characters were kept. Say it in fewer.") % {"most": LONGEST_TEXT}
    return {field_key(field): [str(words)]}


def _keep_picture(submission: Submission, field: ProofField, picture: images.Picture, *, now: datetime) -> list[str]:
    """The names of the files written."""
    row = Proof.objects.filter(submission=submission, field=field).first()
    proof = row or Proof(submission=submission, field=field)
    old = proof.files
    proof.width, proof.height, proof.sha256, proof.saved_at = picture.width, picture.height, picture.sha256, now
    # A random name is never taken, so the small copy's name always follows from it.
    proof.picture.save(f"{new_public_id()}.webp", picture.content, save=False)
    proof.picture.storage.save(proof.small_name, picture.small)
    proof.save()
    transaction.on_commit(lambda: _discard(old))
    return proof.files


def _discard(names: Iterable[str]) -> None:
    for name in names:
        Proof.picture.field.storage.delete(name)


def hand_in(
    submission: Submission,
    *,
    by: User,
    texts: Mapping[str, str],
    pictures: Mapping[str, UploadedFile[bytes]],
    now: datetime,
) -> Submission:
    """Keep what was sent, then deliver. No money moves.

    Raises Incomplete with every error at once, or ClaimOver; whatever could be kept stays kept.
    """
    errors = keep(submission, by=by, texts=texts, pictures=pictures, now=now)
    if errors:
        raise Incomplete({**missing(submission), **errors})
    return deliver(submission, by=by, now=now)


def deliver(submission: Submission, *, by: User, now: datetime) -> Submission:
    """Hand in what is kept: the employer's time to review starts. No money moves.

    Raises Incomplete with an error per field, or ClaimOver; then everything kept stays kept.
    """
    with transaction.atomic():
        held = claims.locked(submission, by=by, now=now)
        errors = missing(held)
        if errors:
            raise Incomplete(errors)
        held.submitted_at = now
        held.review_until = now + timedelta(days=held.task.review_days)
        held.move_to(Submission.State.SUBMITTED, "submitted_at", "review_until")
    return held


def missing(submission: Submission) -> dict[str, list[str]]:
    """What is still wanting, by field key."""
    kept = {proof.field_id: proof for proof in Proof.objects.filter(submission=submission)}
    errors = {}
    for field in submission.task.proof_fields.order_by("position"):
        try:
            check(field, kept.get(field.pk))
        except ValidationError as error:
            errors[field_key(field)] = [str(message) for message in error.messages]
    return errors


def check(field: ProofField, proof: Proof | None) -> None:
    """Raises ValidationError with one sentence when a proof is not what its field asks for."""
    if field.kind == ProofField.Kind.SCREENSHOT:
        if not (proof and proof.picture):
            raise ValidationError(_("Add a screenshot."))
        return
    text = proof.text if proof else ""
    if not text:
        raise ValidationError(_("Fill this in."))
    if field.kind == ProofField.Kind.URL:
        _is_address(text)
    elif len(text) < field.least:
        words = ngettext_lazy(
            "Write at least %(least)s character.", "Write at least %(least)s characters.", field.least
        )
        raise ValidationError(words % {"least": field.least})
