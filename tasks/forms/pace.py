"""How long each side has, and how fast slots are given."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import time_zones
from picomarket.lib.number_forms import WholeNumberField
from tasks import throttles
from tasks.models import Task

from .checking import CHECKS, CheckFields
from .proving import MOST_PROOFS
from .wizard import ReviewForm, Typed

PACE = ("hourly_cap", "daily_cap", "opens_at", "closes_at", "last_day", "clock")


class PaceFields(forms.Form):
    """At most so many an hour and a day, and from when to when. Everything may stay empty."""

    hourly_cap = WholeNumberField(
        label=_("At most so many claims an hour"), min_value=1, max_value=100_000, required=False
    )
    daily_cap = WholeNumberField(
        label=_("At most so many claims a day"), min_value=1, max_value=100_000, required=False
    )
    opens_at = forms.TimeField(
        label=_("Open from"),
        required=False,
        help_text=_("Empty: at every hour."),
        error_messages={"invalid": _("Write a time like 09:00.")},
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    closes_at = forms.TimeField(
        label=_("Open until"),
        required=False,
        help_text=_("Earlier than “from”: through the night."),
        error_messages={"invalid": _("Write a time like 17:00.")},
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    last_day = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_(
            "After it the task stops by itself, and what nobody took comes back to you. Empty: until you stop it."
        ),
        error_messages={"invalid": _("Write a day like 2026-12-31.")},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    clock = forms.ChoiceField(
        label=_("By the clock of"), help_text=_("Its days and hours count, in summer as in winter."), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        clock = self.fields["clock"]
        if isinstance(clock, forms.ChoiceField):
            clock.choices = time_zones.choices(now=timezone.now())

    def clean_clock(self) -> str:
        return self.cleaned_data["clock"] or "UTC"

    def clean(self) -> None:
        self._check_last_day()
        opens, closes = self.cleaned_data.get("opens_at"), self.cleaned_data.get("closes_at")
        if {"opens_at", "closes_at"} & self.errors.keys():
            return
        if (opens is None) != (closes is None):
            self.add_error("closes_at", _("Say both from when and until when, or neither."))
        elif opens is not None and opens == closes:
            self.add_error("closes_at", _("This is no time at all: let it end later, or leave both empty."))

    def _check_last_day(self) -> None:
        said = Task(last_day=self.cleaned_data.get("last_day"), clock=self.cleaned_data.get("clock") or "UTC")
        if throttles.is_over(said, now=timezone.now()):
            self.add_error("last_day", throttles.day_is_over(said))


class TimeForm(CheckFields, PaceFields, ReviewForm):
    """The wizard's step about time, and about what is checked by itself meanwhile."""

    saves = (*ReviewForm.saves, *PACE, *CHECKS)

    def __init__(self, data: QueryDict | None = None, *, draft: Task, typed: Typed | None = None) -> None:
        super().__init__(data, draft=draft, typed=typed)
        self.order_fields([*ReviewForm.saves, *PACE])

    def fields_to_save(self) -> dict[str, Any]:
        columns = [self.cleaned_data.get(f"gold_{number}", "") for number in range(1, MOST_PROOFS + 1)]
        if not any(columns):
            return {**super().fields_to_save(), "gold_columns": [], "gold_approves": False, "gold_least": 0}
        return {**super().fields_to_save(), "gold_columns": columns}

    @property
    def is_paced(self) -> bool:
        """Something is said of the pace, or is wrong with it: its fields stand open."""
        return any(self[name].value() for name in PACE if name != "clock") or any(name in self.errors for name in PACE)

    @property
    def pace(self) -> list[forms.BoundField]:
        return [self[name] for name in PACE]
