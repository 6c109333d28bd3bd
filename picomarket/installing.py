"""The market as an app on somebody's phone: its web app manifest."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

PAPER, ACCENT = "#ffffff", "#0b5a60"


def manifest() -> dict[str, Any]:
    """In the reader's language; the same for everybody who reads it."""
    return {
        "id": "/",
        "name": settings.MARKET_NAME,
        "short_name": settings.MARKET_NAME,
        "description": _("Small paid tasks, fairly paid"),
        "lang": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "start_url": reverse("tasks:feed"),
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": ACCENT,
        "icons": [
            _icon("favicon.svg", "any", kind="image/svg+xml"),
            _icon("icon-192.png", "192x192"),
            _icon("icon-512.png", "512x512"),
            _icon("icon-maskable.png", "512x512", purpose="maskable"),
        ],
        "shortcuts": [
            {"name": _("Find work"), "url": reverse("tasks:feed")},
            {"name": _("My work"), "url": reverse("submissions:mine")},
            {"name": _("My tasks"), "url": reverse("tasks:mine")},
            {"name": _("Wallet"), "url": reverse("wallet:home")},
        ],
    }


def _icon(name: str, sizes: str, *, kind: str = "image/png", purpose: str = "any") -> dict[str, str]:
    return {"src": static(f"img/{name}"), "sizes": sizes, "type": kind, "purpose": purpose}
