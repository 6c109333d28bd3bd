"""Records: how many disputes a person has won and lost on each side."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from accounts.models import User

from .models import Dispute

UPHELD, DISMISSED = Q(state=Dispute.State.UPHELD), Q(state=Dispute.State.DISMISSED)
PARTLY = Q(state=Dispute.State.PARTLY)


@dataclass(frozen=True, slots=True)
class Record:
    """``parted`` is what was decided in the middle: that is won and lost by nobody."""

    won: int
    lost: int
    parted: int = 0

    @property
    def decided(self) -> int:
        return self.won + self.lost


def of_worker(person: User) -> Record:
    """Won: the rejection was overturned, by support or by the employer who agreed."""
    rows = Dispute.objects.filter(submission__worker=person)
    return Record(**rows.aggregate(won=Count("pk", UPHELD), lost=Count("pk", DISMISSED), parted=Count("pk", PARTLY)))


def of_employer(person: User) -> Record:
    """Won: the rejection stood."""
    rows = Dispute.objects.filter(submission__task__employer=person)
    return Record(**rows.aggregate(won=Count("pk", DISMISSED), lost=Count("pk", UPHELD), parted=Count("pk", PARTLY)))
