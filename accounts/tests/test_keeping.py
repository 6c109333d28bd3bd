"""A case is one person's at a time: by taking it, until a decision, the time, or somebody takes it over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import keeping
from accounts.models import KeptCase, StaffEntry, User
from inbox.models import Notice
from tests import make

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def rana(db: None) -> User:
    return make.person("rana", staff=True)


def after(minutes: int) -> dict[str, object]:
    return {"now": NOW + timedelta(minutes=minutes)}


def test_who_takes_a_case_has_it_alone(ben: User, sam: User, rana: User) -> None:
    keeping.take(ben, by=rana, now=NOW)

    with pytest.raises(keeping.Kept, match=r"Rana has had this for 3 minutes. Take it over, or leave it to them."):
        keeping.take(ben, by=sam, **after(3))  # type: ignore[arg-type]
    with pytest.raises(keeping.Kept, match=r"Rana took this a moment ago."):
        keeping.decided(ben, by=sam, now=NOW)


def test_taking_it_again_keeps_it_for_longer_since_the_first_time(ben: User, rana: User) -> None:
    keeping.take(ben, by=rana, now=NOW)

    kept = keeping.take(ben, by=rana, **after(10))  # type: ignore[arg-type]

    assert (kept.since, kept.until) == (NOW, NOW + timedelta(minutes=25))


def test_when_its_time_is_over_somebody_else_can_have_it(ben: User, sam: User, rana: User) -> None:
    keeping.take(ben, by=rana, now=NOW)

    kept = keeping.take(ben, by=sam, **after(15))  # type: ignore[arg-type]

    assert (kept.person, kept.since) == (sam, NOW + timedelta(minutes=15))


def test_who_had_it_is_told_that_it_was_taken_over(ben: User, sam: User, rana: User) -> None:
    keeping.take(ben, by=rana, now=NOW)

    keeping.take_over(ben, by=sam, url="/admin/", now=NOW)

    assert KeptCase.objects.get().person == sam
    assert Notice.objects.of(rana)[0].headline == "Sam took a case over from you: Ben"
    assert not Notice.objects.of(sam).exists()


def test_leaving_it_lets_others_have_it_and_only_who_has_it_leaves_it(ben: User, sam: User, rana: User) -> None:
    keeping.take(ben, by=rana, now=NOW)

    keeping.leave(ben, by=sam)
    assert keeping.running(ben, now=NOW) is not None
    keeping.leave(ben, by=rana)

    assert keeping.take(ben, by=sam, now=NOW).person == sam


def test_a_decision_ends_it(ben: User, rana: User) -> None:
    keeping.take(ben, by=rana, now=NOW)

    keeping.decided(ben, by=rana, now=NOW)

    assert not KeptCase.objects.exists()


def test_cases_of_different_kinds_have_nothing_to_do_with_each_other(ben: User, sam: User, rana: User) -> None:
    keeping.take(ben, by=rana, now=NOW)
    other = KeptCase(pk=ben.pk)

    assert keeping.take(other, by=sam, now=NOW).person == sam
    assert keeping.by_key([ben], now=NOW)[ben.pk].person == rana
    assert list(keeping.kept_keys(User, others=sam, now=NOW)) == [{"key": ben.pk}]
    assert list(keeping.kept_keys(User, by=sam, now=NOW)) == []


def test_a_case_given_to_a_colleague_waits_for_them_and_they_are_told(ben: User, sam: User, rana: User) -> None:
    keeping.take(ben, by=rana, now=NOW)

    kept = keeping.give(ben, to=sam, by=rana, url="/admin/", now=NOW)

    assert (kept.person, kept.until) == (sam, NOW + timedelta(hours=24))
    assert keeping.said(kept, now=NOW) == "This was given to Sam."
    assert Notice.objects.of(sam)[0].headline == "Rana gave you a case: Ben"
    entry = StaffEntry.objects.get(by=rana)
    assert (entry.what, entry.reason) == ("Given to a colleague", "Sam")
    with pytest.raises(keeping.Kept, match=r"This was given to Sam. Take it over, or leave it to them."):
        keeping.give(ben, to=rana, by=rana, url="/admin/", **after(60))  # type: ignore[arg-type]


def test_opening_what_was_given_keeps_it_as_long_as_was_said(ben: User, sam: User, rana: User) -> None:
    keeping.give(ben, to=sam, by=rana, url="/admin/", now=NOW)

    kept = keeping.take(ben, by=sam, **after(60))  # type: ignore[arg-type]

    assert (kept.since, kept.until) == (NOW + timedelta(minutes=60), NOW + timedelta(hours=24))
    assert keeping.said(kept, now=NOW + timedelta(minutes=60)) == "Sam took this a moment ago."
