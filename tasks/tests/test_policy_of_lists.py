"""A sentence that goes on in each line of a list is read so by the policy, and none goes on behind its end."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tasks import policy
from tasks.models import Subject
from tasks.policy import Answer, Piece

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def judged(text: str, kind: str = "step") -> policy.Judgement:
    return policy.judge_pieces([Piece(kind, 1, text)], now=NOW)


@pytest.mark.parametrize(
    "text",
    [
        "Click two\n- banner ads",
        "Look around and click:\n* the big logo\n* banner ads",
        "Click on two ...\n\n1. ads",
        "Read this. Then click\n- a page\n- a picture\n- an ad",
        "**Click** two\n- *banner* ads",
    ],
)
def test_a_sentence_goes_on_in_each_line_of_its_list(text: str) -> None:
    (charge,) = judged(text).blocked

    assert charge.rule.subject == Subject.AD_CLICKS
    assert charge.findings[0].excerpt


@pytest.mark.parametrize(
    "text",
    [
        "Click the button.\n- banner ads",
        "Do this:\n- click the button\n- count the ads",
        "Say what you did!\n- click\nAds come next.",
        "नीले बटन पर क्लिक करें।\n- विज्ञापन गिनें",
    ],
)
def test_no_sentence_goes_on_behind_its_end_or_from_one_line_of_a_list_to_the_next(text: str) -> None:
    assert judged(text).answer < Answer.BLOCK


def test_a_no_before_a_list_is_one_to_each_of_its_lines() -> None:
    assert judged("Do not:\n- hurry\n- click ads").answer == Answer.LOOK
    assert judged("Do not hurry.\n- click ads").answer == Answer.BLOCK


def test_a_question_in_a_list_is_one_whatever_stands_before_it() -> None:
    assert judged("Answer these:\n- Is the password shown?\n- Was the PIN accepted?", "proof").charges == []


def test_what_is_found_in_a_list_is_marked_where_it_stands() -> None:
    (charge,) = judged("Look. Click two\n- banner ads\n- pages").blocked

    assert [part.words for part in charge.shown[0].excerpt if part.marked] == ["Click two\n- banner ads"]


def test_long_lists_are_read_in_time() -> None:
    started = timezone.now()

    policy.judge_pieces([Piece("step", one, "click or not " * 9 + "\n- a" * 470) for one in range(20)], now=NOW)

    assert (timezone.now() - started).total_seconds() < 5
