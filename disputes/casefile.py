"""The case file: everything one page needs to show a dispute, for the two sides and for support."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from accounts.models import User
from picomarket.lib.money import Money
from submissions.models import Proof, Revision, Submission
from tasks.models import Task
from wallet import escrow

from . import cases
from .models import Dispute, DisputeQuerySet, Statement


@dataclass(frozen=True, slots=True)
class Event:
    """One point of a time line."""

    what: str
    at: datetime
    by: str = ""
    text: str = ""
    tone: str = ""


@dataclass(frozen=True)
class CaseFile:
    """A case as ``reader`` sees it: their own words are "yours". Support reads as nobody."""

    case: Dispute
    now: datetime
    reader: User | None = None

    @property
    def submission(self) -> Submission:
        return self.case.submission

    @property
    def task(self) -> Task:
        return self.submission.task

    @property
    def worker(self) -> User:
        return self.submission.worker

    @property
    def employer(self) -> User:
        return self.task.employer

    @property
    def for_worker(self) -> bool:
        return self.reader == self.worker

    @property
    def for_employer(self) -> bool:
        return self.reader == self.employer

    @cached_property
    def statements(self) -> list[Statement]:
        return list(self.case.statements.select_related("author").order_by("said_at", "pk"))

    @property
    def employer_answered(self) -> bool:
        return any(one.author_id == self.employer.pk for one in self.statements)

    @property
    def answer_is_late(self) -> bool:
        return self.case.answer_by <= self.now

    @property
    def is_late(self) -> bool:
        """Support has broken its promise."""
        return self.case.is_open and self.case.decide_by <= self.now

    @cached_property
    def moved(self) -> list[Any]:
        """The transfers this slot has caused until now."""
        return escrow.moved(self.submission.pk)

    @cached_property
    def held(self) -> Money:
        """What the task's escrow holds now, this slot's part included."""
        return escrow.held(self.task.pk)

    @property
    def returns(self) -> Money:
        """What a dismissal sends back to the employer: the slot's cost where the task is stopped."""
        return self.task.price.cost if self.task.state == Task.State.STOPPED else Money(0)

    @property
    def returned(self) -> Money:
        """What the decision did send back to the employer."""
        cost = self.submission.price.cost
        if self.case.is_partly:
            return cost - self.submission.paid.cost
        return cost if self.case.state == Dispute.State.DISMISSED and self.moved else Money(0)

    @property
    def parts(self) -> list[tuple[int, Money]]:
        """The parts support can award, in percent, each with what the worker would receive."""
        return [(percent, self.task.price.part(percent).receives) for percent in cases.PARTS]

    def thread(self) -> list[Event]:
        """What was said, and the decision."""
        said = [
            Event(self._role(one.author), one.said_at, self._name(one.author), one.words) for one in self.statements
        ]
        return said + self._decision()

    def _decision(self) -> list[Event]:
        case = self.case
        if case.decided_at is None:
            return []
        by = self._name(self.employer) if case.is_conceded else _("Support")
        tone = "good" if case.is_upheld else "wait" if case.is_partly else "bad"
        return [Event(case.get_state_display(), case.decided_at, by, case.decision, tone)]

    def events(self) -> list[Event]:
        """What happened from the claim on, without the words."""
        work, case = self.submission, self.case
        dates = [
            (_("Slot claimed"), work.claimed_at, self.worker),
            (_("Handed in"), work.submitted_at, self.worker),
            (_("Rejected"), work.rejected_at, self.employer),
            (_("Disputed"), case.opened_at, self.worker),
        ]
        asked = [(_("A change was asked for"), one.asked_at, self.employer) for one in work.revisions.all()]
        happened = [Event(what, at, self._name(by)) for what, at, by in [*dates, *asked] if at]
        answers = [Event(_("Answer"), one.said_at, self._name(one.author)) for one in self.statements[1:]]
        return happened + answers + [Event(one.what, one.at, one.by, tone=one.tone) for one in self._decision()]

    def _role(self, person: User) -> str:
        if person == self.reader:
            return _("Your words")
        return _("The worker") if person == self.worker else _("The employer")

    def _name(self, person: User) -> str:
        return "" if person == self.reader else person.public_name


def with_sides(rows: DisputeQuerySet) -> DisputeQuerySet:
    """Cases with their task and both people, in one query."""
    return rows.select_related("submission__task__employer", "submission__task__category", "submission__worker")


def with_proofs(rows: DisputeQuerySet) -> DisputeQuerySet:
    """Cases with both sides and what was handed in, in the order the task asked for it."""
    proofs = Proof.objects.select_related("field").order_by("field__position")
    asked = Revision.objects.with_proofs().order_by("number")
    return with_sides(rows).prefetch_related(
        Prefetch("submission__proofs", proofs), Prefetch("submission__revisions", asked)
    )
