"""Who was here before something was asked of everybody has some days for it, is told of them, and then is asked too."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from accounts import asked_later, identities, required
from accounts.models import AskedNotice, User
from inbox.models import Notice
from picomarket import step_settings
from picomarket.lib.money import usd
from submissions import review
from tasks import publishing, reaching
from tasks.models import Task
from tests import make
from wallet import methods, payouts
from wallet.models import Payout

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DAY = timedelta(days=1)
SUBJECT = "on you need a checked identity before you take a task"


@pytest.fixture
def _later(settings: Settings, ann: User, ben: User) -> None:
    """Since yesterday a checked identity is asked of who works; Ann and Ben were here the day before."""
    settings.IDENTITY_BY_HAND, settings.REQUIRED_TO_WORK = True, ["identity"]
    settings.REQUIRED_TO_WORK_SINCE = NOW - DAY
    User.objects.filter(pk__in=[ann.pk, ben.pk]).update(date_joined=NOW - 2 * DAY)
    ann.refresh_from_db()
    ben.refresh_from_db()


def told(person: User) -> list[Notice]:
    return [notice for notice in Notice.objects.of(person) if SUBJECT in notice.headline]


def seen(person: User, name: str, *args: str) -> str:
    client = Client()
    client.force_login(make.fresh(person))
    return client.get(reverse(name, args=args)).content.decode()


@pytest.mark.usefixtures("_later")
def test_who_was_here_before_works_on_and_reads_until_when(ann: User, ben: User) -> None:
    make.deposit(ann)
    task = make.task(ann)
    asked = required.of(ben, required.WORK, now=NOW)

    assert asked is not None
    assert asked.end == NOW + 13 * DAY
    assert list(Task.objects.open_to(ben)) == [task]
    for page in (seen(ben, "tasks:feed"), seen(ben, "tasks:detail", task.public_id), seen(ben, "accounts:identity")):
        assert "need a checked identity before you take a task" in page
    assert "Needed from" in seen(ben, "accounts:profile")
    assert make.claim(task, ben).worker == ben


@pytest.mark.usefixtures("_later")
def test_their_days_end_and_who_joins_since_then_has_none(ben: User) -> None:
    newcomer = make.person("nia")

    assert not required.bars(ben, required.WORK, now=NOW + 13 * DAY - timedelta(seconds=1))
    assert required.bars(ben, required.WORK, now=NOW + 13 * DAY)
    assert required.bars(newcomer, required.WORK, now=NOW)


@pytest.mark.usefixtures("_later")
def test_a_quote_counts_those_who_may_work_now(ann: User, ben: User, settings: Settings) -> None:
    make.person("nia")
    task = make.draft(ann)

    assert reaching.reach(task).could == 1
    settings.REQUIRED_TO_WORK_SINCE = NOW - 15 * DAY
    assert reaching.reach(task).could == 0
    User.objects.filter(pk=ben.pk).update(identity_confirmed_at=NOW)
    assert reaching.reach(task).could == 1


@pytest.mark.usefixtures("_later")
def test_who_let_them_pass_hands_in_and_is_paid_out(ann: User, ben: User, settings: Settings) -> None:
    held = make.claim(make.task(ann, reward=usd("8"), slots=1), ben)
    settings.REQUIRED_TO_WORK_SINCE = NOW - 15 * DAY
    User.objects.filter(pk=ben.pk).update(date_joined=NOW - 16 * DAY)
    assert required.bars(make.fresh(ben), required.WORK, now=NOW)

    review.approve(make.handed_in(held, ben), by=ann, now=NOW)
    methods.choose(ben, rail="manual", destination="First Bank 12345678, Ben", by=ben, now=NOW)

    assert payouts.request(ben, amount=usd("5"), rail="manual", now=NOW).state == Payout.State.REQUESTED


@pytest.mark.usefixtures("_later")
def test_they_are_told_at_once_and_again_near_the_end_and_once_each(ben: User, cleo: User) -> None:
    User.objects.filter(pk=cleo.pk).update(identity_confirmed_at=NOW, date_joined=NOW - 2 * DAY)
    for days in (0, 0, 1, 9.9, 10.1, 10.2, 12, 13, 20):
        asked_later.tell_due(now=NOW + days * DAY)

    mine = told(ben)
    assert [(notice.told_at, notice.by_mail) for notice in mine] == [(NOW + 10.1 * DAY, True), (NOW, True)]
    assert {notice.url for notice in mine} == {reverse("accounts:identity")}
    assert "paid out without it, always" in mine[0].text
    assert told(cleo) == []


@pytest.mark.usefixtures("_later")
def test_who_did_it_meanwhile_is_not_told_again_and_a_moved_end_is_told_anew(
    ben: User, sam: User, settings: Settings
) -> None:
    User.objects.filter(pk=sam.pk).update(date_joined=NOW - 2 * DAY)
    asked_later.tell_due(now=NOW)
    identities.confirm(identities.send(ben, files=[make.picture()], now=NOW), by=sam, now=NOW)
    asked_later.tell_due(now=NOW + 12 * DAY)
    settings.REQUIRED_TO_WORK_SINCE = NOW
    asked_later.tell_due(now=NOW + 12 * DAY)

    assert len(told(ben)) == 1
    assert AskedNotice.objects.filter(person=sam).count() == 2


@pytest.mark.usefixtures("_later")
def test_who_only_hires_is_told_on_the_site_and_not_by_mail(ann: User) -> None:
    User.objects.filter(pk=ann.pk).update(judged_approved=5)
    asked_later.tell_due(now=NOW)

    assert [notice.by_mail for notice in told(ann)] == [False]


def test_without_a_day_it_is_asked_at_once_and_nobody_is_told_of_one(ben: User, settings: Settings) -> None:
    settings.IDENTITY_BY_HAND, settings.REQUIRED_TO_WORK = True, ["identity"]

    assert required.bars(ben, required.WORK, now=NOW)
    assert asked_later.tell_due(now=NOW) == 0


@pytest.mark.parametrize("count", [1, 30])
def test_telling_asks_as_often_for_many_as_for_one(
    count: int, settings: Settings, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    settings.IDENTITY_BY_HAND, settings.REQUIRED_TO_WORK = True, ["identity"]
    settings.REQUIRED_TO_WORK_SINCE = NOW + DAY
    for number in range(count):
        make.person(f"w{number}")

    with django_assert_max_num_queries(10):
        assert asked_later.tell_due(now=NOW) == count


def test_an_employer_publishes_until_the_end(ann: User, settings: Settings) -> None:
    settings.SMS_BY_MAIL, settings.REQUIRED_TO_HIRE = True, ["phone"]
    settings.REQUIRED_TO_HIRE_SINCE = NOW + DAY
    draft = make.draft(ann)
    quote = seen(ann, "tasks:draft", draft.public_id, "quote")
    settings.REQUIRED_TO_HIRE_SINCE = NOW - 30 * DAY

    assert ("Publish for" in quote, "need a confirmed phone before you publish" in quote) == (True, True)
    assert "Publish for" not in seen(ann, "tasks:draft", draft.public_id, "quote")
    with pytest.raises(required.StillAsked):
        publishing.publish(draft, by=make.fresh(ann), now=NOW)


def test_a_day_nobody_can_read_stops_the_start() -> None:
    with pytest.raises(ImproperlyConfigured, match="REQUIRED_TO_WORK_SINCE=soon is no day"):
        step_settings._beginning("REQUIRED_TO_WORK_SINCE", "soon")
    assert step_settings._beginning("X", "") is None
    assert step_settings._beginning("X", "2026-12-01") == datetime.fromisoformat("2026-12-01T00:00:00+00:00")
