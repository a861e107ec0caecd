"""A measure's revisions -> what became of each entry of its journal since it was first committed.

An entry is known by what it says. Whoever rewrites or removes one is not judged; that it happened is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from prongsai.derive.differences import FieldChange, field_changes
from prongsai.document import Value
from prongsai.history import Change, Commit, Revision
from prongsai.history.change import MOVED
from prongsai.history.pairs import canonical

Happened = Literal["edited", "removed", "restored"]
_ENTRY = "entry-"


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to an entry after its first commit; without a commit it is not committed yet."""

    happened: Happened
    commit: Commit | None
    fields: tuple[FieldChange, ...]
    """What is not as it was; everything, if it was removed or put back."""


@dataclass(frozen=True, slots=True)
class EntryRecord:
    """An entry's own past. `first` is the commit with which it came, None while it is not committed.

    `is_start` tells that the history is shortened and begins with that commit: the entry may be older.
    """

    entry: Value
    first: Commit | None
    is_start: bool
    events: tuple[Event, ...] = ()

    @property
    def is_gone(self) -> bool:
        """Tell whether it was removed and not put back."""
        return bool(self.events) and self.events[-1].happened == "removed"


@dataclass(frozen=True, slots=True)
class MeasurePast:
    """The records of a measure's entries: those in the file, by what they say, and those that are gone."""

    present: Mapping[str, EntryRecord] = field(default_factory=dict)
    gone: tuple[EntryRecord, ...] = ()
    akin: Mapping[str, EntryRecord] = field(default_factory=dict)
    """The records of files that had this one's name, or whose name it had: branches may have renamed it."""

    def record(self, entry: Value) -> EntryRecord | None:
        """The record of an entry as it stands in the file; None if nothing is known of it."""
        name = canonical(entry)
        return self.present.get(name) or self.akin.get(name)

    @property
    def is_rewritten(self) -> bool:
        """Tell whether an entry is not as it was first committed, or gone."""
        return bool(self.gone) or any(record.events for record in self.present.values())


def measure_pasts(revisions: Iterable[Revision]) -> dict[str, MeasurePast]:
    """Return the past of every measure by its file's path below `units/`; revisions come newest first."""
    oldest_first = list(reversed(list(revisions)))
    journals = _Journals(change for each in oldest_first for change in each.changes if change.kind == MOVED)
    for revision in oldest_first:
        for change in revision.changes:
            if change.kind.startswith(_ENTRY):
                journals.follow(change, revision)
    return {path: journals.past(path) for path in journals.paths}


class _Journals:
    """The records of all measures by their files' paths; a file that was renamed has relatives."""

    def __init__(self, moves: Iterable[Change]) -> None:
        self.records: dict[str, dict[str, EntryRecord]] = {}
        self._families: dict[str, set[str]] = {}
        self._former: dict[tuple[str, str], EntryRecord] = {}
        """Entries that one branch changed, as they were: another may change them too."""
        for move in moves:
            names = {str(move.before), str(move.after), move.path}
            family = names.union(*(self._families.get(name, ()) for name in names))
            self._families.update(dict.fromkeys(family, family))

    @property
    def paths(self) -> set[str]:
        """The paths of all measures that ever had an entry or another name."""
        return {*self.records, *self._families}

    def past(self, path: str) -> MeasurePast:
        """The past of the measure at a path."""
        own = self.records.get(path, {})
        return MeasurePast(
            present=dict(self._live(path)),
            gone=tuple(each for each in own.values() if each.is_gone),
            akin={name: each for other in self._relatives(path) for name, each in self._live(other)},
        )

    def follow(self, change: Change, revision: Revision) -> None:
        """Write one change of an entry into its record; branches may have told of the same entry before."""
        records = self.records.setdefault(change.path, {})
        old, new = canonical(change.before), canonical(change.after)
        if change.before is None:
            known = records.pop(new, None) or EntryRecord(change.after, revision.commit, revision.is_start)
            records[new] = _with_event(known, "restored", change, revision) if known.is_gone else known
            return
        record = self._take(change.path, old) or EntryRecord(change.before, None, True)
        if change.after is None:
            records[old] = _with_event(record, "removed", change, revision)
            return
        edited = replace(_with_event(record, "edited", change, revision), entry=change.after)
        same = records.pop(new, None)
        records[new] = replace(edited, events=(*same.events, *edited.events)) if same else edited

    def _take(self, path: str, entry: str) -> EntryRecord | None:
        """The record of an entry: the file's own, else a relative's, where two branches renamed it."""
        names = (path, *self._relatives(path))
        owners = (self.records[name] for name in names if entry in self.records.get(name, {}))
        owner = next(owners, None)
        if owner is not None:
            self._former[path, entry] = owner.pop(entry)
        former = (self._former.get((name, entry)) for name in names)
        return next(filter(None, former), None)

    def _relatives(self, path: str) -> list[str]:
        return sorted(self._families.get(path, set()) - {path})

    def _live(self, path: str) -> list[tuple[str, EntryRecord]]:
        return [(name, each) for name, each in self.records.get(path, {}).items() if not each.is_gone]


def _with_event(record: EntryRecord, happened: Happened, change: Change, revision: Revision) -> EntryRecord:
    event = Event(happened, revision.commit, field_changes(change.before, change.after))
    return replace(record, events=(*record.events, event))
