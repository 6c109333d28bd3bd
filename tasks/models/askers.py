"""Who asks for tasks, as a statement needs to know them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from accounts import required
from accounts.models import User


@dataclass(frozen=True, slots=True)
class Asker:
    """What decides which tasks are a worker's: values, or blanks for values that are given when it is asked."""

    pk: Any
    zone: Any
    country: Any
    languages: Any
    level: Any
    # Suspended, frozen for a while, or without what is asked of everybody: nothing is theirs now.
    barred: bool


def asker(worker: User | Asker) -> Asker:
    if isinstance(worker, Asker):
        return worker
    now = timezone.now()
    kept_out = worker.suspended_at or worker.leaves_at or required.bars(worker, required.WORK, now=now)
    # While a change of country is fresh, they are of none.
    return Asker(
        worker.pk,
        "" if worker.moved_lately else worker.zone,
        "" if worker.moved_lately else str(worker.country),
        list(worker.languages),
        worker.level,
        barred=bool(kept_out) or worker.is_frozen(now),
    )
