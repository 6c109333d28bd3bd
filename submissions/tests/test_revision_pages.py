"""Asking for a change at the desk, and making it on the worker's page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from submissions import proofs, results, revising
from submissions.models import EarlierProof, Reason, Results, Submission
from tasks.models import Task
from tests import make

State = Submission.State
WHY = {"reason": Reason.INCOMPLETE, "step": "2", "comment": make.COMMENT}
BETTER = "I saw a page with a picture, a form and a footer."


def at(submission: Submission, verb: str) -> str:
    return f"/submissions/{submission.public_id}/{verb}/"


def said(answer: Any) -> str:
    return " ".join(answer.content.decode().replace("&#x27;", "'").split())


@pytest.fixture
def task(ann: User) -> Task:
    return make.task(ann, title="Read a sign")


@pytest.fixture
def done(task: Task, ben: User) -> Submission:
    return make.submission(task, ben)


@pytest.fixture
def asked(task: Task, ben: User) -> Submission:
    return make.asked_to_change(task, ben)


@pytest.fixture
def anns(client: Client, ann: User) -> Client:
    client.force_login(ann)
    return client


@pytest.fixture
def bens(ben: User) -> Client:
    client = Client()
    client.force_login(ben)
    return client


def test_the_form_offers_a_change_before_a_rejection(done: Submission, anns: Client) -> None:
    page = said(anns.get(done.review_url))

    assert page.index("Ask for a change</button>") < page.index("Reject this work</button>")
    assert "To change it the worker has 48 hours. The slot and its money stay where they are." in page
    assert "You can ask 2 more times." in page


def test_asking_goes_on_to_the_next(task: Task, done: Submission, cleo: User, anns: Client) -> None:
    following = make.submission(task, cleo)

    answer = anns.post(at(done, "ask-change"), WHY, follow=True)

    assert answer.redirect_chain == [(following.review_url, 302)]
    assert "The worker is asked for a change. It comes back to you." in said(answer)
    assert make.fresh(done).state == State.REVISION


def test_asking_with_something_missing_keeps_what_was_typed(done: Submission, anns: Client) -> None:
    answer = anns.post(at(done, "ask-change"), {**WHY, "step": "", "comment": "Too short"})

    assert answer.status_code == 422
    assert "Too short</textarea>" in said(answer)
    assert make.fresh(done).state == State.SUBMITTED


def test_rejecting_what_can_be_put_right_says_to_ask_first_and_keeps_what_was_typed(
    done: Submission, anns: Client
) -> None:
    answer = anns.post(at(done, "reject"), WHY)

    page = said(answer)
    assert answer.status_code == 422
    assert "Ask for a change first: the worker can still put this right." in page
    assert f"{make.COMMENT}</textarea>" in page


def test_asking_twice_in_two_tabs_asks_once(done: Submission, anns: Client) -> None:
    anns.post(at(done, "ask-change"), WHY)

    answer = anns.post(at(done, "ask-change"), WHY, follow=True)

    assert "It comes back to you when the worker hands it in again." in said(answer)
    assert done.revisions.count() == 1


def test_the_employer_reads_that_it_is_being_changed_and_what_was_handed_in(asked: Submission, anns: Client) -> None:
    page = said(anns.get(asked.review_url))

    assert "You asked for a change. The worker has time until" in page
    assert "I saw a page with a picture and a form." in page
    assert EarlierProof.objects.exclude(picture="").get().get_absolute_url() in page
    assert "Your verdict" not in page


def test_the_employer_compares_what_is_new_with_what_was_before(asked: Submission, anns: Client) -> None:
    proofs.hand_in(asked, by=asked.worker, texts={"proof-1": BETTER}, files={}, now=timezone.now())

    page = said(anns.get(asked.review_url))

    before = page.index("I saw a page with a picture and a form.")
    assert page.index(BETTER) < page.index("Version 1") < before
    assert "You can ask 1 more time." in page


def test_what_is_being_changed_has_a_tab_at_the_desk(task: Task, asked: Submission, anns: Client) -> None:
    assert "Being changed" in said(anns.get(f"/tasks/{task.public_id}/review/"))
    assert asked.review_url in said(anns.get(f"/tasks/{task.public_id}/review/?view=change"))


def test_a_change_is_nowhere_before_it_is_handed_in(
    task: Task, asked: Submission, ann: User, ben: User, anns: Client
) -> None:
    proofs.keep(asked, by=ben, texts={"proof-1": BETTER}, files={}, now=timezone.now())
    results.ask(task, kind="csv", by=ann, now=timezone.now())
    results.build_due(now=timezone.now())
    file = Results.objects.get().file.open("rb").read().decode()

    pages = [said(anns.get(url)) for url in (asked.review_url, f"/tasks/{task.public_id}/review/?view=change")]

    assert not any(BETTER in text for text in [file, *pages])


def test_a_worker_finds_it_first_in_my_work(asked: Submission, bens: Client) -> None:
    page = said(bens.get("/submissions/"))

    assert "change it and hand in by" in page
    assert page.index("To change") < page.index("Working now")


def test_without_a_change_asked_for_the_tab_is_not_there(done: Submission, bens: Client) -> None:
    assert "To change" not in said(bens.get("/submissions/"))


def test_the_worker_reads_why_and_changes_what_is_kept(asked: Submission, bens: Client) -> None:
    page = said(bens.get(asked.get_absolute_url()))

    assert "The employer asks for a change" in page
    assert make.COMMENT in page
    assert "I saw a page with a picture and a form.</textarea>" in page
    assert "to be changed" in page


def test_handing_in_again_by_the_page(asked: Submission, bens: Client) -> None:
    answer = bens.post(at(asked, "deliver"), {"proof-1": BETTER}, follow=True)

    assert "Waiting for review" in said(answer)
    assert make.fresh(asked).state == State.SUBMITTED


def test_saving_a_change_for_later_by_the_page(asked: Submission, bens: Client) -> None:
    answer = bens.post(at(asked, "keep"), {"proof-1": BETTER}, follow=True)

    assert f"{BETTER}</textarea>" in said(answer)
    assert make.fresh(asked).state == State.REVISION


def test_too_late_gives_back_every_word(asked: Submission, bens: Client) -> None:
    Submission.objects.update(revise_until=timezone.now() - timedelta(minutes=2))
    revising.lapse_due(now=timezone.now())

    answer = bens.post(at(asked, "deliver"), {"proof-1": BETTER})

    assert answer.status_code == 409
    assert BETTER in said(answer)


@pytest.mark.parametrize(("who", "status"), [("ann", 200), ("ben", 200), ("cleo", 404), ("sam", 200)])
def test_an_earlier_picture_is_seen_by_both_sides_and_support(
    asked: Submission, client: Client, who: str, status: int, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    picture = EarlierProof.objects.exclude(picture="").get()

    assert client.get(picture.get_absolute_url()).status_code == status
