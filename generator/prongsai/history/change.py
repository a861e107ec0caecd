"""What history knows: commits, the files that they touched, and what they changed for a reader.

It must not read anything; `repository` does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import PurePosixPath

from prongsai.document import Value
from prongsai.load import MEASURES

MOVED = "moved"
"""The kind of change by which a file got another name; both paths are below `units/`."""
UNREADABLE = "unreadable"
"""A version that is no data file; `before` and `after` are the blobs of the version before it and its own."""


@dataclass(frozen=True, slots=True)
class Touch:
    """One file that a commit touched: its path and blob before and after; empty where there is none.

    Paths are relative to the project. A renamed file has two paths.
    """

    old_path: str
    new_path: str
    old_blob: str
    new_blob: str


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit: its full id, its parents' ids, and when its committer's clock says it was made."""

    id: str
    parents: tuple[str, ...]
    time: datetime

    @property
    def day(self) -> date:
        """The day of the commit where it was made."""
        return self.time.date()


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a commit changed for a reader. `kind` names the sentence in the theme's words.

    `path` is the file's at that commit, below `units/`. `at` is a field, a code or a file's name; `before`
    and `after` are plain values as they stood in the file, None where there was nothing.
    """

    path: str
    kind: str
    at: str = ""
    before: Value = None
    after: Value = None


@dataclass(frozen=True, slots=True)
class Location:
    """Which body, fiscal year and measure a path below `units/` belongs to."""

    unit: str
    year: int | None
    measure: str | None
    name: str
    """The path below the year's folder, or below the body's where there is no year."""


@lru_cache(4096)
def locate(path: str) -> Location:
    """Read a path below `units/`: `bo-thong/2567/measures/m4.yml`."""
    unit, *rest = PurePosixPath(path).parts
    year = int(rest.pop(0)) if rest and rest[0].isdecimal() and len(rest) > 1 else None
    is_measure = len(rest) == 2 and rest[0] == MEASURES
    return Location(unit, year, PurePosixPath(rest[1]).stem if is_measure else None, "/".join(rest))
