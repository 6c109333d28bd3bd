"""What CLDR knows of the reader's language, through Babel: names of countries, the order of names, how sums look.

Digits are Latin in every language: sums, codes and deadlines are compared, typed and read out across languages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Any
from unicodedata import combining, normalize
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.lists import format_list
from babel.numbers import get_currency_symbol
from django.utils import timezone
from django.utils.formats import date_format, get_format
from django.utils.functional import lazy
from django.utils.translation import get_language, gettext, gettext_lazy, pgettext, to_locale

from .zones import COUNTRIES

LATIN, CURRENCY = "latn", "USD"
# Marks that turn a line around: a sum is isolated as a whole where that is needed.
MARKS = str.maketrans("", "", "\u200e\u200f\u061c")
# What runs from the left, and what runs as its own first letter does, whatever stands around it.
FROM_LEFT, ISOLATED, UNTIL_HERE = "\u2066", "\u2068", "\u2069"
UNIVERSAL = ("UTC", "Etc/UTC")
NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Sums:
    """How sums of dollars are written: what stands around the figure, and inside it."""

    before: str
    after: str
    point: str
    comma: str
    # How many digits stand in the group before the point, and in those before that.
    groups: tuple[int, int]
    # Where lines run from the right: marks around it all, so that a sign before it stays there.
    around: tuple[str, str] = ("", "")

    def written(self, whole: int, decimals: str, *, sign: str = "") -> str:
        opens, closes = self.around
        figure = f"{self.grouped(whole)}{self.point}{decimals}"
        return f"{opens}{sign}{self.before}{figure}{self.after}{closes}"

    def grouped(self, whole: int) -> str:
        digits, (last, others) = str(whole), self.groups
        parts = [digits[-last:]]
        rest = digits[:-last]
        while rest:
            parts.append(rest[-others:])
            rest = rest[:-others]
        return self.comma.join(reversed(parts))


def locale() -> Locale:
    """Of the language of now; of English where CLDR does not know it."""
    return _locale(get_language() or "en")


def sums() -> Sums:
    return _sums(get_language() or "en")


@cache
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(to_locale(language))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


@cache
def _sums(language: str) -> Sums:
    here = _locale(language)
    symbols, pattern = here.number_symbols[LATIN], here.currency_formats["standard"]
    symbol = get_currency_symbol(CURRENCY, here)
    before, after = (str(part[0]).translate(MARKS).replace("¤", symbol) for part in (pattern.prefix, pattern.suffix))
    # A word beside a figure needs a space, which CLDR leaves out for Bengali.
    after = f"{NO_BREAK}{after.strip()}" if after.strip() else ""
    if here.text_direction == "rtl":
        # Seen from the left it is this order that CLDR means.
        before, after = f"{symbol}{NO_BREAK}", ""
    around = (FROM_LEFT, UNTIL_HERE) if here.text_direction == "rtl" else ("", "")
    return Sums(before, after, symbols["decimal"], symbols["group"], pattern.grouping, around)


# -- Countries


def _country(code: str) -> str:
    return str(locale().territories.get(code) or _locale("en").territories.get(code, code))


_lazy_country = lazy(_country, str)
# django-countries asks here for its names: CLDR has them in every language, its own catalogs in some.
COUNTRY_NAMES = {code: _lazy_country(code) for codes in COUNTRIES.values() for code in sorted(codes)}


def in_order(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """(code, name) by name, a letter with an accent beside the one without."""
    return sorted(pairs, key=lambda pair: _plain(pair[1]))


def _plain(name: str) -> str:
    return "".join(one for one in normalize("NFKD", name.casefold()) if not combining(one))


def region(code: str) -> str:
    """A part of the world, by its number at the United Nations."""
    return _country(code)


# -- Time zones


def zone(name: str, *moments: datetime) -> str:
    """A time zone as people say it, as far from UTC as it is then: Dhaka time (UTC+06:00). Two distances where the
    clocks were changed between the moments; without moments that of now."""
    if name in UNIVERSAL:
        return UNIVERSAL[0]
    there = ZoneInfo(name)
    ahead = dict.fromkeys(offset(at.astimezone(there)) for at in moments or (timezone.now(),))
    return _zone_said(name, " / ".join(ahead), get_language())


@lru_cache(maxsize=1024)
def _zone_said(name: str, ahead: str, _language: str | None) -> str:
    """Put together once: each moment of a page says it."""
    return gettext("%(place)s time (%(ahead)s)") % {"place": place(name), "ahead": ahead}


def offset(there: datetime) -> str:
    """How far the clock of an aware moment is from UTC."""
    hours = f"{there:%z}"
    return f"UTC{hours[:3]}:{hours[3:5]}"


def place(zone: str) -> str:
    """The city a time zone is named by, or what else its name says."""
    return _city(zone) or (zone.partition("/")[2] or zone).replace("_", " ").replace("/", ", ")


def _city(zone: str) -> str:
    """Empty where CLDR says it by no other name than its own."""
    known = locale().time_zones
    return next((found for one in (zone, *_older(zone)) if (found := str(known.get(one, {}).get("city", "")))), "")


@cache
def _older(zone: str) -> tuple[str, ...]:
    """The names a zone had before, which CLDR keeps to."""
    return tuple(sorted(old for old, new in get_global("zone_aliases").items() if new == zone))


# -- Words put together


def listed(names: Iterable[object]) -> str:
    """Names in a row, as the language of now parts them."""
    return pgettext("between the names of a list", ", ").join(map(str, names))


def all_of(names: Iterable[object]) -> str:
    """The same as part of a sentence: the last one is joined by “and”."""
    return format_list([str(name) for name in names], locale=locale())


def said(text: str) -> str:
    """Words of the database in the language of now, where the market came with them; what somebody typed as it is."""
    return gettext(text) if text else ""


def said_later(text: str) -> Any:
    """The same, said when it is read."""
    return gettext_lazy(text) if text else ""


def _now(say: Callable[[], object]) -> str:
    return str(say())


def later(say: Callable[[], object]) -> Any:
    """What this says when it is read, in the language of then: for what somebody else is told.

    Nobody can see what such words are made of, so a notice keeps them in each language of now: where a lazy text, the
    label of a choice or ``format_lazy`` will do, take that.
    """
    return _said(say)


def dated(value: Any, form: str) -> str:
    """A date or time by the name of a format, which each language has its own of (``picomarket.formats``)."""
    # Where no language is on, Django knows the formats of its own alone.
    return str(date_format(value, get_format(form, get_language() or "en")))


_said = lazy(_now, str)
# The same of a date or time and its format.
moment: Callable[..., Any] = lazy(dated, str)
