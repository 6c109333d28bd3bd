"""Public questions: asked before claiming, answered for everybody.

An answer is part of what the task asks from then on, so the policy judges it as it judges steps. No money moves.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts import standing
from accounts.models import User
from inbox import repeats
from inbox.topics import Topic
from picomarket.lib import locales, rates
from picomarket.lib.refusals import Refused

from . import outside, policy, signals
from .models import Block, PublicQuestion, Task, TaskQuerySet

State = PublicQuestion.State
SHORTEST_WORDS = 5
ASKED_AN_HOUR = 20
BEGINNING = 160
ASKED_ABOUT = (Task.State.PUBLISHED, Task.State.PAUSED)


class NotAskable(Refused):
    """This person asks nothing about this task now; the message says why."""


class NotAnswerable(Refused):
    """It is answered or taken down already."""


class TooShort(Refused):
    """There are no words to go by."""


class NotAllowed(Refused):
    """The answer asks for what the policy forbids, or for more than the task says it does."""


def with_open(tasks: TaskQuerySet) -> TaskQuerySet:
    """Adds ``open_questions``: how many wait for the employer's answer."""
    waiting = PublicQuestion.objects.open().filter(task=OuterRef("pk")).order_by()
    counted = waiting.values("task").annotate(count=Count("pk")).values("count")
    return tasks.annotate(open_questions=Coalesce(Subquery(counted), 0))


def ask(task: Task, *, by: User, words: str, now: datetime) -> PublicQuestion:
    """Ask the employer before everybody, without one's name. They are told.

    Raises NotAskable, TooShort, HeldBack or TooOften.
    """
    words = _checked(words)
    if refusal := why_not(task, by):
        raise NotAskable(refusal)
    outside.check(words, about=task)
    with transaction.atomic():
        Task.objects.select_for_update(no_key=True).get(pk=task.pk)
        if PublicQuestion.objects.filter(task=task, asker=by, words=words).exists():
            raise NotAskable(_("You asked this here already."))
        _check_limit(task, by, now)
        question = PublicQuestion.objects.create(task=task, asker=by, words=words, asked_at=now)
        repeats.tell(
            task.employer,
            subject=format_lazy(gettext_lazy("A question about your task: {title}"), title=task.title),
            aside=words[:BEGINNING],
            url=reverse("tasks:questions", args=[task.public_id]),
            topic=Topic.QUESTIONS,
            now=now,
        )
    return question


def why_not(task: Task, by: User) -> str:
    """Why this person asks nothing about a task, in words; empty where they can."""
    if task.employer_id == by.pk:
        return _("This is your own task: questions are for workers.")
    if task.state not in ASKED_ABOUT:
        return _("Nobody can claim this task now, so there is nothing to ask about it.")
    if by.suspended_at and (silent := standing.why_silent(by)):
        return silent
    if Block.objects.filter(employer=task.employer_id, worker=by.pk).exists():
        return _("You cannot ask this employer any more. For what concerns your work here, ask support.")
    return ""


def answer(question: PublicQuestion, *, by: User, words: str, now: datetime) -> PublicQuestion:
    """Answer for everybody. Who asked is told, and so is who holds a claim; their slots stay as they are.

    Raises NotAnswerable, TooShort, HeldBack or NotAllowed.
    """
    words = _checked(words)
    _judge(question.task, words, now)
    outside.check(words, about=question.task)
    with transaction.atomic():
        fresh = _locked(question)
        if not fresh.is_open:
            raise NotAnswerable(_("This is answered or taken down already."))
        fresh.answer, fresh.answered_at = words, now
        fresh.move_to(State.ANSWERED, "answer", "answered_at")
        repeats.tell(
            fresh.asker,
            subject=format_lazy(gettext_lazy("Your question is answered: {title}"), title=fresh.task.title),
            aside=words[:BEGINNING],
            url=reverse("tasks:questions", args=[fresh.task.public_id]),
            topic=Topic.QUESTIONS,
            now=now,
        )
        signals.question_answered.send(PublicQuestion, question=fresh, by=by, now=now)
    return fresh


def hide(question: PublicQuestion, *, by: User, now: datetime) -> PublicQuestion:
    """Take it down with its answer; nobody but who asked and the employer see it any more. Hidden already, it stays."""
    with transaction.atomic():
        fresh = _locked(question)
        if not fresh.is_hidden:
            fresh.hidden_by, fresh.hidden_at = by, now
            fresh.move_to(State.HIDDEN, "hidden_by", "hidden_at")
    return fresh


def _judge(task: Task, words: str, now: datetime) -> None:
    """Whoever claims is bound by the answer, so it may not ask for what steps could not ask for unseen."""
    judgement = policy.judge_pieces([policy.Piece("answer", 0, words)], now=now)
    if judgement.answer >= policy.Answer.LOOK:
        charges = "; ".join(charge.words for charge in judgement.charges)
        raise NotAllowed(_("An answer cannot ask for this. %(charges)s") % {"charges": charges})
    if new := [risk for risk in judgement.risks if risk not in task.risks]:
        labels = locales.listed(label for label, _advice in policy.advice(new))
        said = _("This asks for more than the task warns of (%(labels)s). Edit the task's steps instead.")
        raise NotAllowed(said % {"labels": labels})


def _check_limit(task: Task, by: User, now: datetime) -> None:
    most = settings.RULES.open_questions
    if task.public_questions.of(by).open().count() >= most:
        words = ngettext(
            "%(most)s question of yours waits for an answer here. Wait for it first.",
            "%(most)s questions of yours wait for an answer here. Wait for these first.",
            most,
        )
        raise NotAskable(words % {"most": most})
    rates.check(by.pk, "question", most=ASKED_AN_HOUR, within=rates.HOUR, now=now)


def _locked(question: PublicQuestion) -> PublicQuestion:
    rows = PublicQuestion.objects.select_related("task", "asker").select_for_update(no_key=True, of=("self",))
    return rows.get(pk=question.pk)


def _checked(words: str) -> str:
    words = words.strip()
    if len(words) < SHORTEST_WORDS:
        raise TooShort(_("Write at least %(least)s characters.") % {"least": SHORTEST_WORDS})
    return words
