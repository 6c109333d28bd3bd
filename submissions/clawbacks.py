"""Claw-backs: what was paid for work that was proven to be no work is taken back, item by item, and nothing else is.

Each item is an adjustment of its own, which a second person approves; it belongs to the sanction that proves it, and
goes back when that is lifted.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import house_rules, standing
from accounts.models import Sanction, User
from picomarket.lib.money import Money
from picomarket.lib.refusals import Refused
from wallet import adjustments

from .models import Submission

PAID = (Submission.State.APPROVED, Submission.State.AWARDED, Submission.State.SCREENED)


class NotToTakeBack(Refused):
    """No fraud is proven by this sanction, or nothing of it was paid, or it was taken back before."""


@dataclass(frozen=True, slots=True)
class Item:
    """Paid work a sanction is about: what its worker received for it, and whether that is taken back already."""

    id: str
    title: str
    received: Money
    is_taken: bool


def proves_fraud(sanction: Sanction) -> bool:
    """Whether money may be taken back because of it at all."""
    rule = house_rules.known(sanction.rule)
    return sanction.is_given and sanction.is_barring and rule is not None and rule.is_fraud


def items(sanction: Sanction) -> list[Item]:
    """The paid work of its person among what it is about."""
    named = [one["id"] for one in sanction.items]
    rows = Submission.objects.filter(public_id__in=named, worker=sanction.person_id, state__in=PAID)
    taken = adjustments.taken_back(named)
    return [
        Item(row.public_id, row.words.title, row.paid.receives, row.public_id in taken)
        for row in rows.select_related("task__batch", "row").order_by("pk")
    ]


def propose(sanction: Sanction, *, ids: Collection[str], by: User, now: datetime) -> int:
    """Propose to take back what was received for each of these: earned → corrections, once somebody else approves.

    How many. Nothing moves yet. Raises NotToTakeBack, StandingRefused for a side, or AdjustmentRefused.
    """
    with transaction.atomic():
        # Nobody lifts it meanwhile, nor is it lifted already by who waits for its person.
        adjustments.hold(sanction)
        _row, locked = standing.locked_with_person(sanction)
        standing.check_no_side(locked, by)
        if not proves_fraud(locked):
            raise NotToTakeBack(_("Only a suspension or a ban in force, for a rule about fraud, takes money back."))
        chosen = [one for one in items(locked) if one.id in ids and not one.is_taken]
        if not chosen:
            raise NotToTakeBack(_("Choose at least one item that was paid and not taken back before."))
        words = _("For “%(title)s”, by rule %(rule)s. If you think this is wrong, say so on the page of the notice.")
        for one in chosen:
            reason = words % {"title": one.title, "rule": house_rules.known(locked.rule)}
            adjustments.take_back(locked, item=one.id, amount=one.received, reason=reason, by=by, now=now)
    return len(chosen)
