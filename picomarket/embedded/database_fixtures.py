"""The fixtures behind every test that touches the database; loaded by the plugin."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from picomarket.embedded import databases


@pytest.fixture(scope="session")
def database_name() -> str:
    """This test process's own database."""
    return f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


@pytest.fixture(scope="session")
def django_db_setup(database_name: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Instead of pytest-django's: a copy of the migrated template."""
    with django_db_blocker.unblock():
        databases.fresh(database_name)
        databases.use(database_name)
    yield
    with django_db_blocker.unblock():
        databases.disconnect()
        databases.drop(database_name)


@pytest.fixture
def committed_db(
    request: pytest.FixtureRequest,
    django_db_setup: None,  # noqa: ARG001 - a fixture is asked for by its name
    database_name: str,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """Real commits, seen by real threads; afterwards the database is made anew.

    Stands instead of ``db``: a test has one or the other.
    """
    if request.node.get_closest_marker("django_db") or "db" in request.fixturenames:
        pytest.fail("committed_db stands instead of db and of the django_db mark: take one of the two away")
    with django_db_blocker.unblock():
        yield
        databases.disconnect()
        databases.fresh(database_name)
