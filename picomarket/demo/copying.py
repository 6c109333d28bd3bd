"""Workers of the demo market who hand in what somebody else did, so that the desk has copies to show."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from submissions import proofs
from submissions.models import Proof, Submission

from .town import Handed, OnOffer, Town, Worker


def hand_in(_town: Town, worker: Worker, on_offer: OnOffer, submission: Submission, now: datetime) -> Handed:
    """Hand in what lies last on the desk for this task: the same words, and the pictures saved anew."""
    desk = on_offer.employer.desk
    last = next(one.submission for one in reversed(desk) if one.submission.task_id == submission.task_id)
    kept = list(Proof.objects.filter(submission=last).select_related("field"))
    texts = {proofs.field_key(proof.field): proof.text for proof in kept if proof.text}
    shots = {proofs.field_key(proof.field): [_saved_anew(proof)] for proof in kept if proof.picture}
    proofs.keep(submission, by=worker.user, texts=texts, files=shots, now=now)
    handed = Handed(proofs.deliver(submission, by=worker.user, now=now), worker, on_offer, is_good=False)
    worker.handed += 1
    desk.append(handed)
    return handed


def _saved_anew(proof: Proof) -> SimpleUploadedFile:
    body = BytesIO()
    with proof.picture.open() as file, Image.open(file) as picture:
        picture.convert("RGB").save(body, "JPEG", quality=60)
    return SimpleUploadedFile("screenshot.jpg", body.getvalue(), content_type="image/jpeg")
