"""Reporting a person: who may, what it counts, and that a person of the staff decides with a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from inbox.models import Notice
from tasks import person_reports, reports
from tasks.models import PersonReport
from tests import make

pytestmark = pytest.mark.django_db
NOW = timezone.now()
WORDS = "He wanted to pay me by a gift card."


def report(person: User, by: User, reason: str = "outside", **given: Any) -> PersonReport:
    return person_reports.report(person, by=by, reason=reason, words=WORDS, **{"now": NOW, **given})


def test_a_report_from_the_page_of_a_person_waits_for_the_staff(client: Client, ann: User, ben: User) -> None:
    client.force_login(ben)
    link = f"/people/{ann.public_id}/report/"
    assert link in client.get(f"/people/{ann.public_id}/").content.decode()

    client.post(link, {"reason": "outside", "words": WORDS})

    row = PersonReport.objects.get()
    assert (row.person, row.reporter, row.state, row.risk) == (ann, ben, PersonReport.State.FILED, 100)
    assert WORDS in client.get("/reports/").content.decode()
    assert not Notice.objects.of(ann).filter(subject__contains="eport").exists()


def test_a_report_without_words_keeps_what_was_chosen(client: Client, ann: User, ben: User) -> None:
    client.force_login(ben)

    page = client.post(f"/people/{ann.public_id}/report/", {"reason": "abuse", "words": "bad"}).content.decode()

    assert "Write at least 10 characters." in page
    assert 'value="abuse"' in page
    assert not PersonReport.objects.exists()


def test_nobody_is_reported_twice_at_a_time_nor_reports_themselves(ann: User, ben: User) -> None:
    report(ann, ben)

    with pytest.raises(reports.NotReportable):
        report(ann, ben)
    with pytest.raises(reports.NotReportable):
        report(ben, ben)


def test_one_s_own_page_has_no_link_to_report(client: Client, ann: User) -> None:
    client.force_login(ann)

    assert "/report/" not in client.get(f"/people/{ann.public_id}/").content.decode()


def test_graver_reasons_and_more_reports_come_first(ann: User, ben: User, cleo: User, dina: User) -> None:
    first = report(ann, ben)
    second = report(ann, cleo, now=NOW + timedelta(hours=1))
    grave = report(dina, ben, "abuse", now=NOW + timedelta(hours=2))

    assert list(PersonReport.objects.by_urgency(NOW)) == [second, grave, first]


def test_what_was_promised_and_not_kept_comes_before_all(ann: User, ben: User, dina: User) -> None:
    late, grave = report(ann, ben), report(dina, ben, "abuse", now=NOW + timedelta(hours=2))

    assert list(PersonReport.objects.by_urgency(NOW + timedelta(hours=25))) == [late, grave]


def test_a_decision_with_its_reason_is_told_to_who_reported(client: Client, ann: User, ben: User, sam: User) -> None:
    case = report(ann, ben)
    client.force_login(sam)

    words = "We wrote to them about it."
    client.post(f"/admin/tasks/personreport/{case.pk}/decide/", {"outcome": "right", "words": words})

    assert (make.fresh(case).state, make.fresh(case).decided_by) == (PersonReport.State.RIGHT, sam)
    notice = Notice.objects.of(ben)[0]
    assert notice.body == f"Somebody looked at it and did something about it. {words}"
    client.force_login(ben)
    assert words in client.get("/reports/").content.decode()
    assert reports.standing(ben).weight == 125


@pytest.mark.parametrize("given", [{"outcome": "right"}, {"outcome": "right", "words": "no"}, {"words": WORDS}])
def test_a_decision_takes_an_outcome_and_a_reason(
    client: Client, ann: User, ben: User, sam: User, given: dict[str, str]
) -> None:
    case = report(ann, ben)
    client.force_login(sam)

    answer = client.post(f"/admin/tasks/personreport/{case.pk}/decide/", given)

    assert answer.status_code == 200
    assert make.fresh(case).state == PersonReport.State.FILED


def test_nobody_decides_what_they_have_a_part_in_nor_what_is_decided(ann: User, ben: User, sam: User) -> None:
    about_sam, of_sam, case = report(sam, ben), report(ben, sam), report(ann, ben)
    for one in (about_sam, of_sam):
        with pytest.raises(person_reports.NotDecidable):
            person_reports.decide(one, state="wrong", reason=WORDS, by=sam, now=NOW)
    person_reports.decide(case, state="wrong", reason=WORDS, by=sam, now=NOW)

    with pytest.raises(person_reports.NotDecidable):
        person_reports.decide(case, state="right", reason=WORDS, by=sam, now=NOW)
    assert reports.standing(ben).weight == 50


def test_the_rule_of_a_day_counts_tasks_and_people(settings: Any, ann: User, ben: User, cleo: User, dina: User) -> None:
    settings.RULES = replace(settings.RULES, reports_a_day=2)
    reports.report(make.task(ann), by=ben, reason="pay", now=NOW)
    report(cleo, ben)

    with pytest.raises(reports.TooManyReports, match="You can report 2 things a day"):
        report(dina, ben)
    with pytest.raises(reports.TooManyReports):
        reports.report(make.task(ann), by=ben, reason="pay", now=NOW)

    assert report(dina, ben, now=NOW + timedelta(days=1, minutes=1)).is_open


@pytest.mark.parametrize("many", [1, 30])
def test_lists_ask_no_query_per_report(
    client: Client, ann: User, sam: User, many: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(many):
        who = make.person(f"who{number}@example.org")
        report(who, ann, now=NOW + timedelta(days=number * 2))
    client.force_login(ann)
    with django_assert_max_num_queries(14):
        client.get("/reports/")
    client.force_login(sam)
    with django_assert_max_num_queries(14):
        client.get("/admin/tasks/personreport/")
