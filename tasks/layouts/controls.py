"""What asks for something in a layout: HTML's controls and the Crowd elements of MTurk and Ground Truth."""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from .notes import Kind, Note

NOT_TEXT = {"input", "textarea", "select", "option", "button"}
CLASSIFIERS = {"crowd-classifier": "radio", "crowd-image-classifier": "radio"}
CLASSIFIERS |= {f"{tag}-multi-select": "ticks" for tag in list(CLASSIFIERS)}
CROWD = {
    *("crowd-input", "crowd-text-area", "crowd-radio-button", "crowd-checkbox", "crowd-slider", "crowd-toggle-button"),
    *("crowd-button", "crowd-submit", *CLASSIFIERS),
}
# They bring nothing and ask for nothing.
HARMLESS = {"crowd-icon", "crowd-icon-button", "crowd-badge", "crowd-toast", "crowd-fab"}
# What is written in one line.
LINES = {"text", "search", "email", "tel", "date", "time", "month", "week", "datetime-local", "color"}
SENDS = {"submit", "image", "reset"}
LONGEST_LIST = 20_000


@dataclass(slots=True, eq=False)
class Option:
    """One of several to choose from: what workers read, and the value behind it."""

    words: str = ""
    value: str = ""


@dataclass(slots=True, eq=False)
class Control:
    """One control. ``kind``: line, text, url, number, file, radio, tick (on its own), ticks, select or one of LINES.

    ``group`` is the radio group it stands in, ``labels`` numbers the labels around it,
    ``fieldset``, ``holder`` and ``row`` what it stands in.
    """

    kind: str
    line: int
    said: Mapping[str, str]
    name: str = ""
    group: str = ""
    label: str = ""
    source: str = ""
    tail: str = ""
    options: list[Option] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)
    fieldset: int = 0
    holder: int = 0
    row: int = 0
    filled: bool = False

    @property
    def is_ticked(self) -> bool:
        return self.kind in {"radio", "tick"} and not self.options

    @property
    def together(self) -> str:
        """What those that are chosen from together have in common, where anything says so."""
        return self.group or self.name

    @property
    def is_required(self) -> bool:
        return "required" in self.said

    def begin_option(self, said: Mapping[str, str]) -> None:
        """One more of a select; the first one without a value only says what to do."""
        self.filled = self.filled or ("selected" in said and bool(said.get("value", "-")))
        self.options.append(Option(said.get("label", ""), said.get("value", "\0")))

    def say_option(self, words: str) -> None:
        self.options[-1].words = f"{self.options[-1].words} {words}".strip()


def control_of(tag: str, said: Mapping[str, str], line: int, notes: list[Note]) -> Control | None:
    """What a tag asks for; nothing, with a note unless nobody misses it, where it asks for nothing we could."""
    name = said.get("name") or said.get("id", "")
    typed = said.get("type", "text").strip().lower() or "text"
    if tag == "button" or tag in {"crowd-button", "crowd-submit"} or (tag == "input" and typed in {*SENDS, "button"}):
        if tag == "input" and typed == "button":
            notes.append(Note(Kind.BUTTON, line, said.get("value") or name))
        return None
    if tag == "input" and typed == "hidden":
        notes.append(Note(Kind.HIDDEN_INPUT, line, name))
        return None
    if typed == "password":
        notes.append(Note(Kind.UNASKED, line, name))
        return None
    if "disabled" in said or "readonly" in said:
        notes.append(Note(Kind.LOCKED, line, name))
        return None
    control = Control(_kind(tag, typed, said), line, said, name)
    control.label = said.get("aria-label") or (said.get("label", "") if tag.startswith("crowd-") else "")
    if tag in CLASSIFIERS:
        control.label = said.get("header") or control.label
        control.source = said.get("src", "")
        control.options = [Option(one, one) for one in listed(said.get("categories", ""))]
    chosen = control.kind in {"radio", "tick"} and not control.options
    control.filled = "checked" in said if chosen else bool(said.get("value", "").strip())
    return control


def _kind(tag: str, typed: str, said: Mapping[str, str]) -> str:
    simple = {
        "textarea": "text",
        "crowd-text-area": "text",
        "select": "ticks" if "multiple" in said else "select",
        "crowd-radio-button": "radio",
        "crowd-checkbox": "tick",
        "crowd-toggle-button": "tick",
        "crowd-slider": "number",
        **CLASSIFIERS,
    }
    if tag in simple:
        return simple[tag]
    own = {"url": "url", "number": "number", "range": "number", "file": "file", "radio": "radio", "checkbox": "tick"}
    return own.get(typed) or (typed if typed in LINES - {"text", "search", "color"} else "line")


def listed(text: str) -> list[str]:
    """The names in a list as Crowd elements have it: ``['Yes', 'No']``, with single quotes or double ones, or objects
    with a label. Nothing in it is ever run."""
    text = text.strip()[:LONGEST_LIST]
    try:
        found = json.loads(text)
    except ValueError:
        try:
            found = ast.literal_eval(text)
        except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
            found = [part.strip(" '\"[]") for part in text.split(",")]
    names = [one.get("label", "") if isinstance(one, dict) else one for one in found] if isinstance(found, list) else []
    return [" ".join(str(one).split()) for one in names if str(one).strip()]
