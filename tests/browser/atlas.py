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
IDS = {"public_id", "key", "pk", "object_id", "uidb36", "month", "year"}
# What these show depends on the state of what they are of, so one from each list by state is looked at.
MANY_STATES = {"submissions:work", "submissions:review"}
BY_STATE = ("submissions:mine", "submissions:desk")
# Lists the desk's front page leads to are looked at by name.
NOT_FOLLOWED = ("/admin/", "/static/", "/media/")


@dataclass(frozen=True)
class Place:
    """A page to look at."""

    kind: str
    path: str
    title: str

    @property
    def view(self) -> str:
        return self.kind.partition(" ")[0]


@dataclass
class Atlas:
    """All that one person comes by from a few pages to start at."""

    market: str
    email: str = ""
    places: dict[str, Place] = field(default_factory=dict)
    met: set[str] = field(default_factory=set)
    paths: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.session = requests.Session()
        if self.email:
            self._sign_in()

    def _sign_in(self) -> None:
        """And say the password again, as the pages ask that hold what must not be changed by a passer-by."""
        self.send("/account/login/", login=self.email, password=PASSWORD)
        self.send("/account/reauthenticate/", password=PASSWORD)

    def send(self, path: str, **fields: str) -> str:
        """Fill in the form of a page; where that leads."""
        page = f"{self.market}{path}"
        self.session.get(page, timeout=30)
        fields["csrfmiddlewaretoken"] = self.session.cookies["csrftoken"]
        answer = self.session.post(page, fields, headers={"Referer": page}, timeout=30)
        assert answer.ok, answer.url
        assert answer.url != page, f"{path} does not let {self.email} in"
        return answer.url.removeprefix(self.market)

    def explore(self, *starts: str, known: frozenset[str] = frozenset()) -> Atlas:
        """Follow every link from the starts on, but to kinds that are already ``known`` from somebody else."""
        waiting = [(link, kind_of(path)) for path in starts for link in self._visit(path, kind_of(path))]
        while waiting:
            path, source = waiting.pop(0)
            kind = kind_of(path, source)
            if kind and kind not in self.met | known and path not in self.paths:
                waiting += [(link, kind) for link in self._visit(path, kind)]
        return self

    def _visit(self, path: str, kind: str) -> list[str]:
        """Go there and note the page that comes up; the links it holds. No link may lead nowhere."""
        answer = self.session.get(f"{self.market}{path}", timeout=30)
        end = answer.url.removeprefix(self.market)
        assert answer.ok, f"{path}: {answer.status_code}"
        self.met |= {kind, kind_of(end, kind)}
        known = end in self.paths
        self.paths |= {path, end}
        if known or "text/html" not in answer.headers["Content-Type"]:
            return []
        self.places[end] = Place(kind_of(end, kind), end, title_of(answer.text))
        # The letters in the mailbox are everybody's, their links are not.
        links = [] if end == "/mail/" else LINK.findall(answer.text)
        return [self._inside(end, unescape(link)) for link in links]

    def way(self, path: str, *links: str) -> str:
        """Where one comes from a page by a link of the first kind, then one of the next: the first way there is."""
        answer = self.session.get(f"{self.market}{path}", timeout=30)
        for link in [self._inside(path, unescape(found)) for found in LINK.findall(answer.text)]:
            if re.fullmatch(links[0], link) and (end := link if len(links) == 1 else self.way(link, *links[1:])):
                return end
        return ""

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
        # A page of development only, which the settings of the tests leave out.
        return path
    found = match.view_name
    words = [str(value) for name, value in match.kwargs.items() if name not in IDS]
    # A review page is the same whatever was asked for at the desk.
    asked = "" if found in MANY_STATES else re.sub(r"(next|after|of)=[^&]*|\d+", "", urlsplit(path).query)
    met_at = f"of {source}" if found in MANY_STATES and source.startswith(BY_STATE) else ""
    return " ".join(filter(None, [found, *words, asked, met_at]))


def own_pages() -> Iterator[tuple[str, str]]:
    """Each named view of the market's own apps with an address like its own."""
    yield from _named(get_resolver().url_patterns, "/", "")


def _named(patterns: list[URLPattern | URLResolver], before: str, space: str) -> Iterator[tuple[str, str]]:
    for one in patterns:
        address = before + re.sub(r"<(\w+:)?\w+>", "x", re.sub(r"<int:\w+>", "1", str(one.pattern)))
        if isinstance(one, URLPattern):
            yield f"{space}{one.name}", address
        elif "allauth" not in str(one.urlconf_name) and one.namespace != "admin":
            yield from _named(one.url_patterns, address, f"{one.namespace}:" if one.namespace else "")
