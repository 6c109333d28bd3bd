"""A small market in which every deed is done twice: by the real verbs, and in the model of the books."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

import pytest
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from accounts.models import User
from disputes import appeals, cases
from disputes.models import Dispute
from picomarket.lib.money import Money, usd
from picomarket.lib.refusals import Refused
from submissions import bonuses, claims, proofs, review
from submissions.models import Reason, Submission
from tasks import publishing
from tasks.drafts import Wanted
from tasks.models import Task
from tests import holding, make
from tests.books_model import MICRO_PER_CENT, Books, PostedTask, TooLittle
from wallet import (
    adjustments,
    debts,
    deposits,
    holds,
    ledger,
    methods,
    payouts,
    pockets,
    promo,
    refunds,
    settling,
)
from wallet.models import Account, AccountKind, Adjustment, Deposit, Payout
from wallet.rails import account_number
from wallet.rails.interface import Fate, Outcome

RAIL = "manual"
OUTSIDE = ("EXTERNAL", account_number(RAIL))
WORDS = "The page shows a picture and a form, as it was asked."
IBANS = ("DE89 3704 0044 0532 0130 00 Ada", "GB29 NWBK 6016 1331 9268 19 Bob", "FR14 2004 1010 0505 0001 3M02 606 Cy")

number = st.integers(0, 1000)
cents = st.integers(1, 3000)
State = Submission.State
Owner = dict[int, int]


Deed = TypeVar("Deed", bound=Callable[..., None])


def there_are(rows: Callable[[], Any]) -> Callable[[Deed], Deed]:
    """A deed that needs a row is tried only where there is one: else most of a run would do nothing."""
    return precondition(lambda machine: hasattr(machine, "books") and rows().exists())


def arrived() -> Any:
    return Deposit.objects.filter(state=Deposit.State.SETTLED)


def owing() -> Any:
    return Deposit.objects.filter(recovered__lt=F("shortfall"))


def approved() -> Any:
    return Submission.objects.filter(state=State.APPROVED)


def sent() -> Any:
    return Payout.objects.filter(sent_at__isnull=False)


class Market(RuleBasedStateMachine):
    """Three people who all hire and work, the second brought by the first, and two of the staff."""

    @initialize()
    def open_market(self) -> None:
        self.now = timezone.now()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        ada = make.person("ada")
        self.people = [ada, make.person("bob", referrer=ada), make.person("cy")]
        self.staff = [make.person("sam", staff=True), make.person("sue", staff=True)]
        for person, iban in zip(self.people, IBANS, strict=True):
            methods.choose(person, rail=RAIL, destination=iban, by=person, now=self.now)
        self.books = Books(referrers={self.people[1].pk: ada.pk})
        self.keys = 0
        for at in range(len(self.people)):
            self.deposit(who=at, sum_=10_000)
            self.publish(who=at, reward=500, slots=4)
            self.publish(who=at, reward=7, slots=2)

    def teardown(self) -> None:
        if hasattr(self, "undo"):
            found = list(holding.discrepancies(thorough=True))
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)
            assert found == []

    # -- saying the same to both

    def both(self, real: Callable[[], Any], model: Callable[[], Any]) -> bool:
        """Do it by the verb and in the model. What the verb refuses for want of money the model must too."""
        try:
            with transaction.atomic():
                real()
        except ledger.InsufficientFunds:
            with pytest.raises(TooLittle):
                model()
            return False
        except Refused:
            return False
        model()
        return True

    def one_of(self, rows: Any, at: int) -> Any:
        found = list(rows.order_by("pk"))
        return found[at % len(found)] if found else None

    def anybody(self, at: int) -> User:
        return self.people[at % len(self.people)]

    def key(self) -> str:
        self.keys += 1
        return str(self.keys)

    # -- money in

    @rule(who=number, sum_=st.integers(0, 20_000))
    def deposit(self, who: int, sum_: int) -> None:
        person, amount = self.anybody(who), Money((500 + sum_) * MICRO_PER_CENT)
        made = deposits.start(person, amount=amount, rail=RAIL, now=self.now)
        self.arrive(made, amount)

    @there_are(arrived)
    @rule(which=number, more=cents)
    def more_arrives(self, which: int, more: int) -> None:
        made = self.one_of(arrived(), which)
        if made:
            self.arrive(made, Money(made.amount + more * MICRO_PER_CENT), before=made.amount)

    def arrive(self, made: Deposit, amount: Money, before: int = 0) -> None:
        outcome = Outcome(key=made.public_id, fate=Fate.PAID, amount=amount)
        self.both(
            lambda: deposits.settle(outcome, rail=RAIL, now=self.now),
            lambda: self.books.arrive(made.person_id, amount - before, OUTSIDE),
        )

    @there_are(arrived)
    @rule(which=number)
    def take_back(self, which: int) -> None:
        made = self.one_of(arrived(), which)
        if made:
            unsent, gone = (
                sum(made.refunds.filter(state__in=states).values_list("amount", flat=True))
                for states in (("requested", "gathered"), ("paid",))
            )
            outcome = Outcome(key=made.public_id, fate=Fate.REVERSED)
            deposits.settle(outcome, rail=RAIL, now=self.now)
            self.books.move(("IN_FLIGHT", 0), ("SPENDABLE", made.person_id), unsent)
            short = self.books.take_back(made.person_id, made.amount - gone, OUTSIDE)
            assert make.fresh(made).shortfall == short

    @there_are(owing)
    @rule()
    def recover(self) -> None:
        owing = {row.pk: row.shortfall - row.recovered for row in Deposit.objects.order_by("pk")}
        debts.recover(now=self.now)
        for made in Deposit.objects.filter(pk__in=owing).order_by("pk"):
            if owing[made.pk]:
                self.books.recover(made.person_id, owing[made.pk])

    # -- work

    @rule(who=number, reward=st.integers(1, 700), slots=st.integers(1, 4))
    def publish(self, who: int, reward: int, slots: int) -> None:
        employer, amount = self.anybody(who), Money(usd("0.05") + reward * 7_001)
        fields = {"reward": amount, "slots": slots, "screen_out": Money(int(amount) // (2 + reward % 3))}
        draft = make.draft(employer, now=self.now, proofs=[Wanted("text", "What did you see?", 10)], **fields)
        self.books.tasks[draft.pk] = PostedTask(employer.pk, amount)
        self.both(
            lambda: publishing.publish(draft, by=employer, now=self.now),
            lambda: self.books.fund(draft.pk, slots),
        )

    @there_are(Task.objects.published)
    @rule(which=number, slots=st.integers(1, 3))
    def add_slots(self, which: int, slots: int) -> None:
        task = self.one_of(Task.objects.published(), which)
        if task:
            agreed = task.price.cost * slots
            self.both(
                lambda: publishing.add_slots(
                    task, slots=slots, key=self.key(), agreed=agreed, by=task.employer, now=self.now
                ),
                lambda: self.books.fund(task.pk, slots),
            )

    @there_are(Task.objects.published)
    @rule(which=number)
    def stop(self, which: int) -> None:
        task = self.one_of(Task.objects.published(), which)
        if task:
            publishing.stop(task, by=task.employer, now=self.now)
            self.books.give_back(task.pk, self.books.tasks[task.pk].cost * task.slots_left)

    @there_are(Task.objects.live)
    @rule(which=number, who=number)
    def work(self, which: int, who: int) -> None:
        task, worker = self.one_of(Task.objects.live(), which), self.anybody(who)
        if not task:
            return
        try:
            held = claims.claim(task, by=worker, now=self.now)
        except Refused:
            return
        proofs.hand_in(held, by=worker, texts={"proof-1": WORDS}, files={}, now=self.now)

    @there_are(Submission.objects.to_review)
    @rule(which=number)
    def approve(self, which: int) -> None:
        done = self.one_of(Submission.objects.to_review(), which)
        if done:
            review.approve(done, by=done.task.employer, now=self.now)
            self.books.pay(done.task_id, done.worker_id)

    @there_are(Submission.objects.to_review)
    @rule(which=number)
    def screen_out(self, which: int) -> None:
        if done := self.one_of(Submission.objects.to_review(), which):
            say, model = {"by": done.task.employer, "comment": WORDS, "now": self.now}, self.books.screen_out
            paid = done.task_id, done.worker_id, int(done.task.screen_out)
            self.both(lambda: make.screen_out(done, **say), lambda: model(*paid))

    @there_are(Submission.objects.to_review)
    @rule(which=number)
    def reject(self, which: int) -> None:
        done = self.one_of(Submission.objects.to_review(), which)
        if done:
            given: dict[str, Any] = {"reason": Reason.OTHER, "step": 1, "comment": make.COMMENT, "now": self.now}
            review.reject(done, by=done.task.employer, signed=True, **given)
            cases.open_case(make.fresh(done), by=done.worker, words=WORDS, now=self.now)

    @there_are(Dispute.objects.open)
    @rule(which=number, end=st.sampled_from(["uphold", "dismiss", 25, 50, 75]))
    def decide(self, which: int, end: str | int) -> None:
        case = self.one_of(Dispute.objects.open(), which)
        if not case:
            return
        work = case.submission
        given: dict[str, Any] = {"by": self.staff[0], "reason": WORDS, "now": self.now}
        if end == "uphold":
            cases.uphold(case, **given)
            self.books.pay(work.task_id, work.worker_id)
        elif end == "dismiss":
            cases.dismiss(case, early=True, **given)
            appeals.accept(case, by=work.worker, now=self.now)
            if work.task.state == Task.State.STOPPED:
                self.books.give_back(work.task_id, self.books.tasks[work.task_id].cost)
        else:
            cases.award(case, percent=int(end), early=True, **given)
            appeals.accept(case, by=work.worker, now=self.now)
            self.books.award(work.task_id, work.worker_id, int(end))

    @there_are(approved)
    @rule(which=number, sum_=cents)
    def give_bonus(self, which: int, sum_: int) -> None:
        done = self.one_of(approved(), which)
        if done:
            amount, employer = Money(sum_ * MICRO_PER_CENT), done.task.employer
            self.both(
                lambda: bonuses.give(done, amount=amount, key=self.key(), by=employer, now=self.now),
                lambda: self.books.move(("SPENDABLE", employer.pk), ("EARNED", done.worker_id), amount),
            )

    @rule(who=number, sum_=cents)
    def move(self, who: int, sum_: int) -> None:
        person, amount = self.anybody(who), Money(sum_ * MICRO_PER_CENT)
        self.both(
            lambda: pockets.move(person, amount=amount, key=self.key(), now=self.now),
            lambda: self.books.move(("EARNED", person.pk), ("SPENDABLE", person.pk), amount),
        )

    # -- money out

    @rule(who=number, sum_=st.integers(500, 3000))
    def ask_for_payout(self, who: int, sum_: int) -> None:
        person, amount = self.anybody(who), Money(sum_ * MICRO_PER_CENT)
        self.both(
            lambda: payouts.request(person, amount=amount, rail=RAIL, now=self.now),
            lambda: self.books.move(("EARNED", person.pk), ("IN_FLIGHT", 0), amount),
        )

    @there_are(arrived)
    @rule(which=number, sum_=cents)
    def ask_for_refund(self, which: int, sum_: int) -> None:
        made = self.one_of(arrived(), which)
        if made:
            where = methods.of(made.person)[0].destination
            given: dict[str, Any] = {"amount": Money(sum_ * MICRO_PER_CENT), "destination": where, "by": made.person}
            self.both(
                lambda: refunds.request(made, **given, now=self.now),
                lambda: self.books.move(("SPENDABLE", made.person_id), ("IN_FLIGHT", 0), given["amount"]),
            )

    @there_are(Payout.objects.unsent)
    @rule(which=number, how=st.sampled_from(["cancel", "give back", "hold", "release"]))
    def think_again(self, which: int, how: str) -> None:
        paper = self.one_of(Payout.objects.unsent(), which)
        if not paper:
            return
        given: dict[str, Any] = {"by": self.staff[1], "now": self.now}
        verbs: dict[str, Callable[[], Any]] = {
            "cancel": lambda: payouts.cancel(paper, by=paper.person, now=self.now),
            "give back": lambda: holds.give_back(paper, reason=WORDS, **given),
            "hold": lambda: holds.hold(paper, reason=WORDS, **given),
            "release": lambda: holds.release(paper, reason=WORDS, **given),
        }
        amount = paper.amount if how in ("cancel", "give back") else 0
        self.both(verbs[how], lambda: self.books.move(("IN_FLIGHT", 0), self.pocket(paper), amount))

    @staticmethod
    def pocket(paper: Payout) -> tuple[str, int]:
        return ("SPENDABLE" if paper.deposit_id else "EARNED", paper.person_id)

    @there_are(Payout.objects.waiting)
    @rule()
    def run(self) -> None:
        make.payout_run(now=self.now)

    @there_are(sent)
    @rule(which=number, fate=st.sampled_from([Fate.PAID, Fate.PAID, Fate.FAILED, Fate.REVERSED, Fate.WAITING]))
    def hear(self, which: int, fate: Fate) -> None:
        """The rail says something of any payout that ever left, true or stale, once or again."""
        paper = self.one_of(sent(), which)
        if not paper:
            return
        settling.settle([Outcome(key=paper.public_id, fate=fate)], rail=RAIL, now=self.now)
        net, was = paper.amount - paper.fee, paper.state
        if was == Payout.State.SENT and fate == Fate.PAID:
            self.books.move(("IN_FLIGHT", 0), OUTSIDE, net)
            self.books.move(("IN_FLIGHT", 0), ("REVENUE", 0), paper.fee)
        elif was == Payout.State.SENT and fate in (Fate.FAILED, Fate.REVERSED):
            self.books.move(("IN_FLIGHT", 0), self.pocket(paper), paper.amount)
        elif was == Payout.State.PAID and fate == Fate.REVERSED:
            self.books.move(OUTSIDE, self.pocket(paper), net)

    # -- the staff's hand

    @rule(who=number, sum_=cents, kind=st.sampled_from(Adjustment.Kind.values))
    def adjust(self, who: int, sum_: int, kind: str) -> None:
        person, amount = self.anybody(who), Money(sum_ * MICRO_PER_CENT)

        def real() -> None:
            one, other = self.staff
            made = adjustments.propose(person, kind=kind, amount=amount, reason=WORDS, by=one, now=self.now)
            adjustments.approve(made, by=other, now=self.now)

        self.both(real, lambda: self.books.move(*self.ends(kind, person.pk), amount))

    @staticmethod
    def ends(kind: str, person: int) -> tuple[tuple[str, int], tuple[str, int]]:
        ends: dict[str, tuple[tuple[str, int], tuple[str, int]]] = {
            "goodwill": (("GOODWILL", 0), ("EARNED", person)),
            "promo": (("PROMO_GIVEN", 0), ("PROMO", person)),
            "add_earned": (("CORRECTIONS", 0), ("EARNED", person)),
            "add_spendable": (("CORRECTIONS", 0), ("SPENDABLE", person)),
            "take_earned": (("EARNED", person), ("CORRECTIONS", 0)),
            "take_spendable": (("SPENDABLE", person), ("CORRECTIONS", 0)),
        }
        return ends[kind]

    @rule(days=st.sampled_from([0, 0, 30, 95]))
    def expire_promo(self, days: int) -> None:
        then: datetime = self.now + timedelta(days=days)
        promo.expire(now=then)
        for person in self.people:
            live = promo.grants().filter(person=person, expires_at__gt=then)
            self.books.expire(person.pk, sum(live.values_list("amount", flat=True)))

    # -- and all agree

    @invariant()
    def every_pot_agrees(self) -> None:
        if hasattr(self, "books"):
            held = {
                (AccountKind(kind).name, owner): ledger.balance_of(ledger.Pot(AccountKind(kind), owner))
                for kind, owner in Account.objects.values_list("kind", "owner_id")
            }
            assert {pot: sum_ for pot, sum_ in held.items() if sum_} == +self.books.pots | {
                pot: sum_ for pot, sum_ in self.books.pots.items() if sum_ < 0
            }
