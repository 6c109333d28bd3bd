"""Where people signed in from."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class KnownDevice(models.Model):
    """A device a person signed in from: ``token`` is what its cookie says, ``network`` where it was last."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="known_devices")
    token = models.CharField(max_length=12)
    user_agent = models.CharField(max_length=200, blank=True)
    network = models.CharField(max_length=50, blank=True)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "token"], name="device_known_once")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.token}"
