"""The shapes of what people and staff type about money. The verbs decide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from accounts.models import User
from picomarket.lib import paper
from picomarket.lib.file_forms import OneFile
from picomarket.lib.line_forms import OneLineField
from picomarket.lib.money import Money
from picomarket.lib.money_forms import MoneyFormField
from picomarket.lib.once_forms import OnceField
from wallet import rails
from wallet.rails.interface import Facts

from . import contradictions, holds, tax_ids
from .models import Adjustment, BillingDetails
from .refunds import Offer
from .ways import Way

LARGEST_RESULTS = 20 * 1024 * 1024
SHORTEST_REASON = 20


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

    def __init__(self, data: QueryDict | None = None, *, ways: Sequence[Way], amount: Money) -> None:
        first = next((way for way in ways if way.is_suggested), ways[0] if ways else None)
        super().__init__(data, initial={"amount": amount, "rail": first.facts.code if first else ""})
        cast(forms.ChoiceField, self.fields["rail"]).choices = [(way.facts.code, _way_out(way)) for way in ways]


def _way_out(way: Way) -> str:
    return f"{_place(way)} · {_what_arrives(way)}"


def _what_arrives(way: Way) -> str:
    if not way.is_enough:
        return gettext("from %(least)s") % {"least": way.least}
    given = {"amount": way.amount, "arrives": way.arrives, "fee": way.fee}
    if way.fee:
        return gettext("of %(amount)s arrives %(arrives)s, the fee is %(fee)s") % given
    return gettext("of %(amount)s arrives all of it, no fee") % given


def _place(way: Way) -> str:
    return f"{way.facts.label} · {way.method.destination if way.method else ''}"


class WaysForm(forms.Form):
    """What the table of ways is asked for."""

    country = forms.ChoiceField(label=_("Your country"), required=False, choices=lambda: [("", _("any")), *countries])
    amount = MoneyFormField(label=_("Amount in dollars"), whole_cents=True)


class RefundForm(forms.Form):
    amount = MoneyFormField(label=_("Amount in dollars"), whole_cents=True)
    destination = OneLineField(max_length=200)
    rail = forms.ChoiceField(label=_("Where it goes"), widget=forms.RadioSelect)

    def __init__(self, data: QueryDict | None = None, *, offer: Offer, ways: Sequence[Way]) -> None:
        super().__init__(data, initial={"amount": offer.amount, "rail": ways[0].facts.code if ways else ""})
        if offer.wants_destination:
            self.fields["destination"].label = str(offer.facts.destination_label)
            self.fields["destination"].help_text = str(offer.facts.destination_help)
        else:
            del self.fields["destination"]
        if offer.goes_elsewhere:
            choices = [(way.facts.code, _place(way)) for way in ways]
            cast(forms.ChoiceField, self.fields["rail"]).choices = choices
        else:
            del self.fields["rail"]


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


class ReceivedForm(forms.Form):
    amount = MoneyFormField(label=_("All that has arrived so far, in dollars"), whole_cents=True)
    more = forms.BooleanField(label=_("It is more than was asked for"), required=False)


class TakenBackForm(forms.Form):
    amount = MoneyFormField(label=_("All of it that was taken back so far, in dollars"), whole_cents=True)
    reason = OneLineField(label=_("Reason, as the person reads it"), max_length=200)


def _reason_field(label: Any, *, least: int, too_short: Any) -> forms.CharField:
    words = {"required": too_short, "min_length": too_short}
    return forms.CharField(label=label, min_length=least, max_length=1000, error_messages=words)


class HoldForm(forms.Form):
    reason = _reason_field(
        _("The reason, as the person reads it"),
        least=holds.SHORTEST_REASON,
        too_short=_("Write the reason in a sentence: the person it pays reads it."),
    )


class DecideForm(forms.Form):
    """Why somebody of the staff agrees to what another one proposed, or does not."""

    reason = _reason_field(
        _("The reason, as the person reads it in their staff log"),
        least=10,
        too_short=_("Write the reason in a sentence: the person it concerns reads it."),
    )


class RulingForm(forms.Form):
    reason = _reason_field(
        _("What you found out"),
        least=contradictions.SHORTEST_REASON,
        too_short=_("Write in a sentence what you found out: who asks later reads it."),
    )


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Somebody by their address, however its letters are typed."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.strip().lower() if isinstance(value, str) else value)


class ProposeForm(forms.Form):
    person = PersonField(
        User.objects.all(),
        label=_("E-mail address of the person"),
        to_field_name="email",
        widget=forms.EmailInput,
        error_messages={
            "required": _("Write the address of the person."),
            "invalid_choice": _("Nobody here has this address."),
        },
    )
    kind = forms.ChoiceField(label=_("What"), choices=Adjustment.Kind.choices)
    amount = MoneyFormField(label=_("Amount in dollars"))
    reason = forms.CharField(
        label=_("Reason, as the person reads it"),
        min_length=SHORTEST_REASON,
        max_length=1000,
        widget=forms.Textarea,
        error_messages={"min_length": _("Write a full sentence, at least 20 characters: the person reads it.")},
    )
    expires_at = forms.DateTimeField(
        label=_("Promo credit holds until"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text=_("For promo credit only; as long as the market's rule says where it is left empty."),
    )


class ResultsForm(forms.Form):
    results = forms.FileField(label=_("Results as CSV"), widget=OneFile({"accept": ".csv,.txt,text/csv,text/plain"}))

    def clean_results(self) -> str:
        """The file's text."""
        file = self.cleaned_data["results"]
        if file.size > LARGEST_RESULTS:
            raise forms.ValidationError(_("The file is larger than 20 MB."))
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_("The file must be CSV in UTF-8.")) from error


class BillingForm(forms.Form):
    kind = forms.ChoiceField(label=_("You are"), choices=BillingDetails.Kind.choices, widget=forms.RadioSelect)
    legal_name = OneLineField(label=_("Full legal name"), max_length=120)
    address = forms.CharField(label=_("Address"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
    country = forms.ChoiceField(label=_("Country you pay taxes in"), choices=lambda: list(countries))
    tax_id = OneLineField(
        label=_("Tax id"),
        max_length=40,
        required=False,
        help_text=_("The number your tax office knows you by. Companies: the VAT id, where there is one."),
    )

    def clean_legal_name(self) -> str:
        return _printable(self.cleaned_data["legal_name"])

    def clean_address(self) -> str:
        return _printable(self.cleaned_data["address"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        try:
            tax_ids.check(said.get("tax_id", ""), kind=said.get("kind", ""), country=said.get("country", ""))
        except tax_ids.BadTaxId as refusal:
            self.add_error("tax_id", refusal)
        return said


def _printable(text: str) -> str:
    if unknown := paper.unprintable(text):
        words = _("Invoices cannot print %(letters)s. Write it in Latin letters, as in your passport or register.")
        raise forms.ValidationError(words % {"letters": " ".join(unknown)})
    return text
