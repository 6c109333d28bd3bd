"""The pages of an appeal: filing one, accepting a decision, and judging it on the desk."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from disputes import appeals, cases
from disputes.models import Appeal, Dispute
from picomarket.lib.money import usd
from tests import make
from wallet import adjustments

from .conftest import NOW, REASON, WORDS, accepted, decide, earned, filed, opened, signed_in


def post(person: User, case: Dispute, verb: str, **data: Any) -> Any:
    return signed_in(person).post(reverse(f"disputes:{verb}", args=[case.public_id]), data, follow=True)


def test_the_worker_appeals_on_a_page_of_its_own(case: Dispute, ben: User, sue: User) -> None:
    decide(case, "dismissed", sue)
    shown = signed_in(ben).get(case.get_absolute_url()).content.decode()
    form = signed_in(ben).get(reverse("disputes:appeal", args=[case.public_id])).content.decode()

    short = post(ben, case, "appeal", words="No, no.").content.decode()
    done = post(ben, case, "appeal", words=WORDS, enclosed=[make.picture()]).content.decode()

    assert ("You can appeal once, until" in shown, "Accept the decision" in shown) == (True, True)
    assert REASON in form
    assert ("No, no." in short, "Write at least 20 characters." in short) == (True, True)
    assert "Your appeal is filed." in done
    assert "Somebody else of support decides by" in done


def test_an_employer_who_appeals_stays_with_their_tasks(case: Dispute, ann: User, sue: User) -> None:
    decide(case, "upheld", sue)

    page = signed_in(ann).get(reverse("disputes:appeal", args=[case.public_id]))

    assert page.context["nav"] == "tasks"


def test_who_won_has_no_button_and_a_stranger_no_page(
    case: Dispute, ann: User, ben: User, cleo: User, sue: User
) -> None:
    decide(case, "dismissed", sue)
    hers = signed_in(ann).get(case.get_absolute_url()).content.decode()

    assert ">Appeal<" not in hers
    assert "The worker can appeal until" in hers
    assert "This was decided for you" in post(ann, case, "appeal", words=WORDS).content.decode()
    assert post(cleo, case, "appeal", words=WORDS).status_code == 404
    assert not Appeal.objects.exists()


GOODWILL = {
    "proposed": "$0.095 is proposed: the house pays it if somebody else of the staff agrees.",
    "approve": "The house paid you $0.095: it is in your wallet.",
    "decline": "$0.095 was proposed, and somebody else of the staff declined it: the house does not pay it.",
}


@pytest.mark.parametrize(("what", "words"), GOODWILL.items())
def test_the_worker_reads_what_became_of_goodwill(
    what: str, words: str, case: Dispute, ben: User, sue: User, tom: User
) -> None:
    cases.dismiss_kindly(case, by=sue, reason=REASON, now=NOW)
    accepted(case)
    if what != "proposed":
        getattr(adjustments, what)(ben.adjustments.get(), by=tom, now=NOW)

    page = " ".join(signed_in(ben).get(case.get_absolute_url()).content.decode().split())

    assert [said in page for said in GOODWILL.values()] == [said == words for said in GOODWILL.values()]


@pytest.mark.parametrize(("what", "words"), GOODWILL.items())
def test_who_is_right_on_appeal_reads_what_became_of_the_difference(
    what: str, words: str, case: Dispute, ann: User, ben: User, sue: User, tom: User, sam: User
) -> None:
    decide(case, "upheld", sue)
    appeals.change(filed(case, ann), outcome="dismissed", by=tom, reason=REASON, now=NOW)
    if what != "proposed":
        getattr(adjustments, what)(ann.adjustments.get(), by=sam, now=NOW)

    hers, his = (" ".join(signed_in(one).get(case.get_absolute_url()).content.decode().split()) for one in (ann, ben))

    assert words.replace("$0.095", "$0.11") in hers
    assert "You keep what you were paid." in his
    assert "the house" not in his[his.index("You keep what") :][:80]


def test_the_worker_accepts_with_a_button(case: Dispute, ben: User, sue: User) -> None:
    decide(case, "50", sue)

    page = post(ben, case, "accept").content.decode()

    assert "You accepted the decision." in page
    assert "50% of the reward, $0.0475, is in your wallet." in page


def test_appeals_wait_on_the_desk_and_are_judged_on_one_page(
    case: Dispute, ann: User, ben: User, sue: User, tom: User
) -> None:
    appeal = filed(decide(case, "dismissed", sue), ben)
    at = reverse("admin:disputes_appeal_change", args=[appeal.pk])
    url = reverse("admin:disputes_appeal_decide", args=[appeal.pk])

    hers, his = (signed_in(person).get(at).content.decode() for person in (sue, tom))
    refused = signed_in(sue).post(url, {"outcome": "upheld", "words": REASON}, follow=True).content.decode()
    done = signed_in(tom).post(url, {"outcome": "upheld", "words": REASON}, follow=True).content.decode()

    assert ("Somebody else must judge" in hers, "Uphold: the worker gets $0.095" in hers) == (True, False)
    assert ("Uphold: the worker gets $0.095" in his, "Dismiss: the rejection was right" in his) == (True, False)
    assert "You decided this case." in refused
    assert "The decision is changed: Upheld: the worker is paid." in done
    assert earned(ben) == usd("0.095")


@pytest.mark.parametrize("data", [{}, {"outcome": "kindly"}, {"outcome": "10"}, {"outcome": "stands", "words": "No"}])
def test_a_judgement_needs_an_outcome_and_a_reason(
    data: dict[str, str], case: Dispute, ben: User, sue: User, tom: User
) -> None:
    appeal = filed(decide(case, "dismissed", sue), ben)

    signed_in(tom).post(reverse("admin:disputes_appeal_decide", args=[appeal.pk]), {"ready": "", "words": "", **data})

    assert make.fresh(appeal).is_open


@pytest.mark.parametrize("rows", [1, 12])
def test_the_list_of_appeals_asks_as_much_for_one_as_for_many(
    rows: int, ann: User, ben: User, sue: User, django_assert_max_num_queries: Any
) -> None:
    for _row in range(rows):
        filed(decide(opened(make.task(ann), ben), "dismissed", sue), ben)
    client = signed_in(sue)

    with django_assert_max_num_queries(13):
        client.get("/admin/disputes/appeal/")
