"""Following: a worker wants to hear when an employer publishes a task. Employers learn how many do, not who."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from picomarket.lib.refusals import Refused

from .models import Follow


class Yourself(Refused):
    """Nobody follows themselves."""


def follow(employer: User, *, by: User, now: datetime) -> Follow:
    """Be told of this employer's new tasks; twice is once. Raises Yourself."""
    if employer == by:
        raise Yourself(_("This is you. Your own tasks are in My tasks."))
    row, _is_new = Follow.objects.get_or_create(worker=by, employer=employer, defaults={"followed_at": now})
    return row


def unfollow(employer: User, *, by: User) -> None:
    """Hear no more of them; a second press finds nothing to do."""
    Follow.objects.filter(worker=by, employer=employer).delete()
