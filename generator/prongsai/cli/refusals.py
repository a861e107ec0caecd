"""What the machine refuses - a full disk, a folder that is read-only - as one sentence with the path.

It must not catch anything: an error that is none of these is a bug, and shows itself.
"""

from __future__ import annotations

import errno
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from prongsai.problems import StopError
from prongsai.project import Project

REFUSALS = (OSError, sqlite3.OperationalError, MemoryError, subprocess.CalledProcessError)
"""What may be the machine's doing."""


def _full(path: Path, reason: object) -> StopError:
    return StopError("disk-full", path=path, reason=reason)


def _read_only(path: Path, reason: object) -> StopError:
    return StopError("disk-read-only", path=path, reason=reason)


def _forbidden(path: Path, reason: object) -> StopError:
    return StopError("forbidden", path=path, reason=reason)


def _mounted(path: Path, reason: object) -> StopError:
    return StopError("folder-mounted", path=path, reason=reason)


def _damaged(path: Path, reason: object) -> StopError:
    return StopError("disk-damaged", path=path, reason=reason)


def _crowded(path: Path, reason: object) -> StopError:
    return StopError("machine-crowded", path=path, reason=reason)


def _gone(path: Path, reason: object) -> StopError:
    return StopError("file-gone", path=path, reason=reason)


def _refused(path: Path, reason: object) -> StopError:
    return StopError("system-refused", path=path, reason=reason)


def _busy(path: Path, _: object) -> StopError:
    return StopError("another-build", path=path)


Stop = Callable[[Path, object], StopError]
_STOPS: Mapping[int, Stop] = {
    errno.ENOSPC: _full,
    errno.EDQUOT: _full,
    errno.EFBIG: _full,
    errno.EROFS: _read_only,
    errno.EACCES: _forbidden,
    errno.EPERM: _forbidden,
    errno.EIO: _damaged,
    errno.ESTALE: _damaged,
    errno.EBUSY: _mounted,
    errno.EXDEV: _mounted,
    errno.EMFILE: _crowded,
    errno.ENFILE: _crowded,
    errno.EAGAIN: _crowded,
    errno.ENOMEM: _crowded,
    errno.ENAMETOOLONG: _refused,
    errno.ELOOP: _refused,
}
_SQLITE_STOPS: Mapping[int, Stop] = {
    sqlite3.SQLITE_FULL: _full,
    sqlite3.SQLITE_READONLY: _read_only,
    sqlite3.SQLITE_CANTOPEN: _forbidden,
    sqlite3.SQLITE_PERM: _forbidden,
    sqlite3.SQLITE_IOERR: _damaged,
    sqlite3.SQLITE_NOMEM: _crowded,
    sqlite3.SQLITE_BUSY: _busy,
}
_PRIMARY = 0xFF
"""SQLite's codes have the kind of an error in their lowest byte."""


def stop_of(error: Exception, project: Project) -> StopError | None:
    """The sentence for what the machine refused; None if that was not the machine."""
    if isinstance(error, MemoryError):
        return _crowded(project.root, "MemoryError")
    if isinstance(error, subprocess.CalledProcessError):
        return StopError("git-broken", path=project.root, reason=_last_line(error))
    if isinstance(error, sqlite3.OperationalError):
        stop = _SQLITE_STOPS.get(getattr(error, "sqlite_errorcode", 0) & _PRIMARY)
        return stop(project.build, error) if stop else None
    return _stop_of_file(error, project) if isinstance(error, OSError) else None


def _stop_of_file(error: OSError, project: Project) -> StopError | None:
    if isinstance(error, shutil.Error):
        _, path, reason = error.args[0][0]
        return StopError("not-copied", path=path, reason=reason)
    stop = _STOPS.get(error.errno or 0)
    if not stop and _is_of(project, error):
        stop = _gone if error.errno == errno.ENOENT else _refused
    return stop(_path_of(error) or project.root, error.strerror) if stop else None


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
