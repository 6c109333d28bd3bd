"""The transparency page: a month in numbers, written down once it is over, honest also where nothing happened."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import appeals, standing
from accounts.models import TransparencyMonth, User
from picomarket import transparency
from picomarket.lib.months import Month
from tasks import looks, moderation, publishing
from tasks.models import Look
from tests import make

NOW = timezone.now()
WORDS = "I was at my sister's that day and did nothing of this."


def counted(now: datetime = NOW) -> transparency.Figures:
    return transparency.figures(Month.of(now), now=now)


def page(client: Client, url: str) -> str:
    cache.clear()
    return " ".join(client.get(url).content.decode().split())


def test_what_was_decided_is_counted_by_kind_and_rule(ben: User, cleo: User, dina: User, sam: User) -> None:
    tess, tom = make.person("tess", staff=True), make.person("tom", staff=True)
    standing.warn(ben, make.grounds(rule=8), role="", by=sam, now=NOW)
    standing.propose_ban(ben, make.grounds(), by=sam, now=NOW)
    make.suspended(cleo, sam, now=NOW)
    banned = make.banned(dina, sam, tess, now=NOW).sanctions.get()
    appeal = appeals.appeal(banned, words=WORDS, by=dina, now=NOW)
    appeals.shorten(appeal, until=NOW + timedelta(days=2), reason=WORDS, by=tom, now=NOW)

    found = counted()

    assert found["sanctions"] == {
        "kinds": {"warning": 1, "suspension": 1, "ban": 1},
        "rules": {"8": 1, "4": 2},
    }
    assert found["appeals"] == {"began": 1, "states": {"shortened": 1}, "hours": 0.0}


def test_the_running_month_says_that_it_is_not_over(ben: User, sam: User, client: Client) -> None:
    make.suspended(ben, sam, now=NOW)

    shown = page(client, reverse("transparency"))

    assert "This month is not over" in shown
    assert "<dt>Suspension</dt> <dd> 1 </dd>" in shown
    assert "4. Proofs are real" in shown
    assert ben.public_id not in shown


def test_months_that_are_over_are_written_once_and_stay(ben: User, sam: User, client: Client) -> None:
    User.objects.update(date_joined=datetime(2026, 7, 20, tzinfo=UTC))
    make.suspended(ben, sam, now=datetime(2026, 8, 3, tzinfo=UTC))
    now = datetime(2026, 10, 1, 0, 20, tzinfo=UTC)

    assert (transparency.write(now=now), transparency.write(now=now)) == (3, 0)

    ben.sanctions.all().delete()
    assert [f"{one}" for one in TransparencyMonth.objects.order_by("month")] == ["2026-07", "2026-08", "2026-09"]
    shown = page(client, reverse("transparency_month", args=["2026-08"]))
    assert "<dt>Suspension</dt> <dd> 1 </dd>" in shown
    assert "This month is not over" not in shown
    assert reverse("transparency_month", args=["2026-07"]) in shown


def test_only_rules_of_the_policy_are_counted_and_no_other_numbers(ann: User, sam: User) -> None:
    """A brake says in numbers how much was rejected; where the policy charged it too, that counts."""
    charged = publishing.publish(make.draft(ann, steps=["Type the captcha you see."]), by=ann, now=NOW).looks.get()
    moderation.decline(charged, reason="It asks for captchas.", fix="Leave them out.", by=sam, now=NOW)
    for more in ([], charged.why):
        with transaction.atomic():
            look = looks.brake(make.task(ann), found="4 submissions were rejected within a day.", risk=1, now=NOW)
        Look.objects.filter(pk=look.pk).update(why=[*look.why, *more])
        moderation.stop(look, reason="Work that was fine was rejected.", by=sam, now=NOW)

    assert counted()["tasks"]["rules"] == {"4": 2}


@pytest.mark.parametrize("month", ["2001-01", "2099-12", "2026-13", "x"])
def test_a_month_nobody_wrote_down_is_none(month: str, db: None, client: Client) -> None:
    assert client.get(reverse("transparency_month", args=[month])).status_code == 404


def test_a_market_without_people_has_no_months(db: None) -> None:
    assert transparency.write(now=NOW) == 0
