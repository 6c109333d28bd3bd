"""Who may see and do what with what holds against somebody, and the pages that say what can."""

from __future__ import annotations

from tests.rows import NO, NO_PUBLIC, Row, everybody, members, only

ROWS = [
    Row("accounts:standing", "", members("page"), NO),
    Row("accounts:sanction", "sanction", only(ben="page"), NO),
    Row("accounts:appeal", "sanction", NO, only(ben="errors")),
    Row("accounts:answer", "sanction", NO, only(ben="errors")),
    Row("accounts:exhibit", "exhibit", only(ben="page", sam="page"), NO),
    Row("accounts:rules", "", everybody("page"), NO_PUBLIC),
    Row("transparency", "", everybody("page"), NO_PUBLIC),
    Row("transparency_month", "month", everybody("page"), NO_PUBLIC),
]
