"""A form's fields for files: one, or several at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from .sizes import round_size

# What the rest of a form takes at most, in bytes.
WORDS_BESIDE = 1_000_000


class _Weighed(forms.FileInput):
    """Says how much one form can carry, so that a script sends no form that would be turned away."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        most = settings.LARGEST_BODY - WORDS_BESIDE
        words = _("Together your files are larger than %(most)s, more than one form can carry. Choose fewer of them.")
        weighed = {"data-together": most, "data-too-heavy": words % {"most": round_size(most)}}
        return super().get_context(name, value, {**weighed, **(attrs or {})})


class OneFile(_Weighed):
    """One file. Where scripts run it can be dropped too, and of several the others are named as not taken."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        said = {"data-hint": _("You can also drop a file here."), "data-only-one": _("Not taken: one goes here.")}
        super().__init__({"data-upload": True, **said, **(attrs or {})})


class SeveralFiles(_Weighed):
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
