"""How levels moved, and the leaderboard."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from .people import Level


class LevelMove(models.Model):
    """One move of a worker's level: what they had been judged by then, and the verdicts that did it.

    ``causes`` are submissions, the newest first: of a fall the rejections that counted, of a rise the last approvals.
    """

    worker = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="level_moves", db_index=False)
    before = models.PositiveSmallIntegerField(choices=Level.choices)
    after = models.PositiveSmallIntegerField(choices=Level.choices)
    at = models.DateTimeField()
    approved = models.PositiveIntegerField()
    rejected = models.PositiveIntegerField()
    # Percent of the latest verdicts, and how many these were.
    rate = models.PositiveSmallIntegerField()
    counted = models.PositiveSmallIntegerField()
    causes = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        indexes = [models.Index(fields=["worker", "-id"], name="level_move_of_worker")]

    def __str__(self) -> str:
        return f"{self.worker_id}: {self.before} → {self.after}"

    @property
    def is_rise(self) -> bool:
        return self.after > self.before


class LeaderboardEntry(models.Model):
    """Somebody who wants to be seen on the leaderboard: points as counted last. Gone when they leave it.

    A table of its own, because an index on the counters of everybody would be written with every approval.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="leaderboard_entry")
    country = models.CharField(max_length=2)
    points = models.PositiveIntegerField()
    # Those of one week, by the Monday it begins with.
    week = models.DateField()
    week_points = models.PositiveIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["-points"], name="leaders"),
            models.Index(fields=["country", "-points"], name="leaders_of_country"),
            models.Index(fields=["week", "-week_points"], name="leaders_of_week"),
            models.Index(fields=["country", "week", "-week_points"], name="leaders_of_country_of_week"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.points}"
