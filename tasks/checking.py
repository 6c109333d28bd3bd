"""What an employer asks to be checked by itself, and what a draft lacks for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from django.db.models import Q
from django.utils.translation import gettext, ngettext

from . import filling, importing
from .models import Batch, ProofField, Row, Task

Kind = ProofField.Kind
# The share of gold rows that measures people well and costs little, in percent.
FEWEST_GOLD, MOST_GOLD = 5, 10
A_NUMBER = r"\s*[+-]?\d+([.,]\d+)?\s*"
Lacks = Iterator[tuple[str, str]]


def comparable(fields: Iterable[ProofField]) -> list[ProofField]:
    """The proofs two people may give in the same way, in order."""
    return sorted((one for one in fields if one.kind in ProofField.COMPARABLE), key=lambda one: one.position)


def compared(task: Task) -> list[ProofField]:
    """The proofs in which answers to a row are compared."""
    fields = comparable(task.proof_fields.all())
    return [one for one in fields if one.position in task.compared] or fields


def lacks(task: Task) -> list[tuple[str, str]]:
    """What keeps a draft's checking from working: the step of the wizard where it is mended, and words."""
    batch = importing.of(task)
    if batch is None or batch.state != Batch.State.CHECKED:
        return []
    gold = list(_gold_lacks(task, batch)) if task.has_gold else []
    if task.has_gold and not gold and not gold_rows(task):
        gold = [("review", gettext("No row has a right answer in the columns you chose."))]
    return [*_agreement_lacks(task), *gold]


def _agreement_lacks(task: Task) -> Lacks:
    if task.agreeing > task.answers:
        words = ngettext(
            "You ask for %(same)s same answers, and each row gets %(count)s. Ask for more answers or none the same.",
            "You ask for %(same)s same answers, and each row gets %(count)s. Ask for more answers or fewer the same.",
            task.answers,
        )
        yield "review", words % {"same": task.agreeing, "count": task.answers}
    if task.agreeing and not compared(task):
        yield "proof", gettext("To compare answers, ask for a choice, a number, a short text or a web address.")


def _gold_lacks(task: Task, batch: Batch) -> Lacks:
    kinds = {one.position: one.kind for one in comparable(task.proof_fields.all())}
    fields = list(task.proof_fields.all())
    named = set(filling.variables(task.title, *task.steps, *(one.label for one in fields)))
    for position, name in enumerate(task.gold_columns, start=1):
        if not name:
            continue
        if name not in batch.columns:
            yield "review", gettext("Your file has no column %(name)s with right answers.") % {"name": name}
        elif position not in kinds:
            words = gettext("There are right answers for proof %(number)s, and it cannot be compared with them.")
            yield "review", words % {"number": position}
        elif name in named:
            words = gettext("Your words name {{%(name)s}}, which holds the right answers: workers would read them.")
            yield "what", words % {"name": name}
        elif count := _unreadable(task, batch, name, next(one for one in fields if one.position == position)):
            words = ngettext(
                "%(count)s right answer in %(name)s is nothing a worker could answer.",
                "%(count)s right answers in %(name)s are nothing a worker could answer.",
                count,
            )
            yield "review", words % {"count": count, "name": name}
        elif count := _unmissable(task, batch, name, next(one for one in fields if one.position == position)):
            words = ngettext(
                "%(count)s right answer in %(name)s is every option there is, so nobody could miss it.",
                "%(count)s right answers in %(name)s are every option there is, so nobody could miss them.",
                count,
            )
            yield "review", words % {"count": count, "name": name}


def _unreadable(task: Task, batch: Batch, name: str, field: ProofField) -> int:
    """How many right answers are none of the options, or no number."""
    if field.kind == Kind.NUMBER:
        cell = f"cells__{batch.columns.index(name)}"
        rows = Row.objects.filter(task=task).exclude(**{f"{cell}__regex": r"^\s*$"})
        return rows.exclude(**{f"{cell}__regex": rf"^{A_NUMBER}(\|{A_NUMBER})*$"}).count()
    if field.kind != Kind.CHOICE:
        return 0
    options = set(field.options)
    return sum(count for text, count in _said(task, batch, name).items() if not _are_options(text, options))


def _unmissable(task: Task, batch: Batch, name: str, field: ProofField) -> int:
    """How many right answers are all options of a choice."""
    if field.kind != Kind.CHOICE:
        return 0
    return sum(count for text, count in _said(task, batch, name).items() if is_unmissable(field, text))


def _said(task: Task, batch: Batch, name: str) -> Counter[str]:
    """What stands in a column, and how often."""
    cell = f"cells__{batch.columns.index(name)}"
    rows = Row.objects.filter(task=task).exclude(**{f"{cell}__regex": r"^\s*$"})
    return Counter(rows.values_list(cell, flat=True).iterator())


def fits(field: ProofField, text: str) -> bool:
    """Whether a right answer is something a worker could answer."""
    if field.kind == Kind.NUMBER:
        return all(re.fullmatch(A_NUMBER, one) for one in text.split("|"))
    return field.kind != Kind.CHOICE or _are_options(text, set(field.options))


def _are_options(text: str, options: set[str]) -> bool:
    return text.strip() in options or all(one.strip() in options for one in text.split("|"))


def is_unmissable(field: ProofField, text: str) -> bool:
    """Whether every option of a choice would be right, so that it says nothing of who chose one."""
    said = {one.strip() for one in (text, *text.split("|"))}
    return field.kind == Kind.CHOICE and set(field.options) <= said


def good_share(rows: int) -> str:
    """How many of so many rows should have a known answer."""
    fewest = max(-(-rows * FEWEST_GOLD // 100), 1)
    given = {"fewest": FEWEST_GOLD, "most": MOST_GOLD, "low": fewest, "high": max(rows * MOST_GOLD // 100, fewest)}
    if given["low"] == given["high"]:
        words = ngettext(
            "%(fewest)s to %(most)s%% of the rows measure people well: here %(low)s row.",
            "%(fewest)s to %(most)s%% of the rows measure people well: here %(low)s rows.",
            fewest,
        )
        return words % given
    return gettext("%(fewest)s to %(most)s%% of the rows measure people well: here %(low)s to %(high)s.") % given


def gold_rows(task: Task) -> int:
    """How many rows of a draft have a right answer."""
    batch = importing.of(task)
    columns = batch.columns if batch else []
    known = Q()
    for name in task.gold_columns:
        if name in columns:
            known |= Q(**{f"cells__{columns.index(name)}__regex": r"\S"})
    return Row.objects.filter(known, task=task).count() if known else 0


def gold_advice(task: Task) -> str:
    """What to say of how many gold rows a draft has; empty where they are neither few nor many."""
    count = gold_rows(task) if task.has_gold and task.rows else 0
    if not count or task.rows * FEWEST_GOLD <= count * 100 <= task.rows * MOST_GOLD:
        return ""
    given = {"count": count, "share": count * 100 // task.rows, "fewest": FEWEST_GOLD, "most": MOST_GOLD}
    if count * 100 > task.rows * MOST_GOLD:
        words = ngettext(
            "%(count)s row has a known answer, %(share)s%% of all. You pay for it as for the others: %(fewest)s to"
            " %(most)s%% do.",
            "%(count)s rows have a known answer, %(share)s%% of all. You pay for them as for the others: %(fewest)s to"
            " %(most)s%% do.",
            count,
        )
        return words % given
    words = ngettext(
        "%(count)s row has a known answer, %(share)s%% of all. Few meet it: %(fewest)s to %(most)s%% say more.",
        "%(count)s rows have a known answer, %(share)s%% of all. Few meet them: %(fewest)s to %(most)s%% say more.",
        count,
    )
    return words % given
