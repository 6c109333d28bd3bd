"""The queue of what waits for an employer's verdict: the oldest deadline first, unless another order is asked for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, BooleanField, DateTimeField, Exists, F, OuterRef, Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.models import name_shown
from picomarket.lib import blanks, statements
from picomarket.lib.blanks import Blank, IsOneOf
from picomarket.lib.counting import MOST, Count, counted, up_to
from tasks.models import Task

from .models import BulkApproval, Fingerprint, GivenVerdict, Submission, SubmissionQuerySet


class Order(TextChoices):
    OLDEST = "", _("Least time left")
    NEWEST = "newest", _("Most time left")
    TOGETHER = "alike", _("Look-alikes together")


class Standing(NamedTuple):
    """A submission in the queue by its key, and the group it looks alike with, where the order is by that."""

    key: int
    group: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a submission stands: its neighbours that still wait, and how many wait in all."""

    before: Submission | None
    after: Submission | None
    waiting: Count


@dataclass(frozen=True, slots=True)
class Queue:
    """Rows of a task that wait, in an order."""

    task: Task
    rows: SubmissionQuerySet
    order: str = Order.OLDEST
    # All that waits is in it, so that its statements are the same for every task.
    is_whole: bool = False

    @property
    def waiting(self) -> Count:
        """How many wait, counted no further than anybody reads."""
        if not self.is_whole:
            return counted(self.rows)
        ((number,),) = _counting().ask({"task": self.task.pk})
        return up_to(number)

    def next_after(self, submission: Submission) -> Submission | None:
        """What to review next; after the last comes the first that was left out."""
        return self._one(submission) or self._one(None, but=submission)

    def place_of(self, submission: Submission) -> Place:
        keys = self._key(submission, back=True), self._key(submission)
        rows = Submission.objects.only("public_id", "state").with_glances().in_bulk([key for key in keys if key])
        before, after = (rows.get(key) if key else None for key in keys)
        return Place(before, after, self.waiting)

    def _one(self, start: Submission | None, *, but: Submission | None = None) -> Submission | None:
        key = self._key(start, but=but)
        return Submission.objects.with_proofs().filter(pk=key).first() if key else None

    def _key(self, start: Submission | None, *, back: bool = False, but: Submission | None = None) -> int | None:
        found = self.ahead(start, size=2, back=back)
        return next((one.key for one in found if but is None or one.key != but.pk), None)

    def ahead(self, start: Submission | None, *, size: int, back: bool = False) -> list[Standing]:
        """So many that come after this one, or before it with the nearest first; from the end where there is none.

        Together come first those that look alike, group by group, then the others.
        """
        if self.order != Order.TOGETHER:
            return self._in_time(self.rows, start, size, back=back != (self.order == Order.NEWEST))
        alone = self.rows.exclude(Exists(Fingerprint.objects.grouped().filter(submission=OuterRef("pk"))))
        group = _group_of(start) if start else None
        found: list[Standing] = []
        if back and not group:
            found = self._in_time(alone, start, size, back=True)
        if back or group or not start:
            found += self._grouped(start if group else None, group, size - len(found), back=back)
        if not back:
            found += self._in_time(alone, None if group else start, size - len(found))
        return found

    def _in_time(
        self, rows: SubmissionQuerySet, start: Submission | None, size: int, *, back: bool = False
    ) -> list[Standing]:
        if self.is_whole and rows is self.rows:
            at = {"until": start.review_until, "key": start.pk} if start else {}
            found = _line(size, back=back, starts=bool(start)).ask({"task": self.task.pk, **at})
            return [Standing(key) for (key,) in found]
        rows = _beyond(rows, start.review_until, start.pk, back=back) if start else rows
        return [Standing(key) for key in _in_line(rows, back=back).values_list("pk", flat=True)[:size]]

    def _grouped(self, start: Submission | None, group: int | None, size: int, *, back: bool = False) -> list[Standing]:
        """Each submission once, by the first of its proofs that looks like another one."""
        sooner = Fingerprint.objects.grouped().filter(submission=OuterRef("submission"))
        sooner = sooner.filter(Q(alike__lt=OuterRef("alike")) | Q(alike=OuterRef("alike"), pk__lt=OuterRef("pk")))
        grouped = Fingerprint.objects.grouped().filter(task=self.task)
        found = grouped.filter(submission__in=among(self.rows.order_by(), grouped))
        found = found.exclude(Exists(sooner))
        if start:
            than, key = ("alike__lt", "submission__lt") if back else ("alike__gt", "submission__gt")
            found = found.filter(Q(**{than: group}) | Q(**{"alike": group, key: start.pk}))
        found = found.order_by("-alike", "-submission") if back else found.order_by("alike", "submission")
        return [Standing(*row) for row in found.values_list("submission", "alike")[:size]]


def among(rows: SubmissionQuerySet, prints: QuerySet[Fingerprint]) -> SubmissionQuerySet:
    """Those of the rows that have one of these fingerprints. The prints' keys are an array: joined, PostgreSQL may ask
    of each row that waits whether it has one."""
    keys = ArraySubquery(prints.order_by().values("submission"))
    return rows.filter(IsOneOf(F("pk"), keys, output_field=BooleanField()))


def waiting_for(task: Task | Blank) -> SubmissionQuerySet:
    return _in_line(Submission.objects.to_review().filter(task=task))


def _in_line(rows: SubmissionQuerySet, *, back: bool = False) -> SubmissionQuerySet:
    return rows.order_by("-review_until", "-pk") if back else rows.order_by("review_until", "pk")


def _beyond(rows: SubmissionQuerySet, at: Any, key: Any, *, back: bool) -> SubmissionQuerySet:
    """Those behind this place in the line, or before it."""
    than = "lt" if back else "gt"
    # Said twice, because an index is entered by the first and not by the second.
    rows = rows.filter(**{f"review_until__{than}e": at})
    return rows.filter(Q(**{f"review_until__{than}": at}) | Q(**{"review_until": at, f"pk__{than}": key}))


_TASK = Blank("task", BigIntegerField())


@lru_cache(maxsize=20)
def _line(size: int, *, back: bool, starts: bool) -> blanks.Statement:
    rows = waiting_for(_TASK)
    if starts:
        rows = _beyond(rows, Blank("until", DateTimeField()), Blank("key", BigIntegerField()), back=back)
    return blanks.rows_of(_in_line(rows, back=back).values_list("pk")[:size], planned=True)


@cache
def _counting() -> blanks.Statement:
    return blanks.count_of(waiting_for(_TASK).order_by()[: MOST + 1], planned=True)


@dataclass(frozen=True, slots=True)
class Press:
    """Verdicts of one press that can still be taken back: how many, until when, and whose work where it is one."""

    press: str
    kind: str
    count: int
    until: datetime
    worker_name: str

    @property
    def label(self) -> str:
        return str(GivenVerdict.Kind(self.kind).label)


def just_given(task: Task) -> list[Press]:
    """What can still be taken back, the newest first."""
    seen: dict[str, Press] = {}
    for press, kind, due_at, public_id, name in _given().ask({"task": task.pk}):
        before = seen.get(press)
        worker_name = "" if before else name_shown(name, public_id)
        seen[press] = Press(press, kind, before.count + 1 if before else 1, due_at, worker_name)
    return list(seen.values())


@cache
def _given() -> blanks.Statement:
    rows = GivenVerdict.objects.filter(submission__task=_TASK).order_by("-due_at", "press")
    told = ("press", "kind", "due_at", "submission__worker__public_id", "submission__worker__name")
    return blanks.rows_of(rows.values_list(*told), planned=True)


def being_approved(task: Task) -> BulkApproval | None:
    """What is being approved all at once, if anything is."""
    return BulkApproval.objects.running().filter(task=task).defer("keys").first()


_SOON = """
    SELECT key FROM submissions_bulkapproval AS bulk, unnest(bulk.keys[bulk.place + 1:]) AS key
     WHERE bulk.id = %s AND key = ANY (%s::bigint[])
"""


def soon_approved(bulk: BulkApproval | None, keys: Collection[int]) -> set[int]:
    """Which of these are still to be approved all at once."""
    return {key for (key,) in statements.rows(_SOON, [bulk.pk, list(keys)])} if bulk and keys else set()


def _group_of(submission: Submission) -> int | None:
    groups = submission.fingerprints.grouped().order_by("alike")
    return groups.values_list("alike", flat=True).first()
