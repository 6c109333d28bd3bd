"""What can cost a worker more than the work pays: said on a page of its own, once, before they claim."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import policy
from .models import Risk, Task


class Caution(NamedTuple):
    """What the task asks, what to be careful about, and what no task may ask."""

    asks: Promise
    careful: Promise
    never: Promise


DANGERS = {
    Risk.PHONE: (
        _("This task asks for a phone number."),
        _("Never allowed: to ask for a code that was sent to you, or to have you take a call."),
    ),
    Risk.INSTALL: (
        _("This task asks you to install something."),
        _("Never allowed: a file from anywhere but an official store, or to switch a protection off."),
    ),
    Risk.PAYMENT: (
        _("This task is about paying, or about how you pay."),
        _("Never allowed: to have you pay with your own money, or to ask for a card or a bank sign-in."),
    ),
    Risk.PERSONAL: (
        _("This task asks for something personal about you."),
        _("Never allowed: to ask for a password, for identity papers or for a picture of them."),
    ),
}


def of(task: Task) -> list[Caution]:
    """None for most tasks."""
    dangers = [risk for risk in map(Risk, task.risks) if risk in DANGERS]
    return [Caution(DANGERS[risk][0], policy.ADVICE[risk], DANGERS[risk][1]) for risk in dangers]
