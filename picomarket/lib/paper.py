"""Papers people keep: A4 pages as PDF, in one quiet look, with names in any of the scripts whose fonts are here."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Literal, cast
from unicodedata import category

from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from fpdf import FPDF
from fpdf.enums import MethodReturnValue

FONTS = Path(__file__).parent.parent / "fonts"
OTHER_SCRIPTS = ("Arabic", "Bengali", "Devanagari")
MARGIN, WIDTH, BOTTOM = 20.0, 170.0, 22.0
INK, SOFT, RULE = 20, 105, 205
TEXT, SMALL, LARGE, TITLE = 9.0, 7.5, 11.0, 18.0
ROW, GAP = 5.6, 2.0
ELLIPSIS = "…"
# What stands for a character of a script that has no font here.
UNKNOWN = "\N{REPLACEMENT CHARACTER}"

# It notes every font it shrinks.
logging.getLogger("fontTools").setLevel(logging.WARNING)


@dataclass(frozen=True)
class Column:
    """``width`` in millimetres; figures stand at the end of a line."""

    name: str
    width: float
    align: Literal["L", "R"] = "L"


class _Sheets(FPDF):
    def __init__(self, foot: str) -> None:
        super().__init__(format="A4")
        self._foot = foot

    def footer(self) -> None:
        self.set_y(-15)
        self.set_font("text", size=SMALL)
        self.set_text_color(SOFT)
        self.current_font_is_set_on_page = False
        self.cell(WIDTH / 2, 5, self._foot)
        pages = _("Page %(page)s of %(pages)s") % {"page": self.page_no(), "pages": "{nb}"}
        self.cell(WIDTH / 2, 5, pages, align="R")


class Paper:
    """One document, written from top to bottom."""

    def __init__(self, *, title: str, house: str, made_at: datetime, lead: str = "") -> None:
        self._pdf = _Sheets(foot=f"{house} · {title}")
        # Where one reads from the right, lines begin there and columns follow from there.
        self._from_right = get_language_bidi()
        self._fonts()
        self._about(title, house, made_at)
        self._pdf.add_page()
        self._write(house, size=TEXT, soft=True)
        self._pdf.ln(1)
        self._write(title, size=TITLE, strong=True, height=9)
        if lead:
            self._write(lead, size=TEXT, soft=True)
        self._pdf.ln(5)

    def _fonts(self) -> None:
        pdf = self._pdf
        pdf.add_font("text", "", FONTS / "NotoSans-Regular.ttf")
        pdf.add_font("text", "B", FONTS / "NotoSans-SemiBold.ttf")
        for script in OTHER_SCRIPTS:
            pdf.add_font(script.lower(), "", FONTS / f"NotoSans{script}-Regular.ttf")
        pdf.set_fallback_fonts([script.lower() for script in OTHER_SCRIPTS], exact_match=False)
        # Of the other scripts a character's shape follows from those around it.
        self._plain = _letters(pdf.fonts["text"])
        self._known = self._plain.union(*map(_letters, pdf.fonts.values()))

    def _about(self, title: str, house: str, made_at: datetime) -> None:
        pdf = self._pdf
        pdf.set_title(title)
        pdf.set_author(house)
        pdf.set_creator(house)
        pdf.set_lang(get_language() or "en")
        pdf.set_creation_date(made_at)
        pdf.set_margin(MARGIN)
        pdf.c_margin = 0
        pdf.set_auto_page_break(auto=True, margin=BOTTOM)
        pdf.set_display_mode("fullwidth")

    # -- what a paper holds

    def beside(self, left: tuple[str, str], right: tuple[str, str]) -> None:
        """Two blocks of lines next to each other, each under its heading."""
        pdf, top, half = self._pdf, self._pdf.get_y(), WIDTH / 2 - 4
        ends = []
        blocks = (right, left) if self._from_right else (left, right)
        for place, (heading, text) in enumerate(blocks):
            pdf.set_xy(MARGIN + place * (half + 8), top)
            self._block(heading, half, size=SMALL, soft=True)
            self._block(text, half, size=TEXT)
            ends.append(pdf.get_y())
        pdf.set_xy(MARGIN, max(ends) + 6)

    def _block(self, text: str, width: float, *, size: float, soft: bool = False) -> None:
        self._style(size=size, soft=soft)
        self._lines(text, width, size * 0.53)

    def heading(self, text: str) -> None:
        self._pdf.ln(3)
        if self._pdf.will_page_break(3 * ROW):
            self._pdf.add_page()
        self._write(text, size=LARGE, strong=True, height=7)

    def note(self, text: str) -> None:
        self._pdf.ln(2)
        self._block(text, WIDTH, size=SMALL + 0.5, soft=True)
        self._pdf.ln(1)

    def facts(self, facts: Iterable[tuple[str, str]]) -> None:
        """Things and their values, a line each."""
        self.table([Column("", 60), Column("", WIDTH - 60)], facts)
        self._pdf.ln(4)

    def table(
        self, columns: Sequence[Column], rows: Iterable[Sequence[str]], *, total: Sequence[str] | None = None
    ) -> None:
        """Rows under their headings, which stand on each page again. What is too long for its column is cut."""
        headed = any(column.name for column in columns)
        if headed:
            self._heads(columns)
        for row in rows:
            if self._pdf.will_page_break(ROW):
                self._pdf.add_page()
                if headed:
                    self._heads(columns)
            self._row(columns, row)
        if total is not None:
            self._rule(INK)
            self._row(columns, total, strong=True)
        self._pdf.ln(2)

    def _heads(self, columns: Sequence[Column]) -> None:
        self._row(columns, [column.name for column in columns], soft=True)
        self._rule(RULE)

    def _row(
        self, columns: Sequence[Column], cells: Sequence[str], *, strong: bool = False, soft: bool = False
    ) -> None:
        placed = list(zip(columns, cells, strict=True))
        for column, text in reversed(placed) if self._from_right else placed:
            self._style(size=SMALL if soft else TEXT, strong=strong, soft=soft)
            align = {"L": "R", "R": "L"}[column.align] if self._from_right else column.align
            self._put(self._cut(self._fit(text), column.width), column.width, ROW, align=align)
        self._pdf.ln(ROW)

    def _rule(self, grey: int) -> None:
        self._pdf.set_draw_color(grey)
        self._pdf.set_line_width(0.2)
        self._pdf.line(MARGIN, self._pdf.get_y(), MARGIN + WIDTH, self._pdf.get_y())
        self._pdf.ln(0.6)

    def pdf(self) -> bytes:
        return bytes(self._pdf.output())

    # -- letters

    def _write(self, text: str, *, size: float, strong: bool = False, soft: bool = False, height: float = 5) -> None:
        self._style(size=size, strong=strong, soft=soft)
        self._lines(text, WIDTH, height)

    def _lines(self, text: str, width: float, height: float) -> None:
        """The text in as many lines as it needs, from here down."""
        for part in text.splitlines():
            fit = self._fit(part)
            lines = self._pdf.multi_cell(width, height, fit, align="L", dry_run=True, output=MethodReturnValue.LINES)
            for line in cast(list[str], lines) or [""]:
                left = self._pdf.get_x()
                self._put(line, width, height, align="R" if self._from_right else "L")
                self._pdf.ln(height)
                self._pdf.set_x(left)

    def _put(self, text: str, width: float, height: float, *, align: str = "L") -> None:
        # Where letters of another font have been written, fpdf2 takes its own font for set though it is not.
        self._pdf.current_font_is_set_on_page = False
        self._pdf.cell(width, height, text, align=align)

    def _style(self, *, size: float, strong: bool = False, soft: bool = False) -> None:
        self._pdf.set_font("text", "B" if strong else "", size)
        self._pdf.set_text_color(SOFT if soft else INK)

    def _fit(self, text: str) -> str:
        """The text in letters there are; the next thing written is shaped where its script asks for it."""
        if not text.isascii():
            # Marks nobody sees: fpdf2 breaks off at one that stands alone in its font, and some turn a line around.
            seen = (one for one in text if category(one) != "Cf")
            text = "".join(one if ord(one) in self._known or one == "\n" else UNKNOWN for one in seen)
        self._pdf.set_text_shaping(not (text.isascii() or self._plain.issuperset(map(ord, text))))
        return text

    def _cut(self, text: str, width: float) -> str:
        if self._pdf.get_string_width(text) <= width - GAP:
            return text
        while text and self._pdf.get_string_width(text + ELLIPSIS) > width - GAP:
            text = text[:-1]
        return text + ELLIPSIS


def unprintable(text: str) -> list[str]:
    """The characters of a text that no font here can print, each once."""
    if text.isascii():
        return []
    known = _printable()
    return [one for one in dict.fromkeys(text) if ord(one) not in known and category(one) not in ("Cf", "Cc")]


@cache
def _printable() -> frozenset[int]:
    pdf = FPDF()
    for name in ("NotoSans", *(f"NotoSans{script}" for script in OTHER_SCRIPTS)):
        pdf.add_font(name.lower(), "", FONTS / f"{name}-Regular.ttf")
    return frozenset[int]().union(*map(_letters, pdf.fonts.values()))


def _letters(font: object) -> frozenset[int]:
    return frozenset(getattr(font, "cmap", {}))
