"""Rows held to their laws, which the suite asks after every test with a database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from picomarket import audit, market_laws
from picomarket.lib import laws, statements
from picomarket.lib.laws import Law
from wallet import papers, shapes

# Also true of how the rows came to be: not where a test wrote some by hand.
THOROUGH = (shapes.SHAPE, papers.OWN_LINES, papers.OUTSIDE, papers.PROMO, market_laws.OWN_LINES)


def discrepancies(*, thorough: bool = False) -> Iterator[str]:
    """One sentence for each thing that is not as it must be; thorough also asks how each line came to be."""
    with audit.one_moment():
        yield from faults(audit.LAWS, thorough=thorough)


def faults(these: Iterable[Law], *, thorough: bool = False) -> Iterator[str]:
    """One sentence for each row that breaks one of these laws, which are planned once per connection."""
    for law in these:
        if thorough or law not in THOROUGH:
            for row in statements.rows(_counted(law), law.given() or None):
                yield str(law.say(*row[1:]))


_counted = cache(laws.counted)
