"""What the addresses of a worker at work answer: claiming, keeping, sending in pieces, retouching."""

from __future__ import annotations

from tests.rows import NO, NO_PUBLIC, Row, everybody, members, only

ROWS = [
    Row("submissions:claim", "task", NO_PUBLIC, members("led on")),
    Row("submissions:claim", "draft", NO_PUBLIC, everybody("nothing")),
    Row("submissions:caution", "task", members("led on"), NO),
    Row("submissions:caution", "dangerous", members("page"), NO),
    Row("submissions:caution", "draft", members("nothing"), NO),
    Row("submissions:work", "claim", only(ben="page"), NO),
    Row("submissions:work", "submission", only(ben="page"), NO),
    Row("submissions:keep", "claim", NO, only(ben="led on")),
    Row("submissions:deliver", "claim", NO, only(ben="errors")),
    Row("submissions:extend", "claim", NO, only(ben="led on")),
    Row("submissions:take_out", "claim", NO, only(ben="led on")),
    Row("submissions:begin", "claim", NO, only(ben="errors")),
    Row("submissions:upload", "upload", only(ben="page"), only(ben="409")),
    Row("submissions:drop", "upload", NO, only(ben="204")),
    Row("submissions:give_back", "claim", NO, only(ben="led on")),
    Row("submissions:retouch", "kept picture", only(ben="page"), NO),
    Row("submissions:retouch", "proof", only(ben="led on"), NO),
    Row("submissions:rotate", "kept picture", NO, only(ben="led on")),
    Row("submissions:rotate", "proof", NO, only(ben="led on")),
    Row("submissions:cover", "kept picture", NO, only(ben="errors")),
]
