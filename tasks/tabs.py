"""The tabs of an employer's own tasks: all, what waits for a verdict, and what goes on, rests or has ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User

from .models import Task, TaskQuerySet
from .models.tasks import WAITS

State = Task.State


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: the states it shows, all where none is named, or what has work to judge."""

    key: str
    label: str | Promise
    states: tuple[str, ...] = ()
    to_review: bool = False


TABS = (
    Tab("all", _("All")),
    Tab("review", _("To review"), to_review=True),
    Tab("published", _("Published"), (State.PUBLISHED,)),
    Tab("paused", _("Paused"), (State.PAUSED, State.HELD)),
    Tab("ended", _("Ended"), (State.STOPPED, State.FINISHED)),
)


def chosen(key: str) -> Tab:
    """The tab asked for; all without a known key."""
    return next((tab for tab in TABS if tab.key == key), TABS[0])


def of(employer: User, tab: Tab) -> TaskQuerySet:
    """What a tab shows: the newest first; of what is to be judged, what closes by itself soonest."""
    tasks = Task.objects.of(employer).ever_published()
    if tab.states:
        tasks = tasks.filter(state__in=tab.states)
    tasks = tasks.with_waiting()
    if not tab.to_review:
        return tasks.order_by("-published_at", "-pk")
    due = Min("submissions__review_until", filter=WAITS)
    return tasks.annotate(due=due).filter(due__isnull=False).order_by("due", "pk")


def counts(employer: User) -> dict[str, int]:
    """How many tasks each tab shows."""
    by_state = dict(Task.objects.of(employer).ever_published().order_by().values_list("state").annotate(n=Count("pk")))
    counted = {tab.key: sum(by_state.get(state, 0) for state in tab.states) for tab in TABS if tab.states}
    to_review = of(employer, chosen("review")).count() if by_state else 0
    return {**counted, "all": sum(by_state.values()), "review": to_review}


def shown(here: Tab, counted: Mapping[str, int]) -> list[dict[str, Any]]:
    """What the tabs' template needs: those that hold something; none where all tasks would stand under one of them."""
    filled = [tab for tab in TABS if counted[tab.key] or tab is here]
    return [
        {"label": tab.label, "url": f"?view={tab.key}", "here": tab is here, "count": counted[tab.key]}
        for tab in filled
        if len(filled) > 2 or here is not TABS[0]
    ]
