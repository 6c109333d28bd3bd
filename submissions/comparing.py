"""What is known beside a submission: others' answers to its row, the answer known to be right, how well its worker
does. For pages and for results.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from picomarket.lib.answers import readings
from tasks import checking, gold
from tasks.gold import Accuracy
from tasks.models import Gold, GoldAnswer, Row, Task

from . import agreement
from .agreement import Answer, Answers
from .models import Submission


@dataclass(frozen=True, slots=True)
class Agreed:
    """The answer to a row that was given most often: in words, how often, and how sure that makes it, in percent."""

    words: str
    same: int
    given: int
    confidence: int

    @classmethod
    def of(cls, answers: Answers | None) -> Agreed | None:
        best = answers.best if answers else None
        if answers is None or best is None:
            return None
        words = " · ".join(best.texts)
        return cls(words, answers.same_as(best), len(answers.given), round(100 * answers.confidence(best)))


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody else's answer to the same row."""

    submission: Submission
    words: list[tuple[str, str]]
    is_same: bool
    accuracy: Accuracy | None


@dataclass(frozen=True, slots=True)
class Compared:
    """All there is beside one submission; empty where its task is no batch, or nothing of it can be compared."""

    others: Sequence[Other] = ()
    agreed: Agreed | None = None
    known: Sequence[tuple[str, str]] = ()
    scored: GoldAnswer | None = None
    accuracy: Accuracy | None = None


def beside(submission: Submission) -> Compared:
    """What its employer reads beside it."""
    task, row = submission.task, submission.row
    if row is None:
        return Compared()
    scored = gold.answer_of(row, submission.worker) if task.has_gold else None
    known = gold.accuracies(task, [submission.worker_id]) if task.has_gold else {}
    answers = agreement.of_rows(task, [row.pk]).get(row.pk) if agreement.is_compared(task) else None
    return Compared(
        others=_others(submission, answers) if answers else (),
        agreed=Agreed.of(answers),
        known=known_answers(submission, scored.gold) if scored else (),
        scored=scored,
        accuracy=known.get(submission.worker_id),
    )


def _others(submission: Submission, answers: Answers) -> list[Other]:
    own, fields = answers.of(submission.pk), checking.compared(submission.task)
    labels = [submission.words.label(one) for one in fields]
    rows = Submission.objects.select_related("worker", "given").in_bulk([one.submission for one in answers.given])
    return [
        Other(
            rows[one.submission],
            list(zip(labels, one.texts, strict=True)),
            own is not None and own.key == one.key,
            answers.accuracies.get(one.worker),
        )
        for one in answers.given
        if one.submission != submission.pk
    ]


def known_answers(submission: Submission, one: Gold) -> list[tuple[str, str]]:
    """What is said to be right, each under the words it was asked by."""
    fields = {field.position: field for field in submission.task.proof_fields.all()}
    answers = enumerate(one.answers, start=1)
    return [(submission.words.label(fields[position]), readings(text)) for position, text in answers if text]


@dataclass(frozen=True, slots=True)
class Page:
    """What is known of some rows of a batch: the agreed answers and the known ones by row, and how each worker does."""

    agreed: dict[int, Agreed]
    known: dict[int, Gold]
    accuracies: dict[int, Accuracy]


def of_page(task: Task, rows: Collection[Row]) -> Page:
    """Some queries, however many rows they are."""
    keys = [row.pk for row in rows]
    answers = agreement.of_rows(task, keys) if agreement.is_compared(task) else {}
    agreed = {row: one for row, given in answers.items() if (one := Agreed.of(given))}
    if not task.has_gold:
        return Page(agreed, {}, {})
    known = {one.row_id: one for one in Gold.objects.filter(row__in=keys)}
    return Page(agreed, known, gold.accuracies(task))


def for_results(task: Task, keys: Sequence[int]) -> dict[int, tuple[str, str, str, str]]:
    """Agreement, confidence, gold and the worker's accuracy of these submissions of a batch, as results say them."""
    whose = list(Submission.objects.filter(pk__in=keys).values_list("pk", "row", "worker"))
    rows = {row for _pk, row, _worker in whose if row}
    answers = agreement.of_rows(task, rows) if agreement.is_compared(task) else {}
    scored = gold.scored(rows) if task.has_gold else {}
    accuracies = gold.accuracies(task, {worker for _pk, _row, worker in whose}) if task.has_gold else {}
    told = {}
    for pk, row, worker in whose:
        known, is_right = accuracies.get(worker), scored.get((row or 0, worker))
        right = "" if is_right is None else "right" if is_right else "wrong"
        share, confidence = _weighed(answers.get(row or 0), pk)
        told[pk] = share, confidence, right, f"{known.right / known.done:.2f}" if known else ""
    return told


def _weighed(answers: Answers | None, submission: int) -> tuple[str, str]:
    own: Answer | None = answers.of(submission) if answers else None
    if answers is None or own is None:
        return "", ""
    return f"{answers.share(own):.2f}", f"{answers.confidence(own):.2f}"
