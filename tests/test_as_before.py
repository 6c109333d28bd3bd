"""A page the browser has already is not sent again; whatever is another page is."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.models import User
from picomarket.middleware import AsBefore
from tests import make


def visit(client: Client, path: str = "/work/", *, tag: str = "") -> tuple[int, str, str]:
    answer = client.get(path, headers={"If-None-Match": tag} if tag else {})
    return answer.status_code, answer.get("ETag", ""), answer.content.decode()


def test_a_page_that_is_as_before_is_not_sent_again_though_its_tokens_are_others(
    client: Client, ann: User, ben: User
) -> None:
    make.task(ann)
    client.force_login(ben)
    (_first, tag, page), (_again, _tag, other) = visit(client), visit(client)

    assert page != other
    assert re.sub(r'(csrfmiddlewaretoken" value=)"\w+"', r"\1", page) == re.sub(
        r'(csrfmiddlewaretoken" value=)"\w+"', r"\1", other
    )
    assert visit(client, tag=tag) == (304, tag, "")


def test_a_page_that_changed_is_sent(client: Client, ann: User, ben: User) -> None:
    client.force_login(ben)
    _status, tag, _page = visit(client)

    make.task(ann, title="A new one")

    assert visit(client, tag=tag)[0] == 200


def test_who_signs_in_anew_gets_the_page_anew(client: Client, ben: User) -> None:
    client.force_login(ben)
    _status, tag, _page = visit(client)
    client.logout()
    client.cookies.clear()
    client.force_login(ben)

    assert visit(client, tag=tag)[0] == 200


@pytest.mark.parametrize("name", ["wallet:home", "account_email"])
def test_what_no_browser_keeps_is_not_compared(client: Client, ben: User, name: str) -> None:
    client.force_login(ben)

    assert visit(client, reverse(name))[:2] == (200, "")


def test_a_page_with_a_policy_of_its_own_keeps_it_when_it_is_not_sent_again() -> None:
    own = {"Content-Security-Policy": "frame-ancestors 'self'", "X-Frame-Options": "SAMEORIGIN"}
    asked = AsBefore(lambda _request: HttpResponse("<p>A letter</p>", headers=own))
    first = asked(RequestFactory().get("/mail/"))

    again = asked(RequestFactory().get("/mail/", headers={"If-None-Match": first["ETag"]}))

    assert (again.status_code, again.content) == (304, b"")
    assert own.items() <= dict(again.items()).items()
