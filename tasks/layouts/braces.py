"""Toloka's helpers, ``{{field type="radio" …}}`` and ``{{img src=…}}``, as the HTML they stand for."""

from __future__ import annotations

import re
from html import escape

HELPER = re.compile(r"\{\{\s{0,5}(field|img|image|audio|video|iframe)\s([^{}]{1,500})\}\}")
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


def as_html(text: str) -> str:
    """The text with its helpers as HTML, each within its lines."""
    return HELPER.sub(_written, text) if "{{" in text else text


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
