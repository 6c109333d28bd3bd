"""A layout of another marketplace, as a file or pasted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from picomarket.lib.file_forms import OneFile
from picomarket.lib.sizes import round_size
from tasks.layouts.source import LARGEST


class EitherText(forms.CharField):
    """One of two is enough: the form looks whether there is one."""

    def validate(self, value: Any) -> None: ...


class EitherFile(forms.FileField):
    """The other one."""

    def validate(self, value: Any) -> None: ...


class LayoutForm(forms.Form):
    """Where a file is chosen it is read, whatever was pasted before."""

    use_required_attribute = False

    text = EitherText(
        label=_("Or paste its source"),
        help_text=_("All of it, with its tags. Choose a file and this is not read."),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "dir": "ltr", "spellcheck": "false", "autocapitalize": "off"}),
    )

    def __init__(self, data: QueryDict | None = None, files: Any = None) -> None:
        super().__init__(data, files)
        self.fields["file"] = EitherFile(
            label=_("File of the layout"),
            help_text=_("HTML, or MTurk's XML, up to %(size)s.") % {"size": round_size(LARGEST)},
            allow_empty_file=True,
            widget=OneFile({"accept": ".html,.htm,.xhtml,.xml,.txt,.liquid,text/html,text/xml"}),
        )
        self.order_fields(["file", "text"])

    def clean(self) -> None:
        if not self.errors and self.cleaned_data["file"] is None and not self.cleaned_data["text"]:
            self.add_error("file", _("Choose the file of your layout, or paste its source."))

    def keep(self, text: str) -> None:
        """Show what stood in a file that could not be taken over, so that it can be changed and sent again."""
        typed = QueryDict(mutable=True)
        typed["text"] = text
        self.data = typed
