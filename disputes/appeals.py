"""Appeals: who lost asks once for another look, by somebody else of the staff. Without one a decision is settled."""

from __future__ import annotations

import contextlib
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inbox import notices
from inbox.notices import Words
from inbox.topics import Topic
from picomarket.lib.refusals import Refused
from picomarket.lib.sweeps import sweep
from tasks import measures

from . import cases, enclosures, jury, settling
from .cases import TooLate
from .enclosures import Sent
from .models import Appeal, Dispute, Statement

State = Dispute.State


class NoAppeal(Refused):
    """This person cannot appeal, or no more; the message says why."""


class OwnDecision(Refused):
    """Nobody judges an appeal against their own decision."""


class NothingChanged(Refused):
    """The outcome chosen on appeal is the one that holds."""


def can_file(case: Dispute, person: User, *, now: datetime) -> bool:
    """Whether this side can appeal now."""
    return _why_not(case, person, now=now) is None


def _why_not(case: Dispute, person: User, *, now: datetime) -> Words | None:
    """Why this side cannot appeal; None where they can."""
    worker, _employer = case.sides
    won = State.UPHELD if person.pk == worker else State.DISMISSED
    if case.is_open:
        return _("This case is not decided yet.")
    if case.is_agreed:
        return _("You two settled this case yourselves, so there is nothing to appeal.")
    if case.appealed:
        return _("This case was appealed already. There is one appeal.")
    if case.state == won:
        return _("This was decided for you, so there is nothing to appeal.")
    if case.appeal_until is None or case.appeal_until <= now:
        return _("The time to appeal is over.")
    return _("You accepted the decision.") if person.pk == worker and case.is_settled else None


def file(case: Dispute, *, by: User, words: str, files: Sent = (), now: datetime) -> Appeal:
    """Ask for another look, once, within the days for it, with a reason. No money moves, and what is locked stays so.

    Raises NoAppeal, TooShort, HeldBack or BadEnclosure.
    """
    words, cleaned = cases.checked(words), enclosures.clean(files)
    with enclosures.none_left_behind() as written, transaction.atomic():
        locked = cases.locked_case(Dispute.objects.seen_by(by), case)
        if why := _why_not(locked, by, now=now):
            raise NoAppeal(str(why))
        cases.check_inside(words, about=locked.submission)
        said = Statement.objects.create(
            dispute=locked, author=by, kind=Statement.Kind.APPEALED, words=words, said_at=now
        )
        enclosures.keep(said, cleaned, written)
        appeal = Appeal.objects.create(
            dispute=locked,
            by=by,
            filed_at=now,
            decide_by=now + timedelta(hours=settings.RULES.dispute_appeal_hours),
            was=locked.state,
            was_part=locked.part,
            against=_decider(locked),
        )
        work = locked.submission
        notices.tell(
            work.task.employer if by == work.worker else work.worker,
            subject=format_lazy(_("A decision is appealed: {title}"), title=work.words.title),
            body=_("Somebody else of support looks at the case again. You can add to your words until then."),
            url=locked.get_absolute_url(),
            mail=True,
            topic=Topic.REJECTIONS,
            now=now,
        )
    _ask_jury(locked, now=now)
    return appeal


def _ask_jury(case: Dispute, *, now: datetime) -> None:
    """Where somebody can be asked, once the appeal is filed for good: it waits for no jury."""
    with contextlib.suppress(jury.NoJury):
        jury.call(case, now=now)


def accept(case: Dispute, *, by: User, now: datetime) -> None:
    """The worker will not appeal: the decision is settled at once. The money is that of ``settling.settle``.

    Raises TooLate where it is settled, appealed or not decided.
    """
    with transaction.atomic():
        locked = cases.locked_case(Dispute.objects.filter(submission__worker=by), case)
        if locked.is_open or locked.is_settled or locked.appealed:
            raise TooLate(_("There is nothing to accept here: the case is open, appealed or closed."))
        settling.settle(locked, by=_decider(locked), now=now)


def stand(appeal: Appeal, *, by: User, reason: str, now: datetime) -> None:
    """The decision stands, and is settled where it was not. Raises TooLate, TooShort, OwnCase or OwnDecision."""
    with transaction.atomic():
        locked, reason = _judged(appeal, by=by), cases.checked(reason)
        _close(locked, Appeal.State.STOOD, by=by, reason=reason, now=now)


def change(appeal: Appeal, *, outcome: str, percent: int = 0, by: User, reason: str, now: datetime) -> None:
    """The decision becomes another one, and who won and lost is counted anew.

    Where the slot's money is locked still, it follows the new outcome out of escrow. Where it moved, it stays where it
    is, and the house makes up the difference (``settling.make_good``). Raises TooLate, TooShort, OwnCase, OwnDecision,
    NoPart or NothingChanged.
    """
    if outcome == State.PARTLY:
        cases.check_part(percent)
    with transaction.atomic():
        locked, reason = _judged(appeal, by=by), cases.checked(reason)
        case = locked.dispute
        part = percent if outcome == State.PARTLY else None
        if (case.state, case.part) == (outcome, part):
            raise NothingChanged(_("That is what was decided. Say that the decision stands."))
        lost = case.is_upheld
        case.part = part
        if case.state == outcome:
            case.save(update_fields=["part"])
        else:
            case.move_to(outcome, "part")
        measures.correct_dispute(case.submission.task.employer_id, lost=case.is_upheld - lost)
        if case.is_settled:
            settling.make_good(locked, by=by, now=now)
        _close(locked, Appeal.State.CHANGED, by=by, reason=reason, now=now)


def _judged(appeal: Appeal, *, by: User) -> Appeal:
    """An appeal that waits, its case locked, for somebody who may judge it."""
    case = cases.locked_case(Dispute.objects.all(), appeal.dispute)
    row = Appeal.objects.select_for_update(no_key=True).get(pk=appeal.pk)
    row.dispute = case
    if not row.is_open:
        raise TooLate(_("This appeal is decided already."))
    cases.check_no_side(case, by)
    if by.pk == row.against_id:
        raise OwnDecision(_("You decided this case. Somebody else must judge the appeal."))
    return row


def _close(appeal: Appeal, state: str, *, by: User, reason: str, now: datetime) -> None:
    case = appeal.dispute
    appeal.decision, appeal.decided_by, appeal.decided_at = reason, by, now
    appeal.move_to(state, "decision", "decided_by", "decided_at", "goodwill")
    if not case.is_settled:
        settling.settle(case, by=by, now=now)
    end, came = Appeal.State(state).label, Dispute.State(case.state).label
    outcome = format_lazy(_("{end}: {outcome}"), end=end, outcome=came)
    subject = format_lazy(_("Appeal decided: {title}"), title=case.submission.words.title)
    cases.tell_decided(case, subject, outcome, reason, now=now)


def settle_due(*, now: datetime, most: int = 500) -> int:
    """Settle what was decided and not appealed in time; how many. What somebody works on meanwhile waits its turn."""
    due = list(Dispute.objects.unappealed(now).order_by("appeal_until").values_list("pk", flat=True)[:most])
    # Settling takes a task and accounts after its submission, so a second one would break the order of locks.
    return sum(sweep([key], lambda one: _settle(one[0], now=now)) for key in due)


@transaction.atomic
def _settle(key: int, *, now: datetime) -> int:
    rows = cases.with_people(Dispute.objects.filter(pk=key))
    case = rows.select_for_update(no_key=True, of=("self",), skip_locked=True).first()
    # Asked under the lock: an appeal is filed under it too, and does not change the row that is locked.
    if case is None or not Dispute.objects.unappealed(now).filter(pk=key).exists():
        return 0
    settling.settle(case, by=_decider(case), now=now)
    return 1


def _decider(case: Dispute) -> User:
    if case.decided_by is None:
        raise ValueError(f"Dispute {case.pk} is not decided.")
    return case.decided_by
