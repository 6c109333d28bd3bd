"""The page of what protects an account, and the second step the staff needs."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import User
from tests import make

SECRET = "JBSWY3DPEHPK3PXP"
NEXT = "Next: "


def with_app(person: User) -> User:
    TOTP.activate(person, SECRET)
    RecoveryCodes.activate(person)
    return person


def code() -> str:
    return str(format_hotp_value(hotp_value(SECRET, next(iter(yield_hotp_counters_from_time())))))


def signed_in(person: User) -> Client:
    browser = Client()
    browser.post(reverse("account_login"), {"login": person.email, "password": make.PASSWORD})
    return browser


def security(person: User) -> str:
    browser = Client()
    browser.force_login(person)
    return browser.get(reverse("accounts:security")).content.decode()


# -- one screen


def test_who_has_only_a_password_is_led_to_a_second_step(ben: User) -> None:
    page = security(ben)

    assert "Next: add a second step" in page
    assert page.count(NEXT) == 1


def test_who_has_all_of_it_has_nothing_to_do(ben: User) -> None:
    page = security(with_app(ben))

    assert "Well protected" in page
    assert NEXT not in page


def test_few_recovery_codes_are_said(ben: User) -> None:
    with_app(ben)
    Authenticator.objects.filter(type=Authenticator.Type.RECOVERY_CODES).delete()

    assert "Next: make recovery codes" in security(ben)


def test_an_address_that_is_not_confirmed_comes_first(ben: User) -> None:
    EmailAddress.objects.filter(user=ben).update(verified=False)

    assert "Next: confirm your address" in security(ben)


# -- who signs in by another site alone


@pytest.fixture
def passwordless(ben: User) -> User:
    ben.set_unusable_password()
    ben.save()
    return ben


@pytest.mark.parametrize(
    ("page", "typed"),
    [
        ("account_email", {"action_add": "", "email": "thief@example.org"}),
        ("mfa_activate_totp", {"code": "123456"}),
        ("mfa_add_webauthn", {"credential": "{}"}),
        ("socialaccount_connections", {"account": "1"}),
    ],
)
def test_an_open_session_of_somebody_without_a_password_adds_no_way_in(
    passwordless: User, page: str, typed: dict[str, str]
) -> None:
    browser = Client()
    browser.force_login(passwordless)

    answer = browser.post(reverse(page), typed)

    assert answer["Location"] == reverse("account_set_password")
    assert EmailAddress.objects.filter(user=passwordless).count() == 1


def test_a_first_password_is_set_by_a_letter_to_the_persons_address(passwordless: User) -> None:
    browser = Client()
    browser.force_login(passwordless)

    browser.post(reverse("account_set_password"), {"password1": make.PASSWORD, "password2": make.PASSWORD})

    assert [letter.to for letter in mail.outbox] == [[passwordless.email]]
    assert not make.fresh(passwordless).has_usable_password()


# -- the staff


@pytest.fixture
def strict(settings: Settings) -> None:
    settings.STAFF_SECOND_STEP = True


DESK = "/admin/accounts/user/"


@pytest.mark.usefixtures("strict")
def test_staff_without_a_second_step_is_led_to_set_one_up_and_sees_nothing(sam: User) -> None:
    browser = signed_in(sam)

    answer = browser.get(DESK, follow=True)

    assert answer.redirect_chain[0][0] == "/me/second-step/?next=%2Fadmin%2Faccounts%2Fuser%2F"
    assert "a password alone does not open it" in answer.content.decode()


@pytest.mark.usefixtures("strict")
def test_staff_sets_one_up_uses_it_and_comes_where_it_wanted(sam: User) -> None:
    browser = signed_in(sam)
    browser.get(DESK, follow=True)
    browser.post(reverse("account_reauthenticate"), {"password": make.PASSWORD})
    secret = browser.get(reverse("mfa_activate_totp")).context["form"].secret
    value = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))

    browser.post(reverse("mfa_activate_totp"), {"code": value})
    asked = browser.get(reverse("accounts:second_step"))
    codes = Authenticator.objects.get(user=sam, type="recovery_codes").wrap().get_unused_codes()
    done = browser.post(asked["Location"], {"code": codes[0]}, follow=True)

    assert asked["Location"].startswith(reverse("mfa_reauthenticate"))
    assert done.redirect_chain[-1][0] == DESK
    assert done.status_code == 200


@pytest.mark.usefixtures("strict")
def test_staff_that_signed_in_with_a_code_is_at_the_desk(sam: User) -> None:
    browser = signed_in(with_app(sam))

    browser.post(reverse("mfa_authenticate"), {"code": code()})

    assert browser.get(DESK).status_code == 200


@pytest.mark.usefixtures("strict")
def test_a_second_step_that_was_taken_away_closes_the_desk(sam: User) -> None:
    browser = signed_in(with_app(sam))
    browser.post(reverse("mfa_authenticate"), {"code": code()})

    Authenticator.objects.filter(user=sam).delete()

    assert browser.get(DESK)["Location"].startswith(reverse("accounts:second_step"))


@pytest.mark.usefixtures("strict")
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_deed_at_the_desk_is_not_done_without_it(sam: User, ben: User, method: str) -> None:
    browser = Client()
    browser.force_login(sam)

    answer = getattr(browser, method)(f"/admin/accounts/user/{ben.pk}/suspend/", {"reason": "No reason at all."})

    assert answer["Location"].startswith(reverse("accounts:second_step"))
    assert make.fresh(ben).suspended_at is None


@pytest.mark.usefixtures("strict")
def test_who_is_not_staff_is_told_what_they_always_were(ben: User) -> None:
    browser = signed_in(ben)

    assert browser.get(DESK).status_code in (302, 403)
    assert browser.get(DESK).get("Location", "").startswith("/admin/login/")


def test_an_installation_may_do_without(sam: User, settings: Settings) -> None:
    settings.STAFF_SECOND_STEP = False
    browser = signed_in(sam)

    assert browser.get(DESK).status_code == 200


@pytest.mark.parametrize("where", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_the_door_to_the_desk_leads_to_no_other_site(sam: User, where: str) -> None:
    browser = signed_in(with_app(sam))
    browser.post(reverse("mfa_authenticate"), {"code": code()})

    assert browser.get(reverse("accounts:second_step"), {"next": where})["Location"] == "/admin/"


# -- words


def test_a_new_password_after_the_link_is_typed_once_and_no_button_is_empty(client: Client, ben: User) -> None:
    client.post(reverse("account_reset_password"), {"email": ben.email})
    (link,) = re.findall(r"https?://[^/]+(/account/password/reset/key/\S+)", str(mail.outbox[0].body))
    page = client.get(link, follow=True)

    html = page.content.decode()
    client.post(page.request["PATH_INFO"], {"password1": "another horse battery", "action": ""})

    assert html.count('type="password"') == 1
    assert '<a class="button"' not in html
    assert make.fresh(ben).check_password("another horse battery")


def test_a_passkeys_page_and_a_wrong_code_speak_plainly(ben: User) -> None:
    browser = signed_in(ben)
    browser.post(reverse("account_reauthenticate"), {"password": make.PASSWORD})

    keys = browser.get(reverse("mfa_add_webauthn")).content.decode()
    refused = browser.post(reverse("mfa_activate_totp"), {"code": "000000"}).content.decode()

    assert "Sign in with this key alone" in keys
    assert "This code is wrong or used up." in refused


def test_the_desks_door_tells_nobody_else_that_they_work_there(ben: User) -> None:
    assert "Only the support desk asks for one" in signed_in(ben).get(reverse("accounts:second_step")).content.decode()


@pytest.mark.django_db
def test_what_one_accepts_is_linked_where_one_joins(client: Client) -> None:
    html = client.get(reverse("account_signup")).content.decode()

    for link in ("/#fees", reverse("accounts:rules"), reverse("accounts:privacy")):
        assert f'href="{link}"' in html


def test_no_passkey_is_offered_at_the_second_step_to_who_has_none(ben: User) -> None:
    page = signed_in(with_app(ben)).get(reverse("mfa_authenticate")).content.decode()

    assert ("Second step" in page, "Use a passkey or security key" in page) == (True, False)


def test_the_first_recovery_codes_are_not_said_to_take_the_place_of_others(ben: User) -> None:
    assert "before" not in render_to_string("mfa/messages/recovery_codes_generated.txt")
