"""What Ben keeps for finding work: two searches, whom he follows, what he hides; and what the jobs measure and tell."""

from __future__ import annotations

from datetime import datetime, time

from accounts import profiles
from picomarket.lib.money import CENT, Money
from submissions import measuring
from tasks import alerts, following, hiding, merits, searches
from tasks.discovery import Wish
from tasks.models import Category

from .town import Employer, Town, Worker

# Before this nobody waited for new tasks.
SINCE_HOURS = 60


def plan(town: Town, ben: Worker, ann: Employer) -> None:
    town.agenda.at(town.ago(hours=SINCE_HOURS + 1), tell_of_new)
    town.agenda.at(town.ago(hours=SINCE_HOURS), lambda now: _wish(ben, ann, now))


def _wish(ben: Worker, ann: Employer, now: datetime) -> None:
    quick = searches.keep(
        Wish(per_hour=Money(300 * CENT), minutes=10), name="Quick and well paid", by_mail=True, by=ben.user, now=now
    )
    searches.open_feed(quick)
    labels = Category.objects.get(slug="image-labelling")
    pictures = searches.keep(Wish(category=labels), name="Pictures", by_mail=False, by=ben.user, now=now)
    searches.pause(pictures, now=now)
    following.follow(ann.user, by=ben.user, now=now)
    profiles.edit(ben.user, fields={"quiet_from": time(22), "quiet_until": time(7)})
    hiding.hide(Category.objects.get(slug="surveys"), by=ben.user, now=now)


def tell_of_new(now: datetime) -> None:
    """What the jobs do every few seconds, done for all that is new."""
    while measuring.measure_due(now=now):
        pass
    while merits.weigh_new():
        pass
    while alerts.announce_due(now=now):
        pass
    alerts.tell_due(now=now)
