"""What disputes hear from accounts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.dispatch import receiver

from accounts.leaving.parts import OpenEnd, Part
from accounts.models import User
from accounts.signals import data_asked, ends_asked, forgetting

from . import leaving


@receiver(data_asked)
def give_cases(person: User, **_kwargs: Any) -> Iterable[Part]:
    return leaving.parts(person)


@receiver(ends_asked)
def say_what_is_not_decided(person: User, **_kwargs: Any) -> Iterable[OpenEnd]:
    return leaving.ends(person)


@receiver(forgetting)
def ask_no_more(person: User, now: datetime, **_kwargs: Any) -> None:
    leaving.forget(person, now=now)
