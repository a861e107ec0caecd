"""Every body's past, read from the store when it is asked for; nothing of other bodies is held.

A store that is missing, damaged or in another run's hands costs time and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TypeVar

from prongsai.history.change import Change, Revision, Touch, UnitHistory, locate
from prongsai.history.names import names_of_today
from prongsai.history.pending import Pending
from prongsai.history.repository import Repository
from prongsai.history.states import Digest, counted
from prongsai.history.store import DamagedError, Store, Told, discard, key, version, whole
from prongsai.project import Project

Answer = TypeVar("Answer")
_ON_DISK = "disk:"


class Archive:
    """The past of all bodies as of the commit that is checked out."""

    def __init__(self, project: Project, repository: Repository) -> None:
        self._project = project
        self._repository = repository
        self._units = f"{project.relative(project.units)}/"
        self._digest = Digest(str(version()), repository.boundary())
        self._pending = Pending(repository, self._units)
        self._store = self._open()
        self._groups: dict[str, set[str]] | None = None

    @property
    def reason(self) -> str:
        """Why not all of the past is there; empty if it is."""
        return "shallow" if self._digest.boundary else ""

    def states(self) -> dict[str, str]:
        """A short digest of the past of every body that has one."""
        return self._asked(self._store_states)

    def state(self, unit_id: str) -> str:
        """The digest of one body's past, or of its having none."""
        return self._asked(lambda: self._store_state(unit_id)) or self._digest.of(unit_id, ())

    def unit(self, unit_id: str) -> UnitHistory:
        """The past of a body."""
        return self._asked(lambda: self._read(unit_id))

    def _asked(self, ask: Callable[[], Answer]) -> Answer:
        """The answer of the store; of a new one if this one is damaged or tells of another commit by now."""
        try:
            with whole():
                return ask()
        except DamagedError as error:
            self._store.close()
            if not error.is_elsewhere:
                discard(self._project.history)
            self._groups = None
            self._store = self._open()
            return ask()

    def _store_state(self, unit_id: str) -> str:
        with self._store.reading():
            self._stand()
            return self._store.state(key(unit_id))

    def _store_states(self) -> dict[str, str]:
        with self._store.reading():
            self._stand()
            return self._store.states()

    def _read(self, unit_id: str) -> UnitHistory:
        unit = key(unit_id)
        with self._store.reading():
            self._stand()
            members = sorted(self._joined().get(unit, {unit}))
            told = self._store.told(members)
            state, trees = self._store.state(unit), self._store.trees(members)
        if (told or state) and state != self._digest.of(unit, counted(told), trees):
            raise DamagedError
        here = self._here(members) if trees else set()
        revisions = [Revision(None, self._uncommitted(members)), *self._revisions(told)]
        named = names_of_today([each.changes for each in revisions], here)
        own = (
            replace(revision, changes=tuple(each for each in changes if locate(each.path).unit == unit_id))
            for revision, changes in zip(revisions, named, strict=True)
        )
        return UnitHistory(tuple(each for each in own if each.changes), self.reason, unit_id)

    def _revisions(self, told: Sequence[Told]) -> Iterator[Revision]:
        for _, run in groupby(told, lambda row: row.place):
            rows = list(run)
            commit = rows[0].commit
            changes = tuple(change for row in rows for change in row.changes)
            yield Revision(commit, changes, commit.id in self._digest.boundary)

    def _joined(self) -> dict[str, set[str]]:
        if self._groups is None:
            self._groups = self._store.groups()
        return self._groups

    def _here(self, unit_ids: Sequence[str]) -> set[str]:
        """The files that stand in the folders of some bodies at the commit, below the folder of all."""
        found = (self._repository.files(self._repository.head, f"{self._units}{each}") for each in unit_ids)
        return {path.removeprefix(self._units) for files in found for path in files}

    def _uncommitted(self, unit_ids: Sequence[str]) -> tuple[Change, ...]:
        """What was changed of some bodies and is not committed."""
        touches = self._pending.touches(unit_ids)
        if not touches:
            return ()
        from prongsai.history.reading import VersionReader  # noqa: PLC0415 - seldom needed, slow to import
        from prongsai.history.telling import readable  # noqa: PLC0415

        with self._repository.blobs() as blobs:
            root, store, head = self._project.root, self._store, self._repository.head

            def read(name: str) -> bytes | None:
                if not name.startswith(_ON_DISK):
                    return blobs.read(name)
                path = root / name.removeprefix(_ON_DISK)
                return path.read_bytes() if path.is_file() else None

            reader = VersionReader(self._units, read, lambda *asked: readable(store, *asked))
            return tuple(change for touch in touches for change in reader.changes(_on_disk(touch), head))

    def _stand(self) -> None:
        """Nothing if the store tells of the commit; another run may have brought it to another one."""
        if self._store.value("head") != self._repository.head:
            raise DamagedError(is_elsewhere=True)

    def _open(self) -> Store:
        """A store that tells of the commit: the kept one, made anew if need be, or one of this run alone."""
        boundary = " ".join(sorted(self._digest.boundary))
        for _ in range(2):
            try:
                with whole():
                    store = Store.open(self._project.history, boundary)
                    self._bring_up(store)
                    return store
            except DamagedError as error:
                if error.is_elsewhere:
                    break
                discard(self._project.history)
        store = Store.open(None, boundary)
        self._bring_up(store)
        return store

    def _bring_up(self, store: Store) -> None:
        if store.value("head") != self._repository.head:
            from prongsai.history.telling import bring_up  # noqa: PLC0415 - slow to import, mostly not needed

            bring_up(store, self._repository, self._units, self._digest)


def _on_disk(touch: Touch) -> Touch:
    """A touch that is not committed: its new version is the file itself."""
    return replace(touch, new_blob=f"{_ON_DISK}{touch.new_path}" if touch.new_path else "")
