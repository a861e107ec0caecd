"""A document of the office's own -> new measures' files, ready to be written, and all that is not sure.

No measure that exists is touched; what stands there already is told and not written again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from prongsai.derive.measures import analysed_year
from prongsai.load import UNIT_FILE, YearFiles, load
from prongsai.model.framework import Framework
from prongsai.model.measure import Entry, Measure
from prongsai.office.opening import NewFiles, measure_file, next_measure_id
from prongsai.office.places import find_year
from prongsai.office.spelling import prose, spell
from prongsai.office.tables.columns import Columns, above, find_head, understand_columns, unknown_headings
from prongsai.office.tables.drafts import Draft, Ground, read_group
from prongsai.office.tables.folding import fold, shorten
from prongsai.office.tables.grid import Table
from prongsai.office.tables.lists import Item
from prongsai.office.tables.new_owners import with_owners
from prongsai.office.tables.paper import read_paper
from prongsai.office.tables.rows import Walk
from prongsai.office.tables.sections import Sections
from prongsai.office.tables.settled import TEXT, At, Doubt, Notice, Settled
from prongsai.office.tables.workbook import read_workbook
from prongsai.office.trial import try_changes
from prongsai.problems import StopError
from prongsai.project import MEASURES, Project

_EXCEL = ".xlsx"


@dataclass(frozen=True, slots=True)
class Known:
    """A body's plan as it stands: what a table can refer to, and which measures there are."""

    folder: Path
    sections: Sections
    owners: Mapping[str, str]
    measures: Mapping[str, Measure]

    @property
    def year(self) -> int:
        """The plan's fiscal year."""
        return int(self.folder.name)


@dataclass(frozen=True, slots=True)
class Understood:
    """What was read of a document."""

    columns: tuple[tuple[Table, Columns], ...]
    drafts: tuple[Draft, ...]
    doubts: tuple[Doubt, ...]
    notices: tuple[Notice, ...]


def read_tables(path: Path) -> tuple[Table, ...]:
    """Return the tables of an .xlsx or .docx."""
    return read_workbook(path) if path.suffix.lower() == _EXCEL else read_paper(path)


def known_plan(project: Project, unit: str, year: str) -> Known:
    """Return what the plan of a year knows."""
    folder = find_year(project, unit, year)
    data = load(project, (unit,))
    if not data.units:
        raise StopError("faulty-unit", unit=unit)
    body = data.units[0]
    measures = {each.stem: each.value for each in body.year(int(folder.name)).measures}
    framework = data.reference.framework(body.unit.value, analysed_year(body.year(int(folder.name))))
    owners = {owner.id: owner.name for owner in body.unit.value.owners}
    return Known(folder, _sections(body.year(int(folder.name)), framework), owners, measures)


def _sections(year: YearFiles, framework: Framework | None) -> Sections:
    """The sections of the analysis first, then those of the assessment that is analysed."""
    own = {each.id: each.title for each in year.analysis.value.sections} if year.analysis else {}
    shared = framework.titles if framework else {}
    coded = [code for code in shared if framework and code in framework.section_ids]
    questions = {each.id: each.indicator for each in framework.questions} if framework else {}
    titles = {code: (own.get(code), shared.get(code)) for code in dict.fromkeys([*own, *coded])}
    named = {code: tuple(filter(None, each)) for code, each in titles.items()}
    return Sections(named, {code: questions.get(code) for code in shared})


def understand(tables: Sequence[Table], known: Known, settled: Settled) -> Understood:
    """Read every table of measures; nothing is asked, nothing is written."""
    ground = Ground(known.year, known.sections, known.owners, settled)
    walk = Walk(known.sections, settled, notices=[*_unused(tables, settled)])
    columns: list[tuple[Table, Columns]] = []
    for table in tables:
        if settled.skips(table.name):
            walk.notices.append(Notice("skipped-table", At(table)))
            continue
        head = find_head(table, settled)
        if head is None:
            walk.notices.append(_left_out(table, settled))
            continue
        if titles := above(table, head):
            walk.notices.append(Notice("above", At(table), {"text": shorten(titles)}))
        understood = understand_columns(table, head, settled)
        columns.append((table, understood))
        walk.doubts += understood.doubts
        walk.notices += _skipped(table, understood)
        walk.over(table, understood)
    drafts = tuple(read_group(group, ground) for group in walk.groups)
    doubts = [*walk.doubts, *(doubt for draft in drafts for doubt in draft.doubts)]
    return Understood(tuple(columns), drafts, tuple(_once(doubts)), tuple(walk.notices))


def _skipped(table: Table, columns: Columns) -> Iterable[Notice]:
    headings = (columns.head.headings[each] for each in columns.skipped)
    return [Notice("skipped", At(table), {"text": shorten(heading)}) for heading in headings]


def _left_out(table: Table, settled: Settled) -> Notice:
    first = " | ".join(table.rows[0].texts) if table.rows else ""
    unknown = " | ".join(unknown_headings(table, settled))
    return Notice(
        "not-measures", At(table), {"text": shorten(first, 120), "unknown": shorten(unknown, 240) or "-"}
    )


def _unused(tables: Sequence[Table], settled: Settled) -> Iterable[Notice]:
    """Tell of every option that no text of the document answers to."""
    rows = [row for table in tables for row in table.rows]
    cells = {fold(cell.text) for row in rows for cell in row.cells} | {fold(each.name) for each in tables}
    begins = [fold(" ".join(row.texts)) for row in rows]
    for option, key in (
        *(("column", key) for key in settled.columns),
        *(("skip", key) for key in settled.skipped),
    ):
        is_begin = option == "skip" and any(begin.startswith(fold(key)) for begin in begins)
        if fold(key) not in cells and not is_begin:
            yield Notice("unused", At(Table(f'--{option} "{key}"', ())))


def _once(doubts: Iterable[Doubt]) -> Iterable[Doubt]:
    """Each doubt at its first place: the same name or heading is settled once."""
    first: dict[tuple[str, str], Doubt] = {}
    for each in doubts:
        first.setdefault((each.code, str(each.at) if each.asks == TEXT else fold(each.key)), each)
    return first.values()


@dataclass(frozen=True, slots=True)
class Plan:
    """New measures by their ids, those that are there already, and what writing them would do."""

    fresh: Mapping[str, Draft]
    notices: tuple[Notice, ...]
    new: NewFiles
    unit_file: Path
    unit_before: bytes
    unit_after: bytes


def plan_files(project: Project, known: Known, read: Understood, settled: Settled, today: date) -> Plan:
    """Return the files of all measures that are not there yet; no doubt may be left."""
    unit = known.folder.parent.name
    fresh, notices = _fresh(known, read, settled, int(next_measure_id(project, unit, known.folder.name)[1:]))
    files = {
        known.folder / MEASURES / f"{name}.yml": _file(known.year, name, draft, settled)
        for name, draft in fresh.items()
    }
    path = known.folder.parent / UNIT_FILE
    before = path.read_bytes()
    after = with_owners(project.relative(path), before, settled.new_owners)
    changes = files if after == before else {path: after, **files}
    trial = try_changes(project, unit, changes, today)
    notices += [notice for draft in fresh.values() for notice in draft.notices]
    return Plan(fresh, tuple(notices), NewFiles(files, trial), path, before, after)


def _fresh(
    known: Known, read: Understood, settled: Settled, number: int
) -> tuple[dict[str, Draft], list[Notice]]:
    """The measures that are not there yet, from `m` and this number on; and what is told of the others."""
    fresh: dict[str, Draft] = {}
    notices: list[Notice] = []
    for draft in read.drafts:
        there = next((name for name, each in known.measures.items() if _is_same(draft, each)), None)
        twin = next((name for name, each in fresh.items() if _is_twin(draft, each)), None)
        if there:
            notices.append(_there(draft, there, known, settled))
        elif twin:
            notices.append(Notice("same-row", draft.at, {"text": draft.name}))
        else:
            like = next((name for name, each in fresh.items() if _is_alike(draft, each)), None)
            if like:
                facts = {"key": like, "other": fresh[like].at, "table": draft.at.table.name}
                notices.append(Notice("like-row", draft.at, facts))
            fresh[f"m{number + len(fresh)}"] = draft
    return fresh, notices


def _there(draft: Draft, name: str, known: Known, settled: Settled) -> Notice:
    """Tell that a measure is there, and how to report what the row says of its progress."""
    facts = {"text": draft.name, "key": name, "unit": known.folder.parent.name, "year": known.year}
    if not draft.entry or any(_is_told(draft, each) for each in known.measures[name].progress):
        return Notice("same-measure", draft.at, facts)
    given = {"round": settled.round, "status": draft.entry.get("status")}
    options = "".join(f" --{option} {value}" for option, value in given.items() if value)
    return Notice("same-measure-results", draft.at, {**facts, "options": options})


def _is_told(draft: Draft, entry: Entry) -> bool:
    """Tell whether an entry of a measure says already what a row says."""
    said = (draft.entry.get(name) or "" for name in ("status", "text", "obstacle"))
    there = (entry.status or "", entry.text or "", entry.obstacle or "")
    urls = {each["url"] for each in draft.entry.get("evidence", ())}
    return [*map(fold, said)] == [*map(fold, there)] and urls <= {str(each.url) for each in entry.evidence}


def _is_alike(draft: Draft, other: Draft) -> bool:
    """Tell whether rows of two tables have one section and one title."""
    one, two = (fold(each.values.get("title", "")) for each in (draft, other))
    is_one = bool(one) and one == two and draft.values["section"] == other.values["section"]
    return is_one and draft.at.table.name != other.at.table.name


def _is_same(draft: Draft, measure: Measure) -> bool:
    """Tell whether a measure is there already: one section, one work, and names that do not contradict.

    Who does it and when may have been changed since; what only one of the two says is no difference.
    """
    work = fold("".join(item.text for item in draft.steps.get("steps", ())))
    names = [(draft.values.get(name), getattr(measure, name)) for name in ("title", "approach")]
    said = [(fold(one), fold(other)) for one, other in names if one and other]
    is_one_work = work == fold("".join(step.text for step in measure.steps))
    is_told = bool(work) or bool(said)
    return (
        draft.values["section"] == measure.section
        and is_one_work
        and is_told
        and all(one == other for one, other in said)
    )


def _is_twin(draft: Draft, other: Draft) -> bool:
    """Tell whether two rows say the same in every field."""
    told = ((each.values, each.steps, each.entry, each.notes, each.source) for each in (draft, other))
    return next(told) == next(told)


def _file(year: int, name: str, draft: Draft, settled: Settled) -> bytes:
    values: dict[str, Any] = {key: each for key, each in draft.values.items() if key != "due"}
    due = draft.values.get("due", ())
    for field, items in draft.steps.items():
        values[field] = tuple(_rows(items, due if field == "steps" else ()))
    if "target" in values or "limits" in values:
        values |= {key: str(values[key]) for key in ("target", "limits") if key in values}
    return measure_file(year, name, values) + _more(draft, settled)


def _rows(items: tuple[Item, ...], due: tuple[str, ...]) -> Iterable[Mapping[str, Any]]:
    for place, item in enumerate(items, 1):
        row: dict[str, Any] = {"text": prose(item.text)}
        if item.number and item.number != str(place):
            row["number"] = item.number
        if due:
            row["due"] = due[place - 1]
        yield {"fields": row, "due": None}


def _more(draft: Draft, settled: Settled) -> bytes:
    """What the guided part of a measure's file has no place for."""
    more: dict[str, Any] = {}
    if draft.source:
        more["source"] = prose("\n\n".join(draft.source))
    if draft.notes:
        more["note"] = prose("\n\n".join(draft.notes))
    if draft.entry:
        more["progress"] = [{**({"round": settled.round} if settled.round else {}), **draft.entry}]
    return spell(more).encode("utf-8") if more else b""
