"""What follows in the demo market when an employer asks for a change: mostly it is made."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from django.conf import settings

from submissions import proofs, revising
from submissions.models import Reason
from tasks.models import ProofField

from .town import Handed, Town

COMMENT = "The picture is cut off below the heading. Please send the whole page, so that I can see the result."


def ask(town: Town, handed: Handed, reason: Reason, comment: str, now: datetime) -> None:
    """Ask for a change; two of three are made, and are good then, the others come back as they were."""
    _ask(handed, reason, comment, now)
    if town.next_of("change") % 3 < 2:
        town.agenda.at(town.later(now, 2, 40), partial(hand_in_again, town, handed))
    else:
        over = now + timedelta(hours=settings.RULES.revision_hours, seconds=20)
        town.agenda.at(over, lambda at: revising.lapse_due(now=at))
        town.agenda.at(over, lambda _at: handed.on_offer.employer.desk.append(handed))


def wait_for(handed: Handed, now: datetime) -> None:
    """Ask for a change that nobody has made yet."""
    _ask(handed, Reason.UNREADABLE, COMMENT, now)


def _ask(handed: Handed, reason: Reason, comment: str, now: datetime) -> None:
    step = min(2, len(handed.on_offer.task.steps))
    by = handed.on_offer.employer.user
    revising.ask(handed.submission, by=by, reason=reason, step=step, comment=comment, now=now)


def hand_in_again(_town: Town, handed: Handed, now: datetime) -> None:
    """With a word more in each text that may have one, and the pictures as they were."""
    work, by = handed.submission, handed.worker.user
    kinds = (ProofField.Kind.TEXT, ProofField.Kind.LINE)
    texts = {
        proofs.field_key(proof.field): f"{proof.text} (complete now)"
        for proof in work.proofs.filter(field__kind__in=kinds, field__pattern="").select_related("field")
        if len(proof.text) < 80
    }
    proofs.keep(work, by=by, texts=texts, files={}, now=now)
    again = Handed(proofs.deliver(work, by=by, now=now), handed.worker, handed.on_offer, is_good=True)
    handed.on_offer.employer.desk.append(again)
