"""Alerts: new tasks find those who wait for them by a saved search, are invited to them, or follow their employer.

Two sweeps: one looks for whom a new task is and writes a row for each of them, once; the other tells them, all of one
person's together, when the task is open. So nobody is told twice of a task, and a sweep that dies half-way is taken up
by the next. Followers hear again, a day later at the soonest, of a task that got more slots or pays more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import chain, islice

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import Level, User
from inbox import choices, notices
from inbox.topics import Topic
from picomarket.lib import locales
from picomarket.lib.counting import figure
from picomarket.lib.sweeps import sweep

from . import cards, searches, targeting
from .models import Alert, Follow, Hidden, Listing, Pass, SavedSearch, Task, TopUp
from .models.searches import AlertQuerySet

AT_ONCE = 100
PEOPLE_AT_ONCE = 1000
# Rows forgotten in one go.
SWEPT = 10_000
# A notice names so many tasks; its link leads to all.
NAMED = 8
DAY = timedelta(days=1)
Told = tuple[User, str | Promise, str | Promise, str]


def announce_due(*, now: datetime) -> int:
    """Look for whom newly published tasks are, and those that grew; how many were looked at."""
    fresh = Task.objects.published().filter(announced_at=None).select_related("employer__employer_record", "category")
    due = list(fresh.prefetch_related("proof_fields").order_by("published_at")[:AT_ONCE])
    return sweep(due, partial(_announce, now=now)) + announce_again_due(now=now)


def _announce(tasks: Sequence[Task], *, now: datetime) -> int:
    """No task is locked meanwhile: a new one is what many want to claim at once."""
    for task in tasks:
        found = chain(_by_search(task, now), _by_invitation(task, now), _by_follow(task, now))
        while some := list(islice(found, PEOPLE_AT_ONCE)):
            Alert.objects.bulk_create(_for_whom(task, some), ignore_conflicts=True)
    Task.objects.filter(pk__in=[task.pk for task in tasks]).update(announced_at=now)
    return len(tasks)


def _by_search(task: Task, now: datetime) -> list[Alert]:
    could = SavedSearch.objects.awake().filter(person__level__gte=_least(task), person__is_active=True)
    fitting = searches.fitting(could, task).select_related("person").order_by("pk")
    return [Alert(person=one.person, task=task, search=one, by_mail=one.by_mail, found_at=now) for one in fitting]


def _by_invitation(task: Task, now: datetime) -> Iterator[Alert]:
    """Whoever is on a list it is for, and whoever passed a test of its employer's that it asks for."""
    listed = Listing.objects.present().filter(list__in=task.only_lists).values("worker")
    passed = Pass.objects.valid().filter(qualification__in=task.tests, qualification__author=task.employer_id)
    people = User.objects.filter(Q(pk__in=listed) | Q(pk__in=passed.values("worker")), is_active=True)
    for person in people.order_by("pk").iterator(PEOPLE_AT_ONCE) if task.only_lists or task.tests else ():
        yield Alert(person=person, task=task, invited=True, found_at=now)


def _by_follow(task: Task, now: datetime) -> list[Alert]:
    follows = Follow.objects.filter(employer=task.employer_id, worker__level__gte=_least(task))
    followers = follows.filter(worker__is_active=True).select_related("worker")
    return [Alert(person=one.worker, task=task, found_at=now) for one in followers]


def _least(task: Task) -> int:
    """The least level of who could do it."""
    return Level.STARTER if task.test_instead else task.minimum_level


def _for_whom(task: Task, found: Sequence[Alert]) -> list[Alert]:
    """The first of these for each person whom the task is open to and who has not hidden it."""
    by_person = {alert.person_id: alert for alert in reversed(found)}
    hides = Q(task=task) | Q(employer=task.employer_id) | Q(category=task.category_id)
    hiding = set(Hidden.objects.filter(hides, worker__in=by_person).values_list("worker", flat=True))
    shown = [alert for key, alert in by_person.items() if key not in hiding]
    ties = targeting.ties_of_each([alert.person_id for alert in shown], task)
    return [alert for alert in shown if not targeting.lock_of(task, alert.person, ties=ties[alert.person_id])]


def announce_again_due(*, now: datetime) -> int:
    """Look for the followers of tasks that got more slots or pay more, once a day and task; how many additions there
    were."""
    added = TopUp.objects.filter(announced_at=None).order_by("pk").select_related("task__employer__employer_record")
    due = list(added.select_related("task__category").prefetch_related("task__proof_fields")[:AT_ONCE])
    return sweep(due, partial(_announce_again, now=now))


def _announce_again(added: Sequence[TopUp], *, now: datetime) -> int:
    for task in {one.task_id: one.task for one in added}.values():
        if task.announced_at and task.announced_at <= now - DAY:
            _find_followers_again(task, now=now)
    TopUp.objects.filter(pk__in=[one.pk for one in added]).update(announced_at=now)
    return len(added)


def _find_followers_again(task: Task, *, now: datetime) -> None:
    """Those who have not done it yet."""
    busy = Task.objects.filter(pk=task.pk).exclude(submissions__state__in=["expired", "given_back"])
    done = set() if task.rows else set(busy.values_list("submissions__worker", flat=True))
    found = iter([alert for alert in _by_follow(task, now) if alert.person_id not in done])
    while some := list(islice(found, PEOPLE_AT_ONCE)):
        rows = _for_whom(task, some)
        for alert in rows:
            alert.again = True
        kept = ["again", "found_at", "told_at"]
        Alert.objects.bulk_create(rows, update_conflicts=True, unique_fields=["task", "person"], update_fields=kept)
    Task.objects.filter(pk=task.pk).update(announced_at=now)


def tell_due(*, now: datetime) -> int:
    """Tell each person of their new tasks in one notice; how many were told.

    Who had as many notices as a day may bring hears of the rest together, when there is room again.
    """
    lately = (
        Alert.objects.filter(told_at__gt=now - DAY).values("person").annotate(notices=Count("told_at", distinct=True))
    )
    had_enough = lately.filter(notices__gte=settings.RULES.alerts_a_day).values("person")
    waiting = Alert.objects.untold().ripe(now).exclude(person__in=had_enough)
    return sweep(list(waiting.order_by("person").values_list("person", flat=True).distinct()), partial(_tell, now=now))


def _tell(people: Sequence[int], *, now: datetime) -> int:
    with transaction.atomic():
        alerts = _locked(Alert.objects.untold().ripe(now).filter(person__in=people))
        told = _say(_open_by_person(alerts), mail=False, now=now)
        Alert.objects.filter(pk__in=[alert.pk for alert in alerts]).update(told_at=now)
    return told


def mail_due(*, now: datetime) -> int:
    """Mail the tasks found since the last mail to each person whose hour for it is now; how many letters there were."""
    waiting = User.objects.filter(pk__in=Alert.objects.to_mail().ripe(now).values("person")).order_by("pk")
    hours = choices.hours_of(one.pk for one in waiting)
    due = [one.pk for one in waiting if now.astimezone(one.tz).hour == hours[one.pk]]
    return sweep(due, partial(_mail, now=now))


def _mail(people: Sequence[int], *, now: datetime) -> int:
    with transaction.atomic():
        alerts = _locked(Alert.objects.to_mail().ripe(now).filter(person__in=people))
        # Who chose for themselves how they are mailed of new tasks was told so already.
        own = choices.own_mail(Topic.ALERTS, people)
        found = {person: theirs for person, theirs in _open_by_person(alerts).items() if person.pk not in own}
        told = _say(found, mail=True, now=now)
        Alert.objects.filter(pk__in=[alert.pk for alert in alerts]).update(mailed_at=now)
    return told


def sweep_old(*, now: datetime) -> int:
    """Forget that people were told so long ago; how many rows went. A task is looked at once, so none is told again."""
    old = Alert.objects.old(now - timedelta(days=settings.RULES.alert_days))
    gone, _by_model = Alert.objects.filter(
        pk__in=list(old.order_by("told_at").values_list("pk", flat=True)[:SWEPT])
    ).delete()
    return gone


def _locked(which: AlertQuerySet) -> list[Alert]:
    rows = which.select_related("person", "task__employer", "search__category")
    return list(rows.order_by("pk").select_for_update(no_key=True, skip_locked=True, of=("self",)))


def _open_by_person(alerts: Iterable[Alert]) -> dict[User, list[Alert]]:
    """What can still be claimed; a task that filled up meanwhile is not worth a word."""
    found: defaultdict[User, list[Alert]] = defaultdict(list)
    for alert in alerts:
        if alert.task.is_open:
            found[alert.person].append(alert)
    return found


def _say(found: dict[User, list[Alert]], *, mail: bool, now: datetime) -> int:
    """One notice for each person, about whom they follow where nothing else found the tasks."""
    told: dict[Topic, list[Told]] = {Topic.ALERTS: [], Topic.FOLLOWED: []}
    for person, theirs in found.items():
        wished = any(alert.search_id or alert.invited for alert in theirs)
        told[Topic.ALERTS if wished else Topic.FOLLOWED].append(_notice(person, theirs))
    for topic, notes in told.items():
        notices.tell_each(notes, mail=mail, topic=topic, now=now)
    return len(found)


def _notice(person: User, alerts: Sequence[Alert]) -> Told:
    if len(alerts) == 1:
        task = alerts[0].task
        words = _("More of it: {title}") if alerts[0].again else _("New task: {title}")
        return person, format_lazy(words, title=task.title), _why(alerts[0]), task.get_absolute_url()
    return person, locales.later(partial(_how_many, alerts)), _each(alerts[:NAMED]), _where(alerts)


def _how_many(alerts: Sequence[Alert]) -> str:
    words = ngettext("%(count)s new task for you", "%(count)s new tasks for you", len(alerts))
    return words % {"count": figure(len(alerts))}


def _each(alerts: Sequence[Alert]) -> Promise:
    said = [part for alert in alerts for part in (alert.task.price.receives, alert.task.title)]
    return format_lazy("\n".join(["{} · {}"] * len(alerts)), *said)


def _why(alert: Alert) -> Promise:
    card = cards.Card(alert.task)
    pay = {"sum": card.receives, "rate": card.per_hour}
    if alert.again:
        words = _("You receive {sum}, about {rate} an hour. {name}, whom you follow, gives more slots or pays more.")
        return format_lazy(words, name=alert.task.employer.public_name, **pay)
    if alert.search:
        words = _("You receive {sum}, about {rate} an hour. It fits your search “{name}”.")
        return format_lazy(words, name=alert.search.name, **pay)
    words = (
        _("You receive {sum}, about {rate} an hour. {name} offers it to people they chose, and you are one.")
        if alert.invited
        else _("You receive {sum}, about {rate} an hour. It is by {name}, whom you follow.")
    )
    return format_lazy(words, name=alert.task.employer.public_name, **pay)


def _where(alerts: Sequence[Alert]) -> str:
    """The newest of the one search that found them all, or the newest of all."""
    found_by = {alert.search for alert in alerts}
    (search, *others) = found_by
    return searches.address(search) if search and not others else f"{reverse('tasks:feed')}?sort=newest"
