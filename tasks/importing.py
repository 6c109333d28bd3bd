"""The file of a batch: uploaded to a draft, checked by a job piece by piece, published with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from difflib import get_close_matches
from itertools import islice
from time import monotonic
from typing import Any, NamedTuple

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from picomarket.lib.public import new_public_id
from picomarket.lib.refusals import Refused
from picomarket.lib.sizes import round_size

from . import filling, reading
from .models import BadLine, Batch, Cause, Row, Task
from .models.batches import LONGEST_CELL
from .reading import Place, Read

State = Batch.State
MOST_ANSWERS = 9
# Rows read in one transaction, and the seconds after which a job leaves the rest to the next.
ROWS_AT_ONCE = 2_000
SECONDS = 20.0
COLUMN = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
LONGEST_NAME = 40


class NoDraft(Refused):
    """The task is published or discarded: its file cannot change any more."""


class TooLarge(Refused):
    """The file is larger than a batch's can be."""


def of(task: Task) -> Batch | None:
    """The batch of a task, if it is one."""
    try:
        return task.batch
    except Batch.DoesNotExist:
        return None


def upload(task: Task, *, file: UploadedFile[bytes], by: User, now: datetime) -> Batch:
    """Put a file beside a draft, in the place of an earlier one; a job checks it. Raises NoDraft or TooLarge."""
    size = file.size or 0
    if size > settings.RULES.batch_bytes:
        most = round_size(settings.RULES.batch_bytes)
        raise TooLarge(_("This file is larger than %(most)s. Split it.") % {"most": most})
    with transaction.atomic():
        draft = _draft(task, by)
        if of(draft) is None:
            # Each row is other work: one worker does as many as they like, unless something else is said.
            draft.per_worker = None
            draft.save(update_fields=["per_worker"])
        _forget(draft)
        batch = Batch(task=draft, name=str(file.name or "")[:200], size=size, uploaded_at=now)
        batch.file.save(f"{new_public_id()}.csv", file, save=False)
        batch.save()
    return batch


def remove(task: Task, *, by: User) -> None:
    """Take the file away again: the draft is one for an ordinary task. Raises NoDraft."""
    with transaction.atomic():
        draft = _draft(task, by)
        _forget(draft)
        draft.slots, draft.answers, draft.per_worker = 1, 1, 1
        draft.save(update_fields=["slots", "answers", "per_worker"])


def check_again(task: Task, *, by: User, now: datetime) -> None:
    """Have the file checked anew, by the variables the words have now. Raises NoDraft."""
    with transaction.atomic():
        draft = _draft(task, by)
        batch = Batch.objects.get(task=draft)
        if batch.state == State.UPLOADED:
            return
        _empty(draft, batch)
        batch.read, batch.lines, batch.good, batch.bad, batch.blank, batch.columns = 0, 0, 0, 0, 0, []
        batch.cause, batch.detail, batch.uploaded_at = "", "", now
        batch.looked_by, batch.looked_through, batch.suspects = "", 0, {}
        also = ["read", "lines", "good", "bad", "blank", "columns", "cause", "detail", "uploaded_at"]
        also += ["looked_by", "looked_through", "suspects"]
        batch.move_to(State.UPLOADED, *also)


def _draft(task: Task, by: User) -> Task:
    draft = Task.objects.of(by).drafts().select_for_update(no_key=True).filter(pk=task.pk).first()
    if draft is None:
        raise NoDraft(_("This draft is already published or discarded."))
    return draft


def _forget(draft: Task) -> None:
    for old in Batch.objects.filter(task=draft):
        _empty(draft, old)
        old.delete()
        transaction.on_commit(lambda file=old.file: file.storage.delete(file.name))  # type: ignore[misc]


def _empty(draft: Task, batch: Batch) -> None:
    """Takes out every row, in statements: a draft's rows were never given to anybody."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM tasks_row WHERE task_id = %s", [draft.pk])
        cursor.execute("DELETE FROM tasks_badline WHERE batch_id = %s", [batch.pk])
    Task.objects.filter(pk=draft.pk).update(rows=0)


def check_due(*, seconds: float = SECONDS) -> int:
    """Check uploaded files, a piece per transaction, for some seconds; how many rows and lines were read.

    What a batch says it has read is kept with the rows: whoever is stopped in the middle of a piece leaves nothing of
    it, and the next one goes on there. A draft somebody else works on is left to them.
    """
    end, done = monotonic() + seconds, 0
    waiting = list(Batch.objects.filter(state=State.UPLOADED).order_by("uploaded_at").values_list("task", flat=True))
    for task_id in waiting:
        while monotonic() < end and (read := _check_piece(task_id)):
            done += read
    return done


@transaction.atomic
def _check_piece(task_id: int) -> int:
    """Read the next rows of a draft's file; how many, or 0 when it is through."""
    drafts = Task.objects.drafts().select_for_update(no_key=True, skip_locked=True)
    draft = drafts.filter(pk=task_id).first()
    batch = Batch.objects.filter(task=draft, state=State.UPLOADED).first() if draft else None
    if draft is None or batch is None:
        return 0
    with batch.file.open("rb") as file:
        if not batch.columns and not _read_head(batch, file):
            return 0
        place = Place(batch.read, batch.lines)
        piece = list(islice(reading.rows(file, start=place, separator=batch.separator), ROWS_AT_ONCE))
    _keep(draft, batch, piece)
    most = settings.RULES.batch_rows
    if max(batch.good, batch.bad) > most:
        return _turn_down(batch, Cause.ROWS_MANY if batch.good > most else Cause.BAD_MANY, f"{most:,}")
    if len(piece) < ROWS_AT_ONCE:
        return _finish(draft, batch, piece)
    batch.save(update_fields=["read", "lines", "good", "bad", "blank"])
    return len(piece)


def _read_head(batch: Batch, file: Any) -> bool:
    place, batch.separator, cause = reading.start(file)
    lines = reading.rows(file, start=place, separator=batch.separator)
    head = next((one for one in lines if one.cells or one.cause), None)
    names = reading.trimmed([_name(cell) for cell in head.cells], 1) if head else []
    if head is None or cause:
        _turn_down(batch, cause or Cause.NOTHING)
        return False
    # What is no text at all often has the sign too, and then its names say more.
    wrong, detail = _wrong_names(names) if head.cause in ("", Cause.NUL) else (head.cause, "")
    wrong = wrong or head.cause
    if wrong:
        _turn_down(batch, wrong, detail)
        return False
    batch.columns, batch.read, batch.lines = names, head.after.byte, head.after.line
    batch.save(update_fields=["columns", "separator", "read", "lines"])
    return True


def _wrong_names(names: Sequence[str]) -> tuple[str, str]:
    """Why columns cannot be called so, and which; nothing where they can."""
    if len(names) > reading.MOST_COLUMNS:
        return Cause.HEAD_MANY, str(reading.MOST_COLUMNS)
    found = [
        (cause, detail[:60])
        for number, name in enumerate(names, start=1)
        for is_so, cause, detail in (
            (not name, Cause.HEAD_EMPTY, str(number)),
            (not name.isprintable(), Cause.HEAD_UNSEEN, str(number)),
            (names.count(name) > 1, Cause.HEAD_TWICE, name),
            (not COLUMN.fullmatch(name), Cause.HEAD_NAME, name),
            (len(name) > LONGEST_NAME, Cause.HEAD_LONG, name),
        )
        if is_so
    ]
    return found[0] if found else ("", "")


def _name(cell: str) -> str:
    """What a column is called in the words: spaces and dashes, which most sheets have, become _."""
    return re.sub(r"[\s./-]+", "_", cell.strip())


def _turn_down(batch: Batch, cause: str, detail: str = "") -> int:
    _empty(batch.task, batch)
    batch.cause, batch.detail, batch.good, batch.bad = cause, detail, 0, 0
    batch.move_to(State.TURNED_DOWN, "cause", "detail", "good", "bad")
    return 0


def _finish(draft: Task, batch: Batch, piece: Sequence[Read]) -> int:
    if not batch.good:
        batch.cause = Cause.NO_ROW if batch.bad else Cause.ROWS_NONE
        batch.move_to(State.TURNED_DOWN, "cause", "read", "lines", "bad")
        return 0
    batch.read = batch.size
    batch.move_to(State.CHECKED, "read", "lines", "good", "bad", "blank")
    draft.rows, draft.slots = batch.good, batch.good * draft.answers
    draft.save(update_fields=["rows", "slots"])
    return len(piece)


def _keep(draft: Task, batch: Batch, piece: Sequence[Read]) -> None:
    """Store the good rows by COPY, and of the bad ones where they are and why."""
    used = [n for n, name in enumerate(batch.columns) if name in _variables(draft)]
    good: list[tuple[int, int, int, list[str]]] = []
    bad: list[BadLine] = []
    for row in (one for one in piece if one.cells or one.cause):
        cells = reading.trimmed(row.cells, len(batch.columns))
        cause, detail = _wrong(row, cells, batch.columns, used)
        if cause:
            bad.append(BadLine(batch=batch, line=row.line, cause=cause, detail=detail))
        else:
            good.append((draft.pk, batch.good + len(good) + 1, row.line, cells))
    copying: Any = connection.cursor()
    with copying as cursor, cursor.copy("COPY tasks_row (task_id, number, line, cells) FROM STDIN") as copy:
        for one in good:
            copy.write_row(one)
    BadLine.objects.bulk_create(bad)
    batch.good, batch.bad = batch.good + len(good), batch.bad + len(bad)
    batch.blank += sum(not (one.cells or one.cause) for one in piece)
    if piece:
        batch.read, batch.lines = piece[-1].after.byte, piece[-1].after.line


def _wrong(row: Read, cells: list[str], columns: list[str], used: Iterable[int]) -> tuple[str, str]:
    """Why a row is left out and what about it; nothing where it is good."""
    if row.cause:
        return row.cause, ""
    if len(cells) != len(columns):
        return Cause.CELLS, str(len(cells))
    for cell, name in zip(cells, columns, strict=True):
        if len(cell) > LONGEST_CELL:
            return Cause.LONG, name
    return next(((Cause.EMPTY, columns[n]) for n in used if not cells[n].strip()), ("", ""))


def _variables(draft: Task) -> list[str]:
    labels = [field.label for field in draft.proof_fields.all()]
    return filling.variables(draft.title, *draft.steps, *labels)


class Lacking(NamedTuple):
    """What keeps a draft from being published: the step of the wizard where it is mended, words, and the field."""

    step: str
    words: str
    at: str = ""


class _Text(NamedTuple):
    """One text of a draft that may name variables: where it is changed, and what it is called there."""

    step: str
    at: str
    where: str
    text: str


def lacks(task: Task) -> list[Lacking]:
    """What keeps a draft from being published as a batch, or its words from being those of an ordinary task."""
    batch = of(task)
    if batch is not None and batch.state == State.UPLOADED:
        return [Lacking("rows", gettext("Wait until your file is checked."))]
    if batch is not None and batch.state == State.TURNED_DOWN:
        return [Lacking("rows", gettext("Upload a file that can be used, or take it away."))]
    labels = [one.label for one in sorted(task.proof_fields.all(), key=lambda field: field.position)]
    unknown = unknown_in(batch, title=task.title, steps=task.steps, labels=labels)
    if batch is None or unknown:
        return unknown
    return _without_value(task, batch, set(filling.variables(task.title, *task.steps, *labels)))


def unknown_in(batch: Batch | None, *, title: str, steps: Sequence[str], labels: Sequence[str]) -> list[Lacking]:
    """What in these words names no column of the file, or one though there is no file; nothing of one not read yet."""
    texts = [
        _Text("what", "id_title", gettext("Title"), title),
        *(
            _Text("what", f"id_step_{n}", gettext("Step %(number)s") % {"number": n}, one)
            for n, one in _numbered(steps)
        ),
        *(
            _Text("proof", f"id_label_{n}", gettext("Proof %(number)s") % {"number": n}, one)
            for n, one in _numbered(labels)
        ),
    ]
    if batch is None:
        words = gettext("%(where)s: upload a file with a column called %(name)s, or take {{%(name)s}} out.")
        return [_lacking(one, words, name=name) for one in texts for name in filling.variables(one.text)]
    return [lack for one in texts for lack in _unknown(one, batch)] if batch.state == State.CHECKED else []


def _numbered(texts: Sequence[str]) -> Iterable[tuple[int, str]]:
    return enumerate(texts, start=1)


def _lacking(text: _Text, words: str, **given: str) -> Lacking:
    return Lacking(text.step, words % {"where": text.where, **given}, text.at)


def _unknown(text: _Text, batch: Batch) -> list[Lacking]:
    """The variables of a text that are no columns, and braces that name none."""
    found = []
    for name in filling.variables(text.text):
        if name in batch.columns:
            continue
        if close := get_close_matches(name, batch.columns, n=1):
            words = gettext("%(where)s: your file has no column %(name)s. Did you mean {{%(close)s}}?")
            found.append(_lacking(text, words, name=name, close=close[0]))
        else:
            words = gettext("%(where)s: your file has no column %(name)s. It has: %(columns)s.")
            found.append(_lacking(text, words, name=name, columns=", ".join(batch.columns)))
    if filling.has_loose_braces(text.text):
        words = gettext("%(where)s: a {{ names no column. Write it like {{%(name)s}}, or take it out.")
        found.append(_lacking(text, words, name=batch.columns[0]))
    return found


def _without_value(task: Task, batch: Batch, used: set[str]) -> list[Lacking]:
    """Words may have been written after the file was checked: then rows may lack a value they need."""
    empty = Q()
    for name in used:
        empty |= Q(**{f"cells__{batch.columns.index(name)}__regex": r"^\s*$"})
    count = Row.objects.filter(empty, task=task).count() if used else 0
    if not count:
        return []
    words = ngettext(
        "%(count)s row lacks a value your words name. Have the file checked again to leave it out.",
        "%(count)s rows lack a value your words name. Have the file checked again to leave them out.",
        count,
    )
    return [Lacking("rows", words % {"count": count})]


def seal(task: Task) -> None:
    """Fix the words of a batch that is being published: what others read names the variables, workers read values.

    Runs in the caller's transaction, which holds the task's row and saves its title and steps.
    """
    batch = of(task)
    if batch is None:
        return
    fields = list(task.proof_fields.order_by("position"))
    batch.title, batch.steps, batch.labels = task.title, task.steps, [field.label for field in fields]
    batch.save(update_fields=["title", "steps", "labels"])
    task.title, task.steps = filling.generic(task.title), [filling.generic(step) for step in task.steps]
    for field in fields:
        field.label = filling.generic(field.label)
        field.save(update_fields=["label"])
    if task.answers > 1:
        Row.objects.filter(task=task).update(wanted=task.answers)


def unsealed(task: Task) -> dict[str, object]:
    """Title and steps of a task as its employer wrote them, for a copy."""
    batch = of(task)
    return {"title": batch.title, "steps": batch.steps} if batch and batch.title else {}


def most_slots(task: Task) -> int:
    """The most slots this task can have."""
    rules = settings.RULES
    return rules.batch_rows * MOST_ANSWERS if task.rows else rules.maximum_slots


def sweep_files(*, most: int = 100) -> int:
    """Delete uploaded files whose draft is published or discarded: their rows are kept; how many."""
    done = Q(task__published_at__isnull=False) | Q(task__state=Task.State.DISCARDED)
    over = Batch.objects.exclude(file="").filter(done)[:most]
    for batch in over:
        batch.file.storage.delete(str(batch.file.name))
        Batch.objects.filter(pk=batch.pk).update(file="")
    return len(over)
