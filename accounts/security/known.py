"""Devices a person signed in from before. A sign-in from another one is told to them, by mail too.

A device is known again by its cookie (``accounts.devices``); one that keeps none, for some hours, by its browser and
the network it is in. Others there have such a browser too, so it never becomes the device that it looks like.
"""

from __future__ import annotations

import ipaddress
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts import traces
from accounts.models import KnownDevice, User
from inbox import notices
from inbox.topics import Topic
from picomarket.lib import locales
from picomarket.lib.public import new_public_id

from . import agents

# Of more than these the one longest unseen is forgotten.
MOST_KNOWN = 50
LOOKS_COUNT = timedelta(hours=6)


def arrive(person: User, *, token: str, user_agent: str, ip: str, now: datetime) -> str:
    """Somebody signed in as this person: note the device, and tell them where it is a new one; the token it keeps.

    The first device of a person is the one they joined on, and nobody is told of it.
    """
    with transaction.atomic():
        known = list(KnownDevice.objects.filter(person=person).order_by("-last_seen_at"))
        looks = {"user_agent": user_agent, "network": network_of(ip), "last_seen_at": now}
        if token and KnownDevice.objects.filter(person=person, token=token).update(**looks):
            return token
        made, _is_new = KnownDevice.objects.get_or_create(
            person=person, token=token or new_public_id(), defaults={**looks, "first_seen_at": now}
        )
        KnownDevice.objects.filter(pk__in=[one.pk for one in known[MOST_KNOWN - 1 :]]).delete()
        if known and not any(_looks_like(one, made, now=now) for one in known):
            _tell(person, user_agent=user_agent, ip=ip, now=now)
    return made.token


def _looks_like(seen: KnownDevice, new: KnownDevice, *, now: datetime) -> bool:
    """Whether it may be the same, back soon without its cookie: one that brought it before would bring it again."""
    same = (seen.user_agent, seen.network) == (new.user_agent, new.network)
    return same and seen.first_seen_at == seen.last_seen_at > now - LOOKS_COUNT


def network_of(ip: str) -> str:
    """The network an address is in: people get another address of it now and then."""
    if not ip:
        return ""
    length = traces.NETWORK_BITS[ipaddress.ip_address(ip).version]
    return str(ipaddress.ip_network(f"{ip}/{length}", strict=False))


def _tell(person: User, *, user_agent: str, ip: str, now: datetime) -> None:
    """At once, also in quiet hours: who is asleep while somebody else signs in wants to read it all the same."""
    notices.tell(
        person,
        subject=_("Somebody signed in from a new device"),
        body=format_lazy(
            _(
                "{device}, from {ip}, {time}. If it was you, there is nothing to do. If it was not you, sign it out "
                "and choose a new password: the page “It was not you?” leads you through."
            ),
            device=locales.later(partial(agents.name, user_agent)),
            ip=ip or "?",
            time=locales.moment(timezone.localtime(now, person.tz), "DATETIME_FORMAT"),
        ),
        url=reverse("accounts:not_me"),
        mail_to=person.email,
        topic=Topic.ACCOUNT,
        now=now,
    )


def forget_others(person: User, *, token: str) -> None:
    """Only this device is known from now on: the next sign-in from any other is told again."""
    KnownDevice.objects.filter(person=person).exclude(token=token).delete()
