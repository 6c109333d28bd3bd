"""What submissions hear from tasks and from accounts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.dispatch import receiver

from accounts.items import Item
from accounts.leaving.parts import OpenEnd, Part
from accounts.models import User
from accounts.signals import data_asked, ends_asked, forgetting, items_named
from tasks.models import Look, PublicQuestion, Task
from tasks.signals import question_answered, rejections_counted, rejections_undone, reward_raised

from . import answers, brake, leaving, naming, prices, review


@receiver(reward_raised)
def keep_what_was_paid(task: Task, **_kwargs: Any) -> None:
    prices.keep(task)


@receiver(question_answered)
def tell_who_is_at_work(question: PublicQuestion, now: datetime, **_kwargs: Any) -> None:
    answers.tell(question, now=now)


@receiver(rejections_counted)
def count_what_was_rejected(look: Look, **_kwargs: Any) -> int:
    return brake.rejected_before(look).count()


@receiver(rejections_undone)
def pay_what_was_rejected(look: Look, by: User, now: datetime, **_kwargs: Any) -> None:
    review.undo_rejections(look, by=by, now=now)


@receiver(data_asked)
def give_work(person: User, **_kwargs: Any) -> Iterable[Part]:
    return leaving.parts(person)


@receiver(ends_asked)
def say_what_has_no_verdict(person: User, now: datetime, **_kwargs: Any) -> Iterable[OpenEnd]:
    return leaving.ends(person, now=now)


@receiver(forgetting)
def forget_unpaid_proofs(person: User, now: datetime, **_kwargs: Any) -> None:
    leaving.forget(person, now=now)


@receiver(items_named)
def name_submissions(ids: list[str], person: User, **_kwargs: Any) -> dict[str, Item]:
    return naming.items(ids, person=person)
