"""What somebody says of a task or of a person, and what is decided about a person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tasks.models import PersonReport, Report

LONGEST_WORDS = 1000


class ReportForm(forms.Form):
    """One of the reasons, and a word."""

    reason = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=Report.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong.")},
    )
    words = forms.CharField(
        label=_("In your words"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea({"rows": 3, "maxlength": LONGEST_WORDS}),
        help_text=_("Say where: which step, which page. Support reads it, the employer does not."),
    )


class PersonReportForm(ReportForm):
    """Of a person it takes words: support has nothing else to go by."""

    words = forms.CharField(
        label=_("What happened?"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea({"rows": 4, "maxlength": LONGEST_WORDS}),
        help_text=_("Say when and where: which task, which message. Support reads it, the person does not."),
        error_messages={"required": _("Say what happened.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["reason"].choices = PersonReport.Reason.choices  # type: ignore[attr-defined]


class PersonDecisionForm(forms.Form):
    """One of the outcomes, with the reason."""

    outcome = forms.ChoiceField(
        choices=[(one, one) for one in ("right", "closed", "wrong")],
        widget=forms.HiddenInput,
        error_messages={"required": _("Choose one of the outcomes.")},
    )
    words = forms.CharField(
        label=_("The reason"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Whoever reported reads it. Say nothing here that is the other person's alone."),
        error_messages={"required": _("Write the reason.")},
    )
