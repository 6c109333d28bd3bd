"""Quiet hours: mail waits until they are over, by the person's own clock."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import User
from inbox import notices
from tests import make

EVENING = datetime(2026, 6, 1, 17, 30, tzinfo=UTC)
SAID = {"language": "en", "name": "Ben", "bio": "", "languages": ["bn"], "time_zone": "Asia/Dhaka"}


def quiet(ben: User, begin: int, end: int) -> User:
    User.objects.filter(pk=ben.pk).update(quiet_from=time(begin), quiet_until=time(end), time_zone="Asia/Dhaka")
    return User.objects.get(pk=ben.pk)


@pytest.mark.parametrize(
    ("begin", "end", "over"),
    [(22, 7, (2, 1, 0)), (23, 7, (2, 1, 0)), (0, 7, (1, 17, 30)), (20, 23, (1, 17, 30)), (20, 0, (1, 18, 0))],
)
def test_they_end_by_the_person_s_own_clock(ben: User, begin: int, end: int, over: tuple[int, int, int]) -> None:
    ends = quiet(ben, begin, end).quiet_over(EVENING).astimezone(UTC)

    assert (ends.day, ends.hour, ends.minute) == over


def test_mail_waits_and_what_goes_to_an_address_they_left_does_not(ben: User) -> None:
    quiet(ben, 22, 7)
    notices.tell(ben, subject="Approved", mail=True, now=EVENING)
    notices.tell(ben, subject="Your address was changed", mail_to="old@example.org", now=EVENING)

    sent = [notices.send_mail_due(now=EVENING.replace(day=day, hour=hour)) for day, hour in ((1, 17), (1, 23), (2, 1))]

    assert sent == [1, 0, 1]
    assert [letter.subject for letter in mail.outbox] == ["Your address was changed", "Approved"]


def test_they_are_set_with_the_profile(client: Client, ben: User) -> None:
    client.force_login(ben)

    client.post(reverse("accounts:edit"), {**SAID, "quiet_from": "22:00", "quiet_until": "07:00"})

    ben = make.fresh(ben)
    assert (ben.quiet_from, ben.quiet_until) == (time(22), time(7))


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"quiet_from": "22:00"}, "quiet_until"),
        ({"quiet_until": "07:00"}, "quiet_from"),
        ({"quiet_from": "07:00", "quiet_until": "07:00"}, "quiet_until"),
        ({"quiet_from": "late", "quiet_until": "07:00"}, "quiet_from"),
    ],
)
def test_half_a_pair_is_told_and_kept(client: Client, ben: User, said: dict[str, str], field: str) -> None:
    client.force_login(ben)

    page = client.post(reverse("accounts:edit"), {**SAID, **said})

    assert list(page.context["form"].errors) == [field]
    assert make.fresh(ben).quiet_from is None
