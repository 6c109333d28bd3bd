"""The shapes of what people and staff type about money. The verbs decide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from picomarket.lib.line_forms import OneLineField
from picomarket.lib.money import Money
from picomarket.lib.money_forms import MoneyFormField
from picomarket.lib.once_forms import OnceField
from wallet import rails
from wallet.rails.interface import Facts

from .models import PayoutMethod

LARGEST_RESULTS = 20 * 1024 * 1024


def _ways_in() -> list[tuple[str, str | Promise]]:
    return [
        (
            rail.facts.code,
            format_lazy("{} · {} · {}", rail.facts.label, rail.facts.deposit_fee, rail.facts.deposit_speed),
        )
        for rail in rails.offered().values()
        if rail.facts.takes_deposits
    ]


def _ways_out() -> list[tuple[str, str | Promise]]:
    return [(rail.facts.code, rail.facts.label) for rail in rails.offered().values() if rail.facts.sends_payouts]


class DepositForm(forms.Form):
    amount = MoneyFormField(label=_("Amount in dollars"), whole_cents=True)
    rail = forms.ChoiceField(label=_("How you pay"), choices=_ways_in, widget=forms.RadioSelect)


class PayoutForm(forms.Form):
    amount = MoneyFormField(label=_("Amount in dollars"), whole_cents=True)
    rail = forms.ChoiceField(label=_("Where it goes"), widget=forms.RadioSelect)

    def __init__(self, data: QueryDict | None = None, *, ways: Sequence[PayoutMethod], amount: Money) -> None:
        super().__init__(data, initial={"amount": amount, "rail": ways[0].rail if ways else ""})
        choices = [(way.rail, f"{rails.facts(way.rail).label} · {way.destination}") for way in ways]
        cast(forms.ChoiceField, self.fields["rail"]).choices = choices


class MethodForm(forms.Form):
    rail = forms.ChoiceField(choices=_ways_out, widget=forms.HiddenInput)
    destination = OneLineField(max_length=200)

    def __init__(self, data: QueryDict | None = None, *, facts: Facts | None = None, destination: str = "") -> None:
        code = facts.code if facts else ""
        super().__init__(data, auto_id=f"{code}_%s", initial={"rail": code, "destination": destination})
        if facts is not None:
            self.fields["destination"].label = str(facts.destination_label)
            self.fields["destination"].help_text = str(facts.destination_help)


class MoveForm(forms.Form):
    amount = MoneyFormField(label=_("Amount in dollars"))
    # One key per page shown, so that pressing twice moves once.
    key = OnceField()


class ResultsForm(forms.Form):
    results = forms.FileField(label=_("Results as CSV"))

    def clean_results(self) -> str:
        """The file's text."""
        file = self.cleaned_data["results"]
        if file.size > LARGEST_RESULTS:
            raise forms.ValidationError(_("The file is larger than 20 MB."))
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_("The file must be CSV in UTF-8.")) from error
