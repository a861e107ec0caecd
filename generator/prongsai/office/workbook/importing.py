"""A filled workbook into a body's files: checked as a whole first, and written only if nothing is wrong.

Fields that did not change keep every byte.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from prongsai.document import Document, read_document
from prongsai.document import Path as At
from prongsai.office.journal import JOURNAL, with_entry
from prongsai.office.opening import measure_file as new_measure_file
from prongsai.office.style import styled_as_before
from prongsai.office.trial import Trial, try_changes
from prongsai.office.whole import write_whole
from prongsai.office.workbook.changes import find_edits
from prongsai.office.workbook.edits import Edit, Edits, Item, NewMeasure, order_of
from prongsai.office.workbook.faults import Fault, Notice, Spot
from prongsai.office.workbook.plan import LEVEL, LISTS, Plan, measure_file, read_plan
from prongsai.office.workbook.reading import read_book
from prongsai.office.workbook.splicing import FormError, add_item, set_field
from prongsai.office.workbook.tables import heading
from prongsai.office.workbook.texts import words
from prongsai.problems import Problem, StopError
from prongsai.project import Project


@dataclass(frozen=True, slots=True)
class Changed:
    """A file as it will be, and as it was (None: it is new)."""

    new: bytes
    old: bytes | None


@dataclass(frozen=True, slots=True)
class Told:
    """A change as an officer is told of it."""

    path: str
    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Import:
    """An import that is ready to be written; with faults there is nothing to write."""

    edits: Edits
    files: Mapping[Path, Changed]
    trial: Trial
    spots: Mapping[tuple[str, str], Spot]
    """The cell of each changed field, by the file's path and the field's name."""
    told: tuple[Told, ...]

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong with the workbook, each once."""
        return tuple({(fault.spot, fault.sentence): fault for fault in self.edits.faults}.values())

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What stays undone."""
        return tuple(self.edits.notices)

    def spot_of(self, problem: Problem) -> Spot | None:
        """The cell from which a problem of the data comes; None if it comes from none."""
        place = problem.place
        exact = self.spots.get((place.path, place.field))
        if exact or not place.field:
            return exact
        near = (spot for (path, name), spot in self.spots.items() if _is_near(path, name, problem))
        return next(near, None)


def sentence_at(spot: Spot, problem: Problem) -> str:
    """A problem's sentence as it is told of a cell: the field by its heading, not by its place."""
    name = problem.place.field
    title = heading(spot.sheet, name.rpartition(".")[2].partition("[")[0])
    if title:
        name = words()["field"].format(title=title)
    elif "[" in name:
        name = words()["row"]
    return replace(problem, place=replace(problem.place, field=name)).sentence


def _is_near(path: str, name: str, problem: Problem) -> bool:
    wanted = problem.place.field
    return path == problem.place.path and (wanted.startswith(f"{name}[") or name.startswith(f"{wanted}."))


def draft_import(project: Project, path: Path, today: date) -> Import:
    """Return what an import would write; nothing is written yet."""
    book = read_book(path)
    plan = read_plan(project, book.memory.unit, book.memory.year)
    edits = find_edits(book, plan)
    files: dict[Path, Changed] = {}
    if not edits.faults:
        files = _changed_files(project, plan, edits)
    changes = {target: changed.new for target, changed in files.items()}
    trial = try_changes(project, plan.unit, changes, today) if changes else Trial((), ())
    told = tuple(_told(project, plan, edits)) if files else ()
    return Import(edits, files, trial, _spots(project, plan, edits, files), told)


def write_import(draft: Import) -> None:
    """Write every file; one that changed meanwhile stops it, what was written before stays as it is."""
    for path, changed in draft.files.items():
        if changed.old is not None and path.read_bytes() != changed.old:
            raise StopError("changed-meanwhile", path=path)
    for path, changed in draft.files.items():
        write_whole(path, changed.new, changed.old)


def _changed_files(project: Project, plan: Plan, edits: Edits) -> dict[Path, Changed]:
    """Every file that would change; an edit that cannot be made becomes a fault."""
    files: dict[Path, Changed] = {}
    new = {measure_file(each.id): each for each in edits.measures}
    touched = [*new, *(edit.file for edit in edits.edits), *(item.file for item in edits.items)]
    for file in dict.fromkeys(touched):
        path = plan.folder / file
        old = path.read_bytes() if path.is_file() else None
        items = [item for item in edits.items if item.file == file]
        data = old or b""
        if file in new:
            data = _new_measure(plan, new[file], items)
            items = [item for item in items if item.at == (JOURNAL,)]
        for edit in (edit for edit in edits.edits if edit.file == file):
            data = _apply(plan, edits, edit, data)
        for item in items:
            data = _add(edits, project.relative(path), item, data)
        files[path] = Changed(styled_as_before(project, path, old, data), old)
    return {} if edits.faults else files


def _new_measure(plan: Plan, measure: NewMeasure, items: list[Item]) -> bytes:
    """A measure's file with its steps; its entries are left to be added."""
    steps = {
        name: [{"fields": dict(item.values), "due": None} for item in items if item.at == (name,)]
        for name in LISTS
    }
    values = {**measure.values, **{name: rows for name, rows in steps.items() if rows}}
    return new_measure_file(plan.year, measure.id, values)


def _apply(plan: Plan, edits: Edits, edit: Edit, data: bytes) -> bytes:
    scored = [row.key[0] for row in plan.rows["results"] if row.key != (LEVEL,)]
    try:
        return set_field(data, edit.at, edit.value, (*order_of(edit.table), *scored))
    except FormError:
        _refuse(edits, edit.spot, edit.file, edit.at)
        return data


def _add(edits: Edits, path: str, item: Item, data: bytes) -> bytes:
    if item.at == (JOURNAL,):
        return with_entry(path, data, item.values)
    try:
        return add_item(data, item.at, item.values, order_of(item.parent))
    except FormError:
        _refuse(edits, next(iter(item.spots.values())), item.file, item.at)
        return data


def _refuse(edits: Edits, spot: Spot, file: str, at: At) -> None:
    facts = {"field": Document("", {}, {}).field_name(at), "path": file}
    edits.faults.append(Fault(spot, "form", facts))


def _spots(
    project: Project, plan: Plan, edits: Edits, files: Mapping[Path, Changed]
) -> Mapping[tuple[str, str], Spot]:
    """The cell of every changed field."""
    found: dict[tuple[str, str], Spot] = {}
    for path, changed in files.items():
        name = project.relative(path)
        document = read_document(name, changed.new)[0]
        file = path.relative_to(plan.folder).as_posix()
        for edit in (edit for edit in edits.edits if edit.file == file):
            found[(name, document.field_name(edit.at))] = edit.spot
        for measure in (each for each in edits.measures if measure_file(each.id) == file):
            found |= {(name, field): spot for field, spot in measure.spots.items()}
        for at, item in _placed(document, [item for item in edits.items if item.file == file]):
            base = document.field_name(at)
            found |= {(name, f"{base}.{field}"): spot for field, spot in item.spots.items()}
            found[(name, base)] = next(iter(item.spots.values()))
    return found


def _told(project: Project, plan: Plan, edits: Edits) -> Iterator[Told]:
    for measure in edits.measures:
        title = str(measure.values.get("title", ""))
        yield Told(project.relative(plan.folder / measure_file(measure.id)), "", "", title)
    for edit in edits.edits:
        document = plan.files.get(edit.file, Document("", {}, {}))
        path = project.relative(plan.folder / edit.file)
        yield Told(path, document.field_name(edit.at), edit.old, edit.new)
    for item in edits.items:
        said = " ".join(str(value).strip() for value in item.values.values() if isinstance(value, str))
        yield Told(project.relative(plan.folder / item.file), str(item.at[0]), "", f"+ {said}")


def _placed(document: Document, items: list[Item]) -> Iterator[tuple[At, Item]]:
    """Each new item with its place in the file: new ones stand at the end of their list."""
    for at in dict.fromkeys(item.at for item in items):
        mine = [item for item in items if item.at == at]
        there = document.value_at(at)
        first = (len(there) if isinstance(there, list) else 0) - len(mine)
        yield from (((*at, first + number), item) for number, item in enumerate(mine))
