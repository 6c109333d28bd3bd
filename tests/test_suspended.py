"""Standing across the apps: what a suspended person can and cannot do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import freezes, standing
from accounts.leaving import going
from accounts.models import User
from picomarket.lib.money import usd
from submissions import overturning, review
from tasks import drafts, publishing, targeting
from tasks.drafts import Wanted
from tasks.models import Task
from tests import make
from wallet import ledger, methods, payouts, refunds
from wallet.models import Deposit, Payout

ACCOUNT = "First Bank 12345678, Ann and Ben"


def test_a_suspended_worker_takes_no_task_and_reads_why(ann: User, ben: User, sam: User) -> None:
    task = make.task(ann)
    ben = make.suspended(ben, sam)

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


def test_a_banned_person_reads_that_they_are_banned_and_what_stays_theirs(ann: User, ben: User, sam: User) -> None:
    task, ben = make.task(ann), make.banned(ben, sam, make.person("tess", staff=True))

    assert "Your account is banned, so you cannot take new tasks." in str(targeting.lock_of(task, ben))
    with pytest.raises(targeting.NotForYou, match="What you hold can be handed in"):
        make.claim(task, ben)
    with pytest.raises(standing.Suspended, match="Your account is banned: you cannot offer work any more"):
        drafts.start(ben, now=timezone.now())


def test_who_is_about_to_leave_takes_no_new_task_until_they_stay(ann: User, ben: User) -> None:
    task, page = make.task(ann), make.task(ann)
    old = User.objects.get(pk=ben.pk)
    going.ask(ben, leaves_behind=False, now=timezone.now())
    leaving = User.objects.get(pk=ben.pk)

    for worker in (leaving, old):
        with pytest.raises(targeting.NotForYou, match="going to be deleted"):
            make.claim(task, worker)
    assert not Task.objects.open_to(leaving)
    going.stay(ben, now=timezone.now())
    assert make.claim(page, User.objects.get(pk=ben.pk)).worker == ben


def test_a_suspended_person_reads_why_there_is_nothing_and_is_shown_no_form(ann: User, ben: User, sam: User) -> None:
    make.task(ann)
    ben = make.suspended(ben, sam)
    draft = make.draft(ann)
    ann = make.suspended(ann, sam)
    worker, employer = Client(), Client()
    worker.force_login(ben)
    employer.force_login(ann)

    feed = worker.get(reverse("tasks:feed")).content.decode()
    locked = worker.get(reverse("tasks:feed"), {"view": "locked"}).content.decode()
    pages = [reverse(page) for page in ("tasks:post", "tasks:quick", "tasks:layout")]
    pages += [reverse("tasks:draft", args=[draft.public_id, "what"])]
    posting = [employer.get(page).content.decode() for page in pages]

    assert "You cannot take new tasks now" in feed
    assert "Tell me of new tasks" not in feed
    assert "other rules" not in locked
    assert all("You cannot offer work now" in page and "data-guard" not in page for page in posting)


def test_what_was_claimed_before_is_handed_in_approved_and_paid(ann: User, ben: User, sam: User) -> None:
    task = make.task(ann, proofs=[Wanted("text", "What did you see?", 3)])
    held = make.claim(task, ben)
    ben = make.suspended(ben, sam)

    client = Client()
    client.force_login(ben)
    client.post(reverse("submissions:deliver", args=[held.public_id]), {"proof-1": "A page"})
    review.approve(make.fresh(held), by=ann, now=timezone.now())

    assert ledger.balance_of(ledger.earned(ben.pk)) == task.price.receives


def test_a_suspended_worker_is_paid_out(ann: User, ben: User, sam: User) -> None:
    make.approved(make.task(ann, reward=usd("10"), slots=1), ben)
    ben = make.suspended(ben, sam)
    now = timezone.now()
    methods.choose(ben, rail="manual", destination=ACCOUNT, by=ben, now=now)

    payout = payouts.request(ben, amount=usd("9"), rail="manual", now=now)
    make.payout_run()

    assert make.fresh(payout).state == Payout.State.SENT
    client = Client()
    client.force_login(ben)
    assert client.get(reverse("wallet:home")).status_code == 200


def test_a_suspended_employer_gets_unspent_money_back(ann: User, sam: User) -> None:
    ann = make.suspended(ann, sam)
    now = timezone.now()

    refunds.request(Deposit.objects.get(), amount=usd("100"), destination=ACCOUNT, by=ann, now=now)

    assert ledger.balance_of(ledger.spendable(ann.pk)) == usd("0")


def test_the_tasks_of_a_suspended_employer_are_paused_and_stay_so(ann: User, sam: User) -> None:
    running, written = make.task(ann), make.draft(ann)
    ann, now = make.suspended(ann, sam), timezone.now()

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

    standing.lift(ann.sanctions.get(), reason="It was somebody else, and we are sorry.", by=sam, now=now)

    assert make.fresh(running).state == Task.State.PAUSED
    publishing.resume(running, by=ann)
    assert make.fresh(running).state == Task.State.PUBLISHED


def test_a_claim_is_refused_by_what_holds_now_also_to_a_page_that_is_old(ann: User, ben: User, sam: User) -> None:
    task, old = make.task(ann), make.fresh(ben)
    make.suspended(ben, sam)

    with pytest.raises(targeting.NotForYou, match="suspended"):
        make.claim(task, old)


def test_a_frozen_worker_claims_nothing_hands_in_and_is_paid_out(ann: User, ben: User) -> None:
    paid, held, other = make.task(ann, reward=usd("10"), slots=1), make.task(ann), make.task(ann)
    make.approved(paid, ben)
    claim, now = make.claim(held, ben), timezone.now()
    make.judged(ben, ann, "-" * 20, now=now)
    freezes.look_due(now=now)
    ben = make.fresh(ben)

    with pytest.raises(targeting.NotForYou, match="many of your last ones were rejected"):
        make.claim(other, ben)
    assert not Task.objects.open_to(ben)
    review.approve(make.handed_in(claim, ben), by=ann, now=now)
    methods.choose(ben, rail="manual", destination=ACCOUNT, by=ben, now=now)
    payout = payouts.request(ben, amount=usd("9"), rail="manual", now=now)
    make.payout_run()
    assert make.fresh(payout).state == Payout.State.SENT


def test_the_earnings_of_a_banned_person_are_theirs(ann: User, ben: User, sam: User) -> None:
    paid, open_ = make.task(ann, reward=usd("10"), slots=1), make.task(ann)
    make.approved(paid, ben)
    handed_in = make.submission(open_, ben)
    ben, now = make.banned(ben, sam, make.person("tess", staff=True)), timezone.now()

    review.approve(handed_in, by=ann, now=now)
    methods.choose(ben, rail="manual", destination=ACCOUNT, by=ben, now=now)
    payout = payouts.request(ben, amount=usd("9.50"), rail="manual", now=now)
    make.payout_run()

    assert make.fresh(payout).state == Payout.State.SENT
    assert ledger.balance_of(ledger.earned(ben.pk)) == paid.price.receives + open_.price.receives - usd("9.50")


@pytest.mark.parametrize("page", ["home", "lines", "payout", "method", "refundable", "statements", "move", "deposit"])
def test_every_page_of_the_wallet_opens_for_a_suspended_person(page: str, ben: User, sam: User) -> None:
    client = Client()
    client.post(reverse("account_login"), {"login": ben.email, "password": make.PASSWORD})
    make.suspended(ben, sam)

    assert client.get(reverse(f"wallet:{page}"), follow=True).status_code == 200


def test_an_overturned_rejection_ends_the_freeze_it_made(ann: User, ben: User) -> None:
    now = timezone.now()
    make.judged(ben, ann, "+" * 14 + "-" * 5, now=now)
    done = make.confirmed(make.task(ann), ben, now=now)
    after = now + timedelta(days=8)
    freezes.look_due(now=after)
    assert make.fresh(ben).is_frozen(after)

    overturning.overturn(done, by=ann, agreed=overturning.cost_of(done), now=after)
    freezes.look_due(now=after)

    assert not make.fresh(ben).is_frozen(after)
