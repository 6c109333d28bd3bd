"""Drills: how somebody would take an account over, and what each of these ways ends in."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from django.conf import settings as configured
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from picomarket.lib import sealing
from tests import make

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"
NEW = "another horse battery"
INSIDE = "accounts:devices"


def sign_in(person: User, *, password: str = make.PASSWORD, browser: Client | None = None) -> Client:
    browser = browser or Client()
    browser.post(reverse("account_login"), {"login": person.email, "password": password})
    return browser


def is_in(browser: Client) -> bool:
    return browser.get(reverse(INSIDE)).status_code == 200


def with_app(person: User) -> User:
    TOTP.activate(person, SECRET)
    RecoveryCodes.activate(person)
    return person


def code() -> str:
    return str(format_hotp_value(hotp_value(SECRET, next(iter(yield_hotp_counters_from_time())))))


def asked_for(person: User) -> str:
    """The link of a letter that was asked for."""
    Client().post(reverse("account_reset_password"), {"email": person.email})
    (link,) = re.findall(r"https?://\S+/account/password/reset/key/\S+", str(mail.outbox[-1].body))
    return str(link)


def opened(link: str, browser: Client) -> str:
    """Where the form stands that a link leads to; empty where the link is none any more."""
    page = browser.get(re.sub(r"^https?://[^/]+", "", link), follow=True)
    return "" if page.context.get("token_fail") else str(page.request["PATH_INFO"])


def renew(link: str, *, browser: Client | None = None) -> bool:
    browser = browser or Client()
    form = opened(link, browser)
    return bool(form) and browser.post(form, {"password1": NEW}).status_code == 302


# -- the letter with a link to a new password


def test_a_link_to_a_new_password_works_once(ben: User) -> None:
    link = asked_for(ben)

    assert (renew(link), renew(link)) == (True, False)
    assert make.fresh(ben).check_password(NEW)


@pytest.mark.parametrize("seconds", [-60, 60])
def test_a_link_lasts_an_hour(ben: User, seconds: int) -> None:
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        link = asked_for(ben)

    with time_machine.travel(now + timedelta(hours=1, seconds=seconds), tick=False):
        assert bool(opened(link, Client())) == (seconds < 0)


def test_a_link_ends_when_the_password_changes(ben: User) -> None:
    link = asked_for(ben)

    ben.set_password(NEW)
    ben.save(update_fields=["password"])

    assert not opened(link, Client())


def test_a_link_ends_when_the_address_changes(ben: User) -> None:
    link = asked_for(ben)

    EmailAddress.objects.create(user=ben, email="ben@elsewhere.example", verified=True)

    assert not opened(link, Client())


def test_a_link_ends_when_its_person_signs_in_after_all(ben: User) -> None:
    link = asked_for(ben)

    sign_in(ben)

    assert not opened(link, Client())


def test_a_new_password_by_a_link_ends_every_session_and_opens_none(ben: User) -> None:
    thief, browser = sign_in(ben), Client()
    assert is_in(thief)

    renew(asked_for(ben), browser=browser)

    assert [is_in(thief), is_in(browser)] == [False, False]
    assert [str(letter.subject) for letter in mail.outbox][-1].endswith("your password was reset")


def test_a_new_password_by_a_link_goes_around_no_second_step(ben: User) -> None:
    with_app(ben)
    renew(asked_for(ben))

    browser = sign_in(ben, password=NEW)

    assert not is_in(browser)
    browser.post(reverse("mfa_authenticate"), {"code": code()})
    assert is_in(browser)


def test_the_key_of_a_link_is_not_in_the_address_of_its_page(ben: User) -> None:
    link = asked_for(ben)

    assert opened(link, Client()).endswith("-set-password/")


@pytest.mark.parametrize("page", ["account_reset_password", "account_signup"])
def test_a_made_up_host_is_in_no_letter(page: str, ben: User, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    form = {"password1": make.PASSWORD, "country": "DE", "birth_date": "1990-01-01", "accepts": "on"}

    for address in (ben.email, "nobody@example.org"):
        Client().post(reverse(page), {**form, "email": address}, headers={"Host": "evil.example"})

    assert len(mail.outbox) == 2
    said = [f"{letter.body}{getattr(letter, 'alternatives', None)}" for letter in mail.outbox]
    assert not any("evil.example" in letter for letter in said)
    assert all(configured.SITE_URL in str(letter.body) for letter in mail.outbox)


# -- sessions


def test_a_session_that_somebody_planted_is_not_the_one_that_is_signed_in(ben: User) -> None:
    with_app(ben)
    victim = Client()
    victim.get(reverse("account_login"))
    planted = victim.session
    planted["errand"] = "planted"
    planted.save()
    victim.cookies[configured.SESSION_COOKIE_NAME] = str(planted.session_key)

    sign_in(ben, browser=victim)
    victim.post(reverse("mfa_authenticate"), {"code": code()})
    thief = Client()
    thief.cookies[configured.SESSION_COOKIE_NAME] = str(planted.session_key)

    assert (is_in(victim), is_in(thief)) == (True, False)
    assert victim.session.session_key != planted.session_key


def test_a_cookie_of_before_signing_out_opens_nothing(ben: User) -> None:
    browser, thief = sign_in(ben), Client()
    thief.cookies[configured.SESSION_COOKIE_NAME] = str(browser.session.session_key)

    browser.post(reverse("account_logout"))

    assert not is_in(thief)


def test_changing_the_password_gives_this_session_another_key_and_ends_the_others(ben: User) -> None:
    browser, other = sign_in(ben), sign_in(ben)
    before = browser.session.session_key

    browser.post(reverse("account_change_password"), {"oldpassword": make.PASSWORD, "password1": NEW, "password2": NEW})

    assert [is_in(browser), is_in(other)] == [True, False]
    assert browser.session.session_key != before


def test_a_closed_account_has_no_session_any_more(ben: User) -> None:
    browser = sign_in(ben)

    User.objects.filter(pk=ben.pk).update(is_active=False)

    assert not is_in(browser)


@pytest.mark.parametrize("days", [29, 31])
def test_nobody_stays_signed_in_for_ever_however_much_they_come(ben: User, days: int) -> None:
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        browser = sign_in(ben)
    for day in range(10, days + 10, 10):
        with time_machine.travel(now + timedelta(days=min(day, days)), tick=False):
            # What is written in a session lets it last longer.
            browser.get(reverse("wallet:deposit"), {"next": f"/wallet/?day={day}"})
            still = is_in(browser)

    assert still == (days < 30)


def test_an_operator_signs_somebody_out_everywhere(ben: User, cleo: User) -> None:
    his, hers = sign_in(ben), sign_in(cleo)

    call_command("sign_out", ben.email, verbosity=0)
    first = (is_in(his), is_in(hers))
    call_command("sign_out", everybody=True, verbosity=0)

    assert (first, is_in(hers)) == ((False, True), False)
    assert not UserSession.objects.exists()


# -- the second step


def test_a_code_works_once(ben: User) -> None:
    with_app(ben)
    with time_machine.travel(timezone.now(), tick=False):
        seen = code()
        first, second = sign_in(ben), sign_in(ben)
        for browser in (first, second):
            browser.post(reverse("mfa_authenticate"), {"code": seen})

    assert [is_in(first), is_in(second)] == [True, False]


def test_a_recovery_code_works_once(ben: User) -> None:
    with_app(ben)
    kept = Authenticator.objects.get(user=ben, type="recovery_codes").wrap().get_unused_codes()[0]
    browsers = [sign_in(ben), sign_in(ben)]

    for browser in browsers:
        browser.post(reverse("mfa_authenticate"), {"code": kept})

    assert [is_in(browser) for browser in browsers] == [True, False]


def test_codes_are_not_tried_for_ever(ben: User) -> None:
    with_app(ben)
    browser = sign_in(ben)

    for _again in range(6):
        browser.post(reverse("mfa_authenticate"), {"code": "000000"})
    browser.post(reverse("mfa_authenticate"), {"code": code()})

    assert not is_in(browser)


def test_what_codes_are_made_of_is_in_no_copy_of_the_database(ben: User, settings: Settings) -> None:
    TOTP.activate(ben, SECRET)
    RecoveryCodes.activate(ben)
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    codes = RecoveryCodes.activate(ben).get_unused_codes()

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another one" * 6, [settings.SECRET_KEY]

    assert SECRET not in kept
    assert kept.count(sealing.MARK) == 2
    assert RecoveryCodes.activate(ben).get_unused_codes() == codes
    browser = sign_in(ben)
    browser.post(reverse("mfa_authenticate"), {"code": code()})
    assert is_in(browser)


def passkey(person: User) -> Authenticator:
    return Authenticator.objects.create(user=person, type="webauthn", data={"name": "Phone", "passwordless": True})


@pytest.mark.parametrize(
    ("page", "typed"),
    [
        ("mfa_remove_webauthn", {}),
        ("mfa_edit_webauthn", {"name": "Mine"}),
        ("mfa_add_webauthn", {"credential": "{}"}),
        ("mfa_deactivate_totp", {}),
        ("mfa_generate_recovery_codes", {}),
        ("account_email", {"action_primary": "", "email": "ben@elsewhere.example"}),
        ("account_email", {"action_remove": "", "email": "ben@elsewhere.example"}),
    ],
)
def test_an_open_session_alone_changes_nothing_one_signs_in_by(ben: User, page: str, typed: dict[str, str]) -> None:
    with_app(ben)
    key = passkey(ben)
    EmailAddress.objects.create(user=ben, email="ben@elsewhere.example", verified=True)
    thief = Client()
    thief.force_login(ben)
    before = list(Authenticator.objects.order_by("pk").values()), list(EmailAddress.objects.order_by("pk").values())

    answer = thief.post(
        reverse(page, args=[key.pk] if page.endswith(("move_webauthn", "edit_webauthn")) else []), typed
    )

    assert "reauthenticate" in answer["Location"]
    after = list(Authenticator.objects.order_by("pk").values()), list(EmailAddress.objects.order_by("pk").values())
    assert after == before


@pytest.mark.parametrize("page", ["mfa_view_recovery_codes", "mfa_download_recovery_codes"])
def test_an_open_session_alone_reads_no_recovery_codes(ben: User, page: str) -> None:
    with_app(ben)
    thief = Client()
    thief.force_login(ben)

    assert "reauthenticate" in thief.get(reverse(page))["Location"]


def test_nobody_removes_the_passkey_of_somebody_else(ben: User, cleo: User) -> None:
    key, browser = passkey(ben), sign_in(cleo)
    browser.post(reverse("account_reauthenticate"), {"password": make.PASSWORD})

    assert browser.post(reverse("mfa_remove_webauthn", args=[key.pk])).status_code == 404


def test_a_removed_passkey_is_told_to_its_person(ben: User) -> None:
    browser = sign_in(ben)
    browser.post(reverse("account_reauthenticate"), {"password": make.PASSWORD})
    key = passkey(ben)

    browser.post(reverse("mfa_remove_webauthn", args=[key.pk]))

    assert not Authenticator.objects.exists()
    assert mail.outbox[-1].to == [ben.email]


def test_another_main_address_is_told_at_the_old_one(ben: User) -> None:
    EmailAddress.objects.create(user=ben, email="ben@elsewhere.example", verified=True)
    browser = sign_in(ben)
    browser.post(reverse("account_reauthenticate"), {"password": make.PASSWORD})

    browser.post(reverse("account_email"), {"action_primary": "", "email": "ben@elsewhere.example"})

    assert make.fresh(ben).email == "ben@elsewhere.example"
    assert ["ben@example.org"] in [letter.to for letter in mail.outbox]


def test_who_comes_and_who_is_not_let_in_is_in_the_log(ben: User, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", logger="accounts.receivers")
    sign_in(ben, password="wrong")
    Client().post(reverse("account_login"), {"login": "nobody@example.org", "password": "x"})
    browser = sign_in(ben)
    browser.post(reverse("account_logout"))

    assert [record.getMessage() for record in caplog.records if record.name == "accounts.receivers"] == [
        f"signing in as person {ben.pk} from 127.0.0.1 failed",
        "signing in as person nobody here from 127.0.0.1 failed",
        f"person {ben.pk} signed in from 127.0.0.1 by password",
        f"person {ben.pk} signed out",
    ]
