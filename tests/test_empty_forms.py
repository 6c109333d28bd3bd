"""No form answers an empty field with Django's sentence, which does not say what to do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django import forms
from django.forms.forms import BaseForm
from django.urls import get_resolver

from accounts.forms import JoiningFields
from tasks.forms import WhatForm


def kinds(of: type[BaseForm]) -> Iterator[type[BaseForm]]:
    for kind in of.__subclasses__():
        yield kind
        yield from kinds(kind)


def test_every_form_says_what_to_do() -> None:
    # All that a page shows is known once all addresses are.
    assert get_resolver().url_patterns

    said = {
        f"{kind.__module__}.{kind.__name__}.{name}": str(field.error_messages["required"])
        for kind in kinds(BaseForm)
        # Django's own are hidden fields, or on no page.
        if not kind.__module__.startswith("django.")
        for name, field in getattr(kind, "base_fields", {}).items()
    }

    assert len(said) > 100
    assert [where for where, words in said.items() if words == "This field is required."] == []


@pytest.mark.parametrize(
    ("field", "words"),
    [
        (forms.CharField(), "Fill this in."),
        (forms.IntegerField(), "Fill this in."),
        (forms.ChoiceField(), "Choose one."),
        (forms.MultipleChoiceField(), "Choose at least one."),
        (forms.BooleanField(), "Tick this."),
        (forms.FileField(), "Choose a file."),
        (WhatForm.base_fields["title"], "Fill this in."),
        (WhatForm.base_fields["category"], "Choose one."),
        (JoiningFields.base_fields["accepts"], "Tick this to join."),
    ],
)
def test_each_kind_of_field_says_it_in_its_words(field: forms.Field, words: str) -> None:
    with pytest.raises(forms.ValidationError) as refusal:
        field.clean([] if isinstance(field, forms.MultipleChoiceField) else "")

    assert refusal.value.messages == [words]


def test_a_text_that_is_too_short_or_too_long_is_told_in_the_markets_words() -> None:
    field = WhatForm.base_fields["title"]
    said = []
    for typed in ("x" * 3, "x" * 121):
        with pytest.raises(forms.ValidationError) as refusal:
            field.clean(typed)
        said += refusal.value.messages

    assert said == ["Write at least 10 characters. These are 3.", "Write at most 120 characters. These are 121."]
