"""One letter a day, at a person's own hour, with every notice in one exactly once."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from pytest_django import DjangoAssertNumQueries, Settings

from inbox import choices, digests, notices
from inbox.choices import Way
from inbox.models import Notice
from inbox.topics import Mail, Topic
from tests import make

Person = Any  # a row of accounts.User, which this app does not import
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def at(person: Person, zone: str, *, hour: int = 8) -> Person:
    """Somebody who reads of new tasks and of pay once a day, at that hour of their clock."""
    person.time_zone = zone
    person.save(update_fields=["time_zone"])
    choices.choose(person, ways={topic: Way(mail=Mail.DAILY) for topic in (Topic.ALERTS, Topic.PAY)})
    choices.choose_hour(person, hour=hour)
    return person


def tell(person: Person, subject: str, *, topic: Topic = Topic.ALERTS, now: datetime) -> Notice:
    return notices.tell(person, subject=subject, body="So it is.", url="/work/", topic=topic, now=now)


def test_the_digest_goes_at_the_hour_of_the_persons_own_clock(ben: Person) -> None:
    at(ben, "Asia/Dhaka", hour=20)
    tell(ben, "A task", now=NOON)

    sent = [
        digests.send_due(now=NOON.replace(hour=hour, minute=minute)) for hour, minute in ((13, 59), (14, 0), (14, 1))
    ]

    assert sent == [0, 1, 0]
    assert [letter.to for letter in mail.outbox] == [["ben@example.org"]]


def test_it_says_topic_by_topic_what_was_told(ben: Person) -> None:
    at(ben, "UTC", hour=13)
    for subject, topic in (("A task", Topic.ALERTS), ("$0.10 earned", Topic.PAY), ("Another task", Topic.ALERTS)):
        tell(ben, subject, topic=topic, now=NOON)
    tell(ben, "A level", topic=Topic.LEVEL, now=NOON)

    digests.send_due(now=NOON.replace(hour=13))

    [letter] = mail.outbox
    lines = [line for line in str(letter.body).splitlines() if line.startswith("·") or line in map(str, Topic.labels)]
    assert letter.subject == "3 notices since yesterday"
    assert lines == ["Approvals and pay", "· $0.10 earned", "New tasks for you", "· A task", "· Another task"]
    assert "List-Unsubscribe" in letter.extra_headers
    assert "A level" not in str(letter.body)


def test_what_is_told_after_the_hour_waits_a_day_and_each_is_told_once(ben: Person) -> None:
    at(ben, "UTC", hour=13)
    for hour in (12, 14):
        tell(ben, f"At {hour}", now=NOON.replace(hour=hour))

    days = [
        digests.send_due(now=NOON.replace(day=day, hour=13, minute=minute)) for day in (1, 2, 3) for minute in (0, 30)
    ]

    assert days == [1, 0, 1, 0, 0, 0]
    assert ["At 12" in str(letter.body) for letter in mail.outbox] == [True, False]
    assert ["At 14" in str(letter.body) for letter in mail.outbox] == [False, True]


def test_a_digest_that_could_not_go_goes_later_as_one(ben: Person, settings: Settings) -> None:
    at(ben, "UTC", hour=13)
    tell(ben, "On Monday", now=NOON)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    failed = digests.send_due(now=NOON.replace(hour=13))
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    tell(ben, "Later on Monday", now=NOON.replace(hour=15))
    sent = digests.send_due(now=NOON.replace(day=2, hour=16))

    assert (failed, sent) == (0, 1)
    assert mail.outbox[0].subject == "2 notices since yesterday"


def test_one_whose_letter_was_refused_ever_so_often_stops_nobody_elses(ann: Person, ben: Person) -> None:
    for person in (ann, ben):
        tell(at(person, "UTC", hour=13), "A task", now=NOON)
    unwritable = {"subject": "For {name}", "given": {}}
    for tries in (60, 32_767):
        Notice.objects.of(ann).update(mail_tries=tries, mail_from=NOON, **unwritable)

        digests.send_due(now=NOON.replace(hour=13))
        tell(ben, "Another", now=NOON)

    assert [letter.to for letter in mail.outbox] == [["ben@example.org"]] * 2


def test_nothing_to_tell_is_no_letter(ben: Person) -> None:
    at(ben, "UTC", hour=13)
    tell(ben, "Not of these", topic=Topic.NEWS, now=NOON)

    assert digests.send_due(now=NOON.replace(day=3)) == 0


def test_in_quiet_hours_it_waits(ben: Person) -> None:
    at(ben, "UTC", hour=13)
    ben.quiet_from, ben.quiet_until = time(12, 30), time(15)
    ben.save(update_fields=["quiet_from", "quiet_until"])
    tell(ben, "A task", now=NOON)

    sent = [digests.send_due(now=NOON.replace(hour=hour)) for hour in (13, 14, 15)]

    assert sent == [0, 0, 1]


@pytest.mark.parametrize(
    ("now", "struck"),
    [
        # The clock of New York skips 02:00 on 8 March 2026, and shows 01:00 twice on 1 November.
        ((2026, 3, 8, 8), (2026, 3, 8, 7)),
        ((2026, 3, 8, 6), (2026, 3, 7, 7)),
        ((2026, 3, 9, 7), (2026, 3, 9, 6)),
    ],
)
def test_an_hour_that_is_skipped_strikes_all_the_same(now: tuple[int, ...], struck: tuple[int, ...]) -> None:
    found = digests.last_struck(2, ZoneInfo("America/New_York"), now=datetime(*now, tzinfo=UTC))  # type: ignore[misc, arg-type]

    assert found == datetime(*struck, tzinfo=UTC)  # type: ignore[misc, arg-type]


def test_an_hour_that_comes_twice_strikes_once() -> None:
    zone, first = ZoneInfo("America/New_York"), datetime(2026, 11, 1, 5, tzinfo=UTC)

    struck = {digests.last_struck(1, zone, now=first + timedelta(minutes=30 * half)) for half in range(47)}

    assert struck == {first}


def test_a_person_who_left_is_told_nothing(ben: Person) -> None:
    at(ben, "UTC", hour=13)
    tell(ben, "A task", now=NOON)
    ben.is_active = False
    ben.save(update_fields=["is_active"])

    assert digests.send_due(now=NOON.replace(hour=13)) == 0


@pytest.mark.parametrize("waiting", [1, 30])
def test_who_waits_for_their_hour_costs_no_question_of_their_own(
    db: None, waiting: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(waiting):
        tell(at(make.person(f"p{number}"), "UTC", hour=13), "A task", now=NOON)

    with django_assert_max_num_queries(3):
        assert digests.send_due(now=NOON.replace(hour=12, minute=30)) == 0
