"""What pages there are for somebody, found as they would find them: by following links.

One page of each kind is enough. A kind is the name of the view with what of the address is not an id, so that each
step of the wizard and each tab is a kind of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urljoin, urlsplit

import requests
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

from picomarket.demo.sign_ins import PASSWORD

LINK = re.compile(r"<a\b[^>]*\bhref=\"([^\"]+)\"")
IDS = {"public_id", "key", "pk", "object_id", "uidb36"}
# What these show depends on the state of the one they are of, so one from each list is looked at.
MANY_STATES = {"submissions:work", "submissions:review", "wallet:payout_state", "wallet:deposit_state", "disputes:case"}
NOWHERE = "nowhere"
# Lists the desk's front page leads to are looked at by name.
NOT_FOLLOWED = ("/admin/", "/static/", "/media/")


@dataclass(frozen=True)
class Place:
    """A page to look at."""

    view: str
    path: str
    title: str


@dataclass
class Atlas:
    """All that one person comes by from a few pages to start at."""

    market: str
    email: str = ""
    places: dict[str, Place] = field(default_factory=dict)
    met: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.session = requests.Session()
        if self.email:
            self._sign_in()

    def _sign_in(self) -> None:
        page = f"{self.market}/account/login/"
        self.session.get(page, timeout=30)
        fields = {"login": self.email, "password": PASSWORD, "csrfmiddlewaretoken": self.session.cookies["csrftoken"]}
        answer = self.session.post(page, fields, headers={"Referer": page}, timeout=30)
        assert answer.url.endswith("/work/"), answer.url

    def explore(self, *starts: str) -> Atlas:
        waiting = [(path, "") for path in starts]
        while waiting:
            path, source = waiting.pop(0)
            kind = kind_of(path, source)
            if kind and kind not in self.met:
                waiting += [(link, kind) for link in self._visit(path, kind)]
        return self

    def _visit(self, path: str, kind: str) -> list[str]:
        """Go there and note the page that comes up; the links it holds."""
        answer = self.session.get(f"{self.market}{path}", timeout=30)
        self.met.add(kind)
        end = answer.url.removeprefix(self.market)
        if "text/html" not in answer.headers["Content-Type"] or not end.startswith("/"):
            return []
        if end != path:
            kind = kind_of(end, kind)
            if kind in self.met:
                return []
            self.met.add(kind)
        self.places[kind] = Place(kind.partition(" ")[0], end, title_of(answer.text))
        return [self._inside(end, unescape(link)) for link in LINK.findall(answer.text)]

    def _inside(self, page: str, link: str) -> str:
        address = urljoin(f"{self.market}{page}", link).partition("#")[0]
        return address.removeprefix(self.market) if address.startswith(f"{self.market}/") else ""

    def answers(self, path: str) -> int:
        return self.session.get(f"{self.market}{path}", timeout=30, allow_redirects=False).status_code


def title_of(page: str) -> str:
    return " ".join(unescape(re.findall(r"<title>(.*?)</title>", page, re.DOTALL)[0]).split())


def kind_of(path: str, source: str = "") -> str:
    """What kind of page this address is of, met on a page of the kind ``source``; empty where it is none of ours."""
    if not path.startswith("/") or path.startswith(NOT_FOLLOWED):
        return ""
    try:
        match = resolve(urlsplit(path).path)
    except Resolver404:
        return NOWHERE
    found = match.view_name
    words = [str(value) for name, value in match.kwargs.items() if name not in IDS]
    asked = re.sub(r"\d+", "1", urlsplit(path).query)
    return " ".join(filter(None, [found, *words, asked, f"of {source}" if found in MANY_STATES else ""]))


def own_pages() -> Iterator[tuple[str, str]]:
    """Each named view of the market's own apps with an address like its own."""
    yield from _named(get_resolver().url_patterns, "/", "")


def _named(patterns: list[URLPattern | URLResolver], before: str, space: str) -> Iterator[tuple[str, str]]:
    for one in patterns:
        address = before + re.sub(r"<(\w+:)?\w+>", "x", str(one.pattern))
        if isinstance(one, URLPattern):
            yield f"{space}{one.name}", address
        elif "allauth" not in str(one.urlconf_name) and one.namespace != "admin":
            yield from _named(one.url_patterns, address, f"{one.namespace}:" if one.namespace else "")
