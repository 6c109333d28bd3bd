"""Where payouts go, and the wait after a change."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import Settings

from accounts.models import User
from inbox.models import Notice
from tests import make
from wallet import methods
from wallet.demobank.server import Server
from wallet.models import PayoutMethod
from wallet.rails.interface import BadDestination

from .conftest import NOW


def choose(person: User, account: str = "1234 5678", rail: str = "demo_bank") -> PayoutMethod:
    return methods.choose(person, rail=rail, destination=account, by=person, now=NOW)


def test_the_first_destination_can_be_used_at_once(bank: Server, ben: User) -> None:
    choose(ben)

    assert methods.ready(ben, rail="demo_bank", now=NOW).destination == "12345678"
    assert not Notice.objects.filter(person=ben).exists()


def test_a_changed_destination_waits_and_its_owner_is_told_by_mail(bank: Server, ben: User, settings: Settings) -> None:
    choose(ben)
    choose(ben, "8765 4321")

    with pytest.raises(methods.MethodWaits, match="2026-11-18 09:00 UTC"):
        methods.ready(ben, rail="demo_bank", now=NOW + timedelta(hours=47))

    after = NOW + timedelta(hours=settings.RULES.payout_change_hours)
    assert methods.ready(ben, rail="demo_bank", now=after).destination == "87654321"
    assert Notice.objects.get(person=ben).by_mail


def test_saving_the_same_destination_again_changes_nothing(bank: Server, ben: User) -> None:
    choose(ben)

    again = choose(ben, "1234-5678")

    assert make.fresh(again).usable_from == NOW


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
