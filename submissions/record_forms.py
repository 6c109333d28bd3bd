"""What a person lets their work record say."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class RecordForm(forms.Form):
    """What may be left out of a record."""

    said_name = forms.BooleanField(label=_("My public name"), required=False, initial=True)
    said_country = forms.BooleanField(label=_("My country"), required=False, initial=True)
    said_tests = forms.BooleanField(label=_("The tests I passed"), required=False, initial=True)
    said_earnings = forms.BooleanField(label=_("What I received for approved tasks"), required=False)

    @property
    def said(self) -> list[str]:
        return [name.removeprefix("said_") for name, is_said in self.cleaned_data.items() if is_said]
