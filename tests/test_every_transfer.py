"""Every kind of transfer, made by the verb that makes it: between the accounts docs/money.md says, and no others."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from accounts import links, traces
from accounts.models import User
from disputes import appeals, cases
from inbox.models import Notice
from picomarket.lib.money import usd
from referrals import holding
from referrals.models import Referral
from submissions import bonuses, claims
from tasks import offering, promoting, publishing, qualifications
from tests import make
from wallet import adjustments, debts, deposits, lines, methods, payouts, pockets, promo, refunds, settling
from wallet.models import AccountKind, Adjustment, Deposit, Payout, Transfer, TransferKind
from wallet.rails.interface import Fate, Outcome
from wallet.rails.manual import BankTransfer
from wallet.shapes import SHAPES

WORDS = "The proof shows every step, done as the task asks."
WHERE = "IBAN 4711, Ben"


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def fee(monkeypatch: pytest.MonkeyPatch) -> None:
    """A payout by hand costs its receiver a quarter."""
    monkeypatch.setattr(BankTransfer, "facts", replace(BankTransfer.facts, fee_fixed=usd("0.25")))


def give(person: User, kind: Adjustment.Kind, dollars: str, *, now: datetime) -> Adjustment:
    given = {"kind": kind, "amount": usd(dollars), "reason": "It was late.", "now": now}
    proposed = adjustments.propose(person, **given, by=make.teller("tilda"))  # type: ignore[arg-type]
    return adjustments.approve(proposed, by=make.teller("tom"), now=now)


def hear_of(payout: Payout, *fates: Fate, now: datetime) -> None:
    """The staff sends it, and the rail says what became of it."""
    make.payout_run(now=now)
    for fate in fates:
        outcome = Outcome(key=payout.public_id, fate=fate, cost=usd("0.01") if fate == Fate.PAID else usd("0"))
        settling.settle([outcome], rail=payout.rail, now=now)


def hire_with_both(ann: User, dina: User, now: datetime) -> None:
    """Tasks funded with her own money and promo credit: worked on, enlarged, disputed, and stopped."""
    give(ann, Adjustment.Kind.PROMO, "3", now=now)
    task = make.task(ann, reward=usd("1"), slots=10)
    give(ann, Adjustment.Kind.PROMO, "1", now=now)
    publishing.add_slots(task, slots=2, key="k", agreed=usd("2.20"), by=ann, now=now)
    done = make.approved(task, dina)
    promoted = make.task(ann, slots=1)
    promoting.promote(promoted, key="p", agreed=usd("2"), by=ann, now=now)
    publishing.stop(promoted, by=ann, now=now + timedelta(hours=1))
    test = make.qualification(ann, now=now)
    offering.offer(test, reward=usd("0.05"), places=2, key="k", by=ann, now=now)
    make.attempt(test, dina, *make.RIGHT, now=now, took=timedelta(minutes=1))
    qualifications.close(test, by=ann, now=now)
    bonuses.give(done, amount=usd("0.50"), key="k", by=ann, now=now)
    make.screened_out(make.task(ann, screen_out=usd("0.05"), slots=1), make.person("una"), now=now)
    held = make.claim(task, make.person("late"))
    case = cases.open_case(
        make.rejected(task, make.person("olga")), by=User.objects.get(email="olga@example.org"), words=WORDS, now=now
    )
    publishing.stop(task, by=ann, now=now)
    cases.award(case, percent=50, by=make.person("sue", staff=True), reason=WORDS, now=now)
    appeals.accept(case, by=case.submission.worker, now=now)
    claims.give_back(held, by=held.worker, now=now)


def hire_plainly(ann: User, now: datetime) -> None:
    """A slot of a stopped task comes back that was paid with her own money alone."""
    task = make.task(ann, reward=usd("1"), slots=2)
    held = make.claim(task, make.person("nina"))
    publishing.stop(task, by=ann, now=now)
    claims.give_back(held, by=held.worker, now=now)


def take_out(ben: User, now: datetime) -> None:
    """Payouts that are paid, fail, and come back."""
    give(ben, Adjustment.Kind.GOODWILL, "20", now=now)
    methods.choose(ben, rail="manual", destination=WHERE, by=ben, now=now - timedelta(days=9))
    for fates in ((Fate.PAID, Fate.REVERSED), (Fate.FAILED,)):
        hear_of(payouts.request(ben, amount=usd("5"), rail="manual", now=now), *fates, now=now)


def send_back(ben: User, now: datetime) -> None:
    """Refunds that are paid, fail, and come back."""
    make.deposit(ben, "30", now=now)
    deposit = Deposit.objects.get(person=ben)
    for fates in ((Fate.FAILED,), (Fate.PAID, Fate.REVERSED)):
        refund = refunds.request(deposit, amount=usd("5"), destination=WHERE, by=ben, now=now)
        hear_of(refund, *fates, now=now)


def take_back(cleo: User, now: datetime) -> None:
    """A deposit that was half spent when it was taken back, and what came later."""
    make.deposit(cleo, "22", now=now)
    make.task(cleo, reward=usd("1"), slots=10, now=now)
    deposit = Deposit.objects.get(person=cleo)
    deposits.settle(Outcome(key=deposit.public_id, fate=Fate.REVERSED), rail=deposit.rail, now=now)
    make.deposit(cleo, "5", now=now)
    debts.recover(now=now)


def hold_and_release(ann: User, ben: User, cleo: User, now: datetime) -> None:
    """Somebody Ben brought by his own device earns something, and it was two people after all."""
    eve = make.person("eve", referrer=ben)
    for person in (ben, eve):
        traces.note(person, traces.device("phone"), now=now)
    links.weigh_due(now=now)
    make.approved(make.task(ann, reward=usd("1"), slots=1), eve)
    holding.release(Referral.objects.get(referred=eve), reason="They are brothers and share a phone.", by=cleo, now=now)


def correct(ben: User, now: datetime) -> None:
    for kind in ("ADD_EARNED", "ADD_SPENDABLE", "TAKE_EARNED", "TAKE_SPENDABLE"):
        give(ben, Adjustment.Kind[kind], "1", now=now)


@pytest.fixture
def lived(ann: User, ben: User, cleo: User, dina: User, fee: None, now: datetime) -> None:
    """A market in which everything has happened once."""
    hire_plainly(ann, now)
    hire_with_both(ann, dina, now)
    take_out(ben, now)
    pockets.move(ben, amount=usd("1"), key="k", now=now)
    send_back(ben, now)
    take_back(cleo, now)
    correct(ben, now)
    hold_and_release(ann, ben, cleo, now)
    give(ben, Adjustment.Kind.PROMO, "1", now=now - timedelta(days=89))
    promo.expire(now=now + timedelta(days=2))
    Notice.objects.all().delete()


def test_every_kind_goes_between_the_accounts_the_table_names(lived: None) -> None:
    seen: defaultdict[TransferKind, tuple[set[AccountKind], set[AccountKind]]] = defaultdict(lambda: (set(), set()))
    for row in Transfer.objects.select_related("debit", "credit"):
        debits, credits_ = seen[TransferKind(row.kind)]
        debits.add(AccountKind(row.debit.kind))
        credits_.add(AccountKind(row.credit.kind))

    assert dict(seen) == SHAPES


def test_every_line_of_everybody_says_what_it_was_for(lived: None) -> None:
    unexplained = [
        (person.email, pocket, line.words)
        for person in User.objects.all()
        for pocket in ("", *lines.Pocket.values)
        for line in lines.every(person, pocket=pocket)
        if not line.about
    ]

    assert unexplained == []
