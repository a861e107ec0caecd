"""Files that a commit touched -> what it changed for a reader.

It reads versions from the repository, each once, and must not write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import PurePosixPath

from prongsai.document import Value, read_document
from prongsai.history.change import MOVED, UNREADABLE, Change, Touch, locate
from prongsai.history.tell import tell
from prongsai.project import EVIDENCE

_DATA = ".yml"
_KEPT_VERSIONS = 128
"""So many versions stay in memory: as many as a body has files, mostly."""
ReadBlob = Callable[[str], bytes | None]
FileVersion = tuple[str, str]
"""The path of a file and the id of its blob."""
Recall = Callable[[FileVersion, str], str | None]
Values = dict[str, Value]


class VersionReader:
    """Tells what touches changed; `units` is the folder of the bodies with its `/`.

    `unreadable` fills with the versions that could not be read, each with the last before it that could.
    `recall` finds it for one that was told earlier, given the commit at which it stood.
    """

    def __init__(self, units: str, read_blob: ReadBlob, recall: Recall) -> None:
        self.unreadable: dict[FileVersion, str] = {}
        self._units = units
        self._read_blob = read_blob
        self._recall = recall
        self._version = lru_cache(_KEPT_VERSIONS)(self._read)

    def changes(self, touch: Touch, since: str = "") -> Iterator[Change]:
        """Yield what was changed by touching a file; `since` is the commit with its old version."""
        old_path, new_path = self.below(touch.old_path), self.below(touch.new_path)
        path = new_path or old_path
        if old_path and new_path and old_path != new_path:
            yield Change(new_path, MOVED, before=old_path, after=new_path)
        if not path:
            return
        if _is_evidence(path):
            yield from _evidence(path, touch, is_there=bool(old_path))
        elif PurePosixPath(path).suffix == _DATA:
            old_blob, new_blob = touch.old_blob if old_path else "", touch.new_blob if new_path else ""
            readable = (self._recall((old_path, old_blob), since) or "") if self.mends(touch) else old_blob
            yield from self._data(path, (readable, old_blob), new_blob)

    def mends(self, touch: Touch) -> bool:
        """Tell whether the old version cannot be read: the commits before must be told first."""
        path = self.below(touch.old_path)
        is_data = bool(path) and PurePosixPath(path).suffix == _DATA and not _is_evidence(path)
        return is_data and bool(touch.old_blob) and self._version(touch.old_blob) is None

    def unit(self, touch: Touch) -> str:
        """The body whose file was touched, by the file's new name if it has one; empty for none."""
        path = self.below(touch.new_path) or self.below(touch.old_path)
        return locate(path).unit if path else ""

    def old_unit(self, touch: Touch) -> str:
        """The body whose file it was before; empty for none."""
        path = self.below(touch.old_path)
        return locate(path).unit if path else ""

    def _data(self, path: str, old: tuple[str, str], new_blob: str) -> Iterator[Change]:
        """Compare with the first of two old versions, the one that can be read, unless nothing changed."""
        readable, old_blob = old
        new = self._version(new_blob) if new_blob else None
        if new_blob and new is None:
            self.unreadable[path, new_blob] = readable
        if old_blob == new_blob:
            return
        if new_blob and new is None:
            yield Change(path, UNREADABLE, before=old_blob, after=new_blob)
        else:
            yield from tell(path, self._version(readable) if readable else None, new)

    def _read(self, blob: str) -> Values | None:
        """The values of a version; None if it is missing or no readable data file."""
        data = self._read_blob(blob)
        if data is None:
            return None
        document, problems = read_document("", data)
        return None if problems and not document.values else document.values

    def below(self, path: str) -> str:
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
