"""What there is to translate: every message in the Python files and the templates of this market."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from django.utils.translation.template import templatize

from picomarket.lib import rule_facts

_PLAIN = ("gettext", "gettext_lazy", "gettext_noop", "_", "_now", "_noop")
_COUNTED = ("ngettext", "ngettext_lazy")
_IN_CONTEXT = ("pgettext", "pgettext_lazy")
_COUNTED_IN_CONTEXT = ("npgettext", "npgettext_lazy")
KEYWORDS: dict[str, Any] = {
    **dict.fromkeys(_PLAIN),
    **dict.fromkeys(_COUNTED, (1, 2)),
    **dict.fromkeys(_IN_CONTEXT, ((1, "c"), 2)),
    **dict.fromkeys(_COUNTED_IN_CONTEXT, ((1, "c"), 2, 3)),
}
COMMENT = "Translators:"
# What a rule is called and means is said there by its name and the comment over it.
RULES = "picomarket/lib/rules.py"
# Folders whose words nobody is shown in another language.
SKIPPED = {"tests", "migrations", "bench", "demo", "static", "vendor", "node_modules", "staticfiles"}
TEMPLATES = {".html", ".txt", ".js"}


def read(root: Path) -> Catalog:
    """All messages under this folder, each with the files it stands in."""
    catalog = Catalog()
    for path in sorted(_files(root)):
        name = str(path.relative_to(root))
        for line, message, comments, context in _messages(path):
            catalog.add(message, locations=[(name, line)], auto_comments=comments, context=context)
    if (root / RULES).exists():
        for fact in rule_facts.facts().values():
            for words in (fact.label, fact.note):
                catalog.add(words, locations=[(RULES, 1)])
    return catalog


def _files(root: Path) -> Iterator[Path]:
    for path in root.rglob("*"):
        parts = path.relative_to(root).parts
        if SKIPPED & set(parts[:-1]) or any(part.startswith(".") for part in parts):
            continue
        if path.suffix == ".py" or (path.suffix in TEMPLATES and "templates" in parts):
            yield path


def _messages(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    source = path.read_text()
    if path.suffix != ".py":
        # Django turns a template into something like Python, indented as the template was.
        source = "\n".join(line.strip() for line in templatize(source, origin=str(path)).splitlines())
    # A call with a variable names no message: what it says is marked where it is written.
    yield from extract("python", BytesIO(source.encode()), KEYWORDS, [COMMENT], {"encoding": "utf-8"})
