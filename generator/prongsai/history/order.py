"""Commits in the order in which they are told: newest first, children before their parents.

Pure: the order depends on nothing but the commits.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Mapping

from prongsai.history.change import Commit


def ordered(head: str, commits: Mapping[str, Commit]) -> list[Commit]:
    """The commits that `head` builds on, itself included; parents that are not there are passed over."""
    children = Counter[str]()
    reached = [head]
    seen = {head}
    for name in reached:
        for parent in commits[name].parents:
            children[parent] += 1
            if parent in commits and parent not in seen:
                seen.add(parent)
                reached.append(parent)
    ready = [_rank(commits[head])]
    found: list[Commit] = []
    while ready:
        commit = commits[heapq.heappop(ready)[1]]
        found.append(commit)
        for parent in commit.parents:
            children[parent] -= 1
            if parent in commits and not children[parent]:
                heapq.heappush(ready, _rank(commits[parent]))
    return found


def _rank(commit: Commit) -> tuple[int, str]:
    return -int(commit.time.timestamp()), commit.id
