"""What is asked of the database for those who look for work: which tasks, in which order, by values or blanks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVectorField
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    DateTimeField,
    Exists,
    F,
    Field,
    Func,
    OuterRef,
    Q,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import Col
from django.db.models.functions import Cast, Coalesce
from django.db.models.lookups import Exact, GreaterThanOrEqual, LessThanOrEqual

from picomarket.lib import statements
from picomarket.lib.blanks import Blank, IsOneOf

from . import difficulty, ranking
from .models import Follow, ProofField, Task, TaskQuerySet, ties
from .models.askers import Asker
from .models.batches import has_row_for

# Nobody reads further, and counting must not take longer the more tasks there are.
MOST_COUNTED = 1000
# Of what is wished for, which few tasks of a million may fit; what matches words is read word by word to be ranked.
MOST_SIFTED = 200
SEARCH: dict[str, Any] = {"config": "pg_catalog.english", "search_type": "websearch"}
Kinds = dict[str, "Field[Any, Any]"]
_NUMBER, _TEXT, _NUMBERS, _TEXTS = (
    BigIntegerField(),
    TextField(),
    ArrayField(BigIntegerField()),
    ArrayField(TextField()),
)
OF_READER: Kinds = {"worker": _NUMBER, "zone_of": _TEXT, "country_of": _TEXT, "speaks": _TEXTS, "level_of": _NUMBER}
HIDDEN: Kinds = {"tasks": _NUMBERS, "employers": _NUMBERS, "categories": _NUMBERS}
# Sets of facets, of which a task has at least one: by what is wished for, and by what opens it to the reader.
ANY_FACET = ("in_zone", "as_long", "as_hard", "reviewing", "rejecting", "rated_so", "proving")
REACHED = ("from_there", "in_tongues")
_WISHED: Kinds = {
    "facets": _TEXTS,
    **dict.fromkeys((*ANY_FACET, *REACHED), _TEXTS),
    "least": _NUMBER,
    "most": _NUMBER,
    "per_hour": _NUMBER,
    "minutes": _NUMBER,
    "difficulty": _NUMBER,
    "proof": _TEXT,
    "review_minutes": _NUMBER,
    "rejects": _NUMBER,
    "rated": _NUMBER,
    "raters": _NUMBER,
    "words": _TEXT,
    "quoted": _TEXT,
}
_KINDS: Kinds = {
    **OF_READER,
    **HIDDEN,
    **_WISHED,
    "linked": _NUMBERS,
    "now": DateTimeField(),
    "keys": _NUMBERS,
    "turn": _TEXT,
}


def blank(name: str) -> Blank:
    return Blank(name, _KINDS[name])


class Words(F):
    """What a task's title and steps are searched by: a column that PostgreSQL keeps (migration 0003), and no field,
    since nobody who reads a task wants it."""

    column = SearchVectorField()
    column.set_attributes_from_name("words")

    def __init__(self) -> None:
        super().__init__(self.column.name)

    def resolve_expression(self, query: Any = None, *_args: Any, **_options: Any) -> Col:
        return Col(query.get_initial_alias(), self.column)


class Shape(NamedTuple):
    """All that a statement is built from but its values, which are given under these names."""

    names: frozenset[str]
    sort: str
    held: ties.Held
    barred: bool
    followed: bool
    # A level above the reader's is wished for, and no test stands in for it.
    beyond: bool = False

    @property
    def is_plain(self) -> bool:
        """Nothing is wished for: what is found is found in the same way, whoever asks."""
        return not self.followed and self.names.isdisjoint(_WISHED)

    def asked(self) -> Asked:
        """With blanks for all values."""
        return Asked(self, {name: blank(name) for name in {*self.names, "keys", "turn"}})


class Asked(NamedTuple):
    """What one reader asks for, or with blanks what everybody does who asks in the same way."""

    shape: Shape
    given: Mapping[str, Any]

    @property
    def who(self) -> Asker | None:
        """Nobody in particular, where no worker is given."""
        if "worker" not in self.given:
            return None
        pk, zone, country, languages, level = (self.given[name] for name in OF_READER)
        return Asker(pk, zone, country, languages, level, self.shape.barred)

    @property
    def words(self) -> str:
        """The name under which the words stand that are searched for; empty where none are."""
        return "words" if "words" in self.given else ""


def open_to(asked: Asked) -> TaskQuerySet:
    who, now = asked.who, asked.given["now"]
    if who is None:
        return _wished(Task.objects.live().public(), asked)
    # PostgreSQL does not know that a task has one level: it would look for the two in all of a million.
    if asked.shape.beyond:
        return Task.objects.none()
    return _within_reach(_left(Task.objects.open_to(who, asked.shape.held).giving_to(who, now=now), who, asked), asked)


def _within_reach(tasks: TaskQuerySet, asked: Asked) -> TaskQuerySet:
    """Who wishes for what is hardly ever open to them (another zone, a level above theirs) makes PostgreSQL expect many
    and find none in a million. So the index of facets is asked first what could be."""
    reached = [Q(facets__overlap=asked.given[name]) for name in REACHED if name in asked.given]
    if reached:
        some = Task.objects.published().filter(_faceted(asked.given), *reached).values("pk")
        tasks = tasks.filter(is_one_of("pk", ArraySubquery(some)))
    return _wished(tasks, asked)


def locked_for(asked: Asked) -> TaskQuerySet:
    who, now = asked.who, asked.given["now"]
    if who is None:
        return Task.objects.none()
    return _wished(_left(Task.objects.closed_to(who, asked.shape.held, now=now), who, asked), asked)


def _left(tasks: TaskQuerySet, who: Asker, asked: Asked) -> TaskQuerySet:
    """Without what they did and hide, and what was done by accounts that may be theirs too."""
    undone = tasks.not_done_by(who).filter(has_row_for(who))
    if "linked" in asked.given:
        undone = undone.filter(~Exists(Task.objects.filter(pk=OuterRef("pk")).done_by_any(asked.given["linked"])))
    columns = {"tasks": F("pk"), "employers": F("employer"), "categories": Coalesce(F("category"), 0)}
    hidden = [is_one_of(columns[name], asked.given[name]) for name in HIDDEN if name in asked.given]
    return undone.exclude(Q(*hidden, _connector=Q.OR)) if hidden else undone


def is_one_of(column: Any, keys: Any) -> IsOneOf:
    keys = Value(keys, _NUMBERS) if isinstance(keys, list) else keys
    return IsOneOf(column, keys, output_field=BooleanField())


def _wished(tasks: TaskQuerySet, asked: Asked) -> TaskQuerySet:
    given = asked.given
    tasks = tasks.filter(_faceted(given), _paying(given))
    for condition in _looked_at(given):
        # So that PostgreSQL does not take it for as rare as its facet once more: the facet has narrowed it already.
        tasks = tasks.filter(Case(When(condition, then=Value(value=True)), default=Value(value=False)))
    if asked.shape.followed:
        tasks = tasks.filter(employer__in=Follow.objects.filter(worker=given["worker"]).values("employer"))
    return _matching(tasks, asked) if asked.words else tasks


def in_order(tasks: TaskQuerySet, asked: Asked) -> TaskQuerySet:
    """In order. What no index is in the order of is sorted among the first by best match, however many fit."""
    sort = asked.shape.sort
    if ranking.is_read_off(sort, asked.words):
        return tasks.order_by(*ranking.order(sort, asked.words))
    some = first_of(tasks, asked, MOST_SIFTED if asked.words else MOST_COUNTED)
    return ranked(some, asked).order_by(*ranking.order(sort, asked.words))


def first_of(tasks: TaskQuerySet, asked: Asked, most: int) -> TaskQuerySet:
    """So many of them, by the order that is wished for where an index has it, else by best match."""
    order = asked.shape.sort if ranking.is_read_off(asked.shape.sort, asked.words) else ""
    return Task.objects.filter(pk__in=tasks.order_by(*ranking.order(order)).values("pk")[:most])


def ranked(tasks: TaskQuerySet, asked: Asked) -> TaskQuerySet:
    words = asked.given.get("words")
    return tasks.annotate(rank=SearchRank(Words(), SearchQuery(words, **SEARCH))) if words else tasks


def shown(tasks: TaskQuerySet) -> TaskQuerySet:
    return tasks.select_related("employer__employer_record", "category")


def _paying(given: Mapping[str, Any]) -> Q:
    asked = Q()
    # As their indexes have it.
    if "least" in given:
        asked &= Q(GreaterThanOrEqual(ranking.RECEIVES, given["least"]))
    if "most" in given:
        asked &= Q(LessThanOrEqual(ranking.RECEIVES, given["most"]))
    if "per_hour" in given:
        asked &= Q(GreaterThanOrEqual(ranking.hourly(), given["per_hour"]))
    return asked


def _faceted(given: Mapping[str, Any]) -> Q:
    """By what the index of facets knows."""
    asked = Q(facets__contains=given["facets"]) if "facets" in given else Q()
    for name in ANY_FACET:
        if name in given:
            asked &= Q(facets__overlap=given[name])
    return asked


def _looked_at(given: Mapping[str, Any]) -> Iterator[Q]:
    """What facets know by class, or as it was when the sweep came by last, is looked at once more."""
    if "minutes" in given:
        most = given["minutes"]
        yield Q(measured_seconds__lte=most * 60) | Q(measured_seconds=None, minutes__lte=most)
    if "difficulty" in given:
        yield Q(difficulty=given["difficulty"]) | Q(Exact(difficulty.column(), given["difficulty"]), difficulty=None)
    if "review_minutes" in given:
        yield Q(LessThanOrEqual(ranking.REVIEW_MINUTES, given["review_minutes"]))
    if "rejects" in given:
        yield Q(employer__judged_rejected__lte=ranking.JUDGED * given["rejects"] / 100)
    if "rated" in given:
        record = "employer__employer_record"
        enough = GreaterThanOrEqual(F(f"{record}__raters"), given["raters"])
        yield Q(enough, GreaterThanOrEqual(F(f"{record}__rating"), given["rated"]))
    if "proof" in given:
        others = ProofField.objects.filter(task=OuterRef("pk")).exclude(kind=given["proof"])
        yield ~Q(kept="") | Q(~Exists(others))


def looks_for_something(words: str) -> bool:
    """Whether a search has any word in it that is looked for: "the" and "with" stand in every text."""
    return bool(statements.rows("SELECT WHERE numnode(websearch_to_tsquery('pg_catalog.english', %s)) > 0", [words]))


def _matching(tasks: TaskQuerySet, asked: Asked) -> TaskQuerySet:
    tasks = tasks.alias(text=Words()).filter(text=SearchQuery(asked.given["words"], **SEARCH))
    return tasks.filter(says(F("title"), F("steps"), asked.given["quoted"])) if "quoted" in asked.given else tasks


def says(title: Any, steps: Any, words: Any) -> Func:
    """Whether a task has what is quoted in a search, word for word (migration 0001)."""
    steps = Cast(steps, ArrayField(TextField()))
    words = words if hasattr(words, "resolve_expression") else Value(words, TextField())
    return Func(title, steps, words, function="task_says", output_field=BooleanField())
