"""The policy engine: reads what a task asks for and says what follows, each time with the rule and the words.

Every phrase found adds its weight to its rule. At ``policy_look_weight`` a person looks before the task is published,
at ``policy_block_weight`` it is not published at all. A phrase that the words around it say no to weighs half.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum
from typing import TypeAlias

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from picomarket.lib import locales
from picomarket.lib.counting import figure

from . import excerpts, filling, going_on, phrases
from .models import Edition, Phrase, ProofField, Risk, Row, Rule, Task

ADVICE = {
    Risk.EMAIL: gettext_lazy("Use an alias that you can drop, not your main address."),
    Risk.PHONE: gettext_lazy("Give no number you need. A code sent to it is for you alone."),
    Risk.INSTALL: gettext_lazy("Install only from an official store, and remove it afterwards."),
    Risk.SIGN_UP: gettext_lazy("Use an alias and a password you use nowhere else."),
    Risk.PAYMENT: gettext_lazy("You never pay to work here. Give no card number."),
    Risk.PERSONAL: gettext_lazy("Say no more than you would tell a stranger. Report it if it asks for papers."),
}
# The category of work that is signing up.
SIGN_UP = "sign-up"
# So many rows of a batch are read from its start until a job has looked through all of them.
ROWS_READ = 20
NOTHING = range(0)
# The pieces of a task in the order in which it is read.
ORDER = ("title", "step", "proof", "rows", "answer")


class Answer(IntEnum):
    """What follows, the mildest first."""

    ALLOW = 0
    LABEL = 1
    LOOK = 2
    BLOCK = 3


@dataclass(frozen=True, slots=True)
class Piece:
    """One text of a task: its title, a step, what a proof asks for or a row of its file, whose ``number`` is its line.

    ``step`` of the wizard is where it is changed; ``at`` is the field that holds it where that is not the wizard's.
    ``asks`` says from which character of it to which it names what is wanted; a proof does from its first to its last.
    """

    kind: str
    number: int
    text: str
    at: str = ""
    row: int = 0
    asks: tuple[int, int] | None = None

    @property
    def asking(self) -> range:
        return range(*self.asks) if self.asks else range(len(self.text) if self.kind == "proof" else 0)

    @property
    def name(self) -> str:
        rows = _("Row %(row)s, line %(number)s of the file")
        names = {"step": _("Step %(number)s"), "proof": _("Proof %(number)s"), "rows": rows}
        names["answer"] = _("Answer")
        return names.get(self.kind, _("Title")) % {"number": figure(self.number), "row": figure(self.row)}

    @property
    def field(self) -> str:
        """The field of the form that holds it."""
        return self.at or {"step": f"step_{self.number}", "proof": f"label_{self.number}"}.get(self.kind, "title")

    @property
    def step(self) -> str:
        return {"proof": "proof", "rows": "rows"}.get(self.kind, "what")


# All there is to read, in which most phrases are soon seen not to be, and each piece with the ways to read it.
Read: TypeAlias = tuple[str, list[tuple[Piece, list[phrases.Reading]]]]


@dataclass(frozen=True, slots=True)
class Finding:
    """A phrase found in a piece. ``key`` names the rule and the phrase, whatever the edition."""

    piece: Piece
    start: int
    end: int
    weight: int
    negated: bool
    key: str = ""

    @property
    def phrase(self) -> str:
        """The words as the employer wrote them."""
        return " ".join(self.piece.text[self.start : self.end].split())

    @property
    def stretch(self) -> slice:
        return slice(self.start, self.end)

    @property
    def place(self) -> tuple[int, int, int]:
        """Sorts findings as a task is read."""
        return ORDER.index(self.piece.kind), self.piece.number, self.start

    def lies_within(self, other: Finding) -> bool:
        return self.piece == other.piece and other.start <= self.start and self.end <= other.end

    @property
    def quoted(self) -> str:
        """The phrase between quotes, and in which row of a file."""
        return f"“{self.phrase}” ({self.piece.name})" if self.piece.kind == "rows" else f"“{self.phrase}”"

    @property
    def excerpt(self) -> list[excerpts.Part]:
        """The sentence it stands in, the phrase marked."""
        return excerpts.passages(self.piece.text, [self.stretch])[0]


@dataclass(frozen=True, slots=True)
class Charge:
    """What was found against one rule, and what follows. ``field`` is the one of a form that it is shown at."""

    rule: Rule
    answer: Answer
    weight: int
    findings: list[Finding]
    field: str = ""

    @property
    def blocks(self) -> bool:
        return self.answer == Answer.BLOCK

    def weight_beyond(self, allowed: set[str]) -> int:
        """What it weighs without the phrases that somebody allowed here."""
        return sum(one.weight for one in self.findings if one.key not in allowed)

    @property
    def shown(self) -> list[Finding]:
        """The findings without those that lie within another one, in the order of the task."""
        longest: list[Finding] = []
        for one in sorted(self.findings, key=lambda found: found.start - found.end):
            if not any(one.lies_within(other) for other in longest):
                longest.append(one)
        return sorted(longest, key=lambda one: one.place)

    @property
    def passages(self) -> list[tuple[str, list[excerpts.Part]]]:
        """Each sentence once, all that was found in it marked, with the name of the piece it stands in."""
        stretches: dict[Piece, list[slice]] = {}
        for one in self.shown:
            stretches.setdefault(one.piece, []).append(one.stretch)
        return [(piece.name, part) for piece, some in stretches.items() for part in excerpts.passages(piece.text, some)]

    @property
    def words(self) -> str:
        """In one line: the rule and the phrases, each once."""
        said = locales.listed({one.phrase.casefold(): one.quoted for one in reversed(self.shown)}.values())
        return _("Rule %(number)s, %(title)s: %(phrases)s") % {
            "number": self.rule.number,
            "title": locales.said(self.rule.title),
            "phrases": said,
        }


@dataclass(frozen=True, slots=True)
class Judgement:
    """All that the engine has to say of a task."""

    edition: Edition | None
    charges: list[Charge]
    risks: list[str]

    @property
    def answer(self) -> Answer:
        mildest = Answer.LABEL if self.risks else Answer.ALLOW
        return max([mildest, *(charge.answer for charge in self.charges)])

    @property
    def blocked(self) -> list[Charge]:
        return [charge for charge in self.charges if charge.blocks]

    @property
    def weight(self) -> int:
        return sum(charge.weight for charge in self.charges)

    @property
    def keys(self) -> list[str]:
        """The rules with the phrases that were found, each once."""
        return sorted({one.key for charge in self.charges for one in charge.findings})

    def within(self, *steps: str) -> list[Charge]:
        """Charges whose words are changed in these steps of the wizard, in the order of their form, each with the first
        field that has some of them."""
        here = [[one for one in charge.shown if one.piece.step in steps] for charge in self.charges]
        found = [(some[0], charge) for some, charge in zip(here, self.charges, strict=True) if some]
        found.sort(key=lambda one: one[0].place)
        return [replace(charge, field=first.piece.field) for first, charge in found]


@dataclass(frozen=True, slots=True)
class Book:
    """What many tasks are judged by, fetched once: an edition with its rules, and the phrases."""

    edition: Edition | None
    rules: dict[str, Rule]
    phrases: list[Phrase]

    @property
    def fingerprint(self) -> str:
        """Names what it says: a rule or a phrase is another, the name is another."""
        said = [(rule.subject, rule.number) for rule in self.rules.values()]
        points = sorted((*said_by(one), one.subject, one.weight, one.risk) for one in self.phrases)
        number = self.edition.number if self.edition else 0
        weights = settings.RULES.policy_look_weight, settings.RULES.policy_block_weight
        return hashlib.sha256(repr((number, weights, sorted(said), points)).encode()).hexdigest()


def edition(*, now: datetime) -> Edition | None:
    """The policy in force."""
    return Edition.objects.effective(now).first()


def book(of: Edition | None) -> Book:
    """What is judged by under this edition, with the phrases as they are."""
    rules = {rule.subject: rule for rule in of.rules.order_by("number")} if of else {}
    return Book(of, rules, known_phrases())


def known_phrases() -> list[Phrase]:
    return list(Phrase.objects.order_by("pk"))


def said_by(phrase: Phrase) -> tuple[str, str, bool]:
    """All that decides where it is found."""
    return phrase.words, phrase.unless, phrase.only_asked


def judge(task: Task, *, now: datetime, by: Book | None = None) -> Judgement:
    """Judge a task's words by the policy in force, or ``by`` what was fetched for many."""
    by = by or book(edition(now=now))
    judgement = _judged(pieces_of(task), by)
    return replace(judgement, risks=_in_order([*judgement.risks, *_by_category(task)]))


def judge_pieces(pieces: Iterable[Piece], *, now: datetime) -> Judgement:
    """Judge any texts, for instance those of a batch with its rows filled in."""
    return _judged(pieces, book(edition(now=now)))


def _judged(pieces: Iterable[Piece], by: Book) -> Judgement:
    read, found = _read(pieces), dict[str, list[Finding]]()
    for phrase in by.phrases:
        if phrase.subject in by.rules and (findings := _findings(phrase, read)):
            found.setdefault(phrase.subject, []).extend(findings)
    charges = [_charge(by.rules[subject], findings) for subject, findings in found.items()]
    grave = [charge for charge in charges if charge.answer >= Answer.LOOK]
    grave.sort(key=lambda one: (-one.answer, -one.weight))
    return Judgement(by.edition, grave, _in_order(_risks(by.phrases, read)))


def risks_of(task: Task) -> list[str]:
    """The risks a worker should know of before claiming."""
    known = Phrase.objects.exclude(risk="")
    return _in_order([*_risks(known, _read(pieces_of(task))), *_by_category(task)])


def _risks(known: Iterable[Phrase], read: Read) -> list[str]:
    return [one.risk for one in known if one.risk and any(not found.negated for found in _findings(one, read))]


def _by_category(task: Task) -> list[str]:
    return [Risk.SIGN_UP] if task.category and task.category.slug == SIGN_UP else []


def _read(pieces: Iterable[Piece]) -> Read:
    read = [(piece, phrases.readings(piece.text)) for piece in pieces]
    return "\n".join(way.words for _piece, ways in read for way in ways), read


def advice(risks: Iterable[str] = Risk.values) -> list[tuple[str, str]]:
    """Risks in words, each with what a worker can do about it."""
    return [(str(Risk(risk).label), str(ADVICE[Risk(risk)])) for risk in risks]


def _in_order(risks: Iterable[str]) -> list[str]:
    return [risk for risk in Risk.values if risk in set(risks)]


def _findings(phrase: Phrase, read: Read) -> list[Finding]:
    """The first place of a phrase in each piece, of all rows in one. It weighs once, however often it stands there."""
    if not phrases.may_be_in(phrase.words, read[0], unless=phrase.unless):
        return []
    found: list[Finding] = []
    for piece, ways in read[1]:
        within = piece.asking if phrase.only_asked else None
        if within != NOTHING and (match := phrases.find(phrase.words, ways, unless=phrase.unless, within=within)):
            weight, key = phrase.weight // 2 if match.negated else phrase.weight, f"{phrase.subject}: {phrase.words}"
            found.append(Finding(piece, match.start, match.end, weight, match.negated, key))
    found = _one_row_of(found)
    heaviest = max(found, key=lambda one: one.weight, default=None)
    return [one if one is heaviest else replace(one, weight=0) for one in found]


def _one_row_of(found: list[Finding]) -> list[Finding]:
    """The first row in which nobody says no to it stands for all rows."""
    rows = sorted((one for one in found if one.piece.kind == "rows"), key=lambda one: (one.negated, one.piece.number))
    return [*(one for one in found if one.piece.kind != "rows"), *rows[:1]]


def _charge(rule: Rule, findings: list[Finding]) -> Charge:
    weight, rules = sum(one.weight for one in findings), settings.RULES
    answer = Answer.LOOK if weight >= rules.policy_look_weight else Answer.ALLOW
    if weight >= rules.policy_block_weight and not all(one.negated for one in findings):
        answer = Answer.BLOCK
    return Charge(rule, answer, weight, findings)


def pieces_of(task: Task) -> list[Piece]:
    """What of a task the engine reads."""
    fields = _fields(task)
    return [*_own_pieces(task, fields), *_rows_of(task, fields)]


def _fields(task: Task) -> list[ProofField]:
    # Sorted here, so that proofs that were fetched with many tasks are not asked for again.
    return sorted(task.proof_fields.all(), key=lambda field: field.position) if task.pk else []


def _own_pieces(task: Task, fields: Sequence[ProofField]) -> list[Piece]:
    steps = [Piece("step", number, text) for number, text in enumerate(task.steps, start=1)]
    proofs = [proof(one.position, one.label, one.example, *one.options, one.site) for one in fields]
    return [Piece("title", 0, task.title), *steps, *proofs]


def proof(number: int, label: str, *others: str) -> Piece:
    """What a proof says. Its label asks; an example or a choice only shows what may be answered."""
    return Piece("proof", number, going_on.APART.join(filter(None, (label, *others))), asks=(0, len(label)))


def _rows_of(task: Task, fields: Sequence[ProofField]) -> list[Piece]:
    """The rows of a batch that need a close look, as a worker reads them; and its first ones until all are looked
    through."""
    if not task.rows:
        return []
    numbers = {*task.batch.suspected, *([] if task.batch.is_looked_through else range(1, ROWS_READ + 1))}
    rows = Row.objects.filter(task=task, number__in=numbers).order_by("number") if numbers else []
    read = [
        (row, filling.words_of(task, row) if task.published_at else filling.preview(task.batch, row, fields))
        for row in rows
    ]
    return [_row(row, (one.title, *one.steps), one.labels.values()) for row, one in read]


def _row(row: Row, said: Iterable[str], labels: Iterable[str]) -> Piece:
    before, text = len(going_on.APART.join(said)), going_on.APART.join((*said, *labels))
    return Piece("rows", row.line, text, row=row.number, asks=(before, len(text)))


def fingerprint(task: Task) -> str:
    """Names the words of a task: the same words and the same file, the same name."""
    words = "\x00".join(f"{piece.kind}\x01{piece.text}" for piece in _own_pieces(task, _fields(task)))
    file = f"\x02{task.batch.uploaded_at}" if task.rows else ""
    return hashlib.sha256(f"{words}{file}".encode()).hexdigest()


def shown(task: Task, judgement: Judgement) -> list[tuple[Piece, list[excerpts.Part]]]:
    """Every piece of a task with all that was found marked; of a batch's rows only those with something found."""
    found = [one for charge in judgement.charges for one in charge.findings]
    return [
        (piece, excerpts.marked(piece.text, [one.stretch for one in found if one.piece == piece]))
        for piece in pieces_of(task)
        if piece.kind != "rows" or any(one.piece == piece for one in found)
    ]
