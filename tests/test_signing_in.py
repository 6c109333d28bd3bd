"""What the pages of signing in give away, where they lead, and what they take as a password."""

from __future__ import annotations

from typing import ClassVar

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import User
from accounts.security import passwords
from tests import make
from tests.test_takeover import NEW, code, is_in, sign_in, with_app

pytestmark = pytest.mark.django_db


# -- who has an account here


class Counting(MD5PasswordHasher):
    """Counts how often a password is made into a hash: what takes the time at the door."""

    count: ClassVar[int] = 0

    def encode(self, password: str, salt: str) -> str:
        Counting.count += 1
        return str(super().encode(password, salt))


@pytest.mark.parametrize(
    ("page", "typed"),
    [
        ("account_login", {"password": "wrong"}),
        ("account_signup", {"password1": NEW, "country": "DE", "birth_date": "1990-01-01", "accepts": "on"}),
        ("account_reset_password", {}),
    ],
)
def test_the_clock_tells_nobody_who_is_here(
    page: str, typed: dict[str, str], ben: User, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PASSWORD_HASHERS = ["tests.test_signing_in.Counting"]
    ben.set_password(make.PASSWORD)
    ben.save(update_fields=["password"])
    counts = []

    for address in (ben.email, "nobody@example.org"):
        monkeypatch.setattr(Counting, "count", 0)
        Client().post(reverse(page), {**typed, "email": address, "login": address})
        counts.append((Counting.count, len(mail.outbox)))
        mail.outbox.clear()

    assert counts[0] == counts[1]


# -- words and ways


@pytest.mark.parametrize("where", ["https://evil.example/", "//evil.example/", "/\\evil.example/"])
@pytest.mark.parametrize("page", ["account_reauthenticate", "account_logout", "mfa_reauthenticate"])
def test_no_page_of_signing_in_leads_to_another_site(page: str, where: str, ben: User) -> None:
    with_app(ben)
    browser = sign_in(ben)
    browser.post(reverse("mfa_authenticate"), {"code": code()})
    kept = Authenticator.objects.get(user=ben, type="recovery_codes").wrap().get_unused_codes()[0]

    answer = browser.post(f"{reverse(page)}?next={where}", {"password": make.PASSWORD, "code": kept, "next": where})

    assert answer.status_code == 302
    assert "evil" not in answer["Location"]


def test_a_long_password_counts_to_its_last_letter(ben: User) -> None:
    long = " Ünusual " * 12
    ben.set_password(long)
    ben.save(update_fields=["password"])

    assert [is_in(sign_in(ben, password=typed)) for typed in (long[:-1] + "x", long.strip(), long.lower(), long)] == [
        False,
        False,
        False,
        True,
    ]


@pytest.mark.parametrize("word", ["picomarket1", "Picomarket-2026", "worker123456", "PAYOUT!payout", "password99"])
def test_the_words_of_this_site_are_no_password(word: str) -> None:
    with pytest.raises(ValidationError, match="words of this site"):
        passwords.OtherWords().validate(word)


@pytest.mark.parametrize("word", [make.PASSWORD, "12345678901", "a-marketplace-of-blue-lamps", "ёлка в поле"])
def test_other_words_are(word: str) -> None:
    passwords.OtherWords().validate(word)
