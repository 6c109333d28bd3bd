"""Who may see and do what before a task is published: new drafts, quick post, layouts, templates, files of rows."""

from __future__ import annotations

from tests.rows import NO, NO_PUBLIC, Row, everybody, members, only

ROWS = [
    Row("tasks:post", "", members("page"), members("led on")),
    Row("tasks:quick", "", members("page"), members("page")),
    Row("tasks:layout", "", members("page"), members("errors")),
    Row("tasks:advise", "", NO, members("page")),
    Row("tasks:judge_quick", "", NO, members("page")),
    Row("tasks:gallery", "", everybody("page"), NO_PUBLIC),
    Row("tasks:templates", "", members("page"), NO),
    Row("tasks:use", "template", NO, only(ann="led on")),
    Row("tasks:forget", "template", NO, only(ann="led on")),
    Row("tasks:keep", "task", NO, only(ann="led on")),
    Row("tasks:taken_over", "layout draft", only(ann="page"), NO),
    Row("tasks:rows", "batch draft", only(ann="page"), only(ann="errors")),
]
