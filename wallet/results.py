"""A payout batch as a file: out for those who pay by hand, back in with what became of it."""

from __future__ import annotations

import csv
import io
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from picomarket.lib.refusals import Refused
from wallet import rails
from wallet.rails.interface import Fate, Outcome

from . import settling
from .models import Payout, PayoutBatch, RailEvent
from .sheets import as_text

COLUMNS = ["key", "destination", "amount", "state", "reason"]
FATES = {"paid": Fate.PAID, "failed": Fate.FAILED, "reversed": Fate.REVERSED}


class BadResults(Refused):
    """The file of results cannot be read; nothing was taken from it."""


def export(batch: PayoutBatch) -> str:
    """The batch as CSV, one line per payout; the columns state and reason are for whoever pays to fill."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for payout in batch.payouts.order_by("pk"):
        state = payout.state if payout.state in (Payout.State.PAID, Payout.State.RETURNED) else ""
        destination, failure = as_text(payout.destination), as_text(payout.failure)
        writer.writerow([payout.public_id, destination, payout.amount.plain(), state, failure])
    return file.getvalue()


def import_results(batch: PayoutBatch, *, text: str, by: User, now: datetime) -> list[Payout]:
    """Settle a batch from a CSV with the columns key and state (paid or failed), once however often it is imported.

    A line without a state stays as it is; the file and who gave it are kept as the rail's event. Money moves as in
    ``settling.settle``. Raises BadResults, with the line, for a file that is not of this batch, and for a batch whose
    rail tells by itself.
    """
    if not rails.facts(batch.rail).by_hand:
        raise BadResults(_("This rail tells by itself what it has paid."))
    # PostgreSQL keeps no NUL, and Excel's mark at the start is no part of a column's name.
    text = text.removeprefix("\ufeff").replace("\x00", "")
    rows = csv.DictReader(io.StringIO(text))
    if not {"key", "state"} <= set(rows.fieldnames or []):
        raise BadResults(_("The first line must name the columns key and state."))
    keys = set(batch.payouts.values_list("public_id", flat=True))
    outcomes = [outcome for number, row in enumerate(rows, start=2) if (outcome := _read(row, number, keys))]
    _check_said_once(outcomes)
    with transaction.atomic():
        moved = settling.settle(outcomes, rail=batch.rail, now=now)
        if moved:
            RailEvent.objects.create(
                rail=batch.rail,
                event_id=f"results:{batch.public_id}:{moved[0].public_id}",
                payload={"by": by.pk, "file": text},
                received_at=now,
                applied_at=now,
                outcome=f"{len(moved)} settled",
            )
    return moved


def _read(row: dict[str, str | None], number: int, keys: set[str]) -> Outcome | None:
    key, state = (row["key"] or "").strip(), (row["state"] or "").strip().lower()
    if key not in keys:
        raise BadResults(_("Line %(line)s: the key %(key)s is not in this batch.") % {"line": number, "key": key})
    if not state or state == Payout.State.RETURNED:
        return None
    if state not in FATES:
        raise BadResults(_("Line %(line)s: the state must be paid or failed.") % {"line": number})
    return Outcome(key=key, fate=FATES[state], reason=(row.get("reason") or "").strip())


def _check_said_once(outcomes: list[Outcome]) -> None:
    """A payout that is paid in one line and failed in another would go back though it was paid."""
    said: dict[str, Fate] = {}
    for outcome in outcomes:
        if said.setdefault(outcome.key, outcome.fate) != outcome.fate:
            raise BadResults(_("The key %(key)s is both paid and failed.") % {"key": outcome.key})
