"""Every form has a limit, and every page that costs more than a look does; the document says which."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from picomarket import limits
from picomarket.lib.rules import Rules
from tests import make

DOCUMENT = (Path(settings.BASE_DIR) / "docs" / "security.md").read_text()
OF_ALLAUTH = ("account_", "mfa_", "socialaccount_", "openid_connect_", "usersessions_", "google_")


def patterns(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif pattern.name:
            yield f"{space}{pattern.name}", pattern


VIEWS = dict(patterns(get_resolver()))


def takes_forms(name: str) -> bool:
    """Whether a view of ours answers POST: whatever does not say that it only shows."""
    if name.startswith((*OF_ALLAUTH, "admin:")) and name != "account_set_password":
        return False
    head = inspect.getsource(inspect.unwrap(VIEWS[name].callback)).partition("def ")[0]
    return "require_safe" not in head


def listed(heading: str) -> set[str]:
    section = DOCUMENT.partition(f"### {heading}\n")[2].partition("\n#")[0]
    return set(re.findall(r"`([\w:]+)`", section))


@pytest.mark.parametrize(("heading", "own"), [("Forms", limits.FORMS), ("Pages", limits.PAGES)])
def test_the_document_says_what_has_a_limit_of_its_own(heading: str, own: tuple[limits.Limit, ...]) -> None:
    section = DOCUMENT.partition(f"### {heading}\n")[2].partition("\n#")[0]
    rows = re.findall(r"^\| ([^|]+) \| (\d[^|]+) \| (.+) \|$", section, re.MULTILINE)

    assert [(why, most, tuple(re.findall(r"`([\w:]+)`", views))) for why, most, views in rows] == [
        (one.why, str(one), one.views) for one in own
    ]


def test_every_form_of_the_market_is_in_one_of_the_two_lists() -> None:
    own = {view for one in limits.FORMS for view in one.views}
    forms = {name for name in VIEWS if takes_forms(name)}

    assert own <= forms
    assert listed("All other forms") == forms - own


def test_what_allauth_counts_is_what_the_document_says() -> None:
    said = dict(re.findall(r"^\| `([a-z_]+)` \| `([^`]+)` \|", DOCUMENT, re.MULTILINE))

    from_settings = settings.ACCOUNT_RATE_LIMITS
    assert said == from_settings


@pytest.fixture(autouse=True)
def _one_minute() -> Iterator[None]:
    """However long a test takes, the minute that counts does not end within it."""
    with time_machine.travel(timezone.now(), tick=False):
        yield


def pages_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_forms_beyond_the_limit_are_refused_before_any_work_and_say_when(ann: User, settings: Settings) -> None:
    settings.RULES = Rules(forms_a_minute=2)
    client, hide = pages_of(ann), reverse("tasks:hide", args=["category", "surveys"])

    answers = [client.post(hide) for _again in range(3)]

    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 60
    assert client.get(reverse("tasks:hidden")).status_code == 200


def test_a_view_with_a_limit_of_its_own_follows_the_rule(ann: User, ben: User, settings: Settings) -> None:
    settings.RULES = Rules(forms_a_minute=16)
    task = make.task(ann)
    client, report = pages_of(ben), reverse("tasks:report", args=[task.public_id])

    assert [client.post(report).status_code for _again in range(3)] == [200, 200, 429]


@pytest.mark.django_db
def test_who_is_not_signed_in_is_counted_by_address(settings: Settings) -> None:
    settings.RULES = Rules(forms_a_minute=1)
    typed = {"login": "nobody@example.org", "password": make.PASSWORD}

    def ask(address: str) -> int:
        return Client().post(reverse("account_login"), typed, REMOTE_ADDR=address).status_code

    assert [ask("203.0.113.5"), ask("203.0.113.5"), ask("198.51.100.9")] == [200, 429, 200]
    assert [ask("2001:db8::1"), ask("2001:db8::ffff"), ask("2001:db8:0:1::1")] == [200, 429, 200]


def test_sheets_are_made_so_often_a_minute(ann: User, settings: Settings) -> None:
    settings.RULES = Rules(forms_a_minute=4)
    client = pages_of(ann)

    assert [client.get(reverse("wallet:lines"), {"format": "csv"}).status_code for _again in range(2)] == [200, 429]
    assert client.get(reverse("wallet:home")).status_code == 200
