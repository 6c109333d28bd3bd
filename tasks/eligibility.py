"""Why somebody can take a task or not: every rule asked when they claim it, with what it asks and what they have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_countries import countries

from accounts import first_tasks, places, spoken
from accounts.models import Level, User
from picomarket.lib import locales
from picomarket.lib.counting import figure

from . import pauses, targeting, throttles, turns
from .models import Qualification, Task
from .targeting import Lock


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its name, what this task asks by it, what the worker has, and the lock where that is not enough."""

    name: str
    asks: str
    yours: str
    lock: Lock | None


def rules_of(task: Task, worker: User, *, seen: str = "", now: datetime) -> list[Rule]:
    """Every rule between this worker and a claim, those of the task first. A few queries.

    ``seen`` is the country their address is in, where that is known.
    """
    return [*_of_targeting(task, worker), _seen_there(worker, seen, now), *_of_the_moment(task, worker, now)]


def _of_targeting(task: Task, worker: User) -> Iterator[Rule]:
    languages = spoken.told(worker.languages)
    said = {
        "standing": (_("Your account"), _("one that is not suspended, and takes new tasks"), ""),
        "offered": (_("Whom it is offered to"), _("people its employer invited") if task.only_lists else "", ""),
        "others": (_("Different people"), _("nobody who may share a device with you has it"), ""),
        "rows": (_("Rows with a known answer"), _("enough of them right"), ""),
        "country": (_("Country"), _places(task), str(countries.name(str(worker.country)))),
        "languages": (_("Language"), _(" or ").join(task.language_names), locales.listed(languages) or _("none said")),
        "level": (_("Level"), str(Level(task.minimum_level).label), str(Level(worker.level).label)),
        "tests": (_("Test"), _tests(task), ""),
    }
    for rule, lock in targeting.locks_of(task, worker).items():
        yield Rule(*said[rule], lock)


def _places(task: Task) -> str:
    inside = [*task.zone_names, *(str(countries.name(code)) for code in task.countries)]
    words = locales.listed(inside) or _("every country")
    if not task.excluded:
        return words
    without = locales.listed(countries.name(code) for code in task.excluded)
    return _("%(places)s, but not %(without)s") % {"places": words, "without": without}


def _tests(task: Task) -> str:
    titles = Qualification.objects.filter(pk__in=task.tests).order_by("title").values_list("title", flat=True)
    return locales.listed(titles) if task.tests else ""


def _seen_there(worker: User, seen: str, now: datetime) -> Rule:
    """Whether they are where they live, by the address they come from."""
    lock = None
    try:
        places.check(worker, seen=seen, now=now)
    except places.SeenElsewhere as refusal:
        lock = Lock(refusal.words, _("Say where you are"), reverse("accounts:place"))
    return Rule(_("Where you are now"), _("where you live, or travel to"), places.name_of(seen) if seen else "", lock)


def _of_the_moment(task: Task, worker: User, now: datetime) -> Iterator[Rule]:
    shut = throttles.lock_of(task, now=now, full_for_country=bool(throttles.full_for([task], worker)))
    free = None if task.is_open else Lock(_("Nobody can claim it now."))
    yield Rule(_("A free slot"), "", _("%(left)s left") % {"left": figure(task.slots_left)}, free)
    yield Rule(_("The time of day, the pace and your country's part"), "", "", shut)
    done = turns.of(task, worker)
    over = Lock(done.why_not or _("You hold it already.")) if done.in_the_way else None
    yield Rule(_("How often you did it"), "", done.counted if done.done else _("not yet"), over)
    if task.rows:
        left = turns.rows_left(task, worker, done)
        none = None if left or not task.is_open else Lock(_("No row is left for you. Others do the rest."))
        yield Rule(_("Rows you have not done"), "", _("%(left)s left") % {"left": left}, none)
    yield _hands(worker)
    pause = pauses.words(worker, now=now)
    yield Rule(_("Claims that ran out"), "", "", Lock(pause) if pause else None)


def _hands(worker: User) -> Rule:
    """How many tasks they hold. A newcomer holds fewer; ``submissions_claim`` counts the same."""
    rules = settings.RULES
    is_new = worker.approved < rules.newcomer_tasks
    most = first_tasks.claims(worker) if is_new else rules.open_claims
    # An outer app's rows, reached by name.
    held = worker.submissions.filter(state="claimed").count()
    asks = ngettext("no more than %(most)s at a time", "no more than %(most)s at a time", most) % {"most": most}
    if is_new:
        asks += " " + _("until %(count)s of your tasks are approved") % {"count": rules.newcomer_tasks}
    full = Lock(_("You hold as many as you may."), _("Hand one in or give one back first.")) if held >= most else None
    return Rule(_("Tasks you hold now"), asks, str(held), full)
