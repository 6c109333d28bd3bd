"""Public names: what somebody may call themselves before all others."""

from __future__ import annotations

import re
import unicodedata

from django.conf import settings
from django.utils.translation import gettext as _

from picomarket.lib import contacts
from picomarket.lib.refusals import Refused

# Nobody but the staff speaks for the house: as part of a name, and as a word of it.
OF_THE_HOUSE = ("support", "helpdesk", "moderator", "administrator", "official")
HOUSE_WORDS = {"staff", "admin", "mod", "team"}
# A market's name shorter than this is part of too many others.
SHORTEST_PART = 5
# Alphabets with letters that look like each other's.
ALIKE = ("LATIN", "CYRILLIC", "GREEK")


class BadName(Refused):
    """A public name that nobody can read, that leads outside, or that speaks for the house."""


class BadBio(Refused):
    """Words about oneself that lead outside the market."""


def check(name: str, *, of_staff: bool) -> None:
    """Whether a person can be called so; an empty name is none. Raises BadName."""
    if not name:
        return
    plain = unicodedata.normalize("NFKC", name)
    letters = [letter for letter in plain if unicodedata.category(letter)[0] in "LN"]
    if not letters:
        raise BadName(_("Use at least one letter, or leave the name empty."))
    if contacts.found(name):
        raise BadName(_("A name holds no address, number or link."))
    if len({kind for kind in map(_alphabet, letters) if kind}) > 1:
        raise BadName(_("Write the name in one alphabet: letters of several look like another name."))
    if not of_staff and _speaks_for_the_house(plain.casefold()):
        raise BadName(_("A name must not look like support's or the market's own. Choose another."))


def check_bio(words: str) -> None:
    """Raises BadBio where the words name a way to reach somebody outside the market."""
    if stretches := contacts.found(words):
        named = words[stretches[0]]
        raise BadBio(_("Everybody can read this. Take out “%(named)s”: work and pay stay here.") % {"named": named})


def _alphabet(letter: str) -> str:
    first = unicodedata.name(letter, "").split(" ")[0]
    return first if first in ALIKE else ""


def _speaks_for_the_house(name: str) -> bool:
    words, together = set(re.findall(r"\w+", name)), "".join(re.findall(r"[^\W_]+", name))
    market = "".join(re.findall(r"[^\W_]+", settings.MARKET_NAME.casefold()))
    is_market = market in together if len(market) >= SHORTEST_PART else market in words
    return bool(words & HOUSE_WORDS) or any(part in together for part in OF_THE_HOUSE) or (bool(market) and is_market)
