"""Looking through every row of a batch: what is found, where, and how it goes on."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from tasks import drafts, importing, looks, phrases, policy, publishing, rounds, suspects
from tasks.models import Batch, Phrase, Risk, Subject, Task
from tests import make

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def batch(employer: User, *lines: str, steps: str = "Say what {{what}} shows.") -> Task:
    text = "\n".join(["what", *lines])
    return make.batch_draft(employer, text, title="Look at {{what}}", steps=[steps], proofs=None)


def looked_through(draft: Task) -> Task:
    suspects.look_through_due()
    return Task.objects.get(pk=draft.pk)


@pytest.fixture
def in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small pieces, so that few rows are several."""
    monkeypatch.setattr(suspects, "ROWS_AT_ONCE", 20)


@pytest.mark.parametrize(
    "words",
    [
        "click two banner ads",
        "cl1ck two b4nner ad5",
        "c l i c k  a d s",
        "cl.ick the a*ds",
        "\u0441lick the \u0430ds",
        "**cl**ick the [ads](https://example.org)",
    ],
)
def test_one_row_in_many_is_found_also_where_it_is_disguised(ann: User, words: str) -> None:
    lines = [f"page {number}" for number in range(300)]
    lines[210] = words

    draft = batch(ann, *lines)

    assert draft.batch.suspected == [211]
    (charge,) = policy.judge(draft, now=NOW).blocked
    assert charge.findings[0].piece.name == "Row 211, line 212 of the file"


def test_the_row_and_its_line_are_named_where_publishing_is_refused(ann: User) -> None:
    draft = batch(ann, *["a page"] * 100, "", "a porn video")

    with pytest.raises(publishing.Forbidden, match=r"“porn” \(Row 101, line 103 of the file\)"):
        publishing.publish(draft, by=ann, now=NOW)


@pytest.mark.usefixtures("in_pieces")
def test_a_row_that_says_it_counts_for_more_than_those_that_say_no_to_it(ann: User) -> None:
    draft = batch(ann, "that you do not click ads", *["a page"] * 50, "how you click ads")

    assert draft.batch.suspected[-1] == 52
    (charge,) = policy.judge(draft, now=NOW).blocked
    assert charge.shown[0].piece.row == 52


def test_words_of_the_task_and_of_a_row_are_read_together(ann: User) -> None:
    draft = batch(ann, *["pages"] * 50, "banner ads", steps="Click two {{what}}.")

    assert draft.batch.suspected == [51]


def test_a_row_labels_the_draft_and_the_task(ann: User) -> None:
    draft = batch(ann, *["a page"] * 50, "your phone number")
    labelled = draft.risks

    Task.objects.filter(pk=draft.pk).update(risks=[])
    task = make.published(draft)

    assert (labelled, task.risks) == ([Risk.PHONE], [Risk.PHONE])


def test_rows_are_read_again_after_the_words_changed_and_not_where_they_are_the_same(ann: User) -> None:
    draft = batch(ann, *["a page"] * 50, "banner ads")
    drafts.write(draft, by=ann, fields={"steps": draft.steps})
    assert make.fresh(draft.batch).is_looked_through

    draft = drafts.write(draft, by=ann, fields={"steps": ["Click two {{what}}."]})
    assert make.fresh(draft.batch).looked_through == 0

    (charge,) = policy.judge(looked_through(draft), now=NOW).blocked
    assert charge.shown[0].piece.number == 52


@pytest.mark.usefixtures("in_pieces")
def test_a_file_that_is_not_read_yet_is_not_published(ann: User, client: Client) -> None:
    draft = batch(ann, *["a page"] * 90)
    draft = drafts.write(draft, by=ann, fields={"steps": ["Open {{what}}."]})

    with pytest.raises(suspects.NotYetRead):
        publishing.publish(draft, by=ann, now=NOW)

    client.force_login(ann)
    page = client.get(f"/tasks/{draft.public_id}/draft/quote/").content.decode()
    assert "Wait until all rows of your file are read." in page
    assert "Your rows are being read" in page
    assert make.published(looked_through(draft)).state == Task.State.PUBLISHED


@pytest.mark.usefixtures("in_pieces")
def test_looking_through_goes_on_where_it_was_stopped(ann: User) -> None:
    draft = batch(ann, *["a page"] * 45, "a porn video", *["a page"] * 45)
    Batch.objects.update(looked_by="", looked_through=0, suspects={})

    counts = []
    for _piece in range(4):
        with pytest.raises(suspects.NotYetRead):
            suspects.check_known(Task.objects.get(pk=draft.pk), by=policy.known_phrases())
        counts.append(make.fresh(draft.batch).looked_through)

    assert counts == [20, 40, 60, 80]
    assert looked_through(draft).batch.suspected == [46]


def test_a_new_phrase_has_the_rows_of_a_draft_read_again(ann: User, client: Client) -> None:
    draft = batch(ann, *["a page"] * 50, "moon cheese")
    Phrase.objects.create(words="moon cheese", subject=Subject.ADULT, weight=100)
    client.force_login(ann)

    client.get(f"/tasks/{draft.public_id}/draft/quote/")
    (charge,) = policy.judge(looked_through(draft), now=NOW).blocked

    assert charge.shown[0].piece.row == 51


@pytest.mark.usefixtures("in_pieces")
def test_a_published_batch_is_held_with_the_row_named_when_the_policy_changes(ann: User) -> None:
    task = make.batch(ann, rows=90)
    rounds.go_on(now=NOW)
    Phrase.objects.create(words="shop 87", subject=Subject.ADULT, weight=100)

    assert rounds.go_on(now=NOW, seconds=0.0001) == 0
    rounds.go_on(now=NOW)

    look = looks.open_look(make.fresh(task))
    assert look is not None
    assert "(Row 87, line 88 of the file)" in look.why[0]
    assert make.fresh(task).state == Task.State.HELD


def test_a_file_that_is_checked_again_is_read_again(ann: User) -> None:
    draft = batch(ann, *["a page"] * 5, "a porn video")

    importing.check_again(draft, by=ann, now=NOW)
    assert make.fresh(draft.batch).suspected == []

    importing.check_due()
    assert looked_through(draft).batch.suspected == [6]


def test_the_quick_words_are_those_of_the_slow_readings(ann: User) -> None:
    odd = ["cl1ck a-b_c d'accord 5ads $ale", "re\u0301sume\u0301 \uff21\uff22", "**cl**ick [a\tb](x.y) \u0915\u093f"]
    for text in [*Phrase.objects.values_list("words", flat=True), *odd]:
        ways = [way.words for way in phrases.readings(text) if not way.spelled]

        assert {word for way in ways for word in way.replace("\x00", " ").split()} <= phrases.words_in(text)[0]
