"""Who may see and do what with profiles, levels, points, the leaderboard, work records, and the pages that say why."""

from __future__ import annotations

from tests.rows import NO, NO_PUBLIC, Row, everybody, members, only

ROWS = [
    Row("accounts:profile", "", members("page"), NO),
    Row("accounts:log", "", members("page"), NO),
    Row("accounts:edit", "", members("page"), members("page")),
    Row("accounts:person", "ben", everybody("page"), NO_PUBLIC),
    Row("accounts:photo", "ben", everybody("page"), NO_PUBLIC),
    Row("accounts:level", "", members("page"), NO),
    Row("accounts:points", "", members("page"), NO),
    Row("accounts:leaderboard", "", members("page"), NO),
    Row("accounts:join_leaderboard", "", NO, members("led on")),
    Row("accounts:leave_leaderboard", "", NO, members("led on")),
    Row("tasks:why", "task", members("page", ann="nothing"), NO),
    Row("tasks:why", "draft", only(), NO),
    Row("wallet:why", "", members("page"), NO),
    Row("submissions:records", "", members("page"), members("led on")),
    # Whoever has the link of a record may read it.
    Row("submissions:record", "record", everybody("page"), NO_PUBLIC),
    Row("submissions:record_file", "record", everybody("page"), NO_PUBLIC, step="json"),
    Row("submissions:record_file", "record", everybody("page"), NO_PUBLIC, step="pdf"),
    Row("submissions:record_keys", "", everybody("page"), NO_PUBLIC),
    Row("submissions:withdraw_record", "record", NO, only(ben="led on")),
]
