"""Blocks: an employer offers nothing more to one worker. Private: it hides tasks to come, and counts in no score."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from picomarket.lib.refusals import Refused

from .models import Block


class NotOneself(Refused):
    """Nobody blocks themselves."""


def block(employer: User, *, worker: User, note: str, now: datetime) -> None:
    """Offer this worker nothing from now on, or change the note. Claims and submissions that stand go on."""
    if employer.pk == worker.pk:
        raise NotOneself(_("This is you: you are never offered your own tasks."))
    first = {"note": note, "blocked_at": now}
    Block.objects.update_or_create(employer=employer, worker=worker, defaults={"note": note}, create_defaults=first)


def unblock(employer: User, *, worker: User) -> None:
    """Offer this worker tasks again."""
    Block.objects.filter(employer=employer, worker=worker).delete()
