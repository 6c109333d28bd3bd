"""Toloka's helpers, ``{{field type="radio" …}}`` and ``{{img src=…}}``, as the HTML they stand for."""

from __future__ import annotations

import re
from html import escape

from .notes import Kind, Note

HELPER = re.compile(r"\{\{\s{0,5}(field|img|image|audio|video|iframe)\s([^{}]{1,500})\}\}")
# Any other one: a name and what it is given, which no variable has.
OTHER = re.compile(r"\{\{\s{0,5}(?!else\s)([A-Za-z][A-Za-z0-9_-]{0,30})\s([^{}|]{1,1000})\}\}")
BARE = re.compile(r"\{\{\s{0,5}([A-Za-z_][A-Za-z0-9_.]{0,80})\s{0,5}\}\}")
CONSTANTS = {"true", "false", "null", "undefined"}
SAID = re.compile(r"([a-z-]{1,30})\s{0,3}=\s{0,3}(\"[^\"]*\"|'[^']*'|[A-Za-z_][A-Za-z0-9_.]*)")
# What its kinds of field are in HTML.
KINDS = {
    "input": "type=text",
    "string": "type=text",
    "number": "type=number",
    "url": "type=url",
    "email": "type=email",
    "radio": "type=radio",
    "checkbox": "type=checkbox",
    "file": "type=file",
    "file-img": 'type=file accept="image/*"',
    "file-audio": 'type=file accept="audio/*"',
    "file-video": 'type=file accept="video/*"',
}
KEPT = ("name", "value", "placeholder", "min", "max", "src", "alt")
TAGS = {"image": "img", "field": "input"}


def as_html(text: str) -> tuple[str, list[Note]]:
    """The text with its helpers as HTML, each within its lines.

    Of one that is not known only the variables are kept that it is given and that stand nowhere else.
    """
    if "{{" not in text:
        return text, []
    text = HELPER.sub(_written, text)
    notes, shown, parts, at, line = list[Note](), set(BARE.findall(text)), list[str](), 0, 1
    for found in OTHER.finditer(text):
        if "=" not in found[2]:
            continue
        line += text.count("\n", at, found.start())
        given = [value for _name, value in SAID.findall(found[2]) if value[0] not in "\"'" and value not in CONSTANTS]
        names = [name for name in dict.fromkeys(given) if name not in shown]
        shown.update(names)
        notes.append(Note(Kind.HELPER, line, " ".join(found[0].split())))
        variables = " ".join(f"{{{{{name}}}}}" for name in names)
        parts += [text[at : found.start()], variables, "\n" * found[0].count("\n")]
        line, at = line + found[0].count("\n"), found.end()
    return "".join([*parts, text[at:]]), notes


def _written(found: re.Match[str]) -> str:
    said = {name: _value(value) for name, value in SAID.findall(found[2])}
    attributes = " ".join(f'{name}="{escape(said[name])}"' for name in KEPT if name in said)
    lines, tag, kind = "\n" * found[0].count("\n"), TAGS.get(found[1], found[1]), said.get("type", "")
    if tag != "input":
        return f"<{tag} {attributes}></{tag}>{lines}"
    if kind == "textarea":
        control = f"<textarea {attributes}></textarea>"
    else:
        control = f"<input {KINDS.get(kind, 'type=text')} {attributes}>"
    return f"<label>{control} {escape(said.get('label', ''))}</label>{lines}"


def _value(written: str) -> str:
    """A word in quotes, or the variable that stands there without them."""
    return written[1:-1] if written[0] in "\"'" else f"{{{{{written}}}}}"
