"""The worker's pages: every state is a page, strangers see none, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from submissions import claims, proofs, review
from submissions.models import Submission
from tasks.drafts import Wanted
from tests import make

from .conftest import WORDS, sent

State = Submission.State
Builder = Callable[[User, User], Submission]


def at(submission: Submission, verb: str = "") -> str:
    return f"/submissions/{submission.public_id}/{verb}"


def said(answer: Any) -> str:
    """The page as its reader sees it, spaces and entities aside."""
    text = answer.content.decode().replace("&#x27;", "'")
    return " ".join(text.split())


@pytest.fixture
def held(ann: User, ben: User) -> Submission:
    return make.claim(make.task(ann, title="Read a sign"), ben)


@pytest.fixture
def bens(client: Client, ben: User) -> Client:
    client.force_login(ben)
    return client


def long_ago(ann: User, ben: User) -> Submission:
    return make.claim(make.task(ann), ben, now=timezone.now() - timedelta(hours=3))


def expired(ann: User, ben: User) -> Submission:
    row = long_ago(ann, ben)
    claims.expire_due(now=timezone.now())
    return row


def given_back(ann: User, ben: User) -> Submission:
    row = make.claim(make.task(ann), ben)
    claims.give_back(row, by=ben, now=timezone.now())
    return row


def confirmed(ann: User, ben: User) -> Submission:
    row = make.rejected(make.task(ann), ben)
    review.confirm_many([row.pk], now=timezone.now())
    return row


def approved_by_itself(ann: User, ben: User) -> Submission:
    row = make.submission(make.task(ann), ben, now=timezone.now() - timedelta(days=4))
    review.approve_unreviewed(now=timezone.now())
    return row


STATES: dict[str, tuple[Builder, str]] = {
    "claimed": (lambda ann, ben: make.claim(make.task(ann), ben), "The slot is yours until"),
    "overdue": (long_ago, "Time ran out"),
    "expired": (expired, "Time ran out"),
    "given back": (given_back, "Given back"),
    "submitted": (lambda ann, ben: make.submission(make.task(ann), ben), "Waiting for review"),
    "approved": (lambda ann, ben: make.approved(make.task(ann), ben), "You received"),
    "by itself": (approved_by_itself, "Approved by itself: not reviewed in time"),
    "rejected": (lambda ann, ben: make.rejected(make.task(ann), ben), "Dispute this rejection"),
    "confirmed": (confirmed, "The rejection is final"),
}


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_a_page(ann: User, ben: User, bens: Client, state: str) -> None:
    build, words = STATES[state]

    answer = bens.get(at(build(ann, ben)))

    assert answer.status_code == 200
    assert words in said(answer)


@pytest.mark.parametrize("verb", ["", "keep/", "deliver/", "extend/", "give-back/"])
def test_a_stranger_finds_nothing(held: Submission, client: Client, cleo: User, verb: str) -> None:
    client.force_login(cleo)

    answer = client.post(at(held, verb)) if verb else client.get(at(held))

    assert answer.status_code == 404
    assert make.fresh(held).state == State.CLAIMED


def test_what_a_device_keeps_is_kept_for_this_worker_only(held: Submission, bens: Client, ben: User) -> None:
    assert f'data-autosave-key="{ben.public_id}-{held.task.public_id}-' in said(bens.get(at(held)))


def test_the_employer_has_no_way_into_the_workers_page(held: Submission, client: Client, ann: User) -> None:
    client.force_login(ann)

    assert client.get(at(held)).status_code == 404


@pytest.mark.parametrize("path", ["/submissions/", "/submissions/{id}/"])
def test_who_is_not_signed_in_is_asked_to(held: Submission, client: Client, path: str) -> None:
    answer = client.get(path.format(id=held.public_id))

    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/account/login/")


@pytest.mark.parametrize("verb", ["keep/", "deliver/", "extend/", "give-back/"])
def test_looking_changes_nothing(held: Submission, bens: Client, verb: str) -> None:
    assert bens.get(at(held, verb)).status_code == 405


def test_an_address_with_an_odd_character_finds_nothing(bens: Client) -> None:
    assert bens.get("/submissions/a%00b/").status_code == 404


def test_claiming_leads_to_the_work_page(ann: User, ben: User, bens: Client) -> None:
    task = make.task(ann)

    answer = bens.post(f"/tasks/{task.public_id}/claim/")

    assert answer["Location"] == at(Submission.objects.get(worker=ben))


def test_a_refused_claim_says_why_on_the_page_it_came_from(ann: User, dina: User, bens: Client) -> None:
    task = make.task(ann, slots=1)
    make.claim(task, dina)
    page = f"http://testserver{task.get_absolute_url()}"

    answer = bens.post(f"/tasks/{task.public_id}/claim/", headers={"referer": page})

    words = [str(message) for message in answer.wsgi_request._messages]  # type: ignore[attr-defined]
    assert answer["Location"] == page
    assert words == ["All slots of this task are taken. Pick another task."]


def test_claiming_without_being_signed_in_leads_back_to_the_task(ann: User, client: Client) -> None:
    task = make.task(ann)

    answer = client.post(f"/tasks/{task.public_id}/claim/")

    assert answer["Location"] == f"/account/login/?next={task.get_absolute_url()}"


def test_a_draft_is_not_there_to_be_claimed(ann: User, bens: Client) -> None:
    draft = make.draft(ann)

    assert bens.post(f"/tasks/{draft.public_id}/claim/").status_code == 404


def test_claiming_by_a_link_is_not_possible(ann: User, bens: Client) -> None:
    assert bens.get(f"/tasks/{make.task(ann).public_id}/claim/").status_code == 405


def test_whole_work_is_handed_in(held: Submission, bens: Client) -> None:
    answer = bens.post(at(held, "deliver/"), sent(held))

    assert (answer.status_code, answer["Location"]) == (302, at(held))
    assert make.fresh(held).state == State.SUBMITTED


def test_a_bad_file_keeps_the_words_and_says_what_to_send(held: Submission, bens: Client) -> None:
    bad = SimpleUploadedFile("shot.png", b"<svg></svg>")

    answer = bens.post(at(held, "deliver/"), sent(held, **{"proof-2": bad}))

    page = said(answer)
    assert answer.status_code == 422
    assert "This file is not a picture we can read." in page
    assert WORDS in page
    assert held.proofs.get().text == WORDS


def test_short_words_keep_the_picture_that_came_with_them(held: Submission, bens: Client) -> None:
    answer = bens.post(at(held, "deliver/"), sent(held, **{"proof-1": "Short"}))

    page = said(answer)
    picture = held.proofs.get(picture__gt="")
    assert answer.status_code == 422
    assert "Write at least 10 characters." in page
    assert picture.small_url.replace("&", "&amp;") in page
    assert ">Short</textarea>" in page.replace("> Short", ">Short")


def test_an_empty_form_names_every_field_in_one_summary(held: Submission, bens: Client) -> None:
    page = said(bens.post(at(held, "deliver/"), {}))

    assert "data-summary" in page
    assert page.count("Fill this in.") == 1
    assert page.count("Add a screenshot.") == 1


def test_a_kept_picture_need_not_be_sent_again(held: Submission, bens: Client) -> None:
    bens.post(at(held, "keep/"), {"proof-2": make.picture()})

    bens.post(at(held, "deliver/"), {"proof-1": WORDS})

    assert make.fresh(held).state == State.SUBMITTED


def test_what_is_kept_stands_beside_what_is_wrong(held: Submission, bens: Client) -> None:
    bens.post(at(held, "keep/"), {"proof-2": make.picture()})

    # As a browser sends a file that was not chosen.
    refused = bens.post(at(held, "deliver/"), {"proof-1": "", "proof-2": ""})

    assert (refused.status_code, 'alt="Your picture"' in said(refused)) == (422, True)


def test_saving_for_later_keeps_half_a_work(held: Submission, bens: Client) -> None:
    answer = bens.post(at(held, "keep/"), {"proof-1": "Half"}, follow=True)

    assert "Saved. Hand it in before the time runs out." in said(answer)
    assert ">Half</textarea>" in said(answer).replace("> Half", ">Half")


def test_taking_more_time_keeps_what_is_typed(held: Submission, bens: Client) -> None:
    bens.post(at(held, "extend/"), {"proof-1": "Half"})

    assert make.fresh(held).claim_until == held.claim_until + timedelta(minutes=15)
    assert held.proofs.get().text == "Half"


def test_taking_more_time_twice_keeps_the_words_on_the_page(held: Submission, bens: Client) -> None:
    bens.post(at(held, "extend/"), {})

    answer = bens.post(at(held, "extend/"), {"proof-1": "Half of it"})

    assert answer.status_code == 409
    assert "You can take more time once per task." in said(answer)
    assert "Half of it" in said(answer)


def test_handing_in_from_a_second_tab_says_so_and_gives_other_words_back(held: Submission, bens: Client) -> None:
    bens.post(at(held, "deliver/"), sent(held))

    answer = bens.post(at(held, "deliver/"), {"proof-1": "Better words from the other tab"})

    assert answer.status_code == 409
    assert "You handed this in already." in said(answer)
    assert "Better words from the other tab" in said(answer)
    assert held.proofs.get(field__position=1).text == WORDS


def test_pressing_hand_in_twice_is_harmless(held: Submission, bens: Client) -> None:
    bens.post(at(held, "deliver/"), sent(held))

    answer = bens.post(at(held, "deliver/"), sent(held))

    assert (answer.status_code, answer["Location"]) == (302, at(held))


def test_handing_in_too_late_gives_every_word_back(ann: User, ben: User, bens: Client) -> None:
    row = long_ago(ann, ben)

    answer = bens.post(at(row, "deliver/"), sent(row))

    assert answer.status_code == 409
    assert "The time for this task ran out. The slot went back to the market." in said(answer)
    assert WORDS in said(answer)


def test_giving_back_leads_to_my_work(held: Submission, bens: Client) -> None:
    answer = bens.post(at(held, "give-back/"))

    assert answer["Location"] == "/submissions/"
    assert make.fresh(held).state == State.GIVEN_BACK


def test_what_the_worker_wrote_is_shown_as_words(ann: User, ben: User, bens: Client) -> None:
    row = make.claim(make.task(ann), ben)
    proofs.keep(row, by=ben, texts={"proof-1": "<script>alert(1)</script>"}, files={}, now=timezone.now())

    assert "<script>alert" not in said(bens.get(at(row)))


@pytest.mark.parametrize(
    ("view", "words"),
    [
        ("", "Your work will stand here"),
        ("waiting", "Nothing waits for review"),
        ("approved", "Nothing approved yet"),
        ("rejected", "Nothing rejected"),
        ("all", "Your work will stand here"),
        ("nonsense", "Your work will stand here"),
    ],
)
def test_an_empty_list_says_what_it_will_hold(bens: Client, view: str, words: str) -> None:
    assert words in said(bens.get(f"/submissions/?view={view}"))


def test_my_work_shows_only_mine(ann: User, ben: User, cleo: User, bens: Client) -> None:
    make.claim(make.task(ann, title="Mine to do"), ben)
    make.claim(make.task(ann, title="Hers to do"), cleo)

    page = said(bens.get("/submissions/?view=all"))

    assert "Mine to do" in page
    assert "Hers to do" not in page


@pytest.mark.parametrize("rows", [1, 30])
def test_my_work_asks_the_database_the_same_however_long_it_is(
    ann: User, ben: User, bens: Client, rows: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(rows):
        make.submission(make.task(ann, slots=1, proofs=[Wanted("text", "What?", 3)]), ben)

    with django_assert_max_num_queries(13):
        answer = bens.get("/submissions/?view=all")

    assert said(answer).count("work-row__title") == rows
