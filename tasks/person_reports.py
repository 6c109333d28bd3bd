"""Reporting a person: one of the staff looks at it, decides with a reason, and the reporter is told.

Nothing happens to anybody by a report alone. What should, as a suspension, is done by a person on the page of who was
reported, with a reason of its own.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inbox import notices
from inbox.topics import Topic
from picomarket.lib.refusals import Refused

from . import questions, reports
from .models import PersonReport, PublicQuestion

SHORTEST_WORDS = 10
Reason, State = PersonReport.Reason, PersonReport.State
GRAVE = {Reason.ABUSE, Reason.DATA, Reason.YOUNG}
ENDS = (State.RIGHT, State.CLOSED, State.WRONG)


class NotDecidable(Refused):
    """It is decided before, or whoever decides has a part in it."""


class TooShort(Refused):
    """The report or the decision lacks the words that somebody needs."""


def report(
    person: User,
    *,
    by: User,
    reason: str,
    words: str,
    message_id: int | None = None,
    question: PublicQuestion | None = None,
    now: datetime,
) -> PersonReport:
    """Say what is wrong with somebody, or with a message of theirs; one report at a time. They are not told.

    Raises NotReportable, TooManyReports or TooShort.
    """
    words = _checked(words)
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        if person.pk == by.pk:
            raise reports.NotReportable(_("This is you. Write to support instead."))
        # Of who asked a question nobody learns by this whether it is somebody they reported by name.
        by_name = PersonReport.objects.of(by).open().filter(person=person, question=None)
        if question is None and by_name.exists():
            raise reports.NotReportable(_("You reported this person before. You are told what comes of it."))
        _check_new(by, message_id, question)
        reports.check_limit(by, now=now)
        weight = reports.standing(by).weight
        others = PersonReport.objects.open().filter(person=person).aggregate(sum=Sum("weight"))["sum"] or 0
        return PersonReport.objects.create(
            person=person,
            reporter=by,
            reason=reason,
            words=words,
            message_id=message_id,
            question=question,
            weight=weight,
            risk=weight * (2 if reason in GRAVE else 1) + others,
            filed_at=now,
            due_at=now + timedelta(hours=settings.RULES.look_hours),
        )


def report_question(question: PublicQuestion, *, by: User, reason: str, words: str, now: datetime) -> PersonReport:
    """Say what is wrong with what somebody asked before everybody, without learning who they are.

    Raises NotReportable, TooManyReports or TooShort.
    """
    return report(question.asker, by=by, reason=reason, words=words, question=question, now=now)


def decide(case: PersonReport, *, state: str, reason: str, by: User, now: datetime) -> PersonReport:
    """Say what came of a report, with a reason its reporter reads. Right ones make their next count for more.

    A question that was rightly reported is taken down.

    Raises NotDecidable or TooShort.
    """
    reason = _checked(reason)
    if state not in ENDS:
        raise ValueError(state)
    with transaction.atomic():
        fresh = PersonReport.objects.select_for_update(no_key=True).get(pk=case.pk)
        if not fresh.is_open:
            raise NotDecidable(_("This is decided already."))
        if by.pk in (fresh.person_id, fresh.reporter_id):
            raise NotDecidable(_("You have a part in this. Leave it to somebody else."))
        fresh.decided_by, fresh.decided_at, fresh.decision = by, now, reason
        fresh.move_to(state, "decided_by", "decided_at", "decision")
        if fresh.question and state == State.RIGHT:
            questions.hide(fresh.question, by=by, now=now)
        notices.tell(
            fresh.reporter,
            subject=format_lazy(_("Your report: {name}"), name=fresh.whom),
            body=format_lazy(_("{outcome}. {reason}"), outcome=State(state).label, reason=reason),
            url=reverse("tasks:reports"),
            topic=Topic.REPORTS,
            now=now,
        )
    return fresh


def _check_new(by: User, message_id: int | None, question: PublicQuestion | None) -> None:
    """The same words are looked at once for one person, whatever came of it."""
    of = {"message_id": message_id} if message_id else {"question": question} if question else None
    if of and PersonReport.objects.of(by).filter(**of).exists():
        raise reports.NotReportable(_("You reported these words before. What came of it stands among your reports."))


def _checked(words: str) -> str:
    words = words.strip()
    if len(words) < SHORTEST_WORDS:
        raise TooShort(_("Write at least %(least)s characters.") % {"least": SHORTEST_WORDS})
    return words
