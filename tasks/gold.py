"""Gold rows: given out as all others, scored when they are handed in, contested, and fallen where they were wrong."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from psycopg import sql

from accounts.models import User
from inbox import notices
from inbox.topics import Topic
from picomarket.lib.refusals import Refused

from . import importing, matching
from .models import Gold, GoldAnswer, GoldStop, ProofField, Row, Task

State = GoldAnswer.State


class NotContestable(Refused):
    """The right answer cannot be contested, or not again."""


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How many of the gold rows a worker did in a batch they had right."""

    right: int = 0
    done: int = 0

    @property
    def percent(self) -> int | None:
        return self.right * 100 // self.done if self.done else None

    @property
    def weight(self) -> float:
        """What this worker's answers weigh beside others': half a right one, before anything is known."""
        return (self.right + 1) / (self.done + 2)


def lay(task: Task) -> None:
    """Note which rows of a batch that is being published are gold. Runs in the caller's transaction."""
    batch = importing.of(task)
    if batch is None or not any(task.gold_columns):
        return
    cells = [_cell(batch.columns, name) for name in task.gold_columns]
    known = sql.SQL(" OR ").join(sql.SQL("{} <> ''").format(cell) for cell in cells)
    statement = sql.SQL(
        "INSERT INTO tasks_gold (task_id, row_id, answers, because)"
        " SELECT task_id, id, ARRAY[{cells}], {because} FROM tasks_row WHERE task_id = {task} AND ({known})"
    )
    because = _cell(batch.columns, task.gold_because)
    given = {"cells": sql.SQL(", ").join(cells), "because": because, "task": sql.Literal(task.pk), "known": known}
    with connection.cursor() as cursor:
        cursor.execute(statement.format(**given).as_string())


def _cell(columns: list[str], name: str) -> sql.Composable:
    """What stands in a column of a row, without the spaces around it."""
    if name not in columns:
        return sql.SQL("''::text")
    return sql.SQL("btrim(cells[{}], E' \\t\\r\\n')").format(sql.Literal(columns.index(name) + 1))


def score(task: Task, row_id: int, worker: User, given: Mapping[int, str], *, now: datetime) -> None:
    """Note whether what a worker handed in for a row is right, where it is gold: the first time counts.

    ``given`` are the texts by the position of the proof. Whoever missed too many gets no more rows, and is told.
    """
    # Locked, so that its employer does not take it away at this moment.
    gold = Gold.objects.standing().filter(row=row_id).select_for_update(no_key=True).first()
    if gold is None:
        return
    kinds = dict(ProofField.objects.filter(task=task).values_list("position", "kind"))
    wanted = ((position, right) for position, right in enumerate(gold.answers, start=1) if right)
    is_right = all(matching.is_right(kinds[position], right, given.get(position, "")) for position, right in wanted)
    said = {"task": task, "is_right": is_right, "scored_at": now}
    _answer, is_new = GoldAnswer.objects.get_or_create(gold=gold, worker=worker, defaults=said)
    if is_new:
        keep_out(task, [worker.pk], now=now)


def accuracies(task: Task, workers: Collection[int] | None = None) -> dict[int, Accuracy]:
    """How well these workers did, or all, by key: only who answered a gold row that stands."""
    given = GoldAnswer.objects.counted().filter(task=task)
    if workers is not None:
        given = given.filter(worker__in=workers)
    counted = given.order_by().values("worker").annotate(right=Count("pk", filter=Q(is_right=True)), done=Count("pk"))
    return {one["worker"]: Accuracy(one["right"], one["done"]) for one in counted}


def scored(rows: Collection[int]) -> dict[tuple[int, int], bool]:
    """Whether the answers to gold rows that stand were right, by the row and the worker."""
    given = GoldAnswer.objects.counted().filter(gold__row__in=rows)
    return {(row, worker): is_right for row, worker, is_right in given.values_list("gold__row", "worker", "is_right")}


def keep_out(task: Task, workers: Collection[int] | None = None, *, now: datetime) -> None:
    """Bring up to date who gets no more rows of a batch, of these workers or of all; whoever is new to it is told.

    Runs in the caller's transaction.
    """
    known, least = accuracies(task, workers), task.gold_least
    missed = {key for key, one in known.items() if one.done >= task.gold_after and one.right * 100 < least * one.done}
    stops = GoldStop.objects.filter(task=task)
    if workers is not None:
        stops = stops.filter(worker__in=workers)
    stops.exclude(worker__in=missed).delete()
    new = missed - set(stops.values_list("worker", flat=True))
    kept = [GoldStop(task=task, worker_id=key, since=now) for key in sorted(new)]
    GoldStop.objects.bulk_create(kept, ignore_conflicts=True)
    _tell_stopped(task, new, known, now=now)


def _tell_stopped(task: Task, stopped: Collection[int], known: Mapping[int, Accuracy], *, now: datetime) -> None:
    subject = format_lazy(_("No more rows for you: {title}"), title=task.title)
    words = _(
        "Of the rows whose answer is known you had {right} of {done} right; the employer asks for {least}%. What you"
        " handed in is judged and paid as ever, and your level and rate stay as they are."
    )
    notices.tell_each(
        (
            (
                person,
                subject,
                format_lazy(words, right=known[person.pk].right, done=known[person.pk].done, least=task.gold_least),
                task.get_absolute_url(),
            )
            for person in User.objects.filter(pk__in=stopped)
        ),
        topic=Topic.TESTS,
        now=now,
    )


def answer_of(row: Row | None, worker: User) -> GoldAnswer | None:
    """How this worker answered a row, where it is a gold one and they handed it in."""
    if row is None:
        return None
    return GoldAnswer.objects.filter(gold__row=row, worker=worker).select_related("gold").first()


def contest(answer: GoldAnswer, *, words: str, by: User, now: datetime) -> None:
    """Tell the employer why the answer that is said to be right is wrong. Once; raises NotContestable."""
    with transaction.atomic():
        mine = GoldAnswer.objects.filter(worker=by).select_related("gold", "task__employer")
        row = mine.select_for_update(no_key=True, of=("self",)).get(pk=answer.pk)
        if not row.is_contestable:
            raise NotContestable(_("You contested this answer already, or it counts no more."))
        row.words, row.contested_at = words, now
        row.move_to(State.CONTESTED, "words", "contested_at")
        subject = format_lazy(_("A right answer of “{title}” is contested"), title=row.task.title)
        url = reverse("submissions:gold", args=[row.task.public_id])
        notices.tell(row.task.employer, subject=subject, body=words, url=url, topic=Topic.TESTS, now=now)


def decline(answer: GoldAnswer, *, reply: str, by: User, now: datetime) -> None:
    """The right answer stands; the worker reads why. One that is closed already stays as it is."""
    with transaction.atomic():
        found = GoldAnswer.objects.contested().filter(task__employer=by, pk=answer.pk)
        row = found.select_related("worker", "task").select_for_update(no_key=True, of=("self",)).first()
        if row is None:
            return
        row.reply, row.closed_at = reply, now
        row.move_to(State.DECLINED, "reply", "closed_at")
        subject = format_lazy(_("The answer you contested in “{title}” stands"), title=row.task.title)
        notices.tell(
            row.worker, subject=subject, body=reply, url=row.task.get_absolute_url(), topic=Topic.TESTS, now=now
        )


def fall(gold: Gold, *, by: User, now: datetime) -> bool:
    """What was said to be right was wrong: the row counts for nobody any more, and everybody who answered it is scored
    anew and told. False where it fell before. No money moves."""
    with transaction.atomic():
        row = Gold.objects.of(by).select_related("task").select_for_update(no_key=True, of=("self",)).get(pk=gold.pk)
        if row.has_fallen:
            return False
        row.fallen_at = now
        row.save(update_fields=["fallen_at"])
        given = row.given.select_related("worker").order_by("pk").select_for_update(no_key=True, of=("self",))
        people = list(given)
        for one in people:
            if one.state == State.CONTESTED:
                one.closed_at = now
                one.move_to(State.AGREED, "closed_at")
        keep_out(row.task, [one.worker_id for one in people], now=now)
        _tell_fallen(row.task, people, now=now)
    return True


def _tell_fallen(task: Task, people: list[GoldAnswer], *, now: datetime) -> None:
    known = accuracies(task, [one.worker_id for one in people])
    agreed = format_lazy(_("You were right: an answer of “{title}” was withdrawn"), title=task.title)
    fallen = format_lazy(_("A known answer of “{title}” was withdrawn"), title=task.title)
    body = _(
        "What the employer held to be right was wrong. That row counts for nobody any more, whatever you answered."
    )
    left = _("{body} Of the other known answers you were asked for, you have {right} of {done} right.")

    def words(one: GoldAnswer) -> str | Promise:
        accuracy = known.get(one.worker_id)
        return format_lazy(left, body=body, right=accuracy.right, done=accuracy.done) if accuracy else body

    told = ((one, agreed if one.state == State.AGREED else fallen, words(one)) for one in people)
    notices.tell_each(
        ((one.worker, subject, said, task.get_absolute_url()) for one, subject, said in told),
        topic=Topic.TESTS,
        now=now,
    )
