"""The filters of the review desk, as they stand in its address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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


class Fields(forms.Form):
    """What an employer filters the desk by, named as in a Wish."""

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


@dataclass(frozen=True, slots=True)
class Offer:
    """What was asked for, and what there is to choose from, by the name of the field; a field with nothing to choose
    from is left out. The filters are drawn once for all of this."""

    typed: tuple[tuple[str, str], ...]
    choices: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    left_out: tuple[str, ...]

    @property
    def form(self) -> Fields:
        return self.dress(Fields(dict(self.typed)))

    def dress(self, form: Fields) -> Fields:
        for name, choices in self.choices:
            form.fields[name].widget.choices = [*ANY, *choices]
        for name in self.left_out:
            del form.fields[name]
        return form


class SiftForm(Fields):
    """The same for one task. What cannot be read is told and left out."""

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

    @cached_property
    def offer(self) -> Offer:
        """What there is to choose from and how often; what there is nothing of is left out."""
        found = self.sieve.found
        options: dict[str, Sequence[tuple[str, Any, int]]] = {
            "country": [(code, countries.name(code), times) for code, times in found.by_country.most_common()],
            "level": [(str(level.value), level.label, found.by_level[level]) for level in Level],
            "listed": found.lists,
            "answer": self._answers(),
        }
        shown = {name: self._shown(name, some) for name, some in options.items()}
        choices = tuple((name, tuple(some)) for name, some in shown.items() if some)
        left_out = [name for name, some in shown.items() if not some]
        left_out += [] if self.sieve.task.rows else ["row"]
        return Offer(tuple(self.typed.items()), choices, tuple(left_out))

    @property
    def misread(self) -> bool:
        return bool(self.data and self.errors)

    @property
    def form(self) -> Fields:
        """This form with what there is to choose from, and what could not be read."""
        return self.offer.dress(self)

    def _answers(self) -> list[tuple[str, str, int]]:
        found = self.sieve.found.answers
        fields = [field for field in self.sieve.task.proof_fields.all() if field.pk in found]
        return [
            (
                f"{field.position}-{number}",
                f"{field.label}: {option}" if len(fields) > 1 else option,
                found[field.pk][option],
            )
            for field in fields
            for number, option in enumerate(field.options)
        ]

    def _shown(self, name: str, found: Sequence[tuple[str, Any, int]]) -> list[tuple[str, str]]:
        """Values and words to choose from; nothing where there are too few to choose."""
        chosen = self.typed.get(name)
        shown = [one for one in found if one[2] or one[0] == chosen]
        if chosen and chosen not in [value for value, _label, _times in shown]:
            shown.append((chosen, countries.name(chosen) or chosen, 0))
        if len(shown) < FEWEST.get(name, 1) and not chosen:
            return []
        # Of more than was looked at a number would be wrong.
        whole = self.sieve.found.is_whole
        return [(value, f"{label} ({times})" if whole else str(label)) for value, label, times in shown]
