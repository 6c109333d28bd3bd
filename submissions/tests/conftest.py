"""What the tests of submissions share: many workers, texts and pictures as a browser sends them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from random import Random
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw

from accounts.models import User
from submissions import claims, proofs
from submissions.models import Submission
from tasks.models import Task
from tests import make

WORDS = "I saw a page with a picture and a form."
ADDRESS = "https://example.org/page"


@pytest.fixture
def crowd() -> Callable[[int], list[User]]:
    """So many workers."""
    return lambda size: [make.person(f"worker{number}") for number in range(size)]


def sent(submission: Submission, **instead: Any) -> dict[str, Any]:
    """A filled-in form of this submission's task, as a browser posts it."""
    values = {"text": WORDS, "url": ADDRESS}
    data: dict[str, Any] = {}
    for field in submission.task.proof_fields.all():
        data[proofs.field_key(field)] = values[field.kind] if field.kind in values else make.picture()
    return {**data, **instead}


def scene(number: int, *, kind: str = "PNG", width: int = 480, **options: Any) -> SimpleUploadedFile:
    """A picture that looks like no other number's: as a screenshot with things in it would."""
    chance = Random(number)
    image = Image.new("RGB", (480, 360), "white")
    pen = ImageDraw.Draw(image)
    for _one in range(24):
        x, y = chance.randint(0, 420), chance.randint(0, 300)
        colour = tuple(chance.randint(0, 255) for _part in range(3))
        pen.rectangle((x, y, x + chance.randint(20, 120), y + chance.randint(20, 90)), fill=colour)
    body = BytesIO()
    image.resize((width, width * 3 // 4)).save(body, kind, **options)
    return SimpleUploadedFile("shot", body.getvalue())


def handed_in(
    task: Task,
    worker: User,
    *,
    text: str = WORDS,
    shot: SimpleUploadedFile | None = None,
    now: datetime | None = None,
    took: timedelta = timedelta(minutes=5),
) -> Submission:
    """Claimed and handed in with these words and this picture."""
    now = now or timezone.now()
    held = claims.claim(task, by=worker, now=now - took)
    sent: dict[str, Any] = {"texts": {}, "files": {}}
    for field in task.proof_fields.all():
        is_shot = field.kind == "screenshot"
        sent["files" if is_shot else "texts"][proofs.field_key(field)] = shot if is_shot else text
    return proofs.hand_in(held, by=worker, now=now, **sent)
