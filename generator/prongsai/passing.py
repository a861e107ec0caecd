"""Folders that live for one question; what a run that was killed has left is swept away by the next.

It must not know what is put there.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # a system without file locks; what is left there is left
    fcntl = None  # type: ignore[assignment]

PREFIX = "_prongsai-"
"""No body's id and no page begins with `_`."""


@contextmanager
def passing_folder(beside: Path | None = None) -> Iterator[Path]:
    """An empty folder in another one, else where the system keeps what is passing; gone at the end."""
    place = beside or Path(tempfile.gettempdir())
    place.mkdir(parents=True, exist_ok=True)
    with suppress(OSError):  # what cannot be swept does no harm
        _sweep(place)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=place))
    handle = _lock(folder)
    try:
        inside = folder / "inside"  # whoever writes there may lock it, too
        inside.mkdir()
        yield inside
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if handle is not None:
            os.close(handle)


def _sweep(place: Path) -> None:
    """Remove the folders that nobody holds any more."""
    for folder in place.glob(f"{PREFIX}*") if fcntl else ():
        about = folder.lstat()
        if about.st_uid != os.getuid() or folder.is_symlink() or not any(folder.iterdir()):
            continue  # an empty one may have been made this moment
        handle = _lock(folder)
        if handle is not None:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(handle)


def _lock(folder: Path) -> int | None:
    """Hold a folder until the handle is closed, or the process ends however it ends; None if another does."""
    if not fcntl:
        return None
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle
