"""Saved searches: a wish under a name, which its worker is told of new tasks by."""

from __future__ import annotations

import secrets
from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, Func, OuterRef, Q, TextField, Value
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts.models import User
from picomarket.lib.money import Money
from picomarket.lib.refusals import Refused
from picomarket.lib.zones import zone_of

from . import difficulty
from .asking import SEARCH, says
from .discovery import WORLDWIDE, Wish
from .models import Alert, Category, Follow, ProofField, SavedSearch, Task
from .models.searches import SavedSearchQuerySet

WISHED = [field.name for field in fields(Wish)]


class NameTaken(Refused):
    """This person has another search of that name."""


class TooManySearches(Refused):
    """This person keeps as many searches as one person can."""


def wish_of(search: SavedSearch) -> Wish:
    return Wish(**{name: getattr(search, name) for name in WISHED})


def query_of(wish: Wish) -> str:
    """The query of an address that shows what fits a wish."""
    query = QueryDict(mutable=True)
    for name in WISHED:
        value = getattr(wish, name)
        if value:
            query["q" if name == "words" else name] = _written(value)
    return query.urlencode()


def _written(value: Any) -> str:
    """As the form of the feed reads it."""
    if isinstance(value, Category):
        return value.slug
    if isinstance(value, Money):
        return value.plain()
    if isinstance(value, Decimal):
        return str(value.normalize())
    return "on" if value is True else str(value)


def address(search: SavedSearch) -> str:
    """Where what fits it is shown."""
    return f"{reverse('tasks:feed')}?{query_of(wish_of(search))}".rstrip("?")


def fitting(searches: SavedSearchQuerySet, task: Task) -> SavedSearchQuerySet:
    """Of these the ones a task fits: ``discovery.find`` the other way round, so that one query asks all of them."""
    employer, seconds = task.employer, task.measured_seconds or task.minutes * 60 or 1
    receives, judged = task.price.receives, employer.judged_approved + employer.judged_rejected
    record = getattr(employer, "employer_record", None)
    review = task.review_days * 24 * 60 if record is None or record.review_minutes is None else record.review_minutes
    rating = None if record is None else record.public_rating
    followed = Follow.objects.filter(employer=employer, worker=OuterRef("person"))
    asked = {
        "minutes__gte": -(-seconds // 60),
        "review_hours__gte": -(-review // 60),
        "rejects__gte": -(-employer.judged_rejected * 100 // judged) if judged else 0,
        "rated__lte": Decimal(rating or 0) / 10,
        "category": task.category,
        "level": task.minimum_level,
        "difficulty": task.difficulty or difficulty.of(task),
    }
    for lookup, value in asked.items():
        searches = searches.filter(Q(**{lookup.partition("__")[0]: None}) | Q(**{lookup: value}))
    searches = searches.filter(Q(followed=False) | Exists(followed), zone__in=["", *_zones(task)])
    searches = searches.filter(language__in=["", *task.languages])
    an_hour = receives * 3600 // seconds
    searches = searches.filter(proof__in=_proofs(task), least__lte=receives, per_hour__lte=an_hour)
    searches = searches.filter(Q(most=0) | Q(most__gte=receives))
    searches = searches.exclude(person=employer)
    said = Q(text=SearchQuery(F("words"), **SEARCH)) & Q(says(*_words(task), F("words")))
    return searches.annotate(text=_text(task)).filter(Q(words="") | said)


def _zones(task: Task) -> set[str]:
    return {*task.zones, *map(zone_of, task.countries)} or {WORLDWIDE}


def _proofs(task: Task) -> list[str]:
    kinds = {field.kind for field in task.proof_fields.all()}
    return ["", *(kinds or ProofField.Kind.values)] if len(kinds) <= 1 else [""]


def _text(task: Task) -> Func:
    return Func(*_words(task), function="task_words", output_field=SearchVectorField())


def _words(task: Task) -> tuple[Value, Value]:
    return Value(task.title, TextField()), Value(task.steps, ArrayField(TextField()))


def keep(wish: Wish, *, name: str, by_mail: bool, by: User, now: datetime) -> SavedSearch:
    """Keep a wish and tell of the tasks that are published from now on. Raises NameTaken or TooManySearches."""
    most = settings.RULES.saved_searches
    if SavedSearch.objects.of(by).count() >= most:
        words = ngettext_lazy(
            "You keep %(most)s search already. Delete one first.",
            "You keep %(most)s searches already. Delete one first.",
            most,
        )
        raise TooManySearches(words % {"most": most})
    row = SavedSearch(person=by, name=name, by_mail=by_mail, saved_at=now)
    for asked in WISHED:
        if value := getattr(wish, asked):
            setattr(row, asked, value)
    return _named(row)


def rename(search: SavedSearch, *, name: str, by_mail: bool) -> SavedSearch:
    """Another name, and whether its tasks come by mail. Raises NameTaken."""
    search.name, search.by_mail = name, by_mail
    return _named(search, "name", "by_mail")


def _named(row: SavedSearch, *only: str) -> SavedSearch:
    try:
        with transaction.atomic():
            row.save(update_fields=only or None)
    except IntegrityError as error:
        words = _("You have a search called %(name)s already. Take another name.") % {"name": row.name}
        raise NameTaken({"name": [words]}) from error
    return row


def pause(search: SavedSearch, *, now: datetime) -> None:
    """Tell of nothing until it is woken. What was found and not told yet is let go."""
    with transaction.atomic():
        SavedSearch.objects.filter(pk=search.pk, paused_at=None).update(paused_at=now)
        _let_go(search)


def wake(search: SavedSearch) -> None:
    """Tell of new tasks again, from now on."""
    SavedSearch.objects.filter(pk=search.pk).update(paused_at=None)


def forget(search: SavedSearch) -> None:
    """Forget it; its feed's address leads nowhere from now on."""
    with transaction.atomic():
        _let_go(search)
        SavedSearch.objects.filter(pk=search.pk).delete()


def _let_go(search: SavedSearch) -> None:
    Alert.objects.filter(search=search, told_at=None).delete()


def open_feed(search: SavedSearch) -> SavedSearch:
    """Give its feed a new secret address; the one it had leads nowhere from now on."""
    search.feed_key = secrets.token_urlsafe(32)
    search.save(update_fields=["feed_key"])
    return search


def close_feed(search: SavedSearch) -> None:
    """Take its feed's address back."""
    SavedSearch.objects.filter(pk=search.pk).update(feed_key="")
