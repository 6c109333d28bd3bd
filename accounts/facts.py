"""What an employer knows of a worker, in plain values: its words are drawn once for all of whom it is the same."""

from __future__ import annotations

from dataclasses import dataclass

from .models import Level, User


@dataclass(frozen=True, slots=True)
class Facts:
    """``rate`` is None before the first verdict."""

    country: str
    level: int
    rate: int | None
    is_phone_confirmed: bool

    @property
    def level_name(self) -> str:
        return str(Level(self.level).label)


def of(worker: User) -> Facts:
    return Facts(str(worker.country), worker.level, worker.success_rate, worker.phone_confirmed_at is not None)
