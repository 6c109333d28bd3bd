"""The case file: everything one page needs to show a dispute, for the two sides and for support."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from accounts.models import User
from inbox.notices import Words
from picomarket.lib.money import Money
from submissions.models import Proof, Revision, Submission
from tasks.models import Task
from wallet import escrow

from . import appeals, cases, hearing, jury
from .models import Appeal, Dispute, DisputeQuerySet, Enclosure, Juror, Statement

State, Kind = Dispute.State, Statement.Kind
TONES = {State.UPHELD: "good", State.PARTLY: "wait", State.DISMISSED: "bad"}


@dataclass(frozen=True, slots=True)
class Event:
    """One point of a time line."""

    what: str
    at: datetime
    by: str = ""
    text: str = ""
    tone: str = ""
    enclosures: Sequence[Enclosure] = ()


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
        rows = self.case.statements.select_related("author").prefetch_related("enclosures")
        return list(rows.order_by("said_at", "pk"))

    @cached_property
    def appeal(self) -> Appeal | None:
        return self.case.appealed

    @property
    def employer_answered(self) -> bool:
        """The employer said something, whenever it was."""
        return any(one.author_id == self.employer.pk and one.kind != Kind.PASSED for one in self.statements)

    @property
    def employer_passed(self) -> bool:
        """The employer had nothing to add, and said so."""
        return self.case.answered_at is not None and not self.employer_answered

    @property
    def was_unanswered(self) -> bool:
        """Support decided, and until then the employer had said nothing."""
        case = self.case
        by_support = case.decided_by_id not in (None, self.worker.pk, self.employer.pk)
        if case.decided_at is None or not by_support:
            return False
        return case.answered_at is None or case.answered_at > case.decided_at

    @property
    def answer_is_late(self) -> bool:
        """The employer let their time pass in silence."""
        return self.case.answered_at is None and self.case.answer_by <= self.now

    @property
    def turn(self) -> str:
        """Whose time it is in an open case: employer, worker or support."""
        sides = {"employer": self.employer, "worker": self.worker}
        due = (name for name, one in sides.items() if hearing.is_due(self.case, one, now=self.now))
        return next(due, "support")

    @property
    def is_my_turn(self) -> bool:
        return self.reader is not None and hearing.is_due(self.case, self.reader, now=self.now)

    @property
    def offer(self) -> Statement | None:
        """The part the employer proposes, while the worker can take it."""
        if not self.case.is_open:
            return None
        return next((one for one in reversed(self.statements) if one.kind == Kind.OFFERED), None)

    @property
    def offered(self) -> Money:
        """What the worker would receive of the part proposed."""
        return self.submission.price.part((self.offer and self.offer.part) or 0).receives

    @property
    def can_speak(self) -> bool:
        return self.case.is_open or bool(self.appeal and self.appeal.is_open)

    @property
    def can_appeal(self) -> bool:
        return self.reader is not None and appeals.can_file(self.case, self.reader, now=self.now)

    @property
    def can_accept(self) -> bool:
        """The worker can have a decision settled now that waits for their appeal."""
        waits = not self.case.is_open and not self.case.is_settled
        return waits and self.appeal is None and self.for_worker

    @cached_property
    def jurors(self) -> list[Juror]:
        return list(self.case.jurors.order_by("voted_at", "pk"))

    @property
    def votes(self) -> list[tuple[str, int]]:
        """What the jury thinks, in numbers; nothing where none was asked. The two sides read it after the decision."""
        if not self.jurors or (self.reader and self.can_speak):
            return []
        cast = [one.vote for one in self.jurors]
        return [(str(vote.label), cast.count(vote)) for vote in Juror.Vote]

    @property
    def no_jury(self) -> Words | None:
        """Why support cannot ask a jury now."""
        return jury.why_not(self.case)

    @property
    def row_values(self) -> Mapping[str, str]:
        """Of a batch: the values of the row the work is about."""
        row = self.submission.row
        return row.values(self.task.batch.columns) if row else {}

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
        cost, state = self.submission.price.cost, self.submission.state
        if state == Submission.State.AWARDED:
            return cost - self.submission.paid.cost
        return cost if state == Submission.State.CONFIRMED and self.moved else Money(0)

    @property
    def parts(self) -> list[tuple[int, Money]]:
        """The parts support can award, in percent, each with what the worker would receive."""
        return [(percent, self.task.price.part(percent).receives) for percent in cases.PARTS]

    def thread(self) -> list[Event]:
        """What was said, and what was decided."""
        return sorted([*map(self._said, self.statements), *self._decisions()], key=lambda one: one.at)

    def _said(self, one: Statement) -> Event:
        what, text = self._role(one.author), one.words
        if one.kind == Kind.PASSED:
            text = _("Nothing to add.")
        elif one.kind == Kind.OFFERED:
            part = self.submission.price.part(one.part or 0).receives
            text = _("Proposes to pay %(percent)s%%: the worker would receive %(money)s.") % {
                "percent": one.part,
                "money": part,
            }
            text = f"{text}\n{one.words}".strip()
        elif one.kind == Kind.APPEALED:
            what = _("%(who)s: an appeal") % {"who": what}
        return Event(what, one.said_at, self._name(one.author), text, enclosures=tuple(one.enclosures.all()))

    def _decisions(self) -> list[Event]:
        case, appeal = self.case, self.appeal
        if case.decided_at is None:
            return []
        by = self._name(case.decided_by) if case.is_agreed and case.decided_by else _("Support")
        tone = TONES[State(appeal.was if appeal else case.state)]
        decided = [Event(case.first_outcome, case.decided_at, by, case.why, tone)]
        if appeal and appeal.decided_at:
            outcome = f"{appeal.get_state_display()}: {case.get_state_display()}"
            tone = TONES[State(case.state)]
            decided.append(Event(outcome, appeal.decided_at, _("Support, somebody else"), appeal.decision, tone))
        return decided

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
        answers = [Event(one.get_kind_display(), one.said_at, self._name(one.author)) for one in self.statements[1:]]
        decided = [Event(one.what, one.at, one.by, tone=one.tone) for one in self._decisions()]
        return sorted([*happened, *answers, *decided], key=lambda one: one.at)

    def _role(self, person: User) -> str:
        if person == self.reader:
            return _("Your words")
        return _("The worker") if person == self.worker else _("The employer")

    def _name(self, person: User) -> str:
        return "" if person == self.reader else person.public_name


def with_sides(rows: DisputeQuerySet) -> DisputeQuerySet:
    """Cases with their task and both people, in one query."""
    sides = rows.select_related("submission__task__employer", "submission__task__category", "submission__worker")
    return sides.select_related("submission__row", "submission__task__batch", "decided_by", "appeal", "goodwill")


def with_proofs(rows: DisputeQuerySet) -> DisputeQuerySet:
    """Cases with both sides and what was handed in, in the order the task asked for it."""
    proofs = Proof.objects.select_related("field").order_by("field__position")
    asked = Revision.objects.with_proofs().order_by("number")
    return with_sides(rows).prefetch_related(
        Prefetch("submission__proofs", proofs), Prefetch("submission__revisions", asked)
    )
