"""What inbox, which knows nobody, keeps for a person: what they were told, and how they want to be told."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inbox.models import Choice, Delivery, Device, DigestHour, Endpoint, Feed, Notice

from .parts import Part, table


def parts(person: User) -> Iterator[Part]:
    yield _notices(person)
    chosen = Choice.objects.filter(person=person).order_by("pk")
    shown: tuple[str, ...] = ("topic", "site", "mail", "push", "feed")
    yield table("notice_choices", _("How you want to be told of what."), chosen, *shown)
    hour = DigestHour.objects.filter(person=person)
    yield table("digest_hour", _("The hour of your digest, where you chose one."), hour, "hour")
    devices = Device.objects.filter(person=person).order_by("pk")
    yield table("push_devices", _("Devices that show your notices."), devices, "name", "added_at", "shown_at")
    feeds = Feed.objects.filter(person=person)
    yield table("notice_feed", _("Your feed of notices, where you made one."), feeds, "key")
    endpoints = Endpoint.objects.filter(person=person).order_by("pk")
    shown = ("public_id", "url", "kinds", "made_at", "off_at", "off_why")
    yield table("endpoints", _("Addresses of yours that are told what happens."), endpoints, *shown)
    sent = Delivery.objects.filter(endpoint__person=person).order_by("pk")
    shown = ("endpoint__public_id", "public_id", "state", "made_at", "tries", "tried_at", "status", "answer")
    yield table("deliveries", _("What was sent to them, and what they answered."), sent, *shown)


def _notices(person: User) -> Part:
    """Some are put into words only when they are read."""
    told = Notice.objects.of(person).iterator(chunk_size=1000)
    rows = ((one.told_at, one.read_at, one.headline, one.text, one.url) for one in told)
    return Part("notices", _("What we told you."), ["told_at", "read_at", "subject", "body", "url"], rows)


def forget(person: User) -> None:
    """All of it, with what is on its way to their own addresses."""
    for model in (Notice, Choice, DigestHour, Feed, Device, Endpoint):
        model.objects.filter(person=person).delete()
