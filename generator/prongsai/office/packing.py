"""The website as one zip for a host's panel: all of it, or what differs from an earlier zip.

A zip remembers the digest of every file of the website as it was, so that a zip of changes serves as the
next one's starting point as well as a whole one. It must not know what a file means.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from prongsai.office.whole import unfinished
from prongsai.problems import StopError
from prongsai.project import Project
from prongsai.publish import RECORD

MEMORY = ".prongsai-pack.json"
"""The zip's own member: `{"index.html": "sha256", ...}` of the whole website; no page begins with a dot."""
REMOVED = ".prongsai-removed.txt"
"""The zip's own member that names what is to be deleted on the host, a path a line."""
_COMMENT = b"prongsai pack"
_OWN = (RECORD, MEMORY, REMOVED)
_ALGORITHM = "sha256"
_FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)
"""Zip knows no earlier time."""
_PLAIN_FILE = 0o100644 << 16
_UNIX = 3
Digests = Mapping[str, str]
"""The files of a website by their paths, each with the digest of its bytes."""


@dataclass(frozen=True, slots=True)
class Packed:
    """The zip, its size in bytes, the files in it and of the website, and what the host must delete."""

    path: Path
    size: int
    count: int
    total: int
    removed: tuple[str, ...]


def pack(project: Project, target: Path, since: Path | None = None, *, again: bool = False) -> Packed:
    """Write the website as a zip; with an earlier one only what is other than there.

    The same files with the same times make the same bytes. `StopError` if there is no website, if the earlier
    zip cannot be read, or if something stands at the target: a zip of ours gives way only with `again`, and
    the earlier zip never.
    """
    site = project.site
    if not site.is_dir():
        raise StopError("no-site", path=site)
    _refuse_existing(target, since, again=again)
    before = _remembered(since) if since else {}
    now = {name: _digest_of(site / name) for name in _names(site)}
    fresh = [name for name, digest in now.items() if before.get(name) != digest]
    removed = tuple(sorted(before.keys() - now.keys()))
    with _whole(target) as archive:
        for name in fresh:
            with (site / name).open("rb") as source:
                _put(archive, name, source, _moment(site / name))
        _put_text(archive, MEMORY, json.dumps(now, indent=0, ensure_ascii=False))
        if removed:
            _put_text(archive, REMOVED, "".join(f"{name}\n" for name in removed))
    return Packed(target, target.stat().st_size, len(fresh), len(now), removed)


def _names(site: Path) -> list[str]:
    """The files of the website by their paths, in order; what points elsewhere is none of it."""
    found = (path for path in site.rglob("*") if path.is_file() and not path.is_symlink())
    return sorted(name for path in found if (name := path.relative_to(site).as_posix()) not in _OWN)


def _refuse_existing(target: Path, since: Path | None, *, again: bool) -> None:
    """What stands at the target may only be a zip of ours that is to be written again."""
    if not target.parent.is_dir():
        raise StopError("no-folder", path=target.parent)
    if since and target.resolve() == since.resolve():
        raise StopError("zip-onto-itself", path=target)
    if target.exists():
        if not target.is_file() or not _is_ours(target):
            raise StopError("exists", path=target)
        if not again:
            raise StopError("file-exists", path=target)


def _is_ours(path: Path) -> bool:
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return archive.comment == _COMMENT


def _remembered(path: Path) -> Digests:
    """The digests of an earlier zip: as it remembers them, else those of what is in it."""
    try:
        with zipfile.ZipFile(path) as archive:
            if MEMORY in archive.namelist():
                return dict(json.loads(archive.read(MEMORY)))
            return dict(_read_digests(archive))
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        raise StopError("not-a-zip", path=path, reason=error) from error


def _read_digests(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    for each in archive.infolist():
        if not each.is_dir():
            with archive.open(each) as stream:
                yield each.filename, _digest(stream)


def _digest_of(path: Path) -> str:
    with path.open("rb") as stream:
        return _digest(stream)


def _digest(stream: IO[bytes]) -> str:
    found = hashlib.new(_ALGORITHM)
    while piece := stream.read(1 << 20):
        found.update(piece)
    return found.hexdigest()


@contextmanager
def _whole(target: Path) -> Iterator[zipfile.ZipFile]:
    """A zip that takes its place when it is complete."""
    fresh = unfinished(target)
    try:
        with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.comment = _COMMENT
            yield archive
        fresh.replace(target)
    except OSError as error:
        raise StopError("cannot-write", path=target, reason=error.strerror) from error
    finally:
        fresh.unlink(missing_ok=True)


def _moment(path: Path | None = None) -> tuple[int, int, int, int, int, int]:
    """A member's time: that of SOURCE_DATE_EPOCH, else the file's own.

    A host judges by it whether a reader's copy is still good, so two versions must not have the same one.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not path or epoch.isdigit():
        seconds = int(epoch) if epoch.isdigit() else 0
    else:
        seconds = int(path.stat().st_mtime)
    year, month, day, hour, minute, second = time.gmtime(seconds)[:6]
    return max((year, month, day, hour, minute, second), _FIRST_MOMENT)


def _put(archive: zipfile.ZipFile, name: str, source: IO[bytes], moment: tuple[int, ...]) -> None:
    with archive.open(_member(name, moment), "w") as copy:
        shutil.copyfileobj(source, copy, 1 << 20)


def _put_text(archive: zipfile.ZipFile, name: str, text: str) -> None:
    archive.writestr(_member(name, _moment()), text.encode("utf-8"))


def _member(name: str, moment: tuple[int, ...]) -> zipfile.ZipInfo:
    """A plain file that its owner writes and all read, whatever system packs it."""
    member = zipfile.ZipInfo(name, (moment[0], moment[1], moment[2], moment[3], moment[4], moment[5]))
    member.compress_type = zipfile.ZIP_DEFLATED
    member.create_system = _UNIX
    member.external_attr = _PLAIN_FILE
    return member
