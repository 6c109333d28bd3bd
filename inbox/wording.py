"""Words put together when they are read: kept as a template and what fills it, said in the reader's language.

So a notice can be written by SQL, and follows its reader to another language.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext

from picomarket.lib.money import Money


class Wording(NamedTuple):
    """What a notice says: templates in English, marked with ``gettext_noop``, with names in braces."""

    subject: str
    body: str = ""


def filled(template: str, given: Mapping[str, Any]) -> str:
    """The template in the language of now, with what is given: text as it stands, ``{"micro": 95000}`` as money,
    ``{"words": "Expert"}`` as words to be translated."""
    return gettext(template).format_map({name: _said(value) for name, value in given.items()})


def _said(value: Any) -> str:
    if isinstance(value, Mapping):
        return str(Money(value["micro"])) if "micro" in value else gettext(value["words"])
    return str(value)
