"""What an employer agrees to by a button."""

from __future__ import annotations

from typing import cast

from django import forms
from django.core.validators import MaxValueValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from picomarket.lib.money_forms import MoneyFormField
from picomarket.lib.number_forms import WholeNumberField
from picomarket.lib.once_forms import OnceField


class AgreedForm(forms.Form):
    """The total and the policy an employer agrees to by pressing the button of the quote."""

    total = MoneyFormField(widget=forms.HiddenInput)
    edition = forms.IntegerField(required=False, widget=forms.HiddenInput)


class MoreSlotsForm(forms.Form):
    """How many slots to add: asked first, so that the cost can be shown."""

    slots = WholeNumberField(label=_("How many more"), min_value=1)

    def __init__(self, data: QueryDict | None = None, *, most: int) -> None:
        super().__init__(data)
        field = cast(forms.IntegerField, self.fields["slots"])
        field.max_value = most
        field.validators.append(MaxValueValidator(most))
        field.widget.attrs["max"] = most


class AgreedPromotionForm(forms.Form):
    """What the employer agrees to by pressing the button: promoting a task for so much, once per page shown."""

    total = MoneyFormField(widget=forms.HiddenInput)
    key = OnceField()


class AddSlotsForm(forms.Form):
    """What the employer agrees to by pressing the button: so many slots for so much, once per page shown."""

    slots = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    total = MoneyFormField(widget=forms.HiddenInput)
    key = OnceField()
