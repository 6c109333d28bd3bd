"""What somebody types in the wizard, where its pages are, and what they say."""

from __future__ import annotations

from typing import Any

from tasks.models import Category, Task

TITLE = "Photograph the menu of a restaurant near you"


def what(**changes: Any) -> dict[str, Any]:
    category = Category.objects.get(slug="web-research").pk
    return {
        "title": TITLE,
        "category": category,
        "minutes": "6",
        "step_1": "Go there.",
        "step_3": "Type it.",
        **changes,
    }


def at(draft: Task, step: str) -> str:
    return f"/tasks/{draft.public_id}/draft/{step}/"


def body(page: Any) -> str:
    assert page.status_code == 200
    return str(page.content.decode())
