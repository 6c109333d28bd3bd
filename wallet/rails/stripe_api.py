"""Stripe's API as far as the market needs it: form-encoded out, JSON in, every error sorted by what it means."""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import requests

from wallet.rails.interface import RailSilent

log = logging.getLogger(__name__)

# What the requests and answers here are written for; Stripe keeps a version working for years.
VERSION = "2026-10-28.endive"
TIMEOUT_SECONDS = 10
MOST_PER_PAGE = 100

# Stripe understood and will not do it, however often it is asked. Everything else says nothing about what happened:
# 401 and 403 speak of the market's key, 409 and 429 of the moment.
REFUSALS = (400, 402, 404)
UNREADABLE = (ValueError, KeyError, TypeError, AttributeError)


class StripeRefused(Exception):
    """Stripe will not do this. ``code`` is its own short word for why."""

    def __init__(self, code: str, status: int) -> None:
        super().__init__(f"Stripe answered {status}: {code}")
        self.code = code


class Denied(RailSilent):
    """Stripe answers, and what it says decides nothing: of this one nothing is known, others may go on."""


class StripeApi:
    """One account at Stripe. A call raises RailSilent where nothing is known of what happened."""

    def __init__(self, *, url: str, secret_key: str) -> None:
        self._url = url.rstrip("/")
        self._key = secret_key

    def get(self, path: str, **asked: str | int) -> dict[str, Any]:
        """Ask for something. Raises Denied where Stripe does not know it."""
        try:
            return self._call("GET", path, params=asked)
        except StripeRefused as no:
            # What an account once gave us it still knows: this is another account, or not the whole truth.
            raise Denied(f"{path}: {no}") from no

    def post(self, path: str, fields: Mapping[str, Any], *, key: str) -> dict[str, Any]:
        """Do something once: Stripe answers the same to the same key, and forgets keys after a day.

        Raises StripeRefused where it will not do this.
        """
        return self._call("POST", path, data=dict(flat(fields)), key=key)

    def each(self, path: str, **asked: str | int) -> Iterator[dict[str, Any]]:
        """Every object of a list, page by page."""
        more = True
        while more:
            page = self.get(path, limit=MOST_PER_PAGE, **asked)
            with readable():
                rows, more = page["data"], page["has_more"] and bool(page["data"])
                if more:
                    asked["starting_after"] = rows[-1]["id"]
            yield from rows

    def _call(self, method: str, path: str, *, key: str = "", **given: Any) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self._key}", "Stripe-Version": VERSION}
        if key:
            headers["Idempotency-Key"] = key
        try:
            answer = requests.request(
                method, f"{self._url}{path}", headers=headers, timeout=TIMEOUT_SECONDS, allow_redirects=False, **given
            )
            said = answer.json()
        except requests.RequestException as error:
            raise RailSilent(f"{method} {path}: {type(error).__name__}") from error
        with readable():
            if answer.status_code != requests.codes.ok:
                raise _no(said["error"], answer.status_code)
            return dict(said)


def _no(error: Mapping[str, Any], status: int) -> Exception:
    """What an error means. Stripe's own message is left out: it may hold a part of the key."""
    code = str(error.get("code") or error.get("type") or "error")[:60]
    # The same key with other words than before: what became of the first is not known here.
    if status not in REFUSALS or error.get("type") == "idempotency_error":
        return RailSilent(f"Stripe answered {status}: {code}")
    return StripeRefused(code, status)


@contextmanager
def readable() -> Generator[None]:
    """An answer that cannot be read says nothing."""
    try:
        yield
    except UNREADABLE as error:
        raise RailSilent(f"the answer cannot be read: {type(error).__name__}") from error


def flat(fields: Mapping[str, Any], inside: str = "") -> Iterator[tuple[str, str]]:
    """Nested fields the way Stripe reads them: ``metadata[key]=…``, ``line_items[0][quantity]=…``."""
    for name, value in fields.items():
        path = f"{inside}[{name}]" if inside else name
        if isinstance(value, list):
            value = {str(place): one for place, one in enumerate(value)}  # noqa: PLW2901
        if isinstance(value, Mapping):
            yield from flat(value, path)
        else:
            yield path, str(value).lower() if isinstance(value, bool) else str(value)
