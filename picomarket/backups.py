"""Backups: the database in one file and the private files beside it, and how they come back.

The database is dumped first, so whatever it names was there when the files were copied. A file that did not change
since the backup before is the same file on the disk (a hard link), so keeping many costs little more than keeping one.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg
from django.apps import apps
from django.core.files.storage import FileSystemStorage, storages
from django.core.management import call_command
from django.db import connection, models
from psycopg import sql
from psycopg.conninfo import make_conninfo

from accounts import staff_log
from picomarket import audit
from picomarket.embedded import binaries, databases
from picomarket.embedded.locks import NotStarted
from wallet import seals

DUMP, FACTS = "database.dump", "backup.json"
# What came from one role back to another.
AS_ANYBODY = ("--no-owner", "--no-acl")
STORES = ("default", "proofs", "files")
# Files that come and go by themselves: one more or less says nothing.
PASSING = {"submissions.results", "submissions.upload", "accounts.datafile"}
MOST_NAMED = 20


class BackupFailed(Exception):
    """One sentence for whoever keeps the market."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A whole one: it got its name when it was."""

    path: Path

    @property
    def facts(self) -> dict[str, str]:
        facts: dict[str, str] = json.loads((self.path / FACTS).read_text())
        return facts

    @property
    def made_at(self) -> datetime:
        return datetime.fromisoformat(self.facts["made_at"])


def all_in(folder: Path) -> list[Backup]:
    """The backups in a folder, the newest last."""
    return [Backup(facts.parent) for facts in sorted(folder.glob(f"[0-9]*/{FACTS}"))]


def make(folder: Path, *, now: datetime) -> Backup:
    """Take one. Raises BackupFailed; what was begun is left as a name that begins with a dot."""
    earlier = all_in(folder)
    aside = folder / f".{now:%Y-%m-%dT%H%M%SZ}"
    aside.mkdir(mode=0o700, parents=True)
    _run("pg_dump", "--format=custom", *AS_ANYBODY, f"--file={aside / DUMP}", f"--dbname={_place()}")
    for name, where in _on_disk().items():
        _copy(where, aside / name, before=earlier[-1].path / name if earlier else None)
    facts = {"made_at": now.isoformat(), "sha256": _hash(aside / DUMP)}
    (aside / FACTS).write_text(json.dumps(facts, indent=1))
    return Backup(aside.rename(folder / aside.name[1:]))


def forget_all_but(newest: int, *, of: Path) -> int:
    """Delete the oldest backups, and what an interrupted one left; how many backups went."""
    for left in of.glob(".[0-9]*Z"):
        shutil.rmtree(left)
    gone = all_in(of)[:-newest]
    for backup in gone:
        shutil.rmtree(backup.path)
    return len(gone)


def restore(backup: Backup) -> None:
    """Bring a backup back into the database and folders of the settings. Raises BackupFailed where any is not empty."""
    if connection.introspection.table_names():
        raise BackupFailed("The database is not empty. A backup comes back into an empty one only.")
    for where in _on_disk().values():
        if where.exists() and any(where.iterdir()):
            raise BackupFailed(f"{where} is not empty. Move it away first.")
    _fill(backup)
    for name, where in _on_disk().items():
        _copy(backup.path / name, where, before=None)


def drill(backup: Backup) -> list[str]:
    """Bring a backup back into a database of its own and hold it to every law there; a sentence for each thing that is
    not right. The market's own database and files are not touched. Raises BackupFailed.
    """
    before = connection.settings_dict["NAME"]
    with _database() as name:
        databases.use(name)
        try:
            _fill(backup)
            return list(faults(backup))
        finally:
            databases.use(before)


def faults(backup: Backup) -> Iterator[str]:
    """What is not right in the database of now, which came from this backup."""
    for finding in audit.prove(now=backup.made_at).findings:
        yield f"{finding['law']}: {finding['broken']} do not agree."
    yield from (f"The seal over lines {seal.first} to {seal.upto}: {fault}" for seal, fault in seals.walk() if fault)
    if fault := staff_log.verify(kept="").fault:
        yield str(fault)
    lost = list(_lost(backup))
    yield from (f"{label} {key} names {name}, which is not in the backup." for label, key, name in lost[:MOST_NAMED])
    if len(lost) > MOST_NAMED:
        yield f"{len(lost) - MOST_NAMED} more files are not in the backup."


def _fill(backup: Backup) -> None:
    """The database, and what this release adds to it."""
    if _hash(backup.path / DUMP) != backup.facts["sha256"]:
        raise BackupFailed(f"{backup.path / DUMP} is not what was written: the disk or somebody changed it.")
    place = f"--dbname={_place()}"
    connection.close()
    _run("pg_restore", *AS_ANYBODY, "--exit-on-error", place, str(backup.path / DUMP))
    call_command("migrate", verbosity=0)


def _lost(backup: Backup) -> Iterator[tuple[str, int, str]]:
    """Each file that a row names and the backup does not have: the row and the file."""
    for model in apps.get_models():
        for field in (one for one in model._meta.fields if isinstance(one, models.FileField)):
            store = next((name for name, where in _on_disk().items() if _location(field.storage) == where), None)
            if store is None or model._meta.label_lower in PASSING:
                continue
            named = model._default_manager.exclude(**{field.name: ""}).exclude(**{field.name: None})
            for key, name in named.values_list("pk", field.name).iterator(chunk_size=10_000):
                if not (backup.path / store / name).is_file():
                    yield model._meta.label, key, name


def _on_disk() -> dict[str, Path]:
    """Where each kind of file is, of those that are on a disk."""
    places = {name: _location(storages[name]) for name in STORES}
    return {name: place for name, place in places.items() if place}


def _location(storage: object) -> Path | None:
    return Path(storage.location) if isinstance(storage, FileSystemStorage) else None


def _copy(source: Path, target: Path, *, before: Path | None) -> None:
    """Copy all files; one that is in ``before`` as it is now is linked to that."""
    for folder, _folders, names in os.walk(source):
        place = target / Path(folder).relative_to(source)
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in names:
            file, known = Path(folder, name), before and before / Path(folder, name).relative_to(source)
            try:
                if known and known.is_file() and _is_same(file, known):
                    os.link(known, place / name)
                else:
                    shutil.copy2(file, place / name)
            except FileNotFoundError:
                # It was deleted meanwhile.
                continue


def _is_same(one: Path, other: Path) -> bool:
    mine, theirs = one.stat(), other.stat()
    return (mine.st_size, int(mine.st_mtime)) == (theirs.st_size, int(theirs.st_mtime))


@contextmanager
def _database() -> Iterator[str]:
    """An empty database on the same server, gone afterwards."""
    name = f"picomarket_drill_{secrets.token_hex(4)}"
    maintenance, password = _place(dbname="postgres"), _password()
    with psycopg.connect(maintenance, password=password, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        try:
            yield name
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _place(**other: str) -> str:
    """How to reach the database, but for the password, which no list of processes may show."""
    connection.ensure_connection()
    return make_conninfo(**{**connection.connection.info.get_parameters(), **other})


def _password() -> str:
    connection.ensure_connection()
    return str(connection.connection.info.password)


def _run(program: str, *arguments: str) -> None:
    given = {**os.environ, "PGPASSWORD": _password()}
    done = subprocess.run([_program(program), *arguments], env=given, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BackupFailed(f"{program} could not: {done.stderr.strip()[-2000:]}")


def _program(name: str) -> str:
    """PostgreSQL's own, which must not be older than the server; in a checkout those that it brings along."""
    try:
        return str(binaries.postgres_install() / "bin" / name)
    except NotStarted:
        found = shutil.which(name)
    if found is None:
        raise BackupFailed(f"{name} is not installed: it comes with PostgreSQL's client programs.")
    return found


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
