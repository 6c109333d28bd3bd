"""Test databases: migrated once into a template, then copied in a tenth of a second.

Copies stand in for truncation, which the ledger refuses.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg import sql

PREFIX = "picomarket_template_"
TEMPLATE_LOCK = 7_264_001


def fresh(name: str) -> None:
    """Makes the database anew from the migrated template; whoever is connected to it is thrown out."""
    template = ensure_template()
    with _server() as cursor:
        _drop(cursor, name)
        _copy(cursor, template, name)


def drop(name: str) -> None:
    with _server() as cursor:
        _drop(cursor, name)


def exists(name: str) -> bool:
    with _server() as cursor:
        return bool(cursor.execute("SELECT FROM pg_database WHERE datname = %s", [name]).rowcount)


def url(name: str) -> str:
    """DATABASE_URL for another process that is to work on that database."""
    given = os.environ["DATABASE_URL"]
    before, _, after = given.partition("?")
    return f"{before.rpartition('/')[0]}/{name}{'?' if after else ''}{after}"


def use(name: str) -> None:
    """Points this process's Django at the database."""
    disconnect()
    settings.DATABASES["default"]["NAME"] = name
    connections["default"].settings_dict["NAME"] = name


def disconnect() -> None:
    connection: Any = connections["default"]
    connection.close()
    connection.close_pool()


def ensure_template() -> str:
    """Migrates once per set of migrations; other processes wait for the one that does."""
    name = PREFIX + _fingerprint()
    with _server() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [TEMPLATE_LOCK])
        if name not in _templates(cursor):
            for old in _templates(cursor):
                _drop(cursor, old)
            _migrate_into(cursor, name)
    return name


def _migrate_into(cursor: psycopg.Cursor[Any], name: str) -> None:
    # Half-made under another name: a template that can be found is whole.
    aside = f"{name}_new"
    _drop(cursor, aside)
    _copy(cursor, "template0", aside)
    before = settings.DATABASES["default"]["NAME"]
    use(aside)
    try:
        call_command("migrate", verbosity=0)
    finally:
        use(before)
    cursor.execute(_named("ALTER DATABASE {} RENAME TO {}", aside, name))


@functools.cache
def _fingerprint() -> str:
    """Changes with any migration, any SQL beside one, and the list of apps."""
    digest = hashlib.sha256(repr(settings.INSTALLED_APPS).encode())
    for config in apps.get_app_configs():
        for pattern in ("migrations/*.py", "**/*.sql"):
            for path in sorted(Path(config.path).glob(pattern)):
                digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


@contextlib.contextmanager
def _server() -> Iterator[psycopg.Cursor[Any]]:
    connection: Any = connections["default"]
    parameters = connection.get_connection_params()
    wanted = {key: parameters[key] for key in ("host", "port", "user", "password") if parameters.get(key)}
    with psycopg.connect(dbname="postgres", autocommit=True, **wanted) as admin, admin.cursor() as cursor:
        yield cursor


def _templates(cursor: psycopg.Cursor[Any]) -> list[str]:
    found = cursor.execute("SELECT datname FROM pg_database WHERE datname ~ %s", [f"^{PREFIX}[0-9a-f]+$"])
    return [row[0] for row in found]


def _drop(cursor: psycopg.Cursor[Any], name: str) -> None:
    cursor.execute(_named("DROP DATABASE IF EXISTS {} WITH (FORCE)", name))


def _copy(cursor: psycopg.Cursor[Any], template: str, name: str) -> None:
    cursor.execute(_named("CREATE DATABASE {} TEMPLATE {}", name, template))


def _named(statement: str, *names: str) -> sql.Composed:
    return sql.SQL(statement).format(*map(sql.Identifier, names))
