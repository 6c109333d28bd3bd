"""The price an employer was shown, and until when it holds."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from picomarket.lib.fields import MoneyField
from wallet.commission import Price

from .tasks import Task


class StandingQuote(models.Model):
    """What publishing a draft costs, whatever changes in the market until it expires.

    It holds for what it was reckoned of, and is none for a draft that is written otherwise since.
    """

    task = models.OneToOneField(Task, models.CASCADE, related_name="standing_quote")
    reward = MoneyField()
    employer_commission = MoneyField()
    worker_commission = MoneyField()
    slots = models.PositiveIntegerField()
    # The kind of work, zones and countries, which decide the least reward.
    where = models.JSONField()
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.price.cost} × {self.slots}"

    @property
    def price(self) -> Price:
        return Price(self.reward, self.employer_commission, self.worker_commission)

    def is_of(self, task: Task) -> bool:
        """Whether it was reckoned of the task as it is now."""
        return (self.reward, self.slots, self.where) == (task.reward, task.slots, self.where_of(task))

    @staticmethod
    def where_of(task: Task) -> list[object]:
        return [task.category_id, sorted(task.zones), sorted(task.countries)]

    def holds_at(self, now: datetime) -> bool:
        return now < self.expires_at
