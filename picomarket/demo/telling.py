"""How Ann and Ben want to be told: Ben once a day of new tasks, and Ann's own server of what happens to hers."""

from __future__ import annotations

from datetime import datetime, timedelta

from inbox import choices, deliveries, webhooks
from inbox.choices import Way
from inbox.happenings import Kind
from inbox.models import Endpoint
from inbox.topics import Mail, Topic

from .town import Employer, Town, Worker

TOLD = (Kind.HANDED_IN, Kind.FINISHED, Kind.RESULTS, Kind.DISPUTE_OPENED)


def scenes(town: Town, ann: Employer, ben: Worker) -> None:
    town.agenda.at(town.ago(days=9), lambda _now: _choose(ben))
    town.agenda.at(town.ago(days=1), lambda now: _hook(ann, now))


def _choose(ben: Worker) -> None:
    choices.choose(ben.user, ways={Topic.ALERTS: Way(mail=Mail.DAILY), Topic.TESTS: Way(site=False, push=False)})
    choices.choose_hour(ben.user, hour=19)


def _hook(ann: Employer, now: datetime) -> None:
    webhooks.add(ann.user, url="https://shop.example/picomarket", kinds=TOLD, now=now)


def close(now: datetime) -> None:
    """A demo calls nobody: what happened stands in the log, and the endpoint is off."""
    deliveries.gather_due(now=now + timedelta(minutes=2))
    for endpoint in Endpoint.objects.all():
        webhooks.switch_off(endpoint, now=now)
