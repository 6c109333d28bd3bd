"""Who may see and do what with disputes."""

from __future__ import annotations

from tests.rows import NO, NO_PUBLIC, Row, everybody, members, only

ROWS = [
    Row("disputes:open", "rejection", only(ben="page"), only(ben="page")),
    Row("disputes:case", "case", only(ann="page", ben="page"), NO),
    Row("disputes:answer", "case", NO, only(ann="page", ben="page")),
    Row("disputes:concede", "case", NO, only(ann="led on")),
    Row("disputes:have_nothing_to_add", "case", NO, only(ann="led on", ben="led on")),
    Row("disputes:offer", "case", NO, only(ann="page")),
    Row("disputes:take_offer", "case", NO, only(ben="led on")),
    Row("disputes:accept", "lost case", NO, only(ben="led on")),
    Row("disputes:appeal", "lost case", only(ann="led on", ben="page"), only(ann="led on", ben="page")),
    Row("disputes:seats", "", members("page"), NO),
    Row("disputes:juror", "seat", only(dina="page"), only(dina="page")),
    Row("disputes:decline", "seat", NO, only(dina="led on")),
    Row("disputes:juror_proof", "seat", everybody("nothing"), NO_PUBLIC, step="none"),
    Row("disputes:enclosure", "enclosure", everybody("nothing", ann="page", ben="page", sam="page"), NO_PUBLIC),
]
