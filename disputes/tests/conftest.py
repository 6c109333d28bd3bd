"""A rejection and a case for the tests of disputes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from accounts.models import User
from disputes import appeals, cases
from disputes.models import Appeal, Dispute
from picomarket.lib.money import Money
from submissions.models import Submission
from tasks.models import Task
from tests import make
from wallet import ledger

NOW = timezone.now()
WORDS = "I did both steps, the picture shows it."
REASON = "The picture shows both steps done."


def opened(task: Task, worker: User, *, ago: timedelta = timedelta()) -> Dispute:
    """A case about this worker's rejected submission, opened that long ago."""
    return cases.open_case(make.rejected(task, worker, now=NOW - ago), by=worker, words=WORDS, now=NOW - ago)


def accepted(case: Dispute) -> None:
    """The worker accepts the decision, so that it is settled."""
    appeals.accept(case, by=case.submission.worker, now=NOW)


def supporter(name: str = "sue") -> User:
    """Staff who may do what the group allows, and no superuser."""
    person = make.person(name, country="CA")
    person.is_staff = True
    person.save(update_fields=["is_staff"])
    person.groups.add(Group.objects.get(name="Support"))
    return person


def decide(case: Dispute, outcome: str, by: User) -> Dispute:
    given: dict[str, Any] = {"by": by, "reason": REASON, "now": NOW}
    if outcome.isdecimal():
        cases.award(case, percent=int(outcome), **given)
    else:
        {"upheld": cases.uphold, "dismissed": cases.dismiss}[outcome](case, **given)
    return make.fresh(case)  # type: ignore[no-any-return]


def filed(case: Dispute, by: User) -> Appeal:
    return appeals.file(case, by=by, words=WORDS, now=NOW)


def earned(person: User) -> Money:
    return ledger.balance_of(ledger.earned(person.pk))


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def rejected(ann: User, ben: User) -> Submission:
    return make.rejected(make.task(ann), ben, now=NOW)


@pytest.fixture
def case(rejected: Submission, ben: User) -> Dispute:
    return cases.open_case(rejected, by=ben, words=WORDS, now=NOW)


@pytest.fixture
def sue(db: None) -> User:
    """Sue is in the support group."""
    return supporter()


@pytest.fixture
def tom(db: None) -> User:
    """Tom is in the support group too."""
    return supporter("tom")
