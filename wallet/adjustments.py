"""Money the staff gives or takes, with a written reason: one of them proposes, another one approves."""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from accounts.models import Sanction, User
from inbox import notices
from inbox.topics import Topic
from picomarket.lib import locales, statements
from picomarket.lib.money import Money
from picomarket.lib.refusals import Refused

from . import deposits, ledger, promo
from .models import Adjustment, TransferKind

log = logging.getLogger(__name__)

# A slip in the year would make a day no calendar holds everywhere.
LONGEST_PROMO = timedelta(days=3650)
# Where the numbers of the advisory locks begin under which one sanction's adjustments are held.
HELD = 4054 << 40

Kind = Adjustment.Kind
State = Adjustment.State


class AdjustmentRefused(Refused):
    """One's own money, one's own proposal, one without a reason, or one that was decided already."""


def propose(
    person: User, *, kind: str, amount: Money, reason: str, expires_at: datetime | None = None, by: User, now: datetime
) -> Adjustment:
    """Propose to give or take money. Nothing moves until somebody else approves it.

    Promo credit holds until ``expires_at``, ``promo_days`` from now unless said. Raises AdjustmentRefused.
    """
    reason = reason.strip()
    _check_not_own(person, by)
    if amount <= 0:
        raise AdjustmentRefused(_("The amount must be more than zero."))
    if not reason:
        raise AdjustmentRefused(_("Write the reason: the person reads it."))
    if kind == Kind.PROMO:
        expires_at = expires_at or now + timedelta(days=settings.RULES.promo_days)
        _check_promo(person, expires_at, now)
    _check_is_there(person, kind, amount)
    return Adjustment.objects.create(
        person=person,
        kind=Kind(kind),
        amount=amount,
        reason=reason,
        expires_at=expires_at if kind == Kind.PROMO else None,
        proposed_by=by,
        proposed_at=now,
    )


def propose_once(person: User, *, kind: str, amount: Money, reason: str, **more: Any) -> Adjustment:
    """As ``propose``, of what somebody typed: raises AdjustmentRefused too where the very same waits already."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=person.pk)
        same = Adjustment.objects.filter(person=person, kind=kind, amount=amount, reason=reason.strip())
        if same.filter(state=State.PROPOSED).exists():
            raise AdjustmentRefused(_("The very same is proposed already and waits for a second person."))
        return propose(person, kind=kind, amount=amount, reason=reason, **more)


def take_back(sanction: Sanction, *, item: str, amount: Money, reason: str, by: User, now: datetime) -> Adjustment:
    """Propose to take what was received for one item a sanction proves to be fraud. Raises AdjustmentRefused."""
    made = propose(sanction.person, kind=Kind.TAKE_EARNED, amount=amount, reason=reason, by=by, now=now)
    made.sanction, made.item = sanction, item
    made.save(update_fields=["sanction", "item"])
    return made


def hold(sanction: Sanction) -> None:
    """Lock what is proposed because of a sanction that is about to be lifted: adjustments are locked before people.

    Until the transaction ends nobody else holds what belongs to this sanction, so whoever proposes more of it holds it
    first: else that would be locked after its person, or be approved while it is put away.
    """
    statements.take_turns(HELD + sanction.pk)
    rows = Adjustment.objects.filter(sanction=sanction, state=State.PROPOSED).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))


def give_back(sanction: Sanction, *, by: User, now: datetime) -> None:
    """A sanction is lifted: what was to be taken because of it is not, and what was taken is proposed to be given back.

    Nothing moves yet: somebody else approves that, as ever.
    """
    for row in Adjustment.objects.filter(sanction=sanction, kind=Kind.TAKE_EARNED).exclude(state=State.DECLINED):
        if row.state == State.PROPOSED:
            decline(row, by=by, now=now)
            continue
        reason = gettext_noop("What was taken back is yours again, because the notice it belonged to was lifted.")
        made = propose(row.person, kind=Kind.ADD_EARNED, amount=row.amount, reason=reason, by=by, now=now)
        made.sanction, made.item = sanction, row.item
        made.save(update_fields=["sanction", "item"])


def taken_back(items: Collection[str]) -> set[str]:
    """Which of these are taken back, or are proposed to be."""
    rows = Adjustment.objects.filter(item__in=items, kind=Kind.TAKE_EARNED).exclude(state=State.DECLINED)
    return set(rows.values_list("item", flat=True))


def of_sanction(sanction: Sanction) -> QuerySet[Adjustment]:
    """What was taken and given back because of it."""
    return Adjustment.objects.filter(sanction=sanction, state=State.APPLIED).order_by("pk")


def approve(adjustment: Adjustment, *, by: User, now: datetime) -> Adjustment:
    """The second person agrees: the money moves, once, and the person is told with the reason.

    Goodwill: goodwill → earned. Promo credit: promo given → promo. Corrections: between corrections and the pocket.
    Raises AdjustmentRefused for one's own money or proposal and for one that was decided, InsufficientFunds where less
    is there than should be taken; then nothing moved.
    """
    with transaction.atomic():
        locked = _locked(adjustment, by)
        if by.pk == locked.proposed_by_id:
            raise AdjustmentRefused(_("You proposed this: somebody else must approve it."))
        if locked.expires_at is not None:
            _check_promo(locked.person, locked.expires_at, now)
            locked.warned_at = now if locked.expires_at <= now + promo.WARNED else None
        locked.decided_by, locked.decided_at = by, now
        locked.move_to(State.APPLIED, "decided_by", "decided_at", "warned_at")
        ledger.post([entry(locked)], now=now)
        _tell(locked, now)
    log.info("adjustment %s of %s approved by %s", locked.public_id, locked.amount, by.pk)
    return locked


def decline(adjustment: Adjustment, *, by: User, now: datetime) -> Adjustment:
    """Put a proposal away, as its proposer may too. Nothing moves. Raises AdjustmentRefused."""
    with transaction.atomic():
        locked = _locked(adjustment, by)
        locked.decided_by, locked.decided_at = by, now
        locked.move_to(State.DECLINED, "decided_by", "decided_at")
    log.info("adjustment %s of %s declined by %s", locked.public_id, locked.amount, by.pk)
    return locked


def _locked(adjustment: Adjustment, by: User) -> Adjustment:
    rows = Adjustment.objects.select_related("person").select_for_update(no_key=True, of=("self",))
    locked = rows.get(pk=adjustment.pk)
    _check_not_own(locked.person, by)
    if locked.state != State.PROPOSED:
        raise AdjustmentRefused(_("This was decided already: %(state)s.") % {"state": locked.get_state_display()})
    return locked


def _check_not_own(person: User, by: User) -> None:
    if person.pk == by.pk:
        raise AdjustmentRefused(_("This is your own money: somebody else must do it."))


def _check_is_there(person: User, kind: str, amount: Money) -> None:
    """Nobody has to agree to what could not be taken; when it is approved the ledger looks again."""
    pots = {Kind.TAKE_EARNED: ledger.earned, Kind.TAKE_SPENDABLE: ledger.spendable}
    if pot := pots.get(Kind(kind)):
        has = ledger.balance_of(pot(person.pk))
        if amount > has:
            words = _("You propose to take %(amount)s, and only %(has)s is there.")
            raise AdjustmentRefused(words % {"amount": amount, "has": has})


def _check_promo(person: User, expires_at: datetime, now: datetime) -> None:
    if expires_at <= now:
        raise AdjustmentRefused(_("Promo credit must expire in the future."))
    if expires_at > now + LONGEST_PROMO:
        raise AdjustmentRefused(_("Promo credit holds for ten years at most: look at the year."))
    if debt := deposits.owes(person):
        words = _("%(sum)s is still owed for a deposit that was taken back. Until then there is no promo credit.")
        raise AdjustmentRefused(words % {"sum": debt})


def entry(adjustment: Adjustment) -> ledger.Entry:
    """The transfer an adjustment means."""
    earned, spendable = ledger.earned(adjustment.person_id), ledger.spendable(adjustment.person_id)
    kind, debit, credit = {
        Kind.GOODWILL: (TransferKind.GOODWILL, ledger.GOODWILL, earned),
        Kind.PROMO: (TransferKind.PROMO_GRANT, ledger.PROMO_GIVEN, ledger.promo(adjustment.person_id)),
        Kind.ADD_EARNED: (TransferKind.CORRECTION, ledger.CORRECTIONS, earned),
        Kind.ADD_SPENDABLE: (TransferKind.CORRECTION, ledger.CORRECTIONS, spendable),
        Kind.TAKE_EARNED: (TransferKind.CORRECTION, earned, ledger.CORRECTIONS),
        Kind.TAKE_SPENDABLE: (TransferKind.CORRECTION, spendable, ledger.CORRECTIONS),
    }[Kind(adjustment.kind)]
    return ledger.Entry(kind, adjustment.pk, debit, credit, adjustment.amount)


def _tell(adjustment: Adjustment, now: datetime) -> None:
    subject, body = WORDS[Kind(adjustment.kind)]
    notice = adjustment.sanction
    until = adjustment.expires_at
    given = {
        "amount": adjustment.amount,
        "reason": adjustment.reason,
        "day": locales.moment(until.astimezone(adjustment.person.tz), "FULL_DATE_FORMAT") if until else "",
    }
    notices.tell(
        adjustment.person,
        subject=format_lazy(subject, **given),
        body=locales.said_later(adjustment.reason) if notice else format_lazy(body, **given),
        url=notice.get_absolute_url() if notice else reverse("wallet:home"),
        mail=True,
        topic=Topic.MONEY,
        now=now,
    )


_ADDED = gettext_lazy("{amount} was added to your wallet"), gettext_lazy("We corrected what you have. {reason}")
_TAKEN = gettext_lazy("{amount} was taken from your wallet"), gettext_lazy("We corrected what you have. {reason}")
WORDS = {
    Kind.GOODWILL: (
        gettext_lazy("You were given {amount}"),
        gettext_lazy("It is in your earned pocket, yours to take out or to spend. {reason}"),
    ),
    Kind.PROMO: (
        gettext_lazy("You were given {amount} of promo credit"),
        gettext_lazy("Spend it on tasks until {day}: it is used first when you publish one. {reason}"),
    ),
    Kind.ADD_EARNED: _ADDED,
    Kind.ADD_SPENDABLE: _ADDED,
    Kind.TAKE_EARNED: _TAKEN,
    Kind.TAKE_SPENDABLE: _TAKEN,
}
