"""Makes the ledger long: work of long ago, handed in and approved by the thousand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from bench.copies import run
from bench.world import EMPLOYERS, World
from submissions import review

# An approval is a reward and two commissions; where the worker was brought by somebody, a share too.
LINES = 3
# How many submissions one call approves, and how many slots a task of long ago had.
AT_ONCE = 5000
SLOTS = 1000

Say = Callable[[str], None]


def grow(world: World, *, size: int, say: Say) -> None:
    """Approve work of long ago until the ledger has this many lines; then let PostgreSQL see what became of it."""
    world.size = size
    slots = min(SLOTS, world.workers_count // 2)
    # Deposits and escrow are lines too.
    _ = world.employers, world.submission
    while (missing := size - world.lines()) > 0:
        wanted = min(missing // LINES + 1, AT_ONCE)
        count = min(EMPLOYERS, wanted // slots + 1)
        waiting = world.handed_in(world.employers[:count], slots=min(slots, wanted))
        review.approve_many([key for keys in waiting for key in keys], by=None, now=world.past + timedelta(days=1))
        say(f"{world.lines():,} of {size:,} lines")
    run("ANALYZE")
