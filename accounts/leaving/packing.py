"""A person's data as one ZIP: each part as a table (CSV) and as JSON, the files beside them, and what is what."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from io import TextIOWrapper
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings
from django.template.loader import render_to_string

from accounts.models import User
from picomarket.lib.money import Money
from picomarket.lib.sheets import as_text

from .parts import Kept, Part

IN_MEMORY = 2**20


def pack(file: IO[bytes], person: User, parts: Sequence[Part], *, now: datetime, on: Callable[[], None]) -> None:
    """Write the ZIP; ``on`` is called after each part and each file, by whoever wants to know how far it is."""
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        words = {"person": person, "parts": parts, "now": now, "market_name": settings.MARKET_NAME}
        archive.writestr("README.txt", render_to_string("accounts/data/readme.txt", words))
        for part in parts:
            _write(archive, part)
            on()
            for kept in part.files:
                _copy(archive, kept)
                on()


def _write(archive: ZipFile, part: Part) -> None:
    """The rows are read once: the table goes into the archive at once, the JSON waits beside it."""
    with SpooledTemporaryFile(IN_MEMORY, "w+b") as beside:
        with archive.open(f"{part.name}.csv", "w", force_zip64=True) as entry:
            # The mark tells a spreadsheet that it is UTF-8.
            table = TextIOWrapper(entry, "utf-8-sig", newline="")
            writer = csv.writer(table)
            writer.writerow(part.head)
            beside.write(b"[")
            for number, row in enumerate(part.rows):
                values = [_plain(value) for value in row]
                writer.writerow([_cell(value) for value in values])
                line = json.dumps(dict(zip(part.head, values, strict=True)), ensure_ascii=False)
                beside.write(f"{',' if number else ''}\n{line}".encode())
            beside.write(b"\n]\n")
            table.flush()
            table.detach()
        beside.seek(0)
        with archive.open(f"{part.name}.json", "w", force_zip64=True) as entry:
            copyfileobj(beside, entry)


def _plain(value: Any) -> Any:
    """A value as JSON has it: sums in dollars, moments with their zone."""
    if isinstance(value, Money):
        return str(value.amount)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    return str(value)


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return as_text("; ".join(map(str, value)))
    return "" if value is None else as_text(str(value)) if isinstance(value, str) else str(value)


def _copy(archive: ZipFile, kept: Kept) -> None:
    """A file that is gone is left out: the table still names it."""
    try:
        stored = kept.storage.open(kept.stored, "rb")
    except FileNotFoundError:
        return
    # Pictures and most files are packed already: an entry of this kind is stored as it is.
    with stored, archive.open(ZipInfo(kept.name), "w", force_zip64=True) as entry:
        copyfileobj(stored, entry)
