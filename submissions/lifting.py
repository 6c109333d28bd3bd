"""Lifting a task to the hourly floor: its reward is raised, and who was paid less before receives the difference."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField, Case, Count, F, Sum, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from picomarket.lib.money import Money
from tasks import edits, floor, publishing
from tasks.models import Task, TopUp
from wallet.commission import Price, price_of

from . import bonuses
from .models import Submission

NOTE = gettext_lazy("It took longer than planned, so you receive what others get for it now.")


@dataclass(frozen=True, slots=True)
class Lift:
    """What lifting costs: the new reward, how much more each unpaid slot costs, and the difference to who was paid."""

    reward: Money
    more: Price
    unpaid: int
    paid: int
    differences: Money

    @property
    def raising(self) -> Money:
        return self.more.cost * self.unpaid

    @property
    def total(self) -> Money:
        return self.raising + self.differences

    def missing(self, *, spendable: Money, promo: Money) -> Money:
        """What these pockets lack, in whole cents: promo credit goes into a task, and to nobody directly."""
        own = self.differences + max(self.raising - promo, Money(0))
        return -(-max(own - spendable, Money(0))).floor_to_cents()


def quote(task: Task) -> Lift:
    """What it costs now. Raises NotNow where the task pays the floor already."""
    if not floor.is_below(task):
        raise publishing.NotNow(_("This task pays at least the hourly floor."))
    reward = floor.fair_reward(task)
    found = _paid_less(task, reward).aggregate(count=Count("pk"), sum=Sum("lacks"))
    more = edits.raised_by(task, reward)
    return Lift(reward, more, task.slots - task.paid, found["count"], Money(found["sum"] or 0))


def _paid_less(task: Task, reward: Money) -> Any:
    """What was approved for less than this reward, each with what its worker ``lacks``."""
    own = F("own_reward") - F("own_worker_commission")
    got = Case(
        When(own_reward__gt=0, then=own), default=Value(int(task.price.receives)), output_field=BigIntegerField()
    )
    rows = Submission.objects.filter(task=task, state=Submission.State.APPROVED)
    then = Value(int(price_of(reward).receives), BigIntegerField())
    return rows.annotate(lacks=then - got).filter(lacks__gt=0)


def lift(task: Task, *, key: str, agreed: Money, by: User, now: datetime) -> bool:
    """Raise the reward to the floor, pay who was paid before the difference, and give slots again; once per key.

    The raise goes from promo credit and spendable to escrow, each difference from spendable to a worker's earned
    pocket, free of commission. ``agreed`` is the sum the employer was shown. False when this key did it before. Raises
    NotNow, NotARaise, QuoteChanged, Suspended or InsufficientFunds; then nothing moved.
    """
    with transaction.atomic():
        live = Task.objects.of(by).select_for_update(no_key=True).get(pk=task.pk)
        if TopUp.objects.filter(key=publishing.own_key(live, key)).exists():
            return False
        wanted = quote(live)
        if agreed != wanted.total:
            words = _("The price changed since you saw it. Nothing was charged; look at the sum again.")
            raise publishing.QuoteChanged(words)
        # Nobody is paid meanwhile: that takes the task's row.
        due = list(_paid_less(live, wanted.reward).order_by("pk").select_related("worker", "task__batch", "row"))
        topped_up = (len(due), wanted.differences) if due else None
        given: dict[str, Any] = {"key": key, "by": by, "now": now}
        edits.raise_reward(live, reward=wanted.reward, agreed=wanted.raising, topped_up=topped_up, **given)
        bonuses.give_each([(row, Money(row.lacks)) for row in due], note=str(NOTE), **given)
        live.refresh_from_db()
        if live.state == Task.State.PAUSED:
            publishing.resume(live, by=by, now=now)
    return True
