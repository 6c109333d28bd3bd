"""What several tests of reports begin with."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from accounts.models import User
from picomarket.lib.rules import Rules
from tests import make


@pytest.fixture
def crowd(db: None) -> list[User]:
    """Six workers, who open a task and report it."""
    return [make.person(f"worker{number}") for number in range(6)]


@pytest.fixture
def few_reports_hold(settings: Settings) -> None:
    """Three reports of five viewers are enough to hold a task."""
    settings.RULES = Rules(report_hold=3, report_views=5, report_few=3, report_tried=0)
