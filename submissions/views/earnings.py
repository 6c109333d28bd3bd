"""A worker's own earnings."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from accounts.requests import SignedIn
from picomarket.lib import charts
from picomarket.lib.money import Money
from submissions import earnings as earning
from submissions import periods


@login_required
@require_safe
def earnings(request: SignedIn) -> HttpResponse:
    period = periods.chosen(request.GET.get("period", ""))
    found = earning.of(request.user, since=period.since(timezone.now()))
    context: dict[str, Any] = {
        "found": found,
        "tabs": periods.tabs(period),
        "days": charts.columns(
            [
                (date_format(day, "DATE_FORMAT"), [(received, "")], [done, Money(received)])
                for day, (done, received) in period.in_steps(
                    {day: (one.done, int(one.received)) for day, one in found.by_day.items()}, timezone.localdate()
                )
            ]
        ),
        "categories": charts.bars(
            [(str(category), int(one.received), _cells(one), "") for category, one in found.by_category]
        ),
        "employers": charts.bars(
            [(who, int(one.received), _cells(one), who.get_absolute_url()) for who, one in found.by_employer]
        ),
        "fewest": earning.FEWEST,
    }
    return render(request, "submissions/earnings.html", context)


def _cells(one: earning.Sum) -> list[Any]:
    return [one.done, one.received, "–" if one.hourly is None else one.hourly]
