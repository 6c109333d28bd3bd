"""Write docs/states.md from the MOVES tables."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from picomarket.lib import states


class Command(BaseCommand):
    help = "Write docs/states.md: every state table as a diagram."

    def handle(self, *_args: Any, **_options: Any) -> None:
        page = settings.BASE_DIR / "docs" / "states.md"
        page.write_text(states.diagrams())
        self.stdout.write(f"Written: {page}")
