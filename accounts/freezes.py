"""Freezes: a worker whose last verdicts were too often rejections claims nothing for a while. All else stays open.

Found by the rate alone, so a person who thinks it wrong disputes the rejections: each freeze names what counted, and
ends at once where it would not have come without a rejection that was taken back.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from inbox import notices
from inbox.topics import Topic
from picomarket.lib import locales
from picomarket.lib.sweeps import sweep

from . import levels
from .models import Freeze, RateLook, User, Verdict, percent

log = logging.getLogger(__name__)

_FROZEN = _(
    "{rate}% of your last {count} judged tasks were approved, and {least}% is asked for. Until then you can take no"
    " new tasks. You can hand in what you hold, dispute rejections and be paid out. The page says which verdicts count"
    " and what to do."
)
_WARNED = _(
    "{rate}% of your last {count} judged tasks were approved. Under {least}% you can take no new tasks for a while."
    " The page says which verdicts count."
)
_UNDONE = _("A rejection that counted was taken back, so the freeze of your work is over.")


def current(person: User, *, now: datetime) -> Freeze | None:
    """The freeze that holds now. Asks nothing for somebody who is not frozen."""
    return Freeze.objects.running().filter(person=person).first() if person.is_frozen(now) else None


def verdicts_of(freeze: Freeze) -> list[Verdict]:
    """What counted, newest first; without what was taken back since."""
    return list(Verdict.objects.filter(submission_id__in=freeze.verdicts).order_by("-given_at", "-pk"))


def look_due(*, now: datetime) -> int:
    """Look at the rates of all who got a rejection that counts, or had one taken back; how many."""
    due = list(RateLook.objects.order_by("pk").values_list("pk", flat=True)[:1000])
    return sweep(due, lambda some: sum(_look(pk, now) for pk in some))


def end_due(*, now: datetime) -> int:
    """End the freezes whose time is over, and tell their people; how many."""
    due = list(Freeze.objects.due(now).order_by("until").values_list("person", flat=True)[:1000])
    return sweep(due, lambda some: sum(_end_over(pk, now) for pk in some))


@transaction.atomic
def _look(worker: int, now: datetime) -> int:
    """Locked before it is looked at, as whoever counts a verdict has locked the worker by then."""
    person = User.objects.select_for_update(no_key=True).filter(pk=worker).first()
    RateLook.objects.filter(pk=worker).delete()
    if person is None:
        return 0
    running = Freeze.objects.running().filter(person=person).first()
    if running is None:
        _judge(person, now)
    elif not _stands(running):
        _end(person, running, now, undone=True)
        _tell(person, _("You can take tasks again"), _UNDONE, now)
    return 1


def _judge(person: User, now: datetime) -> None:
    rules, window = settings.RULES, levels.latest_verdicts(person)
    approved = sum(one.approved for one in window)
    rate = percent(approved, len(window) - approved)
    if rate is None or len(window) < rules.freeze_least:
        return
    before = _before(person, now)
    if rate < rules.freeze_rate and _may_come_again(person, before):
        _freeze(person, window, rate, step=len(before) + 1, now=now)
    elif rate < rules.freeze_warn_rate and person.rate_warned_at is None:
        _warn(person, rate, len(window), now)
    elif rate >= rules.freeze_warn_rate and person.rate_warned_at is not None:
        person.rate_warned_at = None
        person.save(update_fields=["rate_warned_at"])


def _before(person: User, now: datetime) -> list[Freeze]:
    """The freezes that still count towards the next one, newest first."""
    since = now - timedelta(days=settings.RULES.freeze_memory_days)
    return list(Freeze.objects.filter(person=person, undone=False, at__gt=since).order_by("-at"))


def _may_come_again(person: User, before: list[Freeze]) -> bool:
    """What was done before a freeze and is judged after it brings no other one."""
    if not before:
        return True
    since = person.verdicts.filter(given_at__gte=before[0].ended_at or before[0].until)
    return since.count() >= settings.RULES.freeze_again_after


def _freeze(person: User, window: list[Verdict], rate: int, *, step: int, now: datetime) -> None:
    rules = settings.RULES
    hours = (rules.freeze_hours_first, rules.freeze_hours_second, rules.freeze_hours_third)[min(step, 3) - 1]
    until = now + timedelta(hours=hours)
    counted = [one.submission_id for one in window]
    Freeze.objects.create(person=person, step=step, rate=rate, verdicts=counted, at=now, until=until)
    person.frozen_until, person.rate_warned_at = until, person.rate_warned_at or now
    person.save(update_fields=["frozen_until", "rate_warned_at"])
    day = locales.moment(until.astimezone(person.tz), "FULL_DATETIME_FORMAT")
    body = format_lazy(_FROZEN, rate=rate, count=len(window), least=rules.freeze_rate)
    _tell(person, format_lazy(_("Your work is frozen until {day}"), day=day), body, now)
    log.info("%s is frozen until %s at %s %%", person.public_id, until, rate)


def _warn(person: User, rate: int, count: int, now: datetime) -> None:
    person.rate_warned_at = now
    person.save(update_fields=["rate_warned_at"])
    body = format_lazy(_WARNED, rate=rate, count=count, least=settings.RULES.freeze_rate)
    _tell(person, _("Too many of your tasks are rejected"), body, now)


def _stands(freeze: Freeze) -> bool:
    """Whether it would have come by what is left of the verdicts that counted, as they are by now."""
    left = Verdict.objects.filter(submission_id__in=freeze.verdicts).values_list("approved", flat=True)
    approved, counted = sum(left), len(left)
    rate = percent(approved, counted - approved)
    return rate is not None and counted >= settings.RULES.freeze_least and rate < settings.RULES.freeze_rate


@transaction.atomic
def _end_over(worker: int, now: datetime) -> int:
    person = User.objects.select_for_update(no_key=True).get(pk=worker)
    freeze = Freeze.objects.due(now).filter(person=person).first()
    if freeze is None:
        return 0
    _end(person, freeze, now)
    _tell(person, _("You can take tasks again"), _("The freeze of your work is over."), now)
    return 1


def _end(person: User, freeze: Freeze, now: datetime, *, undone: bool = False) -> None:
    freeze.ended_at, freeze.undone = now, undone
    freeze.save(update_fields=["ended_at", "undone"])
    person.frozen_until = None
    person.save(update_fields=["frozen_until"])


def _tell(person: User, subject: str | Promise, body: str | Promise, now: datetime) -> None:
    notices.tell(
        person, subject=subject, body=body, url=reverse("accounts:standing"), mail=True, topic=Topic.ACCOUNT, now=now
    )
