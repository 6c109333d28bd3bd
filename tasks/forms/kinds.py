"""The choice of a kind of work, under the groups they stand in."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator

from picomarket.lib import locales
from tasks.models import Category


class _Grouped(ModelChoiceIterator):  # type: ignore[type-arg]
    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        for group, kinds in groupby(self.queryset, key=lambda kind: kind.parent.name):
            yield locales.said(group), [self.choice(kind) for kind in kinds]


class KindField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A kind of work."""

    iterator = _Grouped

    def __init__(self, **kwargs: Any) -> None:
        kinds = Category.objects.kinds().select_related("parent").order_by("parent__name", "name")
        super().__init__(kinds, **kwargs)
