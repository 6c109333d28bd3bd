"""How many slots a task has, and how many of them one worker may do."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import Level
from picomarket.lib.counting import figure
from picomarket.lib.number_forms import WholeNumberField
from tasks import importing, publishing, turns
from tasks.models import Task


def slots_field(draft: Task) -> forms.IntegerField:
    least, most = publishing.least_slots(draft), settings.RULES.maximum_slots
    once = _("How many workers do it, %(most)s at most; each of them once.")
    often = _("How often it is done in all, %(most)s times at most.")
    return WholeNumberField(
        label=_("Slots"),
        help_text=(once if draft.per_worker == 1 else often) % {"most": figure(most)},
        min_value=least,
        max_value=most,
        error_messages={"min_value": publishing.too_few(draft)} if least > 1 else None,
    )


def field_for(draft: Task) -> forms.IntegerField:
    """Empty: as often as they like, where that may be said."""
    if importing.of(draft):
        return WholeNumberField(
            label=_("Rows one worker may do at most"),
            help_text=_("Empty: as many as they like, one after the other."),
            min_value=1,
            max_value=settings.RULES.batch_rows,
            required=False,
        )
    help_text = _(
        "Up to %(most)s times where you ask for level %(level)s or more. Only for people on your lists: as often as you"
        " like, or empty for no limit."
    )
    return WholeNumberField(
        label=_("How often one worker may do it"),
        help_text=help_text % {"most": settings.RULES.most_per_worker, "level": Level.ADVANCED.label},
        min_value=1,
        max_value=settings.RULES.maximum_slots,
        required=False,
    )


def clean(form: forms.Form, draft: Task) -> None:
    """Refuse more than whom it is for allows; what is chosen beside it counts."""
    read = form.cleaned_data
    if "per_worker" not in form.data:
        read["per_worker"] = draft.per_worker
    if {"per_worker", "minimum_level", "only_lists"} <= read.keys():
        aimed = {name: read[name] for name in ("per_worker", "minimum_level", "only_lists")}
        if words := turns.wrong(Task(rows=1 if importing.of(draft) else 0, **aimed)):
            form.add_error("per_worker", words)
