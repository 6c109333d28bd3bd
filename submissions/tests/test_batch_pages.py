"""The pages of a batch: from row to row in one press, and what came of each row for its employer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from submissions import review
from submissions.models import Submission
from tasks import publishing
from tasks.models import Row, Task
from tests import make

from .conftest import WORDS

NOW = timezone.now()


def said(answer: Any) -> str:
    return " ".join(answer.content.decode().replace("&#x27;", "'").split())


def rows_of(task: Task) -> str:
    return f"/tasks/{task.public_id}/rows/"


@pytest.fixture
def bens(client: Client, ben: User) -> Client:
    client.force_login(ben)
    return client


def claim(task: Task) -> str:
    return f"/tasks/{task.public_id}/claim/"


def test_a_worker_goes_from_row_to_row(ann: User, bens: Client) -> None:
    task = make.batch(ann)
    first = bens.post(claim(task))["Location"]
    page = said(bens.get(first))

    handed_in = said(bens.post(f"{first}deliver/", {"proof-1": WORDS}, follow=True))
    second = said(bens.post(claim(task), follow=True))

    assert ("Shop 1" in page, '<a href="https://example.org/1"' in page) == (True, True)
    assert ("Next row" in handed_in, "2 rows left for you" in handed_in) == (True, True)
    assert ("Shop 2" in second, "Shop 1" in second) == (True, False)


def test_rows_left_are_those_the_slots_are_enough_for(ann: User) -> None:
    task = make.batch(ann, rows=4, answers=3)

    left = [Task(rows=4, slots=task.slots, taken=taken).rows_left for taken in (0, 1, 3, 11, 12)]

    assert left == [4, 4, 3, 1, 0]


def test_rows_left_are_those_this_worker_has_not_done(ann: User, bens: Client, ben: User, cleo: User) -> None:
    task = make.batch(ann, rows=3, answers=2)
    done = make.submission(task, ben)
    make.submission(task, cleo)
    two_left = said(bens.get(done.get_absolute_url()))
    make.submission(task, ben)
    last = make.submission(task, ben)
    none_left, page = said(bens.get(last.get_absolute_url())), said(bens.get(task.get_absolute_url()))

    assert "2 rows left for you" in two_left
    assert ("Next row" in none_left, "left for you" in none_left) == (False, False)
    assert ("No row is left for you. Others do the rest." in page, "Claim a row" in page) == (True, False)


def test_rows_left_are_no_more_than_one_worker_may_do(ann: User, bens: Client, ben: User) -> None:
    task = make.batch(ann, rows=5)
    Task.objects.update(per_worker=2)
    done = make.submission(task, ben)

    assert "1 row left for you" in said(bens.get(done.get_absolute_url()))


def test_why_says_that_no_row_is_left(ann: User, bens: Client, ben: User) -> None:
    task = make.batch(ann, rows=1, answers=2)
    make.submission(task, ben)

    assert "No row is left for you. Others do the rest." in said(bens.get(f"/tasks/{task.public_id}/why/"))


def test_pressing_next_row_twice_leads_to_the_same_row(ann: User, bens: Client) -> None:
    task = make.batch(ann)

    answers = [bens.post(claim(task))["Location"] for _press in range(2)]

    assert answers[0] == answers[1]
    assert Submission.objects.count() == 1


def test_the_last_row_offers_no_other(ann: User, bens: Client, ben: User) -> None:
    done = make.submission(make.batch(ann, rows=1), ben)

    assert "Next row" not in said(bens.get(done.get_absolute_url()))


def test_a_batch_stays_in_the_list_of_who_did_some_of_it(ann: User, bens: Client, ben: User) -> None:
    task = make.batch(ann)
    make.submission(task, ben)
    open_to_ben = said(bens.get("/work/"))
    make.claim(task, ben)

    assert "Find the telephone number of [name]" in open_to_ben
    assert "Find the telephone number of [name]" not in said(bens.get("/work/"))
    assert "Open your work on this task" in said(bens.get(task.get_absolute_url()))


def test_a_batch_leaves_the_list_of_who_did_every_row_that_is_free(
    ann: User, bens: Client, ben: User, cleo: User
) -> None:
    task = make.batch(ann, rows=2, answers=2)
    make.submission(task, ben)
    with_one_left = said(bens.get("/work/"))
    make.submission(task, ben)
    cleos = Client()
    cleos.force_login(cleo)

    assert "Find the telephone number of [name]" in with_one_left
    assert "Find the telephone number of [name]" not in said(bens.get("/work/"))
    assert "Find the telephone number of [name]" not in said(bens.get("/work/?view=locked"))
    assert "Find the telephone number of [name]" in said(cleos.get("/work/"))


def test_a_row_given_back_brings_the_batch_back(ann: User, bens: Client, ben: User) -> None:
    task = make.batch(ann, rows=1, answers=2)
    make.given_back(task, ben)

    assert "Find the telephone number of [name]" in said(bens.get("/work/"))


def test_my_work_names_the_rows(ann: User, bens: Client, ben: User) -> None:
    task = make.batch(ann)
    make.submission(task, ben)

    assert "Find the telephone number of Shop 1" in said(bens.get("/submissions/?view=all"))


def test_the_employer_reviews_with_the_values_in_place(ann: User, ben: User, client: Client) -> None:
    done = make.submission(make.batch(ann), ben)
    client.force_login(ann)

    page = said(client.get(done.review_url))
    assert [words in page for words in ("1. Open https://example.org/1.", "Open [page]")] == [True, False]

    assert "Copy the number of Shop 1." in page
    assert "The number of Shop 1" in page


@pytest.fixture
def worked(ann: User, ben: User, cleo: User, dina: User) -> Task:
    """Row 1 approved, 2 rejected, 3 handed in, 4 claimed, 5 waiting."""
    task = make.batch(ann, rows=5)
    make.approved(task, ben)
    make.rejected(task, cleo)
    make.submission(task, dina)
    make.claim(task, ben)
    return task


@pytest.mark.parametrize(
    ("view", "numbers"),
    [
        ("", [1, 2, 3, 4, 5]),
        ("waiting", [5]),
        ("claimed", [4]),
        ("handed_in", [3]),
        ("approved", [1]),
        ("rejected", [2]),
        ("nonsense", [1, 2, 3, 4, 5]),
    ],
)
def test_rows_are_listed_by_state(worked: Task, ann: User, client: Client, view: str, numbers: list[int]) -> None:
    client.force_login(ann)

    answer = client.get(f"{rows_of(worked)}?view={view}")

    assert [told.row.number for told in answer.context["rows"]] == numbers
    assert [tab["count"] for tab in answer.context["tabs"]] == [5, 1, 1, 1, 1, 1]


def test_failed_rows_run_again_for_their_price(worked: Task, ann: User, client: Client) -> None:
    client.force_login(ann)
    quote = client.get(f"{rows_of(worked)}again/")
    agreed = quote.context["agreed"].initial | {"key": "one"}
    data = {"slots": agreed["slots"], "total": agreed["total"].plain(), "key": "one"}

    pressed = [said(client.post(f"{rows_of(worked)}again/", data, follow=True)) for _press in range(2)]

    assert "Run 1 row again for" in said(quote)
    assert "1 row runs again." in pressed[0]
    assert make.fresh(worked).slots == 6
    assert list(Row.objects.filter(wanted=2).values_list("number", flat=True)) == [2]


def test_rows_that_failed_meanwhile_are_not_paid_for_unasked(
    worked: Task, ann: User, dina: User, client: Client
) -> None:
    client.force_login(ann)
    reviewed = Submission.objects.get(worker=dina)
    review.reject(reviewed, by=ann, reason="wrong_result", step=1, comment=make.COMMENT, now=NOW)

    answer = client.post(f"{rows_of(worked)}again/", {"slots": 1, "total": "0.11", "key": "one"}, follow=True)

    assert "The price changed since you saw it." in said(answer)
    assert make.fresh(worked).slots == 5


def test_nothing_failed_has_nothing_to_run(ann: User, client: Client) -> None:
    task = make.batch(ann)
    client.force_login(ann)

    assert client.get(f"{rows_of(task)}again/")["Location"] == rows_of(task)


def test_only_its_employer_sees_the_rows(worked: Task, cleo: User, client: Client) -> None:
    client.force_login(cleo)

    assert [client.get(rows_of(worked)).status_code, client.post(f"{rows_of(worked)}again/").status_code] == [404, 404]


def test_an_ordinary_task_has_no_page_of_rows(ann: User, client: Client) -> None:
    client.force_login(ann)

    assert client.get(rows_of(make.task(ann))).status_code == 404


@pytest.mark.parametrize("size", [1, 30])
def test_the_list_of_rows_asks_the_database_the_same_however_long_it_is(
    ann: User,
    crowd: Callable[[int], list[User]],
    client: Client,
    size: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    task = make.batch(ann, rows=size)
    for worker in crowd(size):
        make.submission(task, worker)
    client.force_login(ann)

    with django_assert_max_num_queries(14):
        answer = client.get(rows_of(task))

    assert len(answer.context["rows"]) == size


@pytest.mark.parametrize("size", [1, 30])
def test_my_work_on_a_batch_asks_the_same_too(
    ann: User, ben: User, bens: Client, size: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    task = make.batch(ann, rows=size)
    for _number in range(size):
        make.submission(task, ben)

    with django_assert_max_num_queries(13):
        answer = bens.get("/submissions/?view=all")

    assert said(answer).count("work-row__title") == size


def test_rows_of_an_ended_batch_wait_for_nobody_and_a_live_one_can_pay_more(client: Client, ann: User) -> None:
    task = make.batch(ann, rows=2)
    client.force_login(ann)
    assert "Waiting for a worker" in said(client.get(rows_of(task)))
    assert f'href="/tasks/{task.public_id}/raise/"' in said(client.get(f"/tasks/{task.public_id}/manage/"))

    publishing.stop(task, by=ann, now=NOW)

    page = said(client.get(rows_of(task)))
    assert "Nobody took it" in page
    assert "Waiting for a worker" not in page
