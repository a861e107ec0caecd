"""What was made of each body and from what, kept below `.build/`: what has not changed is not made again.

The file can be deleted at any time; whoever has it open builds alone. It must not know what a text says.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from prongsai.problems import Place, Problem, StopError

FORMAT = 2
"""The number of the tables' format; a ledger of another one is begun anew."""
PATIENCE = 2.0
"""Seconds to wait for another build to end."""
_TABLES = """
CREATE TABLE made (unit TEXT PRIMARY KEY, key TEXT, warnings INT, errors TEXT) WITHOUT ROWID;
CREATE TABLE texts (name TEXT, unit TEXT, text BLOB, checksum INT, PRIMARY KEY (name, unit)) WITHOUT ROWID;
CREATE TABLE folders (path TEXT PRIMARY KEY, stamp TEXT, digest TEXT) WITHOUT ROWID;
"""
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)
"""What is wrong with the file itself; anything else is the machine's doing, and no reason to delete it."""
_PRIMARY = 0xFF
"""SQLite's codes have the kind of an error in their lowest byte."""


class DamagedLedgerError(Exception):
    """The ledger does not hold what was written into it; it is deleted, and can be begun anew."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What was made of a body: the key of its making, and what is wrong; with errors nothing was made."""

    key: str
    warnings: int = 0
    errors: tuple[Problem, ...] = ()


@contextmanager
def open_ledger(path: Path) -> Iterator[Ledger]:
    """Open the ledger for one build alone; a damaged one is begun anew. `StopError` if another has it.

    `DamagedLedgerError` if the damage shows only as it is read; the file is deleted then.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        database = _open(path)
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY:
            raise StopError("another-build", path=path.parent) from error
        if not _is_damage(error):
            raise
        path.unlink()
        database = _open(path)
    with closing(database):
        try:
            yield Ledger(database)
            database.commit()
        except (sqlite3.DatabaseError, DamagedLedgerError) as error:
            if not _is_damage(error):
                raise
            path.unlink()
            raise DamagedLedgerError from error


def _is_damage(error: Exception) -> bool:
    """Whether it is the file that is wrong."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
    return code & _PRIMARY in _DAMAGE


class Ledger:
    """An open ledger; it remembers the digests of folders for `fingerprint`, too."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        rows = database.execute("SELECT path, stamp, digest FROM folders")
        self._folders = {path: (stamp, digest) for path, stamp, digest in rows}

    def entries(self) -> dict[str, Entry]:
        """What was made last of every body, by its id."""
        rows = self._database.execute("SELECT unit, key, warnings, errors FROM made")
        return {unit: Entry(key, warnings, _read_problems(errors)) for unit, key, warnings, errors in rows}

    def text(self, name: str, unit_id: str) -> bytes:
        """One of the texts that were kept of a body."""
        question = "SELECT text, checksum FROM texts WHERE name = ? AND unit = ?"
        row = self._database.execute(question, (name, unit_id)).fetchone()
        if not row:
            raise DamagedLedgerError
        return _whole(*row)

    def texts(self, name: str) -> Iterator[bytes]:
        """The texts of one name of all bodies, in the order of their ids."""
        question = "SELECT text, checksum FROM texts WHERE name = ? ORDER BY unit"
        return (_whole(*row) for row in self._database.execute(question, (name,)))

    def forget(self, unit_ids: Collection[str]) -> None:
        """Strike out what was made of these bodies, because it is about to be made anew."""
        for statement in ("DELETE FROM made WHERE unit = ?", "DELETE FROM texts WHERE unit = ?"):
            self._database.executemany(statement, ((each,) for each in unit_ids))
        self._database.commit()

    def keep(self, unit_id: str, entry: Entry, texts: Mapping[str, bytes]) -> None:
        """Write down what was made of a body, and texts about it by their names."""
        row = (unit_id, entry.key, entry.warnings, _problems_text(entry.errors))
        self._database.execute("INSERT OR REPLACE INTO made VALUES (?, ?, ?, ?)", row)
        kept = [(name, unit_id, text, zlib.crc32(text)) for name, text in texts.items()]
        self._database.executemany("INSERT OR REPLACE INTO texts VALUES (?, ?, ?, ?)", kept)
        self._database.commit()

    def digest(self, folder: Path, stamp: str) -> str | None:
        """The digest that a folder had when its files had this stamp."""
        known_stamp, digest = self._folders.get(str(folder), ("", None))
        return digest if known_stamp == stamp else None

    def remember(self, folder: Path, stamp: str, digest: str) -> None:
        """Keep a folder's digest."""
        row = (str(folder), stamp, digest)
        self._database.execute("INSERT OR REPLACE INTO folders VALUES (?, ?, ?)", row)


def _open(path: Path) -> sqlite3.Connection:
    """A connection that holds the file until it is closed."""
    database = sqlite3.connect(path, timeout=PATIENCE)
    try:
        database.execute("PRAGMA locking_mode = EXCLUSIVE")
        database.execute("PRAGMA synchronous = OFF")
        database.execute("BEGIN EXCLUSIVE")
        if database.execute("PRAGMA user_version").fetchone() != (FORMAT,):
            for name in ("made", "texts", "folders"):
                database.execute(f"DROP TABLE IF EXISTS {name}")
            for table in filter(str.strip, _TABLES.split(";")):
                database.execute(table)
            database.execute(f"PRAGMA user_version = {FORMAT}")
        database.execute("SELECT unit, key, warnings, errors FROM made LIMIT 1")
        database.execute("SELECT name, unit, text, checksum FROM texts LIMIT 1")
        database.execute("SELECT path, stamp, digest FROM folders LIMIT 1")
        if database.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise sqlite3.DatabaseError(str(path))
        database.commit()
    except (sqlite3.Error, UnicodeDecodeError):
        database.close()
        raise
    return database


def _problems_text(problems: Iterable[Problem]) -> str:
    rows = [[*_place(each.place), each.code, _facts(each.facts)] for each in problems]
    return json.dumps(rows, ensure_ascii=False) if rows else ""


def _place(place: Place) -> tuple[str, int, str]:
    return place.path, place.line, place.field


def _facts(facts: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in facts.items()}


def _read_problems(text: str) -> tuple[Problem, ...]:
    try:
        rows = json.loads(text) if text else []
        return tuple(
            Problem(Place(path, line, field), code, facts) for path, line, field, code, facts in rows
        )
    except (ValueError, TypeError) as error:
        raise DamagedLedgerError from error


def _whole(text: bytes, checksum: int) -> bytes:
    """A text as it was kept."""
    if not isinstance(text, bytes) or zlib.crc32(text) != checksum:
        raise DamagedLedgerError
    return text
