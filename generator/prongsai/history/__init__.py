"""A project's past, read from git: which commit changed what, for every body at once.

It only reads, and keeps what it read by commit id in `.build/`. Without git there is no past to tell:
`reason` says why. What a change means for a reader is for `derive`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from prongsai.history.change import MOVED, Change, Commit, Location, Touch, locate
from prongsai.history.commits import read_commits
from prongsai.history.kept import Kept
from prongsai.history.names import names_of_today
from prongsai.history.order import ordered
from prongsai.history.reading import VersionReader
from prongsai.history.repository import Blobs, NoHistoryError, Repository
from prongsai.project import Project

__all__ = [
    "NO_HISTORY",
    "Change",
    "Commit",
    "History",
    "Location",
    "Revision",
    "UnitHistory",
    "locate",
    "read_history",
]

_ON_DISK = "disk:"


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


NO_HISTORY = UnitHistory(reason="no-repository")


@dataclass(frozen=True, slots=True)
class History:
    """The past of all bodies. `reason` is `no-git`, `no-repository`, `no-commit`, `shallow`, or empty."""

    units: Mapping[str, tuple[Revision, ...]] = field(default_factory=dict)
    reason: str = ""

    def unit(self, unit_id: str) -> UnitHistory:
        """The past of a body."""
        return UnitHistory(self.units.get(unit_id, ()), self.reason, unit_id)


def read_history(project: Project) -> History:
    """Read what every commit changed; what was read before is kept in `.build/`."""
    try:
        repository = Repository(project.root)
    except NoHistoryError as error:
        return History(reason=str(error))
    units = f"{project.relative(project.units)}/"
    with _versions(repository, project.root, units) as reader:
        read = read_commits(repository, reader, Kept(project.history))
        pending = tuple(reader.changes(map(_on_disk, repository.pending(units))))
    boundary = repository.boundary()
    revisions = [Revision(None, pending)]
    for commit in ordered(repository.head, {name: each for name, (each, _) in read.items()}):
        revisions.append(Revision(commit, read[commit.id][1], commit.id in boundary))
    here = {path.removeprefix(units) for path in repository.files(repository.head, units)}
    named = zip(revisions, names_of_today([each.changes for each in revisions], here), strict=True)
    return History(_by_unit(named), "shallow" if boundary else "")


@contextmanager
def _versions(repository: Repository, root: Path, units: str) -> Iterator[VersionReader]:
    """A reader of versions: blobs of the repository, or files as they stand on the disk."""
    with repository.blobs() as blobs:
        yield VersionReader(units, lambda name: _read_version(root, blobs, name))


def _on_disk(touch: Touch) -> Touch:
    """A touch that is not committed: its new version is the file itself."""
    return replace(touch, new_blob=f"{_ON_DISK}{touch.new_path}" if touch.new_path else "")


def _read_version(root: Path, blobs: Blobs, name: str) -> bytes | None:
    if not name.startswith(_ON_DISK):
        return blobs.read(name)
    path = root / name.removeprefix(_ON_DISK)
    return path.read_bytes() if path.is_file() else None


def _by_unit(named: Iterator[tuple[Revision, list[Change]]]) -> dict[str, tuple[Revision, ...]]:
    """The revisions of each body, without those that changed nothing of it."""
    units: dict[str, list[Revision]] = {}
    for revision, changes in named:
        own: dict[str, list[Change]] = {}
        for change in changes:
            own.setdefault(locate(change.path).unit, []).append(change)
        for unit, its_changes in own.items():
            units.setdefault(unit, []).append(replace(revision, changes=tuple(its_changes)))
    return {unit: tuple(revisions) for unit, revisions in units.items()}
