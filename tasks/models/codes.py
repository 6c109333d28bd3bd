"""The secret an employer's own site makes completion codes with."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class CodeKey(models.Model):
    """One employer's secret. The former one stays good until ``former_until``, so that a site can change over."""

    employer = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="code_key")
    secret = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    former = models.CharField(max_length=64, blank=True, default="")
    former_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.employer_id}"
