"""What the tests of submissions share: many workers, texts and pictures as a browser sends them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from submissions import proofs
from submissions.models import Submission
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
