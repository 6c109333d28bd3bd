"""Rules read from the environment, typed; a value that cannot be read names its variable."""

from __future__ import annotations

import pytest

from picomarket.lib.money import usd
from picomarket.lib.rules import Rules


def test_nothing_given_means_the_defaults() -> None:
    assert Rules.read({}) == Rules()


def test_each_kind_of_rule_is_read() -> None:
    rules = Rules.read(
        {
            "PICOMARKET_EMPLOYER_COMMISSION": "7.5",
            "PICOMARKET_MINIMUM_PAYOUT": "2.50",
            "PICOMARKET_PAYOUT_DAYS": "3",
            "PICOMARKET_PAYOUT_RUNS": "0 9 * * 1",
        }
    )

    assert (rules.employer_ppm, rules.minimum_payout, rules.payout_days) == (75_000, usd("2.50"), 3)
    assert rules.payout_runs == "0 9 * * 1"


def test_a_value_that_cannot_be_read_names_its_variable() -> None:
    with pytest.raises(ValueError, match="PICOMARKET_PAYOUT_DAYS='soon' cannot be read"):
        Rules.read({"PICOMARKET_PAYOUT_DAYS": "soon"})


def test_a_floor_under_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="PICOMARKET_HOURLY_FLOORS cannot be less than zero"):
        Rules.read({"PICOMARKET_HOURLY_FLOORS": "west_europe=-2"})


@pytest.mark.parametrize(
    ("name", "rate"),
    [
        ("EMPLOYER_COMMISSION", "41"),
        ("WORKER_COMMISSION", "100.1"),
        ("REFERRAL_SHARE", "-1"),
        ("REFERRAL_SHARE", "nan"),
    ],
)
def test_a_rate_that_would_pay_somebody_less_than_nothing_is_refused(name: str, rate: str) -> None:
    with pytest.raises(ValueError, match=f"PICOMARKET_{name} must be between 0 and"):
        Rules.read({f"PICOMARKET_{name}": rate})
