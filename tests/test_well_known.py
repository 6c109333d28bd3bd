"""What programs look for at the addresses that are the same on every site."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from picomarket import well_known

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def lines(text: str) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in text.splitlines())


def test_whoever_found_a_weakness_is_told_whom_to_write(client: Client, settings: Settings) -> None:
    settings.SITE_URL = "https://market.example.org"
    settings.SECURITY_CONTACT, settings.SECURITY_POLICY = "safe@example.org", "https://example.org/weaknesses"

    answer = client.get("/.well-known/security.txt")

    said = lines(answer.content.decode())
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert "max-age" in answer["Cache-Control"]
    assert not answer.cookies
    assert timedelta() < datetime.fromisoformat(said.pop("Expires")) - NOW < timedelta(days=365)
    assert said == {
        "Contact": "mailto:safe@example.org",
        "Preferred-Languages": "en",
        "Canonical": "https://market.example.org/.well-known/security.txt",
        "Policy": "https://example.org/weaknesses",
    }


@pytest.mark.parametrize(
    ("given", "said"),
    [("", "http://localhost:8000/help/ask/"), ("https://example.org/report", "https://example.org/report")],
)
def test_a_page_can_be_the_contact(settings: Settings, given: str, said: str) -> None:
    settings.SITE_URL, settings.SECURITY_CONTACT = "http://localhost:8000", given

    assert lines(well_known.security(now=NOW))["Contact"] == said


def test_search_engines_may_show_what_anybody_may_read_and_nothing_else(client: Client) -> None:
    answer = client.get("/robots.txt")

    allowed = re.findall(r"^Allow: (\S+?)\$?$", answer.content.decode(), re.MULTILINE)
    assert answer.content.decode().endswith("\nDisallow: /\n")
    assert {path for path in allowed if path != "/static/" and client.get(path).status_code != 200} == set()
    assert {reverse("home"), reverse("accounts:rules"), reverse("tasks:policy"), "/static/"} <= set(allowed)


def test_the_icon_is_found_where_programs_look_for_it(client: Client) -> None:
    answer = client.get("/favicon.ico")

    assert answer.status_code == 302
    assert finders.find(answer["Location"].removeprefix("/static/"))
