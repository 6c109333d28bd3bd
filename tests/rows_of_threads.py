"""Who may see and do what with tickets and threads."""

from __future__ import annotations

from tests.rows import NO, NO_PUBLIC, Row, everybody, members, only

ROWS = [
    Row("tasks:questions", "task", everybody("page"), members("errors")),
    Row("tasks:questions", "draft", everybody("nothing"), everybody("nothing")),
    Row("tasks:answer_question", "question", NO, only(ann="errors")),
    Row("tasks:hide_question", "question", NO, only(ann="led on")),
    Row("tasks:report_question", "question", only(ann="page"), only(ann="errors")),
    Row("threads:threads", "", members("page"), NO),
    Row("threads:thread", "thread", only(ann="page", ben="page"), NO),
    Row("threads:write", "thread", NO, only(ann="errors", ben="errors")),
    Row("threads:on_task", "task", members("page", ann="nothing"), members("errors", ann="nothing")),
    Row("threads:on_task", "draft", members("nothing"), members("nothing")),
    Row("threads:on_submission", "submission", only(ann="led on", ben="led on"), only(ann="errors", ben="errors")),
    # Of a claim its employer sees nothing yet.
    Row("threads:on_submission", "claim", only(ben="page"), only(ben="errors")),
    Row("threads:report", "message", only(ann="page"), only(ann="errors")),
    Row("threads:picture", "message picture", only(ann="page", ben="page", sam="page"), NO),
    Row("threads:help", "", everybody("page"), NO_PUBLIC),
    # Without a topic it leads to where one chooses it.
    Row("threads:ask", "", members("led on"), members("led on")),
    Row("threads:ticket", "ticket", only(ben="page"), NO),
    Row("threads:write_in_ticket", "ticket", NO, only(ben="errors")),
    Row("threads:close_ticket", "ticket", NO, only(ben="led on")),
    Row("threads:file", "ticket file", only(ben="page", sam="page"), NO),
]
