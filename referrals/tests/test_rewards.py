from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from picomarket.lib.money import usd
from picomarket.lib.rules import Rules
from referrals import rewards
from referrals.models import Referral
from tests import make
from wallet import ledger

NOW = timezone.now()


def earned(person: User) -> str:
    return str(ledger.balance_of(ledger.earned(person.pk)))


def test_a_share_of_a_referred_workers_reward_goes_to_the_referrer(ann: User, ben: User, dina: User) -> None:
    make.approved(make.task(ann, reward=usd("0.10")), dina)

    assert (earned(dina), earned(ben)) == ("$0.095", "$0.005")
    assert ledger.balance_of(ledger.REVENUE) == usd("0.01")


def test_the_referral_counts_what_the_ledger_paid(ann: User, ben: User, dina: User) -> None:
    for _round in range(3):
        make.approved(make.task(ann, reward=usd("0.10"), slots=1), dina)

    assert Referral.objects.get(referred=dina).earned == usd("0.015")
    assert ledger.balance_of(ledger.earned(ben.pk)) == usd("0.015")


def test_people_nobody_brought_share_nothing(ann: User, cleo: User) -> None:
    make.approved(make.task(ann, reward=usd("0.10")), cleo)

    assert ledger.balance_of(ledger.REVENUE) == usd("0.015")


def test_the_house_never_shares_more_than_the_worker_paid_it(
    ann: User, ben: User, dina: User, settings: Settings
) -> None:
    settings.RULES = Rules(referral_share=50, worker_commission=2)

    make.approved(make.task(ann, reward=usd("0.10")), dina)

    assert earned(ben) == "$0.002"


def test_after_a_year_the_referrer_earns_no_more(ann: User, ben: User) -> None:
    eve = make.person("eve")
    row = rewards.attribute(eve, referrer=ben, now=NOW - timedelta(days=365))

    make.approved(make.task(ann), eve, now=NOW)

    assert row is not None
    assert row.ends_at == NOW
    assert earned(ben) == "$0.00"


def test_on_the_last_day_the_referrer_still_earns(ann: User, ben: User) -> None:
    eve = make.person("eve")
    rewards.attribute(eve, referrer=ben, now=NOW - timedelta(days=364, hours=23))

    make.approved(make.task(ann, reward=usd("0.10")), eve, now=NOW)

    assert earned(ben) == "$0.005"


def test_nobody_brings_themselves(ben: User) -> None:
    assert rewards.attribute(ben, referrer=ben, now=NOW) is None
    assert not Referral.objects.exists()


def test_the_database_too_knows_that_nobody_brings_themselves(ben: User) -> None:
    with pytest.raises(IntegrityError, match="referral_not_of_oneself"), transaction.atomic():
        Referral.objects.create(referrer=ben, referred=ben, joined_at=NOW, ends_at=NOW)


def test_who_was_brought_is_not_brought_again(cleo: User, ben: User, dina: User) -> None:
    row = rewards.attribute(dina, referrer=cleo, now=NOW)

    assert row is not None
    assert row.referrer == ben


def test_a_reward_too_small_to_share_moves_nothing(ann: User, ben: User, dina: User, settings: Settings) -> None:
    settings.RULES = Rules(referral_share=0)

    make.approved(make.task(ann, reward=usd("0.10")), dina)

    assert earned(ben) == "$0.00"
    assert Referral.objects.get(referred=dina).earned == usd("0")
