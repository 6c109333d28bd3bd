"""Joining, as a browser does it."""

from __future__ import annotations

import re
import socket
from datetime import date

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.adapter import AccountAdapter
from accounts.forms import age_on
from accounts.models import User
from tests import make

ANSWERS = {
    "email": "Eve@Example.org",
    "password1": make.PASSWORD,
    "country": "KE",
    "birth_date": "1999-04-30",
    "accepts": "on",
}


def join(client: Client, **answers: str) -> HttpResponse:
    return client.post(reverse("account_signup"), {**ANSWERS, **answers})  # type: ignore[return-value]


def errors(response: HttpResponse) -> dict[str, list[str]]:
    return {name: list(words) for name, words in response.context["form"].errors.items()}  # type: ignore[attr-defined]


def link_in(letter: mail.EmailMessage) -> str:
    found = re.search(r"http://localhost:8000(/account/confirm-email/\S+/)", str(letter.body))
    assert found, letter.body
    return found[1]


@pytest.mark.parametrize(
    ("born", "age"),
    [
        (date(2008, 11, 22), 18),
        (date(2008, 11, 23), 17),
        (date(2008, 11, 21), 18),
        (date(2026, 11, 23), -1),
    ],
)
def test_the_age_grows_on_the_birthday(born: date, age: int) -> None:
    assert age_on(date(2026, 11, 22), born) == age


def test_a_leap_days_child_has_the_birthday_in_march_of_a_common_year() -> None:
    born = date(2008, 2, 29)

    assert [age_on(day, born) for day in (date(2026, 2, 28), date(2026, 3, 1), date(2028, 2, 29))] == [17, 18, 20]


def test_a_newcomer_confirms_the_address_and_is_in(client: Client, db: None) -> None:
    joined = join(client)
    before = client.get(reverse("accounts:profile"))
    confirmed = client.post(link_in(mail.outbox[0]))
    profile = client.get(confirmed["Location"])

    eve = User.objects.get(email="eve@example.org")
    assert joined["Location"] == reverse("account_email_verification_sent")
    assert before.status_code == 302
    assert confirmed["Location"] == reverse("accounts:profile")
    assert "Your first steps" in profile.content.decode()
    assert (str(eve.country), eve.birth_date, eve.time_zone) == ("KE", date(1999, 4, 30), "Africa/Nairobi")


def test_opening_the_link_alone_confirms_nothing(client: Client, db: None) -> None:
    join(client)

    page = client.get(link_in(mail.outbox[0]))

    assert page.status_code == 200
    assert not EmailAddress.objects.get(email="eve@example.org").verified


def test_nobody_signs_in_before_the_address_is_confirmed(client: Client, db: None) -> None:
    join(client)

    client.post(reverse("account_login"), {"login": "eve@example.org", "password": make.PASSWORD})

    assert "_auth_user_id" not in client.session


def test_who_confirms_in_another_browser_is_welcomed_when_signing_in(client: Client, db: None) -> None:
    join(client)
    other = Client()
    other.post(link_in(mail.outbox[0]))

    signed_in = other.post(reverse("account_login"), {"login": "eve@example.org", "password": make.PASSWORD})

    assert signed_in["Location"] == reverse("accounts:profile")


def test_who_came_to_post_work_goes_on_there(client: Client, db: None) -> None:
    client.post(reverse("account_signup") + "?next=/tasks/post/", {**ANSWERS, "next": "/tasks/post/"})

    confirmed = client.post(link_in(mail.outbox[0]))

    assert confirmed["Location"] == "/tasks/post/"


@time_machine.travel("2026-11-22 12:00 +0000")
def test_on_the_very_birthday_one_may_join(client: Client, db: None) -> None:
    join(client, birth_date="2008-11-22")

    assert User.objects.filter(email="eve@example.org").exists()


@time_machine.travel("2026-11-22 12:00 +0000")
@pytest.mark.parametrize(
    ("answers", "field", "words"),
    [
        ({"birth_date": "2008-11-23"}, "birth_date", "You can from the day you are 18 years old."),
        ({"birth_date": "1890-01-01"}, "birth_date", "Check the year of your date of birth."),
        ({"birth_date": "2027-01-01"}, "birth_date", "Check the year of your date of birth."),
        ({"birth_date": "30 Feb"}, "birth_date", "Enter a valid date."),
        ({"country": "XX"}, "country", "is not one of the available choices."),
        ({"country": ""}, "country", "Choose one."),
        ({"accepts": ""}, "accepts", "Tick this to join."),
        ({"password1": "password"}, "password1", "This password is too common."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    client: Client, db: None, answers: dict[str, str], field: str, words: str
) -> None:
    response = join(client, **answers)

    assert list(errors(response)) == [field]
    assert errors(response)[field][0].endswith(words)
    assert not User.objects.filter(email="eve@example.org").exists()


def test_no_country_is_chosen_beforehand(client: Client, db: None) -> None:
    form = client.get(reverse("account_signup")).context["form"]

    assert list(form.fields) == ["email", "password1", "country", "birth_date", "code", "accepts"]
    assert form["country"].value() is None


def test_joining_with_a_known_address_looks_the_same_and_tells_only_its_owner(client: Client, ben: User) -> None:
    known = join(client, email=ben.email)
    unknown = join(Client())

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [letter.to for letter in mail.outbox] == [[ben.email], ["eve@example.org"]]
    assert "already" in str(mail.outbox[0].body)


def test_asking_for_a_new_password_looks_the_same_for_unknown_addresses(client: Client, ben: User) -> None:
    asked = [
        client.post(reverse("account_reset_password"), {"email": one}) for one in (ben.email, "nobody@example.org")
    ]

    assert asked[0]["Location"] == asked[1]["Location"]


def test_a_mail_server_that_is_away_does_not_break_joining(client: Client, db: None, settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as freed:
        settings.EMAIL_PORT = freed.getsockname()[1]
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"

    response = join(client)

    assert response["Location"] == reverse("account_email_verification_sent")
    assert User.objects.filter(email="eve@example.org").exists()


def test_the_mails_of_an_account_are_in_our_words(client: Client, ben: User) -> None:
    join(client)
    client.post(reverse("account_reset_password"), {"email": ben.email})
    client.post(reverse("account_reset_password"), {"email": "nobody@example.org"})

    assert [letter.subject for letter in mail.outbox] == [
        "Picomarket: confirm your e-mail address",
        "Picomarket: choose a new password",
        "Picomarket: there is no account with this address",
    ]
    assert str(mail.outbox[0].body).startswith(
        "Open this link to confirm that the address is yours:\n\nhttp://localhost:8000/"
    )
    assert str(mail.outbox[0].body).endswith("\n\nPicomarket\nhttp://localhost:8000")


def test_a_changed_password_is_told_to_its_owner(client: Client, ben: User) -> None:
    client.force_login(ben)
    new = "another horse battery"

    client.post(reverse("account_change_password"), {"oldpassword": make.PASSWORD, "password1": new, "password2": new})

    assert [letter.subject for letter in mail.outbox] == ["Picomarket: your password was changed"]
    assert "If it was not you, choose a new password at once." in str(mail.outbox[0].body)


def test_a_new_password_leaves_the_counters_that_moved_meanwhile(ben: User) -> None:
    User.objects.filter(pk=ben.pk).update(approved=1)

    AccountAdapter().set_password(ben, "another horse battery")

    kept = make.fresh(ben)
    assert (kept.approved, kept.check_password("another horse battery")) == (1, True)


@pytest.mark.parametrize("page", ["account_signup", "account_change_password"])
def test_a_passwords_rules_are_one_sentence(client: Client, ben: User, page: str) -> None:
    if page == "account_change_password":
        client.force_login(ben)

    form = client.get(reverse(page)).context["form"]

    assert str(form.fields["password1"].help_text).startswith("At least 8 characters, ")


def test_signing_in_is_asked_for_in_our_words(client: Client, db: None) -> None:
    form = client.get(reverse("account_login")).context["form"]

    assert [str(field.label) for field in form] == ["E-mail address", "Password", "Keep me signed in on this device"]
    assert "placeholder" not in str(form["login"])
