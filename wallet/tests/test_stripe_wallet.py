"""Card deposits all the way: from the form to the ledger, and back to the card."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from picomarket.lib.money import usd
from tests import make
from wallet import batches, contradictions, deposits, ledger, rails, refunds, webhooks
from wallet.models import AccountKind, Deposit, Payout, RailEvent
from wallet.rails.interface import BadWebhook

from .conftest import NOW
from .fakes.stripe_account import Row
from .fakes.stripe_server import Server, sign

URL = "/wallet/rails/stripe/webhook/"
OUTSIDE = ledger.Pot(AccountKind.EXTERNAL, rails.account_number("stripe"))


def start(person: User, dollars: str = "20") -> Deposit:
    return deposits.start(person, amount=usd(dollars), rail="stripe", now=NOW)


def tell(event: Row) -> RailEvent:
    headers, body = sign(event, at=NOW)
    return webhooks.receive("stripe", headers=headers, body=body, now=NOW)


def arrived(person: User, stripe: Server, dollars: str = "20") -> Deposit:
    deposit = start(person, dollars)
    tell(stripe.account.pay(deposit.reference))
    return Deposit.objects.get(pk=deposit.pk)


def spendable(person: User) -> object:
    return ledger.balance_of(ledger.spendable(person.pk))


def test_a_card_deposit_leads_to_stripes_page_and_arrives_by_webhook(client: Client, stripe: Server, ben: User) -> None:
    client.force_login(ben)
    client.post("/wallet/deposit/", {"amount": "20", "rail": "stripe"})
    deposit = Deposit.objects.get()
    page = client.get(deposit.get_absolute_url()).content.decode()
    headers, body = sign(stripe.account.pay(deposit.reference), at=timezone.now())

    answer = client.post(URL, body, content_type="application/json", headers=headers)

    assert deposit.pay_url in page
    assert deposit.terms_until is not None
    assert answer.status_code == 200
    assert make.fresh(deposit).state == Deposit.State.SETTLED
    assert spendable(ben) == usd("20")
    assert ledger.balance_of(OUTSIDE) == -usd("20")


def test_the_same_event_twice_and_an_older_one_late_move_money_once(stripe: Server, ben: User) -> None:
    deposit = start(ben)
    waiting = stripe.account.tell("checkout.session.completed", stripe.account.sessions[deposit.reference])
    paid = stripe.account.pay(deposit.reference)

    for event in (paid, paid, waiting):
        tell(event)

    assert spendable(ben) == usd("20")
    assert make.fresh(deposit).state == Deposit.State.SETTLED


def test_a_lost_webhook_loses_nothing(stripe: Server, ben: User) -> None:
    deposit = start(ben)
    stripe.account.pay(deposit.reference)

    deposits.ask(deposit, now=NOW)

    assert spendable(ben) == usd("20")


def test_an_event_with_a_key_nobody_used_is_kept_and_not_taken(stripe: Server, ben: User) -> None:
    deposit = start(ben)
    paid = stripe.account.pay(deposit.reference)
    paid["data"]["object"]["metadata"] = {"picomarket_key": "somebody-elses"}

    with pytest.raises(BadWebhook) as bad:
        tell(paid)

    assert bad.value.status == 404
    assert RailEvent.objects.get().applied_at is None


def test_an_event_of_no_concern_is_kept_for_the_staff(stripe: Server, db: None) -> None:
    row = tell(stripe.account.tell("payout.paid", {"id": "po_1", "metadata": {}}))

    assert row.applied_at == NOW
    assert row.outcome == "not about our money"


def test_an_unspent_deposit_goes_back_to_its_card(stripe: Server, ben: User) -> None:
    deposit = arrived(ben, stripe)
    asked = refunds.request(deposit, amount=usd("15"), by=ben, now=NOW)

    make.payout_run(now=NOW + timedelta(days=1))

    (made,) = stripe.account.refunds.values()
    payment = stripe.account.sessions[deposit.reference]["payment_intent"]
    assert (made["amount"], made["payment_intent"]) == (1500, payment)
    assert make.fresh(asked).state == Payout.State.PAID
    assert spendable(ben) == usd("5")
    assert ledger.balance_of(OUTSIDE) == -usd("5")


def test_what_stripe_tells_of_our_own_refund_changes_nothing_more(stripe: Server, ben: User) -> None:
    deposit = arrived(ben, stripe)
    refunds.request(deposit, amount=usd("15"), by=ben, now=NOW)
    make.payout_run(now=NOW + timedelta(days=1))

    for event in stripe.account.events[1:]:
        tell(event)

    assert make.fresh(deposit).state == Deposit.State.SETTLED
    assert spendable(ben) == usd("5")


def test_a_refund_the_cards_bank_sends_back_is_the_persons_again(stripe: Server, ben: User) -> None:
    deposit = arrived(ben, stripe)
    asked = refunds.request(deposit, amount=usd("15"), by=ben, now=NOW)
    make.payout_run(now=NOW + timedelta(days=1))

    tell(stripe.account.settle_refund(make.fresh(asked).reference, "failed", "lost_or_stolen_card"))

    assert make.fresh(asked).state == Payout.State.REVERSED
    assert spendable(ben) == usd("20")


def test_a_contested_card_payment_takes_the_deposit_back_once(stripe: Server, ben: User) -> None:
    deposit = arrived(ben, stripe)
    taken = stripe.account.dispute(deposit.reference)

    for event in (*stripe.account.events[-2:], taken):
        tell(event)

    assert make.fresh(deposit).state == Deposit.State.REVERSED
    assert spendable(ben) == 0
    assert ledger.balance_of(OUTSIDE) == 0


def test_a_payment_contested_twice_in_parts_is_taken_back_part_by_part(stripe: Server, ben: User) -> None:
    deposit = arrived(ben, stripe)

    for cents in (1000, 900):
        tell(stripe.account.dispute(deposit.reference, cents=cents))

    assert deposits.taken_back(deposit) == usd("19")
    assert spendable(ben) == usd("1")


@pytest.mark.parametrize("missing", ["STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"])
def test_without_both_secrets_cards_are_not_offered(stripe: Server, settings: Settings, missing: str) -> None:
    setattr(settings, missing, "")

    assert "stripe" not in rails.offered()
    assert rails.facts("stripe").label == "Card"


@pytest.mark.parametrize(("webhook_secret", "named"), [("whsec_x", True), ("", False)])
def test_a_form_may_lead_to_stripes_page_only_where_cards_are_offered(webhook_secret: str, named: bool) -> None:
    shown = subprocess.run(
        [sys.executable, "-c", "from picomarket import settings; print(settings.CONTENT_SECURITY_POLICY)"],
        env={"DEBUG": "true", "STRIPE_SECRET_KEY": "sk_test_x", "STRIPE_WEBHOOK_SECRET": webhook_secret},
        cwd=configured.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )

    assert ("https://checkout.stripe.com" in shown.stdout) is named


def test_a_refund_that_was_refused_is_not_tried_again_with_its_call(stripe: Server, ben: User, cleo: User) -> None:
    deposits_ = [arrived(person, stripe) for person in (ben, cleo)]
    refused, lost = (refunds.request(one, amount=usd("15"), by=one.person, now=NOW) for one in deposits_)
    stripe.account.faults["error_402"] = stripe.account.faults["lost_post"] = 1
    stripe.account.passing["lost_post"] = 1
    make.payout_run(now=NOW)
    before = [make.fresh(row).state for row in (refused, lost)]

    batches.chase(now=NOW + timedelta(minutes=5))

    assert before == [Payout.State.RETURNED, Payout.State.SENT]
    assert [make.fresh(row).state for row in (refused, lost)] == [Payout.State.RETURNED, Payout.State.PAID]
    assert [row["metadata"]["picomarket_key"] for row in stripe.account.refunds.values()] == [lost.public_id]


def test_a_refund_for_which_the_market_has_too_little_waits(stripe: Server, ben: User) -> None:
    asked = refunds.request(arrived(ben, stripe), amount=usd("15"), by=ben, now=NOW)
    stripe.account.faults["error_poor"] = 1
    make.payout_run(now=NOW)
    before = make.fresh(asked).state

    batches.chase(now=NOW + timedelta(minutes=5))

    assert [before, make.fresh(asked).state] == [Payout.State.SENT, Payout.State.PAID]
    assert spendable(ben) == usd("5")


def test_what_came_is_asked_for_where_only_its_way_back_was_heard_of(stripe: Server, ben: User) -> None:
    deposit = start(ben)
    stripe.account.pay(deposit.reference)
    tell(stripe.account.refund_by_hand(deposit.reference, 500))
    before = spendable(ben)

    deposits.chase(now=NOW + timedelta(minutes=2))

    assert (before, spendable(ben)) == (usd("0"), usd("15"))
    assert ledger.balance_of(OUTSIDE) == -usd("15")


def test_what_is_known_in_part_is_asked_about_until_all_is_known(stripe: Server, ben: User) -> None:
    deposit = start(ben)
    stripe.account.pay(deposit.reference)
    tell(stripe.account.refund_by_hand(deposit.reference, 500))
    stripe.account.faults["error_on_look"] = 1

    asked = [deposits.chase(now=NOW + timedelta(hours=hours)) for hours in (1, 12, 48)]

    assert asked == [1, 1, 0]
    assert (make.fresh(deposit).ask_at, spendable(ben)) == (None, usd("15"))


def test_a_refund_stripe_knows_nothing_of_keeps_no_other_waiting(stripe: Server, ben: User, cleo: User) -> None:
    of_another_account, mine = (arrived(person, stripe) for person in (ben, cleo))
    rows = [refunds.request(one, amount=usd("15"), by=one.person, now=NOW) for one in (of_another_account, mine)]
    del stripe.account.sessions[of_another_account.reference]
    stripe.account.faults["lost_post"] = 1
    make.payout_run(now=NOW)

    batches.chase(now=NOW + timedelta(minutes=5))

    assert [make.fresh(row).state for row in rows] == [Payout.State.SENT, Payout.State.PAID]


def test_a_dispute_that_was_won_stands_on_the_desk_until_somebody_looked_into_it(
    stripe: Server, ben: User, sam: User
) -> None:
    deposit = arrived(ben, stripe)
    taken = stripe.account.dispute(deposit.reference)
    tell(taken)
    won = stripe.account.win(taken["data"]["object"]["id"])

    for _ in range(2):
        row = tell(won)
    assert [event.outcome.partition(" ")[0] for event in contradictions.waiting()] == [f"{deposit.public_id}:"]
    contradictions.looked_into(row, reason="Ben has it by a correction.", by=sam, now=NOW)
    tell(won)

    assert contradictions.waiting().count() == 0
    assert spendable(ben) == usd("0")
