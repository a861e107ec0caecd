"""Commits in the order in which they are told: newest first, children before their parents.

Pure: the order depends on nothing but the commits.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator, Mapping

from prongsai.history.change import Commit


def ordered(head: str, commits: Mapping[str, Commit]) -> Iterator[tuple[Commit, bool]]:
    """Yield the commits that `head` builds on, itself included; parents that are not there are passed over.

    With each comes whether it is a neck: everything that follows is what it builds on. What follows a neck
    stands in the same order whatever comes to stand before it.
    """
    children = _children(head, commits)
    ready = [_rank(commits[head])]
    while ready:
        commit = commits[heapq.heappop(ready)[1]]
        yield commit, not ready
        for parent in commit.parents:
            children[parent] -= 1
            if parent in commits and not children[parent]:
                heapq.heappush(ready, _rank(commits[parent]))


def _children(head: str, commits: Mapping[str, Commit]) -> Counter[str]:
    """How many of the commits that `head` builds on have this one as their parent."""
    children = Counter[str]()
    reached = [head]
    seen = {head}
    for name in reached:
        for parent in commits[name].parents:
            children[parent] += 1
            if parent in commits and parent not in seen:
                seen.add(parent)
                reached.append(parent)
    return children


def _rank(commit: Commit) -> tuple[int, str]:
    return -int(commit.time.timestamp()), commit.id
