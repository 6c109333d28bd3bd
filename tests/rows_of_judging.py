"""The rows of verdicts: changes asked for, undo, and many at once."""

from __future__ import annotations

from tests.rows import NO, NO_PUBLIC, Row, everybody, members, only

ROWS = [
    Row("submissions:reject_many", "submitted", NO, only(ann="led on")),
    Row("submissions:take_back", "press", NO, members("led on")),
    Row("submissions:approve_all", "all", NO, only(ann="led on")),
    Row("submissions:approving", "bulk", only(ann="page"), NO),
    Row("submissions:stop_approving", "bulk", NO, only(ann="led on")),
    Row("submissions:screen_out", "submission", NO, only(ann="errors")),
    Row("submissions:ask_change", "submission", NO, only(ann="errors")),
    Row("submissions:work", "asked", only(ben="page"), NO),
    Row("submissions:review", "asked", only(ann="page"), NO),
    Row(
        "submissions:earlier_proof",
        "earlier proof",
        everybody("nothing", ann="page", ben="page", sam="page"),
        NO_PUBLIC,
    ),
]
