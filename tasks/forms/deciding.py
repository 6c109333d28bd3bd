"""What the staff decides about a task it looks at."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from picomarket.lib import locales
from tasks.models import Rule
from tasks.policy import Charge

LONGEST_WORDS = 2000
# key: the reason, what to change
GENERAL = {
    "unclear": (
        _("The steps cannot be followed as they are written."),
        _("Write one thing to do in each step, with addresses in full."),
    ),
    "pay": (_("The reward is too low for this much work."), _("Raise the reward, or ask for less.")),
    "proof": (
        _("The proofs do not show whether the work was done."),
        _("Ask for proofs by which good work can be told from bad."),
    ),
    "broken": (_("The page or the link that the task needs does not work."), _("Mend it, and try the steps yourself.")),
}


class DecisionForm(forms.Form):
    """One of the outcomes, with a ready reason, words of one's own, or both."""

    outcome = forms.ChoiceField(
        choices=[(one, one) for one in ("approve", "decline", "fair", "wrong", "stop", "unfair")],
        widget=forms.HiddenInput,
        error_messages={"required": _("Choose one of the outcomes.")},
    )
    ready = forms.ChoiceField(label=_("Ready reason"), required=False)
    words = forms.CharField(
        label=_("Your own words"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The employer reads the ready reason, then yours. Approving needs no words."),
    )
    fix = forms.CharField(
        label=_("What to change"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Empty: what goes with the ready reason."),
    )

    def __init__(
        self, data: Any = None, *, charges: Iterable[Charge] = (), rules: Iterable[Rule] = (), published: bool = False
    ) -> None:
        super().__init__(data)
        if published:
            self.fields["words"].help_text = _(
                "The employer reads the ready reason, then yours. Only stopping needs words."
            )
        found = {f"found-{one.rule.number}": (one.words, locales.said(one.rule.fix)) for one in charges}
        others = {
            f"rule-{one.number}": (f"{one}. {locales.said(one.sentence)}", locales.said(one.fix)) for one in rules
        }
        self.reasons = {**found, **GENERAL, **others}
        self.fields["ready"].choices = [  # type: ignore[attr-defined]
            ("", _("My own words")),
            *((key, reason) for key, (reason, _fix) in self.reasons.items()),
        ]
        self.initial["ready"] = next(iter(found), "")

    @property
    def reason(self) -> str:
        chosen, _fix = self.reasons.get(self.cleaned_data["ready"], ("", ""))
        return "\n".join(str(part) for part in (chosen, self.cleaned_data["words"]) if part)

    @property
    def what_to_change(self) -> str:
        _reason, ready = self.reasons.get(self.cleaned_data["ready"], ("", ""))
        return str(self.cleaned_data["fix"] or ready)
