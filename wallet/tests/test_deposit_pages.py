"""A deposit's own page: where it stands and what to do next, in every state it can be in."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from picomarket.lib.money import usd
from tests import make
from wallet import adjustments, deadlines, deposits
from wallet.demobank.server import Server
from wallet.models import Adjustment, Deposit
from wallet.rails.interface import Fate, Outcome

from .conftest import NOW, earn, pay


def words(page: Any) -> str:
    """What a page says, without its markup."""
    return unescape(" ".join(re.sub(r"<[^>]+>", "", page.content.decode()).split()))


def hear(deposit: Deposit, fate: Fate, dollars: str) -> None:
    outcome = Outcome(key=deposit.public_id, fate=fate, amount=usd(dollars))
    deposits.settle(outcome, rail=deposit.rail, now=NOW)


@pytest.mark.parametrize("state", list(Deposit.State))
def test_a_deposits_page_opens_in_every_state(bank: Server, ben: User, client: Client, state: str) -> None:
    deposit = deposits.start(ben, amount=usd("20"), rail="demo_bank", now=NOW)
    if state == Deposit.State.CANCELLED:
        pay(deposit, "cancel")
    fates = {Deposit.State.SETTLED: Fate.PAID, Deposit.State.FAILED: Fate.FAILED, Deposit.State.REVERSED: Fate.REVERSED}
    if state in fates:
        deposits.settle(Outcome(key=deposit.public_id, fate=fates[Deposit.State(state)]), rail="demo_bank", now=NOW)
    deposits.chase(now=NOW + timedelta(days=30 if state == Deposit.State.EXPIRED else 0))
    client.force_login(ben)

    page = client.get(deposit.get_absolute_url())

    assert make.fresh(deposit).state == state
    assert str(Deposit.State(state).label) in unescape(page.content.decode())


def test_a_deposit_says_until_when_it_waits(ben: User, client: Client) -> None:
    deposit = deposits.start(ben, amount=usd("20"), rail="manual", now=NOW)
    client.force_login(ben)

    assert f"Waits until {deadlines.closes_at(deposit):%a} " in words(client.get(deposit.get_absolute_url()))


def test_a_deposit_that_arrived_short_says_what_is_missing(ben: User, client: Client) -> None:
    deposit = deposits.start(ben, amount=usd("20"), rail="manual", now=NOW)
    hear(deposit, Fate.PAID, "19.50")
    client.force_login(ben)

    page = client.get(deposit.get_absolute_url())

    assert "$0.50 is missing. What arrives later is added." in words(page)


def test_a_deposit_that_was_taken_back_says_what_is_owed(ann: User, ben: User, client: Client) -> None:
    deposit = deposits.start(ben, amount=usd("20"), rail="manual", now=NOW)
    hear(deposit, Fate.PAID, "20")
    earn(ann, "15", by=ben)
    hear(deposit, Fate.REVERSED, "20")
    client.force_login(ben)

    page, home = (client.get(url) for url in (deposit.get_absolute_url(), "/wallet/"))

    assert (page.context["taken_back"], page.context["owed"]) == (usd("20"), usd("15"))
    assert "What you earn is not touched." in words(page)
    assert "You owe $15.00 for a deposit that was taken back." in words(home)


def test_a_deposit_whose_terms_are_over_is_started_anew(ben: User, client: Client) -> None:
    deposit = deposits.start(ben, amount=usd("20"), rail="manual", now=NOW)
    client.force_login(ben)
    said = []
    for until in (timezone.now() + timedelta(minutes=9), timezone.now() - timedelta(minutes=1)):
        Deposit.objects.update(terms_until=until)
        said.append(client.get(deposit.get_absolute_url()).content.decode())

    again = client.get("/wallet/deposit/?amount=20.00&rail=manual")

    assert ["These terms hold until" in text for text in said] == [True, False]
    assert ["?amount=20.00&amp;rail=manual" in text for text in said] == [False, True]
    assert again.context["form"]["rail"].value() == "manual"


def test_promo_credit_is_a_pocket_of_its_own_with_its_day(ben: User, client: Client) -> None:
    now = timezone.now()
    given = {"kind": Adjustment.Kind.PROMO, "amount": usd("3"), "reason": "Welcome.", "now": now}
    proposed = adjustments.propose(ben, **given, by=make.teller("tilda"))  # type: ignore[arg-type]
    adjustments.approve(proposed, by=make.teller("tom"), now=now)
    client.force_login(ben)

    page = client.get("/wallet/")

    day = (now + timedelta(days=90)).strftime("%-d %b %Y")
    assert f"for your own tasks, $3.00 until {day}" in words(page)
    assert "?pocket=promo" in page.content.decode()
