"""What is typed and sent to have somebody's identity checked, and what is decided about it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from picomarket.lib.file_forms import FilesField, SeveralFiles
from picomarket.lib.images import ACCEPT

from .standing_forms import LONGEST_WORDS


class IdentityForm(forms.Form):
    """Documents that show who somebody is."""

    documents = FilesField(
        label=_("Your documents"),
        widget=SeveralFiles({"multiple": True, "accept": f"{ACCEPT},.pdf"}),
        help_text=_("PNG, JPEG, WebP or PDF, all at once."),
    )


class LookForm(forms.Form):
    """What the staff found, and why. Only what is confirmed needs no words."""

    outcome = forms.ChoiceField(
        choices=[("confirm", _("Confirm it")), ("refuse", _("Do not confirm it")), ("undo", _("Let it count no more"))],
        widget=forms.HiddenInput,
    )
    words = forms.CharField(
        label=_("The reason"),
        error_messages={"required": _("Write the reason: the person reads it.")},
        max_length=LONGEST_WORDS,
        widget=forms.Textarea({"rows": 4, "maxlength": LONGEST_WORDS}),
        help_text=_("The person reads it. A full sentence."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].required = self.data.get("outcome") != "confirm"
