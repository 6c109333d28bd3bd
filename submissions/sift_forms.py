"""The filters of the review desk, as they stand in its address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from accounts.models import Level
from picomarket.lib.number_forms import WholeNumberField
from tasks.models import Task

from .queue import Order, Queue
from .sifting import Only, Sieve, Wish

ANY = [("", _("Any"))]
# Filters there must be so many values of to be worth showing; of the others one.
FEWEST = {"country": 2, "level": 2}


class Look(TextChoices):
    LIST = "", _("List")
    GRID = "grid", _("Pictures")


class SiftForm(forms.Form):
    """What an employer filters the desk by, named as in a Wish. What cannot be read is told and left out."""

    only = forms.ChoiceField(choices=Only.choices, required=False, widget=forms.HiddenInput)
    look = forms.ChoiceField(choices=Look.choices, required=False, widget=forms.HiddenInput)
    words = forms.CharField(label=_("Text contains"), max_length=100, required=False)
    answer = forms.CharField(label=_("Chose"), max_length=20, required=False, widget=forms.Select)
    row = WholeNumberField(label=_("Row"), required=False, min_value=1, max_value=100_000)
    country = forms.ChoiceField(label=_("Country"), choices=lambda: [*ANY, *countries], required=False)
    level = forms.TypedChoiceField(
        label=_("Level"), choices=[*ANY, *Level.choices], coerce=int, empty_value=None, required=False
    )
    listed = forms.SlugField(label=_("On your list"), max_length=20, required=False, widget=forms.Select)
    order = forms.ChoiceField(label=_("In order of"), choices=Order.choices, required=False)

    def __init__(self, task: Task, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        self.sieve = Sieve(task)

    def clean_answer(self) -> tuple[int, str] | None:
        """The position of a choice and the number of its option, as in 2-1: the position and the option itself."""
        position, _dash, number = self.cleaned_data["answer"].partition("-")
        for field in self.sieve.task.proof_fields.all():
            if position == str(field.position) and number.isdecimal() and int(number) < len(field.options):
                return field.position, field.options[int(number)]
        if position:
            raise forms.ValidationError(_("This choice does not exist any more."))
        return None

    @cached_property
    def typed(self) -> dict[str, str]:
        """What was asked for and can be read, by the name of its field."""
        given = {name: str(self.data.get(name, "")).strip() for name in self.base_fields}
        asked = {name: value for name, value in given.items() if value}
        return {name: value for name, value in asked.items() if name not in self.errors} if asked else {}

    @cached_property
    def wish(self) -> Wish:
        names = self.typed.keys() - {"look"}
        return Wish(**{name: self.cleaned_data[name] for name in names})

    @property
    def queue(self) -> Queue:
        return self.sieve.queue(self.wish)

    @property
    def filters(self) -> int:
        """How many filters are set, but those that have a place of their own."""
        return len(self.typed.keys() - {"only", "look", "order"})

    @property
    def narrows(self) -> bool:
        """Not all that waits is shown."""
        return bool(self.typed.keys() - {"look", "order"})

    @property
    def query(self) -> str:
        """The part of an address that asks for the same."""
        return self.address()

    def address(self, **instead: str) -> str:
        """The part of an address that asks for the same, but for what is given instead."""
        asked = {name: value for name, value in {**self.typed, **instead}.items() if value}
        return f"?{urlencode(asked)}" if asked else ""

    def offer(self) -> SiftForm:
        """Show what there is to choose from and how often, and leave out what there is nothing of."""
        by_country, by_level = self.sieve.places
        self._choose("country", [(code, countries.name(code), times) for code, times in by_country.most_common()])
        self._choose("level", [(str(level.value), level.label, by_level[level]) for level in Level])
        self._choose("listed", self.sieve.lists)
        self._choose("answer", self._answers())
        if not self.sieve.task.rows:
            del self.fields["row"]
        return self

    def _answers(self) -> list[tuple[str, str, int]]:
        answers = self.sieve.answers
        return [
            (f"{field.position}-{number}", f"{field.label}: {option}" if len(answers) > 1 else option, said[option])
            for field, said in answers
            for number, option in enumerate(field.options)
        ]

    def _choose(self, name: str, found: Sequence[tuple[str, Any, int]]) -> None:
        chosen = self.typed.get(name)
        shown = [one for one in found if one[2] or one[0] == chosen]
        if chosen and chosen not in [value for value, _label, _times in shown]:
            shown.append((chosen, countries.name(chosen) or chosen, 0))
        if len(shown) < FEWEST.get(name, 1) and not chosen:
            del self.fields[name]
            return
        # Of more than was looked at a number would be wrong.
        whole = self.sieve.is_whole
        words = [(value, f"{label} ({times})" if whole else label) for value, label, times in shown]
        self.fields[name].widget.choices = [*ANY, *words]
