"""The staff log: numbered and chained by PostgreSQL, changed by nobody, read by whom it concerns."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, connections, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts import staff_log
from accounts.models import StaffEntry, User
from tests import make

NOW = timezone.now()


def write(by: User, what: str = "Held", **given: object) -> StaffEntry:
    return staff_log.write(by=by, what=what, **{"now": NOW, **given})  # type: ignore[arg-type]


def verify(*options: str) -> str:
    out = StringIO()
    call_command("verify_log", *options, stdout=out)
    return out.getvalue()


@contextmanager
def behind_the_guards(statement: str) -> Iterator[None]:
    """What a superuser of the database can do; undone at the end."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            # Foreign keys that wait for the commit would keep the table from being altered.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE accounts_staffentry DISABLE TRIGGER USER")
            cursor.execute(statement)
            assert cursor.rowcount > 0
        yield
        transaction.set_rollback(True)


@pytest.fixture
def three(sam: User, ben: User) -> list[StaffEntry]:
    made = [
        write(sam, "Held", about=ben, reason="The bank asks for a name."),
        write(sam, "Released"),
        write(sam, "Closed"),
    ]
    return [make.fresh(entry) for entry in made]


def test_postgresql_numbers_the_entries_without_a_gap_and_gives_each_its_hash(three: list[StaffEntry]) -> None:
    assert [entry.pk for entry in three] == [1, 2, 3]
    assert len({entry.hash for entry in three}) == 3
    assert {len(entry.hash) for entry in three} == {64}
    assert staff_log.verify().fault == ""


def test_a_number_or_hash_that_is_given_counts_for_nothing(sam: User) -> None:
    StaffEntry.objects.create(pk=99, hash="f" * 64, at=NOW, by=sam, role="Admin", what="Held")

    entry = StaffEntry.objects.get()
    assert (entry.pk, entry.hash == "f" * 64) == (1, False)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_staffentry SET what = 'Nothing'",
        "DELETE FROM accounts_staffentry",
        "TRUNCATE accounts_staffentry",
    ],
)
def test_nobody_changes_or_takes_out_an_entry(three: list[StaffEntry], statement: str) -> None:
    with connection.cursor() as cursor:
        # Foreign keys that wait for the commit would keep the table from being emptied.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError, match="is refused"), transaction.atomic():
            cursor.execute(statement)


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE accounts_staffentry SET reason = 'Another.' WHERE id = 1", "Entry 1 of the staff log, of"),
        ("UPDATE accounts_staffentry SET about_id = NULL WHERE id = 1", "Entry 1 of the staff log, of"),
        ("UPDATE accounts_staffentry SET at = at + interval '1 day' WHERE id = 2", "Entry 2 of the staff log, of"),
        ("UPDATE accounts_staffentry SET hash = repeat('0', 64) WHERE id = 3", "Entry 3 of the staff log, of"),
        ("DELETE FROM accounts_staffentry WHERE id = 2", "Entry 2 of the staff log is missing."),
        ("DELETE FROM accounts_staffentry WHERE id = 1", "Entry 1 of the staff log is missing."),
    ],
)
def test_what_was_done_behind_the_guards_is_found_and_the_first_entry_named(
    three: list[StaffEntry], statement: str, fault: str
) -> None:
    with behind_the_guards(statement):
        assert str(staff_log.verify().fault).startswith(fault)
        with pytest.raises(CommandError, match=fault):
            verify()


def test_a_cut_off_end_is_found_by_a_hash_that_was_kept(three: list[StaffEntry]) -> None:
    last = three[-1].hash
    assert f"Every entry of the staff log fits: 3 entries. Keep the last hash outside: {last}" in verify("--kept", last)

    with behind_the_guards("DELETE FROM accounts_staffentry WHERE id = 3"):
        assert "2 entries" in verify()
        with pytest.raises(CommandError, match=f"No entry has the hash {last}"):
            verify("--kept", last)


def test_an_empty_log_fits(db: None) -> None:
    assert "0 entries." in verify()


def test_who_writes_at_once_makes_one_chain(committed_db: None) -> None:
    """Each waits for the one before to commit, and chains to what it said."""
    sam = make.person("sam", staff=True)

    def go() -> None:
        try:
            for _turn in range(5):
                with transaction.atomic():
                    write(sam)
                    write(sam)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert list(StaffEntry.objects.order_by("pk").values_list("pk", flat=True)) == list(range(1, 41))
    assert staff_log.verify().fault == ""


def test_the_person_reads_what_why_when_and_in_which_role_and_never_who(
    client: Client, three: list[StaffEntry], ben: User, sam: User
) -> None:
    client.force_login(ben)

    page = client.get("/me/log/").content.decode()

    assert all(words in page for words in ("Held", "The bank asks for a name.", "Admin"))
    assert "Released" not in page
    assert sam.public_name not in page


def test_the_person_is_led_to_what_was_decided_about(client: Client, ben: User, sam: User) -> None:
    make.suspended(ben, sam)
    client.force_login(ben)
    page = client.get("/me/log/").content.decode()

    [sanction] = ben.sanctions.all()
    assert f'href="{sanction.get_absolute_url()}"' in page
    assert client.get(sanction.get_absolute_url()).status_code == 200


def test_a_stranger_reads_nothing_of_it(client: Client, three: list[StaffEntry], cleo: User) -> None:
    client.force_login(cleo)

    page = client.get("/me/log/").content.decode()

    assert "The bank" not in page
    assert "Nothing yet" in page


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_asks_the_same_however_long(
    client: Client, sam: User, ben: User, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(ben)
    for _one in range(count):
        write(sam, about=ben)

    with django_assert_max_num_queries(9):
        client.get("/me/log/")


def test_whoever_may_do_all_is_noted_as_they_sign_in(client: Client, sam: User, ben: User) -> None:
    client.force_login(ben)
    client.force_login(sam)

    assert [(entry.by, entry.what) for entry in StaffEntry.objects.all()] == [(sam, "Signed in")]
