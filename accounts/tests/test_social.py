"""Signing in by another site's account. Only its wire is made up."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.conf import settings as configured
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import User
from tests import make

from .other_site import OtherSite, running

LOGIN = "/account/oidc/oidc/login/"
FORM = {"country": "KE", "birth_date": "1999-04-30", "accepts": "on"}
EVE = {"sub": "7", "email": "eve@example.org", "email_verified": True, "name": "Eve Adams"}


@pytest.fixture
def site(settings: Settings) -> Iterator[OtherSite]:
    with running() as site:
        app = {"provider_id": "oidc", "name": "Elsewhere", "client_id": "me", "secret": "s"}
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"APPS": [{**app, "settings": {"server_url": site.url}}], "OAUTH_PKCE_ENABLED": True}
        }
        yield site


def come_from(site: OtherSite, browser: Client, *, process: str = "login", **person: Any) -> Any:
    """Press the button, say yes over there, and come back."""
    site.person = {**EVE, **person}
    led_on = browser.post(f"{LOGIN}?process={process}")["Location"]
    asked = parse_qs(urlsplit(led_on).query)
    assert led_on.startswith(f"{site.url}/ask")
    assert "code_challenge" in asked
    return browser.get(f"{LOGIN}callback/", {"code": "a code", "state": asked["state"][0]})


def test_without_settings_there_is_no_button(client: Client, db: None) -> None:
    page = client.get(reverse("account_login")).content.decode()

    assert "Go on with" not in page


@pytest.mark.usefixtures("site")
def test_a_button_stands_where_one_signs_in_and_joins(client: Client, db: None) -> None:
    for page in ("account_login", "account_signup"):
        assert "Go on with Elsewhere" in client.get(reverse(page)).content.decode()


def test_a_newcomer_still_says_where_they_live_and_how_old_they_are(client: Client, db: None, site: OtherSite) -> None:
    back = come_from(site, client)
    form = client.get(back["Location"])
    incomplete = client.post(back["Location"], {"email": "eve@example.org"})
    done = client.post(back["Location"], {**FORM, "email": "eve@example.org"})

    eve = User.objects.get()
    assert form.context["form"]["email"].value() == "eve@example.org"
    assert set(incomplete.context["form"].errors) == {"country", "birth_date", "accepts"}
    assert done["Location"] == reverse("accounts:profile")
    assert (str(eve.country), eve.name, eve.has_usable_password()) == ("KE", "", False)
    assert EmailAddress.objects.get(user=eve).verified


def test_an_address_the_other_site_did_not_verify_is_verified_here(client: Client, db: None, site: OtherSite) -> None:
    back = come_from(site, client, email_verified=False)

    done = client.post(back["Location"], {**FORM, "email": "eve@example.org"})

    assert done["Location"] == reverse("account_email_verification_sent")
    assert [letter.to for letter in mail.outbox] == [["eve@example.org"]]
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("verified", [True, False])
def test_nobody_becomes_who_has_the_same_address(client: Client, ben: User, site: OtherSite, verified: bool) -> None:
    back = come_from(site, client, email=ben.email, email_verified=verified)
    done = client.post(back["Location"], {**FORM, "email": ben.email})

    assert done["Location"] == reverse("account_email_verification_sent")
    assert "_auth_user_id" not in client.session
    assert not SocialAccount.objects.exists()
    assert [letter.to for letter in mail.outbox] == [[ben.email]]
    assert "already" in str(mail.outbox[0].body)


def test_a_throwaway_address_is_refused_here_too(client: Client, db: None, site: OtherSite) -> None:
    back = come_from(site, client, email="eve@mailinator.com")

    answer = client.post(back["Location"], {**FORM, "email": "eve@mailinator.com"})

    assert list(answer.context["form"].errors) == ["email"]


def test_its_owner_connects_it_signed_in_and_comes_in_by_it(client: Client, ben: User, site: OtherSite) -> None:
    client.force_login(ben)
    client.post(reverse("account_reauthenticate"), {"password": make.PASSWORD})

    come_from(site, client, process="connect", email="ben@elsewhere.example")
    client.post(reverse("account_logout"))
    come_from(site, client, email="ben@elsewhere.example")

    assert client.session["_auth_user_id"] == str(ben.pk)
    assert [letter.subject for letter in mail.outbox] == ["Picomarket: another account was connected"]


def test_connecting_asks_for_the_password_first(client: Client, ben: User, site: OtherSite) -> None:
    client.force_login(ben)

    back = come_from(site, client, process="connect")

    assert back["Location"].startswith(reverse("account_reauthenticate"))
    assert not SocialAccount.objects.exists()


def test_the_only_way_in_is_not_taken_away(client: Client, db: None, site: OtherSite) -> None:
    back = come_from(site, client)
    client.post(back["Location"], {**FORM, "email": "eve@example.org"})

    answer = client.post(reverse("socialaccount_connections"), {"account": SocialAccount.objects.get().pk})

    assert answer["Location"] == reverse("account_set_password")
    assert SocialAccount.objects.exists()


@pytest.mark.usefixtures("site")
def test_a_way_back_that_was_made_up_signs_nobody_in(client: Client, ben: User) -> None:
    answer = client.get(f"{LOGIN}callback/", {"code": "a code", "state": "made up"})

    assert "did not sign you in" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_google_is_there_where_its_client_is_set() -> None:
    lines = "from picomarket import settings as s; print(s.INSTALLED_APPS[-1], s.SIGN_IN_PAGES)"
    google = {"GOOGLE_CLIENT_ID": "a client", "GOOGLE_SECRET": "a secret"}

    done = subprocess.run(
        [sys.executable, "-c", lines],
        cwd=configured.BASE_DIR,
        env=os.environ | google,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == "allauth.socialaccount.providers.google ['https://accounts.google.com']\n"


def test_a_site_that_is_not_set_up_is_no_page(client: Client, db: None) -> None:
    assert [client.get(path).status_code for path in (LOGIN, "/account/google/login/")] == [404, 404]
