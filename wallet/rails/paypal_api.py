"""PayPal's REST API as far as the market needs it: a token kept until it ends, every error sorted by what it means."""

from __future__ import annotations

import re
import time
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, ClassVar

import requests
from django.conf import settings
from django.utils import translation

from picomarket.lib.money import Money, usd
from wallet.rails.interface import RailSilent, Words

SANDBOX = "https://api-m.sandbox.paypal.com"
LIVE = "https://api-m.paypal.com"
# PayPal may take half a minute for a capture; what was not heard is asked for again.
TIMEOUT_SECONDS = 20
# A token is given up this long before PayPal would, so that none ends on the way.
TOKEN_MARGIN_SECONDS = 60

CURRENCY = "USD"
# The answers that say that nothing was done. 401 speaks of the token, 409, 425 and 429 of the moment.
DENIALS = (400, 403, 404, 422)
UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, IndexError)

Said = Mapping[str, Any]


class Denied(RailSilent):
    """PayPal answered that it does not do this. Who knows why may take it for a no; to all others it is silence."""

    def __init__(self, path: str, status: int, error: Said) -> None:
        self.status = status
        self.name = str(error.get("name", ""))
        details = [one for one in error.get("details") or [] if isinstance(one, dict)]
        self.issues = tuple(str(one.get("issue", "")) for one in details)
        self.fields = tuple(str(one.get("field", "")) for one in details)
        self.links = tuple(_links(error, *details))
        # Never the value a field had: it may be a person's address.
        about = ", ".join(" ".join(pair).strip() for pair in zip(self.fields, self.issues, strict=True))
        super().__init__(f"{path}: PayPal answered {status} {self.name}: {about} (debug id {error.get('debug_id')})")


@dataclass(frozen=True)
class _Token:
    text: str
    until: float


class PayPalApi:
    """One app of one business account. Every call raises RailSilent where nothing is known of what happened."""

    # Kept by process, never written anywhere: each process asks for its own every few hours.
    _tokens: ClassVar[dict[tuple[str, str, str], _Token]] = {}

    def __init__(self, *, url: str, client_id: str, secret: str) -> None:
        self.url = url.rstrip("/")
        self._client = (client_id, secret)

    def get(self, path: str, **asked: str | int) -> dict[str, Any]:
        """Ask for something. Raises Denied where PayPal says no."""
        return self._call("GET", path, params=asked)

    def post(self, path: str, data: Said, *, key: str = "") -> dict[str, Any]:
        """Do something once by its key, for as long as PayPal remembers keys. Raises Denied where it was not done."""
        headers = {"Prefer": "return=representation"} | ({"PayPal-Request-Id": key} if key else {})
        return self._call("POST", path, json=data, headers=headers)

    def _call(self, method: str, path: str, **more: Any) -> dict[str, Any]:
        answer = self._send(method, path, **more)
        if answer.status_code == 401:
            # The token was taken back before its time. A second 401 speaks of the credentials.
            self._tokens.pop((self.url, *self._client), None)
            answer = self._send(method, path, **more)
        return _read(path, answer)

    def _send(self, method: str, path: str, **more: Any) -> requests.Response:
        headers = {**more.pop("headers", {}), "Authorization": f"Bearer {self._token()}"}
        return self._request(method, path, headers=headers, **more)

    def _token(self) -> str:
        place = (self.url, *self._client)
        kept = self._tokens.get(place)
        if kept is None or kept.until <= time.monotonic():
            asked = {"grant_type": "client_credentials"}
            path = "/v1/oauth2/token"
            said = _read(path, self._request("POST", path, data=asked, auth=self._client))
            with readable():
                until = time.monotonic() + int(said["expires_in"]) - TOKEN_MARGIN_SECONDS
                kept = self._tokens[place] = _Token(str(said["access_token"]), until)
        return kept.text

    def _request(self, method: str, path: str, **more: Any) -> requests.Response:
        try:
            return requests.request(method, f"{self.url}{path}", timeout=TIMEOUT_SECONDS, allow_redirects=False, **more)
        except requests.RequestException as error:
            raise RailSilent(f"{path}: {type(error).__name__}") from error


def _read(path: str, answer: requests.Response) -> dict[str, Any]:
    said = None
    with suppress(ValueError):
        said = answer.json()
    if answer.status_code in DENIALS and isinstance(said, dict):
        raise Denied(path, answer.status_code, said)
    if not answer.ok or answer.is_redirect or not isinstance(said, dict):
        raise RailSilent(f"{path}: PayPal answered {answer.status_code}")
    return said


@contextmanager
def readable() -> Generator[None]:
    """An answer that cannot be read says nothing."""
    try:
        yield
    except UNREADABLE as error:
        raise RailSilent(f"PayPal's answer cannot be read: {error!r}") from error


def _links(*said: Said) -> Iterator[str]:
    for one in said:
        for name in ("links", "link"):
            for link in one.get(name) or []:
                if isinstance(link, dict) and isinstance(link.get("href"), str):
                    yield link["href"]


def link(said: Said, *rels: str) -> str:
    """The address of the first link of one of these relations; KeyError where there is none."""
    for one in said.get("links") or []:
        if one["rel"] in rels:
            return str(one["href"])
    raise KeyError(rels[0])


def number_in(address: str, path: str) -> str:
    """PayPal's number at the end of an address like …/v2/payments/captures/2GG279541U471931P; empty if it is none."""
    found = re.search(rf"{re.escape(path)}/([A-Za-z0-9-]+)(?:$|[/?])", address)
    return found.group(1) if found else ""


def money(said: Said) -> Money:
    """An amount in PayPal's words. ValueError unless it is in dollars, to the cent."""
    currency = said["currency_code"] if "currency_code" in said else said["currency"]
    amount = usd(said["value"])
    if currency != CURRENCY or amount != amount.floor_to_cents():
        raise ValueError(f"not dollars and cents: {said['value']!r} {currency!r}")
    return amount


def words(amount: Money) -> str:
    """Whole cents as PayPal wants them: 12.50."""
    return f"{amount.amount:.2f}"


def fixed(text: Words, longest: int) -> str:
    """A text in the market's own language, so that what is asked again is the same word for word whoever asks."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(text)[:longest]
