"""Who may see and do what with levels, points, the leaderboard, and the pages that say why."""

from __future__ import annotations

from tests.rows import NO, Row, members, only

ROWS = [
    Row("accounts:level", "", members("page"), NO),
    Row("accounts:points", "", members("page"), NO),
    Row("accounts:leaderboard", "", members("page"), NO),
    Row("accounts:join_leaderboard", "", NO, members("led on")),
    Row("accounts:leave_leaderboard", "", NO, members("led on")),
    Row("tasks:why", "task", members("page", ann="nothing"), NO),
    Row("tasks:why", "draft", only(), NO),
    Row("wallet:why", "", members("page"), NO),
]
