"""Stopping mail by one click: a signed address in the letter, good without signing in and for ever.

Each is about one topic, or about the digest. What is about money or standing has none.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.core import signing
from django.db import transaction
from django.urls import reverse

from . import choices
from .choices import Way
from .topics import Mail, Topic

Person = Any  # a row of accounts.User, which this app does not import

DIGEST = "digest"
_signer = signing.Signer(sep=".", salt="inbox.stopping")


class Stop(NamedTuple):
    """Whose mail about what; no topic: the digest."""

    person: Person
    topic: Topic | None


def address(person: Person, *, topic: Topic | None) -> str:
    """Where one click stops a person's mail about a topic, or their digest."""
    return reverse("inbox:stop", args=[_signer.sign(f"{person.public_id}.{topic or DIGEST}")])


def read(token: str) -> Stop | None:
    """What a signed address is for; nothing where it was not made here, or its person is gone."""
    try:
        key, _dot, about = _signer.unsign(token).partition(".")
    except signing.BadSignature:
        return None
    person = get_user_model().objects.filter(public_id=key, is_active=True).first()
    known = about == DIGEST or (about in Topic.values and not Topic(about).is_serious)
    return Stop(person, None if about == DIGEST else Topic(about)) if person and known else None


def is_stopped(stop: Stop) -> bool:
    ways = choices.ways_of(stop.person)
    if stop.topic:
        return ways[stop.topic].mail == Mail.NONE
    return all(way.mail != Mail.DAILY for way in ways.values())


def stop(stop: Stop) -> None:
    """Mail no more of it. A digest's serious topics are mailed again as everybody's are."""
    with transaction.atomic():
        ways = choices.ways_of(stop.person)
        stopped = [stop.topic] if stop.topic else [topic for topic, way in ways.items() if way.mail == Mail.DAILY]
        choices.choose(stop.person, ways={topic: _without_mail(topic, ways[topic]) for topic in stopped})


def _without_mail(topic: Topic, way: Way) -> Way:
    return way._replace(mail=Mail.URGENT if topic.is_serious else Mail.NONE)


def start_again(stop: Stop) -> None:
    """The way back: mail of the topic comes as everybody's does."""
    if stop.topic:
        way = choices.ways_of(stop.person)[stop.topic]
        choices.choose(stop.person, ways={stop.topic: way._replace(mail=Mail.URGENT)})
