"""In which country an address of the internet is, by a list that comes with the market.

The list is a file of two tables, addresses of version 4 and the first half of those of version 6: where each range
begins, and its country; an unknown one has none. ``manage.py read_countries`` makes it of public lists.
"""

from __future__ import annotations

import ipaddress
import json
import lzma
import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

# Countries whose addresses are given out together; who lives in one is often seen in the other.
_TOGETHER = (
    *("US PR GU VI AS MP UM", "FR RE GP MQ GF YT PM NC PF BL MF WF", "GB GG JE IM GI", "FI AX", "NO SJ BV"),
    *("DK GL FO", "NL BQ CW SX AW", "AU CX CC NF", "NZ CK NU TK", "CN HK MO", "RS XK", "IT VA SM", "MA EH"),
)
_ONE = {code: group.split()[0] for group in _TOGETHER for code in group.split()}
# Of each version of address: how its numbers are kept, and how many bits are left out.
TABLES = {4: ("I", 0), 6: ("Q", 64)}
Range = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Table:
    starts: array[int]
    lands: array[int]

    def find(self, number: int) -> int:
        at = bisect_right(self.starts, number) - 1
        return self.lands[at] if at >= 0 else 0


def country_of(address: str) -> str:
    """The country's code, as ISO 3166 has it; empty where nobody knows, as of private addresses."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    if not found.is_global:
        return ""
    codes, tables = _kept(settings.COUNTRIES_FILE)
    return codes[tables[found.version].find(int(found) >> TABLES[found.version][1])] if tables else ""


def are_one(one: str, other: str) -> bool:
    """Whether two codes are of the same country, or of two whose addresses are given out together."""
    return _ONE.get(one, one) == _ONE.get(other, other)


@lru_cache(maxsize=2)
def _kept(path: Path | None) -> tuple[list[str], dict[int, Table]]:
    """The list in memory, read at the first question. Without a file nothing is known."""
    if path is None or not path.exists():
        return [], {}
    body = lzma.decompress(path.read_bytes())
    head, _line, rest = body.partition(b"\n")
    facts, tables = json.loads(head), {}
    for version, (kind, _left_out) in TABLES.items():
        starts, lands, count = array(kind), array("B"), facts[f"v{version}"]
        size = count * starts.itemsize
        starts.frombytes(rest[:size])
        lands.frombytes(rest[size : size + count])
        if sys.byteorder == "big":
            starts.byteswap()
        tables[version], rest = Table(starts, lands), rest[size + count :]
    return facts["codes"], tables


def write(path: Path, ranges: dict[int, Iterable[Range]], *, codes: list[str]) -> None:
    """Write the list, of ranges in order that do not overlap; of version 6 by their first 64 bits."""
    numbers = {code: number for number, code in enumerate(codes)}
    facts: dict[str, object] = {"codes": codes}
    parts = []
    for version, (kind, _left_out) in TABLES.items():
        starts, lands = array(kind), array("B")
        for start, land in _borders(ranges[version], numbers):
            starts.append(start)
            lands.append(land)
        facts[f"v{version}"] = len(starts)
        if sys.byteorder == "big":
            starts.byteswap()
        parts += [starts.tobytes(), lands.tobytes()]
    path.write_bytes(lzma.compress(json.dumps(facts).encode() + b"\n" + b"".join(parts), preset=9))
    _kept.cache_clear()


def _borders(ranges: Iterable[Range], numbers: dict[str, int]) -> Iterable[tuple[int, int]]:
    """Where the country changes: a range that goes on in the same one is no border, a hole is one to nowhere."""
    last, after = 0, 0
    for start, end, code in ranges:
        if start > after and last:
            yield after, 0
            last = 0
        if numbers[code] != last:
            yield start, numbers[code]
            last = numbers[code]
        after = end + 1
    if last:
        yield after, 0
