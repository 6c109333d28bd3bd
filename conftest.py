"""One cast for the whole suite, and the proof of the books after every test that could have touched them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache, caches
from django.core.files.storage import storages
from pytest_django import DjangoDbBlocker, Settings

from accounts.models import User
from picomarket.lib import drawing
from submissions.models import Proof, Results, Upload
from tests import holding, make


@pytest.fixture(autouse=True)
def _private_places(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Files a test writes go to its own folder, and no program of this machine reads them."""
    settings.MEDIA_ROOT = tmp_path / "media"
    # Pictures are read where a test is about that, whatever this machine has.
    settings.TESSERACT = ""
    # The models took hold of these storages when they were read: another one in the settings would not reach it.
    # Where a test before had other settings, those asked for by name are no longer the models'.
    places = {"proofs": Proof.picture, "pieces": Upload.file, "files": Results.file}
    for name, column in places.items():
        folder = "proofs" if name == "pieces" else name
        for storage in (column.field.storage, storages[name]):
            monkeypatch.setitem(vars(storage), "base_location", tmp_path / folder)
            monkeypatch.setitem(vars(storage), "location", str(tmp_path / folder))
    yield
    shutil.rmtree(tmp_path, ignore_errors=True)


@pytest.fixture(autouse=True)
def books_balance(request: pytest.FixtureRequest) -> Iterator[None]:
    """After every test with a database the ledger is proved, whatever the test was about."""
    names = {"db", "committed_db"} & set(request.fixturenames)
    marked = request.node.get_closest_marker("django_db")
    for name in names or ({"db"} if marked else set()):
        request.getfixturevalue(name)
    yield
    if names or marked:
        blocker: DjangoDbBlocker = request.getfixturevalue("django_db_blocker")
        with blocker.unblock():
            assert list(holding.discrepancies()) == []
        cache.clear()
        caches["near"].clear()
        drawing.forget()


@pytest.fixture
def ann(db: None) -> User:
    """Ann hires: an employer in Germany with $100 to spend."""
    user = make.person("ann", country="DE")
    make.deposit(user, "100")
    return user


@pytest.fixture
def ben(db: None) -> User:
    """Ben works: a starter in Bangladesh."""
    return make.person("ben", country="BD")


@pytest.fixture
def cleo(db: None) -> User:
    """Cleo is a stranger who must see nothing."""
    return make.person("cleo", country="NG")


@pytest.fixture
def dina(db: None, ben: User) -> User:
    """Dina works and was brought by Ben."""
    return make.person("dina", country="PH", referrer=ben)


@pytest.fixture
def sam(db: None) -> User:
    """Sam is staff and settles disputes."""
    return make.person("sam", country="CA", staff=True)
