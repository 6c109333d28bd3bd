"""Records: how many disputes a person has won and lost on each side."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from accounts.models import User

from .models import Dispute

# A case decided in the middle is won and lost by nobody.
UPHELD, DISMISSED = Q(state=Dispute.State.UPHELD), Q(state=Dispute.State.DISMISSED)


@dataclass(frozen=True, slots=True)
class Record:
    won: int
    lost: int

    @property
    def decided(self) -> int:
        return self.won + self.lost


def of_worker(person: User) -> Record:
    """Won: the rejection was overturned, by support or by the employer who agreed."""
    rows = Dispute.objects.filter(submission__worker=person)
    return Record(**rows.aggregate(won=Count("pk", UPHELD), lost=Count("pk", DISMISSED)))


def of_employer(person: User) -> Record:
    """Won: the rejection stood."""
    rows = Dispute.objects.filter(submission__task__employer=person)
    return Record(**rows.aggregate(won=Count("pk", DISMISSED), lost=Count("pk", UPHELD)))
