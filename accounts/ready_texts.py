"""Ready texts: offered where a reason is written, those in the language of whom it is for first."""

from __future__ import annotations

import re

from django.conf import settings
from django.db.models import Case, F, Value, When

from .models import ReadyText, User

# What stands in braces in a text, and is filled in as it is put into a reason.
NAMES = ("person", "case", "market", "support")
_BRACED = re.compile(r"\{(\w*)\}")


def offered(kind: str, *, reader: User | None) -> list[ReadyText]:
    """The texts for this kind of decision, for whoever reads the reason: their language first, then the most used."""
    language = reader.language if reader else settings.LANGUAGE_CODE
    theirs = Case(When(language=language, then=Value(0)), default=Value(1))
    return list(ReadyText.objects.filter(kind=kind).order_by(theirs, "language", "-used", "title"))


def put(text: ReadyText, *, after: str, reader: User | None, case: str) -> str:
    """The words typed so far with this text after them, filled in. It counts as used."""
    ReadyText.objects.filter(pk=text.pk).update(used=F("used") + 1)
    values = {
        "person": reader.public_name if reader else "",
        "case": case,
        "market": settings.MARKET_NAME,
        "support": settings.SUPPORT_EMAIL,
    }
    filled = _BRACED.sub(lambda found: values.get(found[1], found[0]), text.text)
    return "\n".join(part for part in (after.strip(), filled) if part)


def fill(typed: dict[str, str], *, kind: str, reader: User | None, case: str) -> dict[str, str]:
    """What was typed into a decision, with the ready text that was chosen there after its ``words``."""
    key = typed.get("ready_text", "")
    chosen = ReadyText.objects.filter(kind=kind, pk=int(key) if key.isdecimal() else 0).first()
    if chosen is None:
        return typed
    return {**typed, "words": put(chosen, after=typed.get("words", ""), reader=reader, case=case)}


def unknown(text: str) -> list[str]:
    """What stands in braces in a text and is nothing to fill in."""
    return [f"{{{name}}}" for name in _BRACED.findall(text) if name not in NAMES]
