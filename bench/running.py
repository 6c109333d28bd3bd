"""A run: a database of its own, grown to one size after the other, and every benchmark at each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from bench import bare, history
from bench.catalogue import BENCHES
from bench.measuring import Result, measure
from bench.world import World
from picomarket import audit
from picomarket.embedded import databases
from picomarket.lib import parts
from wallet import parts as ledger

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be measured: at which lengths of the ledger, with how many clients (none: as each benchmark says),
    which benchmarks and how long each round of theirs takes. What is kept is gone on with by the next run."""

    sizes: Sequence[int]
    clients: Sequence[int]
    names: Sequence[str]
    seconds: float
    keep: bool = False
    # How many keys each part of the ledger has; 0 where it stays whole.
    parts_of: int = 0


def measured(wanted: Wanted, *, say: Say) -> Iterator[Result]:
    """Each result as it is there. The market's own data is never touched, and the books are proved in the end."""
    with _own_database(keep=wanted.keep):
        world = World(largest=max(wanted.sizes))
        for size in sorted(wanted.sizes):
            history.grow(world, size=size, say=say)
            if wanted.parts_of and not parts.is_divided(ledger.TABLE):
                ledger.divide(each=wanted.parts_of, now=timezone.now())
            benches = [bench for bench in BENCHES if bench.name in wanted.names]
            if any(bench.writes for bench in benches):
                bare.build()
            for bench in benches:
                for clients in [one for one in bench.clients if not wanted.clients or one in wanted.clients]:
                    say(f"{bench.name}, {clients} at once, {size:,} lines")
                    yield measure(bench(world), clients=clients, size=size, seconds=wanted.seconds)
        _prove(say)


@contextmanager
def _own_database(*, keep: bool) -> Iterator[None]:
    """A database beside the market's, gone afterwards. A market in production does not run with DEBUG either."""
    market, debug = settings.DATABASES["default"]["NAME"], settings.DEBUG
    name = f"{market}_bench_kept" if keep else f"{market}_bench"
    if not (keep and databases.exists(name)):
        databases.fresh(name)
    databases.use(name)
    settings.DEBUG = False
    try:
        yield
    finally:
        settings.DEBUG = debug
        databases.use(market)
        if not keep:
            databases.drop(name)


def _prove(say: Say) -> None:
    proof = audit.prove(now=timezone.now())
    if proof.broken:
        raise RuntimeError(f"The books are wrong after the benchmarks: {proof.findings}")
    say(f"the books are right: {proof.transfers:,} lines proved in {proof.seconds:.1f} s")
