"""The repository -> the store: every commit that is checked out with what it changed, told once.

Files' versions are told body by body, so that each is read once and few are held; then merges, which stand
on what the commits of their sides told.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple
from functools import lru_cache
from itertools import groupby

from prongsai.history.arranging import arrange, keep_places, units_above
from prongsai.history.change import MOVED, Change, Commit, Touch, locate
from prongsai.history.merges import decided, files_of, sides_of
from prongsai.history.reading import FileVersion, VersionReader
from prongsai.history.repository import Repository
from prongsai.history.states import Digest, restate
from prongsai.history.store import Store, joined, key, packed, unpacked

Mending = dict[int, list[tuple[int, int, Touch, str]]]
"""For each place the touches of versions that could not be read: number, order, touch and parent."""
_ALONE = -1
"""The side of a touch of a commit that is no merge."""
_TOUCHES = """
CREATE TEMP TABLE touches (unit TEXT, place INTEGER, side INTEGER, nth INTEGER, touch TEXT)
"""
_TOUCHES_FOUND = (
    "CREATE INDEX temp.touches_unit ON touches (unit, place, nth)",
    "CREATE INDEX temp.touches_merge ON touches (place, side, nth) WHERE side >= 0",
)
_KEPT_PLACES = 10_000
"""So many commits are at hand while merges look for those that they join."""


def bring_up(store: Store, repository: Repository, units: str, digest: Digest) -> None:
    """Make the store tell of the commit that is checked out, wholly or not at all; `units` ends with `/`."""
    with store.writing():
        if store.value("head") == repository.head:
            return
        fresh = _fresh(store, repository)
        arrangement = arrange(store, repository.head, fresh)
        changed = units_above(store, arrangement.base)
        keep_places(store, arrangement, fresh)
        if fresh:
            with repository.blobs() as blobs:
                reader = VersionReader(units, blobs.read, lambda *asked: readable(store, *asked))
                new = [(place, commit) for place, commit in arrangement.places if commit.id in fresh]
                _Telling(store, repository, reader).tell(new)
        changed |= units_above(store, arrangement.base)
        restate(store, changed, digest, lambda: repository.trees(units.rstrip("/")))
        store.keep("head", repository.head)


def readable(store: Store, version: FileVersion, commit: str) -> str | None:
    """The last version that could be read before one that could not, as of a commit; None if nobody told.

    The same broken text may have come to a file on two branches: what counts is the nearest commit before.
    """
    path, blob = version
    found = store.database.execute(
        "SELECT id, readable FROM unreadable JOIN commits USING (number) WHERE path = ? AND blob = ?",
        (key(path), blob),
    )
    told = dict(found.fetchall())
    left, seen = [commit] if told else [], {commit}
    for name in left:
        if name in told:
            return str(told[name])
        row = store.database.execute("SELECT parents FROM commits WHERE id = ?", (name,)).fetchone()
        parents = [parent for parent in (row[0].split() if row else ()) if parent not in seen]
        seen.update(parents)
        left += parents
    return None


def _fresh(store: Store, repository: Repository) -> dict[str, Commit]:
    """The commits that were not read yet, by id."""
    tips = [tip for (tip,) in store.database.execute("SELECT id FROM tips")]
    asked = "SELECT 1 FROM commits WHERE id = ?"
    return {
        commit.id: commit
        for commit in repository.commits(tips)
        if not tips or not store.database.execute(asked, (commit.id,)).fetchone()
    }


class _Telling:
    """Tells commits that were not told yet, within one writing of the store."""

    def __init__(self, store: Store, repository: Repository, reader: VersionReader) -> None:
        self._store = store
        self._database = store.database
        self._repository = repository
        self._reader = reader
        self._find = lru_cache(_KEPT_PLACES)(self._find_row)

    def tell(self, commits: Sequence[tuple[int, Commit]]) -> None:
        """Tell commits, given with their places, oldest first."""
        self._database.execute(_TOUCHES)
        self._join(self._gather(list(self._asked(commits))))
        later = {place: merge for place, merge in commits if len(merge.parents) > 1}
        mending = self._tell_commits()
        for place in sorted(later.keys() | mending.keys()):
            for number, nth, touch, parent in mending.get(place, ()):
                self._keep(number, nth, tuple(self._reader.changes(touch, parent)))
            if place in later:
                self._tell_merge(place, later[place])
        self._database.execute("DROP TABLE touches")

    def _asked(self, commits: Iterable[tuple[int, Commit]]) -> Iterator[tuple[int, int, str]]:
        """What to ask git for: place, side and line; a merge as each of its parents sees it."""
        for place, commit in commits:
            if len(commit.parents) < 2:
                yield place, _ALONE, commit.id
                continue
            for side, parent in enumerate(commit.parents):
                if self._find(parent):
                    yield place, side, f"{commit.id} {parent}"

    def _gather(self, asked: Sequence[tuple[int, int, str]]) -> set[tuple[str, str]]:
        """Put every touch of a body's file into a table; return between which bodies files went."""
        moved: set[tuple[str, str]] = set()
        rows = self._rows(asked, moved)
        self._database.executemany("INSERT INTO touches VALUES (?, ?, ?, ?, ?)", rows)
        for command in _TOUCHES_FOUND:
            self._database.execute(command)
        return moved

    def _rows(
        self, asked: Sequence[tuple[int, int, str]], moved: set[tuple[str, str]]
    ) -> Iterator[tuple[str, int, int, int, str]]:
        touches = self._repository.touches(line for _, _, line in asked)
        for nth, (line, touch) in enumerate(touches):
            if unit := key(self._reader.unit(touch)):
                old = key(self._reader.old_unit(touch))
                if old not in ("", unit):
                    moved.add((old, unit))
                yield unit, *asked[line][:2], nth, json.dumps(astuple(touch))

    def _join(self, moved: Iterable[tuple[str, str]]) -> None:
        """Bodies between which files went are told as one, commit by commit."""
        for unit, members in joined(moved).items():
            self._database.execute("UPDATE touches SET unit = ? WHERE unit = ?", (min(members), unit))

    def _tell_commits(self) -> Mending:
        """Tell all but merges; return the touches that wait for what merges tell, by place."""
        rows = self._database.execute(
            "SELECT number, parents, touches.place, nth, touch FROM touches CROSS JOIN commits USING (place)"
            " WHERE side = ? ORDER BY unit, touches.place, nth",
            (_ALONE,),
        )
        mending: Mending = {}
        for number, parent, place, nth, fields in rows:
            touch = Touch(*json.loads(fields))
            if self._reader.mends(touch):
                mending.setdefault(place, []).append((number, nth, touch, parent))
            else:
                self._keep(number, nth, tuple(self._reader.changes(touch)))
        return mending

    def _tell_merge(self, place: int, merge: Commit) -> None:
        """Tell what a merge changed of its own accord, each thing once, whichever parent sees it."""
        views = [self._view(place, side) for side in range(len(merge.parents))]
        if not any(views):
            return
        told: list[Change] = []
        by_side = [
            [change for name in sorted(side) for change in self._told(name)]
            for side in sides_of(merge, self._find)
        ]
        for index, view in enumerate(views):
            own = by_side[index]
            other = [change for at, side in enumerate(by_side) if at != index for change in side]
            touches = _touching(view, files_of(own, other))
            seen = [
                change for touch in touches for change in self._reader.changes(touch, merge.parents[index])
            ]
            told += (each for each in decided(seen, own, other) if each not in told)
        number = self._database.execute("SELECT number FROM commits WHERE id = ?", (merge.id,)).fetchone()[0]
        self._remember(number)
        for _, run in groupby(enumerate(told), lambda item: locate(item[1].path).unit):
            items = list(run)
            self._keep(number, items[0][0], [change for _, change in items])

    def _view(self, place: int, side: int) -> list[Touch]:
        """The touches of a merge as a parent sees it."""
        rows = self._database.execute(
            "SELECT touch FROM touches WHERE place = ? AND side = ? AND side >= 0 ORDER BY nth", (place, side)
        )
        return [Touch(*json.loads(touch)) for (touch,) in rows]

    def _told(self, name: str) -> Iterator[Change]:
        """What a commit changed, in the order in which it was told."""
        rows = self._database.execute(
            "SELECT changes FROM told JOIN commits USING (number) WHERE id = ? ORDER BY first", (name,)
        )
        for (changes,) in rows.fetchall():
            yield from unpacked(changes)

    def _find_row(self, name: str) -> tuple[int, tuple[str, ...]] | None:
        row = self._database.execute(
            "SELECT place, parents FROM commits WHERE id = ? AND place IS NOT NULL", (name,)
        ).fetchone()
        return (int(row[0]), tuple(row[1].split())) if row else None

    def _keep(self, number: int, first: int, changes: Sequence[Change]) -> None:
        """Keep changes of one body by one commit, if there are any."""
        self._remember(number)
        if not changes:
            return
        unit = key(locate(changes[0].path).unit)
        self._database.execute("INSERT INTO told VALUES (?, ?, ?, ?)", (unit, number, first, packed(changes)))
        for change in changes:
            if change.kind == MOVED:
                row = (number, key(locate(str(change.before)).unit), unit)
                self._database.execute("INSERT INTO moves VALUES (?, ?, ?)", row)

    def _remember(self, number: int) -> None:
        """Keep which versions could not be read."""
        found = self._reader.unreadable
        rows = [(key(path), blob, number, old) for (path, blob), old in found.items()]
        self._database.executemany("INSERT OR REPLACE INTO unreadable VALUES (?, ?, ?, ?)", rows)
        found.clear()


def _touching(touches: Iterable[Touch], files: frozenset[str]) -> Iterator[Touch]:
    """The touches of these files, whose paths are told below `units/`."""
    for touch in touches:
        if any(path.split("/", 1)[-1] in files for path in (touch.old_path, touch.new_path)):
            yield touch
