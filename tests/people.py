"""Browsers of people who signed in as people do."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests import make


def signed_in(person: User) -> Client:
    browser = Client()
    browser.post(reverse("account_login"), {"login": person.email, "password": make.PASSWORD})
    return browser


def confirmed(person: User) -> Client:
    """Somebody who just confirmed that it is them."""
    browser = signed_in(person)
    browser.post(reverse("account_reauthenticate"), {"password": make.PASSWORD})
    return browser
