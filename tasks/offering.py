"""Offering pay for trying a test: money set aside for so many attempts, and a draft published with it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from picomarket.lib.money import CENT, Money
from wallet import offers

from . import qualifications
from .models import Offer, Qualification
from .publishing import check_may_hire
from .qualifications import TestNotNow

MOST_PLACES = 1000
OFFERED_FOR = (Qualification.State.DRAFTED, Qualification.State.PUBLISHED)


def offer(test: Qualification, *, reward: Money, places: int, key: str, by: User, now: datetime) -> bool:
    """Pay so many attempts this much each, passed or not: spendable → the offer, once per key.

    False when it was before. No commission is taken, as of a bonus. A draft is published by it. Raises TestNotNow,
    TestForbidden, Suspended, NotNow or InsufficientFunds; then nothing moved.
    """
    with transaction.atomic():
        row = Qualification.objects.of(by).select_for_update(no_key=True).get(pk=test.pk)
        own_key = f"{row.pk}:{key}"[:40]
        if Offer.objects.filter(key=own_key).exists():
            return False
        _check_sum(reward, places)
        check_may_hire(by)
        if row.state == Qualification.State.DRAFTED:
            qualifications.publish(row, by=by, now=now)
        elif row.state != Qualification.State.PUBLISHED:
            raise TestNotNow(_("This test is closed. Open it again first."))
        made = Offer.objects.create(qualification=row, key=own_key, reward=reward, places=places, added_at=now)
        offers.set_aside(made.pk, author_id=by.pk, amount=made.total, now=now)
    return True


def _check_sum(reward: Money, places: int) -> None:
    most = settings.RULES.test_reward
    if not most:
        raise TestNotNow(_("Nobody is paid for trying a test here."))
    if not CENT <= reward <= most or reward != reward.floor_to_cents():
        raise TestNotNow(_("Offer between $0.01 and %(most)s for an attempt, in whole cents.") % {"most": most})
    if not 1 <= places <= MOST_PLACES:
        raise TestNotNow(_("Pay for between 1 and %(most)s attempts at once.") % {"most": MOST_PLACES})
