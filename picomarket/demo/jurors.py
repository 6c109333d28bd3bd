"""Ann is asked what she thinks of a dispute between two people she does not know."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from disputes import cases, jury
from disputes.models import Dispute
from submissions.models import Submission, SubmissionQuerySet

from . import words
from .town import Employer, Town


def scenes(town: Town, ann: Employer) -> None:
    town.agenda.at(town.ago(hours=2), lambda now: _ask(ann.user, now))


def _ask(ann: User, now: datetime) -> None:
    """About a case that is open; where there is none, a worker contests a rejection now."""
    case = Dispute.objects.open().filter(submission__in=_strange_to(ann), jurors=None).order_by("pk").first()
    rejected = _strange_to(ann).filter(state=Submission.State.REJECTED, contest_until__gt=now)
    if case is None and (work := rejected.order_by("pk").first()):
        case = cases.open_case(work, by=work.worker, words=words.CONTESTS[0], now=now)
    if case is not None:
        jury.invite(case, workers=[], employers=[ann], now=now)


def _strange_to(ann: User) -> SubmissionQuerySet:
    """Work for others by people who never worked for her, which asks for nothing private."""
    hers = Submission.objects.filter(task__employer=ann).values("worker")
    return Submission.objects.filter(task__risks=[]).exclude(task__employer=ann).exclude(worker__in=hers)
