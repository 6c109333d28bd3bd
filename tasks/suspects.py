"""Suspects: the rows of a batch the policy has to read closely. All are looked through for the words of its phrases.

A row is read closely only where each word of a phrase is in it, so a hundred thousand take seconds. How far a batch is
looked through is kept with what was found: whoever is stopped at any row leaves the rest to the next.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import takewhile
from time import monotonic

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from picomarket.lib.refusals import Refused

from . import filling, going_on, phrases, policy
from .models import Batch, Phrase, Row, Task

# Rows looked through in one transaction, which are also as many as somebody waits for, and the seconds after which a
# job leaves the rest to the next.
ROWS_AT_ONCE = 2_000
SECONDS = 20.0


class NotYetRead(Refused):
    """Not all rows of the file are looked through by the policy as it is."""


def check_known(task: Task, *, by: Sequence[Phrase]) -> None:
    """See that all rows of a batch are looked through by these phrases; a few are at once. Raises NotYetRead."""
    if not task.rows:
        return
    _look_on(task.batch.pk, by)
    _refresh(task.batch)
    if not are_known(task, by=by):
        raise NotYetRead(_("Your rows are still being read. Nothing was charged; publish when that is done."))


def are_known(task: Task, *, by: Sequence[Phrase]) -> bool:
    """Whether all rows of a batch are looked through by these phrases, with the words as they are."""
    return task.batch.is_looked_through and task.batch.looked_by == _mark(task, task.batch, by)


def ask(task: Task, *, by: Sequence[Phrase]) -> None:
    """Have the rows of a draft looked through anew where its words or the phrases are others by now."""
    for batch in Batch.objects.filter(task=task):
        others = Batch.objects.filter(pk=batch.pk).exclude(looked_by=_mark(task, batch, by))
        others.update(looked_by="", looked_through=0, suspects={})


def look_through_due(*, seconds: float = SECONDS) -> int:
    """Look through the rows of drafts whose file is checked, for some seconds, and label the drafts anew; how many."""
    end, done, known = monotonic() + seconds, 0, policy.known_phrases()
    waiting = Batch.objects.to_look_through().filter(task__in=Task.objects.drafts()).order_by("uploaded_at")
    for batch_id, task_id in list(waiting.values_list("pk", "task")):
        while monotonic() < end and (read := _look_on(batch_id, known)):
            done += read
        _label(task_id)
    return done


def look_through(tasks: Iterable[Task], *, by: Sequence[Phrase], until: float) -> bool:
    """Look through the batches among these tasks; whether all are, before the clock says ``until``."""
    for task in tasks:
        while task.rows and not are_known(task, by=by):
            if monotonic() > until or not _look_on(task.batch.pk, by):
                return False
            _refresh(task.batch)
    return True


def _refresh(batch: Batch) -> None:
    batch.refresh_from_db(fields=["looked_by", "looked_through", "suspects"])


@transaction.atomic
def _label(task_id: int) -> None:
    draft = Task.objects.drafts().select_for_update(no_key=True, skip_locked=True).filter(pk=task_id).first()
    if draft and draft.rows and draft.batch.is_looked_through:
        draft.risks = policy.risks_of(draft)
        draft.save(update_fields=["risks"])


@transaction.atomic
def _look_on(batch_id: int, known: Sequence[Phrase]) -> int:
    """Look through the next rows of a batch; how many, or 0 when it is through or somebody else is at it."""
    locked = Batch.objects.select_for_update(no_key=True, skip_locked=True, of=("self",)).select_related("task")
    batch = locked.filter(pk=batch_id, state=Batch.State.CHECKED).first()
    if batch is None:
        return 0
    mark = _mark(batch.task, batch, known)
    if batch.looked_by != mark:
        batch.looked_by, batch.looked_through, batch.suspects = mark, 0, {}
    told, asked = ([text for text in some if filling.VARIABLE.search(text)] for some in _words(batch.task, batch))
    rows = _next_rows(batch) if told or asked else []
    said, denied = batch.suspects.get("said", {}), batch.suspects.get("denied", {})
    _find(_Rows.of(batch, rows, told, asked), known, said, denied)
    batch.suspects = {"said": said, "denied": denied}
    batch.looked_through = rows[-1].number if rows else batch.good
    batch.save(update_fields=["looked_by", "looked_through", "suspects"])
    return len(rows)


def _next_rows(batch: Batch) -> list[Row]:
    left = Row.objects.filter(task=batch.task_id, number__gt=batch.looked_through)
    return list(left.order_by("number")[:ROWS_AT_ONCE])


def _mark(task: Task, batch: Batch, known: Sequence[Phrase]) -> str:
    """Names what rows are looked through by and for: other phrases, words or rows, another name."""
    said = [(one.pk, policy.said_by(one)) for one in known]
    return hashlib.sha256(repr((said, *_words(task, batch), batch.columns, batch.uploaded_at)).encode()).hexdigest()


def _words(task: Task, batch: Batch) -> tuple[list[str], list[str]]:
    """A batch's words with their variables: what it says, and what its proofs ask for."""
    if task.published_at:
        return [batch.title, *batch.steps], list(batch.labels)
    fields = sorted(task.proof_fields.all(), key=lambda field: field.position)
    return [task.title, *task.steps], [field.label for field in fields]


def _find(rows: _Rows, known: Sequence[Phrase], said: dict[str, int], denied: dict[str, int]) -> None:
    """Note for each phrase the first row that says it, and the first that says no to it."""
    for phrase in known:
        key = str(phrase.pk)
        for number, match in rows.with_phrase(phrase) if key not in said else ():
            if not match.negated:
                said[key] = number
                break
            denied.setdefault(key, number)


class _Rows:
    """Some rows as a worker reads them, by their numbers, and in which of them each word is."""

    def __init__(self, texts: dict[int, str], asking: dict[int, range]) -> None:
        self.texts, self.asking = texts, asking
        self.spelled = set[int]()
        self.having = defaultdict[str, set[int]](set)
        self.ways = dict[int, list[phrases.Reading]]()
        for number, text in texts.items():
            words, is_spelled = phrases.words_in(text)
            for word in words:
                self.having[word].add(number)
            if is_spelled:
                self.spelled.add(number)

    @classmethod
    def of(cls, batch: Batch, rows: Iterable[Row], told: Sequence[str], asked: Sequence[str]) -> _Rows:
        texts, asking = dict[int, str](), dict[int, range]()
        for row in rows:
            values = row.values(batch.columns)
            said = going_on.APART.join(filling.filled(text, values) for text in told)
            texts[row.number] = going_on.APART.join([said, *(filling.filled(text, values) for text in asked)])
            asking[row.number] = range(len(said), len(texts[row.number]))
        return cls(texts, asking if asked else {})

    @cached_property
    def vocabulary(self) -> list[str]:
        return sorted(self.having)

    def with_phrase(self, phrase: Phrase) -> Iterator[tuple[int, phrases.Match]]:
        """The rows a phrase is found in, and where."""
        if phrase.only_asked and not self.asking:
            return
        for number in sorted(self._with_words_of(phrase.words) | self.spelled):
            if number not in self.ways:
                self.ways[number] = phrases.readings(self.texts[number])
            within = self.asking[number] if phrase.only_asked else None
            if match := phrases.find(phrase.words, self.ways[number], unless=phrase.unless, within=within):
                yield number, match

    def _with_words_of(self, phrase: str) -> set[int]:
        found: set[int] | None = None
        for alternatives in phrases.compiled(phrase).words:
            here = {number for stem, goes_on in alternatives for number in self._with_word(stem, goes_on)}
            found = here if found is None else found & here
            if not found:
                break
        return found or set()

    def _with_word(self, stem: str, goes_on: bool) -> set[int]:
        if not goes_on:
            return self.having.get(stem, set())
        begun = self.vocabulary[bisect_left(self.vocabulary, stem) :]
        return set().union(*(self.having[word] for word in takewhile(lambda word: word.startswith(stem), begun)))
