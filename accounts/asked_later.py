"""Telling who was here before something was asked of everybody: at once, and again near the end of their days.

Each is told once of each end, however many nodes sweep; where the operator moves the end they are told of the new one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial, reduce
from operator import or_

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise, lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from inbox import notices
from inbox.topics import Topic
from picomarket.lib import locales
from picomarket.lib.sweeps import sweep

from . import required
from .models import AskedNotice, User

NEAR = timedelta(days=3)
_SUBJECTS = {
    required.WORK: _("From {day} on you need {steps} before you take a task"),
    required.HIRE: _("From {day} on you need {steps} before you publish a task"),
}
_BODIES = {
    required.WORK: _(
        "It is asked of everybody from then on. Until then you take tasks as before. What you hold can be handed in and"
        " is paid as ever, and what you earned is paid out without it, always."
    ),
    required.HIRE: _(
        "It is asked of everybody from then on. Until then you publish tasks as before, and those that are published"
        " go on. Your money stays yours, and what you did not spend can be paid back without it, always."
    ),
}
_all_of = lazy(locales.all_of, str)


def tell_due(*, now: datetime, most: int = 200) -> int:
    """Tell so many of those who were here before, and again those whose days are nearly over; how many were told."""
    return sum(_tell_side(side, now=now, most=most) for side in required.SIDES)


def _tell_side(side: str, *, now: datetime, most: int) -> int:
    asked, end = required.since(side), required.ends(side)
    if not asked or not end or end <= now or not required.before(side):
        return 0
    told = AskedNotice.objects.filter(person=OuterRef("pk"), side=side, end=end)
    new = _without(side).filter(date_joined__lt=asked).exclude(Exists(told)).order_by("pk")
    done = sweep(list(new.values_list("pk", flat=True)[:most]), partial(_tell, side=side, end=end, now=now))
    if now < end - NEAR:
        return done
    again = AskedNotice.objects.to_repeat(side=side, end=end).filter(told_at__lt=end - NEAR, person__in=_without(side))
    keys = list(again.order_by("pk").values_list("pk", flat=True)[:most])
    return done + sweep(keys, partial(_tell_again, side=side, end=end, now=now))


def _without(side: str) -> QuerySet[User]:
    """Who is here and has not done all that is asked on this side."""
    missing = reduce(or_, (Q(**{step.column: None}) for step in required.before(side)))
    return User.objects.filter(missing, is_active=True, leaves_at=None)


def _tell(keys: Sequence[int], *, side: str, end: datetime, now: datetime) -> int:
    with transaction.atomic():
        people = list(_without(side).filter(pk__in=keys).order_by("pk").select_for_update(no_key=True))
        # Asked once they are locked: another node may have told them a moment ago.
        told = set(AskedNotice.objects.filter(person__in=keys, side=side, end=end).values_list("person_id", flat=True))
        new = [person for person in people if person.pk not in told]
        AskedNotice.objects.bulk_create(AskedNotice(person=one, side=side, end=end, told_at=now) for one in new)
        _notify(new, side=side, end=end, now=now)
    return len(new)


def _tell_again(keys: Sequence[int], *, side: str, end: datetime, now: datetime) -> int:
    with transaction.atomic():
        rows = AskedNotice.objects.filter(pk__in=keys, repeated_at=None).order_by("pk").select_related("person")
        found = list(rows.select_for_update(no_key=True, of=("self",)))
        _notify([row.person for row in found], side=side, end=end, now=now)
        return AskedNotice.objects.filter(pk__in=[row.pk for row in found]).update(repeated_at=now)


def _notify(people: Sequence[User], *, side: str, end: datetime, now: datetime) -> None:
    """A notice to each, and a letter too to whom this side may be theirs."""
    for by_mail in (True, False):
        told = [
            (one, *_words(one, side, end), reverse(required.left(one, side)[0].page))
            for one in people
            if _may_be_theirs(one, side) is by_mail
        ]
        notices.tell_each(told, mail=by_mail, topic=Topic.ACCOUNT, now=now)


def _words(person: User, side: str, end: datetime) -> tuple[Promise, Promise]:
    steps = _all_of([step.needed for step in required.left(person, side)])
    day = locales.moment(end.astimezone(person.tz), "DATETIME_FORMAT")
    return format_lazy(_SUBJECTS[side], day=day, steps=steps), _BODIES[side]


def _may_be_theirs(person: User, side: str) -> bool:
    """Whether somebody was on this side, or on none yet."""
    worked, hired = person.approved + person.rejected, person.judged_approved + person.judged_rejected
    return bool(worked or not hired) if side == required.WORK else bool(hired or not worked)
