"""Who may see and do what with profiles, sign-ins, and one's own data."""

from __future__ import annotations

from tests.rows import NO, NO_PUBLIC, Row, everybody, members, only

ROWS = [
    Row("accounts:profile", "", members("page"), NO),
    Row("accounts:log", "", members("page"), NO),
    Row("accounts:edit", "", members("page"), members("page")),
    Row("accounts:hide_steps", "work", NO, members("led on")),
    Row("accounts:hide_steps", "anything", NO, members("nothing")),
    Row("accounts:security", "", members("page"), NO),
    Row("accounts:devices", "", members("page"), NO),
    Row("accounts:end_device", "", NO, members("led on")),
    Row("accounts:end_others", "", NO, members("led on")),
    Row("accounts:not_me", "", members("page"), members("led on")),
    Row("accounts:go_on", "nothing-waits", members("led on"), members("led on")),
    Row("accounts:second_step", "", members("page"), NO),
    Row("accounts:data", "", members("page"), members("led on")),
    # Before it is fetched, and before an account is deleted, people confirm that it is them.
    Row("accounts:fetch_data", "data file", only(ben="led on"), NO),
    Row("accounts:leave", "", members("page"), members("led on")),
    Row("accounts:stay", "", NO, members("led on")),
    Row("accounts:person", "ben", everybody("page"), NO_PUBLIC),
    Row("accounts:photo", "ben", everybody("page"), NO_PUBLIC),
    Row("accounts:household", "", members("page"), members("page")),
    Row("accounts:confirm_household", "household", NO, only(ben="led on", dina="led on")),
    Row("accounts:end_household", "household", NO, only(ben="led on", dina="led on")),
    Row("accounts:verify", "", members("page"), members("page")),
    Row("accounts:confirm_phone", "", NO, members("errors")),
    Row("accounts:take_out_phone", "", NO, members("led on")),
    Row("accounts:identity", "", members("page"), members("errors")),
    Row("accounts:take_back_identity", "", NO, members("led on")),
    Row("accounts:place", "", members("page"), NO),
    Row("accounts:travel", "", NO, members("errors")),
    Row("accounts:move", "", NO, members("errors")),
    Row("accounts:move_back", "", NO, members("led on")),
    Row("accounts:privacy", "", everybody("page"), NO_PUBLIC),
]
