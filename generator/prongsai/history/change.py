"""What history knows: commits, the files that they touched, and what they changed for a reader.

It must not read anything; `repository` does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from prongsai.project import MEASURES

if TYPE_CHECKING:  # reading YAML is not needed to know what changed
    from prongsai.document import Value


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
    """A commit: its full id, its parents' ids, and the Thai time of its committer's clock."""

    id: str
    parents: tuple[str, ...]
    time: datetime

    @property
    def day(self) -> date:
        """The day of the commit in Thailand."""
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
class Revision:
    """What one commit changed of one body; without a commit it is not committed yet.

    Paths of changes are those of today. `is_start` marks where a shortened history begins: whatever seems
    to have been added there may be older.
    """

    commit: Commit | None
    changes: tuple[Change, ...]
    is_start: bool = False


@dataclass(frozen=True, slots=True)
class UnitHistory:
    """The revisions of one body, the newest first; `reason` says why more cannot be known, if so."""

    revisions: tuple[Revision, ...] = ()
    reason: str = ""
    unit_id: str = ""

    @property
    def former_ids(self) -> tuple[str, ...]:
        """The ids that the body had before, the latest first."""
        moves = (each for revision in self.revisions for each in revision.changes if each.kind == MOVED)
        return tuple(dict.fromkeys(locate(str(each.before)).unit for each in moves))

    @property
    def first_id(self) -> str:
        """The first commit of the body and the id that it had then."""
        commits = [each.commit.id for each in self.revisions if each.commit]
        then = self.former_ids[-1:] or (self.unit_id,)
        return " ".join([*commits[-1:], *then])


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
