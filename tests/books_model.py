"""The books once more, in plain Python: what each pot must hold after each deed, by the product's rules alone.

It shares nothing with the wallet but the names of the pots, so that the same mistake is not made twice.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

Pot = tuple[str, int]
PEOPLES = ("EARNED", "SPENDABLE", "PROMO", "ESCROW")
MICRO_PER_CENT = 10_000


class TooLittle(Exception):
    """A pot of a person or a task would fall below zero."""


def percent(amount: int, share: int) -> int:
    """That share of an amount, rounded down to the micro-dollar."""
    return amount * share // 100


@dataclass
class PostedTask:
    """What the model knows of a task: its price per slot and whose money went into it."""

    employer: int
    reward: int
    own_in: int = 0
    promo_in: int = 0
    own_back: int = 0

    @property
    def employer_commission(self) -> int:
        return percent(self.reward, 10)

    @property
    def worker_commission(self) -> int:
        return percent(self.reward, 5)

    @property
    def cost(self) -> int:
        return self.reward + self.employer_commission


@dataclass
class Books:
    """Pots and what they hold. A deed that cannot be paid raises TooLittle and changes nothing."""

    pots: Counter[Pot] = field(default_factory=Counter)
    tasks: dict[int, PostedTask] = field(default_factory=dict)
    referrers: dict[int, int] = field(default_factory=dict)
    # Of each person: what they deposited, and what their referrer was given of it.
    deposited: Counter[int] = field(default_factory=Counter)
    shared: Counter[int] = field(default_factory=Counter)

    def has(self, kind: str, owner: int = 0) -> int:
        return self.pots[kind, owner]

    def move(self, debit: Pot, credit: Pot, amount: int) -> None:
        if debit[0] in PEOPLES and self.pots[debit] < amount:
            raise TooLittle
        self.pots[debit] -= amount
        self.pots[credit] += amount

    # -- tasks

    def fund(self, task: int, slots: int) -> None:
        """Promo credit first, then what is spendable, into the task's escrow."""
        one = self.tasks[task]
        amount = one.cost * slots
        credit = min(self.has("PROMO", one.employer), amount)
        if self.has("SPENDABLE", one.employer) < amount - credit:
            raise TooLittle
        self.move(("SPENDABLE", one.employer), ("ESCROW", task), amount - credit)
        self.move(("PROMO", one.employer), ("ESCROW", task), credit)
        one.own_in, one.promo_in = one.own_in + amount - credit, one.promo_in + credit

    def give_back(self, task: int, amount: int) -> None:
        """The employer's own money first, up to what went in, then promo credit."""
        one = self.tasks[task]
        own = min(amount, one.own_in - one.own_back) if one.promo_in else amount
        one.own_back += own
        self.move(("ESCROW", task), ("SPENDABLE", one.employer), own)
        self.move(("ESCROW", task), ("PROMO", one.employer), amount - own)

    def pay(self, task: int, worker: int) -> None:
        """An approval: the net reward, both commissions, and of these the referrers' shares."""
        one = self.tasks[task]
        self._pay_part(task, worker, 100)
        if worker in self.referrers:
            share = min(percent(one.reward, 5), one.worker_commission)
            self.move(("REVENUE", 0), ("EARNED", self.referrers[worker]), share)
        if one.employer in self.referrers:
            part = min(percent(one.cost, 5), one.employer_commission)
            due = percent(self.deposited[one.employer], 5) - self.shared[one.employer]
            share = max(min(part, due), 0)
            self.shared[one.employer] += share
            self.move(("REVENUE", 0), ("EARNED", self.referrers[one.employer]), share)

    def award(self, task: int, worker: int, part: int) -> None:
        """A dispute decided in the middle: the part is paid, the rest of the slot goes back."""
        paid = self._pay_part(task, worker, part)
        self.give_back(task, self.tasks[task].cost - paid)

    def screen_out(self, task: int, worker: int, reward: int) -> None:
        """Who does not qualify is paid a reward of that, with commissions in proportion; the rest goes back."""
        one = self.tasks[task]
        theirs, ours = (whole * reward // one.reward for whole in (one.worker_commission, one.employer_commission))
        self.move(("ESCROW", task), ("EARNED", worker), reward - theirs)
        self.move(("ESCROW", task), ("REVENUE", 0), theirs + ours)
        self.give_back(task, one.cost - reward - ours)

    def _pay_part(self, task: int, worker: int, part: int) -> int:
        one = self.tasks[task]
        theirs, ours = percent(one.worker_commission, part), percent(one.employer_commission, part)
        self.move(("ESCROW", task), ("EARNED", worker), percent(one.reward, part) - theirs)
        self.move(("ESCROW", task), ("REVENUE", 0), theirs + ours)
        return percent(one.reward, part) + ours

    # -- in and out

    def arrive(self, person: int, amount: int, outside: Pot) -> None:
        self.move(outside, ("SPENDABLE", person), amount)
        self.deposited[person] += amount

    def take_back(self, person: int, amount: int, outside: Pot) -> int:
        """A deposit taken back: out of what is spendable, the rest is the house's loss; that rest."""
        self.deposited[person] = max(self.deposited[person] - amount, 0)
        there = min(self.has("SPENDABLE", person), amount)
        self.move(("SPENDABLE", person), outside, there)
        self.move(("LOSSES", 0), outside, amount - there)
        return amount - there

    def recover(self, person: int, owed: int) -> int:
        """What of it can be taken now; that much."""
        there = min(self.has("SPENDABLE", person), owed)
        self.move(("SPENDABLE", person), ("LOSSES", 0), there)
        return there

    def expire(self, person: int, holding: int) -> None:
        """Promo credit never exceeds the grants that still hold."""
        over = max(self.has("PROMO", person) - holding, 0)
        self.move(("PROMO", person), ("PROMO_GIVEN", 0), over)
