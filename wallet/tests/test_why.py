"""Why each sum is where it is: said with the person's own numbers."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import User
from picomarket.lib.money import usd
from tests import make
from wallet import holds, methods, payouts
from wallet.models import Payout

NOW = timezone.now()


@pytest.fixture(autouse=True)
def _by_skrill(ann: User, settings: Settings) -> None:
    settings.MANUAL_RAILS = ["skrill"]


def page(client: Client, person: User) -> str:
    client.force_login(person)
    return " ".join(client.get(reverse("wallet:why")).content.decode().split())


def asked(ben: User, ann: User) -> Payout:
    make.approved(make.task(ann, reward=usd("10"), slots=1), ben)
    methods.choose(ben, rail="skrill", destination="ben@example.org", by=ben, now=NOW)
    return payouts.request(ben, amount=usd("5"), rail="skrill", now=NOW)


def test_what_is_earned_is_held_by_nobody(client: Client, ann: User, ben: User) -> None:
    make.approved(make.task(ann), ben)

    text = page(client, ben)

    assert 'Earned: <data class="money" value="0.095">$0.095</data>' in text
    assert "Yours at once with each approval." in text


def test_escrow_says_for_whom_it_is_and_what_frees_it(client: Client, ann: User) -> None:
    make.task(ann)

    text = page(client, ann)

    assert "it stays for 7 days, in which the worker can dispute it" in text


def test_a_payout_that_is_held_says_the_reason_given(client: Client, ann: User, ben: User, sam: User) -> None:
    payout = asked(ben, ann)
    holds.hold(payout, reason="We ask your bank whether the account is yours.", by=sam, now=NOW)

    assert "The staff keeps it back: We ask your bank whether the account is yours." in page(client, ben)


def test_a_destination_that_was_changed_says_why_it_waits(client: Client, ann: User, ben: User) -> None:
    methods.choose(ben, rail="skrill", destination="ben@example.org", by=ben, now=NOW)
    methods.choose(ben, rail="skrill", destination="other@example.org", by=ben, now=NOW)

    assert "It waits 48 hours, so that a thief cannot send your money away" in page(client, ben)


def test_the_wallet_leads_there(client: Client, ann: User) -> None:
    make.task(ann)
    client.force_login(ann)

    assert f'href="{reverse("wallet:why")}">Why?' in client.get(reverse("wallet:home")).content.decode()


@pytest.mark.parametrize("tasks", [1, 6])
def test_the_page_asks_the_same_however_much_is_set_aside(
    client: Client, ann: User, tasks: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(tasks):
        make.task(ann)
    client.force_login(ann)

    with django_assert_max_num_queries(14):
        client.get(reverse("wallet:why"))
