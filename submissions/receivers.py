"""What submissions hear from tasks."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from tasks.models import Task
from tasks.signals import reward_raised

from . import prices


@receiver(reward_raised)
def keep_what_was_paid(task: Task, **_kwargs: Any) -> None:
    prices.keep(task)
