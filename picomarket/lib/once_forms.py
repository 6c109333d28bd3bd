"""The form field that lets a verb happen once per page shown, however often the button is pressed."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms


def _new_key() -> str:
    return secrets.token_hex(12)


class OnceField(forms.CharField):
    """A hidden random key: the same page sends the same one again, a page opened anew another."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=24, widget=forms.HiddenInput, initial=_new_key, **kwargs)
