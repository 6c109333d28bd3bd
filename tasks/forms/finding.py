"""What a worker types to find work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from django import forms
from django.utils.translation import gettext_lazy as _

from picomarket.lib.money_forms import MoneyFormField
from tasks.discovery import Sort, Wish

from .kinds import KindField

MOST_STEPS = 20
MOST_PROOFS = 6
Typed: TypeAlias = Mapping[str, Any]


class FeedForm(forms.Form):
    """The filters of the feed; whatever cannot be read is told and left out."""

    q = forms.CharField(label=_("Search"), max_length=100, required=False)
    category = KindField(label=_("Category"), to_field_name="slug", required=False, empty_label=_("All categories"))
    least = MoneyFormField(label=_("I receive at least, in dollars"), required=False)
    sort = forms.ChoiceField(label=_("In order of"), choices=Sort.choices, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs |= {"type": "search", "enterkeyhint": "search"}
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = _("This choice does not exist any more.")

    def wish(self) -> Wish:
        self.full_clean()
        read = self.cleaned_data
        return Wish(
            words=read.get("q") or "",
            category=read.get("category"),
            least=read.get("least"),
            sort=read.get("sort") or "",
        )
