"""Paid attempts: offered, promised, paid once, and what comes back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags
from pytest_django import Settings

from accounts.models import User
from picomarket.lib.money import Money, usd
from picomarket.lib.rules import Rules
from tasks import attempts, contests, offering, offers, passes, qualifications
from tasks.models import Attempt, Offer, Pass, Qualification
from tests import make
from tests.make import RIGHT
from tests.threads import at_once
from wallet import ledger, pockets
from wallet.ledger import InsufficientFunds

from .counting import count_queries

NOW = timezone.now()
MINUTE, DAY = timedelta(minutes=1), timedelta(hours=25)
WRONG = ("three", "stone", "Rome")


def offer(test: Qualification, *, reward: str = "0.10", places: int = 2, key: str = "k") -> bool:
    return offering.offer(test, reward=usd(reward), places=places, key=key, by=test.author, now=NOW)


@pytest.fixture
def paying(ann: User) -> Qualification:
    """Two attempts are paid ten cents each."""
    test = make.qualification(ann, now=NOW)
    offer(test)
    return test


def earned(person: User) -> Money:
    return pockets.purse(person).earned


def spendable(person: User) -> Money:
    return pockets.purse(person).spendable


def held(test: Qualification) -> Money:
    return ledger.balance_of(ledger.offer(test.offers.get().pk))


# -- offering


def test_the_money_is_set_aside_once(ann: User) -> None:
    test, before = make.qualification(ann), spendable(ann)

    assert [offer(test, places=20), offer(test, places=20)] == [True, False]
    assert (before - spendable(ann), held(test)) == (usd("2"), usd("2"))
    assert pockets.overview(ann).in_escrow == usd("2")


def test_nobody_sets_aside_what_they_do_not_have(ben: User) -> None:
    test = make.qualification(ben)

    with pytest.raises(InsufficientFunds):
        offer(test)
    assert not Offer.objects.exists()


@pytest.mark.parametrize(("reward", "places"), [("0.005", 1), ("0.015", 1), ("1.01", 1), ("0.10", 0), ("0.01", 1001)])
def test_what_is_offered_is_whole_cents_within_the_rule(ann: User, reward: str, places: int) -> None:
    with pytest.raises(qualifications.TestNotNow):
        offer(make.qualification(ann), reward=reward, places=places)


def test_the_operator_can_switch_it_off(client: Client, settings: Settings, ann: User) -> None:
    settings.RULES = Rules(test_reward=usd("0"))
    test = make.qualification(ann)
    client.force_login(ann)

    assert "/pay/" not in words(client, f"/tests/{test.public_id}/lead/")
    with pytest.raises(qualifications.TestNotNow):
        offer(test)


def test_a_draft_is_published_with_its_offer_or_not_at_all(ann: User) -> None:
    empty, before = qualifications.draft(ann, title="Naming plants", now=NOW), spendable(ann)

    with pytest.raises(qualifications.TestNotNow, match="at least one question"):
        offer(empty)
    qualifications.ask(empty, qualifications.Asked("A fern?", ["yes"]), by=ann, position=1)
    offer(empty)

    assert make.fresh(empty).state == Qualification.State.PUBLISHED
    assert before - spendable(ann) == usd("0.20")


# -- trying


@pytest.mark.parametrize("said", [RIGHT, WRONG])
def test_who_tries_seriously_is_paid_passed_or_not(ben: User, paying: Qualification, said: tuple[str, ...]) -> None:
    done = make.attempt(paying, ben, *said, now=NOW, took=MINUTE)

    assert (done.paid, earned(ben), held(paying)) == (usd("0.10"), usd("0.10"), usd("0.10"))


def test_it_is_paid_once_per_person(ben: User, paying: Qualification) -> None:
    make.attempt(paying, ben, *WRONG, now=NOW, took=MINUTE)
    again = make.attempt(paying, ben, *WRONG, now=NOW + DAY, took=MINUTE)

    assert (again.offer, again.paid, earned(ben)) == (None, 0, usd("0.10"))


@pytest.mark.parametrize(
    ("said", "took", "why"), [(("three", "", "Rome"), 60, "unanswered"), (WRONG, 8, "quick"), (WRONG, 9, "")]
)
def test_serious_is_a_reply_to_each_question_and_the_time_to_read_them(
    ben: User, paying: Qualification, said: tuple[str, ...], took: int, why: str
) -> None:
    done = make.attempt(paying, ben, *said, now=NOW, took=timedelta(seconds=took))

    assert (done.unpaid, bool(done.paid)) == (why, not why)


def test_an_attempt_that_was_not_serious_frees_its_place_and_the_next_is_paid(ben: User, paying: Qualification) -> None:
    make.attempt(paying, ben, now=NOW)
    assert paying.offers.get().taken == 0

    assert make.attempt(paying, ben, *WRONG, now=NOW + DAY, took=MINUTE).paid == usd("0.10")


def test_what_was_saved_when_the_time_ran_out_is_paid_only_if_it_is_all(
    ben: User, cleo: User, paying: Qualification
) -> None:
    for person, said in ((ben, WRONG), (cleo, WRONG[:2])):
        begun = attempts.start(paying, by=person, now=NOW)
        for question, text in zip(paying.questions.order_by("position"), said, strict=False):
            attempts.reply(begun, question, text=text, by=person, now=NOW)

    assert attempts.end_due(now=NOW + DAY) == 2

    assert (earned(ben), earned(cleo), paying.offers.get().taken) == (usd("0.10"), usd("0"), 1)


def test_when_the_budget_is_used_up_nobody_begins_by_mistake(
    ben: User, cleo: User, dina: User, paying: Qualification
) -> None:
    for person in (ben, cleo):
        attempts.start(paying, by=person, now=NOW)

    assert offers.terms(paying, dina).reward == 0
    with pytest.raises(attempts.NoAttempt, match="taken meanwhile"):
        attempts.start(paying, by=dina, now=NOW, shown=usd("0.10"))
    assert not Attempt.objects.of(dina).exists()
    assert attempts.start(paying, by=dina, now=NOW).offer is None


def test_a_suspended_person_is_promised_nothing(ben: User, sam: User, paying: Qualification) -> None:
    ben = make.suspended(ben, sam, now=NOW)

    assert offers.terms(paying, ben).reward == 0
    assert attempts.start(paying, by=ben, now=NOW).offer is None


@pytest.mark.race
def test_two_who_want_the_last_paid_attempt_never_both_get_it(committed_db: None) -> None:
    ann, ben, cleo = (make.person(name) for name in ("ann", "ben", "cleo"))
    make.deposit(ann, "10")
    test = make.qualification(ann, now=NOW)
    offer(test, places=1)

    at_once(*(lambda person=person: attempts.start(test, by=person, now=NOW) for person in (ben, cleo)))

    assert test.offers.get().taken == 1
    assert Attempt.objects.exclude(offer=None).count() == 1


# -- closing


def test_closing_gives_back_what_is_left_and_attempts_under_way_keep_their_promise(
    ann: User, ben: User, paying: Qualification
) -> None:
    begun, before = attempts.start(paying, by=ben, now=NOW), spendable(ann)

    qualifications.close(paying, by=ann, now=NOW)
    with pytest.raises(qualifications.TestNotNow):
        qualifications.close(paying, by=ann, now=NOW)
    assert (spendable(ann) - before, held(paying)) == (usd("0.10"), usd("0.10"))

    for question in paying.questions.all():
        attempts.reply(begun, question, text="no idea", by=ben, now=NOW)
    attempts.hand_in(begun, by=ben, now=NOW + MINUTE)
    assert (earned(ben), held(paying)) == (usd("0.10"), usd("0"))


def test_a_promise_not_kept_after_the_closing_comes_back_too(ann: User, ben: User, paying: Qualification) -> None:
    begun, before = attempts.start(paying, by=ben, now=NOW), spendable(ann)
    qualifications.close(paying, by=ann, now=NOW)

    attempts.hand_in(begun, by=ben, now=NOW + MINUTE)

    assert (spendable(ann) - before, paying.offers.get().returned) == (usd("0.20"), usd("0.20"))


def test_a_test_that_opens_again_pays_only_what_is_offered_anew(ann: User, ben: User, paying: Qualification) -> None:
    qualifications.close(paying, by=ann, now=NOW)
    with pytest.raises(qualifications.TestNotNow, match="closed"):
        offer(paying, key="closed")
    qualifications.reopen(make.fresh(paying), by=ann)

    assert offers.terms(paying, ben).reward == 0
    offer(paying, reward="0.05", key="anew")
    assert offers.terms(paying, ben).reward == usd("0.05")


# -- the pages


def words(client: Client, url: str, **query: str) -> str:
    return " ".join(strip_tags(client.get(url, query).content.decode()).split())


def test_what_a_worker_reads_before_and_after(client: Client, ben: User, paying: Qualification) -> None:
    client.force_login(ben)
    page = f"/tests/{paying.public_id}/"

    assert "pays $0.10 for trying" in words(client, "/tests/")
    assert "You receive $0.10 for trying, once" in words(client, page)
    client.post(f"{page}start/", {"shown": "0.10"})
    assert "You receive $0.10 for this attempt" in words(client, page)
    quick = attempts.hand_in(Attempt.objects.get(), by=ben, now=timezone.now())
    result = words(client, quick.get_absolute_url())
    assert "not every question had a reply. The next one can still bring you $0.10" in result

    done = make.attempt(paying, ben, *RIGHT, now=NOW + DAY, took=MINUTE)
    assert "You received $0.10 for trying." in words(client, done.get_absolute_url())
    assert "You received $0.10 for trying it." in words(client, page)
    assert "pays $0.10" not in words(client, "/tests/")


def test_whoever_holds_the_pass_is_promised_nothing(client: Client, ben: User, paying: Qualification) -> None:
    quick = make.attempt(paying, ben, *RIGHT, now=NOW, took=timedelta(seconds=2))
    client.force_login(ben)

    result = words(client, quick.get_absolute_url())

    assert (quick.unpaid, offers.terms(paying, ben).reward) == ("quick", 0)
    assert "it took 2 seconds, too short to read every question" in result
    assert "bring you" not in result
    page = words(client, f"/tests/{paying.public_id}/")
    assert ("$0.10" in page, "is not paid" in page) == (False, False)
    assert "pays $0.10" not in words(client, "/tests/")


def test_whose_pass_is_over_is_promised_again_and_whose_pass_was_taken_back_is_not(
    ben: User, cleo: User, sam: User
) -> None:
    make.deposit(sam, "10")
    test = make.qualification(sam, valid_days=1, is_house=True, now=NOW - DAY)
    offer(test)
    for person in (ben, cleo):
        make.attempt(test, person, *RIGHT, now=NOW - DAY, took=timedelta(seconds=2))
    passes.revoke(Pass.objects.get(worker=cleo), reason="Two people took it together.", by=sam, now=NOW)

    assert [offers.terms(test, person).reward for person in (ben, cleo)] == [usd("0.10"), 0]


def test_how_long_a_quick_attempt_took_stays_true_when_a_question_falls(
    client: Client, ann: User, ben: User, paying: Qualification
) -> None:
    quick = make.attempt(paying, ben, *WRONG, now=NOW, took=timedelta(seconds=8))
    contests.fall(paying.questions.get(position=1), by=ann, now=NOW)
    client.force_login(ben)

    result = words(client, quick.get_absolute_url())

    assert "it took 8 seconds, too short" in result
    assert "can still bring you $0.10: reply to every question, and take at least 6 seconds in all" in result


def test_a_paid_attempt_under_way_says_all_that_is_needed(client: Client, ben: User, paying: Qualification) -> None:
    attempts.start(paying, by=ben, now=timezone.now())
    client.force_login(ben)

    page = words(client, f"/tests/{paying.public_id}/")

    assert "if you reply to every question and take at least 9 seconds in all." in page


def test_who_began_before_anything_was_offered_is_promised_nothing_for_it(client: Client, ann: User, ben: User) -> None:
    test = make.qualification(ann, now=NOW)
    attempts.start(test, by=ben, now=timezone.now())
    offer(test)
    client.force_login(ben)

    page = words(client, f"/tests/{test.public_id}/")

    assert "The attempt you began is not paid. One that you begin after it brings you $0.10." in page
    assert "You receive $0.10 for trying, once" not in page


def test_what_a_closing_gave_back_is_not_called_used_up(
    client: Client, ann: User, ben: User, paying: Qualification
) -> None:
    client.force_login(ben)
    page = f"/tests/{paying.public_id}/"

    qualifications.close(paying, by=ann, now=NOW)
    closed = words(client, page)
    qualifications.reopen(make.fresh(paying), by=ann)
    opened = words(client, page)

    assert ("is not paid" in closed, "used up" in opened) == (False, False)
    assert "An attempt is not paid now." in opened


def test_a_page_says_plainly_that_the_money_is_used_up(client: Client, ben: User, paying: Qualification) -> None:
    for name in ("olga", "nina"):
        make.attempt(paying, make.person(name), *WRONG, now=NOW, took=MINUTE)
    client.force_login(ben)

    assert "is used up: an attempt is not paid now" in words(client, f"/tests/{paying.public_id}/")
    done = make.attempt(paying, ben, *WRONG, now=NOW, took=MINUTE)
    assert "no paid attempt was left when you began it" in words(client, done.get_absolute_url())


def test_an_author_sees_the_sum_agrees_and_reads_how_many_are_paid(client: Client, ann: User, ben: User) -> None:
    test = make.qualification(ann, now=NOW)
    client.force_login(ann)
    page = f"/tests/{test.public_id}/pay/"

    shown = client.get(page, {"reward": "0.10", "places": "20"})
    assert "Set aside $2.00" in words(client, page, reward="0.10", places="20")
    client.post(page, {"reward": "0.10", "places": "20", "key": shown.context["agreed"]["key"].value()})
    make.attempt(test, ben, *WRONG, now=NOW, took=MINUTE)

    assert "1 of 20 paid, $0.10 each." in words(client, f"/tests/{test.public_id}/lead/")


def test_who_has_too_little_is_led_to_a_deposit(client: Client, ben: User) -> None:
    test = make.qualification(ben)
    client.force_login(ben)

    page = words(client, f"/tests/{test.public_id}/pay/", reward="0.10", places="100")

    assert "$10.00 more is needed for this" in page
    assert "Deposit $10.00" in page


def test_the_list_asks_no_more_for_thirty_paying_tests_than_for_one(client: Client, ann: User, ben: User) -> None:
    client.force_login(ben)
    offer(make.qualification(ann, title="First"), places=1)
    one = count_queries(client, "/tests/")
    for number in range(29):
        offer(make.qualification(ann, title=f"Test {number}"), places=1)

    assert count_queries(client, "/tests/") == one
