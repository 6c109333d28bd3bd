"""A whole task on one page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from picomarket.lib.line_forms import OneLineField
from picomarket.lib.money_forms import MoneyFormField
from picomarket.lib.number_forms import WholeNumberField
from tasks import pricing
from tasks.drafts import Wanted
from tasks.models import ProofField, Task
from tasks.policy import Piece

from . import repeating, screening
from .kinds import KindField
from .places import CountryNames
from .wizard import MOST_STEPS

LONGEST_STEP = 1000
DASH = "- "


def steps_in(text: str) -> list[str]:
    """Each line a step, and dashed ones the list of the step before; where the first has a dash, all are steps."""
    steps: list[str] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if steps and line.startswith(DASH) and not steps[0].startswith(DASH):
            steps[-1] += f"\n{line}"
        else:
            steps.append(line)
    return steps


class QuickForm(forms.Form):
    """The few things a task cannot do without; all else keeps its default and can be changed before publishing."""

    title = OneLineField(
        label=_("Title"), min_length=10, max_length=120, help_text=_("What the worker does, in one line.")
    )
    category = KindField(label=_("Category"), empty_label=_("Choose a category"))
    steps = forms.CharField(
        label=_("Steps"),
        help_text=_(
            "One step a line, in order. Lines that begin with “- ” belong to the step before, as its list. "
            "Write addresses out in full."
        ),
        max_length=MOST_STEPS * LONGEST_STEP,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write at least one step.")},
    )
    minutes = WholeNumberField(label=_("Minutes it takes"), min_value=1, max_value=240, initial=5)
    label = OneLineField(
        label=_("What the worker hands in"),
        max_length=200,
        error_messages={"required": _("Ask for at least one proof, so that you can judge the work.")},
    )
    # The others need more, which the wizard asks for.
    kind = forms.ChoiceField(
        label=_("As"), choices=[one for one in ProofField.Kind.choices if one[0] not in ProofField.DETAILED]
    )
    countries = CountryNames(
        label=_("Only people in these countries"),
        help_text=_("Names with commas between them. Empty: people everywhere."),
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.fields["reward"] = MoneyFormField(
            label=_("Reward per slot, in dollars"), maximum=settings.RULES.maximum_reward
        )
        self.fields["slots"] = repeating.slots_field(Task())
        self.fields["slots"].initial = max(10, settings.RULES.minimum_slots)
        self.fields["screen_out"] = screening.field()

    @classmethod
    def pieces(cls, data: QueryDict) -> list[Piece]:
        """What was typed, as the policy engine reads it; every step stands in the one field."""
        typed = enumerate(steps_in(data.get("steps", ""))[:MOST_STEPS], start=1)
        steps = [Piece("step", number, step[:LONGEST_STEP], at="steps") for number, step in typed]
        proof = Piece("proof", 1, data.get("label", "")[:LONGEST_STEP], at="label")
        return [Piece("title", 0, data.get("title", "")[:LONGEST_STEP]), *steps, proof]

    def clean_steps(self) -> list[str]:
        steps = steps_in(self.cleaned_data["steps"])
        if len(steps) > MOST_STEPS:
            raise forms.ValidationError(_("Write at most %(most)s steps."), params={"most": MOST_STEPS})
        for number, step in enumerate(steps, start=1):
            if len(step) > LONGEST_STEP:
                raise forms.ValidationError(_("Step %(number)s is too long: divide it."), params={"number": number})
        return steps

    def clean(self) -> None:
        read = self.cleaned_data
        # Where the category or the countries cannot be read, what is known of the other says what is least.
        least = pricing.minimum_reward(read.get("category"), [], read.get("countries", []))
        if "reward" in read and read["reward"] < least:
            words = _("Offer at least %(least)s: the least for this category and these countries.")
            self.add_error("reward", words % {"least": least})
        screening.clean(self)

    def fields_to_save(self) -> dict[str, Any]:
        names = ("title", "category", "steps", "minutes", "countries", "reward", "slots", "screen_out")
        return {name: self.cleaned_data[name] for name in names}

    def proofs_to_save(self) -> list[Wanted]:
        return [Wanted(self.cleaned_data["kind"], self.cleaned_data["label"])]
