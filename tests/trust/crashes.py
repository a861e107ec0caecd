"""The machine fails in every way that can be staged; the website, the files and the next run are looked at.

    make crashes                        what is killed: verbs, workers, two at once
    make machines                       what is missing, full, read-only, closed or broken
    make crashes KIND=freeze            only the kinds whose names hold a word, and their rows
    make crashes MOMENTS=10             so many moments of each verb instead of a hundred

It is root, or asks for a namespace of its own, to mount small disks.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import figures
from crashing.disks import full, mounted, read_only, without_inodes
from crashing.machines import Machine, broken_by, machines
from crashing.moments import Forge, Moment
from crashing.overlaps import BUILD, beside_a_build, random_moments, together, with_worker
from crashing.scenes import ENVIRONMENT, Scene, scenes
from crashing.trials import Outcome, Trial, spread

SEED = 8
SPLIT = "CRASHES_HAS_ITS_OWN_MOUNTS"
MOMENTS = int(os.environ.get("MOMENTS") or 100)
"""Moments at which each of these verbs is killed, shared out over its scenes; of others a tenth."""
OFTEN = ("build", "progress", "sheet import", "freeze")
REFUSALS = ("ENOSPC", "EROFS", "EACCES", "EIO", "EMFILE")


@dataclass(frozen=True, slots=True)
class Kind:
    """A row of the table: what is tried, and every outcome of it."""

    tried: str
    run: Callable[[Forge, Path], Iterator[Outcome]]


def main(command: str, words: list[str]) -> None:
    """Try every kind of a command, or those with a word in their names; write the command's rows."""
    rows = []
    for kind in COMMANDS[command]():
        if words and not any(word in kind.tried for word in words):
            continue
        with tempfile.TemporaryDirectory(prefix="crashes-", ignore_cleanup_errors=True) as folder:
            rows.append(_row(kind, Path(folder)))
    figures.write(command, rows, whole=not words)


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


def crashes() -> Iterator[Kind]:
    """What is killed or told to end."""
    groups: dict[str, list[Scene]] = {}
    for scene in scenes().values():
        groups.setdefault(" ".join(scene.verb), []).append(scene)
    for verb in OFTEN:
        yield Kind(f"kill -9 of `{verb}` at a file operation", _killed(groups[verb], MOMENTS))
    others = [scene for verb, members in groups.items() if verb not in OFTEN for scene in members]
    names = ", ".join(f"`{verb}`" for verb in groups if verb not in OFTEN)
    yield Kind(f"kill -9 of {names} at a file operation", _killed(others, MOMENTS))
    timed = [groups[verb][-1] for verb in OFTEN]
    yield Kind(
        "kill -9 of `build`, `progress`, `sheet import`, `freeze` with all that they began, at random times",
        _timed(timed, "KILL"),
    )
    ended = [scenes()[name] for name in ("build with one body changed", "progress with --commit")]
    for name in ("TERM", "INT", "HUP"):
        yield Kind(f"SIG{name} for `build` and `progress --commit` at random times", _timed(ended, name))
    yield Kind("kill -9 of a worker of a build of five bodies; of the build itself", _workers)
    yield Kind("two or three commands at once", _together)


def broken() -> Iterator[Kind]:
    """What is missing, full, read-only, closed or broken."""
    for name in REFUSALS:
        yield Kind(
            f"{name} from a file operation on: build, progress, new year, init, sheet import, pack",
            _refused(name),
        )
    yield Kind("a disk with room for n pages or n files: the project's, the temporary folder's", _full)
    yield Kind("read-only `site`, `.build`, `units`, the whole project", _read_only)
    for title in dict.fromkeys(machine.kind for machine in machines()):
        yield Kind(title, _on([each for each in machines() if each.kind == title]))


COMMANDS = {"crashes": crashes, "machines": broken}


def _killed(members: Sequence[Scene], moments: int) -> Callable[[Forge, Path], Iterator[Outcome]]:
    def run(forge: Forge, folder: Path) -> Iterator[Outcome]:
        for number, scene in enumerate(members):
            trial = Trial(scene, forge, folder / str(number))
            chosen = spread(trial, -(-moments // len(members)), SEED)
            yield from map(trial.meet, map(Moment, chosen))

    return run


def _timed(members: Sequence[Scene], signal: str) -> Callable[[Forge, Path], Iterator[Outcome]]:
    def run(forge: Forge, folder: Path) -> Iterator[Outcome]:
        for number, scene in enumerate(members):
            trial = Trial(scene, forge, folder / str(number))
            yield from random_moments(trial, -(-MOMENTS // 10), signal, SEED)

    return run


def _workers(forge: Forge, folder: Path) -> Iterator[Outcome]:
    trial = Trial(scenes()["build of five bodies"], forge, folder / "0")
    yield with_worker(trial, lambda _, workers: os.kill(workers[-1], signal.SIGKILL), 2)
    yield with_worker(trial, lambda build, _: build.kill(), 2)


def _refused(name: str) -> Callable[[Forge, Path], Iterator[Outcome]]:
    def run(forge: Forge, folder: Path) -> Iterator[Outcome]:
        chosen = ("build with one body changed", "progress with --commit", "new year", "init", "sheet import")
        for number, each in enumerate((*chosen, "pack")):
            trial = Trial(scenes()[each], forge, folder / str(number))
            for moment in spread(trial, max(1, MOMENTS // 25), SEED):
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
        yield from (together(trial, other) for other in (trial.scene.arguments, ("check",)))
        yield together(trial, BUILD) if trial.scene.verb == ("build",) else beside_a_build(trial)


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
        for each in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
            signal.signal(
                each, signal.SIG_DFL
            )  # whoever runs this beside other work may have had them ignored
        unshare = shutil.which("unshare") or sys.exit("needs unshare of util-linux")
        os.execv(unshare, ["unshare", *own, sys.executable, *sys.argv])
    main(sys.argv[1], sys.argv[2:])
