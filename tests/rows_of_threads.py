"""Who may see and do what with tickets and threads."""

from __future__ import annotations

from tests.rows import NO, NO_PUBLIC, Row, everybody, members, only

ROWS = [
    Row("threads:help", "", everybody("page"), NO_PUBLIC),
    # Without a topic it leads to where one chooses it.
    Row("threads:ask", "", members("led on"), members("led on")),
    Row("threads:ticket", "ticket", only(ben="page"), NO),
    Row("threads:write_in_ticket", "ticket", NO, only(ben="errors")),
    Row("threads:close_ticket", "ticket", NO, only(ben="led on")),
    Row("threads:file", "ticket file", only(ben="page", sam="page"), NO),
]
