"""What submissions hear from tasks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from accounts.items import Item
from accounts.models import User
from accounts.signals import items_named
from tasks.models import Look, Task
from tasks.signals import rejections_counted, rejections_undone, reward_raised

from . import brake, naming, prices, review


@receiver(reward_raised)
def keep_what_was_paid(task: Task, **_kwargs: Any) -> None:
    prices.keep(task)


@receiver(rejections_counted)
def count_what_was_rejected(look: Look, **_kwargs: Any) -> int:
    return brake.rejected_before(look).count()


@receiver(rejections_undone)
def pay_what_was_rejected(look: Look, by: User, now: datetime, **_kwargs: Any) -> None:
    review.undo_rejections(look, by=by, now=now)


@receiver(items_named)
def name_submissions(ids: list[str], person: User, **_kwargs: Any) -> dict[str, Item]:
    return naming.items(ids, person=person)
