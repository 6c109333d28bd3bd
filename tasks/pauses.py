"""The pause from claiming of whoever let several claims run out within a day: others could not take those slots."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import ngettext

from accounts.models import User

DAY = timedelta(days=1)


def until(worker: User, *, now: datetime) -> datetime | None:
    """When this worker can claim again; None where they can now. ``submissions_claim`` counts the same."""
    rules = settings.RULES
    if not rules.expiries_a_day:
        return None
    # An outer app's rows, reached by name.
    ran_out = worker.submissions.filter(state="expired").order_by("-claim_until").values_list("claim_until", flat=True)
    return after(list(ran_out[: rules.expiries_a_day]), now=now)


def after(last: Sequence[datetime], *, now: datetime) -> datetime | None:
    """The same, where it is known when their last claims ran out, as many as bring a pause, the latest first."""
    rules = settings.RULES
    if not last or len(last) < rules.expiries_a_day or last[0] - last[-1] >= DAY:
        return None
    ends = last[0] + timedelta(minutes=rules.expiry_pause_minutes)
    return ends if ends > now else None


def words(worker: User, *, now: datetime) -> str:
    """Why and until when they can claim nothing; empty where they can."""
    return said_of(until(worker, now=now), worker)


def said_of(ends: datetime | None, worker: User) -> str:
    """Why they can claim nothing until then; empty where there is no pause."""
    if ends is None:
        return ""
    # All of that day, which may be more than bring a pause.
    day = ends - timedelta(minutes=settings.RULES.expiry_pause_minutes) - DAY
    count = worker.submissions.filter(state="expired", claim_until__gt=day).count()
    said = ngettext(
        "%(count)s of your claims ran out within a day, and nobody else could have that slot meanwhile. You can claim"
        " again at %(at)s. What you hold goes on, and giving a slot back in time never brings a pause.",
        "%(count)s of your claims ran out within a day, and nobody else could have those slots meanwhile. You can claim"
        " again at %(at)s. What you hold goes on, and giving a slot back in time never brings a pause.",
        count,
    )
    return said % {"count": count, "at": date_format(localtime(ends, worker.tz), "TIME_FORMAT")}
