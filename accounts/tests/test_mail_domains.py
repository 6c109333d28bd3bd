"""Addresses nobody keeps."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts import mail_domains
from accounts.models import User
from tests import make

JOINING = {"password1": make.PASSWORD, "country": "KE", "birth_date": "1999-04-30", "accepts": "on"}
WORDS = "This is a throwaway address."


@pytest.mark.parametrize("address", ["a@mailinator.com", "a@box.mailinator.com", "a@YOPMAIL.com", "a@yopmail.com."])
def test_a_throwaway_domain_is_known_with_all_below_it(address: str) -> None:
    with pytest.raises(mail_domains.ThrowawayAddress):
        mail_domains.check(address)


@pytest.mark.parametrize("address", ["a@gmail.com", "a@example.org", "a@notmailinator.com.example.org"])
def test_other_domains_are_taken(address: str) -> None:
    mail_domains.check(address)


def test_the_operator_refuses_more_and_allows_what_the_list_wrongs(settings: Settings) -> None:
    settings.REFUSED_MAIL_DOMAINS, settings.ALLOWED_MAIL_DOMAINS = ["example.org"], ["mailinator.com"]

    mail_domains.check("a@mailinator.com")
    with pytest.raises(mail_domains.ThrowawayAddress):
        mail_domains.check("a@mail.example.org")


def test_nobody_joins_with_one_and_is_told_why(client: Client, db: None) -> None:
    answer = client.post(reverse("account_signup"), {**JOINING, "email": "eve@mailinator.com"})

    assert list(answer.context["form"].errors) == ["email"]
    assert WORDS in answer.content.decode()
    assert 'value="eve@mailinator.com"' in answer.content.decode()
    assert not User.objects.exists()


def test_nobody_changes_to_one(client: Client, ben: User) -> None:
    client.force_login(ben)
    client.post(reverse("account_reauthenticate"), {"password": make.PASSWORD})

    answer = client.post(reverse("account_email"), {"action_add": "", "email": "ben@mailinator.com"})

    assert WORDS in answer.content.decode()
    assert EmailAddress.objects.filter(user=ben).count() == 1


def test_who_joined_with_one_long_ago_still_gets_a_new_password(client: Client, ben: User) -> None:
    User.objects.filter(pk=ben.pk).update(email="ben@mailinator.com")
    EmailAddress.objects.filter(user=ben).update(email="ben@mailinator.com")

    client.post(reverse("account_reset_password"), {"email": "ben@mailinator.com"})

    assert [letter.to for letter in mail.outbox] == [["ben@mailinator.com"]]


def test_signing_in_says_the_same_of_a_known_and_an_unknown_address(ben: User) -> None:
    said = [
        Client().post(reverse("account_login"), {"login": address, "password": "wrong"}).context["form"].errors
        for address in (ben.email, "nobody@example.org")
    ]

    assert said[0] == said[1]
    assert said[0] == {"__all__": ["This address and this password do not belong together. Look at both once more."]}
