"""Who may see the figures of an employer and the earnings of a worker, and lift a task to the hourly floor."""

from __future__ import annotations

from tests.rows import NO, Row, members, only

ROWS = [
    Row("submissions:earnings", "", members("page"), NO),
    Row("submissions:figures", "", members("page"), NO),
    Row("submissions:task_figures", "task", only(ann="page"), NO),
    Row("submissions:lift", "task", only(ann="led on"), only(ann="led on")),
]
