"""The exact quote: given on a draft that is ready, good for some minutes, then shown anew."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from picomarket.lib.money import Money
from picomarket.lib.refusals import Refused

from . import pricing
from .models import StandingQuote, Task


class QuoteExpired(Refused):
    """The quote the employer agreed to is too old; nothing was charged."""


def give(task: Task, *, by: User, now: datetime) -> StandingQuote:
    """The quote that holds for a draft: the one given before while that is good, and the draft costs the same by it,
    else a new one at today's prices.

    No money moves. Raises BelowMinimum when the draft offers too little by today's table.
    """
    with transaction.atomic():
        draft = Task.objects.of(by).drafts().select_for_update(no_key=True).get(pk=task.pk)
        standing = _standing(draft)
        if standing and standing.holds_at(now):
            return standing
        pricing.check_reward(draft)
        price = draft.price
        return StandingQuote.objects.update_or_create(
            task=draft,
            defaults={
                "reward": price.reward,
                "employer_commission": price.employer_commission,
                "worker_commission": price.worker_commission,
                "slots": draft.slots,
                "where": StandingQuote.where_of(draft),
                "expires_at": now + timedelta(minutes=settings.RULES.quote_minutes),
            },
        )[0]


def confirmed(task: Task, *, cost: Money) -> StandingQuote | None:
    """The quote its employer agreed to before the task waited for a look, by what it costs them; it holds as long as
    the task waits, because the wait is none of their doing."""
    standing = _standing(task)
    return standing if standing and standing.price.cost * task.slots == cost else None


def agreed(task: Task, *, now: datetime) -> StandingQuote | None:
    """The quote that was shown for this draft as it is. Raises QuoteExpired where it is too old."""
    standing = _standing(task)
    if standing and not standing.holds_at(now):
        raise QuoteExpired(_("The quote had expired. Here it is anew; nothing was charged."))
    return standing


def _standing(task: Task) -> StandingQuote | None:
    """The quote of the task as it is now; one of what it was before is none."""
    standing = StandingQuote.objects.filter(task=task).first()
    return standing if standing and standing.is_of(task) else None
