"""An upload and the proof it becomes: a server that ends between two steps leaves nothing that is not so."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from submissions import proofs, uploads
from submissions.models import Submission, Upload
from tests import make

NOW = timezone.now()
BODY = make.picture().read()
SAID: dict[str, Any] = {"key": "proof-2", "name": "shot.png", "size": len(BODY), "stamp": 7}


@pytest.fixture
def held(ann: User, ben: User) -> Submission:
    return make.claim(make.task(ann), ben)


@pytest.fixture
def whole(held: Submission) -> Upload:
    """All of it arrived, and the server ended before it was a proof."""
    return uploads.add(begin(held), BODY, offset=0, by=held.worker, now=NOW)


def begin(held: Submission) -> Upload:
    return uploads.begin(held, by=held.worker, now=NOW, **SAID)


def test_what_arrived_whole_and_is_no_proof_yet_becomes_one_when_it_is_begun_again(
    held: Submission, whole: Upload
) -> None:
    again = begin(held)
    assert (again.is_whole, again.kept_at, held.proofs.exists()) == (True, None, False)

    uploads.finish(uploads.add(again, b"", offset=len(BODY), by=held.worker, now=NOW), by=held.worker, now=NOW)

    assert (make.fresh(again).kept_at, held.proofs.count()) == (NOW, 1)


def test_who_did_not_hear_that_it_is_kept_does_not_send_it_again(held: Submission, whole: Upload) -> None:
    uploads.finish(whole, by=held.worker, now=NOW)

    told = uploads.kept(held, **SAID)

    assert told == whole
    assert uploads.kept(held, **{**SAID, "stamp": 8}) is None


def test_it_is_said_to_be_kept_in_the_transaction_that_keeps_it(held: Submission, whole: Upload) -> None:
    files = {"proof-2": SimpleUploadedFile("shot.png", BODY)}

    with transaction.atomic():
        proofs.keep(held, by=held.worker, texts={}, files=files, upload=whole, now=NOW)
        assert make.fresh(whole).kept_at == NOW
        transaction.set_rollback(True)

    assert (make.fresh(whole).kept_at, held.proofs.exists()) == (None, False)
