"""How a worker finds work: the live tasks, narrowed by a wish and put in order."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVectorField
from django.db.models import Case, F, Func, TextChoices, TextField, Value, When
from django.db.models.expressions import Combinable, OrderBy
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from picomarket.lib.money import Money

from .models import Category, Task, TaskQuerySet


class Sort(TextChoices):
    BEST = "best", _("Best match")
    NEWEST = "newest", _("Newest")
    MOST_PAID = "pay", _("Most paid")
    PER_HOUR = "hour", _("Most an hour")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a worker looks for. ``least`` is what they want to receive, net."""

    words: str = ""
    category: Category | None = None
    least: Money | None = None
    sort: str = ""

    @property
    def narrows(self) -> bool:
        return bool(self.words or self.category or self.least)

    @property
    def chosen(self) -> int:
        """How many things but the words are chosen."""
        return sum(map(bool, (self.category, self.least, self.sort)))


@dataclass(frozen=True, slots=True)
class Found:
    """What one worker can do now, and the near misses, nearest first."""

    open: TaskQuerySet
    locked: TaskQuerySet


def find(wish: Wish, worker: User | None) -> Found:
    """Live tasks that fit the wish. Nobody in particular (None) has no locks."""
    if worker is None:
        return Found(_wished(Task.objects.live().public(), wish), Task.objects.none())
    near = Case(When(pk__in=Task.objects.live().aimed_at(worker).values("pk"), then=Value(0)), default=Value(1))
    return Found(
        _wished(Task.objects.open_to(worker).not_done_by(worker), wish),
        _wished(Task.objects.locked_for(worker).not_done_by(worker), wish, near),
    )


def _wished(tasks: TaskQuerySet, wish: Wish, *first: Case) -> TaskQuerySet:
    tasks = tasks.select_related("employer", "category")
    if wish.category:
        tasks = tasks.filter(category=wish.category)
    if wish.least:
        tasks = tasks.filter(reward__gte=F("worker_commission") + int(wish.least))
    if wish.words:
        tasks = _matching(tasks, wish.words)
    return tasks.order_by(*first, *_order(wish), "-published_at", "-pk")


def _matching(tasks: TaskQuerySet, words: str) -> TaskQuerySet:
    # The index's own expression, word for word (migration 0003).
    steps = Cast(F("steps"), ArrayField(TextField()))
    text = Func(F("title"), steps, function="task_words", output_field=SearchVectorField())
    query = SearchQuery(words, config="pg_catalog.english", search_type="websearch")
    return tasks.annotate(text=text, rank=SearchRank(F("text"), query)).filter(text=query)


def _order(wish: Wish) -> list[Combinable | OrderBy]:
    receives = F("reward") - F("worker_commission")
    if wish.sort == Sort.MOST_PAID:
        return [receives.desc()]
    if wish.sort == Sort.PER_HOUR:
        return [(receives * 60 / F("minutes")).desc()]
    if wish.words and wish.sort != Sort.NEWEST:
        return [F("rank").desc()]
    return []
