"""Cases: a worker contests a rejection, and support, or the two sides themselves, decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.text import format_lazy
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inbox import notices
from inbox.notices import Words
from inbox.topics import Topic
from picomarket.lib import locales
from picomarket.lib.refusals import Refused
from submissions.models import Submission
from tasks import measures, outside

from . import enclosures, settling
from .enclosures import Sent
from .models import AGREED, PART_TAKEN, Dispute, DisputeQuerySet, Statement

SHORTEST_WORDS = 20
# The parts of a price that can be awarded, in percent.
PARTS = (25, 50, 75)


class TooLate(Refused):
    """The time to dispute, answer or decide is over, or somebody was quicker."""


class TooEarly(Refused):
    """A decision that is not wholly in the worker's favour, in the worker's time to answer."""


class TooShort(Refused):
    """Words are missing that the other side or the next reader needs."""


class NoPart(Refused):
    """A part of the reward that support does not award."""


class NoOffer(Refused):
    """The employer proposes nothing, or another part than the worker saw."""


class OwnCase(Refused):
    """Nobody judges a case they are a side of."""


def can_open(submission: Submission, *, now: datetime) -> bool:
    """Whether this rejection can still be contested."""
    window = submission.contest_until
    return submission.state == Submission.State.REJECTED and window is not None and window > now


def open_case(submission: Submission, *, by: User, words: str, files: Sent = (), now: datetime) -> Dispute:
    """Contest a rejection, free, within the dispute window. The slot's escrow stays locked; no money moves.

    Raises TooLate, TooShort, HeldBack or BadEnclosure.
    """
    words, cleaned = checked(words), enclosures.clean(files)
    with enclosures.none_left_behind() as written, transaction.atomic():
        row = (
            Submission.objects.of(by)
            .select_related("task__employer")
            .select_for_update(no_key=True, of=("self",))
            .get(pk=submission.pk)
        )
        if not can_open(row, now=now):
            raise TooLate(_("This rejection cannot be disputed any more."))
        check_inside(words, about=row)
        row.move_to(Submission.State.DISPUTED)
        answer_by = now + timedelta(hours=settings.RULES.dispute_answer_hours)
        decide_by = answer_by + timedelta(hours=settings.RULES.dispute_decide_hours)
        case = Dispute.objects.create(submission=row, opened_at=now, answer_by=answer_by, decide_by=decide_by)
        said = Statement.objects.create(dispute=case, author=by, words=words, said_at=now)
        enclosures.keep(said, cleaned, written)
        notices.tell(
            row.task.employer,
            subject=format_lazy(_("A rejection is disputed: {title}"), title=row.words.title),
            body=_("Read what the worker says and answer. Support decides after that."),
            url=case.get_absolute_url(),
            mail=True,
            topic=Topic.REJECTIONS,
            now=now,
        )
    return case


def concede(case: Dispute, *, by: User, now: datetime) -> None:
    """The employer gives in: the worker is paid from escrow at once, as if upheld. Raises TooLate."""
    with transaction.atomic():
        mine = Dispute.objects.filter(submission__task__employer=by)
        _close(_open(mine, case), Dispute.State.UPHELD, by=by, reason=AGREED, now=now)


def take_offer(case: Dispute, *, percent: int, by: User, now: datetime) -> None:
    """The worker takes the part that the employer proposes: it is paid out of escrow at once, the rest goes back.

    ``percent`` is the part as it was shown. Raises TooLate, or NoOffer where there is none or another by now.
    """
    with transaction.atomic():
        locked = _open(Dispute.objects.filter(submission__worker=by), case)
        offer = locked.statements.filter(kind=Statement.Kind.OFFERED).order_by("pk").last()
        if offer is None or offer.part != percent:
            raise NoOffer(_("The employer proposes another part by now. Look at it again."))
        _close(locked, Dispute.State.PARTLY, percent=percent, by=by, reason=PART_TAKEN, now=now)


def uphold(case: Dispute, *, by: User, reason: str, now: datetime) -> None:
    """The worker is right: escrow → the worker, the house and the referrer; the approval counts.

    Raises TooLate, TooShort, or OwnCase.
    """
    _decide(case, _Outcome(Dispute.State.UPHELD), by=by, reason=reason, now=now)


def dismiss(case: Dispute, *, by: User, reason: str, early: bool = False, now: datetime) -> None:
    """The rejection stands. No money moves and nothing counts while the worker can appeal; then it is settled.

    ``early``: also while the worker can still answer. Raises TooLate, TooEarly, TooShort, or OwnCase.
    """
    _decide(case, _Outcome(Dispute.State.DISMISSED, early=early), by=by, reason=reason, now=now)


def dismiss_kindly(case: Dispute, *, by: User, reason: str, early: bool = False, now: datetime) -> None:
    """The rejection stands, and the house pays the worker all the same: where both sides were honest.

    Goodwill of what the worker would have received is proposed when they can appeal no more, which somebody else
    approves; until then no money moves. Its employer cannot pay for the work a second time. Raises as ``dismiss`` does.
    """
    _decide(case, _Outcome(Dispute.State.DISMISSED, kindly=True, early=early), by=by, reason=reason, now=now)


def award(case: Dispute, *, percent: int, by: User, reason: str, early: bool = False, now: datetime) -> None:
    """Both are right in part: that much of the price is paid out of escrow, the rest goes back to the employer.

    It is settled when the worker can appeal no more: the slot is used up then, and the work counts in nobody's rate.
    ``early`` as in ``dismiss``. Raises TooLate, TooEarly, TooShort, OwnCase, or NoPart for another part than a quarter,
    a half or three quarters.
    """
    check_part(percent)
    _decide(case, _Outcome(Dispute.State.PARTLY, percent=percent, early=early), by=by, reason=reason, now=now)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What support decides: a state, a part in percent, the house's goodwill; also in the worker's time to answer."""

    state: str
    percent: int = 0
    kindly: bool = False
    early: bool = False

    @property
    def waits(self) -> bool:
        return self.state != Dispute.State.UPHELD and not self.early


def _decide(case: Dispute, outcome: _Outcome, *, by: User, reason: str, now: datetime) -> None:
    reason = checked(reason)
    with transaction.atomic():
        locked = _open(Dispute.objects.all(), case)
        check_no_side(locked, by)
        if outcome.waits and locked.reply_by and locked.waits_for_worker(now):
            raise TooEarly(waits_for_worker(locked.reply_by))
        locked.kindly = outcome.kindly
        days = settings.RULES.dispute_appeal_days
        locked.appeal_until = now + timedelta(days=days) if days else None
        _close(locked, outcome.state, percent=outcome.percent, by=by, reason=reason, now=now)


def _close(case: Dispute, state: str, *, percent: int = 0, by: User, reason: str, now: datetime) -> None:
    case.decision, case.decided_by, case.decided_at = reason, by, now
    case.part = percent or None
    case.move_to(state, "decision", "decided_by", "decided_at", "part", "kindly", "appeal_until")
    measures.note_dispute(case.submission.task.employer_id, lost=case.is_upheld)
    # Who could still get more waits for it; who was right does not.
    if case.is_upheld or case.appeal_until is None:
        settling.settle(case, by=by, now=now)
    subject = format_lazy(_("Dispute decided: {title}"), title=case.submission.words.title)
    tell_decided(case, subject, Dispute.State(state).label, locales.later(lambda: case.why), now=now)


def tell_decided(case: Dispute, subject: Words, outcome: Words, reason: Words, *, now: datetime) -> None:
    """Both sides are told by mail how a case, or an appeal, was decided and why."""
    body = format_lazy(_("{outcome}. The reason: {reason}"), outcome=outcome, reason=reason)
    for person in (case.submission.worker, case.submission.task.employer):
        notices.tell(
            person, subject=subject, body=body, url=case.get_absolute_url(), mail=True, topic=Topic.REJECTIONS, now=now
        )


def locked_case(visible: DisputeQuerySet, case: Dispute) -> Dispute:
    """A case of these, locked, with its task and both people."""
    return with_people(visible).select_for_update(no_key=True, of=("self",)).get(pk=case.pk)


def with_people(rows: DisputeQuerySet) -> DisputeQuerySet:
    """Cases with their work, its task, both people and who decided."""
    rows = rows.select_related("submission__task__employer", "submission__worker", "decided_by")
    return rows.select_related("submission__task__batch", "submission__row")


def _open(visible: DisputeQuerySet, case: Dispute) -> Dispute:
    locked = locked_case(visible, case)
    if not locked.is_open:
        raise TooLate(_("This case is decided already."))
    return locked


def check_no_side(case: Dispute, by: User) -> None:
    """Raises OwnCase where this person is the worker or the employer."""
    if case.has_side(by):
        raise OwnCase(_("You are a side of this case. Leave it to somebody else."))


def waits_for_worker(until: datetime) -> str:
    """Why nothing is decided against the worker yet, and what to do."""
    words = gettext("The worker can still answer until %(until)s. Wait, or say that you decide before.")
    return words % {"until": moment(until)}


def moment(at: datetime) -> str:
    """A day and a time, as the desk reads them."""
    return locales.dated(localtime(at), "FULL_DATETIME_FORMAT")


def check_part(percent: int) -> None:
    """Raises NoPart unless it is a part that can be paid."""
    if percent not in PARTS:
        raise NoPart(_("Choose which part of the reward is paid."))


def checked(words: str) -> str:
    """Words long enough to say something. Raises TooShort."""
    words = words.strip()
    if len(words) < SHORTEST_WORDS:
        raise TooShort(_("Write at least %(least)s characters.") % {"least": SHORTEST_WORDS})
    return words


def check_inside(words: str, *, about: Submission) -> None:
    """Raises HeldBack where the words name a way outside that neither the task nor the work handed in names."""
    also = [*about.words.steps, *about.proofs.values_list("text", flat=True)]
    outside.check(words, about=about.task, also="\n".join(also))
