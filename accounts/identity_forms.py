"""What is typed and sent to have somebody's identity checked, and what is decided about it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from picomarket.lib.file_forms import FilesField, SeveralFiles
from picomarket.lib.sizes import round_size

from . import documents
from .standing_forms import LONGEST_WORDS


class IdentityForm(forms.Form):
    """Documents that show who somebody is."""

    documents = FilesField(
        label=_("Your documents"), widget=SeveralFiles({"multiple": True, "accept": documents.ACCEPT})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field, most = self.fields["documents"], settings.RULES.picture_bytes
        words = ngettext(
            "Up to %(count)s file at once: PNG, JPEG, WebP or PDF, of up to %(most)s each.",
            "Up to %(count)s files at once: PNG, JPEG, WebP or PDF, of up to %(most)s each.",
            documents.MOST,
        )
        field.help_text = words % {"count": documents.MOST, "most": round_size(most)}
        field.widget.attrs |= {
            "data-upload": True,
            "data-max-bytes": most,
            "data-camera": _("Take a picture"),
            "data-wrong-kind": documents.wrong_kind(),
            "data-too-large": documents.too_large(),
        }


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
