"""The bank's own state: a SQLite file, because the bank is not part of the market."""

import secrets
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SCHEMA = """
create table if not exists checkout (
  id text primary key,
  key text not null unique,
  cents integer not null check (cents > 0),
  note text not null,
  return_url text not null,
  state text not null default 'open',
  due real,
  created real not null,
  received integer not null default 0,
  reason text not null default ''
);
create table if not exists payout (
  key text primary key,
  reference text not null unique,
  cents integer not null check (cents > 0),
  destination text not null,
  state text not null,
  reason text not null default '',
  due real,
  created real not null,
  refund_of text not null default '',
  fee integer not null default 0
);
create table if not exists account (
  destination text primary key,
  behaviour text not null
);
create table if not exists event (
  number integer primary key autoincrement,
  id text not null unique,
  body text not null,
  copies integer not null default 1,
  held integer not null default 0,
  due real not null,
  tries integer not null default 0,
  delivered real
);
create table if not exists fault (
  name text primary key,
  times integer not null,
  seconds real not null
);
create index if not exists event_waiting on event (due) where delivered is null;
"""

# Columns that a bank's file from before does not have.
ADDED = {
    "checkout": ("received integer not null default 0", "reason text not null default ''"),
    "payout": ("refund_of text not null default ''", "fee integer not null default 0"),
}


def new_id(prefix: str) -> str:
    return f"{prefix}_{secrets.token_hex(8)}"


class State:
    """One connection behind one lock: a bank for one desk needs no more."""

    def __init__(self, path: str | Path) -> None:
        self._lock = threading.RLock()
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        self._db.executescript("pragma journal_mode = wal;" + SCHEMA)
        self._add_columns()

    def _add_columns(self) -> None:
        for table, columns in ADDED.items():
            has = {row["name"] for row in self.rows(f"pragma table_info({table})")}
            for column in columns:
                if column.split()[0] not in has:
                    self._db.execute(f"alter table {table} add column {column}")

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Everything inside happens together or not at all; a transaction inside another joins it."""
        with self._lock:
            if self._db.in_transaction:
                yield self._db
                return
            self._db.execute("begin immediate")
            try:
                yield self._db
            except BaseException:
                self._db.execute("rollback")
                raise
            self._db.execute("commit")

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        with self._lock:
            return self._db.execute(sql, values).fetchall()

    def row(self, sql: str, values: Sequence[Any] = ()) -> sqlite3.Row | None:
        found = self.rows(sql, values)
        return found[0] if found else None

    def close(self) -> None:
        with self._lock:
            self._db.close()
