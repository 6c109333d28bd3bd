"""Every benchmark, in the order they run."""

from __future__ import annotations

from bench.approve import Approve
from bench.approve_bulk import ApproveBulk
from bench.measuring import Bench

BENCHES: tuple[type[Bench], ...] = (Approve, ApproveBulk)
NAMES = [bench.name for bench in BENCHES]
