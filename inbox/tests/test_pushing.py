"""Notices on devices, with a push service that opens what it is sent as a browser would."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from inbox import choices, devices, notices, pushing
from inbox.choices import Way
from inbox.models import Device, Notice
from inbox.topics import USUALLY_PUSHED, Topic
from picomarket.lib import webpush
from tests import make, outside

Person = Any  # a row of accounts.User, which this app does not import
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@dataclass
class Browser:
    """A browser's own half of the keys."""

    path: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    secret: bytes = b"0123456789abcdef"

    @property
    def public(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def open(self, body: bytes) -> dict[str, str]:
        """RFC 8291 read the other way round."""
        salt, theirs, sealed = body[:16], body[21 : 21 + body[20]], body[21 + body[20] :]
        shared = self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))
        material = derive(shared, self.secret, b"WebPush: info\0" + self.public + theirs, 32)
        key = derive(material, salt, b"Content-Encoding: aes128gcm\0", 16)
        nonce = derive(material, salt, b"Content-Encoding: nonce\0", 12)
        text = AESGCM(key).decrypt(nonce, sealed, None)
        assert text.endswith(b"\x02")
        opened: dict[str, str] = json.loads(text[:-1])
        return opened


def derive(material: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length=length, salt=salt, info=info).derive(material)


@pytest.fixture
def service(settings: Settings) -> Iterator[outside.Outside]:
    settings.OUTWARD_PRIVATE = True
    settings.VAPID_PRIVATE_KEY = webpush.new_key()
    with outside.listening() as there:
        yield there


def add(person: Person, browser: Browser, service: outside.Outside, *, now: datetime = NOW) -> Device:
    return devices.add(
        person,
        endpoint=service.url(browser.path),
        device_key=webpush.encode(browser.public),
        secret=webpush.encode(browser.secret),
        agent=FIREFOX,
        now=now,
    )


def tell(person: Person, *, topic: Topic = Topic.ALERTS, now: datetime = NOW) -> Notice:
    row = notices.tell(person, subject="New task: signs", body="$0.10", url="/tasks/x/", topic=topic, now=now)
    return Notice.objects.get(pk=row.pk)


def test_a_device_shows_what_only_it_can_open(service: outside.Outside, ben: Person) -> None:
    browser = Browser("/push/1")
    device = add(ben, browser, service)
    told = tell(ben)

    sent = [pushing.send_due(now=NOW), pushing.send_due(now=NOW + timedelta(hours=1))]

    [posted] = service.posted
    assert sent == [1, 0]
    assert browser.open(posted.body) == {
        "title": "New task: signs",
        "body": "$0.10",
        "url": reverse("inbox:follow", args=[told.public_id]),
        "tag": told.public_id,
    }
    assert (posted.headers["TTL"], posted.headers["Content-Encoding"]) == ("86400", "aes128gcm")
    assert posted.headers["Authorization"].startswith("vapid t=")
    assert b"signs" not in posted.body
    assert make.fresh(device).shown_at == NOW


def test_each_device_of_a_person_is_called_and_nobody_elses(
    service: outside.Outside, ben: Person, cleo: Person
) -> None:
    for person, path in ((ben, "/push/1"), (ben, "/push/2"), (cleo, "/push/3")):
        add(person, Browser(path), service)
    tell(ben)

    assert pushing.send_due(now=NOW) == 1
    assert sorted(posted.path for posted in service.posted) == ["/push/1", "/push/2"]


def test_without_a_device_or_a_key_nothing_waits_or_goes(
    service: outside.Outside, ben: Person, settings: Settings
) -> None:
    before = tell(ben)
    add(ben, Browser("/push/1"), service)
    after = tell(ben)
    settings.VAPID_PRIVATE_KEY = ""

    assert (before.push_from, after.push_from) == (None, NOW)
    assert pushing.send_due(now=NOW) == 0
    assert service.posted == []


def test_what_is_pushed_is_what_the_person_chose(service: outside.Outside, ben: Person) -> None:
    add(ben, Browser("/push/1"), service)
    choices.choose(ben, ways={Topic.ALERTS: Way(push=False), Topic.PAY: Way(push=True)})

    assert [tell(ben, topic=topic).push_from for topic in (Topic.ALERTS, Topic.PAY)] == [None, NOW]


def test_the_database_knows_what_is_usually_pushed(service: outside.Outside, ben: Person) -> None:
    add(ben, Browser("/push/1"), service)

    assert {topic for topic in Topic if tell(ben, topic=topic).push_from} == USUALLY_PUSHED


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_is_gone_is_forgotten(service: outside.Outside, ben: Person, status: int) -> None:
    add(ben, Browser("/push/1"), service)
    service.status["/push/1"] = status
    told = tell(ben)

    for minute in range(3):
        pushing.send_due(now=NOW + timedelta(minutes=minute))

    assert Device.objects.count() == 0
    assert make.fresh(told).push_from is None
    assert len(service.posted) == 1


def test_a_service_that_is_down_is_tried_for_an_hour(service: outside.Outside, ben: Person) -> None:
    add(ben, Browser("/push/1"), service)
    service.status["/push/1"] = 503
    told = tell(ben)
    for minute in range(3):
        pushing.send_due(now=NOW + timedelta(minutes=minute))

    service.status["/push/1"] = 201
    sent = pushing.send_due(now=NOW + timedelta(minutes=3))

    assert (sent, len(service.posted)) == (1, 4)
    assert make.fresh(told).push_from is None
    assert Device.objects.get().failures == 0


def test_a_device_that_never_answers_well_is_forgotten(service: outside.Outside, ben: Person) -> None:
    add(ben, Browser("/push/1"), service)
    service.status["/push/1"] = 500
    tell(ben)

    for minute in range(pushing.MOST_FAILURES + 2):
        pushing.send_due(now=NOW + timedelta(minutes=minute))

    assert Device.objects.count() == 0
    assert len(service.posted) == pushing.MOST_FAILURES


def test_in_quiet_hours_a_push_waits_and_old_ones_lapse(service: outside.Outside, ben: Person) -> None:
    add(ben, Browser("/push/1"), service)
    ben.quiet_from, ben.quiet_until = time(11), time(14)
    ben.save(update_fields=["quiet_from", "quiet_until"])
    tell(ben, now=NOW - timedelta(days=2))
    told = tell(ben)

    sent = [pushing.send_due(now=NOW.replace(hour=hour)) for hour in (12, 13, 14)]

    assert sent == [0, 0, 1]
    assert [posted.headers["Topic"] for posted in service.posted] == [told.public_id]


def test_what_was_read_meanwhile_is_not_pushed(service: outside.Outside, ben: Person) -> None:
    add(ben, Browser("/push/1"), service)
    tell(ben)
    notices.mark_read(ben, now=NOW + timedelta(seconds=5))

    assert pushing.send_due(now=NOW + timedelta(seconds=10)) == 0
    assert not Notice.objects.filter(push_from__isnull=False).exists()


def test_what_a_killed_sweep_held_goes_when_its_lease_is_over(service: outside.Outside, ben: Person) -> None:
    add(ben, Browser("/push/1"), service)
    tell(ben)
    pushing._take(NOW, 50)

    sent = [pushing.send_due(now=NOW + after) for after in (timedelta(minutes=1), pushing.LEASE)]

    assert sent == [0, 1]


def test_one_that_cannot_be_put_into_words_stops_no_other(service: outside.Outside, ben: Person) -> None:
    add(ben, Browser("/push/1"), service)
    bad, good = tell(ben), tell(ben)
    Notice.objects.filter(pk=bad.pk).update(subject="For {name}", given={})

    assert pushing.send_due(now=NOW) == 1
    assert [posted.headers["Topic"] for posted in service.posted] == [good.public_id]
    assert make.fresh(bad).push_from is None


@pytest.mark.parametrize("count", [1, 12])
def test_many_pushes_ask_the_database_the_same(
    service: outside.Outside, ben: Person, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    add(ben, Browser("/push/1"), service)
    for _number in range(count):
        tell(ben)

    with django_assert_max_num_queries(11):
        assert pushing.send_due(now=NOW) == count


def typed(browser: Browser, service: outside.Outside, **changed: str) -> dict[str, str]:
    key, secret = webpush.encode(browser.public), webpush.encode(browser.secret)
    return {"endpoint": service.url(browser.path), "device_key": key, "secret": secret} | changed


def test_the_page_switches_devices_on_and_off(
    service: outside.Outside, ben: Person, cleo: Person, client: Client, settings: Settings
) -> None:
    client.force_login(ben)
    browser = Browser("/push/1")

    client.post(reverse("inbox:add_device"), typed(browser, service), headers={"User-Agent": FIREFOX})
    page = client.get(reverse("inbox:choices")).content.decode()
    device = Device.objects.get()
    client.force_login(cleo)
    stranger = client.post(reverse("inbox:end_device", args=[device.public_id]))
    client.force_login(ben)
    client.post(reverse("inbox:end_device", args=[device.public_id]))

    assert ("Firefox · Linux" in page, webpush.public_key(settings.VAPID_PRIVATE_KEY) in page) == (True, True)
    assert stranger.status_code == 404
    assert Device.objects.count() == 0


@pytest.mark.parametrize(
    "changed", [{"device_key": "B" * 87}, {"secret": "short"}, {"endpoint": "ftp://x/"}, {"endpoint": ""}]
)
def test_what_no_browser_would_say_is_refused(
    service: outside.Outside, ben: Person, client: Client, changed: dict[str, str]
) -> None:
    client.force_login(ben)

    answer = client.post(reverse("inbox:add_device"), typed(Browser("/push/1"), service, **changed), follow=True)

    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert Device.objects.count() == 0


def test_a_browser_shows_the_notices_of_who_switched_it_on_last(
    service: outside.Outside, ben: Person, cleo: Person
) -> None:
    browser = Browser("/push/1")
    for person in (ben, cleo):
        add(person, browser, service)

    assert Device.objects.get().person == cleo


def test_a_person_has_ten_devices_at_most(service: outside.Outside, ben: Person) -> None:
    for number in range(devices.MOST + 1):
        add(ben, Browser(f"/push/{number}"), service, now=NOW + timedelta(minutes=number))

    assert Device.objects.count() == devices.MOST
    assert not Device.objects.filter(endpoint=service.url("/push/0")).exists()


def test_where_there_is_no_key_the_page_says_nothing_of_devices(
    ben: Person, client: Client, settings: Settings
) -> None:
    settings.VAPID_PRIVATE_KEY = ""
    client.force_login(ben)

    page = client.get(reverse("inbox:choices")).content.decode()

    assert ("Devices that show" in page, "On your devices" in page) == (False, False)


def test_the_worker_stands_at_the_root(client: Client) -> None:
    answer = client.get("/sw.js")

    assert answer["Content-Type"].startswith("text/javascript")
    assert "showNotification" in answer.content.decode()
