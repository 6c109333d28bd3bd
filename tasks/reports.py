"""Reports: workers say what is wrong with a task. Enough of them hold it until somebody has looked.

A person's report counts as much as their earlier ones were worth: who was right counts for more, who was wrong for
less. Each is told what came of it. To hold a task only the reports of people count who did some work here or were right
before, of accounts that may be one person's only one: else a handful of new accounts could stop a rival's task.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from inbox import notices
from inbox.topics import Topic
from picomarket.lib import statements
from picomarket.lib.refusals import Refused

from . import looks
from .models import Look, PersonReport, Report, Sighting, Task

# All in percent of one report.
ONE = 100
PER_RIGHT, PER_WRONG = 25, -50
MOST, LEAST = 200, 0
GRAVE = {Report.Reason.UNSAFE, Report.Reason.PROHIBITED, Report.Reason.DATA}
NOTE_SEEN = """
WITH noted AS (
    INSERT INTO tasks_sighting (task_id, person_id)
    SELECT %s::bigint, %s::bigint
     WHERE (SELECT count(*) FROM (SELECT FROM tasks_sighting WHERE task_id = %s::bigint LIMIT %s::int) AS seen)
           < %s::int
    ON CONFLICT DO NOTHING RETURNING 1)
SELECT count(*) FROM noted
"""
REPORTED = (Task.State.PUBLISHED, Task.State.PAUSED, Task.State.HELD)


class NotReportable(Refused):
    """It is over, is one's own, or was reported by this person before."""


class TooManyReports(Refused):
    """This person reported as much in a day as one can."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person's reports were worth so far."""

    right: int
    wrong: int

    @property
    def weight(self) -> int:
        """What the next one counts, in percent of one report."""
        return min(max(ONE + PER_RIGHT * self.right + PER_WRONG * self.wrong, LEAST), MOST)


def standing(person: User) -> Standing:
    counts = {state: Count("pk", filter=Q(state=state)) for state in ("right", "wrong")}
    of_tasks = Report.objects.of(person).aggregate(**counts)
    of_people = PersonReport.objects.of(person).aggregate(**counts)
    return Standing(of_tasks["right"] + of_people["right"], of_tasks["wrong"] + of_people["wrong"])


def check_limit(person: User, *, now: datetime) -> None:
    """Raises TooManyReports where somebody reported ``reports_a_day`` tasks and people within a day."""
    most, lately = settings.RULES.reports_a_day, now - timedelta(days=1)
    tasks = Report.objects.of(person).filter(filed_at__gt=lately).count()
    if tasks + PersonReport.objects.of(person).filter(filed_at__gt=lately).count() >= most:
        words = ngettext(
            "You can report %(most)s thing a day. Somebody looks at it; come back tomorrow with more.",
            "You can report %(most)s things a day. Somebody looks at each; come back tomorrow with more.",
            most,
        )
        raise TooManyReports(words % {"most": most})


def note_seen(task: Task, person: User) -> None:
    """Remember that this person opened the task's page, as far as reports need to know: ``report_views`` people.

    One statement, which writes nothing for a person who was there before.
    """
    if can_report(task, person):
        most = settings.RULES.report_views
        statements.answer(NOTE_SEEN, [task.pk, person.pk, task.pk, most, most])


def can_report(task: Task, person: User) -> bool:
    return task.employer_id != person.pk and task.state in REPORTED


def report(task: Task, *, by: User, reason: str, words: str = "", now: datetime) -> Report:
    """Report a task, once per person. Somebody looks at it; enough reports hold it until then. No money moves.

    Raises NotReportable or TooManyReports.
    """
    with transaction.atomic():
        locked = Task.objects.select_related("employer").select_for_update(no_key=True, of=("self",)).get(pk=task.pk)
        if not can_report(locked, by):
            raise NotReportable(_("This task cannot be reported: it is over, or it is your own."))
        if locked.reports.of(by).exists():
            raise NotReportable(_("You reported this task before. You are told what comes of it."))
        check_limit(by, now=now)
        weight = standing(by).weight
        look = _look_for(locked, now=now)
        row = Report.objects.create(
            task=locked, look=look, reporter=by, reason=reason, words=words, weight=weight, filed_at=now
        )
        look.risk += weight * (2 if reason in GRAVE else 1)
        look.save(update_fields=["risk"])
        if _is_enough(locked, look):
            _hold(locked, look, now=now)
    return row


def _look_for(task: Task, *, now: datetime) -> Look:
    """The look these reports are for: one there is, or a new one."""
    return looks.open_look(task) or looks.ask(task, why=Look.Cause.REPORTS, risk=0, now=now)


def _is_enough(task: Task, look: Look) -> bool:
    """Whether the reports hold it: so many where many opened it, fewer where they are most of whoever did."""
    rules = settings.RULES
    if task.state == Task.State.HELD:
        return False
    counted = _counted(look)
    weight = sum(counted.values())
    seen = set(Sighting.objects.filter(task=task).values_list("person", flat=True)[: rules.report_views])
    if len(seen) >= rules.report_views:
        return weight >= rules.report_hold * ONE
    # Who reports from a card did not open the page.
    everybody = seen | set(look.reports.open().values_list("reporter", flat=True))
    return weight >= rules.report_few * ONE and 2 * len(counted) > len(everybody)


def _counted(look: Look) -> dict[int, int]:
    """The weights of the open reports that count for holding, by the key of who made them."""
    tried = Q(reporter__approved__gte=settings.RULES.report_tried) | Q(weight__gt=ONE)
    rows = look.reports.open().filter(tried, weight__gt=0).order_by("pk")
    counted: dict[int, int] = {}
    for reporter, linked, weight in rows.values_list("reporter", "reporter__linked", "weight"):
        if counted.keys().isdisjoint(linked):
            counted[reporter] = weight
    return counted


def _hold(task: Task, look: Look, *, now: datetime) -> None:
    looks.hold(task, look)
    notices.tell(
        task.employer,
        subject=format_lazy(_("Held after reports: {title}"), title=task.title),
        body=_("Several workers reported this task. Nobody can take a slot until support has looked at it."),
        url=reverse("tasks:manage", args=[task.public_id]),
        mail=True,
        topic=Topic.TASKS,
        now=now,
    )


def reasons(look: Look) -> list[tuple[str, int]]:
    """What was said of a task, each reason in words with how many said it, most first; not who, nor their own words."""
    rows = look.reports.order_by().values_list("reason").annotate(count=Count("pk")).order_by("-count", "reason")
    return [(str(Report.Reason(reason).label), count) for reason, count in rows]


def settle(look: Look, state: str, *, now: datetime) -> None:
    """Give all reports of a look their outcome, and tell who made them. Runs in the caller's transaction."""
    rows = list(look.reports.open().select_related("reporter").select_for_update(no_key=True, of=("self",)))
    for row in rows:
        row.decided_at = now
        row.move_to(state, "decided_at")
    subject = format_lazy(_("Your report: {title}"), title=look.task.title)
    outcome = Report.State(state).label
    notices.tell_each(
        [(row.reporter, subject, outcome, reverse("tasks:reports")) for row in rows], topic=Topic.REPORTS, now=now
    )
