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

    def record(self, entry: Value) -> EntryRecord | None:
        """The record of an entry as it stands in the file; None if nothing is known of it."""
        return self.present.get(canonical(entry))

    @property
    def is_rewritten(self) -> bool:
        """Tell whether an entry is not as it was first committed, or gone."""
        return bool(self.gone) or any(record.events for record in self.present.values())


def measure_pasts(revisions: Iterable[Revision]) -> dict[str, MeasurePast]:
    """Return the past of every measure by its file's path below `units/`; revisions come newest first."""
    records: dict[str, dict[str, EntryRecord]] = {}
    for revision in reversed(list(revisions)):
        for change in revision.changes:
            if change.kind.startswith(_ENTRY):
                _follow(records.setdefault(change.path, {}), change, revision)
    return {
        path: MeasurePast(
            {name: each for name, each in own.items() if not each.is_gone},
            tuple(each for each in own.values() if each.is_gone),
        )
        for path, own in records.items()
    }


def _follow(records: dict[str, EntryRecord], change: Change, revision: Revision) -> None:
    """Write one change of an entry into its record."""
    old, new = canonical(change.before), canonical(change.after)
    if change.before is None:
        fresh = EntryRecord(change.after, revision.commit, revision.is_start)
        known = records.pop(new, None)
        records[new] = _with_event(known, "restored", change, revision) if known and known.is_gone else fresh
        return
    record = records.pop(old, None) or EntryRecord(change.before, None, True)
    if change.after is None:
        records[old] = _with_event(record, "removed", change, revision)
    else:
        records[new] = replace(_with_event(record, "edited", change, revision), entry=change.after)


def _with_event(record: EntryRecord, happened: Happened, change: Change, revision: Revision) -> EntryRecord:
    event = Event(happened, revision.commit, field_changes(change.before, change.after))
    return replace(record, events=(*record.events, event))
