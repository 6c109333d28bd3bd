"""The form field for a count: says in plain words which numbers it takes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from .counting import figure


class WholeNumberField(forms.IntegerField):
    """A whole number between two bounds, or beyond one."""

    default_error_messages = {"invalid": _("Write a whole number in digits.")}

    def __init__(self, *, min_value: int | None = None, max_value: int | None = None, **kwargs: Any) -> None:
        super().__init__(min_value=min_value, max_value=max_value, **kwargs)
        words: Any = (
            _("Write a number of at least %(least)s.")
            if max_value is None
            else _("Write a number of at most %(most)s.")
            if min_value is None
            else _("Write a number from %(least)s to %(most)s.")
        )
        bounds = {"least": figure(min_value or 0), "most": figure(max_value or 0)}
        for validator in self.validators:
            if isinstance(validator, MinValueValidator | MaxValueValidator):
                validator.message = words % bounds
