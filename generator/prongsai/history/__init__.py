"""A project's past, read from git: which commit changed what, body by body.

It only reads, and keeps what it read by commit id in `.build/`. Without git there is no past to tell:
`reason` says why. What a change means for a reader is for `derive`. Importing it costs little: what compares
versions of files is imported when there is one to compare.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from prongsai.history.archive import Archive
from prongsai.history.change import Change, Commit, Location, Revision, UnitHistory, locate
from prongsai.history.repository import NoHistoryError, Repository
from prongsai.project import Project

__all__ = [
    "NO_HISTORY",
    "Change",
    "Commit",
    "History",
    "Location",
    "NoHistoryError",
    "Revision",
    "UnitHistory",
    "changed_since",
    "locate",
    "read_history",
]

NO_HISTORY = UnitHistory(reason="no-repository")


@dataclass(frozen=True, slots=True)
class History:
    """The past of all bodies. `reason` is `no-git`, `no-repository`, `no-commit`, `shallow`, or empty."""

    reason: str = ""
    archive: Archive | None = field(default=None, repr=False)

    def unit(self, unit_id: str) -> UnitHistory:
        """The past of a body, read now, with what is not committed yet."""
        return self.archive.unit(unit_id) if self.archive else UnitHistory((), self.reason, unit_id)

    def states(self) -> Mapping[str, str]:
        """For each body that has a past a short digest of all that commits tell of it."""
        return self.archive.states() if self.archive else {}

    def state(self, unit_id: str) -> str:
        """The digest of one body's past, also of its having none, and of the reason."""
        return self.archive.state(unit_id) if self.archive else self.reason


def read_history(project: Project) -> History:
    """Bring what is kept in `.build/` to the commit that is checked out; bodies are read when asked for."""
    try:
        archive = Archive(project, Repository(project.root))
    except NoHistoryError as error:
        return History(str(error))
    return History(archive.reason, archive)


def changed_since(project: Project, revision: str) -> frozenset[str]:
    """The files of the project that are not as they were at a commit, branch or tag; gone ones among them.

    `NoHistoryError` if there is no such commit, or no git; its message is the code of the reason.
    """
    repository = Repository(project.root)
    touches = repository.differing(".", since=repository.resolve(revision))
    return frozenset(path for each in touches for path in (each.old_path, each.new_path) if path)
