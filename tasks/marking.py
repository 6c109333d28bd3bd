"""Gold rows by hand: an employer says on the site what is right for a row nobody has yet, as the file would have."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inbox.notices import Words
from picomarket.lib.refusals import Refused

from . import checking, importing, policy
from .models import Gold, ProofField, Row, Task

LONGEST_ANSWER, LONGEST_WHY = 500, 1000


class NotMarked(Refused):
    """The row or what is said of it cannot be gold; the message says why, by field where one is to blame."""


def why_not(task: Task) -> Words | None:
    """Why no row of this batch can be marked; None where one can be."""
    if task.state not in (Task.State.PUBLISHED, Task.State.PAUSED):
        return _("Rows can be marked while the task goes on or is paused.")
    if not asked(task):
        return _("Answers are known in advance only of a choice, a number, a short text or a web address.")
    return None


def asked(task: Task) -> list[ProofField]:
    """The proofs whose right answers can be said."""
    return checking.comparable(task.proof_fields.all())


def rows(task: Task) -> QuerySet[Row]:
    """The rows that can be marked, in the order of the file: nobody has one of them, and nothing is known of them."""
    return Row.objects.filter(task=task, held=0, wanted__gt=0, gold=None).order_by("number")


def mark(task: Task, *, number: int, answers: Mapping[int, str], because: str, by: User, now: datetime) -> Gold:
    """Say what is right for one row of a published batch, by the position of the proof, and why. No money moves.

    Several ways to write an answer have a | between them. Raises NotMarked.
    """
    with transaction.atomic():
        # Rows are given out under this lock.
        live = Task.objects.of(by).filter(rows__gt=0).select_for_update(no_key=True).get(pk=task.pk)
        if why := why_not(live):
            raise NotMarked(str(why))
        right = _checked(live, answers)
        _judge([*right, because], now)
        row = rows(live).filter(number=number).first()
        if row is None:
            raise NotMarked(_("Somebody has this row by now, or its answer is known. Choose another one."))
        if not live.gold_by_hand:
            live.gold_by_hand = True
            live.save(update_fields=["gold_by_hand"])
        return Gold.objects.create(task=live, row=row, answers=right, because=because.strip())


def _checked(task: Task, answers: Mapping[int, str]) -> list[str]:
    """What is right for each proof, in order; empty where nothing was said."""
    fields = {one.position: one for one in asked(task)}
    said = {position: text.strip() for position, text in answers.items() if position in fields and text.strip()}
    if not said:
        raise NotMarked(_("Say what is right for at least one of these."))
    wrong = [position for position, text in said.items() if not checking.fits(fields[position], text)]
    if wrong:
        words = _("No worker could answer this. Write it as they would.")
        raise NotMarked({f"answer_{position}": [words] for position in wrong})
    every = [position for position, text in said.items() if checking.is_unmissable(fields[position], text)]
    if every:
        words = _("Leave at least one of them out: where every answer is right, nobody can miss it.")
        raise NotMarked({f"answer_{position}": [words] for position in every})
    return [said.get(position, "") for position in range(1, max(fields) + 1)]


def _judge(texts: list[str], now: datetime) -> None:
    """Workers read it, so it may not ask for what steps could not ask for unseen."""
    pieces = [policy.Piece("answer", 0, text) for text in texts if text.strip()]
    judgement = policy.judge_pieces(pieces, now=now)
    if judgement.answer >= policy.Answer.LOOK:
        charges = "; ".join(charge.words for charge in judgement.charges)
        raise NotMarked(_("A known answer cannot say this. %(charges)s") % {"charges": charges})


def unmark(gold: Gold, *, by: User) -> None:
    """The row is like any other again, as long as nobody answered it. Raises NotMarked; one that is gone stays so."""
    with transaction.atomic():
        # Who hands the row in at this moment waits for it, or it waits for them.
        row = Gold.objects.of(by).select_for_update(of=("self",)).filter(pk=gold.pk).first()
        if row is None:
            return
        if row.given.exists():
            raise NotMarked(_("Somebody answered this row already. If the answer is wrong, withdraw it."))
        row.delete()


def values(row: Row, task: Task) -> list[tuple[str, str]]:
    """What a row holds beside what is known of it, by the names of the columns."""
    batch = importing.of(task)
    columns = batch.columns if batch else []
    return [(name, value) for name, value in row.values(columns).items() if name not in task.known_columns]
