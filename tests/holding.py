"""Rows held to their laws, which the suite asks after every test with a database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from picomarket import audit
from picomarket.lib import laws
from picomarket.lib.laws import Law


def discrepancies(*, thorough: bool = False) -> Iterator[str]:
    """One sentence for each thing that is not as it must be; thorough also asks how each line came to be."""
    with audit.one_moment():
        yield from faults(audit.LAWS, thorough=thorough)


def faults(these: Iterable[Law], *, thorough: bool = False) -> Iterator[str]:
    """One sentence for each row that breaks one of these laws; the thorough ones are asked only if wanted."""
    for law in these:
        if thorough or not law.thorough:
            yield from laws.broken(law, often=True)[1]
