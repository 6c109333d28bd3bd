"""The languages people say they can work in, named in the reader's own language."""

from __future__ import annotations

from collections.abc import Iterable

from picomarket.lib import locales

# What most people of the world read and write: a list to tick must stay short enough to look through.
CODES = (
    "af sq am ar hy az eu be bn bs bg my ca ceb zh hr cs da nl en et fil fi fr gl ka de el gu ha he hi hu is ig id it "
    "ja jv kn kk km rw ko ku ky lo lv lt lb mk mg ms ml mt mr mn ne nb or om ps fa pl pt pa qu ro ru sr sn sd si sk sl "
    "so es su sw sv tg ta te th ti tr tk uk ur uz vi cy wo xh yo zu"
)


def names() -> dict[str, str]:
    """Code → name in the language of the page; the code itself where the language has no name there."""
    known = locales.locale().languages
    return {code: str(known.get(code, code)) for code in CODES.split()}


def choices() -> list[tuple[str, str]]:
    """To choose from, by name."""
    return locales.in_order(names().items())


def told(codes: Iterable[str]) -> list[str]:
    """The names of these languages, in the order given."""
    known = names()
    return [known.get(code, code) for code in codes]
