"""Devices that show a person's notices, though no page of the market is open."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from picomarket.lib import outward, webpush
from picomarket.lib.refusals import Refused

from .models import Device

Person = Any  # a row of accounts.User, which this app does not import

MOST = 10
BROWSERS = (
    *(("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox")),
    *(("Chrome", "Chrome"), ("Safari", "Safari")),
)
SYSTEMS = (
    *(("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows")),
    *(("CrOS", "ChromeOS"), ("Mac OS", "Mac"), ("Linux", "Linux")),
)


class NotADevice(Refused):
    """What the browser sent cannot be called."""


def are_offered() -> bool:
    """Whether this installation has a key to call push services with."""
    return bool(settings.VAPID_PRIVATE_KEY)


def add(person: Person, *, endpoint: str, device_key: str, secret: str, agent: str, now: datetime) -> Device:
    """Show this person's notices on this browser; one that showed somebody else's shows theirs no more.

    The oldest goes where there are too many. Raises NotADevice, or outward.NotAllowed for where it is reached.
    """
    outward.check(endpoint)
    try:
        webpush.check_device(device_key, secret)
    except ValueError as error:
        raise NotADevice(_("Your browser answered in a way we cannot use. Try another one.")) from error
    fresh = {"person": person, "device_key": device_key, "secret": secret, "name": name_of(agent), "added_at": now}
    with transaction.atomic():
        device, _made = Device.objects.update_or_create(endpoint=endpoint, defaults={**fresh, "failures": 0})
        kept = Device.objects.filter(person=person).order_by("-added_at", "-pk").values_list("pk", flat=True)[:MOST]
        Device.objects.filter(person=person).exclude(pk__in=list(kept)).delete()
    return device


def end(device: Device) -> None:
    """Show no more notices there."""
    device.delete()


def end_all(person: Person) -> bool:
    """Show their notices on no device. False where none did."""
    gone, _by_model = Device.objects.filter(person=person).delete()
    return bool(gone)


def name_of(agent: str) -> str:
    """What its owner knows a browser by."""
    browser = next((name for mark, name in BROWSERS if mark in agent), _("Browser"))
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return f"{browser} · {system}" if system else str(browser)
