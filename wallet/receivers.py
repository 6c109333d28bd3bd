"""What the wallet hears from accounts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.dispatch import receiver

from accounts.leaving.parts import OpenEnd, Part
from accounts.models import Sanction, User
from accounts.signals import data_asked, ends_asked, forgetting, lifted, lifting

from . import adjustments, leaving


@receiver(data_asked)
def give_money(person: User, **_kwargs: Any) -> Iterable[Part]:
    return leaving.parts(person)


@receiver(ends_asked)
def say_what_is_not_out(person: User, now: datetime, **_kwargs: Any) -> Iterable[OpenEnd]:
    return leaving.ends(person, now=now)


@receiver(forgetting)
def forget_where_payouts_went(person: User, **_kwargs: Any) -> None:
    leaving.forget(person)


@receiver(lifting)
def hold_what_is_proposed(sanction: Sanction, **_kwargs: Any) -> None:
    adjustments.hold(sanction)


@receiver(lifted)
def give_back_what_was_taken(sanction: Sanction, by: User, now: datetime, **_kwargs: Any) -> None:
    adjustments.give_back(sanction, by=by, now=now)
