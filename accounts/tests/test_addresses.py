"""Addresses an account had until a short while ago."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts import addresses
from accounts.models import User
from inbox import notices
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


def test_the_main_address_is_told_of_one_that_is_added(ben: User, client: Client) -> None:
    client.post("/account/login/", {"login": ben.email, "password": make.PASSWORD})
    client.post("/account/reauthenticate/", {"password": make.PASSWORD})
    ben.quiet_from, ben.quiet_until = time(0), time(23, 59)
    ben.save(update_fields=["quiet_from", "quiet_until"])

    client.post("/account/email/", {"action_add": "", "email": "new@example.org"})
    mail.outbox.clear()
    notices.send_mail_due(now=timezone.now())

    [letter] = [one for one in mail.outbox if "was added" in one.subject]
    assert letter.to == ["ben@example.org"]
    assert "new@example.org was added to your account" in letter.body


def test_an_address_is_forgotten_after_a_while_and_where_it_is_the_main_one_again(ben: User) -> None:
    addresses.leave(ben, email="a@example.org", now=NOW)
    addresses.leave(ben, email=ben.email, now=NOW)
    addresses.leave(ben, email="a@example.org", now=NOW)

    assert addresses.left_lately(ben, now=NOW) == ["a@example.org"]
    assert addresses.left_lately(ben, now=NOW + timedelta(days=30)) == []
