"""A payout batch of a tenth as many people as the ledger has lines: gathered, approved by two of the staff, its calls
made, and settled as paid."""

from __future__ import annotations

import itertools
from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from bench import clients
from bench.copies import NEW_NAME, copies, run
from bench.measuring import Bench
from bench.world import RAIL, people, person
from picomarket.lib.money import usd
from submissions import review
from wallet import batches, ledger, methods, payouts, settling
from wallet.models import Payout, PayoutBatch
from wallet.rails.interface import Fate, Outcome

REWARD = usd("10")
AMOUNT = usd("9")
SLOTS = 500
# How many lines one call to the ledger writes while the people are paid and ask for their payouts.
AT_ONCE = 5000

# The same: each payout's state once, one transfer each; both its accounts keep no balance.
_BARE = """
DROP TABLE IF EXISTS bare_payout;
CREATE TABLE bare_payout (LIKE wallet_payout INCLUDING ALL);
INSERT INTO bare_payout OVERRIDING SYSTEM VALUE SELECT * FROM wallet_payout ORDER BY id DESC LIMIT %s;
UPDATE bare_payout SET state = 'gathered', closed_at = NULL;
"""
_BARE_SETTLE = """
WITH paid AS (UPDATE bare_payout SET state = 'paid', closed_at = now() WHERE state = 'gathered' RETURNING id, amount)
INSERT INTO bare_transfer (ref, kind, leg, debit_id, credit_id, amount, at)
SELECT -id, 41, 1, 1, 2, amount, now() FROM paid
"""
_numbers = itertools.count(1)


class PayoutBatchPaid(Bench):
    name = "payout_batch"
    rounds = 1

    def most(self, clients: int) -> int:
        return self.world.largest // 10

    @property
    def first(self) -> int:  # type: ignore[override]
        return self.world.lines() // 10

    def ours(self, clients_: int, each: int) -> float:
        number = next(_numbers)
        self._ask(each, f"payee{number}-")
        staff = [person(f"staff{number}-{one}", staff=True) for one in "ab"]
        return clients.timed(each, lambda: _pay(staff))

    def _ask(self, count: int, name: str) -> None:
        """So many people earned enough, and each asks for a payout."""
        first = person(name)
        crowd = [first.pk, *people(first, count - 1, name)]
        self._earn(crowd)
        now = timezone.now()
        methods.choose(
            first, rail=RAIL, destination="DE89 3704 0044 0532 0130 00, Ben Worker", by=first, now=self.world.past
        )
        asked = payouts.request(first, amount=AMOUNT, rail=RAIL, now=now)
        made = copies(
            asked,
            of="unnest(%s::bigint[]) AS one (person)",
            given=[crowd[1:]],
            public_id=NEW_NAME,
            person_id="one.person",
        )
        for start in range(0, len(made), AT_ONCE):
            rows = Payout.objects.filter(pk__in=made[start : start + AT_ONCE])
            ledger.post(map(settling.hold, rows), now=now)
        run("ANALYZE")

    def _earn(self, crowd: list[int]) -> None:
        world = self.world
        parts = [crowd[start : start + SLOTS] for start in range(0, len(crowd), SLOTS)]
        for part in parts:
            (task,) = world.published(world.employers[:1], slots=len(part), taken=len(part), reward=REWARD)
            world.employers.append(world.employers.pop(0))
            made = copies(
                world.submission,
                of="unnest(%s::bigint[]) AS one (worker)",
                given=[part],
                public_id=NEW_NAME,
                task_id=str(task),
                worker_id="one.worker",
                state="'submitted'",
                submitted_at="model.claimed_at",
            )
            review.approve_many(made, by=None, now=world.past)

    def limit(self, clients_: int, each: int) -> float:
        run(_BARE, [each])
        return clients.timed(each, lambda: run(_BARE_SETTLE))


def _pay(staff: list[User]) -> None:
    now = timezone.now()
    for batch in batches.gather(now=now):
        for one in staff:
            batches.approve(batch, by=one, now=now)
        later = now + timedelta(days=1)
        if batch not in batches.send_due(now=later):
            raise RuntimeError("the batch was not sent")
        keys = batch.payouts.order_by("pk").values_list("public_id", flat=True)
        settling.settle([Outcome(key=key, fate=Fate.PAID) for key in keys], rail=RAIL, now=later)
        if PayoutBatch.objects.get(pk=batch.pk).state != PayoutBatch.State.SETTLED:
            raise RuntimeError("the batch was not settled")
