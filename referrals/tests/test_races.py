"""Approvals whose workers brought one another, at once: each waits its turn and none in a circle."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.models import User
from picomarket.lib.money import total, usd
from submissions import review
from tasks.drafts import Wanted
from tests import make
from tests.threads import at_once
from wallet import ledger

pytestmark = pytest.mark.race


def test_people_who_brought_one_another_are_paid_at_once_without_a_circle(committed_db: None) -> None:
    people: list[User] = [make.person("p0")]
    for number in range(1, 8):
        people.append(make.person(f"p{number}", referrer=people[-1]))
    keys: list[list[int]] = []
    for name, workers in (("odd", people[1::2]), ("even", people[2::2])):
        employer = make.person(name)
        make.deposit(employer, "50")
        for _round in range(4):
            task = make.task(employer, slots=8, proofs=[Wanted("text", "What?", 3)])
            keys.append([make.submission(task, worker).pk for worker in workers])

    results = at_once(
        *(lambda some=some: review.approve_many(some, by=None, now=timezone.now()) for some in keys),
    )

    earned = total(ledger.balance_of(ledger.earned(person.pk)) for person in people)
    assert results == [4] * 4 + [3] * 4
    assert earned == usd("0.10") * 28
