"""Ways to reach somebody outside the market, found in what people write to each other."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from enum import StrEnum
from urllib.parse import urlsplit

_AT, _DOT = r"(?:\(at\)|\[at\]|\{at\}|<at>)", r"(?:\(dot\)|\[dot\]|\{dot\}|<dot>|\sdot\s|\.)"
_MESSENGERS = r"(?:whats\s?app|telegram|viber|we\s?chat|skype|discord|snapchat|imo|signal|messenger|instagram|facebook)"
_REACHED = rf"(?:{_MESSENGERS}|e-?mail|gmail|phone|sms)"
_ASK = r"(?:write|text|message|contact|add|call|dm|pm|reach|ping|find)"
_DOMAIN = (
    r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+"
    r"(?:com|net|org|info|biz|io|me|co|app|dev|xyz|link|ly|gg|to|tv|site|online|shop|store|top|club|page|pro|example"
    r"|bd|br|ca|cn|de|eg|es|fr|id|in|it|jp|ke|lk|ma|ng|np|ph|pk|ru|tr|ua|uk|us|vn)"
)
# Begun where the letters before it end and never read twice, so that a long word takes no longer than a text as long.
_NAME = r"(?<![\w.+-])[\w.+-]++"
# What is said of an account without naming it.
_STATES = (
    r"(?:an?|the|in|on|off|out|not|no|too|very|so|still|now|already|also|always|never|only|really|broken|dead|down|full"
    r"|empty|slow|old|new|ok|okay|fine|working|closed|blocked|banned|gone|lost|private|public|open|locked|installed"
    r"|updated|verified|confirmed|correct|wrong|right|different|needed|required|asked|shown|there|here|missing|hacked)"
)
_IS = rf"(?:[:=]|is(?=\s[\w@+])(?!\s{_STATES}\b))"
_LINK = re.compile(rf"\bhttps?://[^\s<>\"']+|\bwww\.[^\s<>\"']+|(?<![\w@.-]){_DOMAIN}(?![\w-])(?:/[^\s<>\"']*)?")
# E-mail addresses and telephone numbers as they are written where nobody hides them.
_ADDRESS = rf"{_NAME}\s?@\s?[\w-]+(?:\s?{_DOT}\s?[\w-]+)+"
_NUMBERS = (
    r"(?<![\w.,$€£/-])(?:\+|00)\s?\d(?:[\s()./-]{0,2}\d){7,14}(?![\w/])",
    r"(?<![\w.,$€£#/-])\d(?:[\s()-]{0,2}\d){8,14}(?![\w/-]|[.,]\d)",
)
_WAYS = tuple(
    re.compile(pattern)
    for pattern in (
        _ADDRESS,
        *_NUMBERS,
        # E-mail addresses spelled out.
        rf"{_NAME}\s?{_AT}\s?[\w-]+(?:\s?{_DOT}\s?[\w-]+)*",
        rf"{_NAME}\sat\s(?:[\w-]+\sdot\s[a-z]{{2,}}|(?:gmail|yahoo|hotmail|outlook|icloud|proton(?:mail)?)\b)",
        # Names on messengers, and asking over to one.
        rf"\b{_MESSENGERS}\b\W{{0,3}}(?:id|name|user\s?name|number|no|is|me|at)?\W{{0,3}}(?:@[\w.]{{3,}}|\+?\d[\d\s-]{{4,}})",
        rf"\b{_ASK}\s(?:to\s)?me\s(?:on|in|at|via|by|through|over)\s(?:my\s)?{_REACHED}\b",
        rf"\b(?:talk|chat|continue|go\son|move)\s(?:on|in|at|via|by|over|to)\s{_MESSENGERS}\b",
        rf"\bmy\s{_REACHED}\s(?:id|name|number|address)\s?{_IS}",
        rf"\bmy\s(?:{_MESSENGERS}|e-?mail|gmail)\s?{_IS}",
        # A phone alone is a thing, and may be old or broken.
        r"\bmy\s(?:phone|sms)\s?(?:is\b|[:=])\W{0,3}(?:\d[\s()-]{0,2}){5}",
    )
)
_MOMENTS = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2}:\d{2}(?::\d{2})?")


class Way(StrEnum):
    """How somebody can be reached who did not hide it."""

    ADDRESS = "address"
    NUMBER = "number"


_SHOWN = {Way.ADDRESS: _WAYS[:1], Way.NUMBER: _WAYS[1 : 1 + len(_NUMBERS)]}


def found(text: str, *, known: Collection[str] = ()) -> list[slice]:
    """Where a text names an address, a number, a messenger or a place on the web, but for hosts that are ``known``."""
    plain = _plain(text)
    without_dates = _without_dates(plain)
    stretches = [slice(hit.start(), hit.end()) for way in _WAYS for hit in way.finditer(without_dates)]
    links = [hit for hit in _LINK.finditer(plain) if host_of(hit[0]) not in known]
    stretches += [slice(hit.start(), hit.end()) for hit in links]
    return sorted(stretches, key=lambda one: (one.start, one.stop))


def shown(text: str) -> Iterator[tuple[Way, slice]]:
    """Where a line shows an e-mail address or a telephone number, and which of both."""
    plain = _without_dates(_plain(text))
    for way, patterns in _SHOWN.items():
        for pattern in patterns:
            yield from ((way, slice(hit.start(), hit.end())) for hit in pattern.finditer(plain))


def hosts_in(text: str) -> set[str]:
    """The hosts of all links in a text."""
    return {host_of(hit[0]) for hit in _LINK.finditer(_plain(text))}


def host_of(link: str) -> str:
    """A link's host without ``www.``; empty where it is none."""
    try:
        host = urlsplit(link if "://" in link else f"//{link}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.").rstrip(".")


def _without_dates(plain: str) -> str:
    return _MOMENTS.sub(lambda hit: "~" * len(hit[0]), plain)


def _plain(text: str) -> str:
    """In small letters of usual width, each where it was."""
    return "".join(_plain_letter(letter) for letter in text)


def _plain_letter(letter: str) -> str:
    if letter in "\t\n\r\xa0":
        return " "
    plain = unicodedata.normalize("NFKC", letter).lower()
    return plain if len(plain) == 1 else letter
