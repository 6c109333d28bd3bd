"""A form's fields for files: one, or several at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _


class OneFile(forms.FileInput):
    """One file. Where scripts run it can be dropped too, and of several the others are named as not taken."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        said = {"data-hint": _("You can also drop a file here."), "data-only-one": _("Not taken: one goes here.")}
        super().__init__({"data-upload": True, **said, **(attrs or {})})


class SeveralFiles(forms.FileInput):
    """One file, or several at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, _data: Mapping[str, Any], files: Any, name: str) -> list[UploadedFile[Any]]:
        return files.getlist(name) if isinstance(files, MultiValueDict) else []


class FilesField(forms.FileField):
    """What was chosen, as a list; the verb says how many and which of them it takes."""

    widget = SeveralFiles

    def clean(self, data: Sequence[UploadedFile[Any]] | None, _initial: Any = None) -> Any:
        return list(data or ())

    def has_changed(self, _initial: Any, data: Any) -> bool:
        return bool(data)
