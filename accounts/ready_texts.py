"""Ready texts: offered where a reason is written, those in the language of whom it is for first."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.conf import settings
from django.db.models import F
from django.utils.translation import get_language, override

from picomarket.lib import locales

from .first_words import READY_TEXTS
from .models import ReadyText, User

# The language of the texts a market comes with.
FIRST = "en"

# What stands in braces in a text, and is filled in as it is put into a reason.
NAMES = ("person", "case", "market", "support")
_BRACED = re.compile(r"\{(\w*)\}")


@dataclass(frozen=True, slots=True)
class Offer:
    """A text to choose: the key of its row, what it is called in the language of who chooses, and the name of the
    language its words come in, empty where that is theirs."""

    pk: int
    title: str
    tongue: str


def offered(kind: str, *, reader: User | None) -> list[Offer]:
    """The texts for this kind of decision, for whoever reads the reason: their language first, then the most used."""
    wanted, own = _language(reader), get_language()
    texts = [(text, told(text, wanted)[1]) for text in ReadyText.objects.filter(kind=kind)]
    texts.sort(key=lambda one: (one[1] != wanted, one[1], -one[0].used, str(one[0])))
    names = dict(settings.LANGUAGES)
    return [Offer(text.pk, str(text), "" if code == own else names.get(code, code)) for text, code in texts]


def told(text: ReadyText, language: str) -> tuple[str, str]:
    """What the text says to who reads this language, and the language that is.

    The words a market comes with are said in each of its languages; what the staff wrote or changed is as they did.
    """
    if not is_first(text):
        return text.text, text.language
    with override(language):
        return locales.said(text.text), language


def is_first(text: ReadyText) -> bool:
    """Whether its words are still those the market came with."""
    return text.language == FIRST and text.text in READY_TEXTS


def _language(reader: User | None) -> str:
    return reader.language if reader else settings.LANGUAGE_CODE


def put(text: ReadyText, *, after: str, reader: User | None, case: str) -> str:
    """The words typed so far with this text after them, filled in. It counts as used."""
    ReadyText.objects.filter(pk=text.pk).update(used=F("used") + 1)
    values = {
        "person": reader.public_name if reader else "",
        "case": case,
        "market": settings.MARKET_NAME,
        "support": settings.SUPPORT_EMAIL,
    }
    words, _code = told(text, _language(reader))
    filled = _BRACED.sub(lambda found: values.get(found[1], found[0]), words)
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
