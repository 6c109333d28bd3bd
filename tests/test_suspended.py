"""Standing across the apps: what a suspended person can and cannot do."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import standing
from accounts.models import User
from picomarket.lib.money import usd
from submissions import review
from tasks import drafts, publishing, targeting
from tasks.drafts import Wanted
from tasks.models import Task
from tests import make
from wallet import ledger, methods, payouts, refunds
from wallet.models import Deposit, Payout

REASON = "Two accounts of yours did the same task twice."
ACCOUNT = "First Bank 12345678, Ann and Ben"


def suspended(person: User, sam: User) -> User:
    standing.suspend(person, reason=REASON, by=sam, now=timezone.now())
    return make.fresh(person)  # type: ignore[no-any-return]


def test_a_suspended_worker_takes_no_task_and_reads_why(ann: User, ben: User, sam: User) -> None:
    task = make.task(ann)
    ben = suspended(ben, sam)

    with pytest.raises(targeting.NotForYou, match="suspended"):
        make.claim(task, ben)
    assert not Task.objects.open_to(ben)
    assert list(Task.objects.locked_for(ben)) == [task]
    client = Client()
    client.force_login(ben)
    assert (
        "Your account is suspended, so you cannot take new tasks."
        in client.get(task.get_absolute_url()).content.decode()
    )


def test_a_suspended_person_reads_why_there_is_nothing_and_is_shown_no_form(ann: User, ben: User, sam: User) -> None:
    make.task(ann)
    ben = suspended(ben, sam)
    draft = make.draft(ann)
    ann = suspended(ann, sam)
    worker, employer = Client(), Client()
    worker.force_login(ben)
    employer.force_login(ann)

    feed = worker.get(reverse("tasks:feed")).content.decode()
    locked = worker.get(reverse("tasks:feed"), {"view": "locked"}).content.decode()
    pages = [reverse("tasks:post"), reverse("tasks:quick"), reverse("tasks:draft", args=[draft.public_id, "what"])]
    posting = [employer.get(page).content.decode() for page in pages]

    assert "You cannot take new tasks now" in feed
    assert "Tell me of new tasks" not in feed
    assert "other rules" not in locked
    assert all("You cannot offer work now" in page and "data-guard" not in page for page in posting)


def test_what_was_claimed_before_is_handed_in_approved_and_paid(ann: User, ben: User, sam: User) -> None:
    task = make.task(ann, proofs=[Wanted("text", "What did you see?", 3)])
    held = make.claim(task, ben)
    ben = suspended(ben, sam)

    client = Client()
    client.force_login(ben)
    client.post(reverse("submissions:deliver", args=[held.public_id]), {"proof-1": "A page"})
    review.approve(make.fresh(held), by=ann, now=timezone.now())

    assert ledger.balance_of(ledger.earned(ben.pk)) == task.price.receives


def test_a_suspended_worker_is_paid_out(ann: User, ben: User, sam: User) -> None:
    make.approved(make.task(ann, reward=usd("10"), slots=1), ben)
    ben = suspended(ben, sam)
    now = timezone.now()
    methods.choose(ben, rail="manual", destination=ACCOUNT, by=ben, now=now)

    payout = payouts.request(ben, amount=usd("9"), rail="manual", now=now)
    make.payout_run()

    assert make.fresh(payout).state == Payout.State.SENT
    client = Client()
    client.force_login(ben)
    assert client.get(reverse("wallet:home")).status_code == 200


def test_a_suspended_employer_gets_unspent_money_back(ann: User, sam: User) -> None:
    ann = suspended(ann, sam)
    now = timezone.now()

    refunds.request(Deposit.objects.get(), amount=usd("100"), destination=ACCOUNT, by=ann, now=now)

    assert ledger.balance_of(ledger.spendable(ann.pk)) == usd("0")


def test_the_tasks_of_a_suspended_employer_are_paused_and_stay_so(ann: User, sam: User) -> None:
    running, written = make.task(ann), make.draft(ann)
    ann, now = suspended(ann, sam), timezone.now()

    assert make.fresh(running).state == Task.State.PAUSED
    cost = running.price.cost
    for offer in (
        lambda: publishing.publish(written, by=ann, now=now),
        lambda: publishing.resume(running, by=ann),
        lambda: publishing.add_slots(running, slots=1, key="a", agreed=cost, by=ann, now=now),
        lambda: drafts.start(ann, now=now),
    ):
        with pytest.raises(standing.Suspended, match="cannot offer work"):
            offer()

    standing.lift(ann, by=sam, now=now)

    assert make.fresh(running).state == Task.State.PAUSED
    publishing.resume(running, by=ann)
    assert make.fresh(running).state == Task.State.PUBLISHED
