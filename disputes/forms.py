"""What people type into a case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from picomarket.lib.counting import percent_lazy
from picomarket.lib.file_forms import FilesField, SeveralFiles
from picomarket.lib.line_forms import WordsField
from tasks.excerpts import Part
from tasks.outside import HeldBack

from . import cases
from .enclosures import FILES, MOST, PICTURES
from .models import Dispute, Juror

LONGEST_WORDS = 4000
KINDLY = "kindly"


class WordsForm(forms.Form):
    """A worker's case, or an answer to it."""

    words = WordsField(
        label=_("Your words"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea({"rows": 6, "maxlength": LONGEST_WORDS}),
    )
    enclosed = FilesField(
        label=_("Pictures or files"),
        required=False,
        widget=SeveralFiles({"multiple": True, "accept": ",".join(f".{ending}" for ending in PICTURES + FILES)}),
        help_text=format_lazy(
            _("Up to {most} at a time: PNG, JPEG, WebP, PDF, TXT or CSV. Only the two of you and support see them."),
            most=MOST,
        ),
    )

    # The words in parts, with what leads outside marked, where they were held back.
    held_back: Sequence[Part] = ()

    @property
    def said(self) -> dict[str, Any]:
        """The words and the files, as the verbs take them."""
        return {"words": self.cleaned_data["words"], "files": self.cleaned_data["enclosed"]}

    @property
    def unkept(self) -> list[tuple[str, str]]:
        """The words that were typed, with what they answer, for where they came too late; else nothing."""
        words = str(self["words"].value() or "").strip() if self.is_bound else ""
        return [(str(self["words"].label), words)] if words else []

    def refuse(self, refusal: forms.ValidationError, field: str = "words") -> None:
        """Show a verb's no. A browser does not send files twice, so it is said that they were not kept."""
        had_files = bool(self.cleaned_data.get("enclosed"))
        self.add_error(field, refusal)
        if isinstance(refusal, HeldBack):
            self.held_back = refusal.parts
        if had_files:
            self.add_error("enclosed", _("Choose the files again: they were not kept."))


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


class OfferForm(forms.Form):
    """The employer proposes a part."""

    percent = forms.TypedChoiceField(
        label=_("How much of the reward"),
        coerce=int,
        choices=[(percent, percent_lazy(percent)) for percent in cases.PARTS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a part of the reward.")},
    )
    words = WordsField(
        label=_("Why"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea({"rows": 3, "maxlength": LONGEST_WORDS}),
    )


class AppealForm(WordsForm):
    """Why a decision is wrong."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("Why the decision is wrong")
        self.fields["words"].help_text = _("At least 20 characters. Say what was not seen or not understood.")


class VoteForm(forms.Form):
    """What a juror thinks, and why."""

    vote = forms.ChoiceField(
        label=_("Who is right"),
        choices=Juror.Vote.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who is right.")},
    )
    words = WordsField(
        label=_("Why"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea({"rows": 3, "maxlength": LONGEST_WORDS}),
        help_text=_("A sentence, at least 20 characters. Support reads it, without your name."),
    )


class DecisionForm(forms.Form):
    """Support's decision: upheld, a part in percent or dismissed, and the reason both sides will read."""

    words = WordsField(
        label=_("The reason"),
        error_messages={"required": _("Write at least 20 characters.")},
        max_length=LONGEST_WORDS,
        widget=forms.Textarea({"rows": 5, "maxlength": LONGEST_WORDS}),
        help_text=_("Both sides read it. At least 20 characters."),
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

    early = forms.BooleanField(required=False)
    before_worker = forms.BooleanField(required=False)

    def __init__(self, *args: Any, turn: str = "", until: datetime | None = None, **kwargs: Any) -> None:
        """``turn``: this side, the employer or the worker, can answer until ``until``, so deciding before is asked once
        more. One tick for each, so that what was said of one side's time does not serve for the other's."""
        super().__init__(*args, **kwargs)
        self.until = until
        asked = {"employer": "early", "worker": "before_worker"}.get(turn if until else "", "")
        for name in {"early", "before_worker"} - {asked}:
            del self.fields[name]
        self.tick: forms.BoundField | None = None
        if until is None or not asked:
            return
        words = {
            "early": _("Decide now, although the employer can answer until {until}"),
            "before_worker": _("Decide now, although the worker can answer until {until} (not needed to uphold)"),
        }
        self.fields[asked].label = format_lazy(words[asked], until=cases.moment(until))
        # Bound once it has its words: from then on it says what it said.
        self.tick = self[asked]

    def clean_early(self) -> bool:
        if not self.cleaned_data["early"]:
            raise forms.ValidationError(_("The employer has not answered yet. Wait, or say that you decide before."))
        return True

    def clean_before_worker(self) -> bool:
        said = bool(self.cleaned_data["before_worker"])
        if self.until and not said and self.cleaned_data.get("outcome") != Dispute.State.UPHELD:
            raise forms.ValidationError(cases.waits_for_worker(self.until))
        return said

    @property
    def is_early(self) -> bool:
        """It was said that the worker's time need not be waited for."""
        return bool(self.cleaned_data.get("before_worker"))

    @property
    def reason(self) -> str:
        return str(self.cleaned_data["words"])


STANDS = "stands"


class JudgementForm(DecisionForm):
    """The decision about an appeal: it stands, or another outcome."""

    outcome = forms.ChoiceField(
        choices=[
            (STANDS, _("The decision stands")),
            (Dispute.State.UPHELD, _("Uphold")),
            *((str(percent), _("Pay a part")) for percent in cases.PARTS),
            (Dispute.State.DISMISSED, _("Dismiss")),
        ],
        widget=forms.HiddenInput,
        error_messages={"required": _("Choose one of the outcomes.")},
    )
