"""How often one worker may do a task, and how often somebody did."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Level, User
from picomarket.lib.counting import Count, counted, figure
from picomarket.lib.refusals import Refused

from .models import GoldStop, Row, Task

# What came to nothing is no turn.
UNDONE = ("expired", "given_back")


class TooOften(Refused):
    """The task lets one worker do it more often than whom it is for allows."""


@dataclass(frozen=True, slots=True)
class Turns:
    """One worker's times at a task: ``done`` counts what is held, waits or was judged, a rejected one too.

    ``most`` is None where they may do it as often as they like. ``last`` is the public id of the newest.
    """

    most: int | None
    done: int = 0
    last: str = ""
    held: bool = False
    unsettled: bool = False

    @property
    def over(self) -> bool:
        return self.most is not None and self.done >= self.most

    @property
    def in_the_way(self) -> bool:
        """They cannot claim it now because of what they hold or did."""
        return self.held or self.over or self.unsettled

    @property
    def counted(self) -> str:
        """For instance: You did it 1 of 3 times."""
        if self.most is None:
            return ngettext("You did it once.", "You did it %(done)s times.", self.done) % {"done": figure(self.done)}
        words = ngettext("You did it %(done)s of %(most)s time.", "You did it %(done)s of %(most)s times.", self.most)
        return words % {"done": figure(self.done), "most": figure(self.most)}

    @property
    def why_not(self) -> str:
        """Why they cannot do it once more, beyond that they hold it; empty where they can."""
        if self.over:
            return self.counted
        if self.unsettled:
            return _("A rejection of your work on it is not settled yet. You can do it again when it is.")
        return ""


def of(task: Task, worker: User) -> Turns:
    """Two queries at most, however often they did it."""
    # An outer app's rows, reached by name.
    mine = task.submissions.filter(worker=worker).exclude(state__in=UNDONE)
    last = mine.order_by("-turn").values("turn", "state", "public_id").first()
    if last is None:
        return Turns(task.per_worker)
    several = task.per_worker is not None and task.per_worker > 1
    return Turns(
        task.per_worker,
        done=last["turn"],
        last=last["public_id"],
        held=last["state"] == "claimed",
        unsettled=several and mine.filter(state__in=["rejected", "disputed"]).exists(),
    )


def rows_left(task: Task, worker: User, turns: Turns) -> Count:
    """Rows of a batch this worker can still do: free ones they have not done, as many as there are slots for and as one
    may do. None is left where too many known answers were wrong. ``tasks_has_row`` says the same of whether there is
    one. Counts no further than a thousand."""
    if task.has_gold and GoldStop.objects.filter(task=task, worker=worker).exists():
        return Count(0)
    mine = task.submissions.filter(worker=worker, row__isnull=False).exclude(state__in=UNDONE)
    found = counted(Row.objects.filter(task=task, held__lt=F("wanted")).exclude(pk__in=mine.values("row")))
    most = task.slots_left if turns.most is None else min(task.slots_left, turns.most - turns.done)
    return Count(max(most, 0)) if most <= found.number else found


def wrong(task: Task) -> str:
    """Why one worker may not do it as often as it says; empty where they may.

    More than once is for people of level Advanced, and more than a few times for people the employer invited by a list.
    Each row of a batch is other work, so how many one worker does is for its employer to say.
    """
    if task.rows or task.only_lists or task.per_worker == 1:
        return ""
    most = settings.RULES.most_per_worker
    if task.per_worker is None or task.per_worker > most:
        words = _(
            "One worker can do a task for everybody at most %(most)s times, and one only for your lists without limit."
        )
        return words % {"most": most}
    if task.minimum_level < Level.ADVANCED:
        words = _(
            "Only people of level %(level)s and up, or on your lists, can do a task more than once. Choose one of"
            " these, or let each do it once."
        )
        return words % {"level": Level.ADVANCED.label}
    return ""


def check(task: Task) -> None:
    """Raises TooOften."""
    if words := wrong(task):
        raise TooOften(words)
