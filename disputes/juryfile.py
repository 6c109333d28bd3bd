"""What a juror reads of a case: the words and the proof, and nothing that says who the two are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from picomarket.lib import contacts
from submissions.models import Proof, Submission

from .models import Juror, Statement

COVER = "▮▮▮"
EMAIL = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.\w+")
HANDLE = re.compile(r"(?<![\w@])@\w[\w.]{2,}")
# A date has eight digits, a telephone number with its country nine or more.
NUMBER = re.compile(r"\+?\d(?:[\s().-]{0,2}\d){8,}")
SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that was said, and by which side."""

    who: str
    words: str
    has_files: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing that was handed in: words, the address of a picture, or neither where it is another file."""

    label: str
    words: str
    picture: str
    width: int | None
    height: int | None


@dataclass(frozen=True)
class JuryFile:
    seat: Juror

    @property
    def work(self) -> Submission:
        return self.seat.dispute.submission

    @cached_property
    def _names(self) -> list[re.Pattern[str]]:
        """What the two are called, in full and by each part of it, the longest first."""
        names = [person.name for person in (self.work.worker, self.work.task.employer)]
        said = {part for name in names for part in (name, *name.split()) if len(part) >= SHORTEST_NAME}
        longest_first = sorted(said, key=lambda part: (-len(part), part))
        return [re.compile(rf"(?<!\w){re.escape(part)}(?!\w)", re.IGNORECASE) for part in longest_first]

    def covered(self, text: str) -> str:
        """Without the names of the two, addresses, links and whatever else says how to reach somebody."""
        kept, at = "", 0
        for one in contacts.found(text):
            if one.start >= at:
                kept += text[at : one.start] + COVER
            at = max(at, one.stop)
        text = kept + text[at:]
        for pattern in (EMAIL, HANDLE, NUMBER, *self._names):
            text = pattern.sub(COVER, text)
        return text

    @property
    def title(self) -> str:
        return self.covered(self.work.words.title)

    @property
    def steps(self) -> list[str]:
        return [self.covered(step) for step in self.work.words.steps]

    @property
    def comment(self) -> str:
        return self.covered(self.work.comment)

    @cached_property
    def said(self) -> list[Told]:
        rows = self.seat.dispute.statements.exclude(kind=Statement.Kind.PASSED).prefetch_related("enclosures")
        return [self._told(one) for one in rows.order_by("said_at", "pk") if one.words]

    def _told(self, one: Statement) -> Told:
        who = _("The worker") if one.author_id == self.work.worker_id else _("The employer")
        return Told(who, self.covered(one.words), bool(one.enclosures.all()))

    @cached_property
    def proofs(self) -> list[Shown]:
        return list(self._shown(self.work.proofs.select_related("field").order_by("field__position", "place")))

    def _shown(self, rows: Iterable[Proof]) -> Iterable[Shown]:
        for one in rows:
            label = self.covered(self.work.words.label(one.field))
            at = reverse("disputes:juror_proof", args=[self.seat.public_id, one.public_id]) if one.picture else ""
            yield Shown(label, self.covered(one.text), at, one.width, one.height)
