"""A payout's own page: what is true of it, held, given back, failed or come back."""

from __future__ import annotations

import csv
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import User
from picomarket.lib.money import usd
from tests import make
from wallet import batches, holds, methods, payouts, runs, settling, waiting
from wallet.models import Payout
from wallet.rails.interface import Fate, Outcome

from .conftest import NOW, earn
from .test_deposit_pages import words

REASON = "The name on the account is not yours."


@pytest.fixture
def payout(ann: User, ben: User, settings: Settings) -> Payout:
    settings.MANUAL_RAILS = ["skrill"]
    earn(ben, "12", by=ann)
    methods.choose(ben, rail="skrill", destination="ben@example.org", by=ben, now=NOW)
    return payouts.request(ben, amount=usd("10"), rail="skrill", now=NOW)


def shown(payout: Payout) -> str:
    client = Client()
    client.force_login(payout.person)
    return words(client.get(payout.get_absolute_url()))


def test_a_held_payout_shows_no_next_run_and_does_not_count_for_it(payout: Payout, sam: User) -> None:
    before = (waiting.payouts_requested().count, "Next run" in shown(payout))

    holds.hold(payout, reason=REASON, by=sam, now=NOW)

    assert (before, waiting.payouts_requested().count, "Next run" in shown(payout)) == ((1, True), 0, False)
    desk = Client()
    desk.force_login(sam)
    assert "0 payouts wait for the next run." in words(desk.get(reverse("admin:wallet_payoutbatch_changelist")))
    found = desk.get(reverse("admin:wallet_payout_changelist") + "?clock=next").context["cl"]
    assert found.result_count == 0


def test_one_given_back_by_the_staff_is_not_held_any_more(payout: Payout, sam: User) -> None:
    holds.hold(payout, reason=REASON, by=sam, now=NOW)
    holds.give_back(make.fresh(payout), reason="Asked for again by mistake.", by=sam, now=NOW)

    page = shown(payout)

    assert "It keeps its place in the queue" not in page
    assert "Taken out of the queue, the money is back in your balance" in page
    assert "Asked for again by mistake." in page


def test_one_that_failed_without_a_word_says_so(payout: Payout) -> None:
    make.payout_run()
    settling.settle([Outcome(key=payout.public_id, fate=Fate.FAILED)], rail="skrill", now=NOW)

    assert "No reason was given." in shown(payout)


def test_the_way_of_one_that_came_back_says_first_that_it_was_paid(payout: Payout) -> None:
    make.payout_run(now=NOW)
    for days, fate in ((1, Fate.PAID), (3, Fate.REVERSED)):
        outcome = Outcome(key=payout.public_id, fate=fate, reason="Closed")
        settling.settle([outcome], rail="skrill", now=NOW + timedelta(days=days))

    way = runs.steps(make.fresh(payout))

    assert [(str(step.what), step.at) for step in way[-2:]] == [
        ("Paid", NOW + timedelta(days=1)),
        ("Came back, the money is in your balance", NOW + timedelta(days=3)),
    ]


def test_a_batch_by_hand_offers_its_file_when_it_has_gone(payout: Payout, sam: User) -> None:
    (batch,) = batches.gather(now=NOW)
    desk = Client()
    desk.force_login(sam)
    url = reverse("admin:wallet_payoutbatch_change", args=[batch.pk])
    before = words(desk.get(url))

    batches.send(batch, now=NOW)

    assert ("Export as CSV" in before, "Export as CSV" in words(desk.get(url))) == (False, True)


# -- the lines, as the staff reads them


def test_a_line_leads_the_staff_to_its_cause_and_its_people(payout: Payout, sam: User) -> None:
    desk = Client()
    desk.force_login(sam)

    page = desk.get(reverse("admin:wallet_transfer_changelist")).content.decode()

    assert reverse("admin:wallet_payout_change", args=[payout.pk]) in page
    assert payout.public_id in page
    assert reverse("admin:accounts_user_change", args=[payout.person_id]) in page
    assert "Earned: ben@example.org" in page


@pytest.mark.parametrize("count", [1, 30])
def test_the_lines_of_the_staff_ask_as_often_for_many_as_for_one(
    count: int, ann: User, ben: User, sam: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _one in range(count):
        earn(ben, "0.10", by=ann)
    desk = Client()
    desk.force_login(sam)

    with django_assert_max_num_queries(14):
        desk.get(reverse("admin:wallet_transfer_changelist"))


def test_the_csv_tells_the_persons_own_time_and_what_a_line_is_of(payout: Payout, client: Client) -> None:
    User.objects.filter(pk=payout.person_id).update(time_zone="Asia/Dhaka")
    client.force_login(make.fresh(payout).person)

    row, *_older = csv.DictReader(client.get("/wallet/lines/?format=csv").getvalue().decode().splitlines())

    assert (row["reference"], row["at"][-6:]) == (payout.public_id, "+06:00")
