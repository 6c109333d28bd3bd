"""The tabs of the two lists of submissions: the worker's and the employer's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import BigIntegerField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from picomarket.lib import blanks
from picomarket.lib.blanks import Blank
from picomarket.lib.counting import MOST, Count, up_to
from tasks.models import Task

from .models import Submission, SubmissionQuerySet

State = Submission.State


@dataclass(frozen=True, slots=True)
class Tab:
    """One view of a list: the states it shows and their order. A ``rare`` one is offered while it holds something."""

    key: str
    label: str | Promise
    states: tuple[str, ...]
    order: str
    rare: bool = False

    def of(self, rows: SubmissionQuerySet) -> SubmissionQuerySet:
        return rows.filter(state__in=self.states).order_by(self.order, "pk")


PAID = (State.APPROVED, State.AWARDED)
REJECTED = (State.REJECTED, State.DISPUTED, State.CONFIRMED)

WORKERS = (
    Tab("change", _("To change"), (State.REVISION,), "revise_until", rare=True),
    Tab("working", _("Working now"), (State.CLAIMED,), "claim_until"),
    Tab("waiting", _("Waiting"), (State.SUBMITTED,), "review_until"),
    Tab("approved", _("Approved"), PAID, "-closed_at"),
    Tab("rejected", _("Rejected"), REJECTED, "-rejected_at"),
    Tab("screened", _("Did not qualify"), (State.SCREENED,), "-closed_at", rare=True),
    Tab("all", _("All"), tuple(State.values), "-claimed_at"),
)
EMPLOYERS = (
    Tab("waiting", _("Waiting"), (State.SUBMITTED,), "review_until"),
    Tab("change", _("Being changed"), (State.REVISION,), "revise_until", rare=True),
    Tab("approved", _("Approved"), PAID, "-closed_at"),
    Tab("rejected", _("Rejected"), REJECTED, "-rejected_at"),
    Tab("screened", _("Did not qualify"), (State.SCREENED,), "-closed_at", rare=True),
)


def counts_of(task: Task) -> dict[str, Count]:
    """How many each of its employer's tabs holds, counted no further than anybody reads."""
    ((*numbers,),) = _counting().ask({"task": task.pk})
    by_state = dict(zip(_employers_states(), numbers, strict=True))
    return {tab.key: up_to(sum(by_state[state] for state in tab.states)) for tab in EMPLOYERS}


@cache
def _counting() -> blanks.Statement:
    """Each state by itself: for one of several PostgreSQL may read all of the task, which it takes to be small."""
    rows = Submission.objects.filter(task=Blank("task", BigIntegerField()), given=None)
    return blanks.counts_of(*(rows.filter(state=state)[: MOST + 1] for state in _employers_states()), planned=True)


def _employers_states() -> list[str]:
    return [state for tab in EMPLOYERS for state in tab.states]


def summed(by_state: Mapping[str, int], tabs: Sequence[Tab]) -> dict[str, Count]:
    """How many each tab holds, where all states are counted already."""
    return {tab.key: Count(sum(by_state.get(state, 0) for state in tab.states)) for tab in tabs}


def chosen(tabs: Sequence[Tab], key: str, counts: Mapping[str, Count]) -> Tab:
    """The tab asked for; without a known key the first that holds something."""
    filled = (tab for tab in tabs if counts[tab.key])
    return next((tab for tab in tabs if tab.key == key), None) or next(filled, _first(tabs))


def _first(tabs: Sequence[Tab]) -> Tab:
    return next(tab for tab in tabs if not tab.rare)


def shown(tabs: Sequence[Tab], here: Tab, counts: Mapping[str, Count]) -> list[dict[str, Any]]:
    """What the tabs' template needs."""
    return [
        {"label": tab.label, "url": f"?view={tab.key}", "here": tab is here, "count": counts[tab.key]}
        for tab in tabs
        if counts[tab.key] or tab is here or not tab.rare
    ]
