"""Who may see and do what with the wallet."""

from __future__ import annotations

from tests.rows import NO, NO_PUBLIC, Row, everybody, members, only

ROWS = [
    Row("wallet:home", "", members("page"), NO),
    Row("wallet:lines", "", members("page"), NO),
    Row("wallet:deposit", "", members("page"), members("page")),
    Row("wallet:deposit_state", "deposit", only(ann="page"), only(ann="led on")),
    Row("wallet:deposit_back", "deposit", only(ann="led on"), NO),
    # Before money leaves the password is asked for again.
    Row("wallet:payout", "", members("page"), members("led on")),
    Row("wallet:payout_state", "payout", only(ben="page"), NO),
    Row("wallet:cancel_payout", "payout", NO, only(ben="led on")),
    # Where payouts go asks for the password again first.
    Row("wallet:method", "", members("led on"), members("led on")),
    Row("wallet:remove_method", "", NO, members("led on")),
    Row("wallet:ways", "", everybody("page"), NO_PUBLIC),
    Row("wallet:refundable", "", members("page"), NO),
    Row("wallet:refund", "arrived", only(ann="page"), only(ann="led on")),
    Row("wallet:statements", "", members("page"), NO),
    Row("wallet:statement", "2026-01", members("page"), NO),
    Row("wallet:year", "2026", members("page"), NO),
    Row("wallet:deposit_receipt", "arrived", only(ann="page"), NO),
    Row("wallet:deposit_receipt", "deposit", only(), NO),
    Row("wallet:payout_receipt", "payout", only(), NO),
    Row("wallet:payout_receipt", "paid", only(ben="page"), NO),
    Row("wallet:invoices", "", members("page"), NO),
    Row("wallet:issue_invoice", "2026-01", NO, members("led on")),
    Row("wallet:invoice", "invoice", only(ann="page"), NO),
    Row("wallet:billing", "", members("page"), members("page")),
    Row("wallet:move", "", members("page"), members("page")),
    Row("wallet:webhook", "manual", NO_PUBLIC, everybody("nothing")),
]
