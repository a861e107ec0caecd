"""Every commit with what it changed: read from the repository once, then kept by its id.

It must not know how a file's versions are compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from prongsai.history.change import Change, Commit, Touch
from prongsai.history.kept import Kept, Read
from prongsai.history.merges import decided, files_of, sides_of
from prongsai.history.order import ordered
from prongsai.history.reading import VersionReader
from prongsai.history.repository import Repository

Views = Mapping[tuple[str, str], tuple[Touch, ...]]


def read_commits(repository: Repository, reader: VersionReader, kept: Kept) -> dict[str, Read]:
    """Return every commit that the checked-out one builds on, with its changes, by id; perhaps more.

    A shortened history is not kept: its first commits seem to have added everything.
    """
    read = {} if repository.is_shallow else kept.read()
    for _, told in read.values():
        reader.remember(told)
    parents = {parent for commit, _ in read.values() for parent in commit.parents}
    logged = repository.log(read.keys() - parents)
    fresh = {commit.id: (commit, touches) for commit, touches in logged if commit.id not in read}
    known = {name: commit for name, (commit, _) in (*read.items(), *fresh.items())}
    order = {commit.id: place for place, commit in enumerate(ordered(repository.head, known))}
    names = sorted(fresh.keys() & order.keys(), key=order.__getitem__, reverse=True)
    views = _views(repository, [fresh[name][0] for name in names], known)
    for name in names:
        commit, touches = fresh[name]
        if len(commit.parents) > 1:
            changes = tuple(_merged(commit, sides_of(commit, known, order), views, read, reader))
        else:
            changes = tuple(reader.changes(touches))
        read[name] = commit, changes
    if names and not repository.is_shallow:
        kept.add(read[name] for name in names)
    return read


def _views(repository: Repository, commits: Sequence[Commit], known: Mapping[str, Commit]) -> Views:
    """What every merge among the commits touched, as each of its parents sees it."""
    merges = [commit for commit in commits if len(commit.parents) > 1]
    pairs = [(merge.id, parent) for merge in merges for parent in merge.parents if parent in known]
    return dict(zip(pairs, repository.merged(pairs), strict=True))


def _merged(
    merge: Commit,
    sides: Sequence[frozenset[str]],
    views: Views,
    read: Mapping[str, Read],
    reader: VersionReader,
) -> Iterator[Change]:
    """Yield what a merge changed of its own accord, each thing once, whichever parent sees it."""
    told: list[Change] = []
    by_side = [[change for name in sorted(side) for change in read[name][1]] for side in sides]
    for index, parent in enumerate(merge.parents):
        own = by_side[index]
        other = [change for place, side in enumerate(by_side) if place != index for change in side]
        touches = _touching(views.get((merge.id, parent), ()), files_of(own, other))
        told += (each for each in decided(list(reader.changes(touches)), own, other) if each not in told)
    yield from told


def _touching(touches: Sequence[Touch], files: frozenset[str]) -> Iterator[Touch]:
    """The touches of these files, whose paths are told below `units/`."""
    for touch in touches:
        if any(path.split("/", 1)[-1] in files for path in (touch.old_path, touch.new_path)):
            yield touch
