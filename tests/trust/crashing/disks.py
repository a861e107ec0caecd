"""Disks that are full, have no inodes left, or are read-only: real ones, in the memory of this machine.

They are mounted for this process and its children alone; it must be root, or the user of a namespace.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from crashing.moments import Ended, Moment
from crashing.trials import Outcome, Trial

LARGE = "size=512m,nr_inodes=100k"
_PAGE = 4096


@dataclass(frozen=True, slots=True)
class Disk:
    """A disk of its own at a folder."""

    folder: Path

    def limit(self, options: str) -> None:
        """Change what the disk holds, or whether it can be written."""
        subprocess.run(["mount", "-o", f"remount,{options}", str(self.folder)], check=True)

    def leave(self, pages: int) -> None:
        """Leave room for so many pages of 4 KB."""
        about = os.statvfs(self.folder)
        used = (about.f_blocks - about.f_bfree) * about.f_frsize
        self.limit(f"size={max(used + pages * _PAGE, _PAGE)}")  # 0 would be without a limit, for good

    def leave_inodes(self, count: int) -> None:
        """Leave room for so many files."""
        about = os.statvfs(self.folder)
        self.limit(f"nr_inodes={about.f_files - about.f_ffree + count}")


@contextmanager
def mounted(folder: Path) -> Iterator[Disk]:
    """A large and empty disk at a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", LARGE, "tmpfs", str(folder)], check=True)
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def full(trial: Trial, disk: Disk, pages: int) -> Outcome:
    """The scene on a disk that has room for so many pages."""
    return _limited(trial, disk, disk.leave, pages)


def without_inodes(trial: Trial, disk: Disk, count: int) -> Outcome:
    """The scene on a disk that has room for so many files."""
    return _limited(trial, disk, disk.leave_inodes, count)


def _limited(trial: Trial, disk: Disk, leave: Callable[[int], None], room: int) -> Outcome:
    def run() -> Ended:
        leave(room)
        try:
            return trial.forge.run(*trial.scene.arguments, cwd=trial.work)
        finally:
            disk.limit(LARGE)

    return trial.cut_off(Moment(room, "ENOSPC"), run)


def read_only(trial: Trial, name: str) -> Outcome:
    """The scene with a folder of the project that can only be read."""
    folder = trial.work / name

    def run() -> Ended:
        subprocess.run(["mount", "--bind", str(folder), str(folder)], check=True)
        subprocess.run(["mount", "-o", "remount,bind,ro", str(folder)], check=True)
        try:
            return trial.forge.run(*trial.scene.arguments, cwd=trial.work)
        finally:
            subprocess.run(["umount", str(folder)], check=True)

    return trial.cut_off(Moment(0, "EROFS"), run)
