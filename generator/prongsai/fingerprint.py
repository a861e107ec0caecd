"""What a page depends on, as short digests: a body's files, and what all bodies share.

It only reads, and knows nothing of what the files say. It stays light.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import Protocol

from prongsai.inventory import is_file
from prongsai.project import Project

SETTLED = 2_000_000_000
"""Nanoseconds; a file that changed more recently may change once more within one tick of the disk's clock."""
LIBRARIES = (
    "Jinja2",
    "Markdown",
    "MarkupSafe",
    "markdown-it-py",
    "mkdocs",
    "mkdocs-material",
    "nh3",
    "pydantic",
    "segno",
    "simplejson",
)
"""The libraries that decide what a page's bytes are."""
_SIZE = 8
_VARIABLES = re.compile(rb"!ENV\s+(.*)$", re.MULTILINE)
Entry = tuple[str, int, tuple[int, int, int]]
"""A name below the folder, its size in bytes; the times of its content and its entry, its number on disk."""


class Memory(Protocol):
    """Remembers the digests of folders: what they were when their files had these sizes and times."""

    def digest(self, folder: Path, stamp: str) -> str | None:
        """The digest that a folder had when its files had this stamp."""

    def remember(self, folder: Path, stamp: str, digest: str) -> None:
        """Keep a folder's digest."""


@dataclass(frozen=True, slots=True)
class Shared:
    """Digests of what all bodies share: the day, the theme with content and configuration, the program."""

    day: str
    theme: str
    program: str

    @property
    def text(self) -> str:
        """All of it in one word."""
        return ".".join((self.day, self.theme, self.program))


def digest(parts: Iterable[bytes]) -> str:
    """A short digest of these parts in this order; where one ends and the next begins counts too."""
    found = blake2b(digest_size=_SIZE)
    for part in parts:
        found.update(len(part).to_bytes(8, "big"))
        found.update(part)
    return found.hexdigest()


def folder_digest(folder: Path, memory: Memory | None = None) -> str:
    """A digest of every name and every byte below a folder; empty if there is no such folder.

    The files are read only if a name, a size or a time is another than when they were read last.
    """
    entries = list(_entries(str(folder), "")) if folder.is_dir() else []
    if not entries:
        return ""
    stamp = digest([repr(entries).encode()])
    known = memory.digest(folder, stamp) if memory else None
    if known is None:
        known = digest(_contents(folder, entries))
        newest = max(max(times[:2]) for _, _, times in entries)
        if memory and time.time_ns() - newest > SETTLED:
            memory.remember(folder, stamp, known)
    return known


def shared_digests(project: Project, today: date, memory: Memory | None = None) -> Shared:
    """Read what all bodies share."""
    folders = (project.theme, *project.contents, project.form)
    texts = [folder_digest(folder, memory) for folder in folders]
    configs = (part for config in project.configs for part in _config_parts(config))
    theme = digest([*configs, *(text.encode() for text in texts)])
    return Shared(digest([today.isoformat().encode()]), theme, program_digest())


def variables_of(configs: Iterable[Path]) -> dict[str, str | None]:
    """The variables of the environment that decide what a page says, None if one is not set."""
    texts = (config.read_bytes() for config in configs if config.is_file())
    rows = (row for text in texts for row in _VARIABLES.findall(text))
    names = {name.decode("ascii") for row in rows for name in re.findall(rb"\w+", row)}
    return {name: os.environ.get(name) for name in ("SOURCE_DATE_EPOCH", *sorted(names))}


@cache
def program_digest() -> str:
    """A digest of the program itself and of the libraries that decide what a page's bytes are."""
    versions = [f"{name} {_version(name)}".encode() for name in LIBRARIES]
    package = Path(str(files("prongsai")))
    return digest([*_contents(package, _entries(str(package), "")), *versions])


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _config_parts(config: Path) -> Iterator[bytes]:
    """The configuration, and the variables that it names."""
    if config.is_file():
        yield config.read_bytes()
        yield repr(variables_of((config,))).encode()


def _entries(folder: str, below: str) -> Iterator[Entry]:
    """Every file below a folder in the order of the names; no link is followed, no bytecode counted."""
    with os.scandir(folder) as found:
        children = sorted(found, key=lambda child: child.name)
    for child in children:
        name = f"{below}{child.name}"
        if child.is_dir(follow_symlinks=False):
            if child.name != "__pycache__":
                yield f"{name}/", 0, (0, 0, 0)
                yield from _entries(child.path, f"{name}/")
        else:
            about = child.stat(follow_symlinks=False)
            yield name, about.st_size, (about.st_mtime_ns, about.st_ctime_ns, about.st_ino)


def _contents(folder: Path, entries: Iterable[Entry]) -> Iterator[bytes]:
    for name, _, _ in entries:
        path = folder / name
        yield os.fsencode(name)
        yield path.read_bytes() if is_file(path) else b""
