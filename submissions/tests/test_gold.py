"""Gold rows: scored when handed in, read at once, contested, fallen; below a share there are no more rows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from inbox.models import Notice
from submissions import claims, proofs, vouching
from submissions.models import Check, Submission
from tasks import discovery, drafts, edits, gold, publishing, targeting
from tasks.drafts import Wanted
from tasks.models import Change, Gold, GoldAnswer, GoldStop, Row, Task
from tests import make

NOW = timezone.now()
State = Submission.State
KINDS = [Wanted("choice", "What is {{name}}?", options=("Cat", "Dog", "Fish"))]
FILE = "name,right,why\nTom,Cat,It says meow.\nRex,,\nKit,Cat|Dog,\nBo,Dog,It barks.\nFay,,\n"
GOLD: dict[str, Any] = {"gold_columns": ["right"], "gold_because": "why"}
WORDS = "It is a dog: look at the collar."


def pets(employer: User, text: str = FILE, **fields: Any) -> Task:
    """A batch of five rows, of which the first, third and fourth are gold."""
    words = {"title": "Say what {{name}} is", "steps": ["Look at {{name}}."], "proofs": KINDS, **GOLD, **fields}
    return make.published(make.batch_draft(employer, text, **words))


def answer(task: Task, worker: User, *kinds: str) -> list[Submission]:
    """So many rows one after the other."""
    done = []
    for number, kind in enumerate(kinds):
        held = claims.claim(make.fresh(task), by=worker, now=NOW + timedelta(seconds=number))
        proofs.keep(held, by=worker, texts={"proof-1": kind}, files={}, now=NOW)
        done.append(proofs.deliver(held, by=worker, now=NOW))
    return done


def said(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def told(worker: User) -> list[str]:
    return [notice.headline for notice in Notice.objects.of(worker)]


def test_a_row_with_a_right_answer_is_gold(ann: User) -> None:
    task = pets(ann)

    kept = Gold.objects.filter(task=task).order_by("row__number").values_list("row__number", "answers", "because")

    assert list(kept) == [(1, ["Cat"], "It says meow."), (3, ["Cat|Dog"], ""), (4, ["Dog"], "It barks.")]


def test_the_first_answer_counts_where_the_row_is_gold(ann: User, ben: User) -> None:
    task = pets(ann)

    answer(task, ben, "Dog", "Dog", "Dog", "Dog")

    assert gold.accuracies(task) == {ben.pk: gold.Accuracy(right=2, done=3)}


def test_the_desk_shows_of_a_row_what_the_work_is_and_nothing_that_is_known(
    ann: User, ben: User, client: Client
) -> None:
    task = pets(ann)
    # The first row's answer is known, and this one is not it: so it waits.
    (held,) = answer(task, ben, "Dog")
    row = Row.objects.get(submissions=held)
    client.force_login(ann)

    desk, review = said(client, f"/tasks/{task.public_id}/review/"), said(client, held.review_url)

    assert row.values(task.batch.columns)["why"] == "It says meow."
    assert (row.cells[0] in desk, "It says meow." in desk) == (True, False)
    assert ("<dt>name</dt>" in review, "<dt>why</dt>" in review, "<dt>right</dt>" in review) == (True, False, False)


def test_the_worker_reads_at_once_what_is_right_and_why(ann: User, ben: User, client: Client) -> None:
    (held,) = answer(pets(ann), ben, "Dog")
    client.force_login(ben)

    page = " ".join(client.get(held.get_absolute_url()).content.decode().split())

    assert "The answer to this row is known" in page
    assert ("It says meow." in page, "Not right" in page, "0 of 1 known answers right, 0%" in page) == (True,) * 3


def test_before_it_is_handed_in_nothing_tells_a_gold_row(ann: User, ben: User, client: Client) -> None:
    held = make.claim(pets(ann), ben)
    client.force_login(ben)

    page = client.get(held.get_absolute_url()).content.decode()

    assert ("meow" in page, "is known" in page) == (False, False)


def test_a_right_answer_is_approved_where_the_employer_said_so_and_a_wrong_one_waits(ann: User, ben: User) -> None:
    task = pets(ann, gold_approves=True)
    right, other, _third, wrong = answer(task, ben, "Cat", "Cat", "Cat", "Cat")

    assert vouching.check_due(now=NOW) == 2

    fresh = [(row.state, row.checked) for row in map(make.fresh, (right, other, wrong))]
    assert fresh == [(State.APPROVED, Check.GOLD), (State.SUBMITTED, ""), (State.SUBMITTED, Check.MISSED)]


def test_even_a_trusted_list_does_not_approve_what_is_known_to_be_wrong(ann: User, ben: User) -> None:
    task = pets(ann)
    (wrong,) = answer(task, ben, "Dog")
    Submission.objects.update(checked=Check.DUE)

    vouching.check_due(now=NOW)

    assert make.fresh(wrong).checked == Check.MISSED


def test_too_few_right_end_the_rows_and_are_told_and_touch_nothing_else(ann: User, ben: User, dina: User) -> None:
    task = pets(ann, gold_least=80, gold_after=3)
    answer(task, ben, "Dog", "Dog", "Dog", "Dog")

    with pytest.raises(targeting.NotForYou, match="no more rows for you"):
        make.claim(task, ben)

    assert told(ben)[0].startswith("No more rows for you")
    assert make.fresh(ben).level == ben.level
    assert [discovery.find(discovery.Wish(), who, now=NOW).open.count() for who in (ben, dina)] == [0, 1]
    make.claim(task, dina)


def test_a_lower_share_lets_people_in_again(ann: User, ben: User) -> None:
    task = pets(ann, gold_least=80, gold_after=3)
    answer(task, ben, "Dog", "Dog", "Dog", "Dog")

    edits.change(task, kind=Change.Kind.CHECKED, fields={"gold_least": 50}, by=ann, now=NOW)

    assert not GoldStop.objects.exists()
    make.claim(make.fresh(task), ben)


def test_a_contested_answer_that_falls_scores_everybody_anew(ann: User, ben: User, dina: User, client: Client) -> None:
    task = drafts.write(_pets_twice(ann), by=ann, fields={"gold_least": 90, "gold_after": 3})
    task = publishing.publish(task, by=ann, now=NOW)
    answer(task, ben, "Dog", "Dog", "Dog", "Dog")
    answer(task, dina, "Cat")
    scored = GoldAnswer.objects.get(gold__row__number=1, worker=ben)
    gold.contest(scored, words=WORDS, by=ben, now=NOW)
    client.force_login(ann)

    shown = client.get(f"/tasks/{task.public_id}/gold/").content.decode()
    client.post(f"/tasks/{task.public_id}/gold/1/fall/")

    assert WORDS in shown
    assert gold.accuracies(task) == {ben.pk: gold.Accuracy(2, 2)}
    assert make.fresh(scored).state == GoldAnswer.State.AGREED
    assert not GoldStop.objects.exists()
    assert told(ben)[0].startswith("You were right")
    assert told(dina)[0].startswith("A known answer of")
    make.claim(make.fresh(task), ben)


def _pets_twice(ann: User) -> Task:
    words = {"title": "Say what {{name}} is", "steps": ["Look at {{name}}."], "proofs": KINDS, **GOLD}
    return make.batch_draft(ann, FILE, **words, answers=2)


def test_a_fall_happens_once(ann: User, ben: User) -> None:
    task = pets(ann)
    answer(task, ben, "Dog")
    one = Gold.objects.get(row__number=1)

    assert [vouching.let_fall(one, by=ann, now=NOW) for _time in range(2)] == [True, False]
    assert len([head for head in told(ben) if head.startswith("A known answer of")]) == 1


def test_who_had_a_fallen_answer_right_reads_whose_answer_was_wrong(ann: User, ben: User, dina: User) -> None:
    task = pets(ann)
    answer(task, ben, "Cat")
    answer(task, dina, "Cat", "Dog")
    for number in (1, 3):
        vouching.let_fall(Gold.objects.get(row__number=number), by=ann, now=NOW)

    bens, dinas = (Notice.objects.of(who).latest("pk").body for who in (ben, dina))

    assert bens.startswith("What the employer held to be right was wrong.")
    assert "right." not in bens.removeprefix("What the employer held to be right was wrong.")
    assert "1 of 1" not in dinas


def test_what_is_known_stands_once_beside_its_row_and_nothing_stands_beside_the_others(
    ann: User, ben: User, client: Client
) -> None:
    task = pets(ann)
    answer(task, ben, "Cat")
    client.force_login(ann)

    rows, known = (said(client, f"/tasks/{task.public_id}/{page}/") for page in ("rows", "gold"))
    vouching.let_fall(Gold.objects.get(row__number=1), by=ann, now=NOW)
    fallen = said(client, f"/tasks/{task.public_id}/gold/")

    assert ("name:</span> Rex" in rows, "right:</span>" in rows, "why:</span>" in rows) == (True, False, False)
    assert (known.count("It says meow."), "<bdi>Tom</bdi>" in known, "1 of 1 answer was right" in known) == (
        1,
        True,
        True,
    )
    assert ("was held to be right:" in fallen, "1 of 1 answer" in fallen) == (True, False)


def test_an_answer_is_contested_once_and_only_when_it_was_wrong(ann: User, ben: User) -> None:
    task = pets(ann)
    answer(task, ben, "Dog", "Dog", "Dog")
    wrong, right = GoldAnswer.objects.order_by("gold__row__number")
    gold.contest(wrong, words=WORDS, by=ben, now=NOW)

    for one in (wrong, right):
        with pytest.raises(gold.NotContestable):
            gold.contest(one, words=WORDS, by=ben, now=NOW)


def test_an_answer_that_stands_is_explained(ann: User, ben: User, client: Client) -> None:
    (held,) = answer(pets(ann), ben, "Dog")
    client.force_login(ben)
    short = client.post(f"/submissions/{held.public_id}/contest/", {"words": "No no"})
    client.post(f"/submissions/{held.public_id}/contest/", {"words": WORDS})
    scored = GoldAnswer.objects.get()
    client.force_login(ann)
    client.post(f"/gold/{scored.public_id}/decline/", {"reply": "Look once more at its ears."})
    client.force_login(ben)

    page = client.get(held.get_absolute_url()).content.decode()

    assert (short.status_code, "No no" in short.content.decode()) == (422, True)
    assert make.fresh(scored).state == GoldAnswer.State.DECLINED
    assert "Look once more at its ears." in page


def test_an_answer_that_stood_and_fell_later_is_said_to_have_fallen(ann: User, ben: User, client: Client) -> None:
    (held,) = answer(pets(ann), ben, "Dog")
    scored = GoldAnswer.objects.get()
    gold.contest(scored, words=WORDS, by=ben, now=NOW)
    gold.decline(scored, reply="Look once more at its ears.", by=ann, now=NOW)
    vouching.let_fall(scored.gold, by=ann, now=NOW)
    client.force_login(ben)

    page = client.get(held.get_absolute_url()).content.decode()

    assert [words in page for words in (WORDS, "Was wrong: counts for nobody", "The right answer was withdrawn")] == [
        True
    ] * 3
    assert [words in page for words in ("The right answer stands", "at its ears")] == [False] * 2


def test_several_right_answers_are_read_as_words(ann: User, ben: User, client: Client) -> None:
    held = answer(pets(ann), ben, "Cat", "Cat", "Cat")[-1]
    client.force_login(ben)

    page = client.get(held.get_absolute_url()).content.decode()

    assert ("Cat or Dog" in page, "Cat|Dog" in page) == (True, False)


def test_the_worker_reads_on_the_page_of_the_batch_how_they_do(ann: User, ben: User, client: Client) -> None:
    task = pets(ann, gold_least=50)
    answer(task, ben, "Cat", "Dog", "Dog")
    client.force_login(ben)

    page = " ".join(client.get(task.get_absolute_url()).content.decode().split())

    assert "You have 2 of 2 right" in page
    assert "no more rows for who has fewer than 50% right" in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"gold_columns": ["wrong"]}, "Your file has no column wrong with right answers."),
        ({"gold_columns": ["name"]}, "which holds the right answers: workers would read them."),
        ({"gold_columns": ["", "right"]}, "There are right answers for proof 2"),
        ({"gold_columns": ["why"]}, "2 right answers in why are nothing a worker could answer."),
        ({"gold_columns": ["all"]}, "1 right answer in all is every option there is, so nobody could miss it."),
        ({"answers": 2, "agreeing": 3}, "You ask for 3 same answers, and each row gets 2."),
    ],
)
def test_what_cannot_work_is_said_before_it_is_published(ann: User, fields: dict[str, Any], words: str) -> None:
    text = "name,right,why,all\nTom,Cat,It says meow.,Dog|Fish|Cat\nRex,,,\nBo,Dog,It barks.,Dog|Cat\n"
    draft = make.batch_draft(
        ann, text, title="Say what {{name}} is", steps=["Look at {{name}}."], proofs=KINDS, **fields
    )

    lacking = [one.words for one in publishing.lacks(draft)]

    assert len(lacking) == 1
    assert words in lacking[0]


def test_a_share_of_gold_that_is_large_or_small_is_advised(ann: User, client: Client) -> None:
    draft = make.batch_draft(ann, FILE, title="Say what {{name}} is", steps=["Look at {{name}}."], proofs=KINDS, **GOLD)
    client.force_login(ann)

    page = client.get(f"/tasks/{draft.public_id}/draft/review/").content.decode()

    assert "3 rows have a known answer, 60% of all." in page
    assert "5 to 10% of the rows measure people well: here 1 row." in page
    assert "Right answers to “What is {{name}}?” stand" in page


def test_the_step_of_the_wizard_saves_all_of_it(ann: User, client: Client) -> None:
    draft = make.batch_draft(
        ann, FILE, title="Say what {{name}} is", steps=["Look at {{name}}."], proofs=KINDS, answers=3
    )
    client.force_login(ann)

    sent = {
        "claim_minutes": "15",
        "review_days": "3",
        "agreeing": "2",
        "gold_1": "right",
        "gold_because": "why",
        "gold_least": "60",
        "gold_after": "4",
        "gold_approves": "on",
    }
    answered = client.post(f"/tasks/{draft.public_id}/draft/review/", sent)

    saved = make.fresh(draft)
    assert answered.status_code == 302
    assert (saved.agreeing, saved.gold_columns[0], saved.gold_because) == (2, "right", "why")
    assert (saved.gold_least, saved.gold_after, saved.gold_approves) == (60, 4, True)
