"""A payout batch as a file: out for those who pay by hand, back in with what became of it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from picomarket.lib import locales
from picomarket.lib.money import Money, usd
from picomarket.lib.refusals import Refused
from picomarket.lib.sheets import as_text
from wallet import rails
from wallet.rails.interface import Fate, Outcome

from . import event_words, settling
from .models import Payout, PayoutBatch, RailEvent

COLUMNS = ["key", "destination", "amount", "state", "reason"]
KNOWN = (Payout.State.PAID, Payout.State.RETURNED, Payout.State.REVERSED)

# What our own file says, and the words services use in their reports.
PAID = {"paid", "completed", "complete", "processed", "executed", "success", "successful", "succeeded"}
FAILED = {"failed", "rejected", "refused", "denied", "declined", "blocked", "cancelled", "canceled"}
BACK = {"reversed", "returned", "refunded"}
WAITING = {"", "pending", "processing", "in progress", "scheduled", "unclaimed"}
FATES = (
    dict.fromkeys(PAID, Fate.PAID)
    | dict.fromkeys(FAILED, Fate.FAILED)
    | dict.fromkeys(BACK, Fate.REVERSED)
    | dict.fromkeys(WAITING, Fate.WAITING)
)

Row = dict[str, str]


class BadResults(Refused):
    """The file of results cannot be read, and nothing was taken from it; or there is no such file to give out."""


def export(batch: PayoutBatch) -> str:
    """The batch as CSV, one line per payout; the columns state and reason are for whoever pays to fill.

    ``amount`` is what the receiver gets. Raises BadResults before a batch that is paid by hand has gone.
    """
    check_has_gone(batch)
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for payout in batch.payouts.order_by("pk"):
        state = payout.state if payout.state in KNOWN else ""
        amount = (payout.amount - payout.fee).plain()
        writer.writerow([payout.public_id, as_text(payout.destination), amount, state, as_text(payout.failure)])
    return file.getvalue()


def check_has_gone(batch: PayoutBatch) -> None:
    """Nobody pays by hand what can still be held back, or what a second person has not looked at."""
    gathered = PayoutBatch.objects.filter(pk=batch.pk, state=PayoutBatch.State.GATHERED)
    if rails.facts(batch.rail).by_hand and gathered.exists():
        raise BadResults(_("This batch has not gone yet. Its file is here when it has."))


def import_results(batch: PayoutBatch, *, text: str, by: User, now: datetime) -> list[Payout]:
    """Settle a batch from a CSV with a key and a state in each line, once however often it is imported.

    Our own file has the columns key and state. In a service's report the key may stand in any column, as the reference
    or within the note, and lines without one are passed over. A line without a state stays as it is; an amount in our
    own file must be the one that was sent. What failed or came back needs a reason, which its person reads. The file
    and who gave it are kept as the rail's event. Money moves as in ``settling.settle``. Raises BadResults, with the
    line, for a file that is not of this batch, for a batch whose rail tells by itself, and where it says what became of
    one's own payout.
    """
    if not rails.facts(batch.rail).by_hand:
        raise BadResults(_("This rail tells by itself what it has paid."))
    check_has_gone(batch)
    # PostgreSQL keeps no NUL, and Excel's mark at the start is no part of a column's name.
    text = text.removeprefix("\ufeff").replace("\x00", "")
    keys = set(batch.payouts.values_list("public_id", flat=True))
    outcomes = _told(text, keys)
    if batch.payouts.filter(person=by, public_id__in=[outcome.key for outcome in outcomes]).exists():
        raise BadResults(_("One of these payouts is your own: somebody else must import what became of it."))
    with transaction.atomic():
        moved = settling.settle(outcomes, rail=batch.rail, now=now)
        if moved:
            RailEvent.objects.create(
                rail=batch.rail,
                event_id=f"results:{batch.public_id}:{moved[0].public_id}:{moved[0].state}",
                payload={"by": by.pk, "file": text},
                received_at=now,
                applied_at=now,
                outcome=event_words.SETTLED.format(count=len(moved)),
            )
    return moved


def _told(text: str, keys: Collection[str]) -> list[Outcome]:
    """What a file says became of payouts; lines that leave it open are left out."""
    try:
        outcomes = [outcome for outcome in _read(text, keys) if outcome.fate != Fate.WAITING]
    except csv.Error as error:
        words = _("The file cannot be read as CSV: a quotation mark is never closed, or a field has no end.")
        raise BadResults(words) from error
    _check_said_once(outcomes)
    return outcomes


def _read(text: str, keys: Collection[str]) -> Iterator[Outcome]:
    # Any mark that ends a line, as old programs write them too.
    lines = io.StringIO(text, newline=None)
    head = lines.readline()
    lines.seek(0)
    rows = csv.DictReader(lines, delimiter=max(",;\t", key=head.count))
    rows.fieldnames = [name.strip().lower() for name in rows.fieldnames or []]
    ours, column = "key" in rows.fieldnames, next((name for name in ("state", "status") if name in rows.fieldnames), "")
    if not column:
        raise BadResults(_("The first line must name the columns key and state."))
    found, unexplained = 0, list[int]()
    for number, cells in enumerate(rows, start=2):
        row: Row = {
            name: cell.strip() for name, cell in cells.items() if isinstance(cell, str) and isinstance(name, str)
        }
        key = _key_in(row, number, keys) if ours else _key_within(row, keys)
        if key:
            found += 1
            fate, reason = _fate(row.get(column, ""), number), row.get("reason", "")
            if fate in (Fate.FAILED, Fate.REVERSED) and not reason:
                unexplained.append(number)
            yield Outcome(key=key, fate=fate, reason=reason, amount=_amount(row, number) if ours else None)
    if not (found or ours):
        raise BadResults(_("No line has the key of a payout of this batch in it."))
    if unexplained:
        raise BadResults(_unexplained(unexplained))


def _unexplained(lines: list[int]) -> str:
    words = ngettext(
        "Line %(lines)s has no reason: write in the column reason why it failed or came back. The person reads it.",
        "Lines %(lines)s have no reason: write in the column reason why each failed or came back. The person reads it.",
        len(lines),
    )
    return words % {"lines": locales.listed(lines)}


def _key_in(row: Row, number: int, keys: Collection[str]) -> str:
    key = row.get("key", "")
    if key not in keys:
        raise BadResults(_("Line %(line)s: the key %(key)s is not in this batch.") % {"line": number, "key": key})
    return key


def _key_within(row: Row, keys: Collection[str]) -> str:
    """The one key of this batch that stands somewhere in a line of another's report."""
    words = {word for cell in row.values() for word in re.findall(r"\w+", cell)}
    here = words & set(keys)
    return here.pop() if len(here) == 1 else ""


def _fate(state: str, number: int) -> Fate:
    try:
        return FATES[state.lower()]
    except KeyError:
        raise BadResults(_("Line %(line)s: the state must be paid, failed or reversed.") % {"line": number}) from None


def _amount(row: Row, number: int) -> Money | None:
    written = row.get("amount", "")
    try:
        return usd(written) if written else None
    except ValueError:
        raise BadResults(_("Line %(line)s: the amount cannot be read.") % {"line": number}) from None


def _check_said_once(outcomes: list[Outcome]) -> None:
    """A payout that is paid in one line and failed in another would go back though it was paid."""
    said: dict[str, Fate] = {}
    for outcome in outcomes:
        if said.setdefault(outcome.key, outcome.fate) != outcome.fate:
            raise BadResults(_("The key %(key)s is both paid and failed.") % {"key": outcome.key})
