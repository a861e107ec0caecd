"""Files that a commit touched -> what it changed for a reader.

It reads versions from the repository, each once, and must not write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import PurePosixPath

from prongsai.document import Value, read_document
from prongsai.history.change import MOVED, UNREADABLE, Change, Touch, locate
from prongsai.history.tell import tell
from prongsai.load import EVIDENCE

_DATA = ".yml"
_KEPT_VERSIONS = 4096
"""So many versions stay in memory: a commit's old version mostly is a recent one's new."""
ReadBlob = Callable[[str], bytes | None]
Values = dict[str, Value]


class VersionReader:
    """Tells what touches changed; `units` is the folder of the bodies with its `/`."""

    def __init__(self, units: str, read_blob: ReadBlob) -> None:
        self._units = units
        self._read_blob = read_blob
        self._earlier: dict[str, str] = {}
        self._version = lru_cache(_KEPT_VERSIONS)(self._read)

    def remember(self, changes: Iterable[Change]) -> None:
        """Learn of versions that could not be read, told in an earlier run."""
        self._earlier.update(
            (str(each.after), str(each.before or "")) for each in changes if each.kind == UNREADABLE
        )

    def changes(self, touches: Iterable[Touch]) -> Iterator[Change]:
        """Yield what a commit changed by touching these files."""
        for touch in touches:
            old_path, new_path = self._below(touch.old_path), self._below(touch.new_path)
            if old_path or new_path:
                told = list(self._changes(touch, old_path, new_path))
                self.remember(told)
                yield from told

    def _changes(self, touch: Touch, old_path: str, new_path: str) -> Iterator[Change]:
        path = new_path or old_path
        if old_path and new_path and old_path != new_path:
            yield Change(new_path, MOVED, before=old_path, after=new_path)
        if _is_evidence(path):
            yield from _evidence(path, touch, is_there=bool(old_path))
        elif PurePosixPath(path).suffix == _DATA:
            yield from self._data(
                path, touch.old_blob if old_path else "", touch.new_blob if new_path else ""
            )

    def _data(self, path: str, old_blob: str, new_blob: str) -> Iterator[Change]:
        if old_blob == new_blob:
            return
        new = self._version(new_blob) if new_blob else None
        if new_blob and new is None:
            yield Change(path, UNREADABLE, before=old_blob, after=new_blob)
            return
        while old_blob and self._version(old_blob) is None:
            old_blob = self._earlier.get(old_blob, "")
        yield from tell(path, self._version(old_blob) if old_blob else None, new)

    def _read(self, blob: str) -> Values | None:
        """The values of a version; None if it is missing or no readable data file."""
        data = self._read_blob(blob)
        if data is None:
            return None
        document, problems = read_document("", data)
        return None if problems and not document.values else document.values

    def _below(self, path: str) -> str:
        """A path below the folder of the bodies; empty for one that stands elsewhere."""
        return path.removeprefix(self._units) if path.startswith(self._units) else ""


def _is_evidence(path: str) -> bool:
    return locate(path).name.startswith(f"{EVIDENCE}/")


def _evidence(path: str, touch: Touch, *, is_there: bool) -> Iterator[Change]:
    """A proof that came, went or was replaced by another under the same name."""
    name = locate(path).name.removeprefix(f"{EVIDENCE}/")
    if touch.old_blob != touch.new_blob:
        verb = "added" if not is_there else "replaced" if touch.new_path else "removed"
        yield Change(path, f"evidence-{verb}", name)
