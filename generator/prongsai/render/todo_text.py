"""Work lists as sentences, as text for a terminal and as a table for a spreadsheet.

The words are the theme's; which tasks there are is decided in `derive`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from prongsai import addresses
from prongsai.derive.tasks import NOBODY, SOON_DAYS, Task
from prongsai.derive.todo import Todo
from prongsai.model.unit import ALL_OWNERS
from prongsai.render.csv_text import table_text
from prongsai.render.environment import Theme, no_scores, scores_of
from prongsai.render.frame import Place
from prongsai.render.text import plain_line

COLUMNS = (
    "task_id",
    "unit",
    "unit_name",
    "year",
    "measure",
    "title",
    "task",
    "round",
    "due",
    "due_thai",
    "days_left",
    "days_over",
    "owners",
    "owner_names",
    "reason",
    "page",
    "remedy",
)


@dataclass(frozen=True, slots=True)
class WorkList:
    """A body's work list and where the body's pages stand, in a theme's words."""

    theme: Theme
    todo: Todo
    place: Place

    def title(self, task: Task) -> str:
        """What a task is about: the measure's title, the finding's sentence, the year."""
        if not task.measure:
            return plain_line(str(task.facts.get("text", task.year)), no_scores)
        analysed = self.todo.report.analysed_results(task.year)
        return plain_line(task.measure.title, scores_of(self.theme, analysed))

    def owner_names(self, task: Task) -> list[str]:
        """The names of everyone responsible; empty where the body names nobody."""
        names = {owner.id: owner.name for owner in self.todo.report.unit.owners}
        names[ALL_OWNERS] = self.theme.words["all_owners"]
        return [names.get(owner, owner) for owner in task.owners if owner != NOBODY]

    def page(self, task: Task) -> str:
        """The page that shows it: its full address if the website has one, else that below the root."""
        address = task_page(task)
        return self.place.url(address) or f"{self.place.address}{address}"


def task_page(task: Task) -> str:
    """The address of the page that shows what a task is about, below the body's own."""
    if task.measure:
        return addresses.measure_page(task.year, task.measure.id)
    if task.kind == "finding":
        return f"{addresses.analysis_page(task.year)}#{task.key}"
    return addresses.HOME


def todo_table(lists: Iterable[WorkList]) -> str:
    """Return work lists as a table for a spreadsheet, soonest first in each."""
    return table_text(COLUMNS, (_row(each, task) for each in lists for task in each.todo.tasks))


def _row(work: WorkList, task: Task) -> list[str]:
    teller, unit, days = work.theme.tasks, work.todo.report.unit, task.days
    return [
        task.id,
        task.unit,
        unit.name,
        str(task.year),
        task.measure.id if task.measure else "",
        work.title(task),
        task.kind,
        task.round or "",
        task.due.isoformat() if task.due else "",
        work.theme.speller.date(task.due) if task.due else "",
        str(days) if days is not None and days >= 0 else "",
        str(-days) if days is not None and days < 0 else "",
        " ".join(owner for owner in task.owners if owner != NOBODY),
        " | ".join(work.owner_names(task)),
        teller.why(task),
        work.page(task),
        teller.remedy(task),
    ]


def todo_lines(lists: Sequence[WorkList]) -> str:
    """Return work lists for a terminal: body by body, owner by owner, soonest first."""
    return "".join(f"{line}\n" for each in lists for line in _lines(each))


def _lines(work: WorkList) -> Iterator[str]:
    words, report = work.theme.words["todo"], work.todo.report
    facts = {"name": report.unit.label, "unit": report.id, "today": work.theme.speller.date(report.today)}
    yield words["summary" if work.todo.tasks else "nothing"].format(
        count=len(work.todo.tasks), days=SOON_DAYS, past=work.todo.past, soon=work.todo.soon, **facts
    )
    for group in work.todo.groups:
        yield ""
        yield f"  {work.theme.tasks.owner(group.name)} ({len(group.tasks)})"
        for task in group.tasks:
            yield from (f"    {line}" for line in _task_lines(work, task))
    yield ""


def _task_lines(work: WorkList, task: Task) -> Iterator[str]:
    teller = work.theme.tasks
    day = f"{work.theme.speller.date(task.due)} ({teller.days(task)})" if task.due else teller.days(task)
    about = " ".join(filter(None, [task.measure.id if task.measure else "", work.title(task)]))
    yield f"{day}  {teller.kind(task)}  {about}"
    yield f"  {teller.why(task)}"
    yield f"  {teller.remedy(task)}"
