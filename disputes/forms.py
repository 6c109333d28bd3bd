"""What people type into a case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from . import cases
from .models import Dispute

LONGEST_WORDS = 4000
KINDLY = "kindly"


class WordsForm(forms.Form):
    """A worker's case, or an answer to it."""

    words = forms.CharField(
        label=_("Your words"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea({"rows": 6, "maxlength": LONGEST_WORDS}),
    )


class OpeningForm(WordsForm):
    """The worker's first words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("Why the rejection is wrong")
        self.fields["words"].help_text = _("At least 20 characters. The employer and support read them.")


class AnswerForm(WordsForm):
    """Either side's further words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("Your answer")
        self.fields["words"].help_text = _("At least 20 characters. The other side and support read them.")


class DecisionForm(forms.Form):
    """Support's decision: upheld, a part in percent or dismissed, and the reason both sides will read."""

    words = forms.CharField(
        label=_("The reason"),
        error_messages={"required": _("Write at least 20 characters.")},
        max_length=LONGEST_WORDS,
        widget=forms.Textarea({"rows": 5, "maxlength": LONGEST_WORDS}),
        help_text=_("Both sides read it. At least 20 characters."),
    )
    outcome = forms.ChoiceField(
        choices=[
            (Dispute.State.UPHELD, _("Uphold")),
            *((str(percent), _("Pay a part")) for percent in cases.PARTS),
            (Dispute.State.DISMISSED, _("Dismiss")),
            (KINDLY, _("Dismiss, and the house pays")),
        ],
        widget=forms.HiddenInput,
        error_messages={"required": _("Choose one of the outcomes.")},
    )

    @property
    def reason(self) -> str:
        return str(self.cleaned_data["words"])
