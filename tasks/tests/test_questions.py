"""Public questions about a task: who may ask, what an answer may say, and what everybody reads."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from inbox.models import Notice
from tasks import blocks, outside, person_reports, publishing, questions
from tasks.models import PersonReport, PublicQuestion, Task
from tests import make

pytestmark = pytest.mark.django_db
NOW = timezone.now()
ASKED = "Does the second step mean the whole page?"
SAID = "Yes, from its top to its end."


def asked(task: Task, by: User, words: str = ASKED) -> PublicQuestion:
    return questions.ask(task, by=by, words=words, now=NOW)


def answered(task: Task, by: User) -> PublicQuestion:
    return questions.answer(asked(task, by), by=task.employer, words=SAID, now=NOW)


def url_of(task: Task) -> str:
    return reverse("tasks:questions", args=[task.public_id])


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def html(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_an_answer_stands_with_the_steps_for_everybody(ann: User, ben: User) -> None:
    task = make.task(ann)
    question = asked(task, ben)
    assert ASKED not in html(Client().get(url_of(task)))

    questions.answer(question, by=ann, words=SAID, now=NOW)

    for url in (url_of(task), task.get_absolute_url()):
        page = html(Client().get(url))
        assert ASKED in page
        assert SAID in page
        assert "Ben" not in page


def test_the_employer_is_told_of_questions_in_one_notice(ann: User, ben: User, cleo: User) -> None:
    task = make.task(ann)
    asked(task, ben)
    asked(task, cleo, "And is a photo enough?")

    (notice,) = Notice.objects.of(ann).filter(url=url_of(task))
    assert (notice.headline, notice.aside) == (f"A question about your task: {task.title}", "And is a photo enough?")


def test_who_asked_is_told_of_the_answer(ann: User, ben: User) -> None:
    answered(make.task(ann), ben)

    assert Notice.objects.of(ben).get().aside == SAID


def test_not_even_the_employer_learns_who_asked(ann: User, ben: User) -> None:
    task = make.task(ann)
    asked(task, ben)

    page = html(signed_in(ann).get(url_of(task)))

    assert ASKED in page
    assert "Ben" not in page
    assert ben.public_id not in page


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("Send the one-time code you get to us.", "cannot ask for this"),
        ("Pay us by WhatsApp: 01711123.", "leads outside"),
        ("Install the app before you begin.", "more than the task warns of"),
    ],
)
def test_an_answer_may_ask_for_no_more_than_steps_may(ann: User, ben: User, words: str, why: str) -> None:
    question = asked(make.task(ann), ben)

    with pytest.raises((questions.NotAllowed, outside.HeldBack), match=why):
        questions.answer(question, by=ann, words=words, now=NOW)

    assert make.fresh(question).is_open


def test_some_people_ask_nothing(ann: User, ben: User, cleo: User, dina: User, sam: User) -> None:
    task = make.task(ann)
    blocks.block(ann, worker=ben, note="", now=NOW)
    make.suspended(cleo, sam, now=NOW)

    for person in (ann, ben, make.fresh(cleo)):
        with pytest.raises(questions.NotAskable):
            asked(task, person)

    publishing.stop(task, by=ann, now=NOW)
    with pytest.raises(questions.NotAskable):
        asked(Task.objects.get(), dina)


def test_only_so_many_questions_of_one_worker_wait(ann: User, ben: User) -> None:
    task = make.task(ann)
    for number in range(settings.RULES.open_questions):
        asked(task, ben, f"Question number {number}?")

    with pytest.raises(questions.NotAskable, match="wait for an answer"):
        asked(task, ben)


def test_what_leads_outside_is_not_asked(ann: User, ben: User) -> None:
    client, task = signed_in(ben), make.task(ann)

    page = client.post(url_of(task), {"words": "Can you write me? ben@mail.example"})

    assert page.status_code == 422
    assert "<mark>ben@mail.example</mark>" in html(page)
    assert not PublicQuestion.objects.exists()


def test_the_employer_answers_and_takes_down_by_the_page(ann: User, ben: User) -> None:
    client, task = signed_in(ann), make.task(ann)
    question = asked(task, ben)
    assert "1 question" in html(client.get(reverse("tasks:mine")))
    assert "1 question to answer" in html(client.get(reverse("tasks:manage", args=[task.public_id])))

    client.post(reverse("tasks:answer_question", args=[question.public_id]), {"words": SAID})
    assert make.fresh(question).answer == SAID

    client.post(reverse("tasks:hide_question", args=[question.public_id]))
    assert ASKED not in html(Client().get(url_of(task)))
    assert "Taken down" in html(signed_in(ben).get(url_of(task)))


def test_a_refused_answer_keeps_what_was_typed(ann: User, ben: User) -> None:
    client, question = signed_in(ann), asked(make.task(ann), ben)
    words = "Send the one-time code you get to us."

    page = client.post(reverse("tasks:answer_question", args=[question.public_id]), {"words": words})

    assert page.status_code == 422
    assert f"{words}</textarea>" in html(page)


def test_a_reported_question_is_taken_down_where_the_report_is_right(ann: User, ben: User, sam: User) -> None:
    question = asked(make.task(ann), ben, "Are you an idiot?")

    signed_in(ann).post(
        reverse("tasks:report_question", args=[question.public_id]), {"reason": "abuse", "words": "This is an insult."}
    )
    case = PersonReport.objects.get()
    assert case.person == ben
    assert "Are you an idiot?" in html(signed_in(sam).get(reverse("admin:tasks_personreport_change", args=[case.pk])))
    page = html(signed_in(ann).get(reverse("tasks:reports")))
    assert "Ben" not in page
    assert "A question about" in page

    person_reports.decide(case, state="right", reason="It is an insult.", by=sam, now=NOW)

    assert make.fresh(question).is_hidden
    assert "Ben" not in Notice.objects.of(ann).latest("pk").headline


def test_reporting_a_question_tells_nobody_whose_it_is(ann: User, ben: User) -> None:
    task, words = make.task(ann), "This is an insult."
    first, second = (asked(task, ben, f"Are you an idiot, {number}?") for number in (1, 2))

    person_reports.report_question(first, by=ann, reason="abuse", words=words, now=NOW)
    person_reports.report(ben, by=ann, reason="abuse", words=words, now=NOW)
    person_reports.report_question(second, by=ann, reason="abuse", words=words, now=NOW)

    assert PersonReport.objects.of(ann).open().count() == 3


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_asks_no_more_for_many(
    ann: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    task = make.task(ann)
    for number in range(count):
        asked(task, make.person(f"w{number}"))
    client = signed_in(ann)
    client.get(url_of(task))

    with django_assert_num_queries(7):
        client.get(url_of(task))


def test_the_same_question_of_the_same_person_is_asked_once(ann: User, ben: User, cleo: User) -> None:
    task = make.task(ann)
    asked(task, ben)
    asked(task, cleo)

    with pytest.raises(questions.NotAskable, match="You asked this here already"):
        asked(task, ben)
