"""The shape of tax numbers where it is known: VAT numbers of the European Union and the commonest others.

Only the shape is looked at: whether the number was given, and to whom, an office knows. Elsewhere it is free text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django_countries import countries

from picomarket.lib.refusals import Refused

from .models import BillingDetails


class BadTaxId(Refused):
    """A number that cannot be a tax id of its country; the message says how one looks."""


@dataclass(frozen=True)
class Shape:
    """A pattern of the number without spaces, dots and dashes, and one that looks right."""

    pattern: str
    like: str


# What follows the country's letters in a VAT number. Greece writes EL.
VAT = {
    "AT": Shape(r"U\d{8}", "ATU12345678"),
    "BE": Shape(r"[01]\d{9}", "BE0123456789"),
    "BG": Shape(r"\d{9,10}", "BG123456789"),
    "CY": Shape(r"\d{8}[A-Z]", "CY12345678X"),
    "CZ": Shape(r"\d{8,10}", "CZ12345678"),
    "DE": Shape(r"\d{9}", "DE123456789"),
    "DK": Shape(r"\d{8}", "DK12345678"),
    "EE": Shape(r"\d{9}", "EE123456789"),
    "EL": Shape(r"\d{9}", "EL123456789"),
    "ES": Shape(r"[A-Z0-9]\d{7}[A-Z0-9]", "ESX1234567X"),
    "FI": Shape(r"\d{8}", "FI12345678"),
    "FR": Shape(r"[A-HJ-NP-Z0-9]{2}\d{9}", "FR12345678901"),
    "HR": Shape(r"\d{11}", "HR12345678901"),
    "HU": Shape(r"\d{8}", "HU12345678"),
    "IE": Shape(r"\d[A-Z0-9+*]\d{5}[A-Z]{1,2}", "IE1234567WA"),
    "IT": Shape(r"\d{11}", "IT12345678901"),
    "LT": Shape(r"\d{9}(\d{3})?", "LT123456789"),
    "LU": Shape(r"\d{8}", "LU12345678"),
    "LV": Shape(r"\d{11}", "LV12345678901"),
    "MT": Shape(r"\d{8}", "MT12345678"),
    "NL": Shape(r"\d{9}B\d{2}", "NL123456789B01"),
    "PL": Shape(r"\d{10}", "PL1234567890"),
    "PT": Shape(r"\d{9}", "PT123456789"),
    "RO": Shape(r"\d{2,10}", "RO12345678"),
    "SE": Shape(r"\d{10}01", "SE123456789001"),
    "SI": Shape(r"\d{8}", "SI12345678"),
    "SK": Shape(r"\d{10}", "SK1234567890"),
}
# Numbers of people and companies alike, in any of the forms each country gives.
OTHERS = {
    "AU": Shape(r"\d{8,9}|\d{11}", "12 345 678 901"),
    "BR": Shape(r"\d{11}|[A-Z0-9]{12}\d{2}", "123.456.789-01"),
    "CA": Shape(r"\d{9}([A-Z]{2}\d{4})?", "123456789"),
    "GB": Shape(r"(GB)?(\d{9}|\d{12})|\d{10}|[A-Z]{2}\d{6}[A-D]", "GB123456789"),
    "IN": Shape(r"[A-Z]{5}\d{4}[A-Z]|\d{2}[A-Z]{5}\d{4}[A-Z][A-Z0-9]Z[A-Z0-9]", "ABCDE1234F"),
    "US": Shape(r"\d{9}", "12-3456789"),
}


def check(text: str, *, kind: str, country: str) -> None:
    """Raises BadTaxId where a number cannot be one of this country's. Nothing at all is fine.

    In the European Union a company gives its VAT number, the letters of the country may be left out; a person's own
    number is looked at only where it is written as a VAT number.
    """
    bare = re.sub(r"[\s.\-/]", "", text).upper()
    if not bare:
        return
    letters = "EL" if country == "GR" else country
    if letters in VAT:
        named = bare.startswith(letters)
        is_one = re.fullmatch(VAT[letters].pattern, bare.removeprefix(letters))
        if not is_one and (named or kind == BillingDetails.Kind.COMPANY):
            words = _("This is no VAT id of %(country)s: one looks like %(like)s. Leave it empty if you have none.")
            raise BadTaxId(words % {"country": countries.name(country), "like": VAT[letters].like})
    elif country in OTHERS and not re.fullmatch(OTHERS[country].pattern, bare):
        words = _("This is no tax id of %(country)s: one looks like %(like)s. Leave it empty if you have none.")
        raise BadTaxId(words % {"country": countries.name(country), "like": OTHERS[country].like})
