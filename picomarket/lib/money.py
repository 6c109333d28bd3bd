"""Money as whole micro-dollars, so that a commission on two cents stays exact."""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, Decimal
from typing import Any, Self
from unicodedata import decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .locales import FROM_LEFT, UNTIL_HERE, sums

MICRO = 1_000_000
CENT = 10_000
PPM = 1_000_000
MINUS = "\N{MINUS SIGN}"
# More than any sum the market meets, and far inside a PostgreSQL bigint.
LARGEST = 1_000_000_000 * MICRO

# What a sum copied from a page that runs from the right has around it.
_UNSEEN = str.maketrans("", "", FROM_LEFT + UNTIL_HERE)
# What keyboards of Arabic write for the point, and between groups.
_ARABIC = str.maketrans({"\N{ARABIC DECIMAL SEPARATOR}": ".", "\N{ARABIC THOUSANDS SEPARATOR}": ","})
_AMOUNT = re.compile(r"\d{1,10}(\.\d{1,6})?", re.ASCII)


class Money(int):
    """A sum in micro-dollars (1 = 10⁻⁶ USD). It adds, subtracts and multiplies by whole numbers only."""

    def __new__(cls, micro: int = 0) -> Self:
        if isinstance(micro, (float, Decimal, str)):
            raise TypeError("Money is made of whole micro-dollars; use usd() to read an amount")
        return super().__new__(cls, micro)

    def __add__(self, other: int) -> Money:
        return _exact(int.__add__(self, _whole(other)))

    __radd__ = __add__

    def __sub__(self, other: int) -> Money:
        return _exact(int.__sub__(self, _whole(other)))

    def __rsub__(self, other: int) -> Money:
        return _exact(int.__sub__(_whole(other), int(self)))

    def __mul__(self, times: int) -> Money:
        return _exact(int.__mul__(self, _whole(times)))

    __rmul__ = __mul__

    def __neg__(self) -> Money:
        return _exact(int.__neg__(self))

    def __truediv__(self, other: Any) -> Any:
        raise TypeError("Money is not divided; use share() with a rate")

    def share(self, rate_ppm: int) -> Money:
        """The part of this sum at a rate in parts per million, rounded down to the micro-dollar.

        The only place a rate is applied. Rounding per slot makes a batch cost the sum of its slots.
        """
        return Money(int(self) * rate_ppm // PPM)

    def in_proportion(self, part: Money, whole: Money) -> Money:
        """What this sum comes to where only a part of a whole is paid, rounded down to the micro-dollar."""
        return Money(int(self) * int(part) // int(whole))

    def part_added(self, rate_ppm: int) -> Money:
        """What of this sum a rate has added to the rest, rounded down to the micro-dollar: tax in a gross sum."""
        return Money(int(self) * rate_ppm // (PPM + rate_ppm))

    def floor_to_cents(self) -> Money:
        """What a payment rail can carry: whole cents, the rest stays where it was."""
        return Money(int(self) // CENT * CENT)

    @property
    def amount(self) -> Decimal:
        """The sum in dollars, exact."""
        return Decimal(int(self)) / MICRO

    def plain(self) -> str:
        """Dollars with at least two decimals and none of the trailing zeros: 0.043, 5.00."""
        whole, micro = divmod(abs(int(self)), MICRO)
        decimals = f"{micro:06d}".rstrip("0").ljust(2, "0")
        return f"{'-' if self < 0 else ''}{whole}.{decimals}"

    def __str__(self) -> str:
        whole, _dot, decimals = self.plain().lstrip("-").partition(".")
        return sums().written(int(whole), decimals, sign=MINUS if self < 0 else "")

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __repr__(self) -> str:
        return f"usd('{self.plain()}')"


def _whole(number: int) -> int:
    if not isinstance(number, int):
        raise TypeError(f"Money meets whole numbers only, not {type(number).__name__}")
    return int(number)


def _exact(micro: int) -> Money:
    return Money(micro)


def is_plain(text: str) -> bool:
    """Whether an amount is written so that every language reads the same."""
    return _AMOUNT.fullmatch(text) is not None


def usd(text: str) -> Money:
    """Read dollars written with a point: usd("0.10"). Raises ValueError on anything else."""
    if not _AMOUNT.fullmatch(text.removeprefix("-")):
        raise ValueError(f"not an amount of dollars: {text!r}")
    return Money(int((Decimal(text) * MICRO).to_integral_value(ROUND_DOWN)))


def total(sums: Any) -> Money:
    """The sum of an iterable of Money; nothing adds to zero."""
    return Money(sum(int(one) for one in sums))


def _in_latin(text: str) -> str:
    """Digits of any script as the Latin ones."""
    return "".join(str(decimal(one)) if one.isdecimal() else one for one in text)


def _with_a_point(typed: str) -> str:
    """Where people write a comma for the point, one that can be nothing else is read as one: 5,25 and 0,043."""
    is_point = sums().point == "," and re.fullmatch(r"\d{1,10},\d{1,2}|0,\d{1,6}", typed, re.ASCII)
    return typed.replace(",", ".") if is_point else typed


def read_amount(text: str) -> Money:
    """Read an amount a person typed. Raises ValidationError with one sentence that says what to type."""
    bare = _in_latin(text.translate(_UNSEEN).translate(_ARABIC).strip())
    typed = _with_a_point(re.sub(r"^(US)?\$|(US\$|\$US)$", "", bare).strip())
    if re.fullmatch(r"\d+,\d{1,2}|[\d.]+,\d{1,2}|[\d,]+\.\d+|[\d ,]+", typed) and ("," in typed or " " in typed):
        raise ValidationError(_("Write the amount with a point and no commas or spaces, like 1250.50."), code="locale")
    if typed.startswith(("-", MINUS)):
        raise ValidationError(_("The amount must be more than zero."), code="negative")
    if re.fullmatch(r"\d{11,}(\.\d*)?", typed):
        raise ValidationError(_("This amount is larger than the market can hold."), code="huge")
    if re.fullmatch(r"\d*\.\d{7,}", typed):
        raise ValidationError(_("Use at most six decimals."), code="decimals")
    if typed.startswith("."):
        typed = f"0{typed}"
    if not _AMOUNT.fullmatch(typed):
        raise ValidationError(_("Write an amount in dollars, like 5 or 0.25."), code="invalid")
    money = usd(typed)
    if money > LARGEST:
        raise ValidationError(_("This amount is larger than the market can hold."), code="huge")
    return money
