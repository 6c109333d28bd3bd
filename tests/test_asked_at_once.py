"""Several nodes tell who was here before something was asked of everybody: each person once."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from django.utils import timezone
from pytest_django import Settings

from accounts import asked_later
from inbox.models import Notice
from tests import make
from tests.threads import at_once


def test_several_nodes_tell_each_person_once(committed_db: None, settings: Settings) -> None:
    now = timezone.now()
    settings.IDENTITY_BY_HAND, settings.REQUIRED_TO_WORK = True, ["identity"]
    settings.REQUIRED_TO_WORK_SINCE = now + timedelta(days=1)
    people = [make.person(f"w{number}") for number in range(20)]

    done = at_once(*[partial(asked_later.tell_due, now=now)] * 4)

    assert sum(done) == len(people)
    assert [Notice.objects.of(person).count() for person in people] == [1] * len(people)
