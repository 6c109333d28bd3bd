"""Each rail in turn, with the world behind it and people to pay."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytest_django import Settings

from accounts.models import User
from picomarket.lib.money import usd
from tests import make
from wallet import methods, rails
from wallet.tests.conftest import NOW, earn
from wallet.tests.outside import OUTSIDES, Outside

from .asking import People, needs_payouts


# One process has all of a rail's tests: the world behind it may be slow to make.
@pytest.fixture(params=sorted(rails.FACTS))
def outside(request: pytest.FixtureRequest, settings: Settings) -> Outside:
    """The world behind each rail in turn; payouts go without waiting for the staff."""
    if request.param not in OUTSIDES:
        pytest.fail(f"{request.param} has no world behind it in wallet/tests/outside")
    many = usd("100000")
    settings.RULES = replace(
        settings.RULES, payout_look_minutes=0, four_eyes_payout=many, four_eyes_batch=many, four_eyes_deposit=many
    )
    return OUTSIDES[request.param](request)


@pytest.fixture
def people(outside: Outside, ann: User) -> People:
    """Two who earned $60 each and said where payouts go, in a country the rail reaches."""
    needs_payouts(outside)
    facts = rails.facts(outside.code)
    country = next(iter(sorted(facts.countries)), "BD")
    both = [make.person(name, country=country) for name in ("one", "two")]
    make.deposit(ann, "100")
    for person, where in zip(both, outside.destinations, strict=True):
        earn(person, "60", by=ann)
        methods.choose(person, rail=outside.code, destination=where, by=person, now=NOW)
    return People(*both)
