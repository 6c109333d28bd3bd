"""The transparency page: what the staff and the market's rules did to people in a month, and how often they were wrong.

Each month is written down once it is over and stays as it was published; the running one is counted anew.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts import house_rules
from accounts.models import Appeal, Freeze, Sanction, TransparencyMonth, User
from disputes.models import Dispute
from picomarket.lib import moments
from picomarket.lib.months import Month
from picomarket.lib.remembering import remembered
from tasks.models import Look, PersonReport, Report, Rule
from wallet import promises

SECONDS = 600
Figures = dict[str, Any]


def write(*, now: datetime) -> int:
    """Write down all months that are over and not yet written; how many."""
    newest = TransparencyMonth.objects.order_by("-month").first()
    first = User.objects.order_by("date_joined").values_list("date_joined", flat=True).first()
    month = Month(newest.month.year, newest.month.month).next if newest else Month.of(first or now)
    written = 0
    while month < Month.of(now):
        given = {"figures": figures(month, now=now), "written_at": now}
        TransparencyMonth.objects.get_or_create(month=month.first, defaults=given)
        month, written = month.next, written + 1
    return written


def page(month: Month | None, *, now: datetime) -> dict[str, Any]:
    """What the page shows of a month, the running one unless said. Raises Http404 for one that was not written."""
    kept = list(TransparencyMonth.objects.order_by("-month"))
    months = [Month(one.month.year, one.month.month) for one in kept]
    running = Month.of(now)
    if month is None or month == running:
        month, counted = running, _running(running, now)
    elif month in months:
        counted = kept[months.index(month)].figures
    else:
        raise Http404
    return {"month": month, "is_running": month == running, "months": [running, *months], "sections": sections(counted)}


def figures(month: Month, *, now: datetime) -> Figures:
    """A month in numbers; of nobody in particular."""
    since, until = month.since(), month.until()
    kept = promises.kept(since=since, now=min(until, now), until=until)
    return {
        "sanctions": _sanctions(since, until),
        "appeals": _ended(Appeal.objects.all(), Appeal.State, "filed_at", since, until),
        "freezes": Freeze.objects.filter(at__gte=since, at__lt=until).aggregate(
            begun=Count("pk"), undone=Count("pk", filter=Q(undone=True))
        ),
        "tasks": _ended(Look.objects.all(), Look.State, "asked_at", since, until) | {"rules": _rules(since, until)},
        "reports": _ended(Report.objects.all(), Report.State, "filed_at", since, until),
        "people": _ended(PersonReport.objects.all(), PersonReport.State, "filed_at", since, until),
        "disputes": _ended(Dispute.objects.all(), Dispute.State, "opened_at", since, until),
        "payouts": {"due": kept.due, "in_time": kept.in_time},
    }


def _running(month: Month, now: datetime) -> Figures:
    return remembered(f"transparency:{month}", lambda: figures(month, now=now), seconds=SECONDS)


def _sanctions(since: datetime, until: datetime) -> Figures:
    """By kind and by rule. A ban that was shortened was one all the same: two people decided it."""
    given = Sanction.objects.exclude(state__in=Sanction.UNTOLD).filter(at__gte=since, at__lt=until)
    rows = list(given.values_list("kind", "rule", "agreed_by"))
    kinds = Counter(str(Sanction.Kind.BAN) if second else kind for kind, _rule, second in rows)
    rules = Counter(str(rule) for _kind, rule, _second in rows)
    return {"kinds": dict(kinds), "rules": dict(rules)}


def _ended(rows: QuerySet[Any], states: Any, began: str, since: datetime, until: datetime) -> Figures:
    """How many began and how those ended that were decided, by state; and the median time that took, in hours."""
    within = {"decided_at__gte": since, "decided_at__lt": until}
    decided = list(rows.filter(**within).values_list("state", began, "decided_at"))
    took = [(end - start) / timedelta(hours=1) for _state, start, end in decided]
    by_state = Counter(state for state, _start, _end in decided)
    return {
        "began": rows.filter(**{f"{began}__gte": since, f"{began}__lt": until}).count(),
        "states": {str(state): by_state[state] for state in states if by_state[state]},
        "hours": round(median(took), 1) if took else None,
    }


def _rules(since: datetime, until: datetime) -> Figures:
    """Of tasks that were declined or stopped: how often each rule of the policy was named first.

    What was found stands there as words, in the employer's language, and not all of it names a rule: a brake counts
    rejections. So it counts where a number stands with the title that a rule of this number has or had.
    """
    ends = [Look.State.DECLINED, Look.State.STOPPED]
    why = Look.objects.filter(state__in=ends, decided_at__gte=since, decided_at__lt=until).values_list("why", flat=True)
    known = set(Rule.objects.values_list("number", "title"))
    named = (next(filter(None, (_named(words, known) for words in found)), 0) for found in why)
    return dict(Counter(str(number) for number in named if number))


def _named(words: str, known: Iterable[tuple[int, str]]) -> int:
    """The number of the rule these words begin with; 0 where they name none."""
    first = re.match(r"\D*(\d+)", words)
    return next((number for number, title in known if first and number == int(first[1]) and title in words), 0)


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    rows: Sequence[tuple[str | Promise, str]]
    note: str = ""


def sections(counted: Figures) -> list[Section]:
    """The figures in words, in the order of the page."""
    given, freezes, payouts = counted["sanctions"], counted["freezes"], counted["payouts"]
    kinds = [(kind.label, str(given["kinds"].get(kind, 0))) for kind in Sanction.Kind]
    by_rule = [(_rule(number), str(count)) for number, count in _by_number(given["rules"])]
    on_time = _("%(in_time)s of %(due)s") % payouts if payouts["due"] else _("none was due")
    return [
        Section(_("Decided against people"), kinds),
        Section(_("By which rule"), by_rule),
        _section(_("Appeals"), _("Filed"), counted["appeals"], Appeal.State),
        Section(
            _("Work freezes"),
            [
                (_("Begun"), str(freezes["begun"])),
                (_("Of these ended by a rejection taken back"), str(freezes["undone"])),
            ],
            _("A machine finds them by the rate alone; they end by themselves."),
        ),
        _section(_("Looks at tasks"), _("Asked for"), counted["tasks"], Look.State, more=_policy(counted["tasks"])),
        _section(_("Reports of tasks"), _("Filed"), counted["reports"], Report.State),
        _section(_("Reports of people"), _("Filed"), counted["people"], PersonReport.State),
        _section(_("Disputes"), _("Opened"), counted["disputes"], Dispute.State),
        Section(_("Payouts"), [(_("There by the promised day"), on_time)]),
    ]


def _section(
    title: str, began: str, counted: Figures, states: Any, more: Iterable[tuple[str | Promise, str]] = ()
) -> Section:
    first = next(iter(states))
    ends = [(state.label, str(counted["states"].get(state, 0))) for state in states if state != first]
    rows = [(began, str(counted["began"])), *ends, *more]
    if counted["hours"] is not None:
        rows.append((_("Half were decided within"), moments.in_one_unit(timedelta(hours=counted["hours"]))))
    return Section(title, rows)


def _policy(counted: Figures) -> list[tuple[str | Promise, str]]:
    words = _("Declined or stopped by rule %(number)s of what is allowed")
    return [(words % {"number": rule}, str(count)) for rule, count in _by_number(counted["rules"])]


def _by_number(rules: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(rules.items(), key=lambda one: int(one[0]))


def _rule(number: str) -> str:
    return str(house_rules.known(int(number)) or _("Decided before rules had numbers"))
