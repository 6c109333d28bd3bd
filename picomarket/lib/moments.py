"""Moments as pages show them: the date, how far away it is, and how much time is left.

How far away is put into words once for all moments that are as far: a list says it of each of its rows, and that took
longer than all else in them.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache

from django.contrib.humanize.templatetags.humanize import naturaltime
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timeuntil
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from . import locales

MINUTE, HOUR, DAY = 60, 3600, 24 * 3600
# A length is said in the smaller unit until there are two of the larger one.
TWO = 2
# From here on calendars count, whose months differ.
FAR = 28 * DAY
KEPT = 4096


def moment(at: datetime | None, *, short: bool = False) -> SafeString:
    """The date and the time of day in the reader's zone, with the distance beside it unless it is ``short``."""
    if not at:
        return SafeString("")
    here = timezone.localtime(at)
    exact = f"{here:%Y-%m-%d %H:%M}, {locales.zone(timezone.get_current_timezone_name(), here)}"
    words = here.isoformat(), exact, date_format(here, "SHORT_DATETIME_FORMAT")
    whole = format_html('<time datetime="{}" title="{}">{}</time>', *words)
    return whole if short else format_html('{}\n<span class="soft">· {}</span>', whole, ago(at))


def countdown(at: datetime | None, *, over: str = "") -> SafeString:
    """The time left until then, counted down where JavaScript runs; ``over`` is what to say when it has passed."""
    if not at:
        return SafeString("")
    over = over or _("time is up")
    return format_html(
        '<time class="countdown" datetime="{}" data-countdown data-over="{}">{}</time>',
        *(timezone.localtime(at).isoformat(), over, left(at) if at > timezone.now() else over),
    )


def ago(at: datetime) -> str:
    """As naturaltime says it: 3 hours ago, 2 days, 1 hour from now."""
    seconds = (timezone.now() - at).total_seconds()
    if abs(seconds) >= FAR or abs(seconds) < MINUTE:
        return str(naturaltime(at))
    return _ago(_middle(seconds), get_language())


def left(at: datetime) -> str:
    """As timeuntil says it: 2 days, 3 hours; and the last minute in seconds."""
    seconds = (at - timezone.now()).total_seconds()
    if 0 < seconds < MINUTE:
        few = max(int(seconds), 1)
        return ngettext("%(count)s second", "%(count)s seconds", few) % {"count": few}
    if seconds >= FAR or seconds < MINUTE:
        return timeuntil(at)
    return _left(_middle(seconds), get_language())


def duration(time: timedelta) -> str:
    """How long something took, no finer than anybody cares: 42 s, 12 min, 3 h, 5 d."""
    seconds = round(time.total_seconds())
    if seconds < TWO * MINUTE:
        return _("%(count)s s") % {"count": seconds}
    if seconds < TWO * HOUR:
        return _("%(count)s min") % {"count": round(seconds / MINUTE)}
    if seconds < TWO * DAY:
        return _("%(count)s h") % {"count": round(seconds / HOUR)}
    return _("%(count)s d") % {"count": round(seconds / DAY)}


def in_one_unit(time: timedelta) -> str:
    """About how long that is, in words: 7 days, 30 hours, 5 minutes."""
    seconds = time.total_seconds()
    if (days := round(seconds / DAY)) and seconds >= TWO * DAY:
        return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
    if (hours := round(seconds / HOUR)) and (seconds >= TWO * HOUR or seconds == HOUR):
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    minutes = max(round(seconds / MINUTE), 1)
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}


def _middle(seconds: float) -> int:
    """The middle of the minutes, or from a day on of the hours, that are said in the same words."""
    unit = HOUR if abs(seconds) >= DAY else MINUTE
    middle = int(abs(seconds) // unit * unit + unit // 2)
    return middle if seconds > 0 else -middle


@lru_cache(maxsize=KEPT)
def _ago(seconds: int, _language: str | None) -> str:
    return str(naturaltime(timezone.now() - timedelta(seconds=seconds)))


@lru_cache(maxsize=KEPT)
def _left(seconds: int, _language: str | None) -> str:
    return timeuntil(timezone.now() + timedelta(seconds=seconds))
