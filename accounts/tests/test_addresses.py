"""Addresses an account had until a short while ago."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from accounts import addresses
from accounts.models import User
from tests import make

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


def test_a_main_address_that_is_changed_is_remembered(ben: User, client: Client) -> None:
    EmailAddress.objects.create(user=ben, email="new@example.org", verified=True)
    client.post("/account/login/", {"login": ben.email, "password": make.PASSWORD})
    client.post("/account/reauthenticate/", {"password": make.PASSWORD})

    client.post("/account/email/", {"action_primary": "", "email": "new@example.org"})
    client.post("/account/email/", {"action_remove": "", "email": "ben@example.org"})

    assert make.fresh(ben).email == "new@example.org"
    assert addresses.left_lately(make.fresh(ben), now=timezone.now()) == ["ben@example.org"]


def test_an_address_is_forgotten_after_a_while_and_where_it_is_the_main_one_again(ben: User) -> None:
    addresses.leave(ben, email="a@example.org", now=NOW)
    addresses.leave(ben, email=ben.email, now=NOW)
    addresses.leave(ben, email="a@example.org", now=NOW)

    assert addresses.left_lately(ben, now=NOW) == ["a@example.org"]
    assert addresses.left_lately(ben, now=NOW + timedelta(days=30)) == []
