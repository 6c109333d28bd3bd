"""Words of a layout: their variables as this market writes them, their emphasis as the marks a step may have."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from .notes import Kind, Note

# MTurk's and Turkle's variables, what Ground Truth writes with Liquid, and Liquid's conditions.
WRITTEN = re.compile(r"\$\{\s{0,20}([^{}$\n]{1,80}?)\s{0,20}\}|\{\{([^{}]{1,200})\}\}|\{%([^%]{0,300})%\}")
# How Handlebars, which Toloka has, writes conditions.
BRANCHES = ("#", "/", "^", "else")
OURS = re.compile(r"\{\{([A-Za-z][A-Za-z0-9_]*)\}\}")
LONGEST_NAME = 40
MARKS = re.compile(r"[*_`\[\]()]")


@dataclass(slots=True)
class Names:
    """The variables of a layout: what each is called there and here."""

    ours: dict[str, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    _taken: dict[str, int] = field(default_factory=dict)

    def read(self, text: str, line: int) -> str:
        """The text with its variables as they are written here, and without conditions."""
        made, at = "", 0
        for found in WRITTEN.finditer(text) if "{" in text else ():
            line += text.count("\n", at, found.start())
            is_logic = found[3] is not None or (found[2] or "").strip().startswith(BRANCHES)
            made += text[at : found.start()] + ("" if is_logic else self._ours(found, line))
            if is_logic:
                self.notes.append(Note(Kind.LOGIC, line, " ".join(found[0].split())))
            line += found[0].count("\n")
            at = found.end()
        return made + text[at:]

    def _ours(self, found: re.Match[str], line: int) -> str:
        # Of Liquid the last part is the name: task.input.text | escape
        theirs = (found[1] or found[2].partition("|")[0].rpartition(".")[2]).strip()
        if theirs not in self.ours:
            self.ours[theirs] = self._free(theirs)
            if self.ours[theirs] != theirs:
                self.notes.append(Note(Kind.RENAMED, line, f"{theirs} → {self.ours[theirs]}"))
        return f"{{{{{self.ours[theirs]}}}}}"

    def _free(self, theirs: str) -> str:
        name = re.sub(r"[^A-Za-z0-9_]+", "_", theirs).strip("_")
        name = (name if name[:1].isalpha() else f"v_{name}".rstrip("_"))[:LONGEST_NAME]
        number = self._taken.get(name, 0) + 1
        self._taken[name] = number
        return name if number == 1 else self._free(f"{name[: LONGEST_NAME - 7]}_{number}")


@dataclass(slots=True)
class Span:
    """A stretch of words with what surrounds it; ``target`` is a link's address."""

    parts: list[str]
    mark: str = ""
    target: str = ""

    @property
    def text(self) -> str:
        return "".join(self.parts)


@dataclass(slots=True)
class Flow:
    """The words of one block as they come."""

    spans: list[Span] = field(default_factory=list)

    def add(self, text: str, mark: str, target: str) -> None:
        last = self.spans[-1] if self.spans else None
        if last is not None and (last.mark, last.target) == (mark, target):
            last.parts.append(text)
        else:
            self.spans.append(Span([text], mark, target))

    @property
    def plain(self) -> str:
        return _tidy("".join(span.text for span in self.spans))

    @property
    def marked(self) -> str:
        """With marks, where they would be read as what they are: around whole words."""
        texts = ["", *(span.text for span in self.spans), ""]
        around = zip(self.spans, texts, texts[2:], strict=False)
        return _tidy("".join(_marked(span, before=before[-1:], after=after[:1]) for span, before, after in around))


def _marked(span: Span, *, before: str, after: str) -> str:
    words = span.text.strip()
    if not words or "\n" in words:
        return span.text
    head, tail = span.text[: len(span.text) - len(span.text.lstrip())], span.text[len(span.text.rstrip()) :]
    is_free = not (head or before).strip() and not (tail or after)[:1].strip(" \n.,;:!?)")
    if span.target:
        words = _link(words, span.target)
    elif span.mark and is_free and not MARKS.search(words):
        words = f"{span.mark}{words}{span.mark}"
    return head + words + tail


def _link(words: str, target: str) -> str:
    if words == target:
        return target
    return f"{words} {target}" if MARKS.search(words + target) else f"[{words}]({target})"


def _tidy(text: str) -> str:
    lines = (re.sub(r"[ \t\xa0]+", " ", line).strip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def address(text: str) -> str:
    """A full web address, or one that a variable begins; nothing for all others."""
    text = "".join(text.split())
    if OURS.match(text):
        return text
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if parts.scheme in {"http", "https"} and parts.netloc else ""
