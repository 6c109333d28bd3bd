"""Referrals held: oneself by another browser, rings, and what the staff decides."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts import jobs, links, traces
from accounts.leaving import going
from accounts.models import User
from inbox.models import Notice
from picomarket.lib.money import Money, usd
from referrals import holding
from referrals.models import Referral
from tests import make
from wallet import ledger

NOW = timezone.now()
WORDS = "They are brothers and share a phone."
HOME = "81.2.69.160"
State = Referral.State


def share(*people: User, device: str = "phone") -> None:
    for person in people:
        traces.note(person, traces.device(device), now=NOW)
    links.weigh_due(now=NOW)


def earned(person: User) -> Money:
    return ledger.balance_of(ledger.earned(person.pk))


def of(person: User) -> Referral:
    return Referral.objects.get(referred=person)


def sign_in(person: User, **more: Any) -> None:
    browser = Client(**more)
    browser.post(reverse("account_login"), {"login": person.email, "password": make.PASSWORD})


def meet(*people: User, hours: int) -> None:
    for hour in range(hours):
        now = NOW - timedelta(hours=hour)
        for person in people:
            traces.note(person, traces.network(HOME, now=now), now=now)
    links.weigh_due(now=NOW)


def test_one_network_in_one_hour_holds_nothing(ben: User, dina: User) -> None:
    for person in (ben, dina):
        sign_in(person, REMOTE_ADDR=HOME)

    jobs.weigh_links()

    assert links.between(ben.pk, dina.pk) is not None
    assert of(dina).state == State.EARNING


def test_oneself_through_a_second_browser_is_held_hour_after_hour(ben: User, dina: User) -> None:
    meet(ben, dina, hours=settings.RULES.referral_hold_hours - 1)
    before = of(dina).state
    meet(ben, dina, hours=settings.RULES.referral_hold_hours)

    assert (before, of(dina).state) == (State.EARNING, State.HELD)
    assert holding.because(of(dina)) == "you two share the same network within one hour, 6 times"
    with translation.override("es"):
        assert "network" not in holding.because(of(dina))


def test_a_network_counts_with_a_proof_that_is_the_very_same(ben: User, dina: User) -> None:
    meet(ben, dina, hours=1)
    for person in (ben, dina):
        traces.note(person, traces.proof(1), now=NOW)
    links.weigh_due(now=NOW)

    assert of(dina).state == State.HELD


def test_what_is_held_is_counted_and_not_paid(ann: User, ben: User, dina: User) -> None:
    share(ben, dina)

    make.approved(make.task(ann, reward=usd("1")), dina)

    assert earned(ben) == 0
    assert (of(dina).held, of(dina).earned) == (usd("0.05"), 0)


def test_the_referrer_is_told_why_and_how_to_answer(ben: User, dina: User) -> None:
    share(ben, dina)

    told = Notice.objects.of(ben).get(subject__contains="kept aside")
    assert "you two share the same device" in told.body
    assert "write to support@" in told.body
    assert told.by_mail
    assert not Notice.objects.of(dina).exists()


def test_released_it_is_paid_once_and_goes_on(ann: User, ben: User, dina: User, sam: User) -> None:
    share(ben, dina)
    make.approved(make.task(ann, reward=usd("1")), dina)

    holding.release(of(dina), reason=WORDS, by=sam, now=NOW)
    with pytest.raises(holding.HoldRefused, match="not held any more"):
        holding.release(of(dina), reason=WORDS, by=sam, now=NOW)
    make.approved(make.task(ann, reward=usd("1")), dina)

    assert earned(ben) == usd("0.10")
    assert (of(dina).earned, of(dina).held) == (usd("0.10"), 0)


def test_what_was_released_is_not_held_again_by_itself(ben: User, dina: User, sam: User) -> None:
    share(ben, dina)
    holding.release(of(dina), reason=WORDS, by=sam, now=NOW)

    share(ben, dina, device="tablet")

    assert of(dina).state == State.EARNING


def test_void_it_earns_nothing_and_nothing_else_is_touched(ann: User, ben: User, dina: User, sam: User) -> None:
    make.approved(make.task(ann, reward=usd("1")), dina)
    share(ben, dina)
    make.approved(make.task(ann, reward=usd("1")), dina)

    holding.void(of(dina), reason=WORDS, by=sam, now=NOW)
    make.approved(make.task(ann, reward=usd("1")), dina)

    assert earned(ben) == usd("0.05")
    assert earned(dina) == usd("2.85")


def test_a_leavers_referrals_wait_for_no_decision(ann: User, ben: User, dina: User) -> None:
    share(ben, dina)
    make.approved(make.task(ann, reward=usd("1")), dina)
    with pytest.raises(going.NotLeftBehind):
        going.ask(ben, leaves_behind=False, now=NOW)

    going.ask(ben, leaves_behind=True, now=NOW)
    went = going.go_due(now=NOW + timedelta(days=settings.RULES.leaving_days))

    assert (went, of(dina).state, of(dina).decided_by) == (1, State.VOIDED, None)


def test_a_ring_of_people_one_brought_is_held(ben: User) -> None:
    eve, finn = make.person("eve", referrer=ben), make.person("finn", referrer=ben)

    share(eve, finn)

    assert [of(one).state for one in (eve, finn)] == [State.HELD, State.HELD]
    assert "another person you brought" in holding.because(of(eve))


def test_linked_people_brought_by_different_ones_are_no_ring(ben: User, cleo: User) -> None:
    eve, finn = make.person("eve", referrer=ben), make.person("finn", referrer=cleo)

    share(eve, finn)

    assert [of(one).state for one in (eve, finn)] == [State.EARNING, State.EARNING]


@pytest.mark.parametrize("end", [holding.release, holding.void])
def test_nobody_decides_without_a_reason_or_about_their_own(ben: User, dina: User, sam: User, end: Any) -> None:
    share(ben, dina)

    for reason, by in (("No.", sam), (WORDS, ben), (WORDS, dina)):
        with pytest.raises(holding.HoldRefused):
            end(of(dina), reason=reason, by=by, now=NOW)

    assert of(dina).state == State.HELD


def test_whoever_decides_is_led_to_no_referral_of_their_own(client: Client, ben: User, dina: User, sam: User) -> None:
    eli = make.person("eli", referrer=sam)
    share(ben, dina)
    share(sam, eli)
    client.force_login(sam)

    led_to = client.post(
        reverse("admin:referrals_referral_decide", args=[of(dina).pk]), {"outcome": "release", "words": WORDS}
    )

    assert of(eli).state == State.HELD
    assert led_to["Location"] == reverse("admin:referrals_referral_changelist")


def test_the_desk_shows_what_is_held_and_decides_it(client: Client, ben: User, dina: User, sam: User) -> None:
    share(ben, dina)
    client.force_login(sam)

    front = client.get("/admin/").content.decode()
    page = client.get(reverse("admin:referrals_referral_change", args=[of(dina).pk])).content.decode()
    refused = client.post(
        reverse("admin:referrals_referral_decide", args=[of(dina).pk]), {"outcome": "void", "words": "No"}
    )
    client.post(reverse("admin:referrals_referral_decide", args=[of(dina).pk]), {"outcome": "release", "words": WORDS})

    assert "Referrals held" in front
    assert "you two share the same device" in page
    assert "Write the reason in a full sentence" in refused.content.decode()
    assert of(dina).state == State.EARNING
    assert of(dina).decision == WORDS
