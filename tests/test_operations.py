"""What programs ask of the market: whether it lives, whether it can serve, how it does; and what its log says."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
from celery import current_app
from celery.schedules import schedule
from django.conf import settings as configured
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from django.utils.log import log_response
from pytest_django import Settings

from accounts import keeping
from accounts.models import KeptCase, User
from accounts.security import sessions
from picomarket import clock, health, logs, masking, metrics, pulse, receivers
from picomarket.jobs import tick
from submissions import claims
from tests import make

pytestmark = pytest.mark.django_db
NOW = timezone.now()


# -- whether it lives


def test_a_process_that_answers_lives(client: Client) -> None:
    assert client.get("/healthz").json() == {"process": "ok"}


def test_a_clock_that_stands_still_is_said_and_keeps_nobody_out(client: Client) -> None:
    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["clock"]) == (200, "late")
    assert client.get("/readyz?all=1").status_code == 503


def test_a_market_whose_clock_goes_is_well(client: Client) -> None:
    pulse.beat(now=timezone.now())

    answer = client.get("/readyz?all=1")

    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "migrations": "ok", "cache": "ok", "clock": "ok"}


def test_a_market_without_its_cache_is_not_ready(client: Client) -> None:
    gone = {**configured.CACHES["default"], "LOCATION": "unix:///nowhere.sock"}

    with override_settings(CACHES={**configured.CACHES, "default": gone}):
        answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["cache"], answer.json()["database"]) == (503, "failed", "ok")


@pytest.mark.parametrize("address", ["/", "/books/", "/transparency/"])
def test_a_page_for_everybody_is_there_without_the_cache(client: Client, address: str) -> None:
    gone = {**configured.CACHES["default"], "LOCATION": "unix:///nowhere.sock"}

    with override_settings(CACHES={**configured.CACHES, "default": gone}):
        answer = client.get(address)

    assert answer.status_code == 200


def test_a_release_whose_migrations_wait_is_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_known", health._Known())
    applied = MigrationRecorder.Migration.objects
    applied.filter(pk=applied.latest("pk").pk).delete()

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["migrations"]) == (503, "failed")


# -- how it does


def figures(client: Client) -> str:
    return client.get("/metrics", headers={"Authorization": "Bearer of-the-watch"}).content.decode()


@pytest.fixture
def watched(settings: Settings) -> None:
    settings.METRICS_TOKEN = "of-the-watch"


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer wrong", "of-the-watch"])
def test_figures_are_for_who_has_the_token(client: Client, watched: None, header: str) -> None:
    assert client.get("/metrics", headers={"Authorization": header}).status_code == 404


def test_without_a_token_in_the_settings_nobody_reads_the_figures(client: Client) -> None:
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_figures_say_what_waits_for_a_job(ann: User, ben: User, client: Client, watched: None) -> None:
    claims.claim(make.task(ann), by=ben, now=NOW - timedelta(hours=1))

    said = figures(client)

    assert 'picomarket_due_count{queue="expire claims"} 1.0' in said
    assert 'picomarket_payouts_count{queue="late"} 0.0' in said
    assert 'picomarket_desk_count{queue="Disputes to decide"} 0.0' in said


def test_figures_count_what_was_asked_for_by_view(client: Client, watched: None) -> None:
    client.get("/books/")

    assert 'picomarket_requests_total{method="GET",status="200",view="books"}' in figures(client)


def test_figures_say_how_jobs_ended(client: Client, watched: None) -> None:
    pulse.note("wallet.jobs.run_payouts", well=False, milliseconds=1500)

    said = figures(client)

    assert 'picomarket_job_runs_total{job="wallet.jobs.run_payouts",outcome="failed"} 1.0' in said
    assert 'picomarket_job_seconds_total{job="wallet.jobs.run_payouts"} 1.5' in said


def test_figures_ask_as_much_of_a_large_market_as_of_a_small_one(
    ann: User, client: Client, watched: None, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(45):  # type: ignore[operator]
        metrics.exposition()


# -- what the log says


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """The log as it is written in production."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logs.formatter("json"))
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


def last(lines: io.StringIO) -> dict[str, object]:
    found: dict[str, object] = json.loads(lines.getvalue().splitlines()[-1])
    return found


def test_an_answer_has_the_number_its_lines_have(client: Client, lines: io.StringIO) -> None:
    answer = client.get("/books/")

    line = last(lines)
    assert line["request_id"] == answer["X-Request-ID"]
    assert (line["view"], line["status"], line["method"]) == ("books", 200, "GET")


def test_a_line_says_who_was_answered_by_number_alone(ben: User, client: Client, lines: io.StringIO) -> None:
    client.get("/tasks/")
    assert "person" not in last(lines)

    client.force_login(ben)
    client.get("/tasks/")

    line = last(lines)
    assert (line["person"], "Ben" in lines.getvalue()) == (str(ben.pk), False)


def test_a_refusal_is_one_line_and_a_fault_shows_the_way_to_it(
    ben: User, client: Client, lines: io.StringIO, sam: User
) -> None:
    client.force_login(sam)
    page = f"/admin/accounts/user/{ben.pk}/change/"

    answer = client.post(page)
    try:
        raise ZeroDivisionError
    except ZeroDivisionError as fault:
        log_response("Fault: %s", page, response=HttpResponse(status=500), request=HttpRequest(), exception=fault)

    refused, _answered, broken = [json.loads(line) for line in lines.getvalue().splitlines()][-3:]
    assert refused["event"] == f"Forbidden (Permission denied): {page}"
    assert (refused["method"], refused["status_code"], refused["request_id"]) == ("POST", 403, answer["X-Request-ID"])
    assert ("exception" in refused, "ZeroDivisionError" in broken["exception"]) == (False, True)


def test_a_number_from_outside_is_believed_behind_a_proxy_alone(client: Client, settings: Settings) -> None:
    given = {"X-Request-ID": "proxy-number-1"}

    alone = client.get("/books/", headers=given)
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    behind = client.get("/books/", headers=given)
    forged = client.get("/books/", headers={"X-Request-ID": 'x"} {"event": "made up"'})

    assert (alone["X-Request-ID"] == "proxy-number-1", behind["X-Request-ID"]) == (False, "proxy-number-1")
    assert forged["X-Request-ID"].isalnum()


def test_a_job_has_the_number_of_the_request_that_began_it(client: Client, lines: io.StringIO) -> None:
    answer = client.get("/books/")
    headers: dict[str, object] = {}
    receivers.send_the_request_along(headers=headers)
    tick.push_request(**headers)

    receivers.belong_to_the_request(task_id="job-1", task=tick)
    logging.getLogger("a").info("within")
    receivers.note_how_it_ended(task_id="job-1", task=tick, state="SUCCESS")
    tick.pop_request()

    assert (last(lines)["request_id"], last(lines)["job"]) == (answer["X-Request-ID"], "picomarket.jobs.tick")
    assert pulse.records(["picomarket.jobs.tick"])["picomarket.jobs.tick"].done == 1


def test_a_secret_of_the_settings_is_in_no_line_nor_traceback(lines: io.StringIO, settings: Settings) -> None:
    settings.STRIPE_SECRET_KEY = 'sk_"live_0123456789'
    logs.known_secrets.cache_clear()
    try:
        raise ValueError(f"no such key: {settings.STRIPE_SECRET_KEY}")
    except ValueError:
        logging.getLogger("a").exception("It failed with %s.", settings.STRIPE_SECRET_KEY, extra={"request": object()})
    logs.known_secrets.cache_clear()

    assert "0123456789" not in lines.getvalue()
    assert "ValueError: no such key: •••" in str(last(lines)["exception"])


def test_what_lets_somebody_in_by_its_address_is_in_no_line(client: Client, lines: io.StringIO) -> None:
    client.get(reverse("tasks:atom", args=["secret-of-a-feed"]))
    client.get(reverse("inbox:feed", args=["secret-of-a-feed"]))

    assert "secret-of-a-feed" not in lines.getvalue()


def test_every_address_with_a_key_in_it_is_known_to_the_log() -> None:
    found = {route for route in routes(get_resolver().url_patterns) if "key>" in route or "token>" in route}
    hidden = {route for route in found if route.replace("^", "").startswith(tuple(masking.KEYS_FOLLOW))}

    assert found - hidden - {"mail/<slug:key>/"} == set()
    assert len(hidden) == len(masking.KEYS_FOLLOW)


def routes(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for one in patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, route) if route != "admin/" else ()
        else:
            yield route


# -- its clock, on several machines


def test_one_clock_of_several_strikes_and_another_takes_over() -> None:
    first, second = (clock.OneOfMany(app=current_app, lazy=True) for _machine in range(2))

    assert (first._holds(), second._holds(), first._holds()) == (True, False, True)
    cache.delete(clock.LEASE)
    assert (second._holds(), first._holds()) == (True, False)


def test_a_clock_that_takes_over_does_not_begin_again_what_was_begun() -> None:
    first, second = (clock.OneOfMany(app=current_app, lazy=True) for _machine in range(2))
    entry = second.Entry(name="runs", task="wallet.jobs.run_payouts", schedule=schedule(60), app=current_app)
    second.data = {"runs": entry}  # type: ignore[attr-defined]
    first._holds()

    second._holds()

    assert entry.last_run_at == cache.get(clock.LEASE).struck_at


# -- what is forgotten


def test_sessions_that_are_over_and_cases_nobody_has_are_forgotten(ben: User, client: Client) -> None:
    client.post(reverse("account_login"), {"login": ben.email, "password": make.PASSWORD})
    other = Client()
    other.post(reverse("account_login"), {"login": ben.email, "password": make.PASSWORD})
    Session.objects.filter(pk=other.session.session_key).update(expire_date=NOW - timedelta(days=1))
    KeptCase.objects.create(kind="a.b", key=1, person=ben, since=NOW, until=NOW)

    sessions.sweep_old(now=NOW)
    keeping.sweep_old(now=NOW)

    assert list(Session.objects.values_list("pk", flat=True)) == [client.session.session_key]
    assert KeptCase.objects.count() == 0
