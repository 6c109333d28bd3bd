"""What is right for a row of a batch, as its employer says it on the site."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tasks import filling, marking
from tasks.models import ProofField, Row, Task


class MarkForm(forms.Form):
    """A field for each proof that can be compared, and why."""

    use_required_attribute = False

    def __init__(self, data: QueryDict | None = None, *, task: Task, row: Row, asked: Sequence[ProofField]) -> None:
        super().__init__(data)
        words = filling.words_of(task, row)
        self.fields |= {
            f"answer_{one.position}": _answer(one, words.label(one), alone=len(asked) == 1) for one in asked
        }
        self.fields["because"] = forms.CharField(
            label=_("Why it is right"),
            max_length=marking.LONGEST_WHY,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text=_("The worker reads both right after handing in, and can contest the answer."),
        )

    @property
    def asks_several(self) -> bool:
        return len(self.fields) > 2

    @property
    def answers(self) -> dict[int, str]:
        """What was said to be right, by the position of the proof; several ways with a | between them."""
        said: dict[str, Any] = {name: text for name, text in self.cleaned_data.items() if name != "because"}
        return {
            int(name.removeprefix("answer_")): text if isinstance(text, str) else "|".join(text)
            for name, text in said.items()
        }


def _answer(one: ProofField, asked: str, *, alone: bool) -> forms.Field:
    """What is right for one proof: what is asked alone has to be said."""
    label = _("Right for “%(label)s”") % {"label": asked}
    if one.kind == ProofField.Kind.CHOICE:
        ticks = forms.CheckboxSelectMultiple(attrs={"class": "choices--columns"})
        choices = [(option, option) for option in one.options]
        return forms.MultipleChoiceField(label=label, choices=choices, required=alone, widget=ticks)
    return forms.CharField(
        label=label,
        max_length=marking.LONGEST_ANSWER,
        required=alone,
        help_text=_("Several ways to write it have a | between them."),
    )
