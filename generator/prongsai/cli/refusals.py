"""What the machine refuses - a full disk, a folder that is read-only - as one sentence with the path.

It must not catch anything: an error that is none of these is a bug, and shows itself.
"""

from __future__ import annotations

import errno
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from prongsai.problems import StopError
from prongsai.project import Project

REFUSALS = (OSError, sqlite3.OperationalError, MemoryError, subprocess.CalledProcessError)
"""What may be the machine's doing."""
FULL, READ_ONLY, FORBIDDEN, MOUNTED = "disk-full", "disk-read-only", "forbidden", "folder-mounted"
DAMAGED, CROWDED, GONE, BUSY = "disk-damaged", "machine-crowded", "file-gone", "another-build"
REFUSED = "system-refused"
"""Whatever else the system says of a file of the project."""
_STOPS: Mapping[int, str] = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EFBIG: FULL,
    errno.EROFS: READ_ONLY,
    errno.EACCES: FORBIDDEN,
    errno.EPERM: FORBIDDEN,
    errno.EIO: DAMAGED,
    errno.ESTALE: DAMAGED,
    errno.EBUSY: MOUNTED,
    errno.EXDEV: MOUNTED,
    errno.EMFILE: CROWDED,
    errno.ENFILE: CROWDED,
    errno.EAGAIN: CROWDED,
    errno.ENOMEM: CROWDED,
}
_SQLITE_STOPS: Mapping[int, str] = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: FORBIDDEN,
    sqlite3.SQLITE_PERM: FORBIDDEN,
    sqlite3.SQLITE_IOERR: DAMAGED,
    sqlite3.SQLITE_NOMEM: CROWDED,
    sqlite3.SQLITE_BUSY: BUSY,
}
_PRIMARY = 0xFF
"""SQLite's codes have the kind of an error in their lowest byte."""


def stop_of(error: Exception, project: Project) -> StopError | None:
    """The sentence for what the machine refused; None if that was not the machine."""
    if isinstance(error, MemoryError):
        return StopError(CROWDED, path=project.root, reason="MemoryError")
    if isinstance(error, subprocess.CalledProcessError):
        return StopError("git-broken", path=project.root, reason=_last_line(error))
    if isinstance(error, sqlite3.OperationalError):
        code = _SQLITE_STOPS.get(getattr(error, "sqlite_errorcode", 0) & _PRIMARY)
        return StopError(code, path=project.build, reason=error) if code else None
    return _stop_of_file(error, project) if isinstance(error, OSError) else None


def _stop_of_file(error: OSError, project: Project) -> StopError | None:
    if isinstance(error, shutil.Error):
        _, path, reason = error.args[0][0]
        return StopError("not-copied", path=path, reason=reason)
    code = _STOPS.get(error.errno or 0)
    if not code and _is_of(project, error):
        code = GONE if error.errno == errno.ENOENT else REFUSED
    path = _path_of(error) or project.root
    return StopError(code, path=path, reason=error.strerror) if code else None


def _is_of(project: Project, error: OSError) -> bool:
    """Whether it is a file that the office or the system has, not one of the program's own."""
    path = _path_of(error)
    if path is None:
        return "temporary directory" in str(error.strerror)
    return any(path.is_relative_to(folder) for folder in (project.root, tempfile.tempdir or project.root))


def _path_of(error: OSError) -> Path | None:
    """The file at which it happened, if the system says so."""
    given = error.filename
    return Path(given if isinstance(given, str) else given.decode("utf-8", "replace")) if given else None


def _last_line(error: subprocess.CalledProcessError) -> str:
    told = (error.stderr or b"").decode("utf-8", "replace").strip().splitlines()
    return told[-1] if told else str(error.returncode)
