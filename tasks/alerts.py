"""Alerts: new tasks find those who wait for them, by a saved search or because they follow the employer.

Two sweeps: one looks for whom a new task is and writes a row for each of them, once; the other tells them, all of one
person's together. So nobody is told twice of a task, and a sweep that dies half-way is taken up by the next.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts.models import Level, User
from inbox import notices
from picomarket.lib.sweeps import sweep

from . import cards, searches, targeting
from .models import Alert, Follow, Hidden, SavedSearch, Task

AT_ONCE = 100
# A notice names so many tasks; its link leads to all.
NAMED = 8
DAY = timedelta(days=1)
Told = tuple[User, str | Promise, str | Promise, str]


def announce_due(*, now: datetime) -> int:
    """Look for whom the newly published tasks are; how many tasks were looked at."""
    fresh = Task.objects.published().filter(announced_at=None).select_related("employer__employer_record", "category")
    due = list(fresh.prefetch_related("proof_fields").order_by("published_at")[:AT_ONCE])
    return sweep(due, partial(_announce, now=now))


def _announce(tasks: Sequence[Task], *, now: datetime) -> int:
    """No task is locked meanwhile: a new one is what many want to claim at once."""
    for task in tasks:
        found = [*_by_search(task, now), *_by_follow(task, now)]
        Alert.objects.bulk_create(_for_whom(task, found), ignore_conflicts=True)
    Task.objects.filter(pk__in=[task.pk for task in tasks]).update(announced_at=now)
    return len(tasks)


def _by_search(task: Task, now: datetime) -> list[Alert]:
    could = SavedSearch.objects.awake().filter(person__level__gte=_least(task), person__is_active=True)
    fitting = searches.fitting(could, task).select_related("person").order_by("pk")
    return [Alert(person=one.person, task=task, search=one, by_mail=one.by_mail, found_at=now) for one in fitting]


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


def tell_due(*, now: datetime) -> int:
    """Tell each person of their new tasks in one notice; how many were told.

    Who had as many notices as a day may bring hears of the rest together, when there is room again.
    """
    lately = (
        Alert.objects.filter(told_at__gt=now - DAY).values("person").annotate(notices=Count("told_at", distinct=True))
    )
    had_enough = lately.filter(notices__gte=settings.RULES.alerts_a_day).values("person")
    waiting = Alert.objects.untold().exclude(person__in=had_enough)
    return sweep(list(waiting.order_by("person").values_list("person", flat=True).distinct()), partial(_tell, now=now))


def _tell(people: Sequence[int], *, now: datetime) -> int:
    with transaction.atomic():
        alerts = _locked(Q(person__in=people, told_at=None))
        told = [_notice(person, theirs) for person, theirs in _open_by_person(alerts).items()]
        notices.tell_each(told, now=now)
        Alert.objects.filter(pk__in=[alert.pk for alert in alerts]).update(told_at=now)
    return len(told)


def mail_due(*, now: datetime) -> int:
    """Mail the tasks found since the last mail to each person whose hour for it is now; how many letters there were."""
    waiting = User.objects.filter(pk__in=Alert.objects.to_mail().values("person")).order_by("pk")
    due = [one.pk for one in waiting if now.astimezone(one.tz).hour == settings.RULES.alert_mail_hour]
    return sweep(due, partial(_mail, now=now))


def _mail(people: Sequence[int], *, now: datetime) -> int:
    with transaction.atomic():
        alerts = _locked(Q(person__in=people, by_mail=True, mailed_at=None))
        told = [_notice(person, theirs) for person, theirs in _open_by_person(alerts).items()]
        notices.tell_each(told, mail=True, now=now)
        Alert.objects.filter(pk__in=[alert.pk for alert in alerts]).update(mailed_at=now)
    return len(told)


def _locked(which: Q) -> list[Alert]:
    rows = Alert.objects.filter(which).select_related("person", "task__employer", "search__category")
    return list(rows.order_by("pk").select_for_update(no_key=True, skip_locked=True, of=("self",)))


def _open_by_person(alerts: Iterable[Alert]) -> dict[User, list[Alert]]:
    """What can still be claimed; a task that filled up meanwhile is not worth a word."""
    found: defaultdict[User, list[Alert]] = defaultdict(list)
    for alert in alerts:
        if alert.task.is_open:
            found[alert.person].append(alert)
    return found


def _notice(person: User, alerts: Sequence[Alert]) -> Told:
    if len(alerts) == 1:
        task = alerts[0].task
        return person, format_lazy(_("New task: {title}"), title=task.title), _why(alerts[0]), task.get_absolute_url()
    words = ngettext_lazy("%(count)s new task for you", "%(count)s new tasks for you", len(alerts))
    lines = [f"{alert.task.price.receives} · {alert.task.title}" for alert in alerts[:NAMED]]
    return person, words % {"count": len(alerts)}, "\n".join(lines), _where(alerts)


def _why(alert: Alert) -> Promise:
    card = cards.Card(alert.task)
    pay = {"sum": card.receives, "rate": card.per_hour}
    if alert.search:
        words = _("You receive {sum}, about {rate} an hour. It fits your search “{name}”.")
        return format_lazy(words, name=alert.search.name, **pay)
    words = _("You receive {sum}, about {rate} an hour. It is by {name}, whom you follow.")
    return format_lazy(words, name=alert.task.employer.public_name, **pay)


def _where(alerts: Sequence[Alert]) -> str:
    """The newest of the one search that found them all, or the newest of all."""
    found_by = {alert.search for alert in alerts}
    (search, *others) = found_by
    return searches.address(search) if search and not others else f"{reverse('tasks:feed')}?sort=newest"
