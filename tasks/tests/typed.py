"""What somebody types in the wizard, where its pages are, and what they say."""

from __future__ import annotations

from typing import Any

from django.test import Client

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


def press_publish(client: Client, draft: Task) -> Any:
    """Presses the button of the quote, with what it holds."""
    quote = client.get(at(draft, "quote"))
    total = quote.context["quote"].total.plain()
    assert f'value="{total}"' in body(quote)
    return client.post(f"/tasks/{draft.public_id}/publish/", {"total": total}, follow=True)
