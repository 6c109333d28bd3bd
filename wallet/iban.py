"""Account numbers of the form banks share across borders (ISO 13616), told from what people write round them."""

from __future__ import annotations

import re
from dataclasses import dataclass

# How long the numbers of each country are, as its registry says.
COUNTRIES = {
    15: "NO",
    16: "BE",
    18: "DK FI FK FO GL NL SD",
    19: "MK SI",
    20: "AT BA EE KZ LT LU MN XK",
    21: "CH HR LI LV",
    22: "BG BH CR DE GB GE IE ME RS VA",
    23: "AE GI IL IQ OM SO TL",
    24: "AD CZ ES MD PK RO SA SE SK TN VG",
    25: "LY PT ST",
    26: "IS TR",
    27: "BI DJ FR GR IT MC MR SM",
    28: "AL AZ BY CY DO GT HU LB NI PL SV",
    29: "BR EG PS QA UA",
    30: "JO KW MU YE",
    31: "MT SC",
    32: "LC",
    33: "RU",
}
LENGTHS = {code: length for length, codes in COUNTRIES.items() for code in codes.split()}


@dataclass(frozen=True)
class Found:
    """What stands at the start of a text where an IBAN is expected, and the name after it."""

    iban: str
    name: str
    valid: bool

    @property
    def grouped(self) -> str:
        """As it is printed: in groups of four."""
        return " ".join(self.iban[start : start + 4] for start in range(0, len(self.iban), 4))


def split_iban(text: str) -> Found | None:
    """The IBAN a text starts with and the rest; None where it does not look like one."""
    start = re.match(r"([A-Za-z]{2}) ?\d ?\d", text)
    length = LENGTHS.get(start[1].upper()) if start else None
    if length is None:
        return None
    whole = re.match(rf"(?:[A-Za-z0-9][ -]?){{{length - 1}}}[A-Za-z0-9](?![A-Za-z0-9])", text)
    if not whole:
        return Found("", "", valid=False)
    iban = re.sub(r"[ -]", "", whole[0]).upper()
    return Found(iban, text[whole.end() :].strip(" ,;"), valid=_sums_up(iban))


def _sums_up(iban: str) -> bool:
    """The two check digits, by ISO 7064: letters count from 10, and the whole leaves 1 when divided by 97."""
    digits = "".join(str(int(char, 36)) for char in iban[4:] + iban[:4])
    return int(digits) % 97 == 1
