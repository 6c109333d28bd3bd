"""Figures for an employer: of one task, and of all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_countries import countries

from accounts.requests import SignedIn
from picomarket.lib import charts
from picomarket.lib.counting import percent
from submissions import figures as counting
from submissions import periods
from submissions.models import Reason
from tasks.models import Task
from wallet.views.shared import as_csv

COLUMNS = ["figure", "of", "handed_in", "approved", "rejected", "agreed", "differed"]
Answer = HttpResponse | StreamingHttpResponse


@login_required
@require_safe
def figures(request: SignedIn) -> Answer:
    """Of all this employer's tasks."""
    return _page(request, None)


@login_required
@require_safe
def task_figures(request: SignedIn, public_id: str) -> Answer:
    tasks = Task.objects.of(request.user).ever_published()
    return _page(request, get_object_or_404(tasks, public_id=public_id))


def _page(request: SignedIn, task: Task | None) -> Answer:
    period = periods.chosen(request.GET.get("period", "all" if task else ""))
    found = counting.of(request.user, task=task, since=period.since(timezone.now()))
    if request.GET.get("format") == "csv":
        return as_csv(COLUMNS, _rows(found), name="figures.csv")
    context: dict[str, Any] = {
        "task": task,
        "found": found,
        "period": period,
        "tabs": periods.tabs(period),
        "reviewed_hours": None if found.reviewed is None else -(-found.reviewed // 3600),
        "took_minutes": None if found.took is None else -(-found.took // 60),
        "over_time": charts.columns(
            [
                (date_format(day, "DATE_FORMAT"), [(approved, ""), (rejected, "bad")], [handed_in, approved, rejected])
                for day, (handed_in, approved, rejected) in period.in_steps(
                    {day: _cells(one) for day, one in found.by_day}, timezone.localdate()
                )
            ]
        ),
        "agreement": _agreement(found, period),
        "spans": charts.bars([(_span(span), one.handed_in, _cells(one), "") for span, one in found.by_span]),
        "reasons": charts.bars([(_reason(code), one.rejected, [one.rejected], "") for code, one in found.by_reason]),
        "places": charts.bars([(_country(code), one.handed_in, _cells(one), "") for code, one in found.by_country]),
        "nav": "tasks",
    }
    return render(request, "submissions/figures.html", context)


def _agreement(found: counting.Figures, period: periods.Period) -> charts.Columns | None:
    """How many answers agreed with others and how many differed, over time; nothing where none was compared."""
    compared = {day: [one.agreed, one.differed] for day, one in found.by_day if one.agreed or one.differed}
    if not compared:
        return None
    return charts.columns(
        [
            (
                date_format(day, "DATE_FORMAT"),
                [(agreed, ""), (differed, "bad")],
                [agreed, differed, percent(agreed * 100 // (agreed + differed)) if agreed or differed else ""],
            )
            for day, (agreed, differed) in period.in_steps(compared, timezone.localdate())
        ]
    )


def _cells(one: counting.Count) -> list[int]:
    return [one.handed_in, one.approved, one.rejected]


def _rows(found: counting.Figures) -> Iterator[list[str]]:
    """Every table of the page, one below the other."""
    parts: list[tuple[str, list[tuple[str, counting.Count]]]] = [
        ("all", [("", found.all)]),
        ("date", [(day.isoformat(), one) for day, one in found.by_day]),
        ("seconds_from", [(str((0, *counting.SPANS)[span]), one) for span, one in found.by_span]),
        ("reason", list(found.by_reason)),
        ("country", list(found.by_country)),
    ]
    for name, lines in parts:
        for of, one in lines:
            yield [name, of, *map(str, [*_cells(one), one.agreed, one.differed])]


def _span(span: int) -> str:
    ends = [end // 60 for end in counting.SPANS]
    if span == 0:
        return _("under %(end)s min") % {"end": ends[0]}
    if span == len(ends):
        return _("%(start)s min and more") % {"start": ends[-1]}
    return _("%(start)s to %(end)s min") % {"start": ends[span - 1], "end": ends[span]}


def _reason(code: str) -> str:
    return str(Reason(code).label)


def _country(code: str) -> str:
    return str(countries.name(code) or _("not known"))
