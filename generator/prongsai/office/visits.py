"""What was found at which address and when, kept in one file below `.build/` so that nobody is asked twice.

It must not ask anyone. A file that cannot be read is begun anew.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from prongsai.office.visiting import State, Visit

DAY = 24 * 60 * 60
GOOD_FOR = 7 * DAY
"""Seconds for which a good visit is believed."""
BAD_FOR = DAY
"""Seconds for which any other one is."""
_PASSING = (State.PRIVATE, State.BAD_ADDRESS, State.UNDECIDED)
"""What costs nothing to find again, or says nothing of the address."""
_TABLE = """CREATE TABLE IF NOT EXISTS visits
(url TEXT PRIMARY KEY, moment INTEGER, state TEXT, status INTEGER, address TEXT, detail TEXT)"""
_ROWS = "SELECT url, state, status, address, detail FROM visits"


@dataclass(frozen=True, slots=True)
class Visits:
    """The file of visits as it counts at a moment, in seconds since 1970."""

    path: Path
    now: int

    def fresh(self) -> Mapping[str, Visit]:
        """The visits that are still believed, by their addresses."""
        query = f"{_ROWS} WHERE moment <= ? AND moment > ? - CASE state WHEN ? THEN ? ELSE ? END"
        with self._open() as store:
            rows = store.execute(query, (self.now, self.now, State.GOOD, GOOD_FOR, BAD_FOR)).fetchall()
        return {url: Visit(url, State(state), *found) for url, state, *found in rows if state in {*State}}

    def keep(self, visit: Visit) -> None:
        """Keep a visit at once, so that an interrupted run loses nothing."""
        if visit.state in _PASSING:
            return
        row = (visit.url, self.now, visit.state, visit.status, visit.address, visit.detail)
        with self._open() as store:
            store.execute("INSERT OR REPLACE INTO visits VALUES (?, ?, ?, ?, ?, ?)", row)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self.path.parent.mkdir(exist_ok=True)
        with closing(self._connection()) as store, store:
            yield store

    def _connection(self) -> sqlite3.Connection:
        store = sqlite3.connect(self.path)
        if not _is_sound(store):
            store.close()
            self.path.unlink()
            store = sqlite3.connect(self.path)
            store.execute(_TABLE)
        return store


def _is_sound(store: sqlite3.Connection) -> bool:
    """Tell whether a file, which may be new, can be read from end to end and has the columns."""
    try:
        store.execute(_TABLE)
        store.execute(f"{_ROWS} WHERE moment = 0")
        return bool(store.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except sqlite3.DatabaseError:
        return False
