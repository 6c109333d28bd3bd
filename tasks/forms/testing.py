"""Tests as their authors write them and as people take them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from picomarket.lib.line_forms import OneLineField
from picomarket.lib.money import CENT, Money
from picomarket.lib.money_forms import MoneyFormField
from picomarket.lib.number_forms import WholeNumberField
from picomarket.lib.once_forms import OnceField
from tasks.models import Qualification, Question
from tasks.offering import MOST_PLACES
from tasks.qualifications import Asked

MOST_OPTIONS = 6
LONGEST_REPLY = 200


class NewTestForm(forms.Form):
    title = OneLineField(
        label=_("Title"), max_length=80, help_text=_("What a pass says of a person: “English reading”.")
    )


class TestForm(NewTestForm):
    """What a test says of itself, and its rules."""

    __test__ = False

    about = forms.CharField(
        label=_("What it is about"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What people should know first, and which work a pass opens."),
    )
    minutes = WholeNumberField(label=_("Minutes for it"), min_value=1, max_value=180)
    pass_percent = WholeNumberField(label=_("Percent right to pass"), min_value=1, max_value=100)
    attempts = WholeNumberField(
        min_value=0,
        max_value=50,
        help_text=_("0 is as many as people like."),
    )
    wait_hours = WholeNumberField(label=_("Hours between two attempts"), min_value=0, max_value=720)
    valid_days = WholeNumberField(
        label=_("Days a pass is good for"), min_value=0, max_value=3650, help_text=_("0 is for ever.")
    )
    is_house = forms.BooleanField(
        label=_("In the house's name"), required=False, help_text=_("Every employer can ask for it.")
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, test: Qualification, by: User) -> None:
        super().__init__(data, initial={name: getattr(test, name) for name in self.base_fields})
        self.fields["attempts"].label = _("Attempts in %(days)s days") % {"days": settings.RULES.test_days}
        if not by.is_staff:
            del self.fields["is_house"]


class QuestionForm(forms.Form):
    """One question: options of which one is right, or the spellings of a short text that are right."""

    words = forms.CharField(label=_("Question"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    right_option = forms.TypedChoiceField(
        label=_("Which option is right"),
        choices=[("", _("None: people type a short text")), *((n, str(n)) for n in range(1, MOST_OPTIONS + 1))],
        coerce=int,
        required=False,
    )
    spellings = forms.CharField(
        label=_("Or what counts as right when typed, one spelling a line"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Capital letters and spaces around it make no difference."),
    )
    explanation = forms.CharField(
        label=_("Explanation"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Shown with the result, so that people learn from it."),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, question: Question | None = None) -> None:
        super().__init__(data, initial=_of(question) if question else None)
        for number in range(1, MOST_OPTIONS + 1):
            label = gettext("Option %(number)s") % {"number": number}
            self.fields[f"option_{number}"] = OneLineField(label=label, max_length=LONGEST_REPLY, required=False)
        options = [f"option_{number}" for number in range(1, MOST_OPTIONS + 1)]
        self.order_fields(["words", *options, "right_option", "spellings", "explanation"])

    def clean(self) -> None:
        options, right = self._options(), self.cleaned_data.get("right_option") or 0
        if options and right not in options:
            self.add_error("right_option", _("Say which of the options is right."))
        elif options and len(set(options.values())) < max(len(options), 2):
            self.add_error("option_2", _("Give at least two different options, and each once."))
        elif not options and not self._spellings():
            self.add_error("spellings", _("Give options, or say what counts as right."))
        elif not options and right:
            self.add_error("right_option", _("There are no options: choose none, or write them."))

    def _options(self) -> dict[int, str]:
        found = {number: self.cleaned_data.get(f"option_{number}") for number in range(1, MOST_OPTIONS + 1)}
        return {number: words for number, words in found.items() if words}

    def _spellings(self) -> list[str]:
        lines = (line.strip()[:LONGEST_REPLY] for line in self.cleaned_data.get("spellings", "").splitlines())
        return [line for line in lines if line]

    def asked(self) -> Asked:
        read, options = self.cleaned_data, self._options()
        right = [options[read["right_option"]]] if options else self._spellings()
        return Asked(read["words"], right, list(options.values()), read["explanation"])


def _of(question: Question) -> dict[str, Any]:
    shown: dict[str, Any] = {"words": question.words, "explanation": question.explanation}
    shown |= {f"option_{number}": words for number, words in enumerate(question.options, start=1)}
    if question.options:
        return {**shown, "right_option": question.options.index(question.right[0]) + 1}
    return {**shown, "spellings": "\n".join(question.right)}


class ReplyForm(forms.Form):
    """What a person says to one question; it may stay empty."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, question: Question, said: str = "") -> None:
        super().__init__(data, initial={"text": said})
        # The question itself stands above the field as the heading of the page.
        if question.kind == Question.Kind.CHOICE:
            options = [(one, one) for one in question.options]
            self.fields["text"] = forms.ChoiceField(
                label=_("Your reply"), choices=options, required=False, widget=forms.RadioSelect
            )
        else:
            typed = forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"})
            self.fields["text"] = OneLineField(
                label=_("Your reply"), max_length=LONGEST_REPLY, required=False, widget=typed
            )


class StartForm(forms.Form):
    """What somebody was shown that an attempt pays, so that nobody begins it for less."""

    shown = MoneyFormField(required=False, widget=forms.HiddenInput)


class OfferForm(forms.Form):
    """What an attempt at a test pays, and how many are paid: asked first, so that the sum can be shown."""

    reward = MoneyFormField(label=_("For each attempt, in dollars"), minimum=Money(CENT), whole_cents=True)
    places = WholeNumberField(label=_("How many attempts are paid"), min_value=1, max_value=MOST_PLACES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(MoneyFormField, self.fields["reward"]).maximum = settings.RULES.test_reward


class AgreedOfferForm(OfferForm):
    """What the author agrees to by pressing the button: so many attempts for so much each, once per page shown."""

    key = OnceField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("reward", "places"):
            self.fields[name].widget = forms.HiddenInput()


class ContestForm(forms.Form):
    words = forms.CharField(
        label=_("What is wrong with it?"),
        min_length=10,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The author of the test reads this. At least 10 characters."),
    )


class DeclineForm(forms.Form):
    answer = forms.CharField(
        label=_("Why the question stands"),
        min_length=10,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The worker reads this. At least 10 characters."),
    )
