"""Proofs: what a worker hands in. Each valid piece is kept at once, so one bad file loses nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts.models import User
from picomarket.lib import images
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
    pictures: Mapping[str, UploadedFile],
    now: datetime,
) -> dict[str, list[str]]:
    """Save what was sent, by field key, as a draft; the errors of what could not be kept, by field key.

    Texts are kept even where they are too short yet; a picture only when it is one. Raises ClaimOver.
    """
    errors: dict[str, list[str]] = {}
    # Decoding a large picture takes a while: done before the row is locked.
    cleaned = {}
    for key, upload in pictures.items():
        try:
            cleaned[key] = images.clean(upload, size=upload.size or 0)
        except images.BadPicture as refusal:
            errors[key] = [refusal.words]
    with transaction.atomic():
        held = claims.locked(submission, by=by, now=now)
        for field in held.task.proof_fields.order_by("position"):
            key = field_key(field)
            if field.kind == ProofField.Kind.SCREENSHOT:
                if key in cleaned:
                    _keep_picture(held, field, cleaned[key], now=now)
            elif key in texts:
                _keep_text(held, field, texts[key], now=now)
    return errors


def _keep_text(submission: Submission, field: ProofField, text: str, *, now: datetime) -> None:
    row = {"text": text.strip()[:LONGEST_TEXT], "saved_at": now}
    Proof.objects.update_or_create(submission=submission, field=field, defaults=row)


def _keep_picture(submission: Submission, field: ProofField, picture: images.Picture, *, now: datetime) -> None:
    proof = Proof.objects.filter(submission=submission, field=field).first() or Proof(
        submission=submission, field=field
    )
    old = proof.picture.name
    proof.width, proof.height, proof.sha256, proof.saved_at = picture.width, picture.height, picture.sha256, now
    proof.picture.save(f"{proof.public_id}-{picture.sha256[:8]}.webp", picture.content, save=False)
    proof.save()
    if old:
        transaction.on_commit(lambda: proof.picture.storage.delete(old))


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
    kept = {proof.field_id: proof for proof in submission.proofs.all()}
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
