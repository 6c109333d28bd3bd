"""Pieces of pages that are drawn once and remembered by all that they show."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from functools import cache, lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

# Each process keeps the last so many of each template: some 10 MB of whole cards, and little of others.
KEPT = 4000


def drawn(template: str, **shown: Hashable) -> SafeString:
    """The template with these values and nothing else, not even the reader or the request.

    A piece can show nothing but what it is given and the language, and is remembered by both: so it tells no old
    numbers and nobody else's words. Where a value differs it is another piece, drawn anew; pieces of it that are drawn
    so themselves are remembered all the same. Times are given in words.
    """
    return _drawer(template)(get_language(), **shown)


def drawn_each(template: str, name: str, values: Iterable[Hashable], **shown: Hashable) -> SafeString:
    """The template once for each of these values, which it knows by this name: a list in one go."""
    language, draw = get_language(), _drawer(template)
    return SafeString("".join([draw(language, **{name: value}, **shown) for value in values]))


def forget() -> None:
    """Draw everything anew from now on."""
    _drawer.cache_clear()


@cache
def _drawer(template: str) -> Callable[..., SafeString]:
    """What draws this template, with a memory of its own: what many differ in drives out nothing else."""

    # Typed, because words that are safe as they are equal the same words that are not.
    @lru_cache(maxsize=KEPT, typed=True)
    def draw(_language: str | None, **shown: Hashable) -> SafeString:
        return SafeString(render_to_string(template, shown).strip())

    return draw
