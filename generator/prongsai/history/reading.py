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
Values = dict[str, Value]


class VersionReader:
    """Tells what touches changed; `units` is the folder of the bodies with its `/`.

    `recall` knows of versions that could not be read when an earlier run told of them, and which version
    before them could; `unreadable` are those of this run.
    """

    def __init__(self, units: str, read_blob: ReadBlob, recall: Callable[[FileVersion], str | None]) -> None:
        self.unreadable: dict[FileVersion, str] = {}
        self._units = units
        self._read_blob = read_blob
        self._recall = recall
        self._version = lru_cache(_KEPT_VERSIONS)(self._read)

    def changes(self, touch: Touch) -> Iterator[Change]:
        """Yield what a commit changed by touching a file."""
        old_path, new_path = self.below(touch.old_path), self.below(touch.new_path)
        if old_path or new_path:
            yield from self._changes(touch, old_path, new_path)

    def unit(self, touch: Touch) -> str:
        """The body whose file was touched, by the file's new name if it has one; empty for none."""
        path = self.below(touch.new_path) or self.below(touch.old_path)
        return locate(path).unit if path else ""

    def old_unit(self, touch: Touch) -> str:
        """The body whose file it was before; empty for none."""
        path = self.below(touch.old_path)
        return locate(path).unit if path else ""

    def _changes(self, touch: Touch, old_path: str, new_path: str) -> Iterator[Change]:
        path = new_path or old_path
        if old_path and new_path and old_path != new_path:
            yield Change(new_path, MOVED, before=old_path, after=new_path)
        if _is_evidence(path):
            yield from _evidence(path, touch, is_there=bool(old_path))
        elif PurePosixPath(path).suffix == _DATA:
            old = (old_path, touch.old_blob if old_path else "")
            yield from self._data(path, old, touch.new_blob if new_path else "")

    def _data(self, path: str, old: FileVersion, new_blob: str) -> Iterator[Change]:
        old_blob = old[1]
        if old_blob == new_blob:
            if (readable := self._readable(old)) is not None:
                self.unreadable[path, new_blob] = readable
            return
        new = self._version(new_blob) if new_blob else None
        is_read = not old_blob or self._version(old_blob) is not None
        readable = old_blob if is_read else self._readable(old) or ""
        if new_blob and new is None:
            self.unreadable[path, new_blob] = readable
            yield Change(path, UNREADABLE, before=old_blob, after=new_blob)
        else:
            yield from tell(path, self._version(readable) if readable else None, new)

    def _readable(self, version: FileVersion) -> str | None:
        """The version before an unreadable one that could be read; None if it is not known as unreadable."""
        return self.unreadable[version] if version in self.unreadable else self._recall(version)

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
