"""Rules read from the environment, typed; a value that cannot be read names its variable."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

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


def test_no_rule_is_read_before_it_is_used() -> None:
    """One that a module or a class keeps as it is imported stays what it was when somebody changes it at the desk."""
    kept = []
    for path in sorted(Path(settings.BASE_DIR).glob("*/**/*.py")):
        if {".venv", ".data", "tests", "migrations", "bench"} & set(path.parts):
            continue
        source = path.read_text()
        if "settings.RULES." in source:
            kept += [f"{path.name}:{line}" for line in _read_at_import(ast.parse(source))]

    assert kept == []


def _read_at_import(node: ast.AST) -> list[int]:
    """The lines that read a rule outside of any function."""
    found = []
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(child, ast.Attribute) and ast.unparse(child.value) == "settings.RULES":
            found.append(child.lineno)
        found += _read_at_import(child)
    return found


def test_the_form_to_join_says_the_age_of_now(client: Client, db: None, settings: Settings) -> None:
    settings.RULES = Rules(youngest=21)

    assert "From 21 years." in client.get(reverse("account_signup")).content.decode()
