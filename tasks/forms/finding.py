"""What a worker types to find work."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts import spoken
from accounts.models import Level, User
from picomarket.lib.counting import percent_lazy
from picomarket.lib.money import Money, is_plain
from picomarket.lib.money_forms import MoneyFormField
from picomarket.lib.number_forms import WholeNumberField
from picomarket.lib.zones import Zone
from tasks.discovery import WORLDWIDE, Wish
from tasks.models import Difficulty, ProofField, SavedSearch
from tasks.ranking import Sort

from .kinds import KindField

NUMBERS = (
    "category",
    "least",
    "most",
    "per_hour",
    "minutes",
    "review_hours",
    "rejects",
    "rated",
    "level",
    "difficulty",
)
MARKS = ("3", "4", "4.5")
ANY = [("", _("Any"))]
# Kinds of work that staff added stand among the filters after so many seconds.
KINDS_KEPT = 60
# A form that asks for one of these is read anew: words are everybody's own, and kinds of work come and go.
LOOKED_UP = {"q", "category"}
FORMS_KEPT = 100
SAYS = re.compile(r"\w")


def _languages() -> list[tuple[str, Any]]:
    return [*ANY, *spoken.choices()]


def _marks() -> list[tuple[str, Any]]:
    return [*ANY, *((mark, _("%(mark)s of 5") % {"mark": number_format(mark)}) for mark in MARKS)]


class FeedForm(forms.Form):
    """The filters of the feed; whatever cannot be read is told and left out. Named as in a Wish, but ``q``."""

    q = forms.CharField(label=_("Search"), max_length=100, required=False)
    category = KindField(label=_("Category"), to_field_name="slug", required=False, empty_label=_("All categories"))
    least = MoneyFormField(label=_("I receive at least, in dollars"), required=False)
    most = MoneyFormField(label=_("I receive at most, in dollars"), required=False)
    per_hour = MoneyFormField(label=_("Dollars an hour at least"), required=False)
    minutes = WholeNumberField(label=_("Minutes at most"), required=False, min_value=1, max_value=10_000)
    proof = forms.ChoiceField(
        label=_("The only proof is"),
        help_text=_("Leaves out tasks that ask for several kinds."),
        choices=[*ANY, *ProofField.Kind.choices],
        required=False,
    )
    review_hours = forms.TypedChoiceField(
        label=_("Reviewed within"),
        choices=[*ANY, ("6", _("6 hours")), ("24", _("1 day")), ("72", _("3 days")), ("168", _("7 days"))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    rejects = forms.TypedChoiceField(
        label=_("The employer rejects at most"),
        choices=[*ANY, *((str(most), percent_lazy(most)) for most in (2, 5, 10, 20))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    rated = forms.TypedChoiceField(
        label=_("The employer is rated at least"),
        help_text=_("Leaves out who has too few ratings yet."),
        choices=_marks,
        coerce=Decimal,
        empty_value=None,
        required=False,
    )
    zone = forms.ChoiceField(
        label=_("For people in"), choices=[*ANY, (WORLDWIDE, _("Worldwide")), *Zone.choices], required=False
    )
    language = forms.ChoiceField(label=_("For people who speak"), choices=_languages, required=False)
    level = forms.TypedChoiceField(
        label=_("Asks for level"), choices=[*ANY, *Level.choices], coerce=int, empty_value=None, required=False
    )
    difficulty = forms.TypedChoiceField(
        label=_("How hard it is"), choices=[*ANY, *Difficulty.choices], coerce=int, empty_value=None, required=False
    )
    sort = forms.ChoiceField(label=_("In order of"), choices=Sort.choices, required=False)
    followed = forms.BooleanField(label=_("Only employers I follow"), required=False)

    def __init__(self, *args: Any, reader: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if reader is None:
            del self.fields["followed"]
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = _("This choice does not exist any more.")

    def clean_most(self) -> Money | None:
        """Raises where nothing can be so little and that much; it is left out then, and the other one holds."""
        most: Money | None = self.cleaned_data["most"]
        least: Money | None = self.cleaned_data.get("least")
        if most is not None and least is not None and most < least:
            words = _("This is under what you receive at least. Write %(least)s or more here, or lower the other one.")
            raise ValidationError(words, code="range", params={"least": least})
        return most

    @classmethod
    def read(cls, data: QueryDict, *, reader: User | None) -> FeedForm:
        """The form as it was sent. What many ask for is there already, read by another one's page."""
        # The order there is anyway is none that somebody chose, and marks alone are no words.
        idle = {"sort": data.get("sort") == Sort.BEST, "q": not SAYS.search(data.get("q") or "-")}
        if any(idle[name] for name in idle.keys() & data.keys()):
            data = data.copy()
            for name in [name for name in idle.keys() & data.keys() if idle[name]]:
                del data[name]
        asked = {name: value for name in cls.base_fields if (value := data.get(name))}
        if asked.keys() & LOOKED_UP:
            return cls(data, reader=reader)
        return _read(tuple(asked.items()), get_language(), of_worker=reader is not None)

    @cached_property
    def typed(self) -> tuple[tuple[str, str], ...]:
        """Names and values of what was asked for."""
        return tuple((name, value) for name in self.fields if (value := self.data.get(name)))

    @cached_property
    def asked(self) -> tuple[tuple[str, str], ...]:
        """The same with sums as no language writes them, so that an address means the same to everybody."""
        if not self.typed:
            return ()
        # What can be read of it is read also where something else cannot be.
        self.is_valid()
        return tuple(
            (
                name,
                one.plain() if isinstance(one := self.cleaned_data.get(name), Money) and not is_plain(value) else value,
            )
            for name, value in self.typed
        )

    @classmethod
    def is_wordy(cls, data: QueryDict) -> bool:
        """Whether the address says more than what is asked for: a browser without scripts sends every field."""
        sent = cls.base_fields.keys() & data.keys()
        return data.get("sort") == Sort.BEST or not all(data.get(name) for name in sent)

    @property
    def misread(self) -> bool:
        return bool(self.typed and self.errors)

    @property
    def is_plain(self) -> bool:
        """At most an order was chosen, of those there are: what stands around the list is the same for many."""
        return not self.misread and all(name == "sort" for name, _value in self.typed)

    def address(self, *, locked: bool, page: int | None = None) -> str:
        """Where the same is found, in the list of what is locked or not."""
        asked: dict[str, str | int] = dict(self.asked)
        asked |= {"view": "locked"} if locked else {}
        asked |= {"page": page} if page else {}
        return f"{reverse('tasks:feed')}?{urlencode(asked)}".rstrip("?")

    @property
    def said(self) -> list[str]:
        """What is asked for, each filter in words; nothing of the order, or where something cannot be read."""
        if not self.is_valid():
            return []
        return self._in_words(but="sort")

    @cached_property
    def chosen(self) -> tuple[str, ...]:
        """What is chosen but the words to look for, in words, as far as it can be read."""
        if not self.typed:
            return ()
        self.is_valid()
        return tuple(self._in_words(but="q"))

    def _in_words(self, *, but: str) -> list[str]:
        shown = ((self.fields[name], value) for name, value in self.cleaned_data.items() if value and name != but)
        return [_in_words(field, value) for field, value in shown]

    @property
    def filters(self) -> Filters:
        chosen = tuple(pair for pair in self.typed if pair[0] != "q")
        return Filters(chosen, "followed" in self.fields, int(timezone.now().timestamp() // KINDS_KEPT))

    @cached_property
    def wish(self) -> Wish:
        if not self.typed:
            return Wish()
        self.full_clean()
        read = self.cleaned_data
        wanted: dict[str, Any] = {name: read.get(name) or "" for name in ("zone", "language", "proof", "sort")}
        wanted |= {name: read.get(name) for name in NUMBERS}
        return Wish(words=read.get("q") or "", followed=bool(read.get("followed")), **wanted)


def _in_words(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.BooleanField):
        return str(field.label)
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        choices: Any = field.choices
        value = {str(key): label for key, label in choices}.get(str(value), value)
    return f"{field.label}: {value}"


@lru_cache(maxsize=FORMS_KEPT)
def _read(asked: tuple[tuple[str, str], ...], _language: str | None, *, of_worker: bool) -> FeedForm:
    """Read by the time it is given to anybody, so that no two pages read it at once."""
    form = FeedForm(dict(asked), reader=User() if of_worker else None)
    _wish = form.wish
    return form


@dataclass(frozen=True, slots=True)
class Filters:
    """What was asked for but the words: the filters are drawn once for all who ask for the same at that time."""

    typed: tuple[tuple[str, str], ...]
    of_worker: bool
    at: int

    @property
    def form(self) -> FeedForm:
        return FeedForm(dict(self.typed), reader=User() if self.of_worker else None)


class SaveSearchForm(forms.ModelForm):  # type: ignore[type-arg]
    """A name for a search, and whether its new tasks come by mail too."""

    class Meta:
        model = SavedSearch
        fields = ("name", "by_mail")
        labels = {"by_mail": _("Mail me new tasks once a day, too")}
