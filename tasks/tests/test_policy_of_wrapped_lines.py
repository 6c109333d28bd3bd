"""What is asked for over the end of a line is found by the policy, and lines that stand by themselves stay so."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tasks import going_on, phrases, policy
from tasks.models import Subject
from tasks.policy import Answer, Piece

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def judged(text: str, kind: str = "step") -> policy.Judgement:
    return policy.judge_pieces([Piece(kind, 1, text)], now=NOW)


def broken(text: str) -> list[str]:
    """The same with the end of a line between each two words, one at a time."""
    words = text.split()
    return [" ".join(words[:place]) + "\n" + " ".join(words[place:]) for place in range(1, len(words))]


@pytest.mark.parametrize(
    "text",
    [
        "Open the page and click two\nbanner ads",
        "open the page and click two\nbanner ads",
        "Open the page and then click on\r\n  two **banner** ads there",
        "On our page you see some pictures, click\non two\nof the ads",
        "1. Look around and click two\n   banner ads\n2. Say what you saw",
        "Abre la página y haz clic en\ndos anuncios de ella",
        "Abra a página e clique em\ndois anúncios dela",
        "Ouvrez la page et cliquez sur\nles publicités",
        "Buka halaman itu dan klik\niklan di sana",
        "पेज खोलें और फिर विज्ञापन पर\nक्लिक करें",
        "পেজটি খুলুন আর তারপর বিজ্ঞাপনে\nক্লিক করুন",
        "افتح الصفحة ثم انقر\nعلى الإعلانات",
    ],
)
def test_a_phrase_that_goes_on_in_the_next_line_is_found(text: str) -> None:
    assert judged(text.replace("\n", " ")).answer == Answer.BLOCK

    (charge,) = judged(text).blocked

    assert charge.rule.subject == Subject.AD_CLICKS


def test_what_is_found_over_the_end_of_a_line_is_marked_where_it_stands() -> None:
    text = "Open it. Then you click two\nbanner ads and go."

    (finding, *_more) = judged(text).blocked[0].shown

    assert text[finding.start : finding.end] == "click two\nbanner ads"
    assert finding.phrase == "click two banner ads"


@pytest.mark.parametrize(
    "text",
    [
        "Open the page.\nads are shown on top: click none, count them",
        "Click the button\nAds come next",
        "open the page\nclick the button\nads are shown on top of all the others\ncount them",
        "Say which one you click:\nads are no good answer",
        "Click the button\n\nads are on top",
        "पेज खोलें और नीले बटन पर क्लिक करें।\nविज्ञापन गिनें",
        "विज्ञापन गिनें\nनीले बटन पर क्लिक करें",
    ],
)
def test_lines_that_stand_by_themselves_are_not_read_as_one(text: str) -> None:
    assert judged(text).answer < Answer.BLOCK


@pytest.mark.parametrize("text", ["Send us the code you got by SMS, then wait."])
def test_wherever_the_line_ends_there_is_one_way_to_read_it_as_if_it_did_not(text: str) -> None:
    whole = phrases.readings(text)[0].words

    for one in broken(text):
        if one.split("\n")[1][0].islower():
            assert whole in [way.words for way in phrases.readings(one)]


def test_a_no_in_the_line_before_is_none_to_what_this_line_says() -> None:
    assert judged("Do not wait for it\nclick ads").answer == Answer.BLOCK


def test_choices_and_labels_are_no_sentence_together() -> None:
    proof = policy.proof(1, "What did you click", "ads", "the logo")

    assert not policy.judge_pieces([proof], now=NOW).blocked
    assert going_on.APART in proof.text


def test_many_short_lines_are_read_in_time() -> None:
    started = timezone.now()

    policy.judge_pieces([Piece("step", one, "Click\n" + "or not\n" * 140) for one in range(20)], now=NOW)

    assert (timezone.now() - started).total_seconds() < 5
