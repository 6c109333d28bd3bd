"""The step of the wizard that says what workers hand in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

import re2
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from picomarket.lib.line_forms import OneLineField, one_line
from picomarket.lib.number_forms import WholeNumberField
from tasks import filling
from tasks.checking import A_NUMBER
from tasks.drafts import Wanted
from tasks.models import ProofField, Task
from tasks.policy import Piece, proof

from .wizard import RowedForm, typed_in

MOST_PROOFS = 6
MOST_FILES, MOST_OPTIONS, MOST_CHALLENGES = 4, 20, 3
LONGEST_OPTION = 200
Kind = ProofField.Kind

# What each kind heeds of all that can be said of a proof, in the order it is asked.
HEEDED: dict[str, tuple[str, ...]] = {
    Kind.LINE: ("example", "least", "pattern"),
    Kind.TEXT: ("example", "least"),
    Kind.URL: ("example", "pattern"),
    Kind.NUMBER: ("example", "lowest", "highest"),
    Kind.CHOICE: ("options",),
    Kind.CHALLENGE: ("answers",),
    Kind.CODE: ("site", "approves"),
    Kind.SCREENSHOT: ("most",),
    Kind.FILE: ("files", "most"),
}
# What the policy engine reads of a proof.
READ = ("label", "example", "options", "site")
# What a kind cannot do without: how much of which part, and what to say where it is wanting.
WANTING = (
    (Kind.CHOICE, "options", 2, _("Write at least two choices, one a line.")),
    (Kind.CHALLENGE, "answers", 1, _("Write at least one right answer.")),
    (Kind.CODE, "site", 1, _("Write the address of the page that gives the code.")),
)
MORE = ("options", "answers", "site", "approves", "files", "example", "least", "pattern", "lowest", "highest", "most")


def compiled(pattern: str) -> Any:
    """A regular expression that takes no longer the more it could match. Raises ValidationError."""
    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(pattern, options=options)
    except re2.error as error:
        raise forms.ValidationError(
            _("This pattern cannot be read. Try [A-Z]{2}[0-9]{4} or leave it empty.")
        ) from error


class OptionsField(forms.CharField):
    """What there is to choose from, one a line; each once."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else "\n".join(value or ())

    def to_python(self, value: Any) -> Any:
        lines = (one_line(line) for line in str(super().to_python(value)).splitlines())
        return tuple(dict.fromkeys(line for line in lines if line))

    def validate(self, value: Any) -> None:
        if len(value) > MOST_OPTIONS:
            raise forms.ValidationError(_("Offer at most %(most)s choices."), params={"most": MOST_OPTIONS})
        if any(len(option) > LONGEST_OPTION for option in value):
            raise forms.ValidationError(_("A choice has at most %(most)s characters."), params={"most": LONGEST_OPTION})

    def run_validators(self, value: Any) -> None:
        """They are for one text, and these are several."""


class ProofForm(RowedForm):
    """Up to six proofs. What is said of a proof and its kind does not heed is not kept."""

    parts: ClassVar[tuple[str, ...]] = ("label", "kind", *MORE)
    fewest, most = 2, MOST_PROOFS

    def of(self, draft: Task) -> dict[str, Any]:
        typed: dict[str, Any] = {"kind_2": Kind.SCREENSHOT}
        for number, field in enumerate(draft.proof_fields.order_by("position"), start=1):
            said = {"label": field.label, "kind": field.kind, "least": field.least or None}
            said |= {part: _shown(getattr(field, part)) for part in HEEDED[field.kind] if part not in said}
            typed |= {f"{part}_{number}": value for part, value in said.items()}
        return typed

    @classmethod
    def pieces(cls, data: QueryDict) -> list[Piece]:
        rows = cls.rows_in(data)
        return [
            proof(number, *(piece.text for piece in pieces))
            for number, pieces in enumerate(
                zip(*(typed_in(data, "proof", part, rows) for part in READ), strict=True),
                start=1,
            )
        ]

    def add_row(self, number: int) -> None:
        row: dict[str, forms.Field] = {
            "label": OneLineField(label=_("What the worker hands in"), max_length=200, required=False),
            "kind": forms.ChoiceField(label=_("As"), choices=Kind.choices, required=False, initial=Kind.TEXT),
            **_known_beforehand(),
            "files": forms.ChoiceField(label=_("What kind of file"), choices=ProofField.Files.choices, required=False),
            "example": OneLineField(label=_("An example of a good answer"), max_length=200, required=False),
            "least": WholeNumberField(label=_("Least characters"), min_value=0, max_value=5000, required=False),
            "pattern": OneLineField(
                label=_("Pattern it must match"),
                help_text=_("A regular expression for the whole answer: [A-Z]{2}[0-9]{4}."),
                max_length=200,
                required=False,
                validators=[compiled],
            ),
            "lowest": _number(_("Lowest")),
            "highest": _number(_("Highest")),
            "most": forms.TypedChoiceField(
                label=_("How many at most"),
                choices=[(count, str(count)) for count in range(1, MOST_FILES + 1)],
                coerce=int,
                empty_value=None,
                required=False,
            ),
        }
        self.fields |= {f"{part}_{number}": field for part, field in row.items()}

    def clean(self) -> None:
        for number in range(1, self.count + 1):
            if self._label(number):
                self._check(number)
        challenges = [n for n in range(1, self.count + 1) if self._kind(n) == Kind.CHALLENGE and self._label(n)]
        if len(challenges) > MOST_CHALLENGES:
            words = _("Ask at most %(most)s challenge questions.") % {"most": MOST_CHALLENGES}
            self.add_error(f"kind_{challenges[-1]}", words)
        if not self.errors and not self.proofs_to_save():
            self.add_error("label_1", _("Ask for at least one proof, so that you can judge the work."))

    def _check(self, number: int) -> None:
        said = self._said(number)
        for kind, part, least, words in WANTING:
            if self._kind(number) == kind and len(said.get(part, "")) < least and f"{part}_{number}" not in self.errors:
                self.add_error(f"{part}_{number}", words)
        lowest, highest = said.get("lowest"), said.get("highest")
        if lowest is not None and highest is not None and lowest > highest:
            self.add_error(f"highest_{number}", _("The highest must not be below the lowest."))
        if said.get("example") and f"example_{number}" not in self.errors and not _fits(self._kind(number), said):
            self.add_error(f"example_{number}", _("A worker could not hand this in: it is not what you ask for here."))
        for part in ("example", "options", "answers", "site"):
            value = said.get(part, "")
            if filling.variables(*([value] if isinstance(value, str) else value)):
                self.add_error(
                    f"{part}_{number}", _("Variables stand in the title, the steps and in what is handed in; not here.")
                )

    def _label(self, number: int) -> str:
        return str(self.cleaned_data.get(f"label_{number}") or "")

    def _kind(self, number: int) -> str:
        return str(self.cleaned_data.get(f"kind_{number}") or Kind.TEXT)

    def _said(self, number: int) -> dict[str, Any]:
        """What was said and the kind heeds."""
        read = ((part, self.cleaned_data.get(f"{part}_{number}")) for part in HEEDED[self._kind(number)])
        return {part: value for part, value in read if value not in (None, "", ())}

    def proofs_to_save(self) -> Sequence[Wanted]:
        labels = ((n, self._label(n)) for n in range(1, self.count + 1))
        return [Wanted(self._kind(n), label, **self._said(n)) for n, label in labels if label]

    @property
    def asked(self) -> list[tuple[int, list[forms.BoundField], list[tuple[str, forms.BoundField]]]]:
        """Of each row its number, what every proof has, and what only some kinds heed."""
        return [
            (
                number,
                [self[f"{part}_{number}"] for part in ("label", "kind")],
                [(part, self[f"{part}_{number}"]) for part in MORE],
            )
            for number in range(1, self.count + 1)
        ]


def _known_beforehand() -> dict[str, forms.Field]:
    """What the employer knows of the answer, or their site does."""
    return {
        "options": OptionsField(label=_("To choose from, one a line"), required=False),
        "answers": OptionsField(
            label=_("Right answers, one a line"),
            help_text=_("Workers see none of them. Case, spaces and a full stop at the end do not matter."),
            required=False,
        ),
        "site": forms.URLField(
            label=_("The page that gives the code"),
            help_text=_("We add to it who comes, so that each code is good for one worker only."),
            max_length=500,
            assume_scheme="https",
            required=False,
        ),
        "approves": forms.TypedChoiceField(
            label=_("When the code is right"),
            choices=[(False, _("I still review the work")), (True, _("The work is approved and paid at once"))],
            coerce=lambda value: value == "True",
            empty_value=None,
            required=False,
        ),
    }


def _fits(kind: str, said: Mapping[str, Any]) -> bool:
    """Whether the example is an answer that would be taken; of a number also words may be one: about forty."""
    example = said["example"]
    if kind == Kind.NUMBER:
        lowest, highest = said.get("lowest", Decimal("-Infinity")), said.get("highest", Decimal("Infinity"))
        numbers = [Decimal(example.strip().replace(",", "."))] if re.fullmatch(A_NUMBER, example) else []
        return all(lowest <= number <= highest for number in numbers)
    if "pattern" in said and not compiled(said["pattern"]).fullmatch(example):
        return False
    return bool(len(example) >= said.get("least", 0))


def _shown(value: Any) -> Any:
    """A bound as it was typed: 50, not 50.0000."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def _number(label: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, max_digits=15, decimal_places=4, required=False)
