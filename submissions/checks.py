"""Whether what is kept for a proof field is what it asks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation

import re2
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from picomarket.lib.answers import is_one_of
from tasks import codes
from tasks.hints import plain
from tasks.models import ProofField

from .models import Proof, Submission

LONGEST_TEXT = 10_000
Kind = ProofField.Kind

# Nobody counts further here or in smaller parts, and it is written out in full.
LARGEST_NUMBER, MOST_DECIMALS = Decimal(10) ** 30, 30
AMBIGUOUS = re.compile(r"[+-]?\d{1,3},\d{3}")

_is_address = URLValidator(schemes=["http", "https"])


def check(field: ProofField, kept: Sequence[Proof], submission: Submission) -> None:
    """Raises ValidationError with one sentence when what is kept is not what its field asks for."""
    if field.kind == Kind.SCREENSHOT:
        if not any(proof.picture for proof in kept):
            raise ValidationError(_("Add a screenshot."))
        return
    if field.kind == Kind.FILE:
        if not any(proof.file for proof in kept):
            raise ValidationError(_("Add a file."))
        return
    text = kept[0].text if kept else ""
    if not text:
        raise ValidationError(_("Choose one.") if field.kind == Kind.CHOICE else _("Fill this in."))
    if field.kind == Kind.CODE:
        _check_code(submission, text)
    else:
        CHECKS[field.kind](field, text)


def _check_text(field: ProofField, text: str) -> None:
    if len(text) < field.least:
        words = ngettext_lazy(
            "Write at least %(least)s character.", "Write at least %(least)s characters.", field.least
        )
        raise ValidationError(words % {"least": field.least})


def _check_line(field: ProofField, text: str) -> None:
    if len(text.splitlines()) > 1:
        raise ValidationError(_("Write this in one line."))
    _check_text(field, text)
    _check_pattern(field, text)


def _check_address(field: ProofField, text: str) -> None:
    _is_address(text)
    _check_pattern(field, text)


def _check_pattern(field: ProofField, text: str) -> None:
    if field.pattern and not re2.fullmatch(field.pattern, text):
        if field.example:
            words = _("This does not look like what is asked for. It should look like this: %(example)s")
            raise ValidationError(words % {"example": field.example})
        raise ValidationError(_("This does not look like what is asked for. Read the task again."))


def _check_number(field: ProofField, text: str) -> None:
    number = number_in(text)
    if number is None:
        raise ValidationError(_("Write a number in digits, such as 1200 or 3.5."))
    if field.lowest is not None and number < field.lowest:
        raise ValidationError(_("Write a number of at least %(lowest)s.") % {"lowest": plain(field.lowest)})
    if field.highest is not None and number > field.highest:
        raise ValidationError(_("Write a number of at most %(highest)s.") % {"highest": plain(field.highest)})


def _check_choice(field: ProofField, text: str) -> None:
    if text not in field.options:
        raise ValidationError(_("Choose one of these."))


def _check_challenge(field: ProofField, text: str) -> None:
    if not is_one_of(text, field.answers):
        raise ValidationError(_("This is not the right answer. Look again at what the steps say."))


def _check_code(submission: Submission, text: str) -> None:
    task = submission.task
    ids = {"task": task.public_id, "worker": submission.worker.public_id, "nonce": submission.public_id}
    if not codes.is_right(text, employer=task.employer, now=timezone.now(), **ids):
        raise ValidationError(_("This is not the code for your work. Open the page from here and copy its code."))


CHECKS: dict[str, Callable[[ProofField, str], None]] = {
    Kind.TEXT: _check_text,
    Kind.LINE: _check_line,
    Kind.URL: _check_address,
    Kind.NUMBER: _check_number,
    Kind.CHOICE: _check_choice,
    Kind.CHALLENGE: _check_challenge,
}


def number_in(text: str) -> Decimal | None:
    """The number somebody typed, with a point or a comma before its decimals; None where it is none, or one that
    different people read differently, like 1,200."""
    plain = text.strip()
    if "," in plain:
        if AMBIGUOUS.fullmatch(plain):
            return None
        plain = plain.replace(",", ".")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return None
    is_in_range = number.is_finite() and abs(number) < LARGEST_NUMBER and number.adjusted() >= -MOST_DECIMALS
    return number if is_in_range else None


def as_number(text: str) -> str:
    """A number as everybody reads it, with a point before its decimals; any other text as it is."""
    number = number_in(text)
    return text if number is None else f"{number:f}"
