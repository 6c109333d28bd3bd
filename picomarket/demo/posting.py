"""What Ann does with her tasks besides posting: a raise, another pace, promoting, a template, a task at its hours."""

from __future__ import annotations

from datetime import datetime, time
from functools import partial

from django.conf import settings

from picomarket.lib.money import CENT, Money
from tasks import drafts, edits, promoting, publishing, templates
from tasks.models import Change, Task

from .offers import Offer
from .town import Employer, Town

MORE = Money(5 * CENT)
AT_ITS_HOURS = {
    "languages": ["es"],
    "country_share": 25,
    "hourly_cap": 20,
    "opens_at": time(9),
    "closes_at": time(18),
    "clock": "Europe/Madrid",
}


def lead(town: Town, ann: Employer, *, walk: Offer, labels: Offer, spoken: Offer) -> None:
    """Each at its time, on tasks that are posted by then."""
    town.agenda.at(town.ago(days=2.6), partial(_raise, ann, walk))
    town.agenda.at(town.ago(days=2.5), partial(_slow_down, ann, labels))
    town.agenda.at(town.ago(days=2.4), partial(_keep, ann, labels))
    for offer in (walk, labels):
        town.agenda.at(town.ago(days=2.3), partial(_promote, ann, offer))
    town.agenda.at(town.ago(hours=4), partial(_post_for_some_hours, ann, spoken))


def _posted(ann: Employer, offer: Offer) -> Task:
    return Task.objects.of(ann.user).published().get(title=offer.title)


def _raise(ann: Employer, offer: Offer, now: datetime) -> None:
    task = _posted(ann, offer)
    reward = task.reward + MORE
    total = edits.raised_by(task, reward).cost * (task.slots - task.paid)
    edits.raise_reward(task, reward=reward, key="demo", agreed=total, by=ann.user, now=now)


def _slow_down(ann: Employer, offer: Offer, now: datetime) -> None:
    fields = {"hourly_cap": 15, "clock": ann.user.time_zone}
    edits.change(_posted(ann, offer), kind=Change.Kind.PACED, fields=fields, by=ann.user, now=now)


def _keep(ann: Employer, offer: Offer, now: datetime) -> None:
    templates.keep(_posted(ann, offer), by=ann.user, now=now)


def _promote(ann: Employer, offer: Offer, now: datetime) -> None:
    price = settings.RULES.promotion_price
    promoting.promote(_posted(ann, offer), key="demo", agreed=price, by=ann.user, now=now)


def _post_for_some_hours(ann: Employer, offer: Offer, now: datetime) -> None:
    draft = drafts.start(ann.user, now=now)
    drafts.write(draft, by=ann.user, fields=offer.fields() | AT_ITS_HOURS, proofs=offer.blueprint.proofs)
    publishing.publish(draft, by=ann.user, now=now)
