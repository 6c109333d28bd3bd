"""All a person's data as one file: asked for, built by a job, kept for some days, fetched by its owner alone."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.models import DataFile, User
from accounts.signals import data_asked
from inbox import notices
from inbox.topics import Topic
from picomarket.lib.public import new_public_id

from . import own, packing
from .parts import Part

State = DataFile.State
# Who builds holds the row for so long; after so many seconds it is kept how far they are, and they hold it on.
LEASE = timedelta(minutes=5)
KEEP_AFTER = 2.0


def ask(person: User, *, now: datetime) -> DataFile:
    """Ask for a file of all that is known of this person, or for the one that is being built already."""
    asked = DataFile.objects.filter(person=person, state=State.ASKED)
    try:
        with transaction.atomic():
            return asked.first() or DataFile.objects.create(person=person, asked_at=now)
    except IntegrityError:
        # Another tab was quicker.
        return asked.get()


def parts_of(person: User) -> list[Part]:
    """From this app, and from each that listens."""
    answers: list[tuple[Any, Any]] = data_asked.send(sender=User, person=person)
    return [*own.parts(person), *chain.from_iterable(answer for _receiver, answer in answers)]


def build_due(*, now: datetime) -> int:
    """Build what was asked for, the oldest first; how many files."""
    built = 0
    while (row := _take(now)) is not None:
        _build(row, now=now)
        built += 1
    return built


def _take(now: datetime) -> DataFile | None:
    """The next one to build, leased. One whose builder is gone is begun anew, under another name."""
    with transaction.atomic():
        waiting = DataFile.objects.to_build(now).order_by("asked_at").select_for_update(skip_locked=True, of=("self",))
        row = waiting.select_related("person").first()
        if row is None:
            return None
        left = str(row.file.name or "")
        row.file, row.done = f"data/{now:%Y/%m/%d}/{new_public_id()}.zip", 0
        row.leased_until = now + LEASE
        row.save(update_fields=["file", "done", "leased_until"])
    if left:
        row.file.storage.delete(left)
    return row


def _build(row: DataFile, *, now: datetime) -> None:
    path = Path(row.file.storage.path(str(row.file.name)))
    path.parent.mkdir(parents=True, exist_ok=True)
    with translation.override(row.person.language):
        parts = [Part(one.name, one.about, one.head, one.rows, list(one.files)) for one in parts_of(row.person)]
        total = len(parts) + sum(len(list(part.files)) for part in parts)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            packing.pack(file, row.person, parts, now=now, on=_counter(row, total))
    _hand_over(row, total=total, size=path.stat().st_size, now=now)


def _counter(row: DataFile, total: int) -> Callable[[], None]:
    """Counts what is written, and keeps the count every some seconds."""
    kept_at = monotonic() - KEEP_AFTER

    def on() -> None:
        nonlocal kept_at
        row.done += 1
        if monotonic() - kept_at > KEEP_AFTER:
            kept_at = monotonic()
            mine = DataFile.objects.filter(pk=row.pk, state=State.ASKED, file=str(row.file.name))
            mine.update(done=row.done, total=total, leased_until=Now() + LEASE)

    return on


def _hand_over(row: DataFile, *, total: int, size: int, now: datetime) -> None:
    """The file is whole: it is kept for some days, and an older one no longer."""
    with transaction.atomic():
        whole = DataFile.objects.select_for_update(of=("self",)).filter(pk=row.pk, state=State.ASKED).first()
        if whole is None or whole.file.name != row.file.name:
            # Somebody else took over, or its person left meanwhile.
            transaction.on_commit(lambda: row.file.storage.delete(str(row.file.name)))
            return
        whole.done = whole.total = total
        whole.size, whole.keep_until = size, now + timedelta(days=settings.RULES.data_days)
        DataFile.objects.filter(person=row.person, state=State.BUILT).update(keep_until=now)
        whole.move_to(State.BUILT, "size", "done", "total", "keep_until")
        notices.tell(
            row.person,
            subject=_("Your data is ready to be fetched"),
            body=_("It is kept for some days. Before you fetch it we ask once more that it is you."),
            url=reverse("accounts:data"),
            mail=True,
            topic=Topic.ACCOUNT,
            now=now,
        )


def sweep_due(*, now: datetime, most: int = 100) -> int:
    """Delete the files whose days are over; how many."""
    over = list(DataFile.objects.outdated(now).order_by("keep_until")[:most])
    for one in over:
        one.file.storage.delete(str(one.file.name))
        with transaction.atomic():
            row = DataFile.objects.select_for_update().filter(pk=one.pk, state=State.BUILT).first()
            if row:
                row.move_to(State.SWEPT)
    return len(over)
