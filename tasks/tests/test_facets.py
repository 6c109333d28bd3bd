"""Filters find the same whether their index knows the tasks already or not, and whoever asked before."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Level, User
from picomarket.lib import blanks, statements
from picomarket.lib.money import usd
from tasks import discovery, facets, merits
from tasks.discovery import Wish
from tasks.drafts import Wanted
from tasks.models import Category, EmployerRecord, Task
from tests import make

NOW = timezone.now()
WISHES: list[dict[str, Any]] = [
    *({"minutes": minutes} for minutes in (1, 2, 4, 5, 7, 30, 500)),
    *({"review_hours": hours} for hours in (6, 24, 72, 168)),
    *({"rejects": percent} for percent in (2, 5, 10, 20)),
    *({"rated": Decimal(mark)} for mark in ("3", "4", "4.2", "4.5", "5")),
    *({"zone": zone} for zone in ("worldwide", "asia", "africa", "latin_america")),
    *({"level": level} for level in Level.values),
    *({"language": language} for language in ("en", "bn", "hi")),
    *({"difficulty": level} for level in (1, 2, 3)),
    *({"proof": kind} for kind in ("text", "url")),
    {"least": usd("0.90"), "sort": "pay"},
    {"most": usd("0.80")},
    {"least": usd("0.50"), "most": usd("0.80"), "sort": "hour"},
    {"per_hour": usd("3"), "minutes": 5, "sort": "hour"},
    {"words": "bread", "sort": "slots"},
    {"words": "bread -stale"},
    {"sort": "review"},
    {"sort": "slots", "zone": "asia", "minutes": 5},
    {"category": "surveys", "zone": "asia"},
    {},
]


@pytest.fixture
def market(ann: User, cleo: User) -> list[User]:
    """Tasks of all kinds, by somebody who rejects nothing and by somebody who rejects a sixth."""
    make.deposit(cleo)
    User.objects.filter(pk=ann.pk).update(judged_approved=100)
    User.objects.filter(pk=cleo.pk).update(judged_approved=50, judged_rejected=10)
    EmployerRecord.objects.create(employer=ann, review_minutes=90, judged=100, rating=44, raters=5)
    EmployerRecord.objects.create(employer=cleo, rating=50, raters=4)
    surveys = Category.objects.get(slug="surveys")
    words, both = [Wanted("text", "What?")], [Wanted("text", "What?"), Wanted("url", "Where?")]
    aims: list[dict[str, Any]] = [
        {},
        {"zones": ["asia"], "minutes": 2, "category": surveys},
        {"zones": ["africa", "asia"], "minutes": 4},
        {"countries": ["KE", "BD"], "minutes": 40, "reward": usd("1")},
        {"countries": ["BR"], "minutes": 1},
        {"excluded": ["BD"], "minutes": 6},
        {"languages": ["hi"], "minutes": 3, "proofs": words, "reward": usd("0.90")},
        {"languages": ["bn", "hi"], "review_days": 1, "proofs": both},
        {"minimum_level": Level.ADVANCED, "minutes": 5, "title": "Bake bread"},
        {"minimum_level": Level.EXPERT, "steps": ["Look.", "Smell stale bread."], "slots": 3},
    ]
    for number, aim in enumerate(aims):
        make.task((ann, cleo)[number % 2], **{"slots": 1, "reward": usd("0.80"), **aim})
    return [ann, cleo]


def wishes() -> list[Wish]:
    known = {"surveys": Category.objects.get(slug="surveys")}
    return [Wish(**{name: known.get(str(value), value) for name, value in one.items()}) for one in WISHES]


@pytest.mark.usefixtures("market")
def test_filters_find_the_same_before_and_after_the_sweep(ben: User, dina: User) -> None:
    asked = [(wish, who) for wish in wishes() for who in (ben, dina)]
    before = [{row.pk for row in discovery.find(wish, who, now=NOW).page(0, 20)} for wish, who in asked]
    locked = [discovery.find(wish, who, now=NOW).locked_count for wish, who in asked]

    merits.weigh_new()
    after = [discovery.find(wish, who, now=NOW) for wish, who in asked]

    assert [{row.pk for row in found.page(0, 20)} for found in after] == before
    assert [found.locked_count for found in after] == locked
    assert Task.objects.filter(kept="").count() == 0
    assert merits.weigh_again() == 0


@pytest.mark.usefixtures("market")
def test_a_statement_made_once_finds_each_reader_their_own(ben: User, dina: User) -> None:
    """What is compiled with blanks finds what Django finds when it is told the values."""
    User.objects.filter(pk=dina.pk).update(level=Level.EXPERT, country="BR", languages=["hi"])
    dina.refresh_from_db()
    for wish in wishes():
        for who in (ben, dina, None):
            found = discovery.find(wish, who, now=NOW)

            rows = [row.pk for row in found.page(0, 20)]

            assert rows == [task.pk for task in found.open[:20]], (wish, who)
            assert found.open_count == len(rows), (wish, who)


def test_an_employer_who_rejects_more_since_is_left_out_at_once(ann: User, ben: User) -> None:
    make.task(ann)
    User.objects.filter(pk=ann.pk).update(judged_approved=100)
    merits.weigh_new()
    wish = Wish(rejects=2)
    before = discovery.find(wish, ben, now=NOW).open_count

    User.objects.filter(pk=ann.pk).update(judged_rejected=10)

    assert (before, discovery.find(wish, ben, now=NOW).open_count) == (1, 0)


def test_the_sweep_comes_by_again_where_an_employer_got_better(ann: User, ben: User) -> None:
    task = make.task(ann)
    User.objects.filter(pk=ann.pk).update(judged_approved=50, judged_rejected=50)
    merits.weigh_new()
    User.objects.filter(pk=ann.pk).update(judged_approved=5000)

    merits.weigh_again()

    task.refresh_from_db()
    assert "j0" in task.facets
    assert discovery.find(Wish(rejects=2), ben, now=NOW).open_count == 1


def test_who_is_rated_lower_since_is_left_out_at_once_and_the_sweep_finds_who_is_rated_higher(
    ann: User, ben: User
) -> None:
    make.task(ann)
    EmployerRecord.objects.create(employer=ann, rating=45, raters=9)
    merits.weigh_new()
    counts = [discovery.find(Wish(rated=Decimal("4.5")), ben, now=NOW).open_count]

    EmployerRecord.objects.update(rating=44)
    counts.append(discovery.find(Wish(rated=Decimal("4.5")), ben, now=NOW).open_count)
    merits.weigh_again()
    EmployerRecord.objects.update(rating=46)
    merits.weigh_again()
    counts.append(discovery.find(Wish(rated=Decimal("4.5")), ben, now=NOW).open_count)

    assert counts == [1, 0, 1]


@pytest.mark.parametrize(("least", "classes"), [(30, "123"), (40, "23"), (42, "23"), (45, "3"), (10, "0123")])
def test_a_least_rating_is_looked_for_in_the_classes_that_may_have_it(least: int, classes: str) -> None:
    assert facets.at_least("s", least, facets.RATED) == [f"s{number}" for number in classes]


@pytest.mark.parametrize("seconds", [59, 60, 61, 300, 301, 7200, 7201])
def test_classes_of_minutes_are_the_same_in_the_index(ann: User, seconds: int) -> None:
    task = make.task(ann)
    Task.objects.filter(pk=task.pk).update(measured_seconds=seconds)

    task.refresh_from_db()

    assert facets.up_to("m", seconds, facets.SECONDS)[-1] in task.facets


def test_a_time_does_not_stand_still_in_a_statement(db: None) -> None:
    with pytest.raises(TypeError, match="it takes a blank"):
        blanks.rows_of(Task.objects.filter(published_at__lt=NOW).values_list("pk"), planned=False)


@pytest.mark.parametrize("is_planned", [True, False])
def test_what_is_wished_for_is_written_into_its_question_so_that_it_is_planned_for(db: None, is_planned: bool) -> None:
    question = "SELECT query FROM pg_stat_activity WHERE pid = pg_backend_pid() AND %(wanted)s::text <> ''"

    ((asked,),) = statements.rows(question, {"wanted": "surveys"}, prepare=is_planned)

    assert ("surveys" in asked, "$1" in asked) == (not is_planned, is_planned)
