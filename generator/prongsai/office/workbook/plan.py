"""A body's files of one year -> the rows of each sheet, with the place of every cell in the files.

It only reads.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath

from prongsai.document import Document, Path, Value
from prongsai.fields import words_of
from prongsai.load import load
from prongsai.model.analysis import Analysis
from prongsai.model.measure import Measure
from prongsai.model.results import Results
from prongsai.model.scalars import fold_code
from prongsai.model.unit import ALL_OWNERS
from prongsai.office.crosswalk import codes_with_titles
from prongsai.office.opening import section_titles
from prongsai.office.places import find_year
from prongsai.office.workbook.kinds import Kind, Names, canonical, show
from prongsai.office.workbook.tables import BY_NAME, Column, Table
from prongsai.office.workbook.texts import words
from prongsai.problems import StopError
from prongsai.project import MEASURES, Project

RESULTS, ANALYSIS, OIT = "results.yml", "analysis.yml", "oit.yml"
LISTS = ("steps", "follow_up")
LEVEL = "level"
_PARTS = {"result_year": Kind.YEAR, "summary": Kind.PROSE, "measures_intro": Kind.PROSE}
_LONGEST_CELL = 32_767
"""Signs that Excel keeps in one cell."""

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row that shows data: the file below the year's folder, and the field of each column in it."""

    key: Key
    file: str
    fields: Mapping[str, Path]
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    """The kinds of the cells that are of another one than their column."""
    code_title: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A body's year as a workbook shows it."""

    unit: str
    year: int
    title: str
    folder: FilePath
    names: Names
    files: Mapping[str, Document]
    """The files that are there and say something, by their path below the year's folder."""
    rows: Mapping[str, tuple[Row, ...]]

    def value(self, row: Row, column: Column) -> Value:
        """What the files say now."""
        document = self.files.get(row.file)
        return document.value_at(row.fields[column.name]) if document else None

    def shown(self, row: Row, column: Column) -> str:
        """What the cell shows."""
        text = show(kind_of(row, column), self.value(row, column), self.names)
        return text if len(text) <= _LONGEST_CELL else str(words()["too_long"])

    def meaning(self, row: Row, column: Column) -> str:
        """The one spelling of what the cell shows."""
        return canonical(kind_of(row, column), self.shown(row, column), self.names)

    @property
    def measures(self) -> tuple[str, ...]:
        """The ids of the year's measures."""
        return tuple(row.key[0] for row in self.rows["measures"])


def kind_of(row: Row | None, column: Column) -> Kind:
    """What a cell holds."""
    return row.kinds.get(column.name, column.kind) if row else column.kind


def measure_file(measure: str) -> str:
    """The path of a measure's file below the year's folder."""
    return f"{MEASURES}/{measure}.yml"


def list_titles() -> Mapping[str, str]:
    """What the two lists of steps are called."""
    return {name: words_of(Measure, name).title for name in LISTS}


def read_plan(project: Project, unit: str, year: str) -> Plan:
    """Return the rows of a body's year; `StopError` if there is none, or its files cannot be read whole."""
    folder = find_year(project, unit, year)
    data = load(project, (unit,))
    if not data.units:
        raise StopError("faulty-unit", unit=unit)
    body, number = data.units[0], int(folder.name)
    prefix = project.relative(folder) + "/"
    documents = {each.document.path.removeprefix(prefix): each.document for each in body.year(number).files}
    owners = {owner.id: owner.name for owner in body.unit.value.owners}
    sections = section_titles(data.reference, body.unit.value, body.year(number))
    names = Names({**owners, ALL_OWNERS: str(words()["everyone"])}, sections)
    framework = data.reference.framework(body.unit.value, number)
    codes = codes_with_titles(framework) if framework else ()
    rows = {
        "results": tuple(_results(documents.get(RESULTS), codes)),
        "analysis": tuple(_analysis()),
        "sections": tuple(_keyed("sections", documents.get(ANALYSIS))),
        "findings": tuple(_listed("findings", ANALYSIS, ("findings",), documents)),
        "oit": tuple(_listed("oit", OIT, ("links",), documents)),
        **_measure_rows(documents),
    }
    return Plan(unit, number, body.unit.value.name, folder, names, documents, rows)


def _results(document: Document | None, codes: tuple[tuple[str, str], ...]) -> Iterator[Row]:
    title = words_of(Results, LEVEL).title
    yield Row((LEVEL,), RESULTS, {"scores": (LEVEL,)}, {"scores": Kind.TEXT}, title)
    scores = document.value_at(("scores",)) if document else None
    spelled = {fold_code(code): code for code in scores} if isinstance(scores, dict) else {}
    known = dict(codes)
    for code in (*known, *(code for code in spelled if code not in known)):
        yield Row(
            (code,),
            RESULTS,
            {"scores": ("scores", spelled.get(code, code))},
            code_title=known.get(code, ""),
        )


def _analysis() -> Iterator[Row]:
    for name, kind in _PARTS.items():
        title = words_of(Analysis, name).title
        yield Row((title,), ANALYSIS, {"part_text": (name,)}, {"part_text": kind})


def _keyed(name: str, document: Document | None) -> Iterator[Row]:
    """The sections, which have ids of their own."""
    found = document.value_at((name,)) if document else None
    for index, each in enumerate(found if isinstance(found, list) else ()):
        if isinstance(each, dict):
            yield Row((str(each["id"]),), ANALYSIS, item_fields(BY_NAME[name], (name, index)))


def _listed(
    name: str, file: str, at: Path, documents: Mapping[str, Document], key: Key = ()
) -> Iterator[Row]:
    """The items of a list, counted from 1."""
    found = documents[file].value_at(at) if file in documents else None
    for index in range(len(found) if isinstance(found, list) else 0):
        yield Row((*key, str(index + 1)), file, item_fields(BY_NAME[name], (*at, index)))


def item_fields(table: Table, at: Path) -> Mapping[str, Path]:
    """Where the fields of a list's item stand."""
    return {column.name: (*at, column.name) for column in table.fields}


def _measure_rows(documents: Mapping[str, Document]) -> Mapping[str, tuple[Row, ...]]:
    rows: dict[str, list[Row]] = {"measures": [], "steps": [], "progress": [], "evidence": []}
    for file in (path for path in documents if path.startswith(f"{MEASURES}/")):
        measure = file.removeprefix(f"{MEASURES}/").removesuffix(".yml")
        rows["measures"].append(Row((measure,), file, item_fields(BY_NAME["measures"], ())))
        for name, title in list_titles().items():
            rows["steps"] += _listed("steps", file, (name,), documents, (measure, title))
        entries = list(_listed("progress", file, ("progress",), documents, (measure,)))
        rows["progress"] += entries
        for index, entry in enumerate(entries):
            rows["evidence"] += _listed(
                "evidence", file, ("progress", index, "evidence"), documents, entry.key
            )
    return {name: tuple(each) for name, each in rows.items()}
