"""The form fields for a name or a title, and for words to each other: nothing in them turns what is around."""

from __future__ import annotations

from typing import Any

from django import forms

# Marks that change the direction of what comes after them: a name with one would turn the sum beside it around. And
# those that nobody sees: a title with one is another title to whoever searches for it.
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_UNSEEN = dict.fromkeys([0x200B, 0x2060, 0xFEFF])
_LEFT_OUT = _TURNING | _UNSEEN

# In longer words the others have their use; these two write them backwards.
_OVERRIDING = dict.fromkeys([0x202D, 0x202E])


def one_line(text: str) -> str:
    """The text without line breaks, marks that turn the direction of writing and those that show nothing."""
    return " ".join(text.translate(_LEFT_OUT).split())


class OneLineField(forms.CharField):
    """Leaves out line breaks, marks that turn the direction of writing and unseen ones; what is left is measured."""

    def to_python(self, value: Any) -> Any:
        return one_line(str(super().to_python(value)))


class WordsField(forms.CharField):
    """Words of several lines, without marks that write them backwards."""

    def to_python(self, value: Any) -> Any:
        return str(super().to_python(value)).translate(_OVERRIDING)
