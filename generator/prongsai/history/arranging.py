"""The commits that are checked out -> each one's place in the store, counted upwards in the order of telling.

Only what comes before the last neck that both orders share is ordered anew. It must not know what a commit
changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from prongsai.history.change import Commit
from prongsai.history.order import ordered
from prongsai.history.store import Store, commit_of, row_of


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The commits above a place, oldest first, each with whether it is a neck; below it nothing changes."""

    base: int
    commits: Sequence[tuple[Commit, bool]]

    @property
    def places(self) -> Iterator[tuple[int, Commit]]:
        """Each commit with its place."""
        return ((place, commit) for place, (commit, _) in enumerate(self.commits, self.base + 1))


def arrange(store: Store, head: str, fresh: Mapping[str, Commit]) -> Arrangement:
    """Order the commits that `head` builds on: the fresh ones and those in the store."""
    unplaced, joined = _reach(store, head, fresh)
    if neck := _neck_below(store, joined):
        order = list(ordered(head, {**unplaced, **_placed(store, neck)}))[::-1]
        if order[0][1] and order[0][0].id == _at(store, neck):
            return Arrangement(neck, order[1:])
    everything = {**unplaced, **(_placed(store, 0) if joined else {})}
    return Arrangement(0, list(ordered(head, everything))[::-1])


def keep_places(store: Store, arrangement: Arrangement, fresh: Mapping[str, Commit]) -> None:
    """Add the fresh commits to the store and put all in their places."""
    rows = (row_of(commit) for commit in fresh.values())
    store.database.executemany("INSERT INTO commits (id, parents, time) VALUES (?, ?, ?)", rows)
    store.database.execute("UPDATE commits SET place = NULL WHERE place > ?", (arrangement.base,))
    store.database.executemany(
        "UPDATE commits SET place = ?, neck = ? WHERE id = ?",
        (
            (place, is_neck, commit.id)
            for place, (commit, is_neck) in enumerate(arrangement.commits, arrangement.base + 1)
        ),
    )
    _add_tips(store, fresh)


def units_above(store: Store, place: int) -> set[str]:
    """The bodies of which commits above a place tell, under their ids of then and before."""
    found = store.database.execute(
        "SELECT DISTINCT unit FROM told JOIN commits USING (number) WHERE place > ?1"
        " UNION SELECT old_unit FROM moves JOIN commits USING (number) WHERE place > ?1",
        (place,),
    )
    return {unit for (unit,) in found}


def _reach(store: Store, head: str, fresh: Mapping[str, Commit]) -> tuple[dict[str, Commit], int]:
    """The commits from `head` down to those that have a place, and the lowest such place; 0 for none."""
    unplaced: dict[str, Commit] = {}
    places: list[int] = []
    left = [head]
    while left:
        name = left.pop()
        if name in unplaced:
            continue
        if name in fresh:
            unplaced[name] = fresh[name]
            left += fresh[name].parents
        elif row := _row(store, name):
            parents, time, place = row
            if place is None:
                unplaced[name] = commit_of(name, parents, time)
                left += unplaced[name].parents
            else:
                places.append(place)
    return unplaced, min(places, default=0)


def _row(store: Store, name: str) -> tuple[str, str, int | None] | None:
    found = store.database.execute("SELECT parents, time, place FROM commits WHERE id = ?", (name,))
    row: tuple[str, str, int | None] | None = found.fetchone()
    return row


def _neck_below(store: Store, place: int) -> int:
    found = store.database.execute("SELECT MAX(place) FROM commits WHERE neck AND place <= ?", (place,))
    return int(found.fetchone()[0] or 0)


def _at(store: Store, place: int) -> str:
    return str(store.database.execute("SELECT id FROM commits WHERE place = ?", (place,)).fetchone()[0])


def _placed(store: Store, lowest: int) -> dict[str, Commit]:
    """The commits from a place upwards, by id."""
    rows = store.database.execute("SELECT id, parents, time FROM commits WHERE place >= ?", (lowest,))
    return {row[0]: commit_of(*row) for row in rows}


def _add_tips(store: Store, fresh: Mapping[str, Commit]) -> None:
    """Keep from which commits on everything was read, so that git need not list it again."""
    parents = {parent for commit in fresh.values() for parent in commit.parents}
    store.database.executemany("DELETE FROM tips WHERE id = ?", ((parent,) for parent in parents))
    tips = ((name,) for name in fresh if name not in parents)
    store.database.executemany("INSERT OR REPLACE INTO tips VALUES (?)", tips)
