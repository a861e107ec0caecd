"""The new website takes the place of the old one in one step, and only what changed is written.

A crash at any moment leaves a whole website under `site/`: the old one or the new one. In `.build/` stands
its twin, whose files are the same files on the disk: what changes is put there, then the two change places.
"""

from __future__ import annotations

import ctypes
import filecmp
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from prongsai.model.scalars import is_slug
from prongsai.project import Project

ROOT = ""
"""The part of a website that is everything beside the folders of the other parts."""
RECORD = ".prongsai.json"
"""The file of a website's folder that tells its parts: `{"bo-thong": "key of its making", ...}`."""
_GOING = "-going"
"""What a folder is called while it is taken apart."""
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
Parts = Mapping[str, str]
"""The parts of a website by their folders below it, each with the key of its making; empty if unknown."""


@dataclass(frozen=True, slots=True)
class Change:
    """How many files are other than before, and how many are gone."""

    written: int = 0
    removed: int = 0


def published(project: Project) -> Parts:
    """The parts that are published; without a record every folder is a part of unknown making."""
    retired = _retired(project.next_site)
    if not project.site.exists() and retired.exists():
        retired.rename(project.site)
    if not project.site.is_dir():
        return {}
    parts = _recorded(project.site)
    if parts is None:
        return dict.fromkeys([ROOT, *(path.name for path in project.site.iterdir() if path.is_dir())], "")
    return _standing(project.site, parts)


def publish(project: Project, parts: Parts, fresh: Mapping[str, Path]) -> Change:
    """Let the website consist of these parts; those that are not fresh stay as they are published.

    The fresh folders are moved away. Two lists in `.build/` name the files that a host must get, and those
    that it must remove.
    """
    old = _Tree(project.site, published(project))
    if not fresh and old.parts == parts:
        return Change()
    new = _Tree.recorded(project.next_site)
    new.follow(old, {name: key for name, key in parts.items() if name not in fresh})
    with new.changed(parts, fresh):
        for name, folder in fresh.items():
            _move(folder, new.folder, name)
    touched = sorted({*fresh, *(old.parts.keys() - parts.keys())})
    written = _write_lines(project.written, _other_files(new, old, touched))
    removed = _write_lines(project.removed, _lost_files(new, old, touched))
    _exchange(new.folder, old.folder)
    old, new = _Tree(new.folder, old.parts), _Tree(old.folder, new.parts)
    old.follow(new, new.parts)
    return Change(written, removed)


@dataclass(slots=True)
class _Tree:
    """A folder that holds a website, and the parts that stand in it."""

    folder: Path
    parts: Parts

    @classmethod
    def recorded(cls, folder: Path) -> _Tree:
        """A tree as its record tells it; one without a record is emptied."""
        parts = _recorded(folder)
        if parts is None:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
        return cls(folder, _standing(folder, parts or {}))

    def members(self, name: str) -> list[Path]:
        """The files and folders right below the tree that make up a part."""
        if name != ROOT:
            return [path] if (path := self.folder / name).exists() else []
        others = {RECORD, *(part.partition("/")[0] for part in self.parts)}
        return [path for path in self.folder.iterdir() if path.name not in others]

    def files(self, name: str) -> Iterator[str]:
        """The files of a part by their paths below the tree, in order."""
        for path in sorted(self.members(name)):
            found = path.rglob("*") if path.is_dir() else [path]
            yield from sorted(each.relative_to(self.folder).as_posix() for each in found if each.is_file())

    def follow(self, other: _Tree, parts: Parts) -> None:
        """Hold these parts as another tree holds them, as the same files on the disk, and nothing else."""
        lacking = [name for name, key in parts.items() if not key or self.parts.get(name) != key]
        stale = [*lacking, *(self.parts.keys() - parts.keys())]
        if stale or not parts:
            with self.changed(parts, stale):
                for path in [path for name in lacking for path in other.members(name)]:
                    _link(path, self.folder / path.relative_to(other.folder))

    @contextmanager
    def changed(self, parts: Parts, stale: Iterable[str]) -> Iterator[None]:
        """Remove the stale parts, let others be put there; without its record the tree counts for nothing."""
        self.folder.mkdir(exist_ok=True)
        record = self.folder / RECORD
        record.unlink(missing_ok=True)
        for path in [path for name in stale for path in self.members(name)]:
            _remove(path)
        yield
        for name in {part.partition("/")[0] for part in self.parts if "/" in part}:
            with suppress(OSError):
                (self.folder / name).rmdir()
        self.parts = parts
        text = json.dumps(dict(parts), indent=0, sort_keys=True)
        record.write_text(text, "utf-8", newline="\n")


def _standing(folder: Path, parts: Parts) -> Parts:
    """Those of the parts whose folder is there."""
    return {name: key for name, key in parts.items() if (folder / name).is_dir()}


def _recorded(folder: Path) -> Parts | None:
    """The parts as the folder's record tells them; None if there is none or it cannot be read."""
    try:
        parts = json.loads((folder / RECORD).read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    is_record = isinstance(parts, dict) and all(isinstance(key, str) for key in parts.values())
    return parts if is_record and all(map(_is_below, parts)) else None


def _is_below(name: str) -> bool:
    """Tell whether a part's folder lies below its website: whole folders are removed by these names."""
    return name == ROOT or all(is_slug(step) for step in name.split("/"))


def _other_files(new: _Tree, old: _Tree, names: Iterable[str]) -> Iterator[str]:
    """Yield the files of these parts whose bytes are new; the others become the very files of before."""
    for path in (path for name in names if name in new.parts for path in new.files(name)):
        fresh, before = new.folder / path, old.folder / path
        if before.is_file() and filecmp.cmp(fresh, before, shallow=False):
            _replace_by_link(fresh, before)
        else:
            yield path


def _lost_files(new: _Tree, old: _Tree, names: Iterable[str]) -> Iterator[str]:
    """Yield the files that these parts had and that are gone."""
    for path in (path for name in names if name in old.parts for path in old.files(name)):
        if not (new.folder / path).exists():
            yield path


def _write_lines(path: Path, lines: Iterable[str]) -> int:
    """Write a list and return how long it is."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for line in lines:
            stream.write(f"{line}\n")
            count += 1
    return count


def _move(source: Path, folder: Path, name: str) -> None:
    """Put a fresh part into its place: its folder, or, for the root, everything in it.

    Under its own name the root's folder stands only as long as it is whole.
    """
    if name != ROOT:
        (folder / name).parent.mkdir(exist_ok=True)
        source.rename(folder / name)
        return
    taken = source.with_name(f"{source.name}{_GOING}")
    shutil.rmtree(taken, ignore_errors=True)
    source.rename(taken)
    for path in taken.iterdir():
        path.rename(folder / path.name)
    taken.rmdir()


def discard(folder: Path) -> None:
    """Remove a folder; under its own name it is there wholly or not at all, whatever is killed when."""
    going = folder.with_name(f"{folder.name}{_GOING}")
    shutil.rmtree(going, ignore_errors=True)
    with suppress(FileNotFoundError):
        folder.rename(going)
    shutil.rmtree(going, ignore_errors=True)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


def _link(source: Path, target: Path) -> None:
    """Let a file, or every file of a folder, stand in a second place without copying its bytes."""
    target.parent.mkdir(exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, copy_function=_link_file)
    else:
        _link_file(str(source), str(target))


def _link_file(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _replace_by_link(fresh: Path, before: Path) -> None:
    if not fresh.samefile(before):
        fresh.unlink()
        _link_file(str(before), str(fresh))


def _exchange(one: Path, other: Path) -> None:
    """Let two folders change places, atomically where the system can (Linux); the other may not exist yet."""
    if not other.exists():
        one.rename(other)
        return
    if not _exchange_at_once(one, other):
        other.rename(_retired(one))
        one.rename(other)
        _retired(one).rename(one)


def _retired(twin: Path) -> Path:
    """Where the old website stands for a moment, where two folders cannot change places at once."""
    return twin.with_name(f"{twin.name}-old")


def _exchange_at_once(one: Path, other: Path) -> bool:
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    paths = (os.fsencode(one), os.fsencode(other))
    return bool(rename(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE) == 0)
