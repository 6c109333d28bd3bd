"""Taking a test: begun, each reply kept at once, ended by the person or the clock, and scored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inbox import notices
from inbox.topics import Topic
from picomarket.lib import answers
from picomarket.lib.money import Money
from picomarket.lib.refusals import Refused
from picomarket.lib.statements import save_all
from picomarket.lib.sweeps import sweep

from . import offers, passes
from .models import Attempt, Pass, Qualification, Question, Reply

NOTHING = Money(0)


class NoAttempt(Refused):
    """This person cannot begin the test now; the message says why and when."""


class AttemptOver(Refused):
    """The attempt ended: handed in, or its time ran out."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person stands with a test. ``again_at`` is when they may begin, where that is not now; ``barred`` says why
    they do not begin it at all, whenever that is."""

    held: Pass | None
    running: Attempt | None
    last: Attempt | None
    left: int | None
    again_at: datetime | None
    barred: str

    @property
    def is_revoked(self) -> bool:
        return self.held is not None and self.held.revoked_at is not None


def standing(test: Qualification, worker: User, *, now: datetime) -> Standing:
    """Attempts count for so many days, so that nobody is locked out for good."""
    tries = Attempt.objects.of(worker).filter(qualification=test)
    running = tries.running().filter(until__gt=now).first()
    ended = list(tries.exclude(until__gt=now, state=Attempt.State.STARTED).order_by("-started_at")[:50])
    window = timedelta(days=settings.RULES.test_days)
    recent = [one for one in ended if one.started_at > now - window]
    waits = [ended[0].started_at + timedelta(hours=test.wait_hours)] if ended else []
    if test.attempts and len(recent) >= test.attempts:
        waits.append(recent[test.attempts - 1].started_at + window)
    again_at = max(waits, default=now)
    held = Pass.objects.of(worker).filter(qualification=test).first()
    return Standing(
        held=held,
        running=running,
        last=ended[0] if ended else None,
        left=max(test.attempts - len(recent), 0) if test.attempts else None,
        again_at=again_at if again_at > now else None,
        barred=_barred(test, held, worker, now=now),
    )


def _barred(test: Qualification, held: Pass | None, worker: User, *, now: datetime) -> str:
    if test.author_id == worker.pk:
        return gettext("This is your own test.")
    if test.state != Qualification.State.PUBLISHED:
        return gettext("This test is closed: nobody can begin it now.")
    if held and held.revoked_at:
        return gettext("The staff took your pass of this test back.")
    if held and held.is_valid(now):
        return gettext("You passed this test already.")
    return ""


def start(test: Qualification, *, by: User, now: datetime, shown: Money = NOTHING) -> Attempt:
    """Begin an attempt, or go on with the one that runs. Where an offer pays for it, it is promised now.

    ``shown`` is the pay this person was shown. Raises NoAttempt, also where that much is not left.
    """
    end_due(now=now, worker=by)
    stands = standing(test, by, now=now)
    if stands.running:
        return stands.running
    _check(stands, by)
    try:
        with transaction.atomic():
            until = now + timedelta(minutes=test.minutes)
            begun = Attempt.objects.create(qualification=test, worker=by, started_at=now, until=until)
            if offers.reserve(begun, by=by) < shown:
                raise NoAttempt(_("The paid attempts were taken meanwhile. You can still take the test, unpaid."))
            return begun
    except IntegrityError:
        # The second press of the button.
        return Attempt.objects.of(by).running().get(qualification=test)


def _check(stands: Standing, by: User) -> None:
    if stands.barred:
        raise NoAttempt(stands.barred)
    if stands.again_at:
        when = date_format(localtime(stands.again_at, by.tz), "DATETIME_FORMAT")
        raise NoAttempt(_("You can try again from %(when)s.") % {"when": when})


def reply(attempt: Attempt, question: Question, *, text: str, by: User, now: datetime) -> None:
    """Keep what was said to one question. Raises AttemptOver."""
    with transaction.atomic():
        held = Attempt.objects.of(by).select_for_update(no_key=True).get(pk=attempt.pk)
        if held.state != Attempt.State.STARTED:
            raise AttemptOver(_("You handed this test in already."))
        if held.until <= now:
            raise AttemptOver(_("The time is over. What you had saved counts."))
        Reply.objects.update_or_create(attempt=held, question=question, defaults={"text": text})


def hand_in(attempt: Attempt, *, by: User, now: datetime) -> Attempt:
    """End and score it; whoever passed holds the pass at once. One that ended already stays as it is."""
    mine = Attempt.objects.of(by).filter(pk=attempt.pk)
    _end(list(mine.values_list("pk", flat=True)), now=now)
    return mine.get()


def end_due(*, now: datetime, worker: User | None = None, most: int = 1000) -> int:
    """End and score attempts whose time ran out, by what was saved; how many."""
    due = Attempt.objects.overdue(now)
    if worker:
        due = due.of(worker)
    return sweep(list(due.order_by("until").values_list("pk", flat=True)[:most]), lambda keys: _end(keys, now=now))


@transaction.atomic
def _end(keys: Sequence[int], *, now: datetime) -> int:
    tests = Qualification.objects.filter(tries__in=keys).distinct().values("pk")
    # A question that falls meanwhile waits for this, or this for it.
    locked = {one.pk: one for one in Qualification.objects.filter(pk__in=tests).order_by("pk").select_for_update()}
    running = Attempt.objects.running().filter(pk__in=keys).select_related("worker").order_by("pk")
    rows = list(running.select_for_update(no_key=True, of=("self",)))
    _score(rows)
    for row in rows:
        test = locked[row.qualification_id]
        row.ended_at = min(now, row.until)
        row.move_to(state_for(test, row), "ended_at", "right", "counted")
        if row.state == Attempt.State.PASSED:
            passes.award(test, [row.worker_id], now=now)
    offers.settle(rows, now=now)
    _tell_late([row for row in rows if row.until <= now], locked, now=now)
    return len(rows)


def _score(rows: Sequence[Attempt]) -> None:
    """Find what was right in each attempt, among the questions that stand."""
    tests = {row.qualification_id for row in rows}
    questions = {one.pk: one for one in Question.objects.filter(qualification__in=tests)}
    replies = list(Reply.objects.filter(attempt__in=rows))
    for one in replies:
        one.is_right = is_right(questions[one.question_id], one.text)
    save_all(replies, "is_right")
    for row in rows:
        standing = {pk for pk, one in questions.items() if one.qualification_id == row.qualification_id}
        standing -= {pk for pk in standing if questions[pk].has_fallen}
        own = [one for one in replies if one.attempt_id == row.pk and one.question_id in standing]
        row.right, row.counted = sum(bool(one.is_right) for one in own), len(standing)


def is_right(question: Question, text: str) -> bool:
    """An option as it stands; a typed text whatever its case, spaces and the full stop after it."""
    if question.kind == Question.Kind.CHOICE:
        return text in question.right
    return answers.is_one_of(text, question.right)


def state_for(test: Qualification, row: Attempt) -> str:
    passed = row.counted and row.right * 100 >= test.pass_percent * row.counted
    return Attempt.State.PASSED if passed else Attempt.State.FAILED


def _tell_late(rows: Sequence[Attempt], tests: dict[int, Qualification], *, now: datetime) -> None:
    words = _("What you had saved counts. See the result, question by question.")
    notices.tell_each(
        (
            (
                row.worker,
                format_lazy(_("Time ran out: {title}"), title=tests[row.qualification_id].title),
                words,
                row.get_absolute_url(),
            )
            for row in rows
        ),
        topic=Topic.TESTS,
        now=now,
    )
