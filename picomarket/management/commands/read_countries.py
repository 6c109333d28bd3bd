"""Makes the list of which address is in which country of public lists, keeping what all of them say."""

from __future__ import annotations

import csv
import ipaddress
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from picomarket.lib import whereabouts
from picomarket.lib.whereabouts import TABLES, Range
from picomarket.lib.zones import COUNTRIES

CODES = ["", *sorted({code for zone in COUNTRIES.values() for code in zone})]


class Command(BaseCommand):
    help = "Make the list of countries by address of CSV files: first address, last address, country's code."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--source", nargs="+", action="append", type=Path, required=True, help="the files of a list"
        )
        parser.add_argument("--to", type=Path, default=settings.COUNTRIES_FILE, help="the file to write")

    def handle(self, **options: Any) -> None:
        sources = options["source"]
        kept: dict[int, list[Range]] = {}
        for version in TABLES:
            found = [sorted(_read(files, version)) for files in sources]
            kept[version] = found[0]
            for other in found[1:]:
                kept[version] = list(_agreed(kept[version], other))
        if not kept[4]:
            raise CommandError("The lists agree on nothing.")
        whereabouts.write(options["to"], {version: iter(rows) for version, rows in kept.items()}, codes=CODES)
        self.stdout.write(f"{len(kept[4])} and {len(kept[6])} ranges, {options['to'].stat().st_size} bytes.")


def _read(files: list[Path], version: int) -> Iterator[Range]:
    left_out = TABLES[version][1]
    for path in files:
        with path.open(newline="") as lines:
            for first, last, code, *_more in csv.reader(lines):
                start = ipaddress.ip_address(first)
                if start.version == version and code in CODES and code:
                    yield int(start) >> left_out, int(ipaddress.ip_address(last)) >> left_out, code


def _agreed(ones: list[Range], others: list[Range]) -> Iterator[Range]:
    """What both lists say, each in order and without overlaps."""
    at = 0
    for start, end, code in ones:
        while at < len(others) and others[at][1] < start:
            at += 1
        look = at
        while look < len(others) and others[look][0] <= end:
            if others[look][2] == code:
                yield max(start, others[look][0]), min(end, others[look][1]), code
            look += 1
