"""What stands in a layout, from top to bottom: words with what they are, and controls that ask for something."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.utils.translation import gettext as _

from .controls import CROWD, HARMLESS, NOT_TEXT, SENDS, Control, control_of, listed
from .notes import Kind, Note
from .source import Unreadable
from .words import Flow, Names, address

MOST_ELEMENTS, MOST_CONTROLS, DEEPEST = 20_000, 1_000, 300
LOWEST_HEADING = 6
HEADINGS = {f"h{level}": level for level in range(1, LOWEST_HEADING + 1)}
BLOCKS = {
    *("p", "div", "section", "article", "main", "header", "footer", "aside", "nav", "form", "blockquote", "pre"),
    *("ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "hr"),
    *("fieldset", "legend", "body", "html", "head", "center", "details", "summary", "figure", "figcaption", "address"),
    *HEADINGS,
    *("crowd-form", "crowd-radio-group", "crowd-card", "crowd-tab", "crowd-tabs", "crowd-modal", "crowd-alert"),
    *("crowd-instructions", "short-instructions", "full-instructions", "short-summary", "detailed-instructions"),
    *("classification-target", "positive-example", "negative-example", "crowd-collapse"),
}
VOID = {"br", "img", "input", "hr", "meta", "link", "source", "track", "embed", "col", "area", "base", "wbr", "param"}
MARKED = {"b": "**", "strong": "**", "em": "*", "i": "*", "code": "`", "kbd": "`", "tt": "`"}
# What is in these is not for reading.
SKIPPED = {"script", "style", "textarea", "svg", "canvas", "object", "noscript", "template", "datalist", "button"}
LONGEST_SKIPPED = 200
KINDS = {"li": "item", "td": "cell", "th": "cell", "legend": "legend", "dt": "term", "caption": "heading"}
# Attributes of an element that are read as words before it.
HEADERS = ("header", "heading", "summary")


@dataclass(slots=True, eq=False)
class Text:
    """Some words: a heading, paragraph, item, cell, label … ``holder`` is the element they stand in, by number."""

    kind: str
    flow: Flow
    line: int
    level: int = 0
    holder: int = 0
    row: int = 0
    target: str = ""

    @classmethod
    def of(cls, kind: str, words: str, line: int, *, holder: int = 0) -> Text:
        """Words that stand nowhere as such, or in an attribute."""
        flow = Flow()
        flow.add(words, "", "")
        return cls(kind, flow, line, level=LOWEST_HEADING + 1, holder=holder)

    @property
    def plain(self) -> str:
        return self.flow.plain

    @property
    def marked(self) -> str:
        return self.flow.marked


@dataclass(slots=True)
class Element:
    tag: str
    number: int
    target: str = ""
    control: Control | None = None


@dataclass(slots=True)
class Page:
    """A layout that was read, its pieces in order. ``header`` is what the first Crowd element says that has one."""

    title: str = ""
    title_line: int = 0
    header: str = ""
    header_line: int = 0
    pieces: list[Text | Control] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    names: Names = field(default_factory=Names)


class Reader(HTMLParser):
    """Walks through a page once. Raises Unreadable where it has more elements, or deeper ones, than people write."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self._open: list[Element] = []
        self._count, self._controls = 0, 0
        self._flow, self._flow_line = Flow(), 0
        self._tail: Control | None = None
        self._skipping, self._skipped, self._sends = "", "", False
        self._titled = False

    # -- what the parser calls

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._count += 1
        if self._count > MOST_ELEMENTS or len(self._open) > DEEPEST:
            raise Unreadable(
                _("This has more elements, or deeper ones, than a layout. Paste only the part that workers read.")
            )
        if self._skipping:
            return
        line, said = self.getpos()[0], dict[str, str]()
        for name, value in attrs:
            said.setdefault(name, self.page.names.read(value or "", line) if value else "")
        self._note(tag, said, line)
        if tag == "title":
            self._titled = not self.page.title
        elif tag in NOT_TEXT or tag in CROWD:
            self._control(tag, said, line)
        elif tag in {"br", "hr"}:
            self._break(tag)
        elif tag == "img" or tag in {"iframe", "audio", "video", "source", "embed"}:
            self._media(tag, said, line)
        else:
            self._begin(tag, said, line)
        if tag in SKIPPED:
            self._skipping, self._skipped = tag, ""
            scripted = any(name.startswith("on") for name in said)
            self._sends = said.get("type", "submit").lower() in SENDS and not scripted

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._skipping:
            if tag == self._skipping:
                self._end_skipping()
            return
        if tag == "title":
            self._titled = False
        if tag in BLOCKS or "-" in tag or tag in {"label", "option", "select"}:
            self._flush()
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place].tag == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        line = self.getpos()[0]
        if self._skipping:
            self._skipped += data if len(self._skipped) < LONGEST_SKIPPED else ""
            return
        text = self.page.names.read(data, line)
        if self._titled:
            self.page.title, self.page.title_line = (self.page.title + text).strip(), self.page.title_line or line
            return
        if not self._within("pre"):
            text = text.replace("\n", " ")
        if not self._flow_line and text.strip():
            self._flow_line = line + len(data[: len(data) - len(data.lstrip())].split("\n")) - 1
        mark = next((MARKED[one.tag] for one in reversed(self._open) if one.tag in MARKED), "")
        link = self._within("a")
        self._flow.add(text, mark, link.target if link else "")

    def finished(self) -> Page:
        if self.cdata_elem is not None:
            self.page.notes.append(Note(Kind.UNFINISHED, self.getpos()[0]))
        self.close()
        self._flush()
        self.page.notes += self.page.names.notes
        return self.page

    def _end_skipping(self) -> None:
        tag, words, self._skipping = self._skipping, " ".join(self._skipped.split()), ""
        last = self.page.pieces[-1] if self.page.pieces else None
        if tag == "textarea" and words and isinstance(last, Control):
            last.filled = True
        if tag == "button" and not self._sends:
            self.page.notes.append(Note(Kind.BUTTON, self.getpos()[0], words))

    # -- what it does

    def _begin(self, tag: str, said: dict[str, str], line: int) -> None:
        if tag in BLOCKS or "-" in tag or tag == "label":
            self._flush()
            self._close_open(tag)
        target = said.get("for", "") if tag == "label" else address(said.get("href", "")) if tag == "a" else ""
        if tag == "a" and not target and (href := said.get("href", "")).strip("#") and "script:" not in href.lower():
            self.page.notes.append(Note(Kind.LINK, line, href))
        if tag not in VOID:
            self._open.append(Element(tag, self._count, target))
        for name in HEADERS if "-" in tag else ():
            if said.get(name):
                self._say("heading", said[name], line)
        if "-" in tag and (labels := listed(said.get("labels", ""))):
            self._say("media", _("Labels: %(labels)s") % {"labels": ", ".join(labels)}, line)
            self.page.notes.append(Note(Kind.LABELS, line, tag))
        if "-" in tag and said.get("src"):
            self._media("img", said, line)

    def _close_open(self, tag: str) -> None:
        """What ends by itself where another one of it begins; a label never holds a block that has its own."""
        ends = {"li": {"li"}, "td": {"td", "th"}, "th": {"td", "th"}, "tr": {"tr", "td", "th"}, "p": {"p"}}
        ends |= {"label": {"label"}, "fieldset": {"label"}, "form": {"label"}, "table": {"label"}, "option": {"option"}}
        bounds = {"ul", "ol", "table", "crowd-form", "form", "fieldset"} - {tag}
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place].tag in bounds:
                return
            if self._open[place].tag in ends.get(tag, ()):
                del self._open[place:]
                return

    def _control(self, tag: str, said: dict[str, str], line: int) -> None:
        if tag == "option":
            self._flush()
            self._close_open(tag)
            select = self._within("select")
            if select and select.control is not None:
                select.control.begin_option(said)
                self._open.append(Element(tag, self._count, control=select.control))
            return
        self._flush()
        control = control_of(tag, said, line, self.page.notes)
        if tag not in VOID and tag not in SKIPPED:
            self._open.append(Element(tag, self._count, control=control))
        if control is None:
            return
        self._controls += 1
        if self._controls > MOST_CONTROLS:
            raise Unreadable(_("This asks for far more than a task can. Paste only the part with its questions."))
        fieldset, group = self._within("fieldset"), self._within("crowd-radio-group")
        control.fieldset = fieldset.number if fieldset else 0
        control.holder, control.row = self._holder(), self._row()
        if control.kind == "radio" and group:
            control.group = "" if tag == "input" else str(group.number)
            control.name = control.name if tag == "input" else ""
        if label := self._within("label"):
            label.control = label.control or control
            control.labels.append(label.number)
        elif control.is_ticked and tag == "input":
            self._tail = control
        self.page.pieces.append(control)
        if control.source:
            self._media("img", {"src": control.source}, line)

    def _break(self, tag: str) -> None:
        if tag == "hr" or self._tail:
            self._flush()
        elif self._flow.spans:
            self._flow.add("\n", "", "")

    def _media(self, tag: str, said: dict[str, str], line: int) -> None:
        if tag not in VOID:
            self._flush()
            self._open.append(Element(tag, self._count))
        source = said.get("src", "")
        outer = self._within("audio") or self._within("video")
        if tag == "source" and (outer is None or outer.target):
            return
        if not source:
            return
        if outer:
            outer.target = source
        if not address(source):
            self.page.notes.append(Note(Kind.LOST_FILE, line, source[:80]))
            return
        self.page.notes.append(Note(Kind.FRAME if tag in {"iframe", "embed"} else Kind.PICTURE, line))
        sound = outer.tag if outer else tag
        words = {
            "img": _("Open this picture: %(address)s"),
            "audio": _("Listen to this: %(address)s"),
            "video": _("Watch this: %(address)s"),
        }
        self._flush()
        self._show(words.get(sound, _("Open this page: %(address)s")), source, said.get("alt", ""), line)

    def _show(self, words: str, source: str, alt: str, line: int) -> None:
        shown = f"{alt.strip()}: {address(source)}" if alt.strip() else words % {"address": address(source)}
        self._say("media", shown, line)

    def _say(self, kind: str, words: str, line: int) -> None:
        self.page.pieces.append(Text.of(kind, words, line, holder=self._holder()))

    def _flush(self) -> None:
        """What was said since the last block is one."""
        flow, line, tail = self._flow, self._flow_line, self._tail
        self._flow, self._flow_line, self._tail = Flow(), 0, None
        if not flow.plain:
            return
        option, label = self._within("option"), self._within("label")
        own = next((one for one in reversed(self._open) if one.tag in {"crowd-radio-button", "crowd-checkbox"}), None)
        if option and option.control:
            option.control.say_option(flow.plain)
        elif own and own.control:
            own.control.label = f"{own.control.label} {flow.plain}".strip()
        elif tail:
            tail.tail = flow.plain
        elif label:
            self.page.pieces.append(
                Text("label", flow, line, target=label.target, holder=label.number, row=self._row())
            )
        else:
            self._add(flow, line)

    def _add(self, flow: Flow, line: int) -> None:
        kind, level, holder = "paragraph", 0, self._holder()
        for one in reversed(self._open):
            if one.tag in HEADINGS:
                kind, level = "heading", HEADINGS[one.tag]
                break
            if one.tag in KINDS:
                kind, level = KINDS[one.tag], 2
                holder = one.number
                break
        if kind == "item":
            lists = next((one.tag for one in reversed(self._open) if one.tag in {"ul", "ol"}), "ul")
            kind = "ordered" if lists == "ol" else "bullet"
        target = str(fieldset.number) if kind == "legend" and (fieldset := self._within("fieldset")) else ""
        self.page.pieces.append(Text(kind, flow, line, level, holder, self._row(), target))

    def _within(self, tag: str) -> Element | None:
        return next((one for one in reversed(self._open) if one.tag == tag), None)

    def _holder(self) -> int:
        return next((one.number for one in reversed(self._open) if one.tag in BLOCKS), 0)

    def _row(self) -> int:
        row = self._within("tr")
        return row.number if row else 0

    def _note(self, tag: str, said: dict[str, str], line: int) -> None:
        notes = self.page.notes
        if tag == "script" or any(name.startswith("on") for name in said):
            notes.append(Note(Kind.SCRIPT, line))
        if tag == "style" or (tag == "link" and "stylesheet" in said.get("rel", "").lower()):
            notes.append(Note(Kind.STYLE, line))
        if tag in {"svg", "canvas", "object"}:
            notes.append(Note(Kind.DRAWING, line, said.get("data", "")[:80] or tag))
        if tag.startswith("crowd-") and tag not in CROWD | BLOCKS | HARMLESS:
            notes.append(Note(Kind.TOOL, line, tag))
        if tag.startswith("crowd-") and tag not in BLOCKS and not self.page.header:
            self.page.header, self.page.header_line = said.get("header", "").strip(), line
        hides = "display:none" in "".join(said.get("style", "").lower().split())
        if tag not in {"input", "script"} and (hides or "hidden" in said):
            notes.append(Note(Kind.CONCEALED, line))


def read(html: str) -> Page:
    reader = Reader()
    reader.feed(html)
    return reader.finished()
