"""The bank's pages: a checkout that works without JavaScript, and a list of all it received and paid."""

import time
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from string import Template

from wallet.demobank.bank import CLOSED_ACCOUNT, SLOW_ACCOUNT, SLOW_SECONDS, Bank, Checkout, Payout

SITE = Path(__file__).parent / "site"


def css() -> str:
    return (SITE / "bank.css").read_text()


def checkout(row: Checkout) -> str:
    """The page on which the person pays; once all is paid or it is cancelled, the way back."""
    if row.state == "open":
        main = _fill("checkout", note=row.note, amount=_dollars(row.cents), seconds=f"{SLOW_SECONDS:.0f}")
    elif row.state == "paid" and row.received < row.cents:
        main = _fill(
            "part",
            note=row.note,
            amount=_dollars(row.cents),
            received=_dollars(row.received),
            rest=_dollars(row.cents - row.received),
            return_url=row.return_url,
        )
    else:
        main = _fill(
            "closed",
            state=row.state.replace("_", " "),
            amount=_dollars(row.received or row.cents),
            return_url=row.return_url,
        )
    return _page("Checkout", main)


def ledger(bank: Bank) -> str:
    """All the bank has done, with a button to undo what is paid."""
    checkouts, payouts = bank.checkouts(), bank.all_payouts()
    main = Template(_source("ledger")).substitute(
        received=_dollars(sum(row.received for row in checkouts if row.state == "paid")),
        paid=_dollars(sum(row.cents for row in payouts if row.state == "paid")),
        balance=_dollars(bank.balance()),
        checkouts=_table(["When", "Key", "State", "Amount", ""], map(_checkout_line, checkouts)),
        payouts=_table(["When", "Key", "Account", "State", "Reason", "Amount", ""], map(_payout_line, payouts)),
        closed=CLOSED_ACCOUNT,
        slow=SLOW_ACCOUNT,
        faults=", ".join(f"{fault.name} ({fault.times})" for fault in bank.faults.all()) or "none",
    )
    return _page("Ledger", main)


def _checkout_line(row: Checkout) -> list[str]:
    undo = _button("charge_back", row.id, "Take back") if row.state == "paid" else ""
    return [*_cells(_when(row.created), row.key, row.state, _dollars(row.received or row.cents)), undo]


def _payout_line(row: Payout) -> list[str]:
    undo = _button("return_payout", row.key, "Send back") if row.state == "paid" else ""
    where = row.destination or "back to the payer"
    return [*_cells(_when(row.created), row.key, where, row.state, row.reason, _dollars(row.cents)), undo]


def _cells(*texts: str) -> list[str]:
    return [escape(text) for text in texts]


def _button(name: str, value: str, label: str) -> str:
    return f'<form method="post" action="/"><button name="{name}" value="{escape(value)}">{label}</button></form>'


def message(text: str) -> str:
    return _page(text, f'<div class="checkout"><h1>{escape(text)}</h1></div>')


def _page(title: str, main: str) -> str:
    return Template(_source("page")).substitute(title=escape(title), main=main)


def _fill(name: str, **values: str) -> str:
    return Template(_source(name)).substitute({key: escape(value) for key, value in values.items()})


def _source(name: str) -> str:
    return (SITE / f"{name}.html").read_text()


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows of cells that are escaped already."""
    lines = ["".join(f"<td>{cell}</td>" for cell in row) for row in rows]
    if not lines:
        return "<p>Nothing yet.</p>"
    head = "".join(f"<th>{name}</th>" for name in heads)
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _dollars(cents: int) -> str:
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}${whole:,}.{rest:02d}"


def _when(moment: float) -> str:
    return time.strftime("%d %b %Y, %H:%M:%S", time.gmtime(moment)) + " UTC"
