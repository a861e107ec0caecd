"""What a build has to do: which bodies have changed since they were made, and why.

It reads names, bytes and git's state, never what a file says: a build of nothing costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from prongsai.fingerprint import Shared, folder_digest, shared_digests
from prongsai.folders import unit_folders
from prongsai.history import History, NoHistoryError, changed_since, read_history
from prongsai.ledger import Entry, Ledger
from prongsai.problems import StopError
from prongsai.project import Project
from prongsai.publish import ROOT, Parts, published


class Cause(StrEnum):
    """Why a body is made anew; the first that holds is told."""

    NEW = "new"
    ASKED = "asked"
    DATA = "data"
    PAST = "past"
    DAY = "day"
    THEME = "theme"
    PROGRAM = "program"
    LOST = "lost"


MAKING = (Cause.DATA, Cause.PAST, Cause.DAY, Cause.THEME, Cause.PROGRAM)
"""What the words of a key stand for, in their order; a last one tells where the body's pages stand."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to build: which units (all without any), as of which day.

    `keep_going`: units with errors are passed over; `anew`: nothing that was made before is used; `since`:
    only units that changed since this revision of git's.
    """

    today: date
    ids: tuple[str, ...] = ()
    keep_going: bool = False
    anew: bool = False
    since: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """A body before the build: the part that it is, and the key of what it would be made of now."""

    unit_id: str
    part: str
    key: str
    is_asked: bool
    is_wanted: bool
    """Whether its pages shall be as its data are now; else they stay as they are published."""
    cause: Cause | None
    """Why its pages are made anew; None if they are not."""
    is_unfinished: bool
    """Whether it must be made, or at least read, because nobody knows what to say of it."""


@dataclass(frozen=True, slots=True)
class Survey:
    """Everything that a build goes by."""

    shared: Shared
    history: History
    published: Parts
    bodies: tuple[Standing, ...]

    @property
    def is_alone(self) -> bool:
        """Whether the one body has the website's root."""
        return len(self.bodies) == 1


def take_survey(project: Project, order: Order, ledger: Ledger) -> Survey:
    """Look at every body; `StopError` if one that is asked for does not exist."""
    asked = {folder.name for folder in unit_folders(project, order.ids)}
    folders = unit_folders(project)
    shared, history = shared_digests(project, order.today, ledger), read_history(project)
    if order.since:
        asked &= _changed_since(project, order.since, asked)
    parts = published(project)
    sight = _Sight(project, order, dict.fromkeys(parts, "") if order.anew else parts, ledger.entries())
    states = history.states()
    is_alone = len(folders) == 1
    bodies = []
    for folder in folders:
        part = ROOT if is_alone else folder.name
        words = (
            folder_digest(folder, ledger),
            states.get(folder.name) or history.state(folder.name),
            shared.text,
            part,
        )
        bodies.append(sight.standing(folder.name, part, ".".join(words), folder.name in asked))
    return Survey(shared, history, sight.published, tuple(bodies))


def behind(project: Project) -> tuple[str, ...]:
    """The ids of the bodies whose pages were made of other data than there are now."""
    folders = unit_folders(project) if project.units.is_dir() else []
    parts, is_alone = published(project), len(folders) == 1
    keys = {folder: parts.get(ROOT if is_alone else folder.name, "") for folder in folders}
    at = MAKING.index(Cause.DATA)
    return tuple(folder.name for folder, key in keys.items() if key.split(".")[at] != folder_digest(folder))


def _changed_since(project: Project, revision: str, unit_ids: set[str]) -> set[str]:
    """Those of the bodies that have changed since a revision; all, if something that they share has."""
    try:
        paths = changed_since(project, revision)
    except NoHistoryError as error:
        raise StopError("no-such-revision", revision=revision) from error
    units = f"{project.relative(project.units)}/"
    shared = tuple(project.relative(path) for path in project.own_shared)
    if any(path.startswith(shared) for path in paths):
        return unit_ids
    return {path.removeprefix(units).split("/")[0] for path in paths if path.startswith(units)}


@dataclass(frozen=True, slots=True)
class _Sight:
    """What is there of earlier builds."""

    project: Project
    order: Order
    published: Parts
    entries: Mapping[str, Entry]

    def standing(self, unit_id: str, part: str, key: str, is_asked: bool) -> Standing:
        """Tell of a body that would be made with this key what there is to do."""
        entry = self.entries.get(unit_id)
        is_known = entry is not None and entry.key == key
        if not is_asked and (part in self.published or self.order.since):
            is_unfinished = not is_known and not (entry and part in self.published)
            return Standing(unit_id, part, key, is_asked, False, None, is_unfinished)
        cause = self._cause(part, key)
        is_made = cause is None or bool(entry and entry.errors) or self.project.fresh(part).is_dir()
        is_unfinished = self.order.anew or not (is_known and is_made)
        return Standing(unit_id, part, key, is_asked, True, cause, is_unfinished)

    def _cause(self, part: str, key: str) -> Cause | None:
        """Why what is published is not what this key would make; None if it is."""
        if self.order.anew:
            return Cause.ASKED
        before = self.published.get(part)
        if before is None:
            return Cause.NEW
        pairs = zip(MAKING, before.split("."), key.split("."), strict=False)
        return (
            None
            if before == key
            else next((cause for cause, old, new in pairs if old and old != new), Cause.LOST)
        )
