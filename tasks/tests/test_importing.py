"""The file of a batch: every row that can be used is, every other is named by line and cause, nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from tasks import drafts, filling, importing, publishing
from tasks.drafts import Wanted
from tasks.models import BadLine, Batch, Cause, Row, Task
from tests import make

NOW = timezone.now()
State = Batch.State
PLAIN: dict[str, Any] = {"title": "Look at a page and say", "steps": ["Look."], "proofs": [Wanted("text", "What?", 3)]}


def cells(task: Task) -> list[list[str]]:
    return [row.cells for row in Row.objects.filter(task=task).order_by("number")]


def bad(batch: Batch) -> list[tuple[int, str, str]]:
    return list(batch.bad_lines.order_by("line").values_list("line", "cause", "detail"))


@pytest.fixture
def plain(ann: User) -> Task:
    return make.draft(ann, **PLAIN)


@pytest.mark.parametrize(
    "text",
    [
        b"a,b\n1,2\n3,4\n",
        b"a,b\r\n1,2\r\n3,4",
        b"\xef\xbb\xbfa,b\n1,2\n3,4\n",
        b'\xef\xbb\xbf"a","b"\n1,2\n3,4\n',
        b"a;b\n1;2\n3;4\n",
        b"a\tb\n1\t2\n3\t4\n",
        b"a,b\n\n1,2\n,\n\n3,4\n\n",
        b"a,b,,\n1,2,,\n3,4,,,,\n",
        b' a , b \n"1","2"\n3,4\n',
    ],
)
def test_a_file_is_read_as_spreadsheets_write_it(plain: Task, text: bytes) -> None:
    batch = make.upload(plain, text)

    assert (batch.state, batch.columns, cells(plain), bad(batch)) == (
        State.CHECKED,
        ["a", "b"],
        [["1", "2"], ["3", "4"]],
        [],
    )


def test_a_value_may_hold_line_breaks_quotes_and_separators(plain: Task) -> None:
    batch = make.upload(plain, 'a,b\n"one\ntwo, ""three""",2\n3,4\n')

    assert cells(plain) == [['one\ntwo, "three"', "2"], ["3", "4"]]
    assert list(Row.objects.order_by("number").values_list("line", flat=True)) == [2, 4]
    assert batch.good == 2


def test_a_formula_is_text(plain: Task) -> None:
    make.upload(plain, b'a,b\n"=HYPERLINK(""https://x.example"")",2\n')

    assert cells(plain) == [['=HYPERLINK("https://x.example")', "2"]]


def test_lines_with_nothing_in_them_are_counted_beside_those_left_out(plain: Task) -> None:
    batch = make.upload(plain, "\na,b\n1,2\n\n , \n,,,\n3,4\n\n")

    assert (cells(plain), bad(batch), batch.blank) == ([["1", "2"], ["3", "4"]], [], 4)


@pytest.mark.parametrize(
    ("line", "words"),
    [("1," + "x" * 5001, "longer than 5,000 characters"), ("1," + "x" * 100_000, "longer than 100,000 bytes")],
)
def test_what_is_too_long_says_how_long_it_may_be(plain: Task, line: str, words: str) -> None:
    batch = make.upload(plain, f"a,b\n{line}\n3,4\n")

    assert words in batch.bad_lines.get().why


@pytest.mark.parametrize(
    ("head", "line", "words"),
    [
        ("a,b", "1,2,3,4", "This row has 4 cells, but the file has 2 columns."),
        ("a,b", "1", "This row has 1 cell, but the file has 2 columns."),
        ("a", "1,2", "This row has 2 cells, but the file has 1 column."),
    ],
)
def test_a_row_of_another_length_says_both_numbers(plain: Task, head: str, line: str, words: str) -> None:
    batch = make.upload(plain, f"{head}\n{line}\n")

    assert batch.bad_lines.get().why == words


@pytest.mark.parametrize(
    ("line", "cause", "detail"),
    [
        (b"1", Cause.CELLS, "1"),
        (b"1,2,3", Cause.CELLS, "3"),
        (b"caf\xe9,2", Cause.ENCODING, ""),
        (b"thr\0ee,4", Cause.NUL, ""),
        (b'"1,2', Cause.BROKEN, ""),
        (b'"1"x,2', Cause.BROKEN, ""),
        (b"1\r1,2", Cause.BROKEN, ""),
        (b"1," + b"x" * 5001, Cause.LONG, "b"),
        (b"1," + b"x" * 10_000_000, Cause.BROKEN, ""),
        (b'1,"' + (b"x" * 999 + b"\n") * 150 + b'"', None, ""),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_kept(plain: Task, line: bytes, cause: str | None, detail: str) -> None:
    batch = make.upload(plain, b"a,b\n1,2\n" + line + b"\n3,4\n")

    found = bad(batch)
    assert cells(plain) == [["1", "2"], ["3", "4"]] or cause is None
    assert found[0] == (3, cause or Cause.BROKEN, detail)


def test_a_quote_that_is_never_closed_swallows_no_row(plain: Task) -> None:
    batch = make.upload(plain, 'a,b\n"1,2\n3,4\n5,6\n')

    assert (cells(plain), bad(batch)) == ([["3", "4"], ["5", "6"]], [(2, Cause.BROKEN, "")])


@pytest.mark.parametrize(
    ("text", "cause", "detail"),
    [
        (b"", Cause.NOTHING, ""),
        (b"\n\n", Cause.NOTHING, ""),
        (b"a,b\n", Cause.ROWS_NONE, ""),
        (b"a,b\n1\n", Cause.NO_ROW, ""),
        (b"PK\x03\x04\x14\x00\x06\x00\x08[Content_Types].xml\n", Cause.SPREADSHEET, ""),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, Cause.SPREADSHEET, ""),
        (b"a,b,a\n1,2,3\n", Cause.HEAD_TWICE, "a"),
        (b"a,2b\n1,2\n", Cause.HEAD_NAME, "2b"),
        (b"a,the b!\n1,2\n", Cause.HEAD_NAME, "the_b!"),
        (b"a,,c\n1,2,3\n", Cause.HEAD_EMPTY, "2"),
        ("a,b\n1,2\n".encode("utf-16"), Cause.ENCODING, ""),
        (b"caf\xe9,b\n1,2\n", Cause.ENCODING, ""),
        (b"\x00\x01\x02", Cause.HEAD_UNSEEN, "1"),
        ("a,b\u200b\n1,2\n".encode(), Cause.HEAD_UNSEEN, "2"),
        (b"a," + b"b" * 41 + b"\n1,2\n", Cause.HEAD_LONG, "b" * 41),
        (",".join(f"c{n}" for n in range(51)).encode() + b"\n", Cause.HEAD_MANY, "50"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(plain: Task, text: bytes, cause: str, detail: str) -> None:
    batch = make.upload(plain, text)

    assert (batch.state, batch.cause, batch.detail) == (State.TURNED_DOWN, cause, detail)
    assert "{" not in batch.why


def test_more_rows_than_a_batch_may_have_are_none(plain: Task, settings: Settings) -> None:
    settings.RULES = settings.RULES.__class__(batch_rows=2)

    batch = make.upload(plain, "a\n1\n2\n3\n")

    assert (batch.state, batch.cause, Row.objects.count()) == (State.TURNED_DOWN, Cause.ROWS_MANY, 0)


def test_lines_that_cannot_be_used_have_an_end_too(plain: Task, settings: Settings) -> None:
    settings.RULES = settings.RULES.__class__(batch_rows=2)

    enough, too_many = (make.upload(plain, "a,b\n1,2\n" + "x\n" * count) for count in (2, 3))

    assert (enough.state, too_many.state, too_many.cause) == (State.CHECKED, State.TURNED_DOWN, Cause.BAD_MANY)


def test_a_file_larger_than_allowed_is_refused_and_the_old_one_stays(plain: Task, settings: Settings) -> None:
    make.upload(plain, "a\n1\n")
    settings.RULES = settings.RULES.__class__(batch_bytes=3)

    with pytest.raises(importing.TooLarge):
        make.upload(plain, "a\n1\n2\n")

    assert cells(plain) == [["1"]]


def test_a_row_without_a_value_the_words_name_is_left_out(ann: User) -> None:
    task = make.batch_draft(ann, "name,page,note\nShop,https://a.example,\n,https://b.example,x\nShop, ,x\n")

    assert cells(task) == [["Shop", "https://a.example", ""]]
    assert bad(task.batch) == [(3, Cause.EMPTY, "name"), (4, Cause.EMPTY, "page")]


def test_checking_goes_on_where_it_was_stopped(plain: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "ROWS_AT_ONCE", 3)
    text = "a,b\n" + "".join(f'"{n}\n",x\n' if n % 2 else f"{n}\n" for n in range(20))
    importing.upload(plain, file=SimpleUploadedFile("rows.csv", text.encode()), by=plain.employer, now=NOW)

    pieces = []
    while importing._check_piece(plain.pk):
        pieces.append(Batch.objects.get().good)

    batch = Batch.objects.get()
    assert pieces == sorted(pieces)
    assert (batch.good, batch.bad, batch.state) == (10, 10, State.CHECKED)
    assert [row[0] for row in cells(plain)] == [f"{n}\n" for n in range(1, 20, 2)]


def test_a_piece_that_fails_leaves_nothing_of_itself(plain: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "ROWS_AT_ONCE", 2)
    importing.upload(plain, file=SimpleUploadedFile("rows.csv", b"a\n1\n2\n3\n4\n"), by=plain.employer, now=NOW)
    importing._check_piece(plain.pk)
    with monkeypatch.context() as patch:
        patch.setattr(BadLine.objects, "bulk_create", lambda _rows: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            importing._check_piece(plain.pk)

    importing.check_due()

    assert cells(plain) == [["1"], ["2"], ["3"], ["4"]]


@pytest.mark.parametrize("when", ["before", "after"])
def test_slots_follow_the_rows_whenever_the_price_is_saved(ann: User, plain: Task, when: str) -> None:
    importing.upload(plain, file=SimpleUploadedFile("rows.csv", b"a\n1\n2\n"), by=ann, now=NOW)
    saved = {"answers": 3, "slots": 1}

    if when == "before":
        drafts.write(plain, by=ann, fields=saved)
    importing.check_due()
    if when == "after":
        drafts.write(plain, by=ann, fields=saved)

    assert make.fresh(plain).slots == 6


def test_a_new_file_takes_the_place_of_the_old(ann: User) -> None:
    task = make.batch_draft(ann, rows=5)

    batch = make.upload(task, "name,page\nShop,https://a.example\n")

    assert (make.fresh(task).rows, make.fresh(task).slots, len(cells(task)), batch.good) == (1, 1, 1, 1)


def test_a_file_taken_away_leaves_an_ordinary_task(ann: User) -> None:
    task = make.batch_draft(ann)

    importing.remove(task, by=ann)

    assert (make.fresh(task).rows, make.fresh(task).slots, Row.objects.count(), Batch.objects.count()) == (0, 1, 0, 0)


def lacking(task: Task) -> list[tuple[str, str]]:
    return [(lack.step, lack.words) for lack in publishing.lacks(Task.objects.get(pk=task.pk))]


def test_an_unknown_variable_is_named_before_publishing(ann: User) -> None:
    task = make.batch_draft(ann, title="Find the number of {{nane}}", steps=["Open {{ page }} at {{hour}}."])

    assert lacking(task) == [
        ("what", "Title: your file has no column nane. Did you mean {{name}}?"),
        ("what", "Step 1: your file has no column hour. It has: name, page."),
    ]


@pytest.mark.parametrize(
    "step", ["Open {{page and {{}} then.", "Open {{}}.", "Open {{ name }} and {{page.", "{{{{name}}"]
)
def test_braces_that_name_nothing_are_said_where_they_stand(ann: User, step: str) -> None:
    task = make.batch_draft(ann, steps=["Open {{page}}.", step])

    assert lacking(task) == [("what", "Step 2: a {{ names no column. Write it like {{name}}, or take it out.")]


def test_a_variable_without_a_file_is_named(ann: User) -> None:
    task = make.draft(ann, title="Find the number of {{name}}")

    assert lacking(task) == [("what", "Title: upload a file with a column called name, or take {{name}} out.")]


def test_a_file_that_is_being_checked_cannot_be_published(ann: User, plain: Task) -> None:
    importing.upload(plain, file=SimpleUploadedFile("rows.csv", b"a\n1\n"), by=ann, now=NOW)

    assert lacking(plain) == [("rows", "Wait until your file is checked.")]
    with pytest.raises(publishing.Unready):
        publishing.publish(plain, by=ann, now=NOW)


def test_words_written_after_the_check_are_asked_for_their_values(ann: User) -> None:
    task = make.batch_draft(ann, "name,page,note\nA,https://a.example,x\nB,https://b.example,\n")
    drafts.write(task, by=ann, fields={"steps": ["Open {{page}}.", "Read {{note}}."]})
    before = lacking(task)

    importing.check_again(task, by=ann, now=NOW)
    importing.check_due()

    assert before == [("rows", "1 row lacks a value your words name. Have the file checked again to leave it out.")]
    assert (lacking(task), make.fresh(task).rows) == ([], 1)


def test_what_a_value_holds_is_text_and_no_variable() -> None:
    values = {"a": "{{b}} <b>", "b": "never"}

    assert filling.filled("Say {{a}} and {{ b }} and {{c}}", values) == "Say {{b}} <b> and never and {{c}}"


def test_a_published_file_cannot_change(ann: User) -> None:
    task = make.batch(ann)

    with pytest.raises(importing.NoDraft):
        make.upload(task, "a\n1\n")


def test_a_copy_of_a_batch_has_its_words_and_no_rows(ann: User) -> None:
    copy = drafts.duplicate(make.batch(ann), by=ann, now=NOW)

    assert (copy.title, copy.steps[0]) == ("Find the telephone number of {{name}}", "Open {{page}}.")
    assert (copy.proof_fields.get().label, copy.rows, copy.slots) == ("The number of {{name}}", 0, 1)


def test_files_of_what_is_published_are_swept_away(ann: User) -> None:
    kept, task = make.batch_draft(ann), make.batch(ann)
    name, storage = str(task.batch.file.name), task.batch.file.storage

    assert (importing.sweep_files(), importing.sweep_files()) == (1, 0)

    assert not storage.exists(name)
    assert storage.exists(str(kept.batch.file.name))
