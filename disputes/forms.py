"""What people type into a case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from . import cases
from .models import Dispute

LONGEST_WORDS = 4000
KINDLY = "kindly"


class WordsForm(forms.Form):
    """A worker's case, or an answer to it."""

    words = forms.CharField(
        label=_("Your words"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea({"rows": 6, "maxlength": LONGEST_WORDS}),
    )


class OpeningForm(WordsForm):
    """The worker's first words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("Why the rejection is wrong")
        self.fields["words"].help_text = _("At least 20 characters. The employer and support read them.")


class AnswerForm(WordsForm):
    """Either side's further words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("Your answer")
        self.fields["words"].help_text = _("At least 20 characters. The other side and support read them.")


READY_WORDS = {
    "": _("My own words"),
    _("For upholding"): {
        "done": _("The proof shows every step done as the task asks."),
        "not_asked": _("The task's steps do not ask for what the rejection names."),
        "readable": _("The proof can be read and shows what was asked for."),
        "unanswered": _("The employer did not answer in time, and the proof speaks for the worker."),
    },
    _("For a part"): {
        "half_done": _("Part of the work was done as asked, and another part was not."),
        "unclear": _("The task's steps can be read both ways, so both sides bear a part."),
    },
    _("For dismissing"): {
        "missing": _("The proof does not show the step that the rejection names."),
        "elsewhere": _("The proof shows another page, account or country than the task asks for."),
        "unreadable": _("The proof cannot be read, so the work cannot be checked."),
        "copied": _("The same proof was handed in before."),
    },
}


class DecisionForm(forms.Form):
    """Support's decision: upheld, a part in percent or dismissed, and the reason both sides will read."""

    ready = forms.ChoiceField(label=_("Ready words"), choices=READY_WORDS, required=False)
    words = forms.CharField(
        label=_("Your own words"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea({"rows": 5, "maxlength": LONGEST_WORDS}),
        help_text=_("Both sides read the reason: the ready words, then yours. At least 20 characters in all."),
    )
    outcome = forms.ChoiceField(
        choices=[
            (Dispute.State.UPHELD, _("Uphold")),
            *((str(percent), _("Pay a part")) for percent in cases.PARTS),
            (Dispute.State.DISMISSED, _("Dismiss")),
            (KINDLY, _("Dismiss, and the house pays")),
        ],
        widget=forms.HiddenInput,
        error_messages={"required": _("Choose one of the outcomes.")},
    )

    @property
    def reason(self) -> str:
        """The ready words followed by the person's own."""
        ready = dict(self.fields["ready"].choices)  # type: ignore[attr-defined]
        flat = {key: words for group in ready.values() if isinstance(group, (list, tuple)) for key, words in group}
        parts = (flat.get(self.cleaned_data["ready"], ""), self.cleaned_data["words"])
        return "\n".join(str(part) for part in parts if part)
