"""A body's tasks -> its work list: those that someone asks for, soonest first, owner by owner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from prongsai.derive import UnitReport
from prongsai.derive.tasks import NOBODY, STANDINGS, Standing, Task, all_tasks
from prongsai.model.unit import ALL_OWNERS


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which tasks someone asks for: of a department and of all, due by a day, of a fiscal year."""

    owner: str | None = None
    by: date | None = None
    year: int | None = None

    def holds(self, task: Task) -> bool:
        """Tell whether a task is asked for; one without a day is due by none."""
        return (
            (self.owner is None or bool({self.owner, ALL_OWNERS} & set(task.owners)))
            and (self.by is None or (task.due is not None and task.due <= self.by))
            and self.year in (None, task.year)
        )


@dataclass(frozen=True, slots=True)
class OwnerTasks:
    """One owner's tasks, soonest first."""

    id: str
    name: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many tasks stand so."""

    name: Standing
    count: int


@dataclass(frozen=True, slots=True)
class Todo:
    """A body's work list, soonest first."""

    report: UnitReport
    tasks: tuple[Task, ...]
    wanted: Wanted

    def only(self, wanted: Wanted) -> Todo:
        """The tasks among these that someone asks for."""
        return Todo(self.report, tuple(task for task in self.tasks if wanted.holds(task)), wanted)

    @property
    def past(self) -> int:
        """How many are due no more: their day is over."""
        return self._count("over", "ended")

    @property
    def soon(self) -> int:
        """How many are due within `SOON_DAYS`."""
        return self._count("soon")

    def _count(self, *standings: Standing) -> int:
        return sum(task.standing in standings for task in self.tasks)

    @property
    def standings(self) -> tuple[Count, ...]:
        """How many tasks stand how, the most urgent first, without those that nothing stands so."""
        counts = (Count(name, self._count(name)) for name in STANDINGS)
        return tuple(each for each in counts if each.count)

    @property
    def is_shared(self) -> bool:
        """Tell whether a task stands with several owners."""
        return sum(len(group.tasks) for group in self.groups) > len(self.tasks)

    @property
    def groups(self) -> tuple[OwnerTasks, ...]:
        """The tasks owner by owner, in the body's own order; last what all do and what nobody was given."""
        names = {owner.id: owner.name for owner in self.report.unit.owners}
        names |= {ALL_OWNERS: ALL_OWNERS, NOBODY: NOBODY}
        if self.wanted.owner is not None:
            names = {each: names[each] for each in names if each in (self.wanted.owner, ALL_OWNERS)}
        groups = (
            OwnerTasks(owner, name, tuple(task for task in self.tasks if owner in task.owners))
            for owner, name in names.items()
        )
        return tuple(group for group in groups if group.tasks)


def todo(report: UnitReport, wanted: Wanted | None = None) -> Todo:
    """Return what a body has left to do as of its report's day."""
    tasks = sorted(all_tasks(report), key=lambda task: task.sort_key)
    everything = Todo(report, tuple(tasks), Wanted())
    return everything.only(wanted) if wanted else everything


def owner_named(report: UnitReport, name: str) -> str | None:
    """The id of a body's department that has this id or this name; None if it has none."""
    owners = report.unit.owners
    found = (owner.id for owner in owners if name in (owner.id, owner.name))
    return next(found, ALL_OWNERS if name == ALL_OWNERS else None)


def owner_words(report: UnitReport) -> tuple[str, ...]:
    """The ids and names by which a body's departments can be asked for."""
    return tuple(word for owner in report.unit.owners for word in (owner.id, owner.name))
