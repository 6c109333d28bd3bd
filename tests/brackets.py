"""A language in which every message that is marked for translation stands in brackets, so that what is none shows."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from django.conf import settings

from picomarket.words import borrowed, catalogs, sources

# An offered language that has one plural form, whose place it takes.
LANGUAGE = "id"
OPEN, CLOSE = "⟦", "⟧"


def write(folder: Path) -> None:
    """Its compiled catalog, in a folder for ``LOCALE_PATHS``: our own messages, and those of the packages we show."""
    catalog = Catalog()
    catalog.mime_headers = catalogs.headers(LANGUAGE)
    for message in _all():
        said = message.id if isinstance(message.id, str) else message.id[1]
        string = f"{OPEN}{said}{CLOSE}"
        catalog.add(message.id, string if isinstance(message.id, str) else [string], context=message.context)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    place = folder / LANGUAGE / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "django.mo").write_bytes(compiled.getvalue())


def _all() -> Iterator[Message]:
    yield from (message for message in sources.read(Path(settings.BASE_DIR)) if message.id)
    for package in borrowed.MET:
        yield from borrowed._asked(package)


def is_said(text: str) -> bool:
    """Whether all of it is a message."""
    return text.startswith(OPEN) and text.endswith(CLOSE)


def outside(text: str) -> str:
    """What stands in no brackets."""
    depth, left = 0, []
    for letter in text:
        depth += (letter == OPEN) - (letter == CLOSE)
        if not depth and letter != CLOSE:
            left.append(letter)
    return "".join(left)
