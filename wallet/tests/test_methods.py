"""Where payouts go, and the wait after a change."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from pytest_django import Settings

from accounts import addresses
from accounts.models import User
from inbox.models import Notice
from tests import make
from wallet import methods
from wallet.demobank.server import Server
from wallet.models import PayoutMethod
from wallet.rails.demo_bank import DemoBank
from wallet.rails.interface import BadDestination

from .conftest import NOW


def choose(person: User, account: str = "1234 5678", rail: str = "demo_bank") -> PayoutMethod:
    return methods.choose(person, rail=rail, destination=account, by=person, now=NOW)


def told(person: User) -> Notice:
    """What they were told last."""
    return Notice.objects.filter(person=person).latest("pk")


def test_the_first_destination_can_be_used_at_once_and_its_owner_is_told_by_mail(bank: Server, ben: User) -> None:
    choose(ben)

    assert methods.ready(ben, rail="demo_bank", now=NOW).destination == "12345678"
    notice = told(ben)
    assert (notice.subject, notice.by_mail) == ("Your payout destination is set", True)
    assert "Payouts by Demo bank go to 12345678 from now on." in notice.body


def test_a_changed_destination_waits_and_its_owner_is_told_by_mail(bank: Server, ben: User, settings: Settings) -> None:
    User.objects.filter(pk=ben.pk).update(time_zone="Asia/Dhaka")
    choose(ben)
    choose(ben, "8765 4321")

    with pytest.raises(methods.MethodWaits, match="can be used from Wed 18 Nov 2026, 15:00"):
        methods.ready(ben, rail="demo_bank", now=NOW + timedelta(hours=47))

    after = NOW + timedelta(hours=settings.RULES.payout_change_hours)
    assert methods.ready(ben, rail="demo_bank", now=after).destination == "87654321"
    assert told(ben).by_mail


def test_saving_the_same_destination_again_changes_nothing(bank: Server, ben: User) -> None:
    choose(ben)

    again = choose(ben, "1234-5678")

    assert make.fresh(again).usable_from == NOW


def test_a_second_rail_waits_too_because_a_thief_would_add_one(bank: Server, ben: User) -> None:
    choose(ben)
    choose(ben, "DE89 3704 0044 0532 0130 00 Ben", rail="manual")

    with pytest.raises(methods.MethodWaits):
        methods.ready(ben, rail="manual", now=NOW + timedelta(hours=47))

    assert methods.ready(ben, rail="demo_bank", now=NOW).usable_from == NOW
    assert "Payouts by Demo bank" not in told(ben).body


def test_the_mail_about_a_change_names_the_new_destination_and_the_wait(bank: Server, ben: User) -> None:
    choose(ben)
    choose(ben, "8765 4321")

    assert "Payouts by Demo bank go to 87654321, after a safety wait of 48 hours." in told(ben).body


def test_a_change_is_told_to_the_address_the_account_had_lately(bank: Server, ben: User) -> None:
    addresses.leave(ben, email="old@example.org", now=NOW - timedelta(days=29))
    addresses.leave(ben, email="older@example.org", now=NOW - timedelta(days=31))
    choose(ben)
    choose(ben, "8765 4321")

    changed = Notice.objects.filter(person=ben, subject__contains="changed")
    assert sorted(changed.values_list("mail_to", flat=True)) == ["", "old@example.org"]


def test_the_same_destination_at_another_rail_is_refused(bank: Server, ben: User) -> None:
    choose(ben, "DE89 3704 0044 0532 0130 00, Ben", rail="manual")
    # As if the same had been set at a rail that takes such accounts too.
    PayoutMethod.objects.update(rail="demo_bank")

    with pytest.raises(methods.MethodTwice, match="You have this destination already, at Demo bank"):
        choose(ben, "DE89 3704 0044 0532 0130 00,  Ben", rail="manual")


def test_another_person_may_use_the_same_destination(bank: Server, ben: User, dina: User) -> None:
    assert choose(ben).destination == choose(dina).destination


def test_a_removed_destination_cannot_be_used_and_its_owner_is_told_by_mail(bank: Server, ben: User) -> None:
    choose(ben)

    methods.remove(ben, rail="demo_bank", by=ben, now=NOW)

    with pytest.raises(methods.MethodUnknown):
        methods.ready(ben, rail="demo_bank", now=NOW)
    notice = told(ben)
    assert (notice.subject, notice.by_mail) == ("Your payout destination was removed", True)
    assert "12345678" in notice.body
    assert "write to support@localhost at once" in notice.body
    assert methods.of(ben) == []
    with pytest.raises(methods.MethodUnknown, match="no destination to remove"):
        methods.remove(ben, rail="demo_bank", by=ben, now=NOW)


def test_removing_does_not_go_round_the_wait(bank: Server, ben: User) -> None:
    choose(ben)
    methods.remove(ben, rail="demo_bank", by=ben, now=NOW)
    choose(ben, "8765 4321")

    with pytest.raises(methods.MethodWaits):
        methods.ready(ben, rail="demo_bank", now=NOW + timedelta(hours=47))


def test_a_rail_that_does_not_reach_the_country_is_refused_with_that_reason(
    bank: Server, ben: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DemoBank, "facts", replace(DemoBank.facts, countries=frozenset({"DE"})))

    with pytest.raises(methods.MethodUnreached, match="Demo bank does not reach Bangladesh"):
        choose(ben)


def test_who_moved_out_of_reach_is_not_paid_that_way(bank: Server, ben: User, monkeypatch: pytest.MonkeyPatch) -> None:
    choose(ben)
    monkeypatch.setattr(DemoBank, "facts", replace(DemoBank.facts, countries=frozenset({"DE"})))

    with pytest.raises(methods.MethodUnreached):
        methods.ready(ben, rail="demo_bank", now=NOW)


def test_each_rail_has_its_own_destination(bank: Server, ben: User) -> None:
    choose(ben)
    choose(ben, "DE89 3704 0044 0532 0130 00 Ben", rail="manual")

    assert PayoutMethod.objects.filter(person=ben).count() == 2


def test_a_malformed_destination_is_refused_in_the_rails_own_words(bank: Server, ben: User) -> None:
    with pytest.raises(BadDestination, match="eight digits"):
        choose(ben, "12")


def test_a_rail_that_is_not_offered_is_refused(ben: User) -> None:
    with pytest.raises(methods.MethodUnknown):
        choose(ben, rail="carrier_pigeon")


def test_a_rail_no_longer_offered_cannot_be_used(bank: Server, ben: User, settings: Settings) -> None:
    choose(ben)
    settings.DEMO_BANK_URL = ""

    with pytest.raises(methods.MethodUnknown):
        methods.ready(ben, rail="demo_bank", now=NOW)
