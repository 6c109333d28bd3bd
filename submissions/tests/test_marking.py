"""Rows marked as gold on the site: as the file's are, while nobody has them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from submissions import claims, proofs
from submissions.models import Submission
from tasks import gold, marking, publishing
from tasks.drafts import Wanted
from tasks.models import Gold, Row, Task
from tests import make
from tests.threads import at_once

NOW = timezone.now()
FILE = "name,page\nTom,https://example.org/1\nRex,https://example.org/2\nKit,https://example.org/3\n"
ASKED = [
    Wanted("choice", "What is {{name}}?", options=("Cat", "Dog", "Fish")),
    Wanted("number", "How old is it?"),
    Wanted("screenshot", "A picture of it"),
]
RIGHT = {1: "Cat", 2: "3"}


def pets(employer: User, asked: list[Wanted] = ASKED) -> Task:
    words: dict[str, Any] = {"title": "Say what {{name}} is", "steps": ["Look at {{name}}."], "proofs": asked}
    return make.published(make.batch_draft(employer, FILE, **words))


def mark(task: Task, number: int = 1, answers: dict[int, str] = RIGHT, because: str = "") -> Gold:
    return marking.mark(task, number=number, answers=answers, because=because, by=task.employer, now=NOW)


def hand_in(held: Submission, kind: str = "Cat", age: str = "3") -> Submission:
    texts = {"proof-1": kind, "proof-2": age}
    proofs.keep(held, by=held.worker, texts=texts, files={"proof-3": make.picture()}, now=NOW)
    return proofs.deliver(held, by=held.worker, now=NOW)


def answer(task: Task, worker: User, *said: str) -> Submission:
    return hand_in(claims.claim(make.fresh(task), by=worker, now=NOW), *said)


def said(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def anns(client: Client, ann: User) -> Client:
    client.force_login(ann)
    return client


@pytest.mark.parametrize(("given", "right"), [(("Cat", "3.0"), 1), (("Cat", "4"), 0), (("Dog", "3"), 0)])
def test_a_marked_row_is_scored_as_one_of_the_file(ann: User, ben: User, given: tuple[str, str], right: int) -> None:
    task = pets(ann)
    mark(task)

    done = answer(task, ben, *given)

    assert gold.accuracies(task) == {ben.pk: gold.Accuracy(right=right, done=1)}
    assert done.row
    assert done.row.gold.answers == ["Cat", "3"]


def test_several_ways_are_right(ann: User, ben: User) -> None:
    task = pets(ann)
    mark(task, answers={1: "Cat|Dog", 2: ""})

    answer(task, ben, "Dog", "9")

    assert gold.accuracies(task)[ben.pk].right == 1


def test_what_somebody_has_or_had_is_marked_no_more(ann: User, ben: User) -> None:
    task = pets(ann)
    held = make.claim(task, ben)
    with pytest.raises(marking.NotMarked, match="Somebody has this row"):
        mark(task)
    hand_in(held)
    with pytest.raises(marking.NotMarked, match="Somebody has this row"):
        mark(task)
    mark(task, 2)

    with pytest.raises(marking.NotMarked, match="its answer is known"):
        mark(task, 2)
    assert list(marking.rows(task).values_list("number", flat=True)) == [3]


@pytest.mark.parametrize("answers", [{1: "Cat|Dog|Fish"}, {1: "Bird"}, {1: "Cat|Bird"}, {2: "three"}, {2: "3|"}])
def test_an_answer_nobody_could_give_is_refused_at_its_field(ann: User, answers: dict[int, str]) -> None:
    with pytest.raises(marking.NotMarked) as refused:
        mark(pets(ann), answers=answers)

    assert list(refused.value.message_dict) == [f"answer_{next(iter(answers))}"]


@pytest.mark.parametrize("answers", [{}, {1: " ", 2: ""}, {3: "Something"}])
def test_something_must_be_right(ann: User, answers: dict[int, str]) -> None:
    with pytest.raises(marking.NotMarked, match="at least one"):
        mark(pets(ann), answers=answers)


def test_the_words_are_judged_as_the_steps_are(ann: User) -> None:
    with pytest.raises(marking.NotMarked, match="cannot say this"):
        mark(pets(ann), because="It is right when you tell me the password of your account.")


def test_a_task_that_is_over_or_whose_answers_differ_takes_none(ann: User) -> None:
    over, pictures = pets(ann), pets(ann, [Wanted("screenshot", "A picture of {{name}}")])
    publishing.stop(over, by=ann, now=NOW)

    for task in (over, pictures):
        with pytest.raises(marking.NotMarked):
            mark(task)


def test_nobody_marks_the_rows_of_somebody_else(ann: User, cleo: User) -> None:
    with pytest.raises(Task.DoesNotExist):
        marking.mark(pets(ann), number=1, answers=RIGHT, because="", by=cleo, now=NOW)


def test_it_can_be_removed_until_somebody_answered(ann: User, ben: User) -> None:
    task = pets(ann)
    first, second = mark(task), mark(task, 2)
    marking.unmark(second, by=ann)
    answer(task, ben)

    with pytest.raises(marking.NotMarked, match="withdraw it"):
        marking.unmark(first, by=ann)

    assert list(Gold.objects.filter(task=task)) == [first]


@pytest.mark.race
def test_a_row_handed_in_while_its_answer_is_removed_is_whole(committed_db: None) -> None:
    employer, worker = make.person("emil"), make.person("wanda")
    make.deposit(employer)
    task = pets(employer)
    known, held = mark(task), make.claim(task, worker)

    at_once(lambda: marking.unmark(known, by=employer), lambda: hand_in(held))

    assert make.fresh(held).state == Submission.State.SUBMITTED
    assert gold.accuracies(task) == ({worker.pk: gold.Accuracy(1, 1)} if Gold.objects.exists() else {})


def test_the_employer_chooses_a_row_says_what_is_right_and_sees_it(ann: User, anns: Client) -> None:
    task = pets(ann)
    page, form = (reverse(f"submissions:{name}", args=[task.public_id]) for name in ("gold", "mark"))

    empty, rows = said(anns.get(page)), said(anns.get(reverse("submissions:rows", args=[task.public_id])))
    choose, asked = said(anns.get(form)), said(anns.get(f"{form}?row=2"))
    wrong = anns.post(f"{form}?row=2", {"answer_2": "three", "because": "Ask its owner."})
    done = said(anns.post(f"{form}?row=2", {"answer_1": ["Cat", "Dog"], "because": "Both can be."}, follow=True))

    assert ("No answer is known yet." in empty, f'href="{form}"' in empty) == (True, True)
    assert f'href="{form}?row=1"' in rows
    assert [f'href="?row={number}"' in choose for number in (1, 2, 3, 4)] == [True, True, True, False]
    assert ("What is right for row 2?" in asked, "https://example.org/2" in asked) == (True, True)
    assert (wrong.status_code, "No worker could answer this." in said(wrong)) == (422, True)
    assert ("three" in said(wrong), "Ask its owner." in said(wrong)) == (True, True)
    assert ("The answer to row 2 is known now." in done, "Cat or Dog" in done, "Both can be." in done) == (True,) * 3
    assert "The answer to 1 of 3 rows is known. 5 to 10% of the rows measure people well: here 1 row." in done
    removed = said(anns.post(reverse("submissions:unmark", args=[task.public_id, 2]), follow=True))
    assert ("Row 2 is like any other again." in removed, "Cat or Dog" in removed) == (True, False)


def test_what_is_asked_alone_has_to_be_said(ann: User, anns: Client) -> None:
    alone, several = (
        reverse("submissions:mark", args=[task.public_id]) for task in (pets(ann, ASKED[:1]), pets(ann, ASKED[:2]))
    )

    asked = said(anns.get(f"{alone}?row=2"))
    refused = anns.post(f"{alone}?row=2", {"because": "Ask its owner."})

    assert ("Leave empty" in asked, asked.count("(optional)")) == (False, 1)
    assert (refused.status_code, "Say what is right for at least one" in said(refused)) == (422, False)
    both = said(anns.get(f"{several}?row=2"))
    assert ("Leave empty" in both, both.count("(optional)")) == (True, 3)


def test_where_nothing_can_be_marked_nobody_is_asked_to(ann: User, anns: Client) -> None:
    task = pets(ann, [Wanted("text", "All about {{name}}", 30)])

    page = said(anns.get(reverse("submissions:gold", args=[task.public_id])))

    assert ("Mark a row" in page, "Answers are known in advance only of a choice" in page) == (False, True)
    managing = [said(anns.get(reverse("tasks:manage", args=[one.public_id]))) for one in (task, pets(ann))]
    assert ["Known answers" in page for page in managing] == [False, True]


@pytest.mark.parametrize("typed", ["0", "4", "two", "9" * 30, "-1"])
def test_a_row_that_is_not_there_is_said_to_be_not(typed: str, ann: User, anns: Client) -> None:
    answer = anns.get(reverse("submissions:mark", args=[pets(ann).public_id]), {"row": typed})

    assert (answer.status_code, "This row cannot be marked" in said(answer)) == (422, True)


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_of_rows_to_mark_asks_as_much_for_many(
    count: int, ann: User, anns: Client, django_assert_max_num_queries: Any
) -> None:
    task = make.published(make.batch_draft(ann, rows=count, proofs=[Wanted("line", "The number of {{name}}", 3)]))

    with django_assert_max_num_queries(16):
        page = said(anns.get(reverse("submissions:mark", args=[task.public_id])))

    assert page.count('href="?row=') == count == Row.objects.filter(task=task).count()
