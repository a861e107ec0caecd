"""What a command costs: wall time, CPU time of it and all its children, memory of its largest process.

It must not know what is run.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

PAUSE = 0.05
"""Seconds between two looks at the memory; what a process once took it does not forget."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of wall time and of CPU time (user and system), bytes of the largest process at its largest."""

    wall: float
    cpu: float
    peak: int

    def __mul__(self, times: float) -> Cost:
        """The same many times, one after the other."""
        return Cost(self.wall * times, self.cpu * times, self.peak)


class CommandError(Exception):
    """A command failed; its message is the last that the command said."""


def cost_of(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Cost:
    """Run a command in a folder as a new process; `CommandError` if it fails."""
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **environment}, stdout=said, stderr=subprocess.STDOUT
        )
        watch = _Watch(process.pid)
        watch.start()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.stop()
        if process.returncode:
            said.seek(0)
            raise CommandError(said.read().decode("utf-8", "replace").strip()[-300:])
    return Cost(wall, used.ru_utime + used.ru_stime, watch.peak)


def middle(costs: Sequence[Cost]) -> Cost:
    """The median of each figure; the largest peak."""
    walls, cpus = (median(each.wall for each in costs), median(each.cpu for each in costs))
    return Cost(walls, cpus, max(each.peak for each in costs))


class _Watch(threading.Thread):
    """Looks at a process and its descendants; `wait4` would count what this process itself takes."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self.process, self.peak, self._stopped = process, 0, threading.Event()

    def run(self) -> None:
        while not self._stopped.wait(PAUSE):
            self.peak = max(self.peak, *map(_peak, _tree(self.process)))

    def stop(self) -> None:
        self._stopped.set()
        self.join()


def _tree(process: int) -> Iterator[int]:
    yield process
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        for child in _read(children).split():
            yield from _tree(int(child))


def _peak(process: int) -> int:
    """The largest number of bytes that a process has held; 0 if it has ended."""
    lines = _read(Path(f"/proc/{process}/status")).splitlines()
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")), 0)


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError:
        return ""
