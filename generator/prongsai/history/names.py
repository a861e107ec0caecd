"""The names that files had -> the names that they have today.

Pure. A file that was renamed is followed into its past, and a body's folder with all its files.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from prongsai.history.change import MOVED, Change


def names_of_today(commits: Sequence[Sequence[Change]], here: set[str]) -> Iterator[list[Change]]:
    """Yield each commit's changes, the newest commit first, with the paths under which the files stand today.

    `here` are the paths that exist today. A commit on a branch may have changed a file under its old name
    while another renamed it: such a path, which exists no more, is followed as well.
    """
    moves = {str(each.before): each.path for changes in commits for each in changes if each.kind == MOVED}
    names: dict[str, str] = {}
    for changes in commits:
        for change in changes:
            if change.kind == MOVED:
                names[str(change.before)] = names.get(change.path, change.path)
        yield [replace(each, path=_today(each.path, names, moves, here)) for each in changes]


def _today(path: str, names: dict[str, str], moves: dict[str, str], here: set[str]) -> str:
    path = names.get(path, path)
    passed = {path}
    while path not in here and moves.get(path, path) not in passed:
        path = moves[path]
        passed.add(path)
    return path
