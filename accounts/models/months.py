"""What the market says of itself each month."""

from __future__ import annotations

from django.db import models


class TransparencyMonth(models.Model):
    """The figures of one month that is over, as they were published; never written again."""

    month = models.DateField(unique=True)
    figures = models.JSONField()
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
