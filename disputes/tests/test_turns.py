"""A dispute about one of the times a worker may do a task."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.models import Level, User
from disputes import cases
from submissions import claims
from tests import make

NOW = timezone.now()


def test_a_dispute_holds_the_next_time_up_and_being_right_lets_it_go_on(ann: User, ben: User, sam: User) -> None:
    ben.level = Level.ADVANCED
    ben.save(update_fields=["level"])
    task = make.task(ann, per_worker=3, minimum_level=Level.ADVANCED)
    case = cases.open_case(make.rejected(task, ben), by=ben, words=make.COMMENT, now=NOW)

    with pytest.raises(claims.NoTurnLeft, match="not settled yet"):
        make.claim(task, ben)
    cases.uphold(case, by=sam, reason=make.COMMENT, now=NOW)

    assert make.claim(task, ben).turn == 2
