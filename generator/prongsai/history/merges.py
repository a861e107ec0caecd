"""What a merge itself decided, beside what the commits that it joins had already changed.

Pure: it must not read anything. A merge that only joins changes nothing; one that drops an entry, or settles
a conflict in words of its own, does.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence

from prongsai.history.change import MOVED, Change, Commit
from prongsai.history.pairs import canonical

Find = Callable[[str], tuple[int, tuple[str, ...]] | None]


def sides_of(merge: Commit, find: Find) -> tuple[frozenset[str], ...]:
    """For each parent of a merge, the commits that no other of its parents builds on.

    `find` gives a commit's place, higher than that of any parent, and its parents; None for one that is not
    there. Commits are visited from the highest place down, each painted with the parents that reach it, until
    every one still to visit has all colours.
    """
    everything = (1 << len(merge.parents)) - 1
    colours: dict[str, int] = {}
    queue: list[tuple[int, str, tuple[str, ...]]] = []
    partly = 0

    def paint(commit: str, added: int) -> int:
        """Paint a commit; return how the number of partly painted ones in the queue changes."""
        found = find(commit)
        if not found:
            return 0
        before = colours.get(commit, 0)
        after = colours[commit] = before | added
        if not before:
            heapq.heappush(queue, (-found[0], commit, found[1]))
        return int(after != everything) - int(before not in (0, everything))

    for index, parent in enumerate(merge.parents):
        partly += paint(parent, 1 << index)
    sides: list[set[str]] = [set() for _ in merge.parents]
    while partly:
        _, commit, parents = heapq.heappop(queue)
        own = colours[commit]
        if own != everything:
            partly -= 1
        if own.bit_count() == 1:
            sides[own.bit_length() - 1].add(commit)
        partly += sum(paint(parent, own) for parent in parents)
    return tuple(map(frozenset, sides))


def files_of(own: Sequence[Change], other: Sequence[Change]) -> frozenset[str]:
    """The files that were changed on a parent's own side, by the names that they had on either side."""
    moved = _moves(own, other)
    touched = {_name(each.path, moved) for each in own}
    names = {*touched, *(each.path for each in own)}
    return frozenset(names | {old for old in moved if _name(old, moved) in touched})


def decided(seen: Sequence[Change], own: Sequence[Change], other: Sequence[Change]) -> Iterator[Change]:
    """Yield what a merge changed of its own accord, as one parent sees it.

    `seen` are all changes from that parent to the merge, `own` those that were made on the parent's side,
    `other` those on the other sides. What only the other sides touched, the merge took over unchanged.
    """
    moved = _moves(own, other)
    touched = {_slot(each, moved)[0] for each in own}
    settled = {_slot(each, moved) for each in own}
    brought = {(_slot(each, moved), canonical(each.after)) for each in other}
    for change in seen:
        slot = _slot(change, moved)
        if slot[0] in touched and (slot in settled or (slot, canonical(change.after)) not in brought):
            yield change


def _slot(change: Change, moved: Mapping[str, str]) -> tuple[str, str, str, str]:
    """What a change changes: its file under its latest name, and for an item of a list the item itself."""
    is_item = isinstance(change.before, dict) or isinstance(change.after, dict)
    item = f"{canonical(change.before)}{canonical(change.after)}" if is_item else ""
    return _name(change.path, moved), change.kind, change.at, item


def _moves(*sides: Sequence[Change]) -> dict[str, str]:
    return {str(each.before): each.path for side in sides for each in side if each.kind == MOVED}


def _name(path: str, moved: Mapping[str, str]) -> str:
    """The latest name of a file; names that go round in a circle end where they began."""
    passed = {path}
    while moved.get(path, path) not in passed:
        path = moved[path]
        passed.add(path)
    return path
