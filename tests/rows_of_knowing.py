"""Who may see and do what with lists of workers, blocks and tests."""

from __future__ import annotations

from tests.rows import NO, Row, members, only

ROWS = [
    Row("tasks:lists", "", members("page"), members("errors")),
    Row("tasks:list", "list", only(ann="page"), NO),
    Row("tasks:add_people", "list", only(ann="led on"), only(ann="errors")),
    Row("tasks:put", "list", NO, only()),
    Row("tasks:take_out", "list", NO, only()),
    Row("tasks:rename_list", "list", only(ann="led on"), only(ann="errors")),
    Row("tasks:rule", "list", only(ann="led on"), only(ann="errors")),
    Row("tasks:delete_list", "list", NO, only(ann="led on")),
    Row("tasks:restore_list", "list", NO, only(ann="led on")),
    Row("tasks:tests", "", members("page"), NO),
    Row("tasks:own_tests", "", members("page"), members("errors")),
    Row("tasks:test", "test", members("page"), NO),
    Row("tasks:test", "untested", only(ann="led on"), NO),
    Row("tasks:start", "test", NO, members("led on")),
    Row("tasks:edit_test", "test", only(ann="led on"), only(ann="led on")),
    Row("tasks:lead_test", "test", only(ann="page"), NO),
    Row("tasks:lead_test", "untested", only(ann="led on"), NO),
    Row("tasks:edit_test", "untested", only(ann="page"), only(ann="errors")),
    Row("tasks:publish_test", "untested", NO, only(ann="led on")),
    Row("tasks:pay_test", "test", only(ann="page"), only(ann="led on")),
    Row("tasks:pay_test", "untested", only(ann="page"), only(ann="led on")),
    Row("tasks:close_test", "test", NO, only(ann="led on")),
    Row("tasks:reopen_test", "test", NO, only(ann="led on")),
    Row("tasks:discard_test", "untested", NO, only(ann="led on")),
    Row("tasks:ask", "untested", only(ann="page"), only(ann="errors"), step="1"),
    Row("tasks:ask", "test", only(ann="led on"), only(ann="led on"), step="1"),
    Row("tasks:fall", "test", NO, only(ann="led on"), step="1"),
    Row("tasks:attempt", "attempt", only(ben="page"), NO),
    Row("tasks:question", "attempt", only(ben="led on"), only(ben="led on"), step="1"),
    Row("tasks:question", "running", only(dina="page"), only(dina="led on"), step="1"),
    Row("tasks:contest", "attempt", NO, only(ben="errors"), step="1"),
    Row("tasks:decline", "contest", NO, only(ann="errors")),
    Row("tasks:blocks", "", members("page"), NO),
    Row("tasks:block", "ben", NO, members("led on")),
    Row("tasks:unblock", "ben", NO, members("led on")),
]
