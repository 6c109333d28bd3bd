"""Worker lists and blocks as an employer types them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from picomarket.lib.file_forms import OneFile
from picomarket.lib.line_forms import OneLineField
from picomarket.lib.number_forms import WholeNumberField
from picomarket.lib.sizes import round_size

LARGEST_FILE = 4 * 1024 * 1024


class ListForm(forms.Form):
    """A list's name."""

    name = OneLineField(label=_("Name"), max_length=60, help_text=_("Only you see it."))


class PeopleForm(forms.Form):
    """People to put on a list, typed or as a file."""

    people = forms.CharField(
        label=_("Ids or addresses of profiles, one a line"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("The address of a profile ends in the person's id."),
    )
    file = forms.FileField(
        label=_("Or a CSV file of ids"),
        required=False,
        help_text=_(
            "The column called WorkerId is read, as in results, or else the first. "
            "Lines that name nobody are told and left out."
        ),
        widget=OneFile({"accept": ".csv,.txt,text/csv,text/plain"}),
    )

    def clean_file(self) -> UploadedFile[bytes] | None:
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if file and (file.size or 0) > LARGEST_FILE:
            words = _("This file is larger than %(most)s. Send it in parts.")
            raise forms.ValidationError(words % {"most": round_size(LARGEST_FILE)})
        return file

    def clean(self) -> None:
        if not self.errors and not self.cleaned_data["people"].strip() and not self.cleaned_data["file"]:
            self.add_error("people", _("Name at least one person, or choose a file."))


class RuleForm(forms.Form):
    """Whom a rule puts on a list."""

    approved = WholeNumberField(
        label=_("Submissions you approved, at least"), min_value=1, max_value=100_000, initial=5
    )
    rate = WholeNumberField(label=_("Percent of all you judged, at least"), min_value=0, max_value=100, initial=90)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = settings.RULES
        words = _("%(strict)s or more only with at least %(least)s approved.")
        self.fields["rate"].help_text = words % {"strict": rules.strict_rate, "least": rules.strict_approved}


class BlockForm(forms.Form):
    """Why an employer blocks somebody."""

    note = OneLineField(
        label=_("Note to yourself"), max_length=200, required=False, help_text=_("Nobody else sees it.")
    )
