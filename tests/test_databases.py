"""What each test process has for itself: its databases, its Redis, and what the settings read."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import psycopg
import pytest
from pytest_django import DjangoDbBlocker

from accounts.models import User
from picomarket.embedded import databases, environment, pytest_plugin
from tests import make


def count(name: str, table: str) -> int:
    with psycopg.connect(databases.url(name)) as connection:
        row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(row[0]) if row else -1


@pytest.mark.usefixtures("django_db_setup")
def test_a_fresh_database_is_migrated_and_made_anew_each_time(
    database_name: str, django_db_blocker: DjangoDbBlocker
) -> None:
    name = f"{database_name}_scratch"
    with django_db_blocker.unblock():
        databases.fresh(name)
        with psycopg.connect(databases.url(name)) as connection:
            connection.execute("TRUNCATE tasks_category CASCADE")
        emptied = count(name, "tasks_category")

        databases.fresh(name)
        made_anew = count(name, "tasks_category")
        databases.drop(name)

    assert emptied == 0
    assert made_anew > 0


@pytest.mark.parametrize("_time", [1, 2])
def test_what_one_test_commits_the_next_does_not_see(committed_db: None, database_name: str, _time: int) -> None:
    make.person("ann")

    assert User.objects.count() == 1
    assert count(database_name, "accounts_user") == 1


@pytest.mark.parametrize(
    ("given", "own"),
    [
        ("unix:///a/b.sock?db=0", "unix:///a/b.sock?db=3"),
        ("redis://localhost:6379/0", "redis://localhost:6379/3"),
        ("redis://localhost:6379", "redis://localhost:6379/3"),
        ("rediss://:secret@host/5", "rediss://:secret@host/3"),
    ],
)
def test_each_test_process_has_a_redis_database_of_its_own(
    monkeypatch: pytest.MonkeyPatch, given: str, own: str
) -> None:
    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw2")

    assert pytest_plugin.own_redis_database(given) == own


def test_secrets_are_made_once_and_are_private(tmp_path: Path) -> None:
    first = environment.development(tmp_path)
    second = environment.development(tmp_path)

    assert len(first["SECRET_KEY"]) > 50
    assert first == second
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600


def test_what_is_given_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", {"SECRET_KEY": "mine", "DEMO_BANK_KEY_FILE": "/run/key"})

    environment.prepare(None, tmp_path)

    assert os.environ["SECRET_KEY"] == "mine"
    assert "DEMO_BANK_KEY" not in os.environ
    assert os.environ["DEBUG"] == "true"
