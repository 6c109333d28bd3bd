"""Results: every submission in columns that never change, built once, whoever is killed meanwhile."""

from __future__ import annotations

import csv
import fcntl
import json
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from inbox.models import Notice
from submissions import proofs, results, writing
from submissions.models import Results, Submission
from tasks.drafts import Wanted
from tasks.models import Task
from tests import make

NOW = timezone.now()
# When the lease of any builder of these tests is over, however long they take.
LATER = NOW + timedelta(days=1)
State = Results.State


def build(task: Task, kind: str = "csv") -> bytes:
    asked = results.ask(task, kind=kind, by=task.employer, now=NOW)
    assert results.build_due(now=NOW) == 1
    with make.fresh(asked).file.open("rb") as file:
        return bytes(file.read())


def table(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(body.decode("utf-8-sig"))))


def answered(task: Task, worker: User, text: str) -> Submission:
    held = make.claim(task, worker)
    proofs.keep(held, by=worker, texts={"proof-1": text}, files={}, now=NOW)
    return proofs.deliver(held, by=worker, now=NOW)


def test_a_batch_comes_out_with_what_went_in_and_what_was_answered(ann: User, ben: User) -> None:
    task = make.batch(ann)
    first, second = make.approved(task, ben), answered(task, ben, "12 34")

    rows = table(build(task))

    assert list(rows[0]) == [
        *("SubmissionId", "WorkerId", "State", "Row", "ClaimedAt", "SubmittedAt", "ClosedAt", "Reason", "Comment"),
        *("Input.name", "Input.page", "Answer.1", "Agreement", "Confidence", "Gold", "WorkerAccuracy"),
    ]
    assert [row["SubmissionId"] for row in rows] == [first.public_id, second.public_id]
    assert [row["State"] for row in rows] == ["approved", "submitted"]
    assert (rows[1]["Row"], rows[1]["Input.page"], rows[1]["Answer.1"]) == ("2", "https://example.org/2", "12 34")
    assert {row["WorkerId"] for row in rows} == {ben.public_id}


def test_results_say_how_many_gave_the_same_answer_and_how_sure_that_is(ann: User, ben: User, dina: User) -> None:
    asked = [Wanted("line", "The number")]
    text = "name,page,right\nA,https://a.example,12\nB,https://b.example,\n"
    kept = make.batch_draft(ann, text, proofs=asked, gold_columns=["right"], answers=2)
    task = make.published(kept)
    answered(task, ben, "12")
    answered(task, dina, "13")
    answered(task, ben, "7")
    answered(task, dina, "8")

    rows = table(build(task))

    columns = ("Agreement", "Confidence", "Gold", "WorkerAccuracy")
    assert [tuple(row[name] for name in columns) for row in rows] == [
        ("0.50", "0.67", "right", "1.00"),
        ("0.50", "0.33", "wrong", "0.00"),
        ("0.50", "0.67", "", "1.00"),
        ("0.50", "0.33", "", "0.00"),
    ]


def test_an_ordinary_task_has_no_inputs(ann: User, ben: User) -> None:
    task = make.task(ann)
    done = make.submission(task, ben)

    (row,) = table(build(task))

    assert (row["Row"], row["Answer.2"]) == ("", f"{done.public_id}-2.webp")
    assert not [name for name in row if name.startswith("Input") or name == "Agreement"]


def test_a_claim_is_nobody_elses_business(ann: User, ben: User, cleo: User) -> None:
    task = make.batch(ann)
    make.claim(task, ben)
    make.submission(task, cleo)

    assert len(table(build(task))) == 1


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_value_is_a_formula(ann: User, ben: User, start: str) -> None:
    kept = make.batch_draft(ann, f'name,page\n"{start}1+1",https://example.org\n')
    task = make.published(kept)
    answered(task, ben, "=HYPERLINK(1)")

    (row,) = table(build(task))

    assert (row["Input.name"], row["Answer.1"]) == (f"'{start}1+1", "'=HYPERLINK(1)")


def test_json_holds_the_very_values(ann: User, ben: User) -> None:
    task = make.batch(ann)
    answered(task, ben, "=1+1, “so”")

    (row,) = json.loads(build(task, "json"))

    assert (row["Input.name"], row["Answer.1"]) == ("Shop 1", "=1+1, “so”")


def test_a_zip_holds_every_screenshot_and_the_table(ann: User, ben: User, dina: User) -> None:
    task = make.task(ann)
    names = [f"{make.submission(task, worker).public_id}-2.webp" for worker in (ben, dina)]

    archive = ZipFile(BytesIO(build(task, "zip")))

    assert archive.namelist() == [*names, "results.csv"]
    assert archive.read(names[0]).startswith(b"RIFF")
    assert [row["Answer.2"] for row in table(archive.read("results.csv"))] == names


def test_a_screenshot_that_is_gone_is_left_out(ann: User, ben: User) -> None:
    task = make.task(ann)
    picture = make.submission(task, ben).proofs.get(picture__gt="").picture
    picture.storage.delete(str(picture.name))

    assert ZipFile(BytesIO(build(task, "zip"))).namelist() == ["results.csv"]


def test_nothing_handed_in_is_no_file(ann: User) -> None:
    with pytest.raises(results.NothingYet):
        results.ask(make.task(ann), kind="csv", by=ann, now=NOW)


def test_asking_twice_builds_once(ann: User, ben: User) -> None:
    task = make.batch(ann)
    make.submission(task, ben)

    asked = [results.ask(task, kind="csv", by=ann, now=NOW).pk for _time in range(2)]

    assert asked[0] == asked[1]
    assert results.build_due(now=NOW) == 1


def test_the_employer_is_told_when_it_is_ready(ann: User, ben: User) -> None:
    task = make.batch(ann)
    make.submission(task, ben)
    build(task)

    assert Notice.objects.of(ann)[0].url == f"/tasks/{task.public_id}/results/"


def test_what_a_killed_builder_left_is_built_anew(ann: User, ben: User, monkeypatch: pytest.MonkeyPatch) -> None:
    task = make.batch(ann)
    make.submission(task, ben)
    asked = results.ask(task, kind="csv", by=ann, now=NOW)

    def killed(*_args: Any, **_more: Any) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(results, "_hold_on", killed)
        with pytest.raises(KeyboardInterrupt):
            results.build_due(now=NOW)
    left = Path(make.fresh(asked).file.path)

    assert (results.build_due(now=NOW), results.build_due(now=NOW + results.LEASE)) == (0, 1)
    assert not left.exists()
    assert make.fresh(asked).state == State.BUILT


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Kills a builder, as a signal would, when it has kept so many times how far it is."""

    def after(times: int) -> None:
        kept, hold_on = 0, results._hold_on

        def killed(*args: Any, **more: Any) -> bool:
            nonlocal kept
            if kept == times:
                raise KeyboardInterrupt
            kept += 1
            return hold_on(*args, **more)

        with monkeypatch.context() as patch:
            patch.setattr(results, "KEEP_AFTER", 0)
            patch.setattr(results, "_hold_on", killed)
            with pytest.raises(KeyboardInterrupt):
                results.build_due(now=NOW)

    return after


@pytest.mark.parametrize("written", [0, 1, 2, 3])
def test_a_zip_goes_on_where_its_builder_was_killed(
    ann: User, crowd: Callable[[int], list[User]], cut: Callable[[int], None], written: int, monkeypatch: Any
) -> None:
    task = make.task(ann)
    names = [f"{make.submission(task, worker).public_id}-2.webp" for worker in crowd(4)]
    asked = results.ask(task, kind="zip", by=ann, now=NOW)
    cut(written)
    left, packed, pack = Path(make.fresh(asked).file.path), list[str](), writing._pack

    def told(archive: ZipFile, name: str, where: str) -> None:
        packed.append(name)
        pack(archive, name, where)

    monkeypatch.setattr(writing, "_pack", told)
    assert results.build_due(now=LATER) == 1

    done = make.fresh(asked)
    archive = ZipFile(done.file.path)
    assert (archive.testzip(), archive.namelist()) == (None, [*names, "results.csv"])
    assert packed == names[written:]
    assert {archive.read(name)[:4] for name in names} == {b"RIFF"}
    assert len(table(archive.read("results.csv"))) == 4
    assert (Path(done.file.path) == left, done.size) == (written > 0, Path(done.file.path).stat().st_size)


def test_what_was_cut_in_the_middle_of_a_picture_is_cut_off(
    ann: User, crowd: Callable[[int], list[User]], cut: Callable[[int], None]
) -> None:
    task = make.task(ann)
    for worker in crowd(3):
        make.submission(task, worker)
    asked = results.ask(task, kind="zip", by=ann, now=NOW)
    cut(2)
    with make.fresh(asked).file.open("ab") as file:
        file.write(b"PK\x03\x04 half a picture")

    results.build_due(now=LATER)

    archive = ZipFile(make.fresh(asked).file.path)
    assert (archive.testzip(), len(archive.namelist())) == (None, 4)


def test_nobody_goes_on_with_what_a_slow_builder_still_writes(
    ann: User, crowd: Callable[[int], list[User]], cut: Callable[[int], None]
) -> None:
    task = make.task(ann)
    for worker in crowd(3):
        make.submission(task, worker)
    asked = results.ask(task, kind="zip", by=ann, now=NOW)
    cut(2)
    slow = Path(make.fresh(asked).file.path)

    with slow.open("r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        results.build_due(now=LATER)

    assert Path(make.fresh(asked).file.path) != slow
    assert ZipFile(make.fresh(asked).file.path).testzip() is None


def test_a_table_is_opened_right_by_a_spreadsheet(ann: User, ben: User) -> None:
    task = make.batch(ann)
    answered(task, ben, "São Paulo, “ü”")
    body = build(task)

    assert body.startswith(b"\xef\xbb\xbfSubmissionId,")
    assert (body.count(b"\xef\xbb\xbf"), table(body)[0]["Answer.1"]) == (1, "São Paulo, “ü”")


def test_a_builder_that_lost_its_lease_leaves_nothing(ann: User, ben: User) -> None:
    task = make.batch(ann)
    make.submission(task, ben)
    asked = results.ask(task, kind="csv", by=ann, now=NOW)
    slow = results._take(NOW)
    results.build_due(now=LATER)

    assert slow is not None
    assert results._build(slow, now=NOW) is False

    assert not Path(slow.file.path).exists()
    assert Path(make.fresh(asked).file.path).exists()


def test_a_file_is_kept_for_some_days(ann: User, ben: User) -> None:
    task = make.batch(ann)
    make.submission(task, ben)
    build(task)
    path = Path(Results.objects.get().file.path)

    swept = [results.sweep_due(now=NOW + timedelta(days=days)) for days in (6, 8, 9)]

    assert swept == [0, 1, 0]
    assert (path.exists(), Results.objects.get().state) == (False, State.SWEPT)


def test_of_two_files_of_a_kind_the_newer_is_kept(ann: User, ben: User) -> None:
    task = make.batch(ann)
    make.submission(task, ben)
    for kind in ("csv", "csv", "json"):
        build(task, kind)

    assert results.sweep_due(now=NOW) == 1
    assert list(Results.objects.order_by("pk").values_list("state", flat=True)) == [State.SWEPT, *[State.BUILT] * 2]


def test_only_its_employer_fetches_it(ann: User, ben: User, cleo: User, client: Client) -> None:
    task = make.batch(ann)
    make.submission(task, ben)
    body = build(task)
    url = f"/results/{Results.objects.get().public_id}/"

    answers = {}
    for person in (ann, ben, cleo):
        client.force_login(person)
        answers[person.name] = client.get(url)

    assert {name: answer.status_code for name, answer in answers.items()} == {"Ann": 200, "Ben": 404, "Cleo": 404}
    assert answers["Ann"].getvalue() == body
    assert answers["Ann"]["Content-Disposition"] == f'attachment; filename="results-{task.public_id}.csv"'


def test_the_page_shows_how_far_it_is(ann: User, ben: User, client: Client) -> None:
    task = make.batch(ann)
    make.submission(task, ben)
    client.force_login(ann)
    url = f"/tasks/{task.public_id}/results/"

    asked = client.post(url, {"kind": "csv"}, follow=True).content.decode()
    results.build_due(now=NOW)
    ready = client.get(url).content.decode()

    assert ("data-poll" in asked, "Being built" in asked) == (True, True)
    assert ("data-poll" in ready, "/results/" in ready) == (False, True)


def test_a_kind_nobody_knows_is_refused(ann: User, client: Client) -> None:
    client.force_login(ann)

    assert client.post(f"/tasks/{make.task(ann).public_id}/results/", {"kind": "exe"}).status_code == 422


@pytest.mark.parametrize("size", [1, 30])
def test_building_asks_the_database_the_same_however_many_they_are(
    ann: User, crowd: Callable[[int], list[User]], size: int, django_assert_max_num_queries: Any
) -> None:
    task = make.batch(ann, rows=30)
    for worker in crowd(size):
        make.submission(task, worker)
    results.ask(task, kind="csv", by=ann, now=NOW)

    with django_assert_max_num_queries(28):
        results.build_due(now=NOW)
