"""Words put together when they are read: kept as a template and what fills it, said in the reader's language.

So a notice can be written by SQL, and follows its reader to another language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext, ngettext, pgettext

from picomarket.lib import locales
from picomarket.lib.money import Money


class Wording(NamedTuple):
    """What a notice says: templates in English, marked with ``gettext_noop``, with names in braces."""

    subject: str
    body: str = ""


def filled(template: str, given: Mapping[str, Any]) -> str:
    """The template in the language of now, with what is given: text as it stands, ``{"micro": 95000}`` as money,
    ``{"words": "Expert"}`` as words to be translated."""
    return gettext(template).format_map({name: said(value) for name, value in given.items()})


def taken_apart(words: Any) -> Any:
    """What lazy words are made of, as JSON that ``said`` says in any language later. What stands already stays so.

    What nobody can take apart is said in every language there is.
    """
    if isinstance(words, Money):
        return {"micro": int(words)}
    if not isinstance(words, Promise):
        return words if isinstance(words, int | float) else str(words)
    say, args, kwargs = _parts(words)
    if say in _APART:
        return _APART[say](*args, **kwargs)
    return {"each": {code: _in(code, words) for code, _name in settings.LANGUAGES}}


def _parts(words: Promise) -> tuple[Any, tuple[Any, ...], dict[str, Any]]:
    """The function lazy words are said by and what it is called with, as they tell it to be pickled."""
    _again, (say, args, kwargs, *_kinds) = words.__reduce__()  # type: ignore[misc]
    return say, args, kwargs


def _in(language: str, words: Promise) -> str:
    with translation.override(language):
        return str(words)


def _filling(template: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
    given = {name: taken_apart(value) for name, value in kwargs.items()}
    return {"template": taken_apart(template), "args": [taken_apart(one) for one in args], "given": given}


def _moment(at: date | datetime, form: str) -> dict[str, Any]:
    return {"at": at.isoformat(), "form": form}


_APART: dict[Any, Callable[..., dict[str, Any]]] = {
    gettext: lambda words: {"words": words},
    pgettext: lambda context, words: {"words": words, "context": context},
    ngettext: lambda singular, plural, number: {"words": singular, "plural": plural, "count": number},
    locales.dated: _moment,
    _parts(format_lazy(""))[0]: _filling,
}


def said(value: Any) -> str:
    """In the language of now, whatever this was before it was taken apart."""
    told: Any = value
    match value:
        case {"micro": micro}:
            told = Money(micro)
        case {"at": at, "form": form}:
            told = locales.dated(datetime.fromisoformat(at), form)
        case {"template": template, "args": args, "given": given}:
            named = {name: _one(part) for name, part in given.items()}
            told = said(template).format(*(_one(part) for part in args), **named)
        case {"each": each}:
            told = each.get(translation.get_language()) or each[settings.LANGUAGE_CODE]
        case {"words": words, "plural": plural, "count": count}:
            told = ngettext(words, plural, count)
        case {"words": words, "context": context}:
            told = pgettext(context, words)
        case {"words": words}:
            told = gettext(words)
    return str(told)


def _one(part: Any) -> Any:
    """A number stays one, for templates that say how it is written."""
    return part if isinstance(part, int | float) else said(part)
