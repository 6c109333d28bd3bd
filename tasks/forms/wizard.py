"""The steps of the wizard. The verbs decide."""

from __future__ import annotations

import hashlib
import re
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Self, TypeAlias, cast

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from accounts import levels
from accounts.models import Level
from picomarket.lib import locales
from picomarket.lib.counting import figure, percent_lazy
from picomarket.lib.line_forms import OneLineField
from picomarket.lib.money_forms import MoneyFormField
from picomarket.lib.number_forms import WholeNumberField
from picomarket.lib.zones import Zone
from tasks import pricing, publishing
from tasks.drafts import Wanted, least_hold
from tasks.models import Task
from tasks.policy import Piece

from . import elsewhere, inviting, repeating, screening
from .kinds import KindField
from .places import CountryNames
from .tongues import LanguageNames

MOST_STEPS = 20
LONGEST = 1000
Typed: TypeAlias = Mapping[str, Any]


class DraftForm(forms.Form):
    """One step of the wizard, filled from the draft or with what was typed. ``saves`` names the draft's fields."""

    saves: ClassVar[tuple[str, ...]] = ()

    def __init__(self, data: QueryDict | None = None, *, draft: Task, typed: Typed | None = None) -> None:
        self.draft = draft
        super().__init__(data, initial=dict(typed if typed is not None else self.of(draft)))

    def of(self, draft: Task) -> dict[str, Any]:
        return {name: getattr(draft, name) for name in self.saves}

    @property
    def mark(self) -> str:
        """Names what is saved of this step: the same values, the same mark."""
        saved = sorted(self.of(self.draft).items())
        return hashlib.sha256(repr(saved).encode()).hexdigest()[:16]

    def check_seen(self, seen: str) -> None:
        """Refuses what was typed on a page that showed other values than are saved now, as in a second tab."""
        if seen and seen != self.mark:
            self.add_error(
                None,
                _(
                    "This step was saved somewhere else since you opened this page, perhaps in another tab. "
                    "What you typed is still here: save again to keep it instead."
                ),
            )
            elsewhere.say(self)

    def fields_to_save(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.saves}

    def proofs_to_save(self) -> Sequence[Wanted] | None:
        """The proof fields, where this step is about them."""
        return None


class RowedForm(DraftForm):
    """A step with numbered rows that buttons add and remove, so that it works without JavaScript.

    Rows left empty are left out.
    """

    parts: ClassVar[tuple[str, ...]]
    fewest: ClassVar[int]
    most: ClassVar[int]

    def __init__(self, data: QueryDict | None = None, *, draft: Task, typed: Typed | None = None) -> None:
        super().__init__(data, draft=draft, typed=typed)
        self.count = self.rows_in(data if data is not None else self.initial)
        for number in range(1, self.count + 1):
            self.add_row(number)

    @abstractmethod
    def add_row(self, number: int) -> None:
        """Add the fields of one numbered row."""

    @classmethod
    def rows_in(cls, typed: Typed) -> int:
        names = (re.fullmatch(rf"{cls.parts[0]}_(\d{{1,3}})", name) for name in typed)
        return min(max([cls.fewest, *(int(found[1]) for found in names if found)]), cls.most)

    @classmethod
    def rearranged(cls, data: QueryDict) -> dict[str, Any]:
        """What was typed, with the row taken out that ``remove`` names, or else with one more."""
        typed: dict[str, Any] = dict(data.items())
        rows, taken_out = cls.rows_in(data), str(data.get("remove", ""))
        if not taken_out.isdecimal():
            return {**typed, f"{cls.parts[0]}_{rows + 1}": ""}
        for number in range(int(taken_out), rows + 1):
            for part in cls.parts:
                typed[f"{part}_{number}"] = data.get(f"{part}_{number + 1}", "")
        for part in cls.parts:
            typed.pop(f"{part}_{rows}", None)
        return typed

    @classmethod
    def rowed(cls, data: QueryDict, *, draft: Task) -> Self:
        """The form with a row more or less. It begins in the new one, or in the one before the one that is gone."""
        form = cls(draft=draft, typed=cls.rearranged(data))
        taken_out = str(data.get("remove", ""))
        number = max(int(taken_out) - 1, 1) if taken_out.isdecimal() else form.count
        form.fields[f"{cls.parts[0]}_{min(number, form.count)}"].widget.attrs["autofocus"] = True
        return form

    @classmethod
    @abstractmethod
    def pieces(cls, data: QueryDict) -> list[Piece]:
        """What was typed, as the policy engine reads it."""

    @property
    def can_grow(self) -> bool:
        return self.count < self.most

    @property
    def rows(self) -> list[tuple[int, list[forms.BoundField]]]:
        numbers = range(1, self.count + 1)
        return [(number, [self[f"{part}_{number}"] for part in self.parts]) for number in numbers]


def typed_in(data: QueryDict, kind: str, part: str, rows: int) -> list[Piece]:
    return [Piece(kind, number, data.get(f"{part}_{number}", "")[:LONGEST]) for number in range(1, rows + 1)]


class WhatForm(RowedForm):
    parts, fewest, most = ("step",), 3, MOST_STEPS
    saves: ClassVar[tuple[str, ...]] = ("title", "category", "minutes")

    title = OneLineField(
        label=_("Title"),
        min_length=10,
        max_length=120,
        help_text=_("What the worker does, in one line: “Photograph the menu of a restaurant near you”."),
    )
    category = KindField(label=_("Category"), empty_label=_("Choose a category"))
    minutes = WholeNumberField(
        label=_("Minutes it takes"),
        min_value=1,
        max_value=240,
        help_text=_("Do it once yourself and round up. Workers see what it comes to an hour."),
    )

    def of(self, draft: Task) -> dict[str, Any]:
        return {**super().of(draft), **{f"step_{n}": step for n, step in enumerate(draft.steps, start=1)}}

    @classmethod
    def pieces(cls, data: QueryDict) -> list[Piece]:
        return [Piece("title", 0, data.get("title", "")[:LONGEST]), *typed_in(data, "step", "step", cls.rows_in(data))]

    def add_row(self, number: int) -> None:
        self.fields[f"step_{number}"] = forms.CharField(
            label=gettext("Step %(number)s") % {"number": number},
            max_length=LONGEST,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def clean(self) -> None:
        if not self._steps() and not any(name.startswith("step_") for name in self.errors):
            self.add_error("step_1", _("Write at least one step."))

    def _steps(self) -> list[str]:
        steps = (self.cleaned_data.get(f"step_{number}") for number in range(1, self.count + 1))
        return [step for step in steps if step]

    def fields_to_save(self) -> dict[str, Any]:
        return {**super().fields_to_save(), "steps": self._steps()}


def _level_choices() -> list[tuple[int, str | Promise]]:
    chosen: list[tuple[int, str | Promise]] = [(Level.STARTER, _("Everyone"))]
    for step in levels.thresholds():
        words = ngettext(
            "%(level)s and up: %(count)s approved task, %(rate)s%% or more approved",
            "%(level)s and up: %(count)s approved tasks, %(rate)s%% or more approved",
            step.approved,
        )
        chosen.append((step.level, words % {"level": step.level.label, "count": step.approved, "rate": step.rate}))
    return chosen


class WhoForm(DraftForm):
    saves: ClassVar[tuple[str, ...]] = (
        *("zones", "countries", "excluded", "languages", "minimum_level", "country_share", "per_worker"),
        *inviting.SAVES,
    )

    zones = forms.MultipleChoiceField(
        label=_("Parts of the world"),
        choices=Zone.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--columns"}),
        help_text=_("Tick none and add no country to reach people everywhere."),
    )
    countries_more = CountryNames(label=_("Also people in these countries"))
    excluded_more = CountryNames(label=_("But nobody in these countries"))
    languages = LanguageNames(
        label=_("Only people who speak"), help_text=_("One of these is enough. Empty: whatever they speak.")
    )
    country_share = forms.TypedChoiceField(
        label=_("To one country go at most"),
        choices=[("", _("all slots")), *((share, percent_lazy(share)) for share in (75, 50, 40, 33, 25))],
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("So that the work comes from many places. It stays as it is once the task is published."),
    )
    minimum_level = forms.TypedChoiceField(
        label=_("Level of the workers"), choices=_level_choices, coerce=int, widget=forms.RadioSelect
    )

    def __init__(self, data: QueryDict | None = None, *, draft: Task, typed: Typed | None = None) -> None:
        super().__init__(data, draft=draft, typed=typed)
        self.fields |= {"per_worker": repeating.field_for(draft), **inviting.fields_for(draft)}
        for name in ("countries", "excluded"):
            chosen = data.getlist(name) if data is not None else self.initial[name]
            self.fields[name] = forms.MultipleChoiceField(
                label=_("Added already; take the tick away to take one out"),
                choices=[(code, countries.name(code)) for code in dict.fromkeys(chosen) if code in countries],
                required=False,
                widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--columns"}),
            )

    def clean(self) -> None:
        for name in ("countries", "excluded"):
            codes = [*self.cleaned_data.get(name, []), *self._typed(f"{name}_more")]
            self.cleaned_data[name] = sorted(set(codes))
        both = set(self.cleaned_data["countries"]) & set(self.cleaned_data["excluded"])
        if both:
            names = locales.listed(sorted(countries.name(code) for code in both))
            words = _("%(names)s cannot be both in and out: take it out of one list.") % {"names": names}
            self.add_error("excluded_more", words)
        inviting.clean(self, self.draft)
        repeating.clean(self, self.draft)

    def _typed(self, name: str) -> list[str]:
        """The countries typed into a field, also where one of them is half a name yet."""
        if name in self.errors:
            return cast(CountryNames, self.fields[name]).known(self[name].value())
        return list(self.cleaned_data.get(name, []))

    @property
    def said_so_far(self) -> dict[str, Any]:
        """What is to be saved, without what cannot be read yet."""
        return {name: self.cleaned_data[name] for name in self.saves if name in self.cleaned_data}

    @property
    def unread(self) -> list[str]:
        """The labels of the fields that cannot be read yet."""
        names = self.errors.keys() & self.fields.keys() - self.cleaned_data.keys()
        return [str(field.label) for name, field in self.fields.items() if name in names]


class PayForm(DraftForm):
    saves: ClassVar[tuple[str, ...]] = ("reward", "slots", "screen_out")

    def __init__(self, data: QueryDict | None = None, *, draft: Task, typed: Typed | None = None) -> None:
        super().__init__(data, draft=draft, typed=typed)
        self.least = pricing.least_for(draft)
        self.fields["reward"] = MoneyFormField(
            label=_("Reward per slot, in dollars"),
            help_text=_("At least %(least)s for this category and these countries.") % {"least": self.least},
            minimum=self.least,
            maximum=settings.RULES.maximum_reward,
        )
        self.fields["slots"] = repeating.slots_field(draft)
        self.fields["screen_out"] = screening.field()

    def of(self, draft: Task) -> dict[str, Any]:
        least, slots = pricing.least_for(draft), max(draft.slots, publishing.least_slots(draft))
        said = {"reward": draft.reward or least, "slots": slots, "screen_out": draft.screen_out or ""}
        return {**super().of(draft), **said}

    def clean(self) -> None:
        screening.clean(self)


class ReviewForm(DraftForm):
    saves: ClassVar[tuple[str, ...]] = ("claim_minutes", "review_days")

    def __init__(self, data: QueryDict | None = None, *, draft: Task, typed: Typed | None = None) -> None:
        super().__init__(data, draft=draft, typed=typed)
        rules = settings.RULES
        self.fields["claim_minutes"] = WholeNumberField(
            label=_("Minutes a worker holds a slot"),
            help_text=_("Long enough to finish without hurry. After that the slot goes to the next worker."),
            min_value=rules.claim_minutes_least,
            max_value=rules.claim_minutes_most,
        )
        self.fields["review_days"] = WholeNumberField(
            label=_("Days you have to review"),
            help_text=_("What you have not reviewed by then is approved and paid by itself."),
            min_value=rules.review_days_least,
            max_value=rules.review_days_most,
        )

    def clean_claim_minutes(self) -> int:
        minutes: int = self.cleaned_data["claim_minutes"]
        least = least_hold(self.draft.minutes)
        if minutes < least:
            words = ngettext(
                "You said that it takes %(takes)s minutes. Let a worker hold a slot for %(count)s minute at least.",
                "You said that it takes %(takes)s minutes. Let a worker hold a slot for %(count)s minutes at least.",
                least,
            )
            raise forms.ValidationError(words % {"takes": figure(self.draft.minutes), "count": figure(least)})
        return minutes
