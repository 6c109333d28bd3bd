"""The pages of a dispute: who sees them, what they say, and that words are never lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from disputes import cases
from disputes.models import Dispute
from picomarket.lib.money import usd
from submissions.models import Submission
from tasks import publishing
from tests import make
from wallet import ledger

from .conftest import NOW, REASON, WORDS, accepted, signed_in

VERBS = ["answer", "have_nothing_to_add", "concede", "offer", "take_offer", "accept"]


def open_url(rejected: Submission) -> str:
    return reverse("disputes:open", args=[rejected.public_id])


def page(person: User, url: str) -> str:
    response = signed_in(person).get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_the_form_stands_beside_what_the_employer_wrote(rejected: Submission, ben: User) -> None:
    html = page(ben, open_url(rejected))

    assert make.COMMENT in html
    assert "Wrong result" in html
    assert "Write what you see." in html
    assert "What helps" in html


def test_the_form_opens_a_case_and_leads_to_it(rejected: Submission, ben: User) -> None:
    response = signed_in(ben).post(open_url(rejected), {"words": WORDS})

    case = Dispute.objects.get(submission=rejected)
    assert response.headers["Location"] == case.get_absolute_url()
    assert case.statements.get().words == WORDS


@pytest.mark.parametrize("words", ["It is wrong.", "   "])
def test_words_too_short_are_kept_and_explained(words: str, rejected: Submission, ben: User) -> None:
    response = signed_in(ben).post(open_url(rejected), {"words": words})

    html = response.content.decode()
    assert response.status_code == 200
    assert words.strip() in html
    assert "Why the rejection is wrong" in html
    assert not Dispute.objects.exists()


def test_script_in_words_is_shown_as_text(rejected: Submission, ben: User, ann: User) -> None:
    words = "<script>alert('I did both steps')</script>"
    case = cases.open_case(rejected, by=ben, words=words, now=NOW)

    assert words not in page(ann, case.get_absolute_url())


def test_a_second_dispute_leads_to_the_case_that_is_open(case: Dispute, ben: User) -> None:
    response = signed_in(ben).get(open_url(case.submission))

    assert response.headers["Location"] == case.get_absolute_url()


def test_what_a_second_tab_sends_is_offered_as_an_answer(case: Dispute, ben: User) -> None:
    words = "And the picture was taken at noon."

    html = signed_in(ben).post(open_url(case.submission), {"words": words}).content.decode()

    assert "You opened this dispute already" in html
    assert words in html
    assert reverse("disputes:answer", args=[case.public_id]) in html
    assert case.statements.count() == 1


CONTACT = "I did both steps. Write to me at ben@example.org instead."


def test_a_way_outside_is_held_back_and_marked(rejected: Submission, ben: User) -> None:
    html = signed_in(ben).post(open_url(rejected), {"words": CONTACT}).content.decode()

    assert "This is not sent yet" in html
    assert "<mark>ben@example.org</mark>" in html
    assert not Dispute.objects.exists()


@pytest.mark.parametrize(("verb", "more"), [("answer", {}), ("offer", {"percent": "50"})])
def test_neither_side_leads_the_other_outside(verb: str, more: dict[str, str], case: Dispute, ann: User) -> None:
    url = reverse(f"disputes:{verb}", args=[case.public_id])

    html = signed_in(ann).post(url, {"words": CONTACT, **more}).content.decode()

    assert "This is not sent yet" in html
    assert case.statements.count() == 1


def test_a_number_that_was_handed_in_may_be_named(rejected: Submission, ben: User) -> None:
    rejected.proofs.update(text="The shop has +880 1711 123456.")

    signed_in(ben).post(open_url(rejected), {"words": "The sign says +880 1711 123456, look at it."})

    assert Dispute.objects.filter(submission=rejected).exists()


def test_a_late_dispute_leads_back_to_the_submission_and_keeps_the_words(ann: User, ben: User) -> None:
    rejected = make.rejected(make.task(ann), ben, now=NOW - timedelta(days=8))

    opened = signed_in(ben).get(open_url(rejected))
    sent = signed_in(ben).post(open_url(rejected), {"words": WORDS})

    assert opened.headers["Location"] == rejected.get_absolute_url()
    assert (sent.status_code, f"{WORDS}</textarea>" in sent.content.decode()) == (409, True)
    assert "the time is over, or it is not rejected" in sent.content.decode()
    assert not Dispute.objects.exists()


def test_an_answer_and_an_appeal_that_come_too_late_keep_the_words(case: Dispute, ann: User, ben: User) -> None:
    cases.concede(case, by=ann, now=NOW)

    for verb in ("answer", "appeal"):
        sent = signed_in(ann).post(reverse(f"disputes:{verb}", args=[case.public_id]), {"words": WORDS})

        assert f"{WORDS}</textarea>" in sent.content.decode()
        assert "What you typed was not sent" in sent.content.decode()


def test_nobody_but_the_worker_opens_the_form(rejected: Submission, ann: User, cleo: User) -> None:
    for person in (ann, cleo):
        assert signed_in(person).get(open_url(rejected)).status_code == 404
        assert signed_in(person).post(open_url(rejected), {"words": WORDS}).status_code == 404


def test_both_sides_see_the_case_its_words_its_proof_and_its_clocks(case: Dispute, ann: User, ben: User) -> None:
    picture = case.submission.proofs.exclude(picture="").get()
    for person in (ann, ben):
        html = page(person, case.get_absolute_url())

        assert WORDS in html
        assert make.COMMENT in html
        assert picture.get_absolute_url() in html
        assert f"{case.decide_by:%Y-%m-%d %H:%M}" in html


@pytest.mark.parametrize("url_name", ["case", *VERBS])
def test_a_stranger_finds_nothing(url_name: str, case: Dispute, cleo: User) -> None:
    client, url = signed_in(cleo), reverse(f"disputes:{url_name}", args=[case.public_id])
    response = client.get(url) if url_name == "case" else client.post(url, {"words": WORDS})

    assert response.status_code == 404
    assert make.fresh(case).is_open


@pytest.mark.parametrize("url_name", ["case", *VERBS])
def test_who_is_not_signed_in_is_asked_to(url_name: str, case: Dispute) -> None:
    url = reverse(f"disputes:{url_name}", args=[case.public_id])
    page = reverse("disputes:case", args=[case.public_id])
    came_from = {"referer": f"http://testserver{page}"}
    response = Client().get(url) if url_name == "case" else Client().post(url, headers=came_from)

    place = "" if url_name == "case" else "%23unsent"
    assert response.headers["Location"] == f"{reverse('account_login')}?next={page}{place}"


@pytest.mark.parametrize("url_name", VERBS)
def test_looking_changes_nothing(url_name: str, case: Dispute, ann: User) -> None:
    assert signed_in(ann).get(reverse(f"disputes:{url_name}", args=[case.public_id])).status_code == 405


def test_an_answer_joins_the_thread(case: Dispute, ann: User, ben: User) -> None:
    words = "The picture is of another page."

    response = signed_in(ann).post(reverse("disputes:answer", args=[case.public_id]), {"words": words})

    assert response.headers["Location"] == case.get_absolute_url()
    assert words in page(ben, case.get_absolute_url())


def test_an_answer_too_short_is_kept_and_explained(case: Dispute, ann: User) -> None:
    response = signed_in(ann).post(reverse("disputes:answer", args=[case.public_id]), {"words": "Not so."})

    assert "Not so." in response.content.decode()
    assert "Write at least 20 characters." in response.content.decode()


def test_the_employer_agrees_with_one_button_that_names_the_sum(case: Dispute, ann: User, ben: User) -> None:
    assert "Agree and pay $0.095" in page(ann, case.get_absolute_url())

    response = signed_in(ann).post(reverse("disputes:concede", args=[case.public_id]), follow=True)

    assert "Ben is paid $0.095" in response.content.decode()
    assert ledger.balance_of(ledger.earned(ben.pk)) == usd("0.095")


def test_the_worker_has_no_button_to_agree(case: Dispute, ben: User) -> None:
    assert "Agree and pay" not in page(ben, case.get_absolute_url())
    assert signed_in(ben).post(reverse("disputes:concede", args=[case.public_id])).status_code == 404


def test_an_answer_after_the_decision_is_refused_in_words(case: Dispute, ann: User, sam: User) -> None:
    cases.uphold(case, by=sam, reason=REASON, now=NOW)

    response = signed_in(ann).post(reverse("disputes:concede", args=[case.public_id]), follow=True)

    assert "This case is decided already." in response.content.decode()


def test_an_upheld_case_says_why_and_what_followed(case: Dispute, ann: User, ben: User, sam: User) -> None:
    cases.uphold(case, by=sam, reason=REASON, now=NOW)

    assert "$0.095 is in your wallet" in page(ben, case.get_absolute_url())
    assert "Your success rate is 100% now: 1 approved, 0 rejected." in page(ben, case.get_absolute_url())
    assert "The slot cost you $0.11" in page(ann, case.get_absolute_url())
    assert REASON in page(ann, case.get_absolute_url())


def test_a_dismissed_case_says_why_and_what_followed(case: Dispute, ann: User, ben: User, sam: User) -> None:
    cases.dismiss(case, by=sam, reason=REASON, now=NOW)
    accepted(case)

    assert "The rejection stands and counts in your success rate." in page(ben, case.get_absolute_url())
    assert "The slot is free for another worker" in page(ann, case.get_absolute_url())
    assert REASON in page(ben, case.get_absolute_url())


def test_a_dismissed_case_in_a_stopped_task_names_the_money_that_came_back(case: Dispute, ann: User, sam: User) -> None:
    publishing.stop(case.submission.task, by=ann, now=NOW)
    cases.dismiss(case, by=sam, reason=REASON, now=NOW)
    accepted(case)

    assert "so $0.11 came back to your balance" in page(ann, case.get_absolute_url())


def test_won_and_lost_disputes_are_public(case: Dispute, ann: User, ben: User, cleo: User, sam: User) -> None:
    assert "Disputes" not in page(cleo, ben.get_absolute_url())

    cases.uphold(case, by=sam, reason=REASON, now=NOW)

    assert "1 won, 0 lost" in page(cleo, ben.get_absolute_url())
    assert "lost 1 of 1 dispute" in " ".join(page(cleo, ann.get_absolute_url()).split())


def test_a_profile_says_the_same_of_an_employers_disputes_as_a_task(
    case: Dispute, ann: User, ben: User, cleo: User, sam: User
) -> None:
    cases.award(case, percent=50, by=sam, reason=REASON, now=NOW, early=True)

    for address in (ann.get_absolute_url(), case.submission.task.get_absolute_url()):
        assert "lost 0 of 1 dispute" in " ".join(page(cleo, address).split())
    worker = " ".join(page(cleo, ben.get_absolute_url()).split())
    assert ("0 won, 0 lost" in worker, "1 decided in the middle" in worker) == (True, True)
