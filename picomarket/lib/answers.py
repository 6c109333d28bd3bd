"""Whether two typed answers are the same to a person."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from django.utils.translation import gettext as _

from . import locales


def plain(text: str) -> str:
    """The text whatever its case, its width, its spaces and the full stop after it."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split()).strip(" .,;:")


def is_one_of(text: str, right: Iterable[str]) -> bool:
    """Whether a typed answer is one of the right ones. An empty one never is."""
    return bool(plain(text)) and plain(text) in {plain(one) for one in right}


def readings(text: str) -> str:
    """Several ways to write a right answer, with a | between them, as people read them."""
    *others, last = [one.strip() for one in text.split("|") if one.strip()] or [text]
    return _("%(others)s or %(last)s") % {"others": locales.listed(others), "last": last} if others else last
