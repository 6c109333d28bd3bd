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
def db(request: pytest.FixtureRequest) -> None:
    """As pytest-django's, but gives way to committed_db, so that the cast can play in both."""
    names = ("committed_db", "transactional_db")
    stronger = next((name for name in names if name in request.fixturenames), "_django_db_helper")
    request.getfixturevalue(stronger)


@pytest.fixture
def committed_db(
    request: pytest.FixtureRequest,
    django_db_setup: None,  # noqa: ARG001 - a fixture is asked for by its name
    database_name: str,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """Real commits, seen by real threads; afterwards the database is made anew."""
    if request.node.get_closest_marker("django_db"):
        pytest.fail("committed_db stands instead of the django_db mark: take one of the two away")
    with django_db_blocker.unblock():
        yield
        databases.disconnect()
        databases.fresh(database_name)
