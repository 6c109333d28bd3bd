"""How people are told: what they chose topic by topic. A row is kept only where it differs from what everybody gets.

The database puts what was chosen on each notice as it is written (``inbox_choose``), so the sweeps need not ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from .models import Choice, DigestHour
from .topics import Mail, Topic


class Way(NamedTuple):
    """How one topic reaches a person: whether it counts as new in the site, how much of it is mailed, whether their
    devices show it, whether it stands in their feed."""

    site: bool = True
    mail: str = Mail.URGENT
    push: bool = True
    feed: bool = True


def usual(topic: Topic) -> Way:
    """How everybody is told of it who chose nothing else."""
    return Way(push=topic.is_usually_pushed)


def ways_of(person: AbstractBaseUser) -> dict[Topic, Way]:
    """All topics, as this person is told of them."""
    rows = Choice.objects.filter(person_id=person.pk)
    chosen = {Topic(one.topic): Way(one.site, one.mail, one.push, one.feed) for one in rows}
    return {topic: chosen.get(topic, usual(topic)) for topic in Topic}


def topics_for(person: Any) -> list[Topic]:
    """What a person, a row of accounts.User, can be told of."""
    return [topic for topic in Topic if topic != Topic.DESK or person.is_staff]


def mails_for(topic: Topic) -> list[Mail]:
    """What a person may choose to be mailed of a topic."""
    return [Mail.URGENT, Mail.ALL] if topic.is_always_mailed else list(Mail)


def choose(person: AbstractBaseUser, *, ways: Mapping[Topic, Way]) -> None:
    """Tell a person of these topics so from now on; the others stay. Raises ValueError for what cannot be chosen."""
    for topic, way in ways.items():
        if way.mail not in mails_for(topic) or (topic.is_serious and not way.site):
            raise ValueError(f"{topic}: {way}")
    own = {topic: way for topic, way in ways.items() if way != usual(topic)}
    with transaction.atomic():
        Choice.objects.filter(person_id=person.pk, topic__in=ways.keys() - own.keys()).delete()
        Choice.objects.bulk_create(
            [Choice(person_id=person.pk, topic=topic, **way._asdict()) for topic, way in own.items()],
            update_conflicts=True,
            unique_fields=["person", "topic"],
            update_fields=[*Way._fields],
        )


def choose_hour(person: AbstractBaseUser, *, hour: int) -> None:
    """Send this person's digest at that hour of their own day."""
    if hour == settings.RULES.alert_mail_hour:
        DigestHour.objects.filter(person_id=person.pk).delete()
    else:
        DigestHour.objects.update_or_create(person_id=person.pk, defaults={"hour": hour})


def hours_of(people: Iterable[int]) -> dict[int, int]:
    """The hour of each of these people's digests."""
    keys = list(people)
    chosen = dict(DigestHour.objects.filter(person__in=keys).values_list("person", "hour"))
    return {key: chosen.get(key, settings.RULES.alert_mail_hour) for key in keys}


def own_mail(topic: Topic, people: Iterable[int]) -> set[int]:
    """Who of these people chose for themselves how they are mailed of a topic."""
    chosen = Choice.objects.filter(topic=topic, person__in=list(people)).exclude(mail=Mail.URGENT)
    return set(chosen.values_list("person", flat=True))
