"""What the addresses about known answers, and about what is approved by itself, answer to whom."""

from __future__ import annotations

from tests.rows import NO, Row, only

ROWS = [
    Row("submissions:gold", "gold batch", only(ann="page"), NO),
    Row("submissions:gold", "batch", only(ann="page"), NO),
    Row("submissions:gold", "task", only(), NO),
    Row("submissions:mark", "gold batch", only(ann="page"), only(ann="page")),
    Row("submissions:mark", "task", only(), only()),
    Row("submissions:unmark", "gold batch", NO, only(ann="led on"), step="1"),
    Row("submissions:fall", "gold batch", NO, only(ann="led on"), step="1"),
    Row("submissions:decline", "gold answer", NO, only(ann="errors")),
    Row("submissions:contest", "gold work", NO, only(ben="errors")),
    Row("submissions:contest", "submission", NO, only()),
    Row("tasks:edit", "gold batch", only(ann="page"), only(ann="led on"), step="checked"),
]
