"""Where a rail and the books do not agree: what the staff decides about it, in writing, large sums by two."""

from __future__ import annotations

from dataclasses import replace
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import User
from inbox.models import Notice
from picomarket.lib.money import usd
from tests import make
from wallet import batches, contradictions, ledger, methods, payouts, rulings, waiting
from wallet.demobank.server import Server
from wallet.models import Payout, RailEvent
from wallet.rails.interface import Fate, Outcome

from .conftest import NOW, earn, tell

WHY = "The bank took a cent of it, says its statement."
State = Payout.State


@pytest.fixture
def short(bank: Server, ann: User, ben: User) -> Payout:
    """Ben was sent $6; the bank says that it paid $5.99 of it, and took three cents for that."""
    bank.bank.fee_cents = 3
    earn(ben, "10", by=ann)
    methods.choose(ben, rail="demo_bank", destination="12345678", by=ben, now=NOW)
    asked = payouts.request(ben, amount=usd("6"), rail="demo_bank", now=NOW)
    bank.bank.faults.set("wrong_amount")
    make.payout_run(now=NOW)
    return asked


@pytest.fixture
def noted(short: Payout) -> RailEvent:
    return contradictions.waiting().get()


@pytest.fixture
def two(settings: Settings) -> None:
    """More than $5 wants two people of the staff."""
    settings.RULES = replace(settings.RULES, four_eyes_payout=usd("5"))


def press(client: Client, event: RailEvent, button: str, reason: str = WHY) -> str:
    """Press a button of an event's page; the page that follows."""
    url = reverse(f"admin:wallet_railevent_{button}", args=[event.pk])
    return unescape(client.post(url, {"reason": reason}, follow=True).content.decode())


# -- looked into


def test_what_somebody_looked_into_waits_no_more_even_if_the_rail_says_it_again(noted: RailEvent, sam: User) -> None:
    for _ in range(2):
        contradictions.looked_into(noted, reason=WHY, by=sam, now=NOW)

    batches.chase(now=NOW)

    assert contradictions.waiting().count() == 0
    assert make.fresh(noted).outcome.count("Looked into by Sam.") == 1
    assert make.fresh(noted).reasons == f"Sam: {WHY}"


def test_nobody_looks_into_what_is_said_of_their_own_payout(noted: RailEvent, ben: User) -> None:
    with pytest.raises(contradictions.Unruled):
        contradictions.looked_into(noted, reason=WHY, by=ben, now=NOW)

    assert contradictions.waiting().count() == 1


@pytest.mark.parametrize("verb", [contradictions.looked_into, rulings.accept])
def test_nothing_is_decided_without_a_reason(noted: RailEvent, short: Payout, sam: User, verb: object) -> None:
    with pytest.raises(contradictions.Unruled):
        verb(noted, reason="  ok ", by=sam, now=NOW)  # type: ignore[operator]

    assert (make.fresh(short).state, contradictions.waiting().count()) == (State.SENT, 1)


def test_the_desk_shows_contradictions_and_a_button_ends_their_wait(
    noted: RailEvent, sam: User, client: Client
) -> None:
    client.force_login(sam)
    url = reverse("admin:wallet_railevent_changelist") + "?standing=waits"
    front, page = (unescape(client.get(address).content.decode()) for address in ("/admin/", url))

    refused = press(client, noted, "looked", "ok")
    done = press(client, noted, "looked")

    assert f'href="{url}"' in front
    assert noted.outcome in page
    assert "Write in a sentence what you found out" in refused
    assert ">ok</textarea>" in refused
    assert "It waits no more." in done
    assert "I have looked into it" not in done
    assert waiting.contradictions_noted().count == 0


# -- counted as paid


def test_the_staff_may_count_what_was_paid_in_another_amount_as_paid(
    noted: RailEvent, short: Payout, sam: User, client: Client
) -> None:
    client.force_login(sam)
    asks = unescape(client.get(reverse("admin:wallet_railevent_change", args=[noted.pk])).content.decode())

    done = press(client, noted, "accept")
    again = press(client, noted, "accept")

    assert "Demo bank says that it paid" in asks
    assert "two of the staff must agree" not in asks
    assert "counts as paid." in done
    assert "Only another's payout that is still on its way" in again
    assert make.fresh(short).state == State.PAID
    assert contradictions.waiting().count() == 0
    assert ledger.balance_of(ledger.IN_FLIGHT) == 0
    assert ledger.balance_of(ledger.RAIL_COSTS) == -usd("0.03")


def test_its_person_is_told_what_the_rail_says_it_paid(
    noted: RailEvent, short: Payout, sam: User, ben: User, client: Client
) -> None:
    rulings.accept(noted, reason=WHY, by=sam, now=NOW)
    client.force_login(ben)

    told = Notice.objects.filter(person=ben).latest("pk")
    page = unescape(client.get(short.get_absolute_url()).content.decode())

    assert told.subject == "Your payout of $5.99 is paid"
    assert told.body.startswith("Demo bank was to pay $6.00 to 12345678 and says that it paid $5.99.")
    assert "What was to arrive" in page
    assert "Paid, as Demo bank says" in page
    assert client.get(f"/wallet/payouts/{short.public_id}/receipt/").status_code == 200


def test_what_was_accepted_is_old_news_when_the_rail_says_it_again(
    bank: Server, noted: RailEvent, short: Payout, sam: User
) -> None:
    rulings.accept(noted, reason=WHY, by=sam, now=NOW)

    tell(bank, -1)

    assert contradictions.waiting().count() == 0
    assert ledger.balance_of(ledger.RAIL_COSTS) == -usd("0.03")


def test_a_large_payout_counts_as_paid_when_two_say_so(
    noted: RailEvent, two: None, short: Payout, sam: User, client: Client
) -> None:
    pam = make.person("pam", staff=True)
    client.force_login(sam)
    asks = client.get(reverse("admin:wallet_railevent_change", args=[noted.pk])).content.decode()
    first, alone = (press(client, noted, "accept") for _ in range(2))
    before = make.fresh(short).state, waiting.contradictions_noted().count

    rulings.accept(noted, reason="I asked the bank, too.", by=pam, now=NOW)

    assert "two of the staff must agree" in asks
    assert "Somebody else must agree too before it counts as paid." in first
    assert "You have agreed already." in alone
    assert before == (State.SENT, 1)
    assert make.fresh(short).state == State.PAID
    assert make.fresh(noted).reasons == f"Sam: {WHY}\nPam: I asked the bank, too."


def test_who_left_the_staff_counts_no_more(noted: RailEvent, two: None, short: Payout, sam: User) -> None:
    rulings.accept(noted, reason=WHY, by=sam, now=NOW)
    User.objects.filter(pk=sam.pk).update(is_staff=False)

    rulings.accept(noted, reason=WHY, by=make.person("pam", staff=True), now=NOW)

    assert make.fresh(short).state == State.SENT


def test_nobody_counts_their_own_payout_or_a_paid_one_as_paid(
    noted: RailEvent, short: Payout, sam: User, ben: User
) -> None:
    with pytest.raises(rulings.NothingToAccept):
        rulings.accept(noted, reason=WHY, by=ben, now=NOW)
    rulings.accept(noted, reason=WHY, by=sam, now=NOW)
    contradictions.note(Outcome(key=short.public_id, fate=Fate.PAID), rail="demo_bank", books="", now=NOW)

    with pytest.raises(rulings.NothingToAccept):
        rulings.accept(contradictions.waiting().get(), reason=WHY, by=sam, now=NOW)
