"""Screenshots as workers of the demo market hand them in: small real pictures, no two the same."""

from __future__ import annotations

import textwrap
from functools import cache
from io import BytesIO
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

Pen = ImageDraw.ImageDraw
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

WIDE, TALL = (400, 250), (234, 400)
PAPER, INK, PALE, LINE = "#ffffff", "#22262b", "#6b7280", "#d5d9de"
# Far enough from each other that screens which differ in one of them do not pass for copies.
_SHADES = ("#ffffff", "#dfe3e8", "#c3cad2", "#f0d9b8", "#a9b8a0")
ACCENTS = ("#2f6f5e", "#7a4a2b", "#3a5a9b", "#8a3b62", "#5b6b1f", "#4b4a8f", "#9a5b13", "#1f6f8b")


def screenshot(looks: str, *, title: str, note: str, chance: Random) -> SimpleUploadedFile:
    """What a screen of this kind shows: the title of the task, a note of the worker's, and something made up."""
    size = TALL if looks == "phone" else WIDE
    image = Image.new("RGB", size, PAPER)
    pen = ImageDraw.Draw(image)
    accent = chance.choice(ACCENTS)
    top = _phone_top(pen, size, note) if looks == "phone" else _window_top(pen, size, chance)
    heading = textwrap.wrap(title, 24 if looks == "phone" else 44)[:2]
    for number, line in enumerate(heading):
        pen.text((14, top + 6 + 18 * number), line, fill=accent, font=_font(14))
    top += 14 + 18 * len(heading)
    _BODIES.get(looks, _lines)(pen, (14, top, size[0] - 14, size[1] - 26), accent, chance)
    pen.text((14, size[1] - 20), note, fill=PALE, font=_font(11))
    body = BytesIO()
    image.save(body, "PNG", compress_level=1)
    return SimpleUploadedFile("screenshot.png", body.getvalue(), content_type="image/png")


@cache
def _font(size: int) -> Font:
    return ImageFont.load_default(size)


Box = tuple[int, int, int, int]


def _window_top(pen: Pen, size: tuple[int, int], chance: Random) -> int:
    pen.rectangle((0, 0, size[0], 28), fill="#e8eaed")
    for number, colour in enumerate(("#e0695c", "#e2b04a", "#69b35b")):
        pen.ellipse((10 + 16 * number, 9, 20 + 16 * number, 19), fill=colour)
    pen.rounded_rectangle((66, 5, size[0] - 12, 23), 8, fill=PAPER)
    pen.text((76, 8), f"https://work.example/{chance.randrange(36**6):x}", fill=PALE, font=_font(11))
    return 30


def _phone_top(pen: Pen, size: tuple[int, int], note: str) -> int:
    pen.rectangle((0, 0, size[0], 22), fill=INK)
    pen.text((12, 5), note[-5:], fill=PAPER, font=_font(11))
    pen.rectangle((size[0] - 30, 7, size[0] - 12, 15), outline=PAPER)
    return 26


def _lines(pen: Pen, box: Box, accent: str, chance: Random) -> None:
    left, top, right, bottom = box
    pen.rectangle((left, top, left + 96, bottom - 4), fill="#f1f3f4")
    for number, y in enumerate(range(top + 8, bottom - 10, 16)):
        pen.rectangle((left + 10, y, left + chance.randint(40, 84), y + 5), fill=LINE)
        end = chance.randint(left + 190, right)
        pen.rectangle((left + 112, y, end, y + 5), fill=accent if number == 2 else LINE)


def _table(pen: Pen, box: Box, accent: str, chance: Random) -> None:
    left, top, right, bottom = box
    columns = [left, left + 36, left + 140, left + 220, left + 300]
    pen.rectangle((left, top, right, top + 15), fill=accent)
    for row, y in enumerate(range(top + 16, bottom - 12, 16), start=1):
        pen.line((left, y + 15, right, y + 15), fill=LINE)
        pen.rectangle((right - 30, y + 1, right, y + 13), fill=chance.choice(_SHADES))
        cells = (str(row), chance.choice(_CELLS), f"{chance.randint(1, 99)}.{chance.randint(0, 99):02}")
        for x, cell in zip(columns, (*cells, f"2026-{chance.randint(1, 12):02}"), strict=False):
            pen.text((x + 4, y + 2), cell, fill=INK, font=_font(11))


def _photo(pen: Pen, box: Box, accent: str, chance: Random) -> None:
    left, top, right, bottom = box
    horizon = chance.randint(top + 60, bottom - 40)
    pen.rectangle((left, top, right, horizon), fill=chance.choice(("#bcd7e8", "#d9e4ea", "#f0d9b8", "#c9cfd6")))
    pen.rectangle((left, horizon, right, bottom - 4), fill=chance.choice(("#8aa36b", "#b9a88a", "#8f9aa3", "#a78e6d")))
    for _one in range(chance.randint(3, 6)):
        x, y = chance.randint(left + 6, right - 80), chance.randint(top + 8, bottom - 70)
        wide, tall = chance.randint(24, 70), chance.randint(20, 56)
        pen.ellipse((x + 3, y + 3, x + wide - 3, y + tall - 3), fill=chance.choice(ACCENTS))
        pen.rectangle((x, y, x + wide, y + tall), outline=accent, width=2)


def _form(pen: Pen, box: Box, accent: str, chance: Random) -> None:
    left, top, right, bottom = box
    for y in range(top + 2, bottom - 44, 34):
        pen.rectangle((left, y, left + chance.randint(60, 130), y + 6), fill=LINE)
        pen.rounded_rectangle((left, y + 10, right - 90, y + 28), 4, outline=LINE)
        pen.rectangle((right - 76, y, right, y + 28), fill=chance.choice(_SHADES))
        pen.text((left + 8, y + 13), chance.choice(_CELLS), fill=INK, font=_font(11))
    pen.rounded_rectangle((left, bottom - 26, left + 104, bottom - 6), 6, fill=accent)
    pen.text((left + 14, bottom - 22), f"Sent {chance.randint(1000, 9999)}", fill=PAPER, font=_font(12))


def _audio(pen: Pen, box: Box, accent: str, chance: Random) -> None:
    left, top, right, bottom = box
    middle = (top + bottom - 30) // 2
    for x in range(left, right, 5):
        tall = chance.randint(3, (bottom - top - 40) // 2)
        pen.line((x, middle - tall, x, middle + tall), fill=accent, width=2)
    at = f"0{chance.randint(3, 6)}:{chance.randint(0, 59):02} / 07:12"
    pen.text((left, bottom - 24), at, fill=INK, font=_font(12))


def _paper(pen: Pen, box: Box, accent: str, chance: Random) -> None:
    left, top, right, bottom = box
    for number, y in enumerate(range(top + 2, bottom - 14, 17)):
        words = " ".join(chance.choice(_CELLS) for _one in range(chance.randint(4, 6)))
        pen.text((left, y), words[:52], fill=accent if number == 3 else INK, font=_font(12))
    pen.line((right, top, right, bottom - 8), fill=LINE)


def _game(pen: Pen, box: Box, accent: str, chance: Random) -> None:
    left, top, right, bottom = box
    side = (bottom - top - 10) // 5
    for row in range(5):
        for column in range((right - left) // side):
            x, y = left + side * column, top + side * row
            fill = chance.choice((LINE, LINE, "#f1f3f4", accent, "#e2b04a"))
            pen.rectangle((x, y, x + side - 3, y + side - 3), fill=fill)


def _phone(pen: Pen, box: Box, accent: str, chance: Random) -> None:
    left, top, right, bottom = box
    for y in range(top + 4, bottom - 50, 46):
        pen.rounded_rectangle((left, y, right, y + 38), 8, fill=chance.choice(_SHADES), outline=LINE)
        pen.ellipse((left + 8, y + 8, left + 30, y + 30), fill=chance.choice(ACCENTS))
        pen.text((left + 40, y + 6), chance.choice(_CELLS), fill=INK, font=_font(12))
        pen.rectangle((left + 40, y + 24, left + chance.randint(90, 210), y + 28), fill=LINE)
    pen.rounded_rectangle((left, bottom - 36, right, bottom - 8), 10, fill=accent)


_BODIES = {
    "table": _table,
    "list": _lines,
    "photo": _photo,
    "form": _form,
    "audio": _audio,
    "paper": _paper,
    "game": _game,
    "phone": _phone,
}
_CELLS = (
    "apple crate", "north gate", "blue cup", "station road", "morning", "river bank", "paper bag", "third floor",
    "garden tool", "winter", "small box", "market day", "old mill", "green door", "wooden spoon", "corner shop",
)  # fmt: skip
