"""Questions made of the controls of a layout: those that belong together as one, each with what it is called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

import re2
from django.utils.translation import gettext as _

from picomarket.lib.line_forms import one_line

from .controls import Control, Option
from .notes import Kind, Note
from .page import Page, Text
from .words import OURS

# What a proof can be, at most: the forms of the wizard have the same limits.
MOST_QUESTIONS, LONGEST_LABEL, MOST_OPTIONS, LONGEST_OPTION = 6, 200, 20, 200
LONGEST_EXAMPLE, LONGEST_PATTERN, MOST_LEAST, LONGEST_STEP = 200, 200, 5000, 1000
NEITHER = {"", "on", "\0"}
# Patterns and examples of what HTML has a calendar, a clock or an own keyboard for.
WRITTEN_SO = {
    "email": (r"[^@\s]+@[^@\s]+\.[^@\s]+", "name@example.org"),
    "date": (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "2026-03-31"),
    "time": (r"[0-9]{2}:[0-9]{2}", "14:30"),
    "month": (r"[0-9]{4}-[0-9]{2}", "2026-03"),
    "week": (r"[0-9]{4}-W[0-9]{2}", "2026-W13"),
    "datetime-local": (r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}", "2026-03-31 14:30"),
}
SENT = {"image": "screenshot", "audio": "sound", "video": "video"}
# A question mark or a colon, also as Chinese and Arabic write them.
ASKS = re.compile(r"[?:\uff1f\uff1a\u061f]\W*$")
# What says that an answer may be left out.
OPTIONAL = re.compile(
    r"\s?[(\[]\s?optional\s?[)\]]|(?<!\bis)(?<!\bare)(?<!\bbe)(?<!\bnot)\s?[-\u2013\u2014,:/|\s]\s?optional[\s.*:]{0,5}$"
    r"|^optional\b[\s:\u2013\u2014-]{0,5}",
    re.IGNORECASE,
)
# The names of code that say nothing, and the characters of those that do.
SAYS_NOTHING = re.compile(r"(answer|field|input|question|text|value|response|data|item|result)?[\W\d_]*", re.IGNORECASE)
SHORTEST_NAME = 3
NONE_TAKES = len("none")
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(slots=True)
class Question:
    """What becomes a proof; ``kind`` and the other fields as a proof field has them. ``line`` is where it stands."""

    kind: str
    label: str
    line: int
    # What it is called without what is said beside it, and its name in the layout.
    called: str = ""
    name: str = ""
    least: int = 0
    example: str = ""
    pattern: str = ""
    options: list[str] = field(default_factory=list)
    lowest: Decimal | None = None
    highest: Decimal | None = None
    most: int = 1
    files: str = ""


class Asker:
    """Finds the questions of a page, and takes the words out of it that they are called by."""

    def __init__(self, page: Page) -> None:
        self.page, self.notes = page, page.notes
        self._pieces = page.pieces
        self._places = {id(one): place for place, one in enumerate(page.pieces)}
        self._used: set[int] = set()
        self._optional: set[int] = set()
        self._steps: dict[int, Text] = {}
        self._by_id: dict[str, list[Text]] = {}
        self._by_holder: dict[int, list[Text]] = {}
        self._legends: dict[str, Text] = {}
        for one in page.pieces:
            if isinstance(one, Text) and one.kind == "label":
                self._by_holder.setdefault(one.holder, []).append(one)
                self._by_id.setdefault(one.target, []).append(one)
            elif isinstance(one, Text) and one.kind == "legend":
                self._legends.setdefault(one.target, one)

    def questions(self) -> list[Question]:
        """The first six. What is left in the page afterwards are its words alone."""
        asked = [self._question(group) for group in self._groups()]
        for lost in asked[MOST_QUESTIONS:]:
            self.notes.append(Note(Kind.TOO_MANY, lost.line, lost.called or lost.label))
        words: list[Text | Control] = []
        for one in self._pieces:
            words += [self._steps[id(one)]] if id(one) in self._steps else []
            words += [one] if isinstance(one, Text) and id(one) not in self._used else []
        self.page.pieces = words
        return asked[:MOST_QUESTIONS]

    # -- which controls belong together

    def _groups(self) -> list[list[Control]]:
        """Radio buttons of a name, and ticks of a name or with nothing said between them."""
        groups: list[list[Control]] = []
        named: dict[tuple[str, str], list[Control]] = {}
        for one in self._pieces:
            if not isinstance(one, Control):
                continue
            key, last = (one.kind, one.together), groups[-1] if groups else None
            if one.is_ticked and one.together and key in named:
                named[key].append(one)
            elif last is not None and self._goes_on(last[-1], one):
                last.append(one)
            else:
                groups.append([one])
                named[key] = groups[-1]
        return groups

    def _goes_on(self, before: Control, after: Control) -> bool:
        alike = before.is_ticked and (after.kind, after.fieldset) == (before.kind, before.fieldset)
        if not alike or (after.kind == "radio" and after.together):
            return False
        own = {id(text) for control in (before, after) for text in self._labels_of(control)}
        between = self._pieces[self._places[id(before)] + 1 : self._places[id(after)]]
        return all(id(one) in own for one in between)

    # -- what they are called

    def _labels_of(self, control: Control) -> list[Text]:
        by_id = self._by_id.get(control.said.get("id", ""), []) if control.said.get("id") else []
        around = [text for number in control.labels for text in self._by_holder.get(number, [])]
        return list({id(text): text for text in [*by_id, *around]}.values())

    def _own_label(self, control: Control) -> str:
        labels = self._labels_of(control)
        if control.label:
            return control.label
        self._used.update(map(id, labels))
        return " ".join(one.plain for one in labels) or (control.tail if control.is_ticked else "")

    def _legend(self, control: Control) -> str:
        legend = self._legends.pop(str(control.fieldset), None)
        if legend is None:
            return ""
        self._used.add(id(legend))
        return legend.plain

    def _before(self, control: Control) -> str:
        """The words right before it, where they read like what it is called."""
        place = self._places[id(control)]
        one = self._pieces[place - 1] if place else None
        if not isinstance(one, Text) or id(one) in self._used or one.kind == "media" or len(one.plain) > LONGEST_LABEL:
            return ""
        beside = one.kind in {"label", "legend", "cell", "term"} or one.holder == control.holder
        if beside or ASKS.search(one.plain) or (one.kind == "heading" and one.level > 1):
            self._used.add(id(one))
            return one.plain
        return ""

    def _label(self, group: Sequence[Control], own: str) -> str:
        first = group[0]
        said = own or self._legend(first) or self._before(first) or first.said.get("title", "")
        label = self._bare(first, said)
        if not label:
            label = self._bare(first, invented(first)) or _("Your answer")
            self.notes.append(Note(Kind.INVENTED, first.line, label[:60]))
        if len(label) <= LONGEST_LABEL:
            return label
        self.notes.append(Note(Kind.LONG_LABEL, first.line, label[:60]))
        self._steps[id(first)] = Text.of("paragraph", label, first.line)
        return f"{label[: LONGEST_LABEL - 1]}\N{HORIZONTAL ELLIPSIS}"

    def _bare(self, control: Control, said: str) -> str:
        """A label in one line, without signs behind it and without a word that it could be left out: it cannot."""
        label = one_line(said)
        bare = OPTIONAL.sub("", label).strip()
        if bare != label.strip():
            self._optional.add(id(control))
            bare = bare[:1].upper() + bare[1:]
        return bare.rstrip(" *:\uff1a").strip() or bare

    # -- what they ask for

    def _question(self, group: list[Control]) -> Question:
        first = group[0]
        if first.kind in {"radio", "select", "ticks"} or len(group) > 1:
            asked = self._chosen(group)
        elif first.kind == "tick":
            asked = Question("choice", self._label(group, self._own_label(first)), first.line)
            asked.options = [_("Yes"), _("No")]
        else:
            asked = self._written(first)
        asked.name = first.name
        self._note_optional(asked, group)
        if any(one.filled for one in group):
            self.notes.append(Note(Kind.FILLED_IN, first.line, asked.called or asked.label))
        return asked

    def _note_optional(self, asked: Question, group: list[Control]) -> None:
        """Says to workers what they write where they had nothing to write, if that can be written."""
        called, said_so = asked.called or asked.label, id(group[0]) in self._optional
        takes_none = asked.kind in {"line", "text"} and not asked.pattern and asked.least <= NONE_TAKES
        told = _("%(question)s (write “none” if you have nothing)") % {"question": asked.label}
        if said_so and takes_none and len(told) <= LONGEST_LABEL:
            asked.label, asked.called = told, called
            self.notes.append(Note(Kind.NONE_WRITTEN, group[0].line, called))
        elif said_so or (not any(one.is_required for one in group) and group[0].kind != "radio"):
            self.notes.append(Note(Kind.OPTIONAL, group[0].line, called))

    def _chosen(self, group: list[Control]) -> Question:
        first = group[0]
        if first.is_ticked:
            offered = [Option(self._own_label(one), one.said.get("value", "")) for one in group]
            own = ""
        else:
            offered, own = first.options, self._own_label(first)
        several = first.kind in {"tick", "ticks"}
        shown = [one_line(one.words or (one.value if one.value not in NEITHER else "")) for one in offered]
        # The first one of a select, without a value, only says what to do.
        is_hint = [first.kind == "select" and not one.value for one in offered]
        options = list(dict.fromkeys(words for words, hint in zip(shown, is_hint, strict=True) if words and not hint))
        asked = Question("choice", self._label(group, own), first.line, options=options)
        self._note_values(asked, offered)
        fits = len(options) <= MOST_OPTIONS and all(len(one) <= LONGEST_OPTION for one in options)
        if several or len(options) < 2 or not fits or any(OURS.search(one) for one in options):
            self._let_write(asked, first, several=several)
        return asked

    def _note_values(self, asked: Question, offered: Sequence[Option]) -> None:
        pairs = [(one_line(one.words), one.value) for one in offered if one.words and one.value not in NEITHER]
        other = [f"{words} = {value}" for words, value in pairs if words.casefold() != value.strip().casefold()]
        if other:
            self.notes.append(Note(Kind.VALUES, asked.line, "; ".join(other)))

    def _let_write(self, asked: Question, first: Control, *, several: bool) -> None:
        """Where a choice cannot be offered, its choices are read and one or some of them are written."""
        options, asked.options, asked.kind, asked.called = asked.options, [], "line", asked.label
        if several:
            self.notes.append(Note(Kind.MANY_OF, first.line, asked.label))
        elif len(options) > 1:
            self.notes.append(Note(Kind.WRITTEN, first.line, asked.label))
        words = _("%(question)s (write all that fit: %(choices)s)") if several else _("%(question)s (%(choices)s)")
        inside = words % {"question": asked.label, "choices": ", ".join(options)}
        if options and len(inside) <= LONGEST_LABEL:
            asked.label = inside
            return
        listed = "\n".join([f"{asked.label}:", *(f"- {one}" for one in options)])
        if options and len(listed) <= LONGEST_STEP:
            self._steps[id(first)] = Text.of("paragraph", listed, first.line)
        elif options:
            self.notes.append(Note(Kind.OPTIONS_LOST, first.line, asked.label))

    def _written(self, control: Control) -> Question:
        said, label = control.said, self._label([control], self._own_label(control))
        asked = Question("line", label, control.line)
        if control.kind == "file":
            _file(asked, said.get("accept", "").lower(), several="multiple" in said)
            return asked
        if control.kind in {"text", "url", "number"}:
            asked.kind = control.kind
        hint = self._bare(control, said.get("placeholder", ""))
        asked.example = hint if hint != label and len(hint) <= LONGEST_EXAMPLE and not OURS.search(hint) else ""
        if control.kind in WRITTEN_SO:
            asked.pattern, example = WRITTEN_SO[control.kind]
            asked.example = asked.example if control.kind == "email" and asked.example else example
            if control.kind != "email":
                self.notes.append(Note(Kind.DATE, control.line, label))
        self._limits(asked, control)
        return asked

    def _limits(self, asked: Question, control: Control) -> None:
        said = control.said
        if asked.kind == "number":
            asked.lowest, asked.highest = _number(said.get("min", "")), _number(said.get("max", ""))
            wrong = asked.lowest is not None and asked.highest is not None and asked.lowest > asked.highest
            lost = [name for name in ("min", "max") if said.get(name) and _number(said[name]) is None]
            for name, kind in (("min", Kind.LOWEST), ("max", Kind.HIGHEST)):
                if wrong or name in lost:
                    self.notes.append(Note(kind, control.line, asked.label))
            if said.get("step", "1") not in {"1", "any"}:
                self.notes.append(Note(Kind.STRIDE, control.line, asked.label))
            if wrong:
                asked.lowest = asked.highest = None
            return
        if asked.kind in {"line", "text"}:
            asked.least = min(_whole(said.get("minlength", "")), MOST_LEAST)
        if pattern := said.get("pattern") or said.get("allowed-pattern", ""):
            if asked.kind == "text" or "pattern" not in said or not _is_pattern(pattern):
                self.notes.append(Note(Kind.PATTERN, control.line, asked.label))
            else:
                asked.pattern = pattern
        if most := _whole(said.get("maxlength", "") or said.get("max-length", "")):
            self.notes.append(Note(Kind.LONGEST, control.line, asked.label))
            longer = _("%(question)s (at most %(most)s characters)") % {"question": asked.label, "most": most}
            asked.called = asked.label
            asked.label = longer if len(longer) <= LONGEST_LABEL else asked.label


def invented(control: Control) -> str:
    """What a control without a label may be called by: its name, where that says anything, else an example in it."""
    name, hint = humanised(control.name), control.said.get("placeholder", "")
    says = len(name) >= SHORTEST_NAME and not SAYS_NOTHING.fullmatch(name)
    return name if says or "://" in hint or not re.search(r"[^\W\d_]", hint) else hint


def humanised(name: str) -> str:
    """A name of code as words: ``imageLabel_1`` is Image label 1."""
    words = " ".join(re.split(r"[\s_.\-\[\]]+", CAMEL.sub(" ", OURS.sub("", name)))).strip()
    return words[:1].upper() + words[1:].lower() if words else ""


def _file(asked: Question, accept: str, *, several: bool) -> None:
    kinds = {part.strip().partition("/")[0] for part in accept.split(",") if "/" in part}
    kind = SENT.get(kinds.pop(), "") if len(kinds) == 1 else ""
    asked.kind = "screenshot" if kind == "screenshot" else "file"
    asked.files = "" if asked.kind == "screenshot" else kind
    asked.most = 4 if several else 1


def _number(text: str) -> Decimal | None:
    """A bound as it can be kept: eleven digits before the point and four behind it."""
    try:
        number = Decimal(text.strip()[:30])
        fits = number.is_finite() and abs(number) < 10**11
        return Decimal(f"{number.quantize(Decimal('0.0001')).normalize():f}") if fits else None
    except InvalidOperation:
        return None


def _whole(text: str) -> int:
    text = text.strip()
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else 0


def _is_pattern(pattern: str) -> bool:
    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(pattern, options=options)
    except re2.error:
        return False
    return len(pattern) <= LONGEST_PATTERN
