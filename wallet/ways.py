"""The ways money comes in and goes out: what each costs, how long it takes, whom it reaches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django_countries import countries

from picomarket.lib.money import Money, usd
from wallet import rails
from wallet.rails.interface import Facts

from . import runs
from .models import PayoutMethod

# What the table shows for somebody who did not say.
SHOWN = usd("10")


@dataclass(frozen=True)
class Way:
    """One way out for one amount. ``arrives`` is what its receiver gets; ``no`` says why this person cannot use it.

    ``promised_for`` is when a payout asked for now arrives at the latest; None where nothing can be asked for now.
    """

    facts: Facts
    least: Money
    amount: Money
    fee: Money
    no: str
    method: PayoutMethod | None = None
    is_suggested: bool = False
    is_cheapest: bool = False
    promised_for: datetime | None = None

    @property
    def arrives(self) -> Money:
        return max(self.amount - self.fee, Money(0))

    @property
    def is_enough(self) -> bool:
        """Whether this amount may go that way at all."""
        return self.amount >= self.least and self.amount > self.fee

    def can_go(self, now: datetime) -> bool:
        """Whether a payout may be asked for that way now: reached, set up, and past the wait after a change."""
        return not self.no and self.method is not None and self.method.usable_from <= now

    @property
    def reached(self) -> list[str]:
        """The countries it reaches, by name; none for everywhere."""
        return sorted(countries.name(code) or code for code in self.facts.countries)


def least(rail: str) -> Money:
    """The least payout by a rail: the market's own minimum or the rail's, whichever is more."""
    return max(settings.RULES.minimum_payout, rails.facts(rail).minimum_payout)


def into() -> list[Facts]:
    """The ways money comes in."""
    return [rail.facts for rail in rails.offered().values() if rail.facts.takes_deposits]


def out(amount: Money, *, country: str, methods: Iterable[PayoutMethod] = (), now: datetime) -> list[Way]:
    """The ways out for this much to somebody in that country, with their ``methods``; the cheapest is suggested.

    Of two as cheap the one by which money really moves, then the quicker one; neither is called the cheapest then.
    Without a country all are in reach.
    """
    kept = {method.rail: method for method in methods}
    facts = [rail.facts for rail in rails.offered().values() if rail.facts.sends_payouts]
    found = [_way(one, amount, country, kept.get(one.code), now) for one in facts]
    fits = [way for way in found if not way.no and way.is_enough]
    best = min(fits, key=lambda way: (way.fee, way.facts.for_trying, way.facts.payout_days), default=None)
    alone = best is not None and len(fits) > 1 and [way.fee for way in fits].count(best.fee) == 1
    return [replace(way, is_suggested=True, is_cheapest=alone) if way is best else way for way in found]


def _way(facts: Facts, amount: Money, country: str, method: PayoutMethod | None, now: datetime) -> Way:
    no = out_of_reach(facts, country)
    waits = no or (method is not None and method.usable_from > now)
    return Way(
        facts=facts,
        least=least(facts.code),
        amount=amount,
        fee=facts.fee(amount),
        no=no,
        method=method,
        promised_for=None if waits else runs.promised_for(now, rail=facts.code),
    )


def out_of_reach(facts: Facts, country: str) -> str:
    """Why people of this country cannot be paid that way; nothing where they can."""
    if not country or facts.reaches(country):
        return ""
    named = {"way": facts.label, "country": countries.name(country) or country}
    return _("%(way)s does not reach %(country)s.") % named
