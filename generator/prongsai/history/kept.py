"""What was read of each commit, kept by its id: a commit never changes, so neither does what it told.

It must not know git. The file can be deleted at any time; a run that is killed leaves it whole.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable
from contextlib import closing
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

from prongsai.history.change import Change, Commit

_TELLING = ("history", "model")
"""The package folders whose code decides how a commit is told."""
_TABLES = """
CREATE TABLE IF NOT EXISTS commits (id TEXT PRIMARY KEY, parents TEXT, time TEXT, changes TEXT) WITHOUT ROWID
"""
Read = tuple[Commit, tuple[Change, ...]]


class Kept:
    """Commits and their changes in one SQLite file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> dict[str, Read]:
        """Everything that was kept, by commit id; nothing if the file is of another format or damaged."""
        try:
            with closing(self._open()) as database:
                rows = database.execute("SELECT id, parents, time, changes FROM commits").fetchall()
        except sqlite3.DatabaseError:
            self._path.unlink(missing_ok=True)
            return {}
        return {commit.id: (commit, changes) for commit, changes in map(_read_row, rows)}

    def add(self, commits: Iterable[Read]) -> None:
        """Keep more commits."""
        with closing(self._open()) as database, database:
            rows = (_row(commit, changes) for commit, changes in commits)
            database.executemany("INSERT OR REPLACE INTO commits VALUES (?, ?, ?, ?)", rows)

    def _open(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(self._path)
        if database.execute("PRAGMA user_version").fetchone()[0] != _version():
            database.execute("DROP TABLE IF EXISTS commits")
            database.execute(f"PRAGMA user_version = {_version()}")
        database.execute(_TABLES)
        return database


@cache
def _version() -> int:
    """A number of the code that tells: what other code told is told anew."""
    sources = (path for name in _TELLING for path in files("prongsai").joinpath(name).iterdir())
    code = b"".join(path.read_bytes() for path in sorted(sources, key=str) if path.name.endswith(".py"))
    return zlib.crc32(code) >> 1


def _row(commit: Commit, changes: tuple[Change, ...]) -> tuple[str, str, str, str]:
    told = [[each.path, each.kind, each.at, each.before, each.after] for each in changes]
    text = json.dumps(told, separators=(",", ":"))
    return commit.id, " ".join(commit.parents), commit.time.isoformat(), text


def _read_row(row: tuple[str, str, str, str]) -> Read:
    commit, parents, time, text = row
    return (
        Commit(commit, tuple(parents.split()), datetime.fromisoformat(time)),
        tuple(Change(*fields) for fields in json.loads(text)),
    )
