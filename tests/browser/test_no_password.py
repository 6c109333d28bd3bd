"""Whoever signs in by another site and has no password: what they typed comes back to them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Opener
from tests.browser.people import Person

pytestmark = pytest.mark.browser

# Signed in before: their session goes on.
WITHOUT = """
from importlib import import_module
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from accounts.models import User
one = User.objects.get(email="{email}")
one.set_unusable_password()
one.save()
for key in Session.objects.values_list("pk", flat=True):
    session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    if session.get(SESSION_KEY) == str(one.pk):
        session[HASH_SESSION_KEY] = one.get_session_auth_hash()
        session.save()
"""
HOOK = "https://server.example/hook"


def test_what_somebody_without_a_password_sent_stands_in_the_form_when_they_come_back(
    in_the_market: Callable[[str], None], open_page: Opener
) -> None:
    person = Person(open_page(PHONE)).join("stranger_to_passwords", "Kenya")
    in_the_market(WITHOUT.format(email=person.email))
    person.go("/notices/webhooks/")
    person.sees("This asks for your password, and you have none yet")
    address = person.page.locator("#id_url")
    address.fill(HOOK)
    person.page.locator("[name=kinds]").first.check()

    person.press("Add it")
    person.sees("This is not done yet.")
    expect(address).to_have_value(HOOK)
    person.page.get_by_role("link", name="Set one first").click()
    person.press_and_leave("Send the link")
    person.sees("We sent the link to")
    person.follow("Back to where you were")

    expect(person.page.get_by_text("What you typed is not saved yet.")).to_be_in_viewport()
    expect(address).to_have_value(HOOK)
    expect(person.page.locator("[name=kinds]").first).to_be_checked()
