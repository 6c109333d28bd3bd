"""What narrows a list of the desk: each filter and the search, in words, with the address of the list without it.

Django says it in the filter alone, which stands after the last row on a phone, and says nothing of what an address
narrows by without a filter for it, as some queues of the front page do.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.admin.filters import ListFilter
from django.contrib.admin.views.main import IGNORED_PARAMS, SEARCH_VAR, ChangeList
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Model
from django.db.models.constants import LOOKUP_SEP
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

# How two are compared, where it is not “equal”.
COMPARED: dict[str, Promise] = {
    "lte": gettext_lazy("up to %(value)s"),
    "lt": gettext_lazy("before %(value)s"),
    "gte": pgettext_lazy("since a moment, or at least a number", "from %(value)s"),
    "gt": gettext_lazy("after %(value)s"),
}
# How a month and a day are said, by how many of year, month and day were chosen.
SPANS = {2: "YEAR_MONTH_FORMAT", 3: "DATE_FORMAT"}


@dataclass(frozen=True, slots=True)
class Narrowed:
    """One thing a list is narrowed by: its title, what was chosen of it, and the address of the list without it."""

    title: str
    choice: str
    without: str


def narrowed(listed: ChangeList) -> list[Narrowed]:
    """All that the rows of this list were chosen by, the search first, then as the filter has them."""
    return [*_search(listed), *_filters(listed)]


def unnarrowed(listed: ChangeList) -> str:
    """The address of the list with all its rows, in the order it is in."""
    return _without(listed, {SEARCH_VAR, *listed.get_filters_params()})


def _search(listed: ChangeList) -> Iterator[Narrowed]:
    if listed.query:
        yield Narrowed(_("Search"), listed.query, _without(listed, {SEARCH_VAR}))


def _filters(listed: ChangeList) -> Iterator[Narrowed]:
    given: dict[str, list[str]] = dict(listed.get_filters_params())
    for spec in listed.filter_specs:
        names = {name for name in spec.expected_parameters() if name in given}
        values = [value for name in sorted(names) for value in given.pop(name)]
        if any(values):
            yield Narrowed(
                str(capfirst(spec.title)), _chosen(listed, spec) or ", ".join(values), _without(listed, names)
            )
    yield from _span(listed, given)
    for name, values in given.items():
        if name not in IGNORED_PARAMS:
            yield _lookup(listed, name, values)


def _chosen(listed: ChangeList, spec: ListFilter) -> str:
    """What was chosen, as the filter calls it; without a count beside it, which would ask once more for each."""
    uncounted = copy.copy(listed)
    uncounted.add_facets = False
    return ", ".join(str(choice["display"]) for choice in spec.choices(uncounted) if choice["selected"])


def _span(listed: ChangeList, given: dict[str, list[str]]) -> Iterator[Narrowed]:
    """The year, month or day of a list that can be read by dates; takes them out of what was given."""
    names = [f"{listed.date_hierarchy}__{part}" for part in ("year", "month", "day")]
    parts = [int(given.pop(name)[-1]) for name in names if listed.date_hierarchy and name in given]
    if parts:
        field, _compared = _field_of(listed.model, str(listed.date_hierarchy))
        day = date(*[*parts, 1, 1][:3])
        said = date_format(day, SPANS[len(parts)]) if len(parts) in SPANS else str(day.year)
        yield Narrowed(_title(field), said, _without(listed, set(names)))


def _lookup(listed: ChangeList, name: str, values: list[str]) -> Narrowed:
    """What an address narrows by without a filter for it."""
    field, compared = _field_of(listed.model, name)
    if compared == "isnull":
        said = _("none") if values[-1].lower() in ("true", "1") else _("any")
    else:
        pieces = [piece for value in values for piece in (value.split(",") if compared == "in" else [value])]
        named = _named(listed, name)
        said = ", ".join(named.get(piece) or _said(field, piece) for piece in pieces)
    words = COMPARED.get(compared)
    return Narrowed(_title(field), str(words) % {"value": said} if words else said, _without(listed, {name}))


def _named(listed: ChangeList, name: str) -> dict[str, str]:
    """How a filter of the list's own calls what can be chosen of this, where there is one."""
    own = [spec for spec in listed.filter_specs if name.startswith(f"{getattr(spec, 'parameter_name', None)}__")]
    return {str(key): str(label) for spec in own for key, label in spec.lookup_choices}  # type: ignore[attr-defined]


def _field_of(model: type[Model], name: str) -> tuple[Any, str]:
    """The field a lookup is about, and how it compares: of ``task__id__exact`` the task, and ``exact``."""
    found: Any = None
    for piece in name.split(LOOKUP_SEP):
        try:
            field: Any = model._meta.pk if piece == "pk" else model._meta.get_field(piece)
        except FieldDoesNotExist:
            return found, piece
        if found is None or not getattr(field, "primary_key", False):
            found = field
        model = field.related_model or model
    return found, "exact"


def _title(field: Any) -> str:
    return str(capfirst(getattr(field, "verbose_name", "") or field.related_model._meta.verbose_name))


def _said(field: Any, value: str) -> str:
    if field.related_model:
        row = field.related_model._default_manager.filter(pk=value).first() if value.isdecimal() else None
        return str(row or value)
    try:
        known = field.to_python(value)
    except ValidationError:
        # Several at once, or a part of it, as in a year of moments.
        return value
    if isinstance(known, datetime):
        moment = known if timezone.is_aware(known) else timezone.make_aware(known)
        return date_format(timezone.localtime(moment), "DATETIME_FORMAT")
    return next((str(label) for key, label in field.flatchoices if str(key) == value), value)


def _without(listed: ChangeList, names: set[str]) -> str:
    kept = {name: value for name, value in listed.filter_params.items() if name not in names}
    return f"?{urlencode(sorted(kept.items()), doseq=True)}"
