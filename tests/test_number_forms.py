"""Counts are asked for in plain words."""

from __future__ import annotations

import pytest
from django import forms

from picomarket.lib.number_forms import WholeNumberField


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        (WholeNumberField(min_value=1, max_value=240), "0", "Write a number from 1 to 240."),
        (WholeNumberField(min_value=1, max_value=240), "241", "Write a number from 1 to 240."),
        (WholeNumberField(min_value=2), "1", "Write a number of at least 2."),
        (WholeNumberField(max_value=9), "10", "Write a number of at most 9."),
        (WholeNumberField(), "a few", "Write a whole number in digits."),
        (WholeNumberField(), "1.5", "Write a whole number in digits."),
    ],
)
def test_what_is_no_number_in_its_bounds_is_told_the_bounds(field: WholeNumberField, typed: str, said: str) -> None:
    with pytest.raises(forms.ValidationError) as caught:
        field.clean(typed)

    assert caught.value.messages == [said]
