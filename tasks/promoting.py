"""Promoting a task: what it would gain, and buying it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from picomarket.lib.money import Money
from wallet import promotions as money

from . import discovery, promotions, targeting
from .models import Promotion, Task
from .publishing import NotNow, QuoteChanged, check_may_hire, own_key

# How many of those who could do it are looked at to find one it is open to.
LOOKED_AT = 20


@dataclass(frozen=True, slots=True)
class Position:
    """Where a task stands among the ``of`` tasks open to one worker who can do it, and where promoted, on average."""

    row: int
    of: int
    promoted: int

    @property
    def gains(self) -> bool:
        return self.promoted < self.row and self.of >= promotions.ONE_OF


def predict(task: Task, *, per_page: int, now: datetime) -> Position | None:
    """Looked up as the feed of somebody who can do it would show it; None where nobody is there who can."""
    worker = _somebody(task)
    if worker is None:
        return None
    seen = discovery.find(discovery.Wish(), worker, now=now)
    found = seen.open
    mine = found.filter(pk=task.pk).first()
    if mine is None:
        return None
    newer = Q(published_at__gt=mine.published_at) | Q(published_at=mine.published_at, pk__gt=mine.pk)
    # Until its merit is known a task stands before all whose is.
    ahead = (
        Q(merit=None) & newer
        if mine.merit is None
        else Q(merit=None) | Q(merit__gt=mine.merit) | Q(merit=mine.merit) & newer
    )
    rivals = found.filter(pk__in=Promotion.objects.running(now).values("task")).exclude(pk=task.pk)
    row = found.filter(ahead).order_by()[: seen.most].count() + 1
    return Position(row, max(row, seen.open_count), _row(rivals.count() // 2, per_page))


def _row(turn: int, per_page: int) -> int:
    """The row of whoever has this turn, of all that are promoted."""
    pages, place = divmod(turn, per_page // promotions.ONE_OF)
    return pages * per_page + place * promotions.ONE_OF + 1


def _somebody(task: Task) -> User | None:
    people = User.objects.filter(is_active=True, suspended_at=None, level__gte=task.minimum_level)
    if task.countries and not task.zones:
        people = people.filter(country__in=task.countries)
    some = people.exclude(pk=task.employer_id).order_by("-last_login", "-pk")[:LOOKED_AT]
    return next((one for one in some if not targeting.lock_of(task, one)), None)


def promote(task: Task, *, key: str, agreed: Money, by: User, now: datetime) -> bool:
    """Promote a task for some days at the flat price: spendable → the house, once per key; False when it was before.

    ``agreed`` is the price the employer was shown. Raises NotNow, QuoteChanged, Suspended or InsufficientFunds; then
    nothing moved.
    """
    rules = settings.RULES
    with transaction.atomic():
        live = Task.objects.of(by).select_for_update(no_key=True).get(pk=task.pk)
        if Promotion.objects.filter(key=own_key(live, key)).exists():
            return False
        check_can(live, now=now)
        check_may_hire(by)
        if agreed != rules.promotion_price:
            raise QuoteChanged(_("The price changed since you saw it. Nothing was charged; look at it again."))
        row = Promotion.objects.create(
            task=live,
            key=own_key(live, key),
            amount=agreed,
            days=rules.promotion_days,
            began_at=now,
            ends_at=now + timedelta(days=rules.promotion_days),
        )
        promotions.look_again()
        money.pay(row.pk, employer_id=by.pk, amount=agreed, now=now)
    return True


def check_can(task: Task, *, now: datetime) -> None:
    """Raises NotNow where a task cannot be promoted, or is already."""
    if not settings.RULES.promotion_price:
        raise NotNow(_("Tasks cannot be promoted here."))
    if not task.is_open:
        raise NotNow(_("Only a task that is published and has slots left can be promoted."))
    if task.only_lists:
        raise NotNow(_("This task is for people you chose. They are told of it; promoting it would add nothing."))
    if promotions.running(task, now=now):
        raise NotNow(_("This task is promoted already."))
