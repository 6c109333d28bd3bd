"""The desk's two pairs of eyes: adjustments and large deposits by hand, as staff see them."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from accounts.models import User
from picomarket.lib.money import usd
from tests import make
from wallet import deposits, ledger, waiting
from wallet.models import Adjustment, Deposit
from wallet.rails.interface import Fate, Outcome

from .conftest import NOW

WHY = "Looked at, and it is right so."
PROPOSE = reverse("admin:wallet_adjustment_add")
TYPED = {"person": "ben@example.org", "kind": "goodwill", "amount": "5", "reason": "It was late, and we are sorry."}


@pytest.fixture
def desk(client: Client, sam: User) -> Client:
    client.force_login(sam)
    return client


@pytest.fixture
def other_desk(db: None) -> Client:
    """Tess is staff as well."""
    browser = Client()
    browser.force_login(make.person("tess", staff=True))
    return browser


def page(browser: Client, name: str, row: Adjustment | Deposit, *, reason: str = WHY) -> str:
    """A page of the desk for one row, or the page that follows a button there."""
    url = reverse(f"admin:wallet_{name}", args=[row.pk])
    verb = browser.get if name.endswith("_change") else browser.post
    typed = {} if name.endswith("_change") else {"reason": reason}
    return verb(url, typed, follow=True).content.decode()


def test_one_proposes_and_another_one_approves(desk: Client, other_desk: Client, ben: User) -> None:
    after = desk.post(PROPOSE, TYPED, follow=True).content.decode()
    proposed = Adjustment.objects.get()
    own, others = (page(browser, "adjustment_change", proposed) for browser in (desk, other_desk))
    refused = page(desk, "adjustment_approve", proposed)
    without = page(other_desk, "adjustment_approve", proposed, reason="ok")

    approved = page(other_desk, "adjustment_approve", proposed)

    assert "Proposed. Somebody else of the staff must approve it." in after
    assert ("Approve it" in own, "Approve it" in others) == (False, True)
    assert "You proposed this: somebody else must approve it." in refused
    assert "Write the reason in a sentence: the person it concerns reads it." in without
    assert without.count(">ok</textarea>") == 1
    assert "Approved: the money has moved." in approved
    assert ledger.balance_of(ledger.earned(ben.pk)) == usd("5")
    said = LogEntry.objects.filter(object_id=str(proposed.pk)).order_by("pk")
    assert [entry.change_message for entry in said] == [
        "Proposed: $5.00: It was late, and we are sorry.",
        f"Approved: {WHY}",
    ]


def test_a_proposal_can_be_put_away(desk: Client, ben: User) -> None:
    desk.post(PROPOSE, TYPED)

    assert "Declined: nothing has moved." in page(desk, "adjustment_decline", Adjustment.objects.get())


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"person": "nobody@example.org"}, "Nobody here has this address."),
        ({"person": "sam@example.org"}, "This is your own money: somebody else must do it."),
        ({"amount": "1.234,56"}, "Write the amount with a point and no commas or spaces, like 1250.50."),
        ({"amount": "-5"}, "The amount must be more than zero."),
        ({"reason": "  "}, "Fill this in."),
        ({"reason": "It was late, and we are sorry\x00"}, "Null characters are not allowed."),
        ({"person": "ben@example.org\x00"}, "Null characters are not allowed."),
        ({"kind": "promo", "expires_at": "2020-01-01T00:00"}, "Promo credit must expire in the future."),
        (
            {"kind": "promo", "expires_at": "9999-12-31T23:59"},
            "Promo credit holds for ten years at most: look at the year.",
        ),
    ],
)
def test_a_bad_proposal_gets_one_sentence_and_keeps_what_was_typed(
    desk: Client, ben: User, typed: dict[str, str], words: str
) -> None:
    answer = desk.post(PROPOSE, TYPED | typed)

    said = [text for errors in answer.context["form"].errors.values() for text in errors]
    assert said == [words]
    assert Adjustment.objects.count() == 0


def test_a_link_can_name_the_person(desk: Client, ben: User) -> None:
    assert 'value="ben@example.org"' in desk.get(PROPOSE, {"person": ben.email}).content.decode()


def test_what_waits_for_a_second_person_stands_on_the_front_page(desk: Client, ben: User) -> None:
    desk.post(PROPOSE, TYPED)

    queues = {str(queue.name): queue for queue in desk.get("/admin/").context["queues"]}
    queue = queues["Adjustments waiting for a second person"]
    shown = desk.get(queue.url).context["cl"].result_count

    assert (queue.waiting.count, shown) == (1, 1)


def test_who_may_only_propose_cannot_approve(client: Client, cleo: User, desk: Client, ben: User) -> None:
    desk.post(PROPOSE, TYPED)
    cleo.is_staff = True
    cleo.save()
    may = ["view_adjustment", "add_adjustment"]
    cleo.user_permissions.set(Permission.objects.filter(codename__in=may))
    client.force_login(cleo)
    proposed = Adjustment.objects.get()

    answer = client.post(reverse("admin:wallet_adjustment_approve", args=[proposed.pk]))

    assert (answer.status_code, client.get(PROPOSE).status_code) == (403, 200)
    assert "Approve it" not in page(client, "adjustment_change", proposed)


# -- deposits by hand


@pytest.fixture
def large(ben: User) -> Deposit:
    return deposits.start(ben, amount=usd("500"), rail="manual", now=NOW)


def see(browser: Client, deposit: Deposit, dollars: str) -> str:
    url = reverse("admin:wallet_deposit_received", args=[deposit.pk])
    return browser.post(url, {"in-amount": dollars}, follow=True).content.decode()


def test_a_large_deposit_says_what_it_waits_for(desk: Client, other_desk: Client, large: Deposit) -> None:
    before = page(desk, "deposit_change", large)
    first = see(desk, large, "490")
    other = see(other_desk, large, "500")
    last = see(other_desk, large, "490")

    assert "More than $100.00: two people of the staff must see it." in before
    assert "Sam saw $490.00. A second person of the staff must see it too." in first
    assert "Sam saw $490.00. Look together at how much arrived." in other
    assert "$490.00 is in" in last
    assert make.fresh(large).state == Deposit.State.SETTLED


def test_a_bad_amount_moves_nothing(desk: Client, large: Deposit) -> None:
    text = see(desk, large, "1e3")

    assert "Write an amount in dollars, like 5 or 0.25." in text
    assert make.fresh(large).seen == 0


def test_a_deposit_by_hand_is_marked_as_taken_back(desk: Client, large: Deposit, ben: User) -> None:
    deposits.settle(Outcome(key=large.public_id, fate=Fate.PAID), rail="manual", now=NOW)
    url = reverse("admin:wallet_deposit_back", args=[large.pk])

    said = [
        desk.post(url, {"out-amount": dollars, "out-reason": "The bank called it back."}, follow=True).content.decode()
        for dollars in ("501", "500")
    ]

    assert "$500.00 of it arrived: no more can be taken back." in said[0]
    assert "Taken back. The person and the staff are told." in said[1]
    assert make.fresh(large).failure == "The bank called it back."
    assert ledger.balance_of(ledger.spendable(ben.pk)) == 0


def test_a_deposit_its_rail_tells_of_has_no_button(desk: Client, bank: object, ben: User) -> None:
    deposit = deposits.start(ben, amount=usd("20"), rail="demo_bank", now=NOW)

    assert "I saw this money" not in page(desk, "deposit_change", deposit)


def test_a_reason_of_one_letter_proposes_nothing(desk: Client, ben: User) -> None:
    after = desk.post(PROPOSE, {**TYPED, "reason": "x"}).content.decode()

    assert "Write a full sentence, at least 20 characters: the person reads it." in after
    assert not Adjustment.objects.exists()


def test_more_than_was_asked_for_is_said_to_be_more(desk: Client, ben: User, sam: User) -> None:
    deposit = deposits.start(ben, amount=usd("50"), rail="manual", now=NOW)
    url = reverse("admin:wallet_deposit_received", args=[deposit.pk])

    slipped = desk.post(url, {"in-amount": "500"}, follow=True).content.decode()
    assert "$50.00 was asked for, and you typed $500.00." in slipped
    assert not deposits.waits_for_second(make.fresh(deposit))
    desk.post(url, {"in-amount": "60", "in-more": "on"})
    again = desk.post(url, {"in-amount": "60", "in-more": "on"}, follow=True).content.decode()

    assert ledger.balance_of(ledger.spendable(ben.pk)) == usd("60")
    assert "This is booked already: nothing has changed." in again
    assert LogEntry.objects.filter(object_id=str(deposit.pk)).count() == 1


def test_what_one_has_seen_waits_in_a_queue_also_when_part_is_booked(desk: Client, ben: User, sam: User) -> None:
    deposit = deposits.start(ben, amount=usd("500"), rail="manual", now=NOW)
    deposits.mark_received(deposit, by=sam, amount=usd("90"), now=NOW)
    assert waiting.deposits_for_second().count == 0

    deposits.mark_received(deposit, by=sam, amount=usd("500"), now=NOW)

    assert waiting.deposits_for_second().count == 1
    listed = desk.get(reverse("admin:wallet_deposit_changelist"), {"seen": "one"}).context["cl"].result_list
    assert list(listed) == [deposit]


def test_the_same_form_sent_twice_proposes_once_and_finds_its_person_however_it_is_typed(
    desk: Client, ben: User
) -> None:
    desk.post(PROPOSE, TYPED | {"person": "Ben@Example.ORG "})
    again = desk.post(PROPOSE, TYPED).content.decode()

    assert Adjustment.objects.get().person == ben
    assert "The very same is proposed already" in again
