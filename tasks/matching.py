"""Whether two answers to the same thing are the same, however they are written."""

from __future__ import annotations

from decimal import Decimal
from urllib.parse import urlsplit

from picomarket.lib.answers import plain

from .models import ProofField

Kind = ProofField.Kind
PORTS = (":80", ":443")


def normal(kind: str, text: str) -> str:
    """One way to write an answer, for all that are the same; empty where there is none."""
    if kind == Kind.CHOICE:
        return text.strip()
    if kind == Kind.NUMBER:
        return _number(text)
    return _address(text) if kind == Kind.URL else plain(text)


def is_right(kind: str, right: str, given: str) -> bool:
    """Whether an answer is the right one, or one of several ways to write it that have a | between them."""
    ways = {normal(kind, one) for one in (right, *right.split("|"))}
    return normal(kind, given) in ways - {""}


def _number(text: str) -> str:
    # Without the zeros at its end and a minus before nothing; never written out, which could be very long.
    try:
        return str(Decimal(text.strip().replace(",", ".")).normalize() + 0)
    except ArithmeticError:
        return plain(text)


def _address(text: str) -> str:
    """Without what leads to the same page: the scheme, www, the usual port, a slash at the end, a place in the page."""
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return plain(text)
    if not parts.netloc:
        return plain(text)
    host = parts.netloc.lower().removeprefix("www.")
    for port in PORTS:
        host = host.removesuffix(port)
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{parts.path.rstrip('/')}{query}"
