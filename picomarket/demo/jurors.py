"""Ann is asked what she thinks of a dispute between two people she does not know."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from itertools import product

from accounts.models import User
from disputes import cases, jury
from disputes.models import Dispute
from picomarket.lib.refusals import Refused
from submissions import claims, review
from submissions.models import Submission, SubmissionQuerySet

from . import words, working
from .town import Employer, Town, suits

WRONG = "The first line is not what stands on the page."


def scenes(town: Town, ann: Employer) -> None:
    # Last of all: what ends a case in between would take her seat away.
    town.agenda.at(town.ago(minutes=3), lambda now: _ask(town, ann.user, now))


def _ask(town: Town, ann: User, now: datetime) -> None:
    """About a case that is open; where there is none, somebody contests a rejection now, made for it if it must be."""
    case = Dispute.objects.open().filter(submission__in=_strange_to(ann), jurors=None).order_by("pk").first()
    rejected = _strange_to(ann).filter(state=Submission.State.REJECTED, contest_until__gt=now)
    if case is None and (work := rejected.order_by("pk").first() or _turned_down(town, ann, now)):
        case = cases.open_case(work, by=work.worker, words=words.story_of(work).contest, now=now)
    if case is not None:
        jury.invite(case, workers=[], employers=[ann], now=now)


def _turned_down(town: Town, ann: User, now: datetime) -> Submission | None:
    """What waits for somebody else's review, or is done for it now, is rejected."""
    waiting = _strange_to(ann).filter(state=Submission.State.SUBMITTED, review_until__gt=now).order_by("pk")
    work = waiting.select_related("task__employer").first() or _handed_in(town, ann, now)
    if work is None:
        return None
    by = work.task.employer
    return review.reject(work, by=by, reason="wrong_result", step=1, comment=WRONG, now=now, signed=True)


def _handed_in(town: Town, ann: User, now: datetime) -> Submission | None:
    hers = set(Submission.objects.filter(task__employer=ann).values_list("worker", flat=True))
    others = [one for one in town.open if one.task.employer_id != ann.pk and not one.task.risks]
    free = [one for one in town.workers if one.user.pk not in hers]
    for on_offer, worker in product(others, free):
        if suits(on_offer, worker):
            with suppress(Refused):
                held = claims.claim(on_offer.task, by=worker.user, now=now)
                return working.hand_in(town, worker, on_offer, held, now).submission
    return None


def _strange_to(ann: User) -> SubmissionQuerySet:
    """Work for others by people who never worked for her, which asks for nothing private."""
    hers = Submission.objects.filter(task__employer=ann).values("worker")
    return Submission.objects.filter(task__risks=[]).exclude(task__employer=ann).exclude(worker__in=hers)
