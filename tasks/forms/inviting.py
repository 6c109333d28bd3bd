"""Whom a task is offered to by name: the employer's lists, and the tests it asks for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from picomarket.lib import locales
from picomarket.lib.counting import figure
from tasks.models import Qualification, Task, WorkerList

SAVES = ("only_lists", "not_lists", "tests", "test_instead")


def fields_for(draft: Task) -> dict[str, forms.Field]:
    """The fields for what there is to choose from; none where the employer has no lists and nobody a test."""
    found: dict[str, forms.Field] = {}
    if lists := _lists(draft):
        found["only_lists"] = _keys(_("Only people on these lists"), lists)
        found["only_lists"].help_text = _(
            "A private invitation: nobody else is shown the task. Tick none for everybody."
        )
        found["not_lists"] = _keys(_("Not people on these lists"), lists)
    if tests := _tests(draft):
        found["tests"] = _keys(_("Who passed these tests"), tests)
        found["tests"].help_text = _("Others see which test opens the task, and can take it at once.")
        found["test_instead"] = forms.BooleanField(
            label=_("A pass stands in for the level"),
            required=False,
            help_text=_("So that good people need not do much other work first."),
        )
    return found


def _keys(label: Any, choices: list[tuple[int, str]]) -> forms.TypedMultipleChoiceField:
    ticks = forms.CheckboxSelectMultiple(attrs={"class": "choices--columns"})
    return forms.TypedMultipleChoiceField(label=label, choices=choices, coerce=int, required=False, widget=ticks)


def _lists(draft: Task) -> list[tuple[int, str]]:
    """Each with how many people are on it; one that was deleted stays while the draft uses it."""
    used = [*draft.only_lists, *draft.not_lists]
    rows = WorkerList.objects.filter(Q(deleted_at=None) | Q(pk__in=used), employer=draft.employer_id)
    return [(key, f"{name} ({_people(count)})") for key, name, count in rows.counted()]


def _people(count: int) -> str:
    return ngettext("%(count)s person", "%(count)s people", count) % {"count": figure(count)}


def _tests(draft: Task) -> list[tuple[int, str]]:
    used = Qualification.objects.filter(pk__in=draft.tests)
    rows = Qualification.objects.usable_by(draft.employer) | used
    return [(row.pk, _by_house(row)) for row in rows.order_by("-is_house", "title", "pk")]


def _by_house(row: Qualification) -> str:
    return gettext("%(title)s (the house's)") % {"title": row.title} if row.is_house else row.title


def clean(form: forms.Form, draft: Task) -> None:
    """Give what was not asked its empty value, and refuse an aim that nobody can meet."""
    for name in SAVES[:3]:
        form.cleaned_data[name] = sorted(form.cleaned_data.get(name, []))
    read = form.cleaned_data
    read["test_instead"] = bool(read.get("test_instead") and read["tests"])
    rows = WorkerList.objects.of(draft.employer).filter(pk__in=read["only_lists"])
    if both := set(read["only_lists"]) & set(read["not_lists"]):
        names = locales.listed(rows.filter(pk__in=both).values_list("name", flat=True))
        form.add_error("not_lists", _("%(names)s cannot be both in and out: untick it once.") % {"names": names})
    elif read["only_lists"] and not any(people for _key, _name, people in rows.counted()):
        form.add_error("only_lists", _("Nobody is on what you ticked, so nobody could do the task. Add people first."))
