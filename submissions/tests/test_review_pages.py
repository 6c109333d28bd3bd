"""The employer's pages: the desk, the review of one submission, verdicts by press."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from picomarket.lib.money import usd
from submissions.models import Reason, Submission
from tasks.models import Task
from tests import make
from wallet import ledger

State = Submission.State
Crowd = Callable[[int], list[User]]
WHY = {"reason": Reason.WRONG_RESULT, "step": "2", "comment": make.COMMENT}


def at(submission: Submission, verb: str) -> str:
    return f"/submissions/{submission.public_id}/{verb}/"


def desk(task: Task, view: str = "") -> str:
    return f"/tasks/{task.public_id}/review/?view={view}"


def said(answer: Any) -> str:
    return " ".join(answer.content.decode().replace("&#x27;", "'").split())


@pytest.fixture
def task(ann: User) -> Task:
    return make.task(ann, title="Read a sign")


@pytest.fixture
def done(task: Task, ben: User) -> Submission:
    return make.submission(task, ben)


@pytest.fixture
def anns(client: Client, ann: User) -> Client:
    client.force_login(ann)
    return client


def test_two_of_one_name_are_told_apart_where_they_meet(task: Task, anns: Client, done: Submission, cleo: User) -> None:
    User.objects.filter(pk=cleo.pk).update(name="ben")
    alone = said(anns.get(desk(task)))

    make.submission(task, cleo)
    both = said(anns.get(desk(task)))

    assert f"({done.worker.public_id[:4]})" not in alone
    assert f"<bdi>Ben ({done.worker.public_id[:4]})</bdi>" in both
    assert f"<bdi>ben ({cleo.public_id[:4]})</bdi>" in both


def test_the_steps_to_choose_from_are_read_without_their_marks(ann: User, ben: User, anns: Client) -> None:
    task = make.task(ann, steps=["Read **all** of it.\n- first *part*", "Tell."])

    page = said(anns.get(make.submission(task, ben).review_url))

    assert ">1. Read all of it. first part<" in page


def test_the_desk_shows_who_handed_in_what(task: Task, done: Submission, anns: Client) -> None:
    page = said(anns.get(desk(task)))

    assert "Bangladesh · Starter · no verdicts yet" in page
    assert done.review_url in page
    assert done.proofs.get(picture__gt="").small_url.replace("&", "&amp;") in page


def test_the_buttons_for_what_is_ticked_are_short_to_see_and_whole_to_hear(
    task: Task, done: Submission, anns: Client
) -> None:
    page = said(anns.get(desk(task)))

    for short, rest in [("Approve", "the ticked ones"), ("Reject", "the ticked ones"), ("Tick all", "on this page")]:
        assert f'{short}<span class="sr-only">: {rest}</span>' in page


def test_the_oldest_deadline_comes_first(task: Task, ben: User, cleo: User, dina: User, anns: Client) -> None:
    now = timezone.now()
    middle = make.submission(task, ben, now=now - timedelta(hours=2))
    last = make.submission(task, cleo, now=now - timedelta(hours=1))
    first = make.submission(task, dina, now=now - timedelta(hours=3))

    page = said(anns.get(desk(task)))

    places = [page.index(f'value="{row.public_id}"') for row in (first, middle, last)]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("view", "words"),
    [("", "Nothing waits for you"), ("approved", "Nothing approved yet"), ("rejected", "Nothing rejected")],
)
def test_an_empty_desk_says_what_it_will_hold(task: Task, anns: Client, view: str, words: str) -> None:
    assert words in said(anns.get(desk(task, view)))


def test_claims_under_way_are_not_at_the_desk(task: Task, ben: User, anns: Client) -> None:
    held = make.claim(task, ben)

    assert "Nothing waits for you" in said(anns.get(desk(task)))
    assert anns.get(held.review_url).status_code == 404


@pytest.mark.parametrize("who", ["ben", "cleo", "sam"])
def test_nobody_else_finds_the_desk_or_a_review(
    task: Task, done: Submission, client: Client, who: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))

    pages = [client.get(desk(task)), client.get(done.review_url), client.post(f"/tasks/{task.public_id}/approve/")]
    verbs = [client.post(at(done, verb), WHY) for verb in ("approve", "reject", "overturn")]

    assert {answer.status_code for answer in pages + verbs} == {404}
    assert make.fresh(done).state == State.SUBMITTED


def test_who_is_not_signed_in_is_asked_to(task: Task, done: Submission, client: Client) -> None:
    answers = [client.get(desk(task)), client.get(done.review_url), client.post(at(done, "approve"))]

    assert {answer["Location"].partition("?")[0] for answer in answers} == {"/account/login/"}
    assert make.fresh(done).state == State.SUBMITTED


@pytest.mark.parametrize("verb", ["approve", "reject", "overturn"])
def test_a_verdict_is_not_given_by_a_link(done: Submission, anns: Client, verb: str) -> None:
    assert anns.get(at(done, verb)).status_code == 405


def test_approving_pays_and_goes_on_to_the_next(task: Task, done: Submission, cleo: User, anns: Client) -> None:
    following = make.submission(task, cleo)

    answer = anns.post(at(done, "approve"), follow=True)

    assert answer.redirect_chain == [(following.review_url, 302)]
    assert "Approved. Ben receives $0.095." in said(answer)
    assert make.minute_over() == 1
    assert ledger.balance_of(ledger.earned(done.worker_id)) == usd("0.095")


def test_after_the_last_verdict_comes_the_desk(task: Task, done: Submission, anns: Client) -> None:
    answer = anns.post(at(done, "approve"))

    assert answer["Location"] == f"/tasks/{task.public_id}/review/"


def test_after_a_verdict_in_the_middle_comes_the_one_after_it(task: Task, anns: Client, crowd: Crowd) -> None:
    now = timezone.now()
    first, middle, last = (
        make.submission(task, worker, now=now - timedelta(hours=3 - number)) for number, worker in enumerate(crowd(3))
    )

    on = anns.post(at(middle, "approve"))
    round_again = anns.post(at(last, "approve"))

    assert [on["Location"], round_again["Location"]] == [last.review_url, first.review_url]


def test_approving_in_a_second_tab_says_it_is_judged_and_pays_once(done: Submission, anns: Client) -> None:
    page = f"http://testserver{done.review_url}"
    anns.post(at(done, "approve"))

    answer = anns.post(at(done, "approve"), headers={"referer": page}, follow=True)

    assert "This submission is judged already." in said(answer)
    assert make.minute_over() == 1
    assert ledger.balance_of(ledger.earned(done.worker_id)) == usd("0.095")


def test_rejecting_needs_its_reason_step_and_words_and_keeps_what_was_typed(done: Submission, anns: Client) -> None:
    answer = anns.post(at(done, "reject"), {"reason": Reason.FRAUD, "step": "", "comment": "Too short"})

    page = said(answer)
    assert answer.status_code == 422
    assert "Choose the step that was not done as asked." in page
    assert "Too short</textarea>" in page
    assert '<details class="reject" open>' in page
    assert make.fresh(done).state == State.SUBMITTED


def test_a_short_comment_is_refused_in_words(done: Submission, anns: Client) -> None:
    answer = anns.post(at(done, "reject"), {**WHY, "comment": "Nineteen characters"})

    assert "Write at least 20 characters, so that the worker knows what was wrong." in said(answer)


def test_all_that_a_rejection_lacks_is_told_at_once(done: Submission, anns: Client) -> None:
    answer = anns.post(at(done, "reject"), {"reason": Reason.INCOMPLETE, "comment": "Too short"})

    assert "Choose the step that was not done as asked." in said(answer)
    assert "Write at least 20 characters" in said(answer)
    assert "Ask for a change first: the worker can still put this right." in said(answer)


def test_rejecting_stores_the_reason_and_goes_on(task: Task, done: Submission, cleo: User, anns: Client) -> None:
    following = make.submission(task, cleo)

    answer = anns.post(at(done, "reject"), WHY)

    make.minute_over()
    row = make.fresh(done)
    assert answer["Location"] == following.review_url
    assert (row.state, row.reason, row.reason_step, row.comment) == ("rejected", "wrong_result", 2, make.COMMENT)


def test_rejecting_what_another_tab_approved_keeps_the_approval_and_the_words(done: Submission, anns: Client) -> None:
    anns.post(at(done, "approve"))

    answers = [
        anns.post(at(done, "reject"), WHY),
        anns.post(at(done, "ask-change"), {**WHY, "reason": "incomplete"}),
        anns.post(f"/tasks/{done.task.public_id}/reject/", {**WHY, "shown": done.public_id, "sure": done.public_id}),
    ]

    assert ["What you typed was not sent" in said(answer) for answer in answers] == [True, True, True]
    assert [f"{make.COMMENT}</textarea>" in said(answer) for answer in answers] == [True, True, True]
    assert "This submission got its verdict a moment ago." in said(answers[0])
    assert "These submissions are judged already." in said(answers[2])
    make.minute_over()
    assert make.fresh(done).state == State.APPROVED


def test_an_employer_may_approve_after_all(task: Task, ben: User, anns: Client) -> None:
    row = make.rejected(task, ben)

    page = said(anns.get(row.review_url))
    answer = anns.post(at(row, "overturn"), follow=True)

    assert "Approve after all" in page
    assert "Approved. Ben receives $0.095." in said(answer)
    assert make.fresh(row).state == State.APPROVED


def test_the_ticked_ones_are_approved_together(task: Task, anns: Client, crowd: Crowd) -> None:
    rows = [make.submission(task, worker) for worker in crowd(4)]
    ticked = [row.public_id for row in rows[:3]]

    answer = anns.post(f"/tasks/{task.public_id}/approve/", {"pick": ticked}, follow=True)

    assert "3 submissions approved. The workers receive $0.285." in said(answer)
    make.minute_over()
    assert [make.fresh(row).state for row in rows] == [State.APPROVED] * 3 + [State.SUBMITTED]


def test_ticks_reach_only_what_waits_in_this_task(task: Task, ann: User, anns: Client, crowd: Crowd) -> None:
    one, two, three = crowd(3)
    other = make.submission(make.task(ann), one)
    rejected, held = make.rejected(task, two), make.claim(task, three)
    stranger = make.person("stranger")
    make.deposit(stranger)
    foreign = make.submission(make.task(stranger), one)
    rows = [other, rejected, held, foreign]

    anns.post(f"/tasks/{task.public_id}/approve/", {"pick": [row.public_id for row in rows]})

    assert make.minute_over() == 0
    assert [make.fresh(row).state for row in rows] == [row.state for row in rows]


def test_approving_with_no_tick_says_what_to_do(task: Task, done: Submission, anns: Client) -> None:
    answer = anns.post(f"/tasks/{task.public_id}/approve/", follow=True)

    assert "Tick the submissions you want to judge." in said(answer)


def test_the_same_ticks_sent_twice_pay_once(task: Task, done: Submission, anns: Client) -> None:
    anns.post(f"/tasks/{task.public_id}/approve/", {"pick": done.public_id})

    answer = anns.post(f"/tasks/{task.public_id}/approve/", {"pick": done.public_id}, follow=True)

    assert "These submissions are judged already." in said(answer)
    make.minute_over()
    assert ledger.balance_of(ledger.earned(done.worker_id)) == usd("0.095")


@pytest.mark.parametrize("rows", [1, 30])
def test_the_desk_asks_the_database_the_same_however_long_it_is(
    ann: User, anns: Client, crowd: Crowd, rows: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    task = make.task(ann, slots=40)
    for worker in crowd(rows):
        make.submission(task, worker)

    with django_assert_max_num_queries(22):
        answer = anns.get(desk(task))

    assert said(answer).count("desk-row__pick") == rows
