"""The bank's pages: a checkout that works without JavaScript, and a list of all it received and paid."""

import time
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from string import Template

from wallet.demobank.bank import (
    CLOSED_ACCOUNT,
    SLOW_ACCOUNT,
    SLOW_SECONDS,
    Bank,
    Checkout,
)

SITE = Path(__file__).parent / "site"


def css() -> str:
    return (SITE / "bank.css").read_text()


def checkout(row: Checkout) -> str:
    """The page on which the person pays; once paid or cancelled, the way back."""
    if row.state == "open":
        main = _fill(
            "checkout",
            note=row.note,
            amount=_dollars(row.cents),
            seconds=f"{SLOW_SECONDS:.0f}",
        )
    else:
        main = _fill(
            "closed",
            state=row.state,
            amount=_dollars(row.cents),
            return_url=row.return_url,
        )
    return _page("Checkout", main)


def ledger(bank: Bank) -> str:
    checkouts, payouts = bank.checkouts(), bank.all_payouts()
    main = Template(_source("ledger")).substitute(
        received=_dollars(sum(row.cents for row in checkouts if row.state == "paid")),
        paid=_dollars(sum(row.cents for row in payouts if row.state == "paid")),
        checkouts=_table(
            ["When", "Key", "State", "Amount"],
            ([_when(row.created), row.key, row.state, _dollars(row.cents)] for row in checkouts),
        ),
        payouts=_table(
            ["When", "Key", "Account", "State", "Reason", "Amount"],
            (
                [
                    _when(row.created),
                    row.key,
                    row.destination,
                    row.state,
                    row.reason,
                    _dollars(row.cents),
                ]
                for row in payouts
            ),
        ),
        closed=CLOSED_ACCOUNT,
        slow=SLOW_ACCOUNT,
    )
    return _page("Ledger", main)


def message(text: str) -> str:
    return _page(text, f'<div class="checkout"><h1>{escape(text)}</h1></div>')


def _page(title: str, main: str) -> str:
    return Template(_source("page")).substitute(title=escape(title), main=main)


def _fill(name: str, **values: str) -> str:
    return Template(_source(name)).substitute({key: escape(value) for key, value in values.items()})


def _source(name: str) -> str:
    return (SITE / f"{name}.html").read_text()


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = ["".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows]
    if not lines:
        return "<p>Nothing yet.</p>"
    head = "".join(f"<th>{name}</th>" for name in heads)
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _dollars(cents: int) -> str:
    return f"${cents // 100:,}.{cents % 100:02d}"


def _when(moment: float) -> str:
    return time.strftime("%d %b %Y, %H:%M:%S", time.gmtime(moment)) + " UTC"
