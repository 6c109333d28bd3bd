"""Codes and figures: typed at sign-up, and what came of bringing others."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from picomarket.lib.money import usd
from referrals import codes, figures
from referrals.models import Clicks, Code, Referral
from tests import make

from .test_link import NEWCOMER, arrive, text_of

NOW = timezone.now()


def test_a_code_is_made_once(ben: User, cleo: User) -> None:
    assert codes.of(ben) == codes.of(ben) != codes.of(cleo)
    assert Code.objects.count() == 2


@pytest.mark.parametrize("how", ["{}", " {} ", "{upper}", "{start}-{end}"])
def test_a_code_counts_however_it_is_typed(client: Client, ben: User, how: str) -> None:
    code = codes.of(ben)
    typed = how.format(code, upper=code.upper(), start=code[:3], end=code[3:])

    client.post(reverse("account_signup"), {**NEWCOMER, "code": typed})

    assert Referral.objects.get().referrer == ben


def test_a_code_nobody_has_gets_a_sentence_and_stays_as_typed(client: Client, db: None) -> None:
    page = client.post(reverse("account_signup"), {**NEWCOMER, "code": "wrong1"}).content.decode()

    assert "Nobody here has this code" in page
    assert 'value="wrong1"' in page
    assert not User.objects.exists()


def test_the_link_fills_the_code_in(client: Client, ben: User) -> None:
    arrive(client, ben.public_id)

    assert f'value="{codes.of(ben)}"' in client.get(reverse("account_signup")).content.decode()


def test_who_takes_the_code_out_was_brought_by_nobody(client: Client, ben: User) -> None:
    arrive(client, ben.public_id)

    client.post(reverse("account_signup"), {**NEWCOMER, "code": ""})

    assert not Referral.objects.exists()


def test_a_visitor_is_counted_once_a_day(ben: User) -> None:
    for address in ("81.2.69.160", "81.2.69.160", "89.160.20.112"):
        arrive(Client(REMOTE_ADDR=address), ben.public_id)

    assert Clicks.objects.get().count == 2


def test_the_figures_say_what_came_of_it(ann: User, ben: User, dina: User) -> None:
    eve = make.person("eve", referrer=ben)
    make.deposit(eve, "10")
    arrive(Client(), ben.public_id)
    make.approved(make.task(ann, reward=usd("1")), dina)

    found = figures.of(ben, now=NOW)

    assert (found.clicks, found.joined, found.active) == (1, 2, 1)
    assert (found.earned, found.to_come, found.held) == (usd("0.05"), usd("0.50"), usd("0"))
    assert [(row.clicks, row.joined, row.earned) for row in found.months] == [(1, 2, usd("0.05"))]


def test_a_month_is_one_by_utc_wherever_its_reader_is(ben: User, dina: User) -> None:
    Referral.objects.update(joined_at=datetime(2026, 10, 31, 20, tzinfo=UTC))

    with timezone.override("Asia/Tokyo"):
        found = figures.of(ben, now=datetime(2026, 11, 29, tzinfo=UTC))

    assert [(row.month, row.joined) for row in found.months] == [(date(2026, 10, 1), 1)]


def test_the_page_has_the_code_the_months_and_something_to_send(client: Client, ben: User, dina: User) -> None:
    client.force_login(ben)

    text = text_of(client)

    assert codes.of(ben) in text
    assert NOW.strftime("%B %Y") in text
    assert "Join here: http://testserver/r/" in text
