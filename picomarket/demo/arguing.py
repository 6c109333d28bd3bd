"""What follows a rejection in the demo market: it is accepted, or a dispute runs its course."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from django.conf import settings

from disputes import appeals, cases, hearing
from disputes.models import Dispute
from submissions import review

from . import words
from .town import Handed, Town

# How disputes end, in turn; in "agreed" the employer gives in, in "half agreed" the two settle it themselves.
ENDS = ("upheld", "in half", "dismissed", "agreed", "half agreed", "appealed", "dismissed")


def react(town: Town, handed: Handed, now: datetime) -> None:
    """Every third worker contests a rejection; the others let its time run out."""
    if town.next_of("reaction") % 3 == 0:
        end = ENDS[town.next_of("dispute") % len(ENDS)]
        town.agenda.at(town.later(now, 2, 70), partial(contest, town, handed, end))
    else:
        let_stand(town, now)


def let_stand(town: Town, rejected_at: datetime) -> None:
    over = rejected_at + timedelta(days=settings.RULES.dispute_days, seconds=40)
    town.agenda.at(over, lambda now: review.confirm_uncontested(now=now))


def contest(town: Town, handed: Handed, end: str, now: datetime) -> None:
    """Open a case that ends as said, if there is time left for it."""
    handed.submission.refresh_from_db()
    said = words.story_of(handed.submission).contest
    case = cases.open_case(handed.submission, by=handed.worker.user, words=said, now=now)
    if end == "agreed":
        town.agenda.at(town.later(now, 6, 40), partial(_agree, handed, case))
        return
    if end == "half agreed":
        town.agenda.at(town.later(now, 6, 40), partial(_propose, town, handed, case))
        return
    town.agenda.at(town.later(now, 6, 60), partial(_answer, handed, case))
    town.agenda.at(town.later(now, 76, 120), partial(_decide, town, case, end))


def _agree(handed: Handed, case: Dispute, now: datetime) -> None:
    cases.concede(case, by=handed.on_offer.employer.user, now=now)


def _propose(town: Town, handed: Handed, case: Dispute, now: datetime) -> None:
    """The employer proposes a half, which the worker takes."""
    by = handed.on_offer.employer.user
    hearing.offer(case, percent=50, by=by, words=words.story_of(case.submission).proposal, now=now)
    take = partial(cases.take_offer, case, percent=50, by=handed.worker.user)
    town.agenda.at(town.later(now, 5, 20), lambda at: take(now=at))


def _answer(handed: Handed, case: Dispute, now: datetime) -> None:
    hearing.answer(case, by=handed.on_offer.employer.user, words=words.story_of(case.submission).answer, now=now)


def _decide(town: Town, case: Dispute, end: str, now: datetime) -> None:
    worker, story = case.submission.worker, words.story_of(case.submission)
    if end == "upheld":
        cases.uphold(case, by=town.staff, reason=story.upheld, now=now)
    elif end == "in half":
        cases.award(case, percent=50, by=town.staff, reason=story.in_half, early=True, now=now)
        town.agenda.at(town.later(now, 2, 30), lambda at: appeals.accept(case, by=worker, now=at))
    else:
        cases.dismiss(case, by=town.staff, reason=story.dismissed, early=True, now=now)
        if end == "appealed":
            town.agenda.at(town.later(now, 3, 30), partial(_appeal, town, case))
        else:
            over = now + timedelta(days=settings.RULES.dispute_appeal_days, seconds=40)
            town.agenda.at(over, lambda at: appeals.settle_due(now=at))


def _appeal(town: Town, case: Dispute, now: datetime) -> None:
    """The worker appeals, and the second of the staff sees it otherwise some days later."""
    story = words.story_of(case.submission)
    appeal = appeals.file(case, by=case.submission.worker, words=story.appeal, now=now)
    change = partial(appeals.change, appeal, outcome=Dispute.State.UPHELD, by=town.second)
    town.agenda.at(town.later(now, 100, 140), lambda at: change(reason=story.upheld, now=at))
