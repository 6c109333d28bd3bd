"""What every form says of a field that was left empty, or filled with too little or too much: what to do, in one
place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

WORDS: dict[type[forms.Field], Any] = {
    forms.Field: _("Fill this in."),
    forms.BooleanField: _("Tick this."),
    forms.ChoiceField: _("Choose one."),
    forms.MultipleChoiceField: _("Choose at least one."),
    forms.ModelMultipleChoiceField: _("Choose at least one."),
    forms.FileField: _("Choose a file."),
}
LENGTHS: dict[str, Any] = {
    "min_length": _("Write at least %(limit_value)d characters. These are %(show_value)d."),
    "max_length": _("Write at most %(limit_value)d characters. These are %(show_value)d."),
}


def say_what_to_do() -> None:
    """In the place of Django's sentence. A field that knows better says its own; forms written later say this one."""
    for kind, words in WORDS.items():
        kind.default_error_messages = {**kind.default_error_messages, "required": words}
    forms.CharField.default_error_messages = {**forms.CharField.default_error_messages, **LENGTHS}
