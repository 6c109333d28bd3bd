"""What finance reads and does on the desk: the money of a person by their address, and no way to what is not theirs."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import unquote

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from accounts import keeping, roles
from accounts.models import Sanction, User
from picomarket.lib.money import usd
from tests import make
from wallet import adjustments, batches, deposits, holds, methods, payouts
from wallet.models import Payout, PayoutBatch

pytestmark = pytest.mark.django_db
NOW = timezone.now()
WHY = "The account is in another name: we ask the bank."


@pytest.fixture
def fay(db: None) -> User:
    person = make.person("fay")
    User.objects.filter(pk=person.pk).update(is_staff=True)
    person.groups.add(Group.objects.get(name=roles.FINANCE))
    return make.fresh(person)  # type: ignore[no-any-return]


@pytest.fixture
def desk(fay: User) -> Client:
    client = Client()
    client.force_login(fay)
    return client


@pytest.fixture
def asked(ann: User, ben: User) -> Payout:
    """Ben waits for $6 by hand."""
    make.deposit(ann)
    make.approved(make.task(ann, reward=usd("8"), slots=1), ben)
    methods.choose(ben, rail="manual", destination="IBAN 4711, Ben", by=ben, now=NOW)
    return payouts.request(ben, amount=usd("6"), rail="manual", now=NOW)


def read(desk: Client, name: str, *args: object, **asked: str) -> str:
    return desk.get(reverse(f"admin:{name}", args=args), asked).content.decode()


def ways(page: str) -> set[str]:
    """Where the main part of a page of the desk leads, within the desk."""
    return {unquote(found) for found in re.findall(r'href="(/admin/[^"#?]+)', page.partition('id="content"')[2])}


def test_the_page_of_a_person_leads_to_their_money_and_to_nothing_that_is_refused(
    desk: Client, ben: User, asked: Payout
) -> None:
    page = read(desk, "accounts_user_change", ben.pk)

    assert {"/admin/wallet/account/", "/admin/wallet/transfer/", "/admin/wallet/adjustment/"} <= ways(page)
    assert {way: desk.get(way).status_code for way in ways(page)} == dict.fromkeys(ways(page), 200)


@pytest.mark.parametrize("by", ["email", "public_id"])
def test_a_wallet_is_read_by_whose_it_is(desk: Client, ann: User, ben: User, asked: Payout, by: str) -> None:
    pots = read(desk, "wallet_account_changelist", q=f" {getattr(ben, by)} ")
    lines = read(desk, "wallet_transfer_changelist", q=getattr(ben, by))

    assert ("Earned: ben@example.org" in pots, "ann@example.org" in pots) == (True, False)
    assert "Set aside for a payout" in lines
    assert "Spendable: ann@example.org" not in lines
    assert "0 accounts" in read(desk, "wallet_account_changelist", q="nobody@example.org")


def test_lines_lead_nowhere_finance_may_not_go(desk: Client, ben: User, asked: Payout, sam: User) -> None:
    lines, staff = read(desk, "wallet_transfer_changelist"), Client()
    staff.force_login(sam)

    assert "/admin/tasks/task/" in read(staff, "wallet_transfer_changelist")
    assert not [way for way in ways(lines) if desk.get(way).status_code != 200]
    assert f"/admin/wallet/payout/{asked.pk}/change/" in ways(lines)


@pytest.mark.parametrize("count", [1, 30])
def test_the_pots_ask_as_often_for_many_as_for_one(
    count: int, desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        make.deposit(make.person(f"e{number}"))

    with django_assert_max_num_queries(16):
        read(desk, "wallet_account_changelist")


def test_proofs_threads_cases_and_documents_are_not_for_finance(desk: Client, ann: User, ben: User) -> None:
    names = (
        *("submissions_submission", "tasks_task", "threads_ticket", "disputes_dispute", "disputes_appeal"),
        *("accounts_identity", "accounts_sanction", "referrals_referral"),
    )

    assert {name: desk.get(reverse(f"admin:{name}_changelist")).status_code for name in names} == dict.fromkeys(
        names, 403
    )


def test_a_held_payout_says_why_first_and_leaves_out_what_is_empty(desk: Client, asked: Payout, sam: User) -> None:
    holds.hold(asked, reason=WHY, by=sam, now=NOW)
    page = read(desk, "wallet_payout_change", asked.pk)

    assert page.index(WHY) < page.index("Release it")
    assert ("Came back at" in page, "Promised for" in page) == (False, True)


def test_who_gave_a_held_payout_back_has_it_no_more(desk: Client, fay: User, asked: Payout, sam: User) -> None:
    holds.hold(asked, reason=WHY, by=sam, now=NOW)
    desk.post(reverse("admin:wallet_payout_take", args=[asked.pk]))
    assert len(keeping.of(fay, now=timezone.now())) == 1

    desk.post(reverse("admin:wallet_payout_return", args=[asked.pk]), {"reason": WHY}, follow=True)
    read(desk, "wallet_payout_change", asked.pk)

    assert keeping.of(fay, now=timezone.now()) == []


def test_a_large_batch_is_offered_to_be_sent_only_by_who_makes_it_enough(
    desk: Client, fay: User, asked: Payout, settings: Settings
) -> None:
    settings.RULES = replace(settings.RULES, four_eyes_batch=usd("1"))
    (batch,) = batches.gather(now=NOW)
    first = read(desk, "wallet_payoutbatch_change", batch.pk)
    batches.approve(batch, by=fay, now=NOW)
    mine = read(desk, "wallet_payoutbatch_change", batch.pk)

    assert PayoutBatch.objects.get().state == PayoutBatch.State.GATHERED
    assert (">Approve<" in first, "send now" in first.lower()) == (True, False)
    assert "send now" not in mine.lower()


def test_the_list_of_batches_says_how_many_and_how_much(desk: Client, asked: Payout) -> None:
    batches.gather(now=NOW)

    (row,) = desk.get(reverse("admin:wallet_payoutbatch_changelist")).context["cl"].result_list

    assert (row.payouts_in, row.payouts_sum) == (1, usd("6"))


def test_what_arrived_is_not_asked_for_again(desk: Client, ann: User) -> None:
    deposit = deposits.start(ann, amount=usd("20"), rail="manual", now=NOW)
    before = read(desk, "wallet_deposit_change", deposit.pk)
    desk.post(reverse("admin:wallet_deposit_received", args=[deposit.pk]), {"in-amount": "20"})
    after = read(desk, "wallet_deposit_change", deposit.pk)

    assert ("Mark as received" in before, "More of it arrived" in before) == (True, False)
    assert ("Mark as received" in after, "More of it arrived" in after) == (False, True)


def test_a_proposal_without_a_person_asks_for_their_address(desk: Client) -> None:
    page = desk.post(reverse("admin:wallet_adjustment_add"), {"amount": "1"}).content.decode()

    assert "Write the address of the person." in page


def test_a_claw_back_names_its_sanction_and_leads_nowhere_finance_may_not_go(
    desk: Client, ben: User, asked: Payout, sam: User
) -> None:
    make.suspended(ben, sam)
    given, staff = Sanction.objects.get(person=ben), Client()
    staff.force_login(sam)
    taken = adjustments.take_back(given, item="x", amount=usd("0.50"), reason=WHY, by=sam, now=NOW)
    page = read(desk, "wallet_adjustment_change", taken.pk)
    sanction = reverse("admin:accounts_sanction_change", args=[given.pk])

    assert (sanction in ways(page), sanction in ways(read(staff, "wallet_adjustment_change", taken.pk))) == (
        False,
        True,
    )
    assert str(given) in page
    assert not [way for way in ways(page) if desk.get(way).status_code not in (200, 405)]
