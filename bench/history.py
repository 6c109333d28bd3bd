"""Makes the ledger long: work of long ago, handed in and approved by the thousand. What is longer than a machine has
room for submissions goes on with deposits that arrived in very many parts: lines as good as others, with few papers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from django.db import transaction

from bench.copies import NEW_NAME, copies, run
from bench.world import EMPLOYERS, RAIL, World
from picomarket.lib.money import CENT, Money
from picomarket.lib.parts import is_divided
from submissions import review
from wallet import deposits, rollups
from wallet.models import Account, AccountKind, Deposit, Transfer, TransferKind
from wallet.parts import TABLE
from wallet.rails.interface import Fate, Outcome

# An approval is a reward and two commissions; where the worker was brought by somebody, a share too.
LINES = 3
# How many submissions one call approves, and how many slots a task of long ago had.
AT_ONCE = 5000
SLOTS = 1000

# Beyond so many lines deposits go on. Each arrived in so many parts, a cent at a time, and so many are written at once.
BY_WORK, PARTS, DEPOSITS = 2_000_000, 30_000, 20

# Of a ledger that is whole: an index that is built in the end takes a tenth of the time. Each is there as soon as it is
# built, so that a run which is killed goes on where it was.
_WITHOUT_INDEXES = """
ALTER TABLE wallet_transfer DROP CONSTRAINT IF EXISTS wallet_transfer_once;
DROP INDEX IF EXISTS wallet_transfer_debit, wallet_transfer_credit, wallet_transfer_once
"""
_INDEXES = (
    "CREATE INDEX IF NOT EXISTS wallet_transfer_debit ON wallet_transfer (debit_id, id)",
    "CREATE INDEX IF NOT EXISTS wallet_transfer_credit ON wallet_transfer (credit_id, id)",
    "CREATE UNIQUE INDEX IF NOT EXISTS wallet_transfer_once ON wallet_transfer (ref, kind, leg)",
)

Say = Callable[[str], None]


def grow(world: World, *, size: int, say: Say) -> None:
    """Approve work of long ago until the ledger has this many lines; then let PostgreSQL see what became of it."""
    world.size = size
    slots = min(SLOTS, world.workers_count // 2)
    # Deposits and escrow are lines too.
    _ = world.employers, world.submission
    while (missing := min(size, BY_WORK) - world.lines()) > 0:
        wanted = min(missing // LINES + 1, AT_ONCE)
        count = min(EMPLOYERS, wanted // slots + 1)
        waiting = world.handed_in(world.employers[:count], slots=min(slots, wanted))
        review.approve_many([key for keys in waiting for key in keys], by=None, now=world.past + timedelta(days=1))
        say(f"{world.lines():,} of {size:,} lines")
    if size > BY_WORK:
        _arrive(world, size=size, say=say)
    run("ANALYZE")


def _arrive(world: World, *, size: int, say: Say) -> None:
    """Deposits of long ago; every tenth is the star's, the others go round among the workers."""
    there, whole = world.lines(), not is_divided(TABLE)
    paper, line = _one_cent(world)
    if whole and there < size:
        run(_WITHOUT_INDEXES)
    whose = [one for place, one in enumerate(world.workers) if place % 9 or not place]
    while there < size:
        first = there // PARTS
        others = [whose[(first + place) % len(whose)] for place in range(DEPOSITS - DEPOSITS // 10)]
        people = [world.star.pk] * (DEPOSITS // 10) + others
        with transaction.atomic():
            _arrived(paper, line, people)
        there += PARTS * DEPOSITS
        say(f"{there:,} of {size:,} lines")
    for index in _INDEXES if whole else ():
        say(index)
        run(index)
    rollups.refresh()


def _arrived(paper: Deposit, line: Transfer, people: Sequence[int]) -> None:
    """A deposit of each, in its parts."""
    for one in people:
        Account.objects.get_or_create(kind=AccountKind.SPENDABLE, owner_id=one)
    pockets = dict(Account.objects.filter(kind=AccountKind.SPENDABLE).values_list("owner_id", "pk"))
    cents = str(PARTS * int(CENT))
    papers = copies(
        paper,
        of="unnest(%s::bigint[]) AS one (person)",
        given=[list(people)],
        public_id=NEW_NAME,
        reference=NEW_NAME,
        person_id="one.person",
        amount=cents,
        asked=cents,
    )
    held = Deposit.objects.in_bulk(papers)
    # Part by part: each person's lines lie as far from each other as they do in a market.
    copies(
        line,
        of="""(SELECT ref, account, part FROM generate_series(1, %s) AS part,
                      unnest(%s::bigint[], %s::bigint[]) AS pot (ref, account) ORDER BY part) AS one""",
        given=[PARTS, list(held), [pockets[one.person_id] for one in held.values()]],
        ref="one.ref",
        leg="one.part",
        credit_id="one.account",
    )


def _one_cent(world: World) -> tuple[Deposit, Transfer]:
    """A deposit of a cent that arrived, and its line: what the others are copies of."""
    [key] = world.started([world.star.pk], Money(CENT))
    deposits.settle(Outcome(key=key, fate=Fate.PAID), rail=RAIL, now=world.past)
    paper = Deposit.objects.get(public_id=key)
    return paper, Transfer.objects.get(kind=TransferKind.DEPOSIT, ref=paper.pk)
