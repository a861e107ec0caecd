"""How long loading and checking take, side by side, and how they grow with the number of bodies.

Usage: `make bench`. Prints ratios: seconds depend on the machine.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from prongsai.check import check
from prongsai.load import Data, load
from prongsai.project import Project

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 21)


def timed(work: Callable[[], Data | object]) -> tuple[float, Data | object]:
    """Run something once; return CPU seconds and its result."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def measure(project: Project) -> tuple[float, float]:
    """CPU seconds of loading and of checking a project."""
    loading, data = timed(lambda: load(project))
    assert isinstance(data, Data)
    checking, _ = timed(lambda: check(data, TODAY))
    return loading, checking


def main(units: int = 1000) -> None:
    """Check copies of the five bodies: a tenth of `units`, then all."""
    bodies = sorted(path for path in (ROOT / "units").iterdir() if path.is_dir())
    with tempfile.TemporaryDirectory() as folder:
        project = Project(Path(folder))
        figures = []
        for count in (units // 10, units):
            for number in range(count):
                target = project.units / f"unit-{number:05}"
                if not target.exists():
                    shutil.copytree(bodies[number % len(bodies)], target)
            figures.append((count, *measure(project)))
        for count, loading, checking in figures:
            each = 1000 * (loading + checking) / count
            print(
                f"{count:6} bodies: load {loading:6.1f} s, check {checking:6.1f} s CPU, {each:.1f} ms a body"
            )
        (small, *slow), (large, *fast) = figures
        growth = sum(fast) / sum(slow) / (large / small)
        print(f"check / load = {fast[1] / fast[0]:.2f}; cost a body, {large} against {small}: {growth:.2f} x")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
