"""Agreement: which answers to a row of a batch are the same, and how sure that makes one of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from tasks import checking, gold, matching
from tasks.gold import Accuracy
from tasks.models import ProofField, Task

from .models import Proof, Submission

State = Submission.State
# A rejected answer says nothing of the row, and one that is being worked on says nothing yet.
COUNTED = (State.SUBMITTED, State.APPROVED)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one submission says of its row: ``texts`` as they were typed, ``key`` as they are compared."""

    submission: int
    worker: int
    texts: tuple[str, ...]
    key: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers to one row, and how well those who gave them answered gold rows."""

    given: list[Answer] = field(default_factory=list)
    accuracies: Mapping[int, Accuracy] = field(default_factory=dict)

    @property
    def counts(self) -> list[tuple[tuple[str, ...], int]]:
        """Each different answer with how often it was given, the most frequent first."""
        return Counter(one.key for one in self.given).most_common()

    @property
    def best(self) -> Answer | None:
        """One of the answers that were given most often; none where two were given as often."""
        first, *others = self.counts or [((), 0)]
        if not first[1] or (others and others[0][1] == first[1]):
            return None
        return next(one for one in self.given if one.key == first[0])

    def agreed(self, least: int) -> Answer | None:
        """The answer that was given so often and more often than any other."""
        best = self.best
        return best if best and least and self.same_as(best) >= least else None

    def same_as(self, answer: Answer) -> int:
        return sum(one.key == answer.key for one in self.given)

    def share(self, answer: Answer) -> float:
        """The part of the answers that are this one."""
        return self.same_as(answer) / len(self.given)

    def confidence(self, answer: Answer) -> float:
        """The same, where each answer weighs as much as its worker was right so far."""
        weights = {one.worker: self.accuracies.get(one.worker, Accuracy()).weight for one in self.given}
        return sum(weights[one.worker] for one in self.given if one.key == answer.key) / sum(weights.values())

    def of(self, submission: int) -> Answer | None:
        return next((one for one in self.given if one.submission == submission), None)


def of_rows(task: Task, rows: Iterable[int]) -> dict[int, Answers]:
    """The answers to these rows of a task, by the row's key. Four queries, however many they are."""
    fields = checking.compared(task)
    if not fields:
        return {}
    counted = Submission.objects.filter(row__in=list(rows), state__in=COUNTED).order_by("submitted_at", "pk")
    whose = list(counted.values_list("pk", "row", "worker"))
    texts = _texts([pk for pk, _row, _worker in whose], fields)
    accuracies = gold.accuracies(task, {worker for _pk, _row, worker in whose}) if task.has_gold else {}
    found: defaultdict[int, list[Answer]] = defaultdict(list)
    for pk, row, worker in whose:
        typed = tuple(texts.get((pk, one.pk), "") for one in fields)
        key = tuple(matching.normal(one.kind, text) for one, text in zip(fields, typed, strict=True))
        found[row or 0].append(Answer(pk, worker, typed, key))
    return {row: Answers(given, accuracies) for row, given in found.items()}


def _texts(submissions: Collection[int], fields: Collection[ProofField]) -> dict[tuple[int, int], str]:
    kept = Proof.objects.filter(submission__in=submissions, field__in=fields, place=0)
    return {(pk, asked): text for pk, asked, text in kept.values_list("submission", "field", "text")}


def is_compared(task: Task) -> bool:
    """Whether there is more than one answer to a row to compare."""
    return bool(task.rows) and task.answers > 1
