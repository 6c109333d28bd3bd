from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from accounts import ladder, levels
from accounts.models import Level, LevelMove, User, Verdict
from inbox.models import Notice
from tests import make

from .test_levels import judge

EDGE = "+" * 25 + "----"
WARNING = "One more rejection takes your level Advanced away"


def told(worker: User) -> list[str]:
    return [notice.headline for notice in Notice.objects.of(worker)]


def page(client: Client, worker: User) -> str:
    client.force_login(worker)
    return " ".join(client.get(reverse("accounts:level")).content.decode().split())


def test_a_rise_is_kept_with_what_it_was_decided_by(ann: User, ben: User) -> None:
    judge(ben, ann, "-" + "+" * 25)

    move = LevelMove.objects.get(worker=ben)
    assert (move.before, move.after, move.approved, move.rejected) == (Level.STARTER, Level.ADVANCED, 25, 1)
    assert (move.rate, move.counted) == (96, 26)
    assert move.causes == [ben.verdicts.latest("given_at").submission_id]


def test_a_fall_is_kept_with_the_rejections_that_did_it(ann: User, ben: User) -> None:
    judge(ben, ann, f"{EDGE}-")

    fall = ladder.moves(ben)[0]
    rejected = ben.verdicts.filter(approved=False).order_by("-given_at")
    assert (fall.move.before, fall.move.after, fall.move.rate) == (Level.ADVANCED, Level.STARTER, 83)
    assert list(fall.causes) == list(rejected)


def test_the_notice_of_a_fall_names_the_rejections_and_leads_to_them(ann: User, ben: User) -> None:
    judge(ben, ann, f"{EDGE}-")

    notice = Notice.objects.of(ben)[0]
    titles = ben.verdicts.filter(approved=False).order_by("-given_at").values_list("title", flat=True)
    assert re.findall("– (.+)", notice.text) == list(titles)
    assert (notice.url, notice.by_mail) == (reverse("accounts:level"), True)


def test_a_fall_is_warned_of_once(ann: User, ben: User) -> None:
    before = judge(ben, ann, "+" * 25 + "---")
    at_risk = judge(ben, ann, "-")

    assert (before.level_warned, at_risk.level_warned) == (False, True)
    assert told(ben) == [WARNING, "Your level is now Advanced"]
    assert Notice.objects.of(ben)[0].text.startswith(
        "86% of your last 29 verdicts are approvals; Advanced asks for 85%"
    )


def test_a_warning_comes_again_only_after_the_danger_was_over(ann: User, ben: User) -> None:
    judge(ben, ann, EDGE)
    still = judge(ben, ann, "+")
    safe = judge(ben, ann, "+" * 5)
    again = judge(ben, ann, "-")

    assert [one.level_warned for one in (still, safe, again)] == [True, False, True]
    assert told(ben).count(WARNING) == 2


def test_who_rises_at_the_edge_is_warned_at_once(ann: User, ben: User) -> None:
    judge(ben, ann, "----" + "+" * 25)

    assert told(ben) == [WARNING, "Your level is now Advanced"]


def test_rejections_that_come_together_fall_together_and_warn_of_nothing_more(ann: User, ben: User) -> None:
    judge(ben, ann, "+" * 25 + "---")
    both = [levels.Judged(800_000 + n, ben.pk, ann.pk, approved=False, title=f"Late {n}") for n in range(2)]

    levels.record_verdicts(both, now=timezone.now() + timedelta(days=1))

    assert told(ben)[0] == "Your level went back to Starter"
    assert told(ben).count(WARNING) == 0
    assert make.fresh(ben).level_warned is False


def test_a_bulk_of_approvals_moves_a_level_once(ann: User, ben: User) -> None:
    many = [levels.Judged(700_000 + n, ben.pk, ann.pk, approved=True) for n in range(30)]

    levels.record_verdicts(many, now=timezone.now())

    assert [move.causes for move in LevelMove.objects.all()] == [[700_029, 700_028, 700_027, 700_026, 700_025]]


def test_what_a_market_asks_anew_lets_a_level_fall_without_a_rejection(
    client: Client, ann: User, ben: User, settings: Settings
) -> None:
    judge(ben, ann, "+" * 25)
    settings.RULES = type(settings.RULES)(advanced_approved=40)

    judge(ben, ann, "+")

    assert "No rejection did it: what the level asks had changed." in page(client, ben)


def test_a_fall_says_which_rejection_was_taken_back_since(client: Client, ann: User, ben: User) -> None:
    judge(ben, ann, f"{EDGE}-")
    Verdict.objects.filter(pk=ben.verdicts.filter(approved=False)[0].pk).update(approved=True)

    assert page(client, ben).count("(approved since)") == 1


def test_the_page_says_where_one_stands_what_comes_next_and_what_counts(client: Client, ann: User, ben: User) -> None:
    judge(ben, ann, "+++-")

    text = page(client, ben)

    assert "Advanced after 22 more approved tasks at 85% or better: you are at 75%." in text
    assert "25 approved tasks, 85%" in text
    assert "200 approved tasks, 92%" in text
    assert len(re.findall(r'href="/submissions/\d+/"', text)) == 4
    assert "It has not moved yet." in text


def test_the_page_counts_the_live_tasks_of_each_level(client: Client, ann: User, ben: User) -> None:
    make.task(ann)
    make.task(ann, minimum_level=Level.ADVANCED)
    make.task(ann, minimum_level=Level.ADVANCED)

    text = page(client, ben)

    assert [words in text for words in ("1 live task ", "2 live tasks", "0 live tasks")] == [True, True, True]


def test_old_verdicts_count_for_the_level_and_not_for_the_recent_rate(client: Client, ann: User, ben: User) -> None:
    judge(ben, ann, "+-")
    now = timezone.now() + timedelta(days=40)
    levels.record_verdicts([levels.Judged(600_000, ben.pk, ann.pk, approved=True)], now=now)

    assert levels.recent_rate(ben, now=now) == 100
    assert levels.rolling_rates([ben.pk]) == {ben.pk: 66}
    assert "Older than 30 days" not in page(client, ben)


def test_the_list_says_which_verdicts_are_old(client: Client, ann: User, ben: User) -> None:
    old = timezone.now() - timedelta(days=31)
    levels.record_verdicts([levels.Judged(600_001, ben.pk, ann.pk, approved=True)], now=old)

    assert "Older than 30 days: these count for your level too" in page(client, ben)


def test_the_profile_leads_to_why_the_level_is_what_it_is(client: Client, ben: User) -> None:
    client.force_login(ben)

    text = client.get(reverse("accounts:profile")).content.decode()

    assert f'<a class="small" href="{reverse("accounts:level")}">Why?' in text


@pytest.mark.parametrize("verdicts", [1, 30])
def test_the_level_page_asks_the_same_however_much_there_is(
    client: Client, ann: User, ben: User, verdicts: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    judge(ben, ann, "+" * verdicts)
    client.force_login(ben)

    with django_assert_max_num_queries(13):
        client.get(reverse("accounts:level"))
