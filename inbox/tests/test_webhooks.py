"""Webhooks: what an endpoint is told, how it is signed, how long it is tried, and who is held up by whom."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from shutil import which
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from inbox import deliveries, notices, snippets, webhooks
from inbox.happenings import Kind
from inbox.models import Delivery, Endpoint, Event, Notice
from inbox.views.webhooks import TRIES_A_MINUTE
from picomarket.lib.outward import NotAllowed
from tests import make, outside
from tests.people import confirmed

Person = Any  # a row of accounts.User, which this app does not import
NOW = timezone.now().replace(microsecond=0)
State = Delivery.State


@pytest.fixture
def server(settings: Settings) -> Iterator[outside.Outside]:
    settings.OUTWARD_PRIVATE = True
    with outside.listening() as there:
        yield there


def hook(
    person: Person, server: outside.Outside, path: str = "/hook", *, kinds: tuple[str, ...] = (Kind.PAUSED,)
) -> Endpoint:
    return webhooks.add(person, url=server.url(path), kinds=kinds, now=NOW)


def happens(person: Person, kind: str = Kind.PAUSED, *, now: datetime = NOW, **data: Any) -> None:
    """As a trigger of another app would write it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT inbox_announce(ARRAY[%s::bigint], %s, ARRAY[%s::jsonb], %s)",
            [person.pk, kind, json.dumps(data), now],
        )


def deliver(now: datetime) -> int:
    deliveries.gather_due(now=now)
    return deliveries.send_due(now=now)


def test_what_happens_in_a_minute_arrives_together(server: outside.Outside, ann: Person) -> None:
    endpoint = hook(ann, server)
    for second in (0, 20):
        happens(ann, now=NOW + timedelta(seconds=second), task=f"t{second}")

    sent = [deliver(NOW + timedelta(seconds=seconds)) for seconds in (30, 80, 140)]

    [posted] = server.posted
    said = json.loads(posted.body)
    assert sent == [0, 1, 0]
    assert [(one["kind"], one["data"], one["at"]) for one in said["events"]] == [
        ("task.paused", {"task": "t0"}, NOW.isoformat(timespec="seconds")),
        ("task.paused", {"task": "t20"}, (NOW + timedelta(seconds=20)).isoformat(timespec="seconds")),
    ]
    row = endpoint.deliveries.get()
    assert (row.state, row.status, row.answer, row.tries) == (State.DELIVERED, 200, "fine", 1)
    assert (said["id"], posted.headers["Picomarket-Delivery"]) == (row.public_id, row.public_id)


def test_only_what_was_asked_for_is_told_and_only_to_its_person(
    server: outside.Outside, ann: Person, ben: Person
) -> None:
    hook(ann, server, kinds=(Kind.PAUSED, Kind.STOPPED))
    for person, kind in ((ann, Kind.PAUSED), (ann, Kind.FINISHED), (ben, Kind.STOPPED)):
        happens(person, kind)

    deliver(NOW + timedelta(minutes=2))

    assert [one["kind"] for one in json.loads(server.posted[0].body)["events"]] == ["task.paused"]
    assert len(server.posted) == 1


RUN = {
    "Python": ("python3", "-c", "{0}\nimport sys\nprint(int(is_genuine(sys.argv[1].encode(), sys.argv[2])))"),
    "PHP": ("php", "-r", "{0}\necho (int) is_genuine($argv[1], $argv[2]);"),
    "JavaScript (Node)": ("node", "-e", "{0}\nconsole.log(Number(isGenuine(process.argv[1], process.argv[2])));"),
}


@pytest.mark.parametrize("language", [name for name, (program, *_rest) in RUN.items() if which(program)])
def test_each_snippet_knows_a_genuine_call(server: outside.Outside, ann: Person, language: str) -> None:
    endpoint = hook(ann, server)
    webhooks.try_out(endpoint, now=NOW)
    deliveries.send_due(now=timezone.now())
    body, header = server.posted[0].body.decode(), server.posted[0].headers["Picomarket-Signature"]
    old = webhooks.signature(endpoint.secret, body.encode(), at=NOW - timedelta(minutes=6))
    program, how, source = RUN[language]
    snippet = dict(snippets.with_secret(endpoint.secret))[language].removeprefix("<?php")

    def judged(words: str, signature: str) -> str:
        command = [program, how, source.replace("{0}", snippet), words, signature]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    assert judged(body, header) == "1"
    assert [judged(body + " ", header), judged(body, header[:-1] + "x"), judged(body, old)] == ["0", "0", "0"]


def test_what_fails_is_tried_for_a_day_with_growing_pauses(server: outside.Outside, ann: Person) -> None:
    endpoint = hook(ann, server)
    server.status["/hook"] = 500
    happens(ann)
    deliver(NOW + timedelta(minutes=1))
    pauses = []
    while (row := endpoint.deliveries.get()).state == State.WAITING:
        assert row.tried_at
        pauses.append(int((row.try_at - row.tried_at) / timedelta(minutes=1)))
        deliveries.send_due(now=row.try_at)

    assert pauses[:9] == [1, 2, 4, 8, 16, 32, 64, 128, 180]
    assert sum(pauses) <= 24 * 60 < sum(pauses) + 180
    assert len(server.posted) == len(pauses) + 1
    assert len({posted.body for posted in server.posted}) == 1


def test_one_tried_ever_so_often_stops_nobody_elses(
    server: outside.Outside, ann: Person, ben: Person, settings: Settings
) -> None:
    settings.RULES = replace(settings.RULES, webhook_hours=2160, webhook_off_days=3650)
    server.status["/broken"] = 500
    broken, whole = hook(ann, server, "/broken"), hook(ben, server)
    for tries in (60, 32_767):
        happens(ann)
        happens(ben)
        deliveries.gather_due(now=NOW + timedelta(minutes=1))
        broken.deliveries.update(tries=tries, try_at=NOW)

        deliveries.send_due(now=NOW + timedelta(minutes=1))

    assert {row.state for row in whole.deliveries.all()} == {State.DELIVERED}
    assert whole.deliveries.count() == 2


def test_a_slow_endpoint_holds_up_nobody(server: outside.Outside, ann: Person, ben: Person, monkeypatch: Any) -> None:
    monkeypatch.setattr("picomarket.lib.outward.LONGEST", 0.4)
    hook(ann, server, "/slow")
    quick = hook(ben, server, "/quick")
    server.slow.add("/slow")
    for person in (ann, ben):
        happens(person)

    assert deliver(NOW + timedelta(minutes=1)) == 1
    assert quick.deliveries.get().state == State.DELIVERED
    assert Delivery.objects.exclude(endpoint=quick).get().answer == "It took too long."


def test_what_a_killed_sweep_held_goes_when_its_lease_is_over(server: outside.Outside, ann: Person) -> None:
    hook(ann, server)
    happens(ann)
    deliveries.gather_due(now=NOW + timedelta(minutes=1))
    deliveries._take(NOW + timedelta(minutes=1))

    sent = [deliveries.send_due(now=NOW + timedelta(minutes=minutes)) for minutes in (2, 6)]

    assert sent == [0, 1]


def test_days_of_failures_switch_it_off_and_tell_its_owner(
    server: outside.Outside, ann: Person, settings: Settings
) -> None:
    settings.RULES = replace(settings.RULES, webhook_off_days=1)
    endpoint = hook(ann, server)
    server.status["/hook"] = 500
    for hour in range(0, 30, 3):
        happens(ann, now=NOW + timedelta(hours=hour))
        deliver(NOW + timedelta(hours=hour, minutes=1))
    notices.send_mail_due(now=timezone.now() + timedelta(days=1, hours=2))

    endpoint.refresh_from_db()
    assert (endpoint.off_at is not None, endpoint.off_why) == (True, "500")
    assert Notice.objects.of(ann).filter(subject="A webhook of yours is switched off").count() == 1
    assert [letter.subject for letter in mail.outbox] == ["A webhook of yours is switched off"]
    assert not Delivery.objects.filter(state=State.WAITING).exists()
    happens(ann)
    assert Event.objects.filter(delivery=None).count() == 0


def test_one_that_says_it_is_gone_is_switched_off_at_once(server: outside.Outside, ann: Person) -> None:
    endpoint = hook(ann, server)
    server.status["/hook"] = 410
    happens(ann)

    deliver(NOW + timedelta(minutes=1))

    assert make.fresh(endpoint).off_at is not None


def test_a_success_forgives_the_failures_before(server: outside.Outside, ann: Person) -> None:
    endpoint = hook(ann, server)
    server.status["/hook"] = 500
    happens(ann)
    deliver(NOW + timedelta(minutes=1))
    failing = make.fresh(endpoint).failing_since
    server.status["/hook"] = 204

    deliver(NOW + timedelta(minutes=3))

    assert (failing is not None, make.fresh(endpoint).failing_since) == (True, None)


def test_what_failed_is_sent_once_more_alone_or_together(server: outside.Outside, ann: Person) -> None:
    endpoint = hook(ann, server)
    for minute in (0, 2, 4):
        happens(ann, now=NOW + timedelta(minutes=minute))
        deliveries.gather_due(now=NOW + timedelta(minutes=minute + 1))
    webhooks.switch_off(endpoint, now=NOW)
    webhooks.switch_on(endpoint)
    later = NOW + timedelta(days=2)

    webhooks.replay(endpoint.deliveries.earliest("pk"), now=later)
    first = deliveries.send_due(now=later)
    count = webhooks.replay_failed(endpoint, now=later)
    rest = [deliveries.send_due(now=later) for _time in range(3)]

    assert (first, count, rest) == (1, 2, [1, 1, 0])
    assert {row.state for row in Delivery.objects.all()} == {State.DELIVERED}


def test_what_was_not_gathered_as_it_was_switched_off_is_sent_by_hand_alone(
    server: outside.Outside, ann: Person
) -> None:
    endpoint = hook(ann, server)
    happens(ann)
    webhooks.switch_off(endpoint, now=NOW)
    # Whoever wrote it had begun before.
    late = Event.objects.create(endpoint=endpoint, kind=Kind.PAUSED, data={}, at=NOW)
    deliveries.gather_due(now=NOW + timedelta(minutes=1))
    webhooks.switch_on(endpoint)

    by_itself = deliver(NOW + timedelta(minutes=2))
    by_hand = webhooks.replay_failed(endpoint, now=NOW + timedelta(minutes=2))

    assert (by_itself, by_hand, len(server.posted)) == (0, 2, 0)
    assert make.fresh(late).delivery.state == State.WAITING


def test_nothing_is_sent_where_it_is_off(server: outside.Outside, ann: Person) -> None:
    endpoint = hook(ann, server)
    row = webhooks.try_out(endpoint, now=NOW)
    webhooks.switch_off(endpoint, now=NOW)

    for verb in (webhooks.try_out, webhooks.replay_failed):
        with pytest.raises(webhooks.EndpointRefused):
            verb(endpoint, now=NOW)
    with pytest.raises(webhooks.EndpointRefused):
        webhooks.replay(row, now=NOW)
    assert deliveries.send_due(now=NOW + timedelta(days=1)) == 0


def test_a_private_address_is_told_nothing(ann: Person) -> None:
    for url in ("http://example.org/", "https://localhost/", "https://10.0.0.1/", "https://0x7f.1/", "https://[::1]/"):
        with pytest.raises(NotAllowed):
            webhooks.add(ann, url=url, kinds=[Kind.PAUSED], now=NOW)
    endpoint = webhooks.add(ann, url="https://hooks.example.org/", kinds=[Kind.PAUSED], now=NOW)
    # A name can come to lead there later.
    Endpoint.objects.update(url="https://localhost/")
    endpoint.refresh_from_db()
    webhooks.try_out(endpoint, now=NOW)

    deliveries.send_due(now=NOW)

    assert endpoint.deliveries.get().answer == "The address leads into a private network."


def test_a_person_has_five_at_most(server: outside.Outside, ann: Person) -> None:
    for number in range(webhooks.MOST):
        hook(ann, server, f"/{number}")

    with pytest.raises(webhooks.EndpointRefused):
        hook(ann, server, "/more")


def test_old_deliveries_are_forgotten_with_their_events(server: outside.Outside, ann: Person) -> None:
    hook(ann, server)
    for days in (0, 20):
        happens(ann, now=NOW + timedelta(days=days))
        deliver(NOW + timedelta(days=days, minutes=1))

    assert deliveries.sweep_old(now=NOW + timedelta(days=31)) == 1
    assert (Delivery.objects.count(), Event.objects.count()) == (1, 1)


def test_the_pages_add_change_and_try_out(server: outside.Outside, ann: Person) -> None:
    client = confirmed(ann)
    client.post(reverse("inbox:webhooks"), {"url": server.url("/hook"), "kinds": ["task.paused"]})
    endpoint = Endpoint.objects.get()
    page = endpoint.get_absolute_url()

    client.post(page, {"url": server.url("/other"), "kinds": ["task.stopped", "payout.paid"]})
    client.post(reverse("inbox:try_out", args=[endpoint.public_id]))
    deliveries.send_due(now=timezone.now())
    client.post(reverse("inbox:renew_secret", args=[endpoint.public_id]))

    changed = make.fresh(endpoint)
    assert (changed.url, changed.kinds) == (server.url("/other"), ["task.stopped", "payout.paid"])
    assert changed.secret != endpoint.secret
    assert [posted.path for posted in server.posted] == ["/other"]
    log = client.get(page).content.decode()
    assert ("Delivered" in log, changed.secret in log) == (True, False)
    assert changed.secret in client.get(page, {"secret": "shown"}).content.decode()
    told = client.get(reverse("inbox:delivery", args=[Delivery.objects.get().public_id])).content.decode()
    assert ("&quot;kind&quot;: &quot;test&quot;" in told, "Status 200" in told) == (True, True)


def test_sending_again_says_so_where_nothing_failed_and_is_not_asked_for_ever(
    server: outside.Outside, ann: Person, client: Client
) -> None:
    client.force_login(ann)
    again = reverse("inbox:replay_failed", args=[hook(ann, server).public_id])

    pages = [client.post(again, follow=True) for _time in range(TRIES_A_MINUTE + 1)]

    assert "Nothing is sent again" in pages[0].content.decode()
    assert "very often" in pages[-1].content.decode()


@pytest.mark.parametrize("typed", [{"url": "http://x.example/"}, {"url": "https://x.example/", "kinds": ["task.none"]}])
def test_what_cannot_be_told_is_said_in_the_form(ann: Person, client: Client, typed: dict[str, Any]) -> None:
    client.force_login(ann)

    answer = client.post(reverse("inbox:webhooks"), {"kinds": ["task.paused"], **typed})

    assert answer.context["form"].errors
    assert typed["url"] in answer.content.decode()
    assert Endpoint.objects.count() == 0


@pytest.mark.parametrize("count", [1, 30])
def test_the_log_asks_the_same_however_long_it_is(
    server: outside.Outside,
    ann: Person,
    client: Client,
    count: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    endpoint = hook(ann, server)
    for _number in range(count):
        webhooks.try_out(endpoint, now=NOW)
    client.force_login(ann)

    with django_assert_max_num_queries(14):
        client.get(endpoint.get_absolute_url())
