from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from picomarket.lib.money import usd
from referrals import rewards
from referrals.models import Referral
from tests import make

NEWCOMER = {
    "email": "eve@example.org",
    "password1": make.PASSWORD,
    "country": "KE",
    "birth_date": "1999-04-30",
    "accepts": "on",
}


def arrive(client: Client, public_id: str) -> str:
    return str(client.get(reverse("referrals:arrive", args=[public_id]))["Location"])


def join(client: Client) -> User:
    client.post(reverse("account_signup"), NEWCOMER)
    return User.objects.get(email="eve@example.org")


def text_of(client: Client) -> str:
    return " ".join(client.get(reverse("referrals:home")).content.decode().split())


def test_who_joins_by_a_link_was_brought_by_its_owner(client: Client, ben: User) -> None:
    leads_to = arrive(client, ben.public_id)
    eve = join(client)

    row = Referral.objects.get(referred=eve)
    assert leads_to == reverse("account_signup")
    assert row.referrer == ben
    assert row.ends_at - row.joined_at == timedelta(days=365)


def test_who_joins_without_a_link_was_brought_by_nobody(client: Client, ben: User) -> None:
    join(client)

    assert not Referral.objects.exists()


def test_it_is_said_what_counts_as_a_click(client: Client, ben: User) -> None:
    client.force_login(ben)

    assert "A click is a visitor who came by your link, counted once a day." in text_of(client)


def test_the_last_link_counts(client: Client, ben: User, cleo: User) -> None:
    arrive(client, ben.public_id)
    arrive(client, cleo.public_id)

    assert Referral.objects.get(referred=join(client)).referrer == cleo


def test_a_link_is_forgotten_after_thirty_days(client: Client, ben: User) -> None:
    arrive(client, ben.public_id)

    with time_machine.travel(timezone.now() + timedelta(days=30, minutes=1)):
        join(client)

    assert not Referral.objects.exists()


def test_a_cookie_somebody_wrote_themselves_is_ignored(client: Client, ben: User) -> None:
    client.cookies["referrer"] = ben.public_id

    join(client)

    assert not Referral.objects.exists()


def test_a_referrer_who_left_brings_nobody(client: Client, ben: User) -> None:
    arrive(client, ben.public_id)
    User.objects.filter(pk=ben.pk).update(is_active=False)

    join(client)

    assert not Referral.objects.exists()


def test_an_unknown_link_leads_to_the_front_page_with_a_word(client: Client, db: None) -> None:
    response = client.get(reverse("referrals:arrive", args=["nothing"]), follow=True)

    assert response.redirect_chain == [("/", 302)]
    assert "This link is not complete" in response.content.decode()


def test_a_link_changes_nothing_for_members(client: Client, ben: User, cleo: User) -> None:
    client.force_login(cleo)

    leads_to = arrive(client, ben.public_id)

    assert leads_to == reverse("home")
    assert "referrer" not in client.cookies


def test_the_page_shows_the_link_and_its_terms(client: Client, ben: User) -> None:
    client.force_login(ben)

    text = text_of(client)

    assert f"http://testserver/r/{ben.public_id}/" in text
    assert "For 365 days you get 5% of each reward they earn" in text
    assert "5% of what they deposit, as they spend it" in text
    assert "Nobody yet" in text


def test_the_page_lists_those_one_brought_and_what_they_earned(
    client: Client, ann: User, ben: User, dina: User, cleo: User
) -> None:
    make.approved(make.task(ann, reward=usd("0.10")), dina)
    client.force_login(ben)

    text = text_of(client)

    assert "Dina" in text
    assert "$0.005" in text
    assert dina.email not in text
    assert "Cleo" not in text


def test_the_page_of_another_shows_nothing_of_it(client: Client, ben: User, dina: User, cleo: User) -> None:
    client.force_login(cleo)

    assert "Dina" not in text_of(client)


def test_a_referral_that_ended_says_so(client: Client, ben: User) -> None:
    rewards.attribute(make.person("eve"), referrer=ben, now=timezone.now() - timedelta(days=366))
    client.force_login(ben)

    assert "ended " in text_of(client)


def test_strangers_are_asked_to_sign_in(client: Client, db: None) -> None:
    assert client.get(reverse("referrals:home"))["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("brought", [1, 30])
def test_the_list_asks_the_database_the_same_however_long_it_is(
    client: Client, ben: User, brought: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(brought):
        make.person(f"eve{number}", referrer=ben)
    client.force_login(ben)

    with django_assert_max_num_queries(17):
        text_of(client)
