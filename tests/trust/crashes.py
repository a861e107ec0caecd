"""The machine fails in every way that can be staged; the website, the files and the next run are looked at.

    make crashes                        everything, as the table has it
    make crashes CRASHES="freeze"       only the kinds whose names hold a word

It is root, or asks for a namespace of its own, to mount small disks.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import figures
from crashing.disks import full, mounted, read_only, without_inodes
from crashing.machines import Machine, broken_by, machines
from crashing.moments import Forge, Moment
from crashing.overlaps import random_moments, together
from crashing.scenes import ENVIRONMENT, Scene, scenes
from crashing.trials import Outcome, Trial, spread

SEED = 8
SPLIT = "CRASHES_HAS_ITS_OWN_MOUNTS"
KILLS = 100
"""Moments at which a verb is killed; a build has six scenes of a sixth each."""
REFUSALS = ("ENOSPC", "EROFS", "EACCES", "EIO", "EMFILE")


@dataclass(frozen=True, slots=True)
class Kind:
    """A row of the table: what is tried, and every outcome of it."""

    tried: str
    run: Callable[[Forge, Path], Iterator[Outcome]]


def main(words: list[str]) -> None:
    """Try every kind, or those with a word in their names; write the table."""
    rows = []
    for kind in kinds():
        if words and not any(word in kind.tried for word in words):
            continue
        with tempfile.TemporaryDirectory(prefix="crashes-", ignore_cleanup_errors=True) as folder:
            rows.append(_row(kind, Path(folder)))
    if not words:
        figures.write("crashes", rows)


def _row(kind: Kind, folder: Path) -> figures.Figure:
    """Try a kind; print every case that was not survived, so that it can be met again."""
    (folder / "log").mkdir()
    (folder / "tmp").mkdir()
    ended: Counter[str] = Counter()
    lost = 0
    forge = Forge(folder / "log", {**ENVIRONMENT, "TMPDIR": str(folder / "tmp")})
    for outcome in kind.run(forge, folder):
        ended[outcome.ended_with] += 1
        if outcome.faults:
            lost += 1
            print(f"NOT SURVIVED: {kind.tried}: {outcome}", flush=True)
    forge.close()
    said = ", ".join(f"{name} {count}" for name, count in sorted(ended.items()))
    print(f"{kind.tried}: {sum(ended.values())} tried, {lost} not survived; {said}", flush=True)
    return figures.Figure(kind.tried, sum(ended.values()), lost, "all survived", said)


def kinds() -> Iterator[Kind]:
    """Everything that is tried."""
    groups: dict[str, list[Scene]] = {}
    for scene in scenes().values():
        groups.setdefault(" ".join(scene.verb), []).append(scene)
    for verb, members in groups.items():
        yield Kind(f"kill -9 of `{verb}` at its n-th file operation", _killed(members))
    for verb in ("build", "progress", "sheet import", "freeze"):
        yield Kind(
            f"kill -9 of `{verb}` and all that it began, at random times", _timed(groups[verb][-1], 12)
        )
    for name in ("TERM", "INT", "HUP"):
        yield Kind(f"SIG{name} at random times", _signalled(name))
    for name in REFUSALS:
        yield Kind(f"{name} from the n-th file operation on", _refused(name))
    yield Kind("a disk with room for n pages or files: project, temporary folder", _full)
    yield Kind("read-only `site`, `.build`, `units`, the whole project", _read_only)
    yield Kind("two commands at once", _together)
    for title in dict.fromkeys(machine.kind for machine in machines()):
        yield Kind(title, _on([each for each in machines() if each.kind == title]))


def _killed(members: Iterable[Scene]) -> Callable[[Forge, Path], Iterator[Outcome]]:
    def run(forge: Forge, folder: Path) -> Iterator[Outcome]:
        share = -(-KILLS // len(list(members)))
        for number, scene in enumerate(members):
            trial = Trial(scene, forge, folder / str(number))
            yield from map(trial.meet, (Moment(each) for each in spread(trial, share, SEED)))

    return run


def _timed(scene: Scene, count: int) -> Callable[[Forge, Path], Iterator[Outcome]]:
    return lambda forge, folder: random_moments(Trial(scene, forge, folder / "0"), count, "KILL", SEED)


def _signalled(name: str) -> Callable[[Forge, Path], Iterator[Outcome]]:
    def run(forge: Forge, folder: Path) -> Iterator[Outcome]:
        for number, each in enumerate(("build with one body changed", "progress with --commit")):
            yield from random_moments(Trial(scenes()[each], forge, folder / str(number)), 6, name, SEED)

    return run


def _refused(name: str) -> Callable[[Forge, Path], Iterator[Outcome]]:
    def run(forge: Forge, folder: Path) -> Iterator[Outcome]:
        chosen = ("build with one body changed", "progress with --commit", "new year", "init", "sheet import")
        for number, each in enumerate((*chosen, "pack", "freeze")):
            trial = Trial(scenes()[each], forge, folder / str(number))
            for moment in spread(trial, 5, SEED):
                yield trial.meet(Moment(moment, name, lasts=True))

    return run


def _full(forge: Forge, folder: Path) -> Iterator[Outcome]:
    with mounted(folder / "tmp") as passing, mounted(folder / "0/work") as disk:
        trial = Trial(scenes()["build of one body"], forge, folder / "0")
        yield from (full(trial, disk, pages) for pages in (0, 2, 10, 50, 150, 250, 400))
        yield from (without_inodes(trial, disk, count) for count in (1, 8, 60, 140))
        trial = Trial(scenes()["progress with --commit"], forge, folder / "1")
        yield from (full(trial, passing, pages) for pages in (0, 1, 8, 30))
        yield from (without_inodes(trial, passing, count) for count in (1, 4, 16))


def _read_only(forge: Forge, folder: Path) -> Iterator[Outcome]:
    for number, each in enumerate(("build of one body", "progress with --commit")):
        trial = Trial(scenes()[each], forge, folder / str(number))
        names = [name for name in ("site", ".build", "units", ".") if (trial.before / name).is_dir()]
        yield from (read_only(trial, name) for name in names)


def _together(forge: Forge, folder: Path) -> Iterator[Outcome]:
    for number, each in enumerate(("build of one body", "progress with --commit", "freeze", "new year")):
        trial = Trial(scenes()[each], forge, folder / str(number))
        yield from (
            together(trial, other) for other in (trial.scene.arguments, ("check",), ("build", "--anew"))
        )


def _on(found: Iterable[Machine]) -> Callable[[Forge, Path], Iterator[Outcome]]:
    def run(forge: Forge, folder: Path) -> Iterator[Outcome]:
        trial = Trial(scenes()["build of one body"], forge, folder / "0")
        for machine in found:
            yield broken_by(trial, machine)

    return run


if __name__ == "__main__":
    if SPLIT not in os.environ:
        own = ["--mount"] if os.geteuid() == 0 else ["--mount", "--map-root-user"]
        os.environ[SPLIT] = "yes"
        unshare = shutil.which("unshare") or sys.exit("needs unshare of util-linux")
        os.execv(unshare, ["unshare", *own, sys.executable, *sys.argv])
    main(sys.argv[1:])
