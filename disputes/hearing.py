"""Hearing: both sides speak in a case, each in their time; support's begins when they did, or let it pass."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inbox import notices
from inbox.notices import Words
from inbox.topics import Topic
from picomarket.lib.sweeps import sweep

from . import cases, enclosures
from .cases import TooLate
from .enclosures import Sent
from .models import REMINDED, Dispute, DisputeQuerySet, Statement

Kind = Statement.Kind


def answer(case: Dispute, *, by: User, words: str, files: Sent = (), now: datetime) -> Statement:
    """Say something in a case that is open or appealed; either side may, until it is decided.

    The employer's first words begin the worker's time to answer to them, and these support's. Raises TooLate, TooShort,
    HeldBack or BadEnclosure.
    """
    words, cleaned = cases.checked(words), enclosures.clean(files)
    with enclosures.none_left_behind() as written, transaction.atomic():
        locked = _heard(Dispute.objects.seen_by(by), case)
        cases.check_inside(words, about=locked.submission)
        said = Statement(author=by, words=words)
        _say(locked, said, now=now)
        enclosures.keep(said, cleaned, written)
        subject = format_lazy(_("New words in a dispute: {title}"), title=locked.submission.words.title)
        _tell(locked, _other(locked, by), subject, now=now)
    return said


def have_nothing_to_add(case: Dispute, *, by: User, now: datetime) -> None:
    """A side lets its time to answer pass at once, so that support's begins earlier. Raises TooLate."""
    with transaction.atomic():
        locked = _heard(Dispute.objects.seen_by(by), case)
        if not is_due(locked, by, now=now):
            raise TooLate(_("It is not your turn to answer: nothing waits for you."))
        _say(locked, Statement(author=by, kind=Kind.PASSED), now=now)


def offer(case: Dispute, *, percent: int, by: User, words: str = "", now: datetime) -> Statement:
    """The employer proposes to pay a part, which the worker may take; no money moves until then.

    A new one takes the place of the one before. Raises TooLate, HeldBack, or NoPart for another part than a quarter, a
    half or three quarters.
    """
    cases.check_part(percent)
    with transaction.atomic():
        locked = _heard(Dispute.objects.filter(submission__task__employer=by), case)
        if not locked.is_open:
            raise TooLate(_("This case is decided already."))
        cases.check_inside(words, about=locked.submission)
        said = Statement(author=by, kind=Kind.OFFERED, words=words.strip(), part=percent)
        _say(locked, said, now=now)
        subject = format_lazy(_("A part of the reward is proposed: {title}"), title=locked.submission.words.title)
        _tell(locked, locked.submission.worker, subject, mail=True, now=now)
    return said


def is_due(case: Dispute, person: User, *, now: datetime) -> bool:
    """Whether it is this side's time to answer."""
    worker, employer = case.sides
    if not case.is_open or person.pk not in (worker, employer):
        return False
    if person.pk == employer:
        return case.answered_at is None and now < case.answer_by
    return case.waits_for_worker(now)


def _say(case: Dispute, said: Statement, *, now: datetime) -> None:
    said.dispute, said.said_at = case, now
    said.save()
    if case.is_open:
        _run_clocks(case, by=said.author, is_new=said.kind != Kind.PASSED, now=now)


def _run_clocks(case: Dispute, *, by: User, is_new: bool, now: datetime) -> None:
    """Whoever's time it was has spoken. What comes later is read too, and moves no clock."""
    answer_time = timedelta(hours=settings.RULES.dispute_answer_hours)
    decide_time = timedelta(hours=settings.RULES.dispute_decide_hours)
    _worker, employer = case.sides
    if by.pk == employer:
        if case.reply_by is None and now < case.answer_by:
            case.reply_by = now + answer_time if is_new else None
            case.decide_by = (case.reply_by or now) + decide_time
            case.reminded = False
        case.answered_at = case.answered_at or now
    elif is_due(case, by, now=now):
        case.replied_at, case.decide_by = now, now + decide_time
    case.save(update_fields=["answered_at", "reply_by", "replied_at", "decide_by", "reminded"])


def remind_due(*, now: datetime, most: int = 500) -> int:
    """Remind, once, each side whose time to answer ends within a day; how many."""
    if timedelta(hours=settings.RULES.dispute_answer_hours) <= REMINDED:
        return 0
    due = Dispute.objects.ending(now).order_by("pk").values_list("pk", flat=True)[:most]
    return sweep(list(due), lambda some: _remind(some, now=now))


def _remind(keys: Sequence[int], *, now: datetime) -> int:
    with transaction.atomic():
        rows = Dispute.objects.ending(now).filter(pk__in=keys).order_by("pk")
        rows = rows.select_related("submission__task__employer", "submission__worker")
        locked = list(rows.select_for_update(no_key=True, of=("self",)))
        for case in locked:
            work = case.submission
            person = next(one for one in (work.task.employer, work.worker) if is_due(case, one, now=now))
            subject = format_lazy(_("Less than a day to answer in a dispute: {title}"), title=work.words.title)
            _tell(case, person, subject, mail=True, now=now)
        Dispute.objects.filter(pk__in=[case.pk for case in locked]).update(reminded=True)
    return len(locked)


def _heard(visible: DisputeQuerySet, case: Dispute) -> Dispute:
    """A case, locked, in which one may speak: open, or appealed."""
    locked = cases.locked_case(visible, case)
    appeal = locked.appealed
    if not locked.is_open and not (appeal and appeal.is_open):
        raise TooLate(_("This case is decided already."))
    return locked


def _other(case: Dispute, person: User) -> User:
    work = case.submission
    return work.task.employer if person == work.worker else work.worker


def _tell(case: Dispute, person: User, subject: Words, *, mail: bool = False, now: datetime) -> None:
    url = case.get_absolute_url()
    notices.tell(person, subject=subject, url=url, mail=mail, topic=Topic.REJECTIONS, now=now)
