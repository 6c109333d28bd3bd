"""What work costs: the least rewards and the commissions, for everybody to read."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from picomarket.lib.money import usd
from picomarket.lib.zones import Zone
from tasks import pricing
from wallet.commission import price_of


@require_safe
def costs(request: HttpRequest) -> HttpResponse:
    places = [_("Worldwide"), *Zone.labels]
    context = {
        "table": [
            (group, rows, list(zip(places, zip(*(row.least for row in rows), strict=True), strict=True)))
            for group, rows in pricing.table(now=timezone.now())
        ],
        "example": price_of(usd("1")),
        "rules": settings.RULES,
    }
    return render(request, "tasks/costs.html", context)
