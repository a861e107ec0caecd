"""A body's revisions -> what its readers are told of them, and which of them touch the past.

The sentences are the theme's. It must not read git.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from prongsai.derive.differences import FieldChange, excerpts, field_changes, text_of
from prongsai.derive.plan import PlanReport
from prongsai.document import Value
from prongsai.history import Change, Commit, Location, Revision, UnitHistory, locate
from prongsai.history.change import MOVED, UNREADABLE
from prongsai.load import Placed
from prongsai.model.unit import Unit

REWRITING = frozenset(
    (
        "entry-edited",
        "entry-removed",
        "evidence-replaced",
        "evidence-removed",
        "measure-removed",
        "results-removed",
        "submitted-field",
        "submitted-removed",
    )
)
"""Kinds of changes by which something that was published is no longer what it was."""
_FEW = 3
"""More things of one kind that came with one commit are told in one line."""
_SHORT = 60
"""Texts up to this length stand in the sentence itself."""
_OF_OWNERS = ("owners", "lead")
_WHOLE = ("measure-added", "measure-removed")


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One thing that a commit changed, as a reader is told, or several of one kind (`parts`)."""

    kind: str
    place: Location
    at: str = ""
    before: str = ""
    after: str = ""
    title: str = ""
    """The title of the measure that it belongs to; of one that is gone the last, else its id."""
    is_there: bool = False
    """Whether that measure has a page today."""
    code: str = ""
    name: str = ""
    """Of an item of a list: the code it speaks of, and what it is called, today or when it went."""
    fields: tuple[FieldChange, ...] = ()
    entries: int = 0
    """How many entries a measure had when it came or went."""
    parts: tuple[ChangeLine, ...] = ()

    @property
    def is_rewriting(self) -> bool:
        """Tell whether it changes what had been published of the past."""
        return self.kind in REWRITING

    @property
    def is_short(self) -> bool:
        """Tell whether both texts can stand in a sentence."""
        return max(len(self.before), len(self.after)) <= _SHORT

    def field(self, name: str) -> str:
        """The newest text of a field of the thing that changed; empty if it has none."""
        found = next((each for each in self.fields if each.name == name), None)
        return (found.after or found.before) if found else ""


@dataclass(frozen=True, slots=True)
class RevisionReport:
    """What one commit changed of a body, as readers are told; without a commit it is not committed yet."""

    commit: Commit | None
    lines: tuple[ChangeLine, ...]
    is_start: bool

    @property
    def month(self) -> str:
        """The month in which it was committed, `2026-11`; `pending` if it is not."""
        return self.commit.day.isoformat()[:7] if self.commit else "pending"

    @property
    def is_rewriting(self) -> bool:
        """Tell whether any of it changes what had been published of the past."""
        return any(line.is_rewriting for line in self.lines)


@dataclass(frozen=True, slots=True)
class ChangesReport:
    """Everything that commits changed of a body, the newest first; `reason` says why more cannot be known."""

    revisions: tuple[RevisionReport, ...] = ()
    reason: str = ""
    first_id: str = ""
    """What tells the body from all others whatever its folder is called: its first commit and first id."""
    last: Mapping[str, Commit | None] = field(default_factory=dict)
    """The newest commit that changed what a file says, by its path; None where that is not committed yet."""

    def last_of(self, documents: Iterable[Placed[Any]]) -> Commit | None:
        """The newest commit that changed what one of these files says; None if not committed or known."""
        paths = {each.path for each in documents}
        return next((commit for path, commit in self.last.items() if path in paths), None)

    @property
    def has_commits(self) -> bool:
        """Tell whether the body has a past that can be read."""
        return any(each.commit for each in self.revisions)

    @property
    def rewritings(self) -> int:
        """How many things were changed that had been published of the past."""
        return sum(line.is_rewriting for each in self.revisions for line in each.lines)

    def latest(self, count: int) -> tuple[tuple[Commit, ChangeLine], ...]:
        """The newest committed lines, each with its commit."""
        pairs = ((each.commit, line) for each in self.revisions if each.commit for line in each.lines)
        return tuple(islice(pairs, count))


@dataclass(frozen=True, slots=True)
class Known:
    """The names of a body's things today: owners by id; measures and sections by year and id."""

    owners: Mapping[str, str]
    titles: Mapping[tuple[int | None, str | None], str]
    sections: Mapping[tuple[int | None, str], str]
    gone: Mapping[str, str] = field(default_factory=dict)
    """The last titles of measures that are no more, by their files' paths."""


def known_today(unit: Unit, plans: Iterable[PlanReport]) -> Known:
    """Return the names by which changes are told."""
    known = tuple(plans)
    return Known(
        owners={owner.id: owner.name for owner in unit.owners},
        titles={(each.year, each.id): each.title for plan in known for each in plan.measures},
        sections={(plan.year, each.id): each.title for plan in known for each in plan.sections},
    )


def changes_report(history: UnitHistory, known: Known) -> ChangesReport:
    """Return what readers are told of a body's past."""
    known = replace(known, gone=_titles_of_gone(history.revisions))
    revisions = (
        RevisionReport(each.commit, change_lines(each, known), each.is_start) for each in history.revisions
    )
    told = tuple(each for each in revisions if each.lines)
    last: dict[str, Commit | None] = {}
    for revision in history.revisions:
        for change in revision.changes:
            last.setdefault(change.path, revision.commit)
    return ChangesReport(told, history.reason, history.first_id, last)


def change_lines(revision: Revision, known: Known) -> tuple[ChangeLine, ...]:
    """Return what readers are told of one revision."""
    return tuple(_gathered(_lines(revision, known)))


def _lines(revision: Revision, known: Known) -> Iterator[ChangeLine]:
    """One line for each change; a whole measure's entries are counted, a body's new folder is told once."""
    entries = Counter(each.path for each in revision.changes if each.kind.startswith("entry-"))
    whole = {each.path for each in revision.changes if each.kind in _WHOLE}
    told = set()
    for change in revision.changes:
        if change.path in whole and change.kind not in _WHOLE:
            continue
        line = _line(change, known)
        if change.kind in _WHOLE:
            line = replace(line, entries=entries[change.path])
        if line.kind != "unit-moved" or line not in told:
            yield line
        told.add(line)


def _name(item: Mapping[str, Value], place: Location, known: Known) -> str:
    """What an item of a list is called: its name or title, the section's that it is, its text or address."""
    section = known.sections.get((place.year, text_of(item.get("id"))))
    named = (text_of(item.get(key)) for key in ("name", "title"))
    told = (text_of(item.get(key)) for key in ("text", "url", "because", "printed", "id"))
    return " ".join(next(filter(None, (*named, section, *told)), "").split())


def _titles_of_gone(revisions: Iterable[Revision]) -> dict[str, str]:
    titles: dict[str, str] = {}
    for revision in revisions:
        for change in revision.changes:
            if change.kind == "measure-removed" and (lines := text_of(change.before).splitlines()):
                titles.setdefault(change.path, lines[0])
    return titles


def _line(change: Change, known: Known) -> ChangeLine:
    place = locate(change.path)
    kind, before, after = _told(change)
    if kind == "unit-moved":
        return ChangeLine(kind, Location(place.unit, None, None, ""), before=before, after=after)
    if change.at in _OF_OWNERS:
        before, after = (_names(text, known.owners) for text in (before, after))
    title = known.titles.get((place.year, place.measure))
    last_title = known.gone.get(change.path) or place.measure or ""
    item = next((each for each in (change.after, change.before) if isinstance(each, dict)), {})
    return ChangeLine(
        kind=kind,
        place=place,
        at=change.at,
        before="" if item else before,
        after="" if item else after,
        title=title or last_title,
        is_there=title is not None,
        code=text_of(item.get("code")),
        name=_name(item, place, known),
        fields=_fields(change),
    )


def _told(change: Change) -> tuple[str, str, str]:
    """The kind of a change as readers know it, and its texts before and after."""
    before, after = text_of(change.before), text_of(change.after)
    if change.kind == MOVED:
        old, new = locate(before), locate(after)
        if old.unit != new.unit:
            return "unit-moved", old.unit, new.unit
        return (
            ("measure-moved", old.measure, new.measure)
            if old.measure and new.measure
            else (MOVED, before, after)
        )
    if change.kind == "score-changed" and not (before and after):
        return ("score-added" if after else "score-removed"), before, after
    if change.kind == UNREADABLE:
        return UNREADABLE, "", ""
    return change.kind, before, after


def _names(ids: str, owners: Mapping[str, str]) -> str:
    return ", ".join(owners.get(each, each) for each in ids.split(", "))


def _fields(change: Change) -> tuple[FieldChange, ...]:
    """The fields of an item that changed, came or went with it; of a longer text the place that changed."""
    if isinstance(change.before, dict) or isinstance(change.after, dict):
        return field_changes(change.before, change.after)
    texts = text_of(change.before), text_of(change.after)
    is_path = change.kind in (MOVED, UNREADABLE)
    if is_path or max(map(len, texts)) <= _SHORT:
        return ()
    return (FieldChange(change.at, *excerpts(*texts)),)


def _gathered(lines: Iterable[ChangeLine]) -> Iterator[ChangeLine]:
    """Put many things of one kind that came together into one line."""
    groups: dict[tuple[object, ...], list[ChangeLine]] = {}
    for number, line in enumerate(lines):
        is_one_of_many = line.kind.endswith("-added") and line.kind != "entry-added"
        key = (line.kind, line.place.year) if is_one_of_many else number
        groups.setdefault((key,), []).append(line)
    for first, *others in groups.values():
        if len(others) >= _FEW:
            yield replace(first, kind=f"{first.kind}-many", fields=(), parts=(first, *others))
        else:
            yield from (first, *others)
