"""Feeds for feed readers, in Atom (RFC 4287)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language

# XML cannot hold these.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f]")


class Entry(NamedTuple):
    """One entry: ``html`` is what readers show of it, ``path`` where it leads in the market."""

    title: str
    html: str
    path: str
    at: datetime


def printable(text: str) -> str:
    """The text without what XML cannot hold."""
    return _UNPRINTABLE.sub("", text)


def answer(request: HttpRequest, *, title: str, path: str, entries: Iterable[Entry]) -> HttpResponse:
    """The feed of a page at this path, in the language of now."""
    here, there = request.build_absolute_uri(), request.build_absolute_uri(path)
    feed = Atom1Feed(title=title, link=there, description="", feed_url=here, feed_guid=here, language=get_language())
    for one in entries:
        link = request.build_absolute_uri(one.path)
        # Readers take the summary for HTML.
        feed.add_item(
            printable(one.title), link, printable(one.html), pubdate=one.at, updateddate=one.at, unique_id=link
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
