"""What a worker says of a task."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tasks.models import Report

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
