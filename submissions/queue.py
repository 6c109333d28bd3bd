"""The queue of what waits for an employer's verdict: the oldest deadline first, unless another order is asked for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from picomarket.lib import statements
from picomarket.lib.counting import Count, counted
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

    def next_after(self, submission: Submission) -> Submission | None:
        """What to review next; after the last comes the first that was left out."""
        return self._one(submission) or self._one(None, but=submission)

    def place_of(self, submission: Submission) -> Place:
        keys = self._key(submission, back=True), self._key(submission)
        rows = Submission.objects.with_proofs().in_bulk([key for key in keys if key])
        before, after = (rows.get(key) if key else None for key in keys)
        return Place(before, after, counted(self.rows))

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
        if start:
            until, key = ("review_until__lt", "pk__lt") if back else ("review_until__gt", "pk__gt")
            at = start.review_until
            rows = rows.filter(Q(**{until: at}) | Q(**{"review_until": at, key: start.pk}))
        rows = rows.order_by("-review_until", "-pk") if back else rows.order_by("review_until", "pk")
        return [Standing(key) for key in rows.values_list("pk", flat=True)[:size]]

    def _grouped(self, start: Submission | None, group: int | None, size: int, *, back: bool = False) -> list[Standing]:
        """Each submission once, by the first of its proofs that looks like another one."""
        sooner = Fingerprint.objects.grouped().filter(submission=OuterRef("submission"))
        sooner = sooner.filter(Q(alike__lt=OuterRef("alike")) | Q(alike=OuterRef("alike"), pk__lt=OuterRef("pk")))
        found = Fingerprint.objects.grouped().filter(task=self.task, submission__in=self.rows.order_by())
        found = found.exclude(Exists(sooner))
        if start:
            than, key = ("alike__lt", "submission__lt") if back else ("alike__gt", "submission__gt")
            found = found.filter(Q(**{than: group}) | Q(**{"alike": group, key: start.pk}))
        found = found.order_by("-alike", "-submission") if back else found.order_by("alike", "submission")
        return [Standing(*row) for row in found.values_list("submission", "alike")[:size]]


def waiting_for(task: Task) -> SubmissionQuerySet:
    return Submission.objects.to_review().filter(task=task).order_by("review_until", "pk")


@dataclass(frozen=True, slots=True)
class Press:
    """Verdicts of one press that can still be taken back: how many, until when, and of whom where it is one."""

    press: str
    kind: str
    count: int
    until: datetime
    worker: User | None

    @property
    def label(self) -> str:
        return str(GivenVerdict.Kind(self.kind).label)


def just_given(task: Task) -> list[Press]:
    """What can still be taken back, the newest first."""
    rows = GivenVerdict.objects.filter(submission__task=task).order_by("-due_at", "press")
    seen: dict[str, Press] = {}
    for one in rows.select_related("submission__worker"):
        before = seen.get(one.press)
        worker = None if before else one.submission.worker
        count = before.count + 1 if before else 1
        seen[one.press] = Press(one.press, one.kind, count, one.due_at, worker)
    return list(seen.values())


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
