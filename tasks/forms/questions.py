"""What is asked about a task, and its answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from picomarket.lib.line_forms import WordsField

LONGEST_WORDS = 1000


class PublicQuestionForm(forms.Form):
    words = WordsField(
        label=_("Your question"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea({"rows": 3, "maxlength": LONGEST_WORDS}),
        help_text=_("Everybody reads it with its answer; nobody learns that it is yours."),
    )


class PublicAnswerForm(forms.Form):
    words = WordsField(
        label=_("Your answer"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea({"rows": 3, "maxlength": LONGEST_WORDS}),
        help_text=_("It is part of what you ask for from then on. Those who hold a slot are told."),
    )

    def __init__(self, name: str, data: Any = None) -> None:
        """``name`` tells the fields of several on one page apart."""
        super().__init__(data, auto_id=f"{name}-%s")
