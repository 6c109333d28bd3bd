"""Answers to public questions, as those who work on the task hear and read them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from inbox.models import Notice
from tasks import questions
from tests import make

NOW = timezone.now()
ASKED, SAID = "Is a photo of the page enough?", "A photo is enough if all of it is seen."


def page(person: User, url: str) -> str:
    client = Client()
    client.force_login(person)
    answer: Any = client.get(url)
    return str(answer.content.decode())


def test_whoever_works_on_the_task_is_told_of_an_answer_and_reads_it_with_the_steps(
    ann: User, ben: User, cleo: User, dina: User
) -> None:
    task = make.task(ann)
    held = make.claim(task, ben)
    make.submission(task, dina)
    question = questions.ask(task, by=cleo, words=ASKED, now=NOW)

    questions.answer(question, by=ann, words=SAID, now=NOW)

    (told,) = Notice.objects.of(ben)
    assert (told.aside, told.url, told.by_mail) == (SAID, held.get_absolute_url(), False)
    assert SAID in page(ben, held.get_absolute_url())
    # What dina handed in is done.
    assert not Notice.objects.of(dina).filter(aside=SAID).exists()


def test_who_asked_and_works_on_it_is_told_once(ann: User, ben: User) -> None:
    task = make.task(ann)
    make.claim(task, ben)
    question = questions.ask(task, by=ben, words=ASKED, now=NOW)

    questions.answer(question, by=ann, words=SAID, now=NOW + timedelta(hours=1))

    assert [one.headline for one in Notice.objects.of(ben)] == [f"Your question is answered: {task.title}"]


@pytest.mark.parametrize("workers", [1, 9])
def test_an_answer_asks_as_much_for_many_who_work_on_it_as_for_one(
    workers: int, ann: User, cleo: User, django_assert_max_num_queries: Any
) -> None:
    task = make.task(ann, slots=10)
    held = [make.claim(task, make.person(f"w{number}")) for number in range(workers)]
    first, second = (questions.ask(task, by=cleo, words=words, now=NOW) for words in (ASKED, f"{ASKED} All of it?"))
    questions.answer(first, by=ann, words="Yes, as long as all of it is seen.", now=NOW)

    with django_assert_max_num_queries(22):
        questions.answer(second, by=ann, words=SAID, now=NOW)

    told = Notice.objects.filter(url__in=[one.get_absolute_url() for one in held])
    assert [one.aside for one in told] == [SAID] * workers
