"""What a referrer earns: a share of a referred worker's rewards, out of the house's commission."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Sum

from accounts.models import User
from picomarket.lib.counters import add
from picomarket.lib.money import Money
from wallet import commission, escrow

from .models import Referral


def attribute(referred: User, *, referrer: User, now: datetime) -> Referral | None:
    """Remember who brought whom, once, from the day of joining. Nobody brings themselves."""
    if referrer.pk == referred.pk:
        return None
    ends_at = now + timedelta(days=settings.RULES.referral_days)
    row, _new = Referral.objects.get_or_create(
        referred=referred, defaults={"referrer": referrer, "joined_at": now, "ends_at": ends_at}
    )
    return row


def shares(slots: Sequence[escrow.SlotPaid], *, now: datetime) -> list[commission.Share]:
    """The referrers' shares of the commission on these approved submissions, never more than the worker's commission
    brought in. Counts them; the money moves with the workers' rewards, in the caller's transaction."""
    workers = {slot.worker_id for slot in slots}
    earning = Referral.objects.earning(now).filter(referred_id__in=workers).order_by("pk")
    # Locked in one order, so that two approvals of the same people never wait in a circle.
    referrers = dict(earning.select_for_update(no_key=True).values_list("referred_id", "referrer_id"))
    shared = [slot for slot in slots if slot.worker_id in referrers]
    if shared:
        _count(shared)
    return [commission.Share(slot.submission_id, referrers[slot.worker_id], _share_of(slot)) for slot in shared]


def _share_of(slot: escrow.SlotPaid) -> Money:
    return min(slot.price.reward.share(settings.RULES.referral_ppm), slot.price.worker_commission)


def _count(shared: Sequence[escrow.SlotPaid]) -> None:
    more: Counter[int] = Counter()
    for slot in shared:
        more[slot.worker_id] += _share_of(slot)
    add(Referral.objects.all(), "earned", more, by="referred")


def total(referrer: User) -> Money:
    """All that this person has earned by bringing others."""
    return Money(Referral.objects.by(referrer).aggregate(sum_=Sum("earned"))["sum_"] or 0)
