"""Qualifications as their authors lead them: written, published, closed. What an offer left over comes back then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import starmap
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from picomarket.lib import locales
from picomarket.lib.refusals import Refused

from . import going_on, offers, policy
from .models import Qualification, Question, Task

FIELDS = ("title", "about", "minutes", "pass_percent", "attempts", "wait_hours", "valid_days")
MOST_QUESTIONS = 50


class TestNotNow(Refused):
    """The test's state does not allow this; the message says why."""


class TestForbidden(Refused):
    """The policy does not allow what the test says or asks; the message names the rule and the words."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as its author wants it: with options one of them is ``right``, without any spelling in it."""

    words: str
    right: Sequence[str]
    options: Sequence[str] = ()
    explanation: str = ""


def draft(author: User, *, title: str, now: datetime) -> Qualification:
    """A new test without questions; nobody else sees it before it is published."""
    return Qualification.objects.create(author=author, title=title, drafted_at=now)


def write(test: Qualification, *, by: User, fields: Mapping[str, Any]) -> None:
    """Change what a draft says of itself; staff may make it the house's. Raises TestNotNow once published."""
    with transaction.atomic():
        row = _draft(test, by)
        allowed = (*FIELDS, "is_house") if by.is_staff else FIELDS
        for name in allowed:
            if name in fields:
                setattr(row, name, fields[name])
        row.save(update_fields=allowed)


def ask(test: Qualification, asked: Asked, *, by: User, position: int) -> None:
    """Write the question at this place of a draft, a new one where there is none. Raises TestNotNow."""
    with transaction.atomic():
        row = _draft(test, by)
        if position > row.questions.count():
            position = row.questions.count() + 1
        if position > MOST_QUESTIONS:
            raise TestNotNow(_("A test has at most %(most)s questions.") % {"most": MOST_QUESTIONS})
        contents = {
            "kind": Question.Kind.CHOICE if asked.options else Question.Kind.TEXT,
            "words": asked.words,
            "options": list(asked.options),
            "right": list(asked.right),
            "explanation": asked.explanation,
        }
        Question.objects.update_or_create(qualification=row, position=position, defaults=contents)


def drop(test: Qualification, *, by: User, position: int) -> None:
    """Take a question out of a draft; those after it move up. Raises TestNotNow."""
    with transaction.atomic():
        row = _draft(test, by)
        row.questions.filter(position=position).delete()
        for number, question in enumerate(row.questions.order_by("position"), start=1):
            Question.objects.filter(pk=question.pk).update(position=number)


def publish(test: Qualification, *, by: User, now: datetime) -> None:
    """Let people take it, and tasks ask for it. Its questions stay as they are from now on.

    Raises TestNotNow or TestForbidden.
    """
    with transaction.atomic():
        row = _draft(test, by)
        if not row.questions.exists():
            raise TestNotNow(_("Write at least one question first."))
        _check_allowed(row, now=now)
        row.published_at = now
        row.move_to(Qualification.State.PUBLISHED, "published_at")


def _check_allowed(test: Qualification, *, now: datetime) -> None:
    """What a task may not ask for, its test may not either. A test may speak of what only asks for a look."""
    asked = [(one.words, *one.options, one.explanation) for one in test.questions.order_by("position")]
    pieces = [
        policy.Piece("title", 0, going_on.APART.join([test.title, test.about])),
        *starmap(_piece, enumerate(asked, start=1)),
    ]
    judgement = policy.judge_pieces(pieces, now=now)
    if judgement.blocked:
        charge = judgement.blocked[0]
        raise TestForbidden(f"{charge.words}. {locales.said(charge.rule.fix)}")


def _piece(number: int, said: Sequence[str]) -> policy.Piece:
    """A question; its words ask, its choices only show what may be answered."""
    return policy.Piece("step", number, going_on.APART.join(said), asks=(0, len(said[0])))


def close(test: Qualification, *, by: User, now: datetime) -> None:
    """Nobody can begin it any more. Passes stay, and tasks that ask for it go on.

    What its offers did not promise yet → the author's spendable pocket, at once. Raises TestNotNow.
    """
    with transaction.atomic():
        offers.end(_move(test, by, Qualification.State.CLOSED), now=now)


def reopen(test: Qualification, *, by: User) -> None:
    """Let people take a closed test again. Raises TestNotNow."""
    with transaction.atomic():
        if test.state != Qualification.State.CLOSED:
            raise TestNotNow(_("Only a closed test opens again."))
        _move(test, by, Qualification.State.PUBLISHED)


def discard(test: Qualification, *, by: User) -> None:
    """Put a draft away. Raises TestNotNow once published."""
    _move(test, by, Qualification.State.DISCARDED)


def tasks_opened_by(tests: Iterable[int]) -> Counter[int]:
    """For each of these tests, by key, how many tasks that give slots to everybody ask for it."""
    keys = set(tests)
    asking = Task.objects.live().public().filter(tests__overlap=sorted(keys)).values_list("tests", flat=True)
    return Counter(key for asked in asking for key in asked if key in keys)


def _move(test: Qualification, by: User, state: str) -> Qualification:
    with transaction.atomic():
        row = Qualification.objects.of(by).select_for_update(no_key=True).get(pk=test.pk)
        if not row.can_become(state):
            raise TestNotNow(_("This test is %(state)s now.") % {"state": row.get_state_display().lower()})
        row.move_to(state)
    return row


def _draft(test: Qualification, by: User) -> Qualification:
    row = Qualification.objects.of(by).select_for_update(no_key=True).get(pk=test.pk)
    if row.state != Qualification.State.DRAFTED:
        raise TestNotNow(_("This test is published: it stays as it is, so that everybody is asked the same."))
    return row
