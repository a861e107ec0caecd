"""Files that are never seen half written: the old one or the new one, whatever is killed when.

It must not know what a file holds.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from prongsai.problems import StopError

try:
    import fcntl
except ImportError:  # a system without file locks; another officer's change is still noticed
    fcntl = None  # type: ignore[assignment]

UNFINISHED = ".prongsai-new"
"""The ending of what is being written; git is told to ignore it where `init` began the repository."""


def write_whole(path: Path, new: bytes, old: bytes | None = None) -> None:
    """Put `new` at the path where `old` was read (None: nothing may stand there).

    `StopError` if something else stands there by now, or if the system refuses.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _alone_in(path.parent):
            if old is None and path.exists():
                raise StopError("exists", path=path)
            if old is not None and (not path.exists() or path.read_bytes() != old):
                raise StopError("changed-meanwhile", path=path)
            _replace(path, new)
    except OSError as error:
        raise StopError("cannot-write", path=path, reason=error.strerror) from error


def write_missing(files: Mapping[Path, bytes]) -> tuple[Path, ...]:
    """Write files where nothing else may stand, and return which; what an interrupted run wrote is kept.

    `StopError` before anything is written if another file stands at one of the paths.
    """
    missing = still_missing(files)
    for path, data in missing.items():
        write_whole(path, data)
    return tuple(missing)


def still_missing(files: Mapping[Path, bytes]) -> Mapping[Path, bytes]:
    """The files that do not stand there yet; `StopError` if another file stands at one of the paths."""
    missing = {
        path: data for path, data in files.items() if not (path.is_file() and path.read_bytes() == data)
    }
    refuse_existing(*missing)
    return missing


def write_changed(files: Mapping[Path, bytes]) -> None:
    """Write files that are the program's own; what stands there gives way, what is the same stays."""
    for path, data in files.items():
        old = path.read_bytes() if path.is_file() else None
        if old != data:
            write_whole(path, data, old)


def refuse_existing(*paths: Path) -> None:
    """`StopError` if one of the paths is taken."""
    for path in paths:
        if path.exists():
            raise StopError("exists", path=path)


def unfinished(path: Path) -> Path:
    """Where a file stands while it is being written."""
    return path.with_name(f".{path.name}{UNFINISHED}")


def _replace(path: Path, new: bytes) -> None:
    """Write beside the file, then take its place in one step; names with a dot are no data.

    Whoever holds the folder's lock writes alone: what others left there was cut off.
    """
    fresh = unfinished(path)
    for left in path.parent.glob(f".*{UNFINISHED}"):
        left.unlink(missing_ok=True)
    try:
        with fresh.open("xb") as stream:
            if path.exists():
                fresh.chmod(stat.S_IMODE(path.stat().st_mode))
            stream.write(new)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    _sync(path.parent)


def _sync(folder: Path) -> None:
    """Let the folder's new entry survive a loss of power."""
    if not fcntl:  # such a system opens no folder
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; the system drops it when the holder ends, however it ends."""
    if not fcntl:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
