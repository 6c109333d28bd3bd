"""What a referrer earns: a share of a referred worker's rewards, out of the house's commission."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings

from accounts.models import User
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


def share(slots: Sequence[escrow.SlotPaid], *, now: datetime) -> None:
    """Share the commission on these approved submissions: revenue → the referrers, never more than the worker's
    commission brought in."""
    workers = {slot.worker_id for slot in slots}
    referrers = dict(
        Referral.objects.earning(now).filter(referred_id__in=workers).values_list("referred_id", "referrer_id")
    )
    commission.share_with_referrers(
        [
            commission.Share(slot.submission_id, referrers[slot.worker_id], _share_of(slot))
            for slot in slots
            if slot.worker_id in referrers
        ],
        now=now,
    )


def _share_of(slot: escrow.SlotPaid) -> Money:
    return min(slot.price.reward.share(settings.RULES.referral_ppm), slot.price.worker_commission)
