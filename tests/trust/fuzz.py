"""`make fuzz`: a hundred thousand cases of broken and of valid input; none may end in a traceback or hang.

make fuzz CASES=2000 SEED=7             fewer, others
make fuzz MINUTES=10                    as many as there is time for
python tests/trust/fuzz.py --kind checking --number 1234 --seed 0     one case again, with its traceback
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

from figures import Figure, write
from fuzzing.attacks import ATTACKS, DRAWN, warm_up
from fuzzing.mutated_bodies import Desk
from fuzzing.trials import Chunk, Failure, random_of, run_chunk

CASES = 100_000
ROUNDS = 100
"""The kinds take turns, so that a run that is ended early has tried of each its share."""
_SHARES = sum(share for _, share in ATTACKS.values())
_MEMORY = Path("/dev/shm")
"""A folder in memory, in which the run makes its own."""


@dataclass(slots=True)
class Tally:
    """What has become of a kind's cases so far."""

    kind: str
    count: int
    done: int = 0
    seconds: float = 0
    failures: list[Failure] = field(default_factory=list)

    def take_turn(self, seed: int, rounds: int, desk: Desk) -> None:
        """Run the next of its cases; tell each failure whose cause is new."""
        first, began = self.done, time.monotonic()
        last = min(self.count, first + -(-self.count // rounds))
        if first == last:
            return
        for failure in run_chunk(Chunk(seed, self.kind, first, last), ATTACKS[self.kind][0], desk):
            if failure.cause not in {each.cause for each in self.failures}:
                said = f"--kind '{self.kind}' --number {failure.number} --seed {seed}"
                print(said, failure.said, sep="\n", flush=True)
            self.failures.append(failure)
        self.done = last
        self.seconds += time.monotonic() - began

    @property
    def cases(self) -> int:
        """How many bodies, files or commands were tried; some cases draw several."""
        return self.done * DRAWN.get(self.kind, 1)

    def figure(self) -> Figure:
        """The kind's row of the table."""
        tried = (ATTACKS[self.kind][0].__doc__ or "").splitlines()[0].rstrip(".")
        speed = f"{self.cases / max(self.seconds, 0.001):.1f} a second"
        return Figure(f"{self.kind}: {tried}", self.cases, len(self.failures), "0 tracebacks, 0 hangs", speed)


def main() -> None:
    """Run all cases, those of one kind, or one."""
    given = _arguments()
    with _desk() as desk:
        if given.number is not None:
            ATTACKS[given.kind][0](random_of(given.seed, given.kind, given.number), desk)
            return
        warm_up(desk)
        kinds = [given.kind] if given.kind else [*ATTACKS]
        tallies = [Tally(kind, _count(kind, given.cases, is_alone=bool(given.kind))) for kind in kinds]
        _run(tallies, given.seed, given.minutes, desk)
    figures = [tally.figure() for tally in tallies]
    for figure in figures:
        print(f"{figure.tried}: {figure.cases} cases, {figure.failures} failures, {figure.said}")
    if given.write:
        write("fuzz", figures if given.kind else [*figures, _sum(figures)], whole=not given.kind)
    sys.exit(any(figure.failures for figure in figures))


def _run(tallies: list[Tally], seed: int, minutes: float, desk: Desk) -> None:
    until = time.monotonic() + minutes * 60
    for _ in range(ROUNDS):
        for tally in tallies:
            if time.monotonic() < until:
                tally.take_turn(seed, ROUNDS, desk)


def _sum(figures: list[Figure]) -> Figure:
    cases, failures = sum(each.cases for each in figures), sum(each.failures for each in figures)
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    return Figure("all kinds", cases, failures, "100,000 cases, 0 failures", f"{memory} MB at most")


def _count(kind: str, cases: int, *, is_alone: bool) -> int:
    return cases if is_alone else -(-cases * ATTACKS[kind][1] // _SHARES)


def _arguments() -> argparse.Namespace:
    said = argparse.ArgumentParser()
    said.add_argument("--cases", type=int, default=int(os.environ.get("CASES") or CASES))
    said.add_argument("--seed", type=int, default=int(os.environ.get("SEED") or 0))
    said.add_argument("--minutes", type=float, default=float(os.environ.get("MINUTES") or 24 * 60))
    said.add_argument("--kind", choices=[*ATTACKS])
    said.add_argument("--number", type=int)
    said.add_argument("--write", action="store_true")
    return said.parse_args()


@contextmanager
def _desk() -> Iterator[Desk]:
    with TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None, prefix="fuzz-") as folder:
        yield Desk(Path(folder))
        os.chdir("/")
        shutil.rmtree(folder, ignore_errors=True)
        Path(folder).mkdir()


if __name__ == "__main__":
    main()
