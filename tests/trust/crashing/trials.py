"""A scene is cut off at a moment: what is left of it, and what the next run makes of that."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from crashing.moments import Ended, Forge, Moment
from crashing.scenes import Scene, Tree, lay_out, officers_files, website
from repositories import Repository

OLD, NEW, BETWEEN = "old", "new", "between"
PASSING = (".prongsai-new", ".prongsai-begun")
"""What may be left beside an officer's file by a run that was killed: hidden, and gone after the next run."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a moment ended with: the old state or the new one, or files of both; and what is wrong."""

    moment: Moment
    met: str
    ended_with: str
    faults: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The case, so that it can be met again."""
        return f"{self.moment} at {self.met}: " + "; ".join(self.faults)


@dataclass
class Trial:
    """A scene with the folder of before; every moment begins with the same folder at the same path."""

    scene: Scene
    forge: Forge
    place: Path
    """An empty folder for the trial alone."""
    events: tuple[str, ...] = ()
    old: tuple[Tree, Tree] = field(default=({}, {}))
    new: tuple[Tree, Tree] = field(default=({}, {}))

    def __post_init__(self) -> None:
        self.place.mkdir(exist_ok=True)
        self.scene.prepare(self.work, self.forge)
        lay_out(self.work, self.before)
        self.old = self._state()
        done = self.forge.run(*self.scene.arguments, cwd=self.work)
        assert done.code == self.scene.code, f"{self.scene.name}: {done.out}{done.err}"
        self.events, self.new = done.events, self._state()

    @property
    def work(self) -> Path:
        """Where the command runs."""
        return self.place / "work"

    @property
    def before(self) -> Path:
        """The folder as it is before the command."""
        return self.place / "before"

    def meet(self, moment: Moment) -> Outcome:
        """Cut the command off at a moment, look at what is left, and let the next run do its work."""
        return self.cut_off(
            moment, lambda: self.forge.run(*self.scene.arguments, cwd=self.work, moment=moment)
        )

    def cut_off(self, moment: Moment, run: Callable[[], Ended]) -> Outcome:
        """The same, however the command is cut off."""
        lay_out(self.before, self.work)
        ended = run()
        site, files = self._state()
        faults = [*self._told(ended, moment), *self._torn(site, files)]
        again = self.forge.run(*self.scene.arguments, cwd=self.work)
        faults += self._next(again, (site, files))
        met = ended.events[moment.number - 1] if 0 < moment.number <= len(ended.events) else ""
        return Outcome(moment, met, self._side(site, files), tuple(faults))

    def _state(self) -> tuple[Tree, Tree]:
        return website(self.work), officers_files(self.work)

    def _told(self, ended: Ended, moment: Moment) -> Iterator[str]:
        if ended.has_traceback:
            yield f"a traceback: {ended.err[-1500:]}"
        if moment.fault == "KILL" and ended.code not in (-9, self.scene.code):
            yield f"ended with {ended.code}: {ended.err[-300:]}"
        if moment.fault.startswith("E") and ended.code not in (0, 1, 2):
            yield f"ended with {ended.code}: {ended.err[-300:]}"

    def _torn(self, site: Tree, files: Tree) -> Iterator[str]:
        if site not in (self.old[0], self.new[0]):
            near = min(self.old[0], self.new[0], key=lambda side: len(_differing(site, side)))
            yield f"the website is neither: {_differing(site, near)[:5]}"
        for path in files:
            if files[path] not in (self.old[1].get(path), self.new[1].get(path)) and not _is_passing(path):
                yield f"damaged: {path}"
        for path in (self.old[1].keys() & self.new[1].keys()) - files.keys():
            yield f"lost: {path}"
        yield from self._git_faults()

    def _next(self, again: Ended, left: tuple[Tree, Tree]) -> Iterator[str]:
        """What is wrong with the run that comes after; an officer need not repeat what is done."""
        now = self._state()
        is_done = _without_passing(left[1]) == self.new[1] and left[0] == self.new[0]
        if again.code != self.scene.code and not (is_done and again.code == 2):
            yield f"the next run ends with {again.code}: {again.out[-300:]}{again.err[-600:]}"
        if again.has_traceback:
            yield f"the next run has a traceback: {again.err[-1500:]}"
        if now[0] != self.new[0]:
            yield f"the next run makes another website: {_differing(now[0], self.new[0])[:5]}"
        if now[1] != self.new[1]:
            yield f"the next run leaves other files: {_differing(now[1], self.new[1])[:5]}"
        yield from self._git_faults()
        if self.scene.is_committed and (open_ := Repository(self.work).git("status", "--porcelain", "units")):
            yield f"not committed: {open_}"

    def _git_faults(self) -> Iterator[str]:
        try:
            Repository(self.work).git("status", "--porcelain")
            if self.scene.is_committed:
                Repository(self.work).git("fsck", "--no-dangling")
        except AssertionError as error:
            yield f"git: {error}"

    def _side(self, site: Tree, files: Tree) -> str:
        state = site, _without_passing(files)
        return OLD if state == self.old else NEW if state == self.new else BETWEEN


def spread(trial: Trial, count: int, seed: int) -> list[int]:
    """So many moments of a run, as random as they are everywhere; all, if there are no more."""
    whole = len(trial.events)
    if whole <= count:
        return list(range(1, whole + 1))
    chance, width = random.Random(seed), whole / count
    return [1 + int(width * (number + chance.random())) for number in range(count)]


def _is_passing(path: str) -> bool:
    name = path.rpartition("/")[2]
    return name.startswith(".") and name.endswith(PASSING)


def _without_passing(files: Tree) -> Tree:
    return {path: data for path, data in files.items() if not _is_passing(path)}


def _differing(one: Tree, other: Tree) -> list[str]:
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))
