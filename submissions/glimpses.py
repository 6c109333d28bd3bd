"""Glimpses: e-mail addresses and telephone numbers that kept pictures seem to show, found so that their worker can
cover them before anybody else sees them.

A job reads pictures as they are kept; nobody waits for it. What it did not come to is read when the work is handed in,
for some seconds at most. It is a hint: what is found can be handed in as it is, and of what is not, nothing follows.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from time import monotonic

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image

from picomarket.lib import contacts, reading_pictures
from picomarket.lib.contacts import Way
from picomarket.lib.reading_pictures import Line
from picomarket.lib.refusals import Refused
from picomarket.lib.sweeps import each

from .models import Glimpse, GlimpseQuerySet, Proof, Submission

# So many pictures are read at once in the whole market; others wait.
AT_ONCE = 2
# Seconds for one picture; for all that one run of the job reads; and for all that handing in waits for.
LONGEST, LONGEST_RUN, LONGEST_WAIT = 10, 20, 6
MOST_PARTS = 40


class Shown(Refused):
    """Pictures seem to show how to reach somebody, and their worker has not said yet that this is meant so."""

    def __init__(self, pictures: Sequence[Proof]) -> None:
        super().__init__(_("Look at your pictures once more before you hand in."))
        self.pictures = pictures


def note(proof: Proof, *, now: datetime) -> None:
    """Have a picture read that was just kept, where there is what reads. Runs in the caller's transaction."""
    if not reading_pictures.is_there():
        return
    fresh = Glimpse(proof=proof, sha256=proof.sha256, noted_at=now)
    told = ["sha256", "noted_at", "taken_at", "read_at", "has_address", "has_number", "parts"]
    Glimpse.objects.bulk_create([fresh], update_conflicts=True, unique_fields=["proof"], update_fields=told)


def forget(submission: Submission) -> None:
    """What is handed in is its worker's decision. Runs in the caller's transaction."""
    Glimpse.objects.filter(proof__submission=submission).delete()


def check(submission: Submission, *, sure: Collection[str], now: datetime) -> None:
    """Raises Shown with the pictures that seem to show something, but for those whose hashes are ``sure``."""
    mine = Glimpse.objects.filter(proof__submission=submission)
    _read_some(mine, now=now, seconds=LONGEST_WAIT)
    rows = mine.select_related("proof__field").order_by("proof__field__position", "proof__place")
    found = [one.proof for one in rows if one.shows and one.sha256 not in sure]
    for proof in found:
        proof.submission = submission
    if found:
        raise Shown(found)


def read_due(*, now: datetime) -> int:
    """Read the pictures that were kept since the last time; how many."""
    return _read_some(Glimpse.objects.all(), now=now, seconds=LONGEST_RUN)


def _read_some(rows: GlimpseQuerySet, *, now: datetime, seconds: float) -> int:
    """One after the other, until there is none or the time is over."""
    done, over = 0, monotonic() + seconds
    while (left := over - monotonic()) > 0 and (one := _take(rows, now=now)) is not None:
        longest = min(left, LONGEST)
        done += each([one], lambda row, longest=longest: _read(row, seconds=longest, now=now))  # type: ignore[misc]
    return done


@transaction.atomic
def _take(rows: GlimpseQuerySet, *, now: datetime) -> Glimpse | None:
    """The next one, which nobody else reads for a minute. It is read outside of any transaction."""
    if Glimpse.objects.being_read(now).count() >= AT_ONCE:
        return None
    due = rows.to_read(now).select_related("proof").order_by("pk")
    one = due.select_for_update(skip_locked=True, of=("self",)).first()
    if one is not None:
        one.taken_at = now
        one.save(update_fields=["taken_at"])
    return one


def _read(one: Glimpse, *, seconds: float, now: datetime) -> int:
    """Note what it shows, where it is the same picture still; what cannot be read shows nothing."""
    found: list[tuple[Way, tuple[int, ...]]] = []
    try:
        with one.proof.picture.storage.open(str(one.proof.picture.name)) as file:
            lines = reading_pictures.lines_of(Image.open(file), seconds=seconds)
        found = [hit for line in lines for hit in _shown(line)]
    except (reading_pictures.NotRead, OSError):
        pass
    ways, parts = {way for way, _part in found}, list(dict.fromkeys(part for _way, part in found))
    said = {"has_address": Way.ADDRESS in ways, "has_number": Way.NUMBER in ways, "parts": parts[:MOST_PARTS]}
    return Glimpse.objects.filter(pk=one.pk, sha256=one.sha256, read_at=None).update(read_at=now, **said)


def _shown(line: Line) -> list[tuple[Way, tuple[int, ...]]]:
    return [(way, tuple(line.around(stretch))) for way, stretch in contacts.shown(line.text)]
