"""What follows a rejection in the demo market: it is accepted, or a dispute runs its course."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from django.conf import settings

from disputes import cases
from disputes.models import Dispute
from submissions import review

from . import words
from .town import Handed, Town

# How disputes end, in turn; "agreed" is the employer giving in.
ENDS = ("upheld", "in half", "dismissed", "agreed", "dismissed")


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
    case = cases.open_case(handed.submission, by=handed.worker.user, words=_turn(town, words.CONTESTS), now=now)
    if end == "agreed":
        town.agenda.at(town.later(now, 6, 40), partial(_agree, handed, case))
        return
    town.agenda.at(town.later(now, 6, 60), partial(_answer, town, handed, case))
    town.agenda.at(town.later(now, 76, 120), partial(_decide, town, case, end))


def _agree(handed: Handed, case: Dispute, now: datetime) -> None:
    cases.concede(case, by=handed.on_offer.employer.user, now=now)


def _answer(town: Town, handed: Handed, case: Dispute, now: datetime) -> None:
    cases.answer(case, by=handed.on_offer.employer.user, words=_turn(town, words.ANSWERS), now=now)


def _decide(town: Town, case: Dispute, end: str, now: datetime) -> None:
    if end == "upheld":
        cases.uphold(case, by=town.staff, reason=_turn(town, words.UPHELD), now=now)
    elif end == "in half":
        cases.award(case, percent=50, by=town.staff, reason=_turn(town, words.IN_HALF), now=now)
    else:
        cases.dismiss(case, by=town.staff, reason=_turn(town, words.DISMISSED), now=now)


def _turn(town: Town, choices: list[str]) -> str:
    return choices[town.next_of(choices[0]) % len(choices)]
