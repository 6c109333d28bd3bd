"""The rows of a batch as its employer sees them: what came of each, and which failed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tasks.gold import Accuracy
from tasks.models import Gold, Row, Task

from .comparing import Agreed, Page
from .models import Check, Submission, SubmissionQuerySet
from .tabs import PAID, REJECTED, Tab

State = Submission.State
# A first answer that is of no use: the row can be run again without waiting for the end of a dispute.
FAILED = (State.REJECTED, State.DISPUTED, State.AWARDED, State.SCREENED)
# Values shown of each row.
VALUES_SHOWN = 3

TABS = (
    Tab("all", _("All"), (), "number"),
    Tab("waiting", _("Waiting for a worker"), (), "number"),
    Tab("claimed", _("Claimed"), (State.CLAIMED,), "number"),
    Tab("handed_in", _("Handed in"), (State.SUBMITTED, State.REVISION), "number"),
    Tab("approved", _("Approved"), PAID, "number"),
    Tab("differs", _("Answers differ"), (), "number"),
    Tab("rejected", _("Rejected"), REJECTED, "number"),
    Tab("screened", _("Did not qualify"), (State.SCREENED,), "number", rare=True),
)


@dataclass(frozen=True, slots=True)
class Told:
    """A row in the list: its first values by name, the submissions that are about it, what is known of the answer, and
    how well those who gave it do."""

    row: Row
    values: list[tuple[str, str]]
    submissions: list[Submission]
    agreed: Agreed | None
    gold: Gold | None
    accuracies: list[tuple[User, Accuracy]]

    @property
    def waiting(self) -> int:
        return self.row.wanted - self.row.held

    @property
    def is_untouched(self) -> bool:
        """Nobody has it, and nothing is known of its answer."""
        return not self.row.held and self.waiting > 0 and self.gold is None


def chosen(key: str) -> Tab:
    return next((tab for tab in TABS if tab.key == key), TABS[0])


def of(task: Task, tab: Tab) -> QuerySet[Row]:
    """The rows a tab shows, in the order of the file."""
    rows = Row.objects.filter(task=task).order_by("number")
    if tab.key == "waiting":
        return rows.filter(held__lt=F("wanted"))
    if tab.key == "differs":
        return rows.filter(pk__in=_differing(task).values("row"))
    if tab.states:
        return rows.filter(pk__in=Submission.objects.filter(task=task, state__in=tab.states).values("row"))
    return rows


def _differing(task: Task) -> SubmissionQuerySet:
    return Submission.objects.to_review().filter(task=task, checked=Check.DIFFERS)


def with_submissions(rows: QuerySet[Row]) -> QuerySet[Row]:
    """With what came of each row, at one query for all."""
    told = Submission.objects.exclude(state__in=Submission.ENDED_UNDONE).order_by("claimed_at")
    return rows.prefetch_related(Prefetch("submissions", told.select_related("worker", "given"), to_attr="told"))


def told(row: Row, task: Task, known: Page) -> Told:
    shown = list(row.shown(task).items())[:VALUES_SHOWN]
    work: list[Submission] = getattr(row, "told", [])
    doing = [(one.worker, known.accuracies[one.worker_id]) for one in work if one.worker_id in known.accuracies]
    return Told(row, shown, work, known.agreed.get(row.pk), known.known.get(row.pk), doing)


def counts(task: Task) -> dict[str, int]:
    """How many rows each tab shows."""
    found = Submission.objects.filter(task=task).aggregate(
        **{tab.key: Count("row", distinct=True, filter=Q(state__in=tab.states)) for tab in TABS if tab.states}
    )
    if task.agreeing:
        found["differs"] = _differing(task).aggregate(rows=Count("row", distinct=True))["rows"]
    return {**found, "all": task.rows, "waiting": of(task, chosen("waiting")).count()}


def shown(task: Task, here: Tab, counted: Mapping[str, int]) -> list[dict[str, str | Promise | bool | int]]:
    """What the tabs' template needs."""
    return [
        {"label": _label(tab, task), "url": f"?view={tab.key}", "here": tab is here, "count": counted[tab.key]}
        for tab in TABS
        if counted.get(tab.key) or (tab.key in counted and not tab.rare)
    ]


def _label(tab: Tab, task: Task) -> str | Promise:
    return _("Nobody took it") if tab.key == "waiting" and task.has_ended else tab.label


def failed(task: Task) -> QuerySet[Row]:
    """Rows with an answer that is of no use, and that were not run again for it yet."""
    bad = Q(submissions__state__in=FAILED)
    rows = Row.objects.filter(pk__in=Submission.objects.filter(task=task, state__in=FAILED).values("row"))
    return rows.annotate(useless=Count("submissions", filter=bad)).filter(useless__gt=F("again"))
