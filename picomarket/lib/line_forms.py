"""The form field for a name or a title: one line, which turns nothing around it."""

from __future__ import annotations

from typing import Any

from django import forms

# Marks that change the direction of what comes after them: a name with one would turn the sum beside it around.
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def one_line(text: str) -> str:
    """The text without line breaks and marks that turn the direction of writing."""
    return " ".join(text.translate(_TURNING).split())


class OneLineField(forms.CharField):
    """Leaves out line breaks and marks that turn the direction of writing; what is left is measured."""

    def to_python(self, value: Any) -> Any:
        return one_line(str(super().to_python(value)))
