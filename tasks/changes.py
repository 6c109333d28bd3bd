"""What was changed of a task, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_countries import countries

from accounts import spoken
from accounts.models import Level
from picomarket.lib import locales
from picomarket.lib.money import Money
from picomarket.lib.zones import Zone

from .models import Change, Qualification, Task, WorkerList

LABELS = {
    "slots": gettext_lazy("Slots"),
    "reward": gettext_lazy("Reward"),
    "zones": gettext_lazy("Parts of the world"),
    "countries": gettext_lazy("Countries"),
    "excluded": gettext_lazy("Not in"),
    "languages": gettext_lazy("Languages"),
    "minimum_level": gettext_lazy("Level"),
    "per_worker": gettext_lazy("Times one worker may do it"),
    "only_lists": gettext_lazy("Only people on"),
    "not_lists": gettext_lazy("Not people on"),
    "tests": gettext_lazy("Tests"),
    "test_instead": gettext_lazy("A pass stands in for the level"),
    "hourly_cap": gettext_lazy("An hour at most"),
    "daily_cap": gettext_lazy("A day at most"),
    "opens_at": gettext_lazy("Open from"),
    "closes_at": gettext_lazy("Open until"),
    "last_day": gettext_lazy("Last day"),
    "clock": gettext_lazy("By the clock of"),
    "title": gettext_lazy("Title"),
    "steps": gettext_lazy("Steps"),
    "minutes": gettext_lazy("Minutes"),
    "trusted": gettext_lazy("Approved at once from people on"),
    "agreeing": gettext_lazy("Same answers that are approved"),
    "compared": gettext_lazy("Proofs that are compared"),
    "gold_approves": gettext_lazy("A right answer to a gold row is approved"),
    "gold_least": gettext_lazy("No more rows below, in percent right"),
    "gold_after": gettext_lazy("After so many gold rows"),
}


def _lists(keys: Sequence[int]) -> list[str]:
    return list(WorkerList.objects.filter(pk__in=keys).order_by("name").values_list("name", flat=True))


def _tests(keys: Sequence[int]) -> list[str]:
    return list(Qualification.objects.filter(pk__in=keys).order_by("title").values_list("title", flat=True))


def _whether(value: bool) -> list[str]:
    return [_("yes") if value else _("no")]


NAMES: dict[str, Callable[[Any], list[str]]] = {
    "only_lists": _lists,
    "not_lists": _lists,
    "trusted": _lists,
    "compared": lambda positions: [str(position) for position in positions],
    "tests": _tests,
    "test_instead": _whether,
    "gold_approves": _whether,
    "zones": lambda codes: [str(Zone(code).label) for code in codes],
    "countries": lambda codes: [str(countries.name(code)) for code in codes],
    "excluded": lambda codes: [str(countries.name(code)) for code in codes],
    "languages": spoken.told,
}


SAID: dict[str, Callable[[Any], str]] = {
    "clock": lambda name: locales.zone(name) if name else _("none"),
    "per_worker": lambda times: str(times or _("as often as they like")),
    "reward": lambda reward: str(Money(reward or 0)),
    "minimum_level": lambda level: str(Level(int(level or Level.STARTER)).label),
    "last_day": lambda day: date_format(date.fromisoformat(str(day)), "DATE_FORMAT") if day else _("none"),
}


def events(task: Task, *, most: int = 50) -> list[dict[str, Any]]:
    """The newest changes first, as a timeline shows them."""
    rows = task.changes.select_related("by").order_by("-pk")[:most]
    return [
        {
            "what": _what(row),
            "at": row.at,
            "by": _by(row),
            "text": "\n".join(_lines(row)),
        }
        for row in rows
    ]


def topped_up(task: Task) -> Money:
    """What submissions that were paid before got more when the reward was raised."""
    raised = task.changes.filter(kind=Change.Kind.RAISED, after__has_key="topped_up")
    return Money(sum(after["topped_up"][1] for after in raised.values_list("after", flat=True)))


def _what(change: Change) -> str:
    """Its kind in words; of one that put another back, that it did."""
    kind = change.get_kind_display()
    return _("Undone: %(what)s") % {"what": kind} if change.undoes_id else kind


def _by(change: Change) -> str:
    """Whose name stands beside it: support's has none, and the market pauses by itself."""
    if change.by:
        return change.by.public_name
    return _("Support") if change.kind == Change.Kind.STOPPED else ""


def _lines(change: Change) -> Iterator[str]:
    for name in change.after:
        if name == "topped_up":
            yield _topped_up(*change.after[name])
            continue
        before, after = _told(name, change.before), _told(name, change.after)
        if name == "steps":
            yield _("Steps before:\n%(before)s") % {"before": before}
        else:
            yield f"{LABELS[name]}: {before} → {after}"


def _topped_up(count: int, more: int) -> str:
    words = ngettext(
        "%(count)s submission paid before topped up: %(sum)s",
        "%(count)s submissions paid before topped up: %(sum)s in all",
        count,
    )
    return words % {"count": count, "sum": Money(more)}


def _told(name: str, values: Mapping[str, Any]) -> str:
    value = values.get(name)
    if name == "steps":
        return "\n".join(f"{number}. {step}" for number, step in enumerate(value or [], start=1))
    if name in NAMES:
        return locales.listed(NAMES[name](value or [])) or (_("none") if name == "trusted" else _("any"))
    if name in SAID:
        return SAID[name](value)
    return str(value)[:5] if name in ("opens_at", "closes_at") and value else str(value or _("none"))
