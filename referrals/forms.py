"""What is asked of who joins, with the code of who brought them; and the staff's decision about a held referral."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import forms as accounts

from . import arrivals, codes


class JoiningFields(accounts.JoiningFields):
    """As everybody is asked, and by whose code they come: filled in where they came by a link."""

    field_order = ("email", "password1", "country", "birth_date", "code", "accepts")

    code = forms.CharField(
        label=_("Code of who brought you"),
        max_length=20,
        required=False,
        help_text=_("If somebody told you of this market. It costs you nothing."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        brought_by = arrivals.referrer_of(context.request) if context.request else None
        if brought_by:
            self.fields["code"].initial = codes.of(brought_by)

    def clean_code(self) -> str:
        typed = str(self.cleaned_data["code"]).strip()
        if typed and codes.owner(typed) is None:
            raise ValidationError(_("Nobody here has this code. Check it, or leave it empty."))
        return typed


class HoldForm(forms.Form):
    """One of the two ends, with the reason."""

    outcome = forms.ChoiceField(
        choices=[("release", _("Release")), ("void", _("Void"))],
        widget=forms.HiddenInput,
        error_messages={"required": _("Choose one of the outcomes.")},
    )
    words = forms.CharField(
        label=_("The reason"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The one who brought them reads it."),
        error_messages={"required": _("Write the reason.")},
    )
