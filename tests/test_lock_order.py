"""Who waits for whom: rows are locked in one order, so that no two verbs wait for each other in a circle."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from accounts import items, standing
from accounts.models import User
from picomarket.lib.money import usd
from submissions import clawbacks
from tasks import slots
from tests import make
from tests.threads import at_once, wait_until_somebody_is_blocked
from wallet import adjustments, deposits, ledger
from wallet.models import Adjustment
from wallet.rails.interface import Fate, Outcome

pytestmark = pytest.mark.race


@pytest.mark.parametrize("known", ["0", "8"], ids=["nothing", "a part"])
def test_a_charge_back_heard_before_its_arrival_waits_for_tasks_before_it_holds_the_pocket(
    committed_db: None, known: str
) -> None:
    ben = make.person("ben")
    make.deposit(ben, "50")
    task = make.task(ben, slots=1)
    now = timezone.now()
    deposit = deposits.start(ben, amount=usd("20"), rail="manual", now=now)
    if usd(known):
        told = Outcome(key=deposit.public_id, fate=Fate.PAID, amount=usd(known))
        deposits.settle(told, rail="manual", now=now)
    taken_back = Outcome(key=deposit.public_id, fate=Fate.REVERSED, amount=usd("20"), arrived=usd("20"))
    has_task = threading.Event()

    def top_up() -> None:
        with transaction.atomic():
            slots.locked([task.pk])
            has_task.set()
            wait_until_somebody_is_blocked()
            ledger.locked([ledger.spendable(ben.pk)])

    def hear() -> None:
        has_task.wait(30)
        deposits.settle(taken_back, rail="manual", now=now)

    at_once(top_up, hear)

    assert deposits.taken_back(deposit) == usd("20")


def test_a_sanction_that_is_lifted_waits_for_what_is_taken_because_of_it_before_it_holds_its_person(
    committed_db: None,
) -> None:
    ann, ben, sam = make.person("ann"), make.person("ben"), make.person("sam", staff=True)
    make.deposit(ann, "50")
    make.approved(make.task(ann), ben)
    now = timezone.now()
    given = make.suspended(ben, sam, now=now).sanctions.get()
    taken = adjustments.take_back(given, item="x", amount=usd("0.01"), reason="Fraud.", by=sam, now=now)
    has_adjustment = threading.Event()

    def approve() -> None:
        with transaction.atomic():
            Adjustment.objects.select_for_update(no_key=True).get(pk=taken.pk)
            has_adjustment.set()
            wait_until_somebody_is_blocked()
            User.objects.select_for_update(no_key=True).get(pk=ben.pk)

    def lift() -> None:
        has_adjustment.wait(30)
        standing.lift(given, reason="It was somebody else, and we are sorry.", by=sam, now=now)

    at_once(approve, lift)

    assert make.fresh(taken).state == Adjustment.State.DECLINED


def test_nothing_more_is_proposed_to_be_taken_while_its_sanction_is_lifted(committed_db: None) -> None:
    ann, ben, sam = make.person("ann"), make.person("ben"), make.person("sam", staff=True)
    make.deposit(ann, "50")
    work, now = make.approved(make.task(ann), ben), timezone.now()
    because = standing.Grounds(4, make.REASON, items.find([work.public_id], person=ben))
    given = standing.suspend(ben, because, until=now + timedelta(days=9), by=sam, now=now)
    is_held = threading.Event()

    def lift() -> None:
        with transaction.atomic():
            adjustments.hold(given)
            is_held.set()
            wait_until_somebody_is_blocked()
            standing.lift(given, reason="It was somebody else, and we are sorry.", by=sam, now=now)

    def propose() -> int:
        is_held.wait(30)
        return clawbacks.propose(given, ids=[work.public_id], by=sam, now=now)

    _lifted, proposed = at_once(lift, propose)

    assert isinstance(proposed, clawbacks.NotToTakeBack)
    assert not Adjustment.objects.exists()
