"""What was read of each commit, kept in one SQLite file: commits never change, nor does what they told.

It must not know git. The file can be deleted at any time; a run that is killed leaves it whole, and two runs
can use it at once. What is read from it is held against its digest: `DamagedError` if it does not fit.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from prongsai.history.change import Change, Commit

_TELLING = ("history", "model", "document.py")
"""What of the package decides how a commit is told."""
_PATIENCE = 60
"""So many seconds a run waits for another one that is writing."""
_ELSEWHERE = ("SQLITE_BUSY", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_FULL", "SQLITE_IOERR")
"""What is no fault of the file: such a run keeps what it reads for itself."""
_TABLES = """
CREATE TABLE kept (name TEXT PRIMARY KEY, value TEXT);
CREATE TABLE commits (
    number INTEGER PRIMARY KEY, id TEXT UNIQUE, parents TEXT, time TEXT, place INTEGER, neck INTEGER
);
CREATE INDEX commits_place ON commits (place);
CREATE TABLE tips (id TEXT PRIMARY KEY);
CREATE TABLE told (unit TEXT, number INTEGER, first INTEGER, changes BLOB, PRIMARY KEY (unit, number, first))
    WITHOUT ROWID;
CREATE INDEX told_number ON told (number);
CREATE TABLE moves (number INTEGER, old_unit TEXT, new_unit TEXT);
CREATE INDEX moves_number ON moves (number);
CREATE TABLE unreadable (
    path TEXT, blob TEXT, number INTEGER, readable TEXT, PRIMARY KEY (path, blob, number)
);
CREATE TABLE states (unit TEXT PRIMARY KEY, state TEXT, tree TEXT) WITHOUT ROWID;
"""
"""`place` counts upwards in the order of telling; a commit that is not checked out has none.

`told` holds what a commit changed of a body (by its id then), from its `first` change on; `states` speaks of
ids of today.
"""


class DamagedError(Exception):
    """The file does not hold what was written into it, or cannot be used now (`is_elsewhere`)."""

    def __init__(self, *, is_elsewhere: bool = False) -> None:
        super().__init__()
        self.is_elsewhere = is_elsewhere


class Told(NamedTuple):
    """A commit and what it changed of a body, from its `first` change on."""

    place: int
    commit: Commit
    first: int
    changes: tuple[Change, ...]


class Store:
    """The commits that were read, what they changed, and in which order those checked out are told."""

    def __init__(self, database: sqlite3.Connection, path: Path | None = None) -> None:
        self.database = database
        self._path = path

    @classmethod
    def open(cls, path: Path | None, boundary: str) -> Store:
        """Open the file, made anew if it is of another format or boundary; without a path a passing one."""
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
        store = cls(sqlite3.connect(path or "", timeout=_PATIENCE, isolation_level=None), path)
        store._make(f"{version()} {boundary}")
        return store

    def _make(self, stamp: str) -> None:
        if self._is_made() and self.value("stamp") == stamp:
            return
        with self.writing():
            if self._is_made() and self.value("stamp") == stamp:
                return
            rows = self.database.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            )
            for (name,) in rows.fetchall():
                self.database.execute(f'DROP TABLE "{name}"')
            for command in _TABLES.split(";"):
                self.database.execute(command)
            self.keep("stamp", stamp)

    def _is_made(self) -> bool:
        found = self.database.execute("SELECT 1 FROM sqlite_master WHERE name = 'kept'")
        return found.fetchone() is not None

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Everything that is written within is kept, or nothing of it."""
        self.database.execute("BEGIN IMMEDIATE")
        with self.database:
            yield

    def close(self) -> None:
        """Close the file."""
        self.database.close()

    def value(self, name: str) -> str:
        """What is kept under a name; empty for nothing."""
        row = self.database.execute("SELECT value FROM kept WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def keep(self, name: str, value: str) -> None:
        """Keep a value under a name."""
        self.database.execute("INSERT OR REPLACE INTO kept VALUES (?, ?)", (name, value))

    def states(self) -> dict[str, str]:
        """The digest of every body's past."""
        return dict(self.database.execute("SELECT unit, state FROM states"))

    def state(self, unit: str) -> str:
        """The digest of a body's past; empty if it has none."""
        row = self.database.execute("SELECT state FROM states WHERE unit = ?", (key(unit),)).fetchone()
        return str(row[0]) if row else ""

    def trees(self, units: Iterable[str]) -> list[str]:
        """The content of the folders of some bodies if files were moved among them, else nothing."""
        asked = "SELECT tree FROM states WHERE unit = ? AND tree != ''"
        rows = (self.database.execute(asked, (unit,)).fetchone() for unit in units)
        return [str(row[0]) for row in rows if row]

    def told(self, units: Iterable[str]) -> list[Told]:
        """What the commits that are checked out changed of some bodies, the newest first."""
        found = [row for unit in units for row in self._told(unit)]
        return sorted(found, key=lambda row: (-row.place, row.first))

    def _told(self, unit: str) -> Iterator[Told]:
        rows = self.database.execute(
            "SELECT place, id, parents, time, first, changes FROM told JOIN commits USING (number)"
            " WHERE unit = ? AND place IS NOT NULL",
            (key(unit),),
        )
        for place, name, parents, time, first, changes in rows:
            yield Told(place, commit_of(name, parents, time), first, unpacked(changes))

    def groups(self) -> dict[str, set[str]]:
        """The bodies of which files were moved, each with those from which or to which they went."""
        rows = self.database.execute(
            "SELECT DISTINCT old_unit, new_unit FROM moves JOIN commits USING (number)"
            " WHERE place IS NOT NULL"
        )
        return joined(rows)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Everything that is read within stood there at one time."""
        self.database.execute("BEGIN")
        with self.database:
            yield


def joined(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Each one of some pairs with all that it is joined to, itself included."""
    groups: dict[str, set[str]] = {}
    for pair in pairs:
        members = set().union(*(groups.get(each, {each}) for each in pair))
        groups.update(dict.fromkeys(members, members))
    return groups


def discard(path: Path) -> None:
    """Delete the file of a store with what SQLite keeps beside it."""
    for each in (path, path.with_name(f"{path.name}-journal")):
        each.unlink(missing_ok=True)


@contextmanager
def whole() -> Iterator[None]:
    """What cannot be read of a store within is a `DamagedError`."""
    try:
        yield
    except OSError as error:
        raise DamagedError(is_elsewhere=True) from error
    except sqlite3.DatabaseError as error:
        name = getattr(error, "sqlite_errorname", "")
        raise DamagedError(is_elsewhere=name.startswith(_ELSEWHERE)) from error
    except (zlib.error, ValueError, TypeError) as error:
        raise DamagedError from error


def commit_of(name: str, parents: str, time: str) -> Commit:
    """A commit as a row holds it."""
    return Commit(name, tuple(parents.split()), datetime.fromisoformat(time))


def row_of(commit: Commit) -> tuple[str, str, str]:
    """A commit as a row holds it."""
    return commit.id, " ".join(commit.parents), commit.time.isoformat()


def packed(changes: Iterable[Change]) -> bytes:
    """Changes as a cell holds them, with a checksum."""
    told = [[each.path, each.kind, each.at, each.before, each.after] for each in changes]
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 1)


def unpacked(cell: bytes) -> tuple[Change, ...]:
    """The changes that a cell holds."""
    return tuple(Change(*fields) for fields in json.loads(zlib.decompress(cell)))


def key(unit: str) -> str:
    """A body's id as SQLite can hold it, even if it is no text."""
    return unit.encode("utf-8", "backslashreplace").decode()


@cache
def version() -> int:
    """A number of the code that tells: what other code told is told anew."""
    package = files("prongsai")
    folders = [package.joinpath(name) for name in _TELLING]
    sources = [path for each in folders for path in (each.iterdir() if each.is_dir() else [each])]
    code = b"".join(path.read_bytes() for path in sorted(sources, key=str) if path.name.endswith(".py"))
    return zlib.crc32(code)
