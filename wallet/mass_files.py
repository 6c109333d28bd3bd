"""What a service takes to pay many at once: the file of a batch in the form its own upload page asks for.

Each has the payout's key in it, so that the service's report can be read back; ``results`` has the file of our own.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from picomarket.lib.money import Money, total
from picomarket.lib.sheets import as_text

from .iban import split_iban
from .models import Payout, PayoutBatch
from .results import BadResults, check_has_gone

PAIN = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"
# What banks take in a name; the rest is written without its accents or left out.
PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-?:().,'+ ")


@dataclass(frozen=True)
class MassFile:
    """One form a batch can be written in: ``code`` in the address, what it is called, what kind of file."""

    code: str
    label: str | Promise
    suffix: str
    content_type: str
    write: Callable[[PayoutBatch, list[Payout]], str]


def forms(batch: PayoutBatch) -> list[MassFile]:
    """The forms the service behind this batch's rail takes, beside our own CSV."""
    if batch.rail == "manual" and not (settings.MANUAL_BANK_IBAN and settings.MANUAL_BANK_NAME):
        return []
    return FORMS.get(batch.rail, [])


def write(batch: PayoutBatch, code: str) -> tuple[MassFile, str]:
    """The form and its text: what of the batch is sent and not known yet, the same bytes until that changes.

    Raises BadResults for a form this rail's service does not take, and before the batch has gone.
    """
    form = next((one for one in forms(batch) if one.code == code), None)
    if form is None:
        raise BadResults(_("This batch has no such file."))
    check_has_gone(batch)
    return form, form.write(batch, list(batch.payouts.filter(state=Payout.State.SENT).order_by("pk")))


def _net(payout: Payout) -> Money:
    return payout.amount - payout.fee


def _note(payout: Payout) -> str:
    return f"{settings.MARKET_NAME} payout {payout.public_id}"


def _skrill(_batch: PayoutBatch, payouts: list[Payout]) -> str:
    subject = f"{settings.MARKET_NAME} payout"
    head = ["Email", "Amount", "Currency", "Subject", "Note", "Reference"]
    return _sheet(
        head, ([one.destination, _net(one).plain(), "USD", subject, _note(one), one.public_id] for one in payouts)
    )


def _payoneer(_batch: PayoutBatch, payouts: list[Payout]) -> str:
    head = ["Recipient email", "Amount", "Currency", "Description"]
    return _sheet(head, ([one.destination, _net(one).plain(), "USD", _note(one)] for one in payouts))


def _sheet(head: list[str], rows: Iterable[list[str]]) -> str:
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(head)
    writer.writerows([as_text(cell) for cell in row] for row in rows)
    return file.getvalue()


def _pain(batch: PayoutBatch, payouts: list[Payout]) -> str:
    """A customer credit transfer of ISO 20022, of those payouts that go to an IBAN."""
    found = ((payout, split_iban(payout.destination)) for payout in payouts)
    lines = [(payout, place.iban, place.name) for payout, place in found if place and place.valid]
    root = ET.Element("Document", xmlns=PAIN)
    start = ET.SubElement(root, "CstmrCdtTrfInitn")
    sums = {"NbOfTxs": str(len(lines)), "CtrlSum": total(_net(payout) for payout, _iban, _name in lines).plain()}
    # The number keeps a bank from taking the rest of a batch for the whole of it again.
    name = f"{batch.public_id}-{len(lines)}"
    head = {"MsgId": name, "CreDtTm": f"{batch.gathered_at:%Y-%m-%dT%H:%M:%S}", **sums}
    _add(start, {"GrpHdr": {**head, "InitgPty": {"Nm": _plain(settings.MANUAL_BANK_NAME)}}})
    if lines:
        payment = ET.SubElement(start, "PmtInf")
        _add(payment, {"PmtInfId": name, "PmtMtd": "TRF", **sums, "ReqdExctnDt": f"{batch.goes_at:%Y-%m-%d}"})
        _add(payment, _debtor())
        for payout, iban, holder in lines:
            _credit(payment, payout, iban, holder)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _debtor() -> Tree:
    agent: Tree = {"BIC": settings.MANUAL_BANK_BIC} if settings.MANUAL_BANK_BIC else {"Othr": {"Id": "NOTPROVIDED"}}
    return {
        "Dbtr": {"Nm": _plain(settings.MANUAL_BANK_NAME)},
        "DbtrAcct": {"Id": {"IBAN": settings.MANUAL_BANK_IBAN.replace(" ", "")}},
        "DbtrAgt": {"FinInstnId": agent},
    }


def _credit(payment: ET.Element, payout: Payout, iban: str, holder: str) -> None:
    line = ET.SubElement(payment, "CdtTrfTxInf")
    _add(line, {"PmtId": {"EndToEndId": payout.public_id}})
    amount = ET.SubElement(ET.SubElement(line, "Amt"), "InstdAmt", Ccy="USD")
    amount.text = _net(payout).plain()
    _add(line, {"Cdtr": {"Nm": _plain(holder)}, "CdtrAcct": {"Id": {"IBAN": iban}}})
    _add(line, {"RmtInf": {"Ustrd": _plain(_note(payout))}})


Tree = dict[str, "str | Tree"]


def _add(parent: ET.Element, tree: Tree) -> None:
    for name, inside in tree.items():
        child = ET.SubElement(parent, name)
        if isinstance(inside, str):
            child.text = inside
        else:
            _add(child, inside)


def _plain(words: str) -> str:
    """At most seventy letters of those a bank takes."""
    bare = unicodedata.normalize("NFKD", words)
    return "".join(char for char in bare if char in PLAIN).strip()[:70] or "NOTPROVIDED"


FORMS = {
    "manual": [MassFile("pain", gettext_lazy("For the bank (ISO 20022, IBANs only)"), "xml", "application/xml", _pain)],
    "skrill": [MassFile("skrill", gettext_lazy("For Skrill"), "csv", "text/csv; charset=utf-8", _skrill)],
    "payoneer": [MassFile("payoneer", gettext_lazy("For Payoneer"), "csv", "text/csv; charset=utf-8", _payoneer)],
}
