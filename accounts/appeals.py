"""Answering and appealing: the person says what they think of a sanction, and somebody else decides."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from . import standing, told
from .models import Appeal, Remark, Sanction, User
from .standing import StandingRefused

log = logging.getLogger(__name__)

MOST_A_DAY = 5
State, Outcome = Sanction.State, Appeal.State


def can_appeal(sanction: Sanction, *, now: datetime) -> bool:
    """Once, within the window, as long as it was not lifted; also when its time is over."""
    told_of = sanction.state in (State.GIVEN, State.EXPIRED)
    return told_of and sanction.appeal_until > now and not Appeal.objects.filter(sanction=sanction).exists()


def appeal(sanction: Sanction, *, words: str, by: User, now: datetime) -> Appeal:
    """Say that a sanction is wrong. It holds until somebody else has decided. Raises StandingRefused."""
    words = standing.checked_words(words)
    with transaction.atomic():
        row, locked = standing.locked_with_person(Sanction.objects.shown_to(by).get(pk=sanction.pk))
        if not can_appeal(locked, now=now):
            raise StandingRefused(_("This can be appealed once, within its time. Both stand on this page."))
        filed = Appeal.objects.create(
            sanction=locked,
            person=row,
            first_id=locked.by_id,
            second_id=locked.agreed_by_id,
            words=words,
            filed_at=now,
            decide_by=now + timedelta(days=settings.RULES.appeal_decide_days),
        )
        if not standing.deciders(locked).exists():
            told.nobody_decides(locked, now=now)
    return filed


def answer(sanction: Sanction, *, words: str, by: User, now: datetime) -> Remark:
    """Say something about a sanction of one's own; the staff reads it. Raises StandingRefused."""
    words = standing.checked_words(words)
    with transaction.atomic():
        _row, locked = standing.locked_with_person(Sanction.objects.shown_to(by).get(pk=sanction.pk))
        day = now - timedelta(days=1)
        if locked.remarks.filter(author=by, said_at__gt=day).count() >= MOST_A_DAY:
            raise StandingRefused(_("You wrote several times today. Somebody reads it all; write again tomorrow."))
        locked.waits_since = locked.waits_since or now
        locked.save(update_fields=["waits_since"])
        return Remark.objects.create(sanction=locked, author=by, words=words, said_at=now)


def reply(sanction: Sanction, *, words: str, by: User, now: datetime) -> Remark:
    """The staff says something about a sanction; its person is told. Raises StandingRefused."""
    words = standing.checked_words(words)
    with transaction.atomic():
        _row, locked = standing.locked_with_person(sanction)
        standing.check_no_side(locked, by)
        if locked.state in Sanction.UNTOLD:
            raise StandingRefused(_("The person knows nothing of this yet."))
        locked.waits_since = None
        locked.save(update_fields=["waits_since"])
        told.replied(locked, words, now=now)
        return Remark.objects.create(sanction=locked, author=by, words=words, said_at=now)


def grant(appeal: Appeal, *, reason: str, by: User, now: datetime) -> None:
    """The person is right: the sanction is lifted. Raises StandingRefused."""
    with transaction.atomic():
        row, locked = _decide(appeal, Outcome.GRANTED, reason=reason, by=by, now=now)
        standing.end(row, locked.sanction, State.LIFTED, reason=locked.decision, by=by, now=now)
        told.appeal_decided(locked, now=now)


def shorten(appeal: Appeal, *, until: datetime, reason: str, by: User, now: datetime) -> None:
    """The sanction ends earlier. A ban becomes a suspension with an end. Raises StandingRefused."""
    with transaction.atomic():
        row, locked = _decide(appeal, Outcome.SHORTENED, reason=reason, by=by, now=now)
        sanction = locked.sanction
        if sanction.kind == Sanction.Kind.WARNING or not sanction.is_given:
            raise StandingRefused(_("This has no end that could come earlier."))
        if until <= now or (sanction.until and until >= sanction.until):
            raise StandingRefused(_("Choose an end that comes earlier, and later than now."))
        if sanction.kind == Sanction.Kind.BAN:
            sanction.kind = Sanction.Kind.SUSPENSION
        sanction.person, sanction.until = row, until
        sanction.save(update_fields=["kind", "until"])
        told.appeal_decided(locked, now=now)


def turn_down(appeal: Appeal, *, reason: str, by: User, now: datetime) -> None:
    """The sanction stands. Raises StandingRefused."""
    with transaction.atomic():
        _row, locked = _decide(appeal, Outcome.TURNED_DOWN, reason=reason, by=by, now=now)
        told.appeal_decided(locked, now=now)


def _decide(appeal: Appeal, state: str, *, reason: str, by: User, now: datetime) -> tuple[User, Appeal]:
    reason = standing.checked_words(reason)
    is_lifted = state == Outcome.GRANTED
    row, sanction = (
        standing.locked_to_lift(appeal.sanction, now=now) if is_lifted else standing.locked_with_person(appeal.sanction)
    )
    standing.check_no_side(sanction, by)
    if sanction.has_decided(by):
        raise StandingRefused(_("You decided this before: somebody else must decide the appeal."))
    locked = Appeal.objects.select_for_update(no_key=True).get(pk=appeal.pk)
    if not locked.is_open:
        raise StandingRefused(_("This appeal is decided already."))
    locked.sanction, locked.person = sanction, row
    locked.decision, locked.decided_by, locked.decided_at = reason, by, now
    locked.move_to(state, "decision", "decided_by", "decided_at")
    if sanction.waits_since:
        sanction.waits_since = None
        sanction.save(update_fields=["waits_since"])
    log.info("the appeal of %s is %s by %s", sanction.public_id, state, by.pk)
    return row, locked
