"""The benchmarks run from one command and say what they measured; how fast it was is not asked here."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from bench.catalogue import BENCHES

FIELDS = {"name", "clients", "size", "ours_per_s", "limit_per_s", "ratio"}


def bench(*options: str) -> subprocess.CompletedProcess[str]:
    manage = str(settings.BASE_DIR / "manage.py")
    return subprocess.run([sys.executable, manage, "bench", *options], capture_output=True, text=True, check=False)


def databases() -> set[str]:
    given: Any = connection.get_connection_params()
    server = {key: given[key] for key in ("host", "port", "user", "password") if given.get(key)}
    with psycopg.connect(dbname="postgres", **server) as admin:
        return {name for (name,) in admin.execute("SELECT datname FROM pg_database")}


def test_every_benchmark_says_what_it_measured_as_json(db: None) -> None:
    run = bench("--json", "--sizes", "300", "--seconds", "0.02")

    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    assert {frozenset(one) for one in found} == {frozenset(FIELDS)}
    assert [(one["name"], one["clients"]) for one in found] == [
        (one.name, clients) for one in BENCHES for clients in one.clients
    ]
    assert {one["size"] for one in found} == {300}
    assert all(one["ratio"] > 0 for one in found)
    assert "the books are right" in run.stderr
    assert not [name for name in databases() if name.endswith("_bench")]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--only", "fast"], "there are approve, "),
        (["--sizes", "many"], "not a list of whole numbers"),
        (["--sizes", "5"], "whole numbers from 100 up"),
        (["--clients", "0"], "whole numbers from 1 up"),
    ],
)
def test_what_cannot_be_measured_is_said_plainly(options: list[str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        call_command("bench", *options)
