"""A short digest of a body's past for every body, kept in the store: equal as long as the past says the same.

It must not read what a commit changed: the commits' ids stand for it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from prongsai.history.change import Commit
from prongsai.history.store import Store, Told, commit_of, key


@dataclass(frozen=True, slots=True)
class Digest:
    """What all bodies' digests have in common: code and where a shortened history begins."""

    stamp: str
    boundary: frozenset[str] = field(default_factory=frozenset)

    def of(self, unit: str, commits: Iterable[tuple[Commit, int]], trees: Iterable[str] = ()) -> str:
        """The digest of a body's commits, the newest first, each with how many cells tell of it.

        `trees` are the contents of the folders among which files were moved: what stands there decides
        under which name a moved file is told.
        """
        lines = [self.stamp, "shallow" if self.boundary else "", key(unit), *trees]
        for commit, count in commits:
            parents = " ".join(commit.parents)
            time, is_start = commit.time.isoformat(), commit.id in self.boundary
            lines.append(f"{commit.id} {parents} {time} {is_start} {count}")
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:32]


def counted(told: Iterable[Told]) -> list[tuple[Commit, int]]:
    """The commits of cells that stand in order, each with how many there are."""
    runs = (list(run) for _, run in groupby(told, key=lambda row: row.place))
    return [(run[0].commit, len(run)) for run in runs]


def restate(
    store: Store, changed: Iterable[str], digest: Digest, read_trees: Callable[[], dict[str, str]]
) -> None:
    """Write the digests of bodies of which other commits tell than before, and of all that go with them."""
    groups = store.groups()
    trees = {key(unit): tree for unit, tree in read_trees().items()} if groups else {}
    now = {unit: trees.get(unit, "-") for unit in groups}
    before = dict(store.database.execute("SELECT unit, tree FROM states WHERE tree != ''"))
    stale = {*changed, *(unit for unit in before.keys() | now.keys() if before.get(unit) != now.get(unit))}
    for unit in {member for each in stale for member in groups.get(each, {each})}:
        _restate(store, unit, digest, {member: now[member] for member in sorted(groups.get(unit, ()))})


def _restate(store: Store, unit: str, digest: Digest, trees: Mapping[str, str]) -> None:
    store.database.execute("DELETE FROM states WHERE unit = ?", (unit,))
    if commits := _commits(store, trees or (unit,)):
        row = (unit, digest.of(unit, commits, trees.values()), trees.get(unit, ""))
        store.database.execute("INSERT INTO states VALUES (?, ?, ?)", row)


def _commits(store: Store, units: Iterable[str]) -> list[tuple[Commit, int]]:
    """The commits that tell of some bodies, the newest first, each with how many cells do."""
    found: dict[int, tuple[Commit, int]] = {}
    for unit in units:
        rows = store.database.execute(
            "SELECT place, id, parents, time, COUNT(*) FROM told JOIN commits USING (number)"
            " WHERE unit = ? AND place IS NOT NULL GROUP BY number",
            (unit,),
        )
        for place, name, parents, time, count in rows:
            others = found[place][1] if place in found else 0
            found[place] = commit_of(name, parents, time), count + others
    return [found[place] for place in sorted(found, reverse=True)]
