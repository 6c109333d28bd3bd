"""Money: exact sums, and one clear sentence for whatever is not an amount."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from picomarket.lib.money import Money, read_amount, total, usd
from picomarket.lib.money_forms import MoneyFormField

SUMS = st.integers(min_value=-(10**15), max_value=10**15).map(Money)


@pytest.mark.parametrize("not_whole", [0.1, Decimal("0.1"), "0.1"])
def test_money_refuses_what_is_not_whole(not_whole: object) -> None:
    with pytest.raises(TypeError):
        Money(not_whole)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Money(1) * not_whole  # type: ignore[operator]


@pytest.mark.parametrize(
    ("text", "shown"),
    [("0.10", "$0.10"), ("0.043", "$0.043"), ("5", "$5.00"), ("1234567.5", "$1,234,567.50"), ("0.000001", "$0.000001")],
)
def test_a_sum_is_shown_whole_and_never_rounded(text: str, shown: str) -> None:
    assert str(usd(text)) == shown


def test_a_negative_sum_shows_its_sign_before_the_currency() -> None:
    assert str(-usd("3.30")) == "\N{MINUS SIGN}$3.30"


def test_a_share_is_rounded_down_to_the_micro_dollar() -> None:
    assert Money(19).share(50_000) == 0
    assert usd("0.02").share(50_000) == usd("0.001")


@given(st.lists(SUMS))
def test_sums_stay_money(sums: list[Money]) -> None:
    assert isinstance(total(sums), Money)
    assert total(sums) == sum(int(one) for one in sums)


@given(SUMS.filter(lambda one: one >= 0))
def test_what_is_written_plainly_reads_back(money: Money) -> None:
    assert usd(money.plain()) == money


# Half a dollar as keyboards of other scripts write it.
FULLWIDTH = "\N{FULLWIDTH DIGIT ZERO}.\N{FULLWIDTH DIGIT FIVE}"
ARABIC = "\N{ARABIC-INDIC DIGIT ZERO}\N{ARABIC DECIMAL SEPARATOR}\N{ARABIC-INDIC DIGIT FIVE}"
BENGALI = "\N{BENGALI DIGIT ZERO}.\N{BENGALI DIGIT FIVE}"


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        *[("5", "5"), (" 0.25 ", "0.25"), ("$12.5", "12.5"), ("$ 5", "5"), (".5", "0.5"), (FULLWIDTH, "0.5")],
        *[(ARABIC, "0.5"), (BENGALI, "0.5"), ("\N{DEVANAGARI DIGIT FIVE}", "5")],
    ],
)
def test_an_amount_is_read_as_people_write_it(typed: str, means: str) -> None:
    assert read_amount(typed) == usd(means)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1,50", "locale"),
        ("1.250,50", "locale"),
        ("1,250.50", "locale"),
        ("1 250", "locale"),
        ("1.234,56", "locale"),
        ("1'250", "invalid"),
        ("-5", "negative"),
        ("$-5", "negative"),
        ("\N{MINUS SIGN}5", "negative"),
        ("0.1234567", "decimals"),
        ("99999999999", "huge"),
        ("9999999999", "huge"),
        ("five", "invalid"),
        ("1e3", "invalid"),
        ("5.", "invalid"),
        ("\N{INFINITY}", "invalid"),
        ("nan", "invalid"),
        ("0x10", "invalid"),
        ("1_000", "invalid"),
        ("5 USD", "invalid"),
        ("", "invalid"),
    ],
)
def test_what_is_not_an_amount_gets_its_own_sentence(typed: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        read_amount(typed)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("typed", "code"), [("0", "zero"), ("4.99", "minimum"), ("100.01", "maximum"), ("5.001", "decimals")]
)
def test_the_form_field_holds_its_limits(typed: str, code: str) -> None:
    field = MoneyFormField(minimum=usd("5"), maximum=usd("100"), whole_cents=True)

    with pytest.raises(ValidationError) as refused:
        field.clean(typed)

    assert refused.value.error_list[0].code == code
