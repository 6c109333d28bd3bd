"""Starts the servers before Django reads its settings, and gives each test process a database of its own.

DATABASE_URL and REDIS_URL, when given, name servers to test on instead.
"""

from __future__ import annotations

import os
import re
from collections.abc import Generator

import pytest
from django.conf import settings
from xdist.dsession import Producer
from xdist.scheduler import LoadScopeScheduling

from picomarket.embedded import database_fixtures, environment
from picomarket.embedded.locks import NotStarted
from picomarket.embedded.servers import Servers
from picomarket.embedded.spreading import Spreading

SETTINGS = {
    "SECRET_KEY": "only-for-tests",
    "SITE_URL": "http://localhost:8000",
    "DATABASE_POOL": "60",
    # Tests of the desk sign in by the shortest way; those of the second step switch it on.
    "STAFF_SECOND_STEP": "false",
    **{f"MANUAL_{rail}_INSTRUCTIONS": "Send nothing: this is a test." for rail in ("BANK", "SKRILL", "PAYONEER")},
    "STATICFILES_BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
    # Playwright's synchronous interface runs inside an event loop, where Django would refuse to query.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
}
servers_key = pytest.StashKey[Servers]()


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, object, object]:
    # A wrapper comes before pytest-django's own hook, which loads the settings.
    data = environment.BASE / ".data" / "test" / os.environ.get("PYTEST_XDIST_WORKER", "main")
    (data / "static").mkdir(parents=True, exist_ok=True)
    os.environ["DATA_DIR"] = str(data)
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)
    if not environment.servers_are_given():
        early_config.stash[servers_key] = _start()
    os.environ["REDIS_URL"] = own_redis_database(os.environ["REDIS_URL"])
    return (yield)


def pytest_configure(config: pytest.Config) -> None:
    # Strong hashing is for real passwords; in tests it would take most of the time.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Only a plugin registered after pytest-django's overrides its fixtures.
    config.pluginmanager.register(database_fixtures, "picomarket-databases")


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    return Spreading(config, log)


def pytest_unconfigure(config: pytest.Config) -> None:
    servers = config.stash.get(servers_key, None)
    if servers is not None:
        servers.stop()


def _start() -> Servers:
    servers = Servers(environment.BASE / ".data" / "test", fast=True)
    try:
        servers.start()
    except NotStarted as error:
        raise pytest.UsageError(str(error)) from error
    os.environ.setdefault("DATABASE_URL", servers.database_url())
    os.environ.setdefault("REDIS_URL", servers.redis_url())
    return servers


def own_redis_database(url: str) -> str:
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:
        return url
    number = int(worker.removeprefix("gw")) + 1
    if url.startswith("unix:"):
        return re.sub(r"\?db=\d+$", "", url) + f"?db={number}"
    return re.sub(r"(://[^/]+)(/\d*)?$", rf"\1/{number}", url)
