"""Tables of the open data -> CSV, JSON and the Data Package that describes them, as files of a site.

What a column means stands in `theme/data.yml`. It must not decide what a table holds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any

import simplejson

from prongsai import addresses
from prongsai.derive import UnitReport, YearReport
from prongsai.derive.everything import Node, everything
from prongsai.derive.scores import ResultsReport
from prongsai.derive.tables import PORTAL_KINDS, YEAR_KINDS, Voices, year_tables
from prongsai.derive.tables.kind import Column, Table, TableKind, Value, names_of, values_of
from prongsai.derive.tables.plan import Voice
from prongsai.load import Placed
from prongsai.render.csv_text import table_text
from prongsai.render.data_package import NO_ROWS, Described, DescribedColumn, Extent, Subject, data_package
from prongsai.render.environment import Theme, no_scores, scores_of
from prongsai.render.filters import Words
from prongsai.render.frame import Place
from prongsai.render.text import plain_line, resolve_references

EVERYTHING = PurePosixPath(addresses.everything_file(0)).name
TABLES = "tables.json"
PACKAGE = "datapackage.json"


@dataclass(frozen=True, slots=True)
class DataFile:
    """One file of a dataset and what a reader is told of it; only a table has rows.

    `explained` is the anchor at which its columns or keys are explained.
    """

    name: str
    title: str
    description: str
    text: str | None
    """None where it is too long to be held."""
    size: int
    rows: int | None = None
    explained: str = ""


@dataclass(frozen=True, slots=True)
class Dataset:
    """The files that stand at one address of a site."""

    address: str
    title: str
    files: tuple[DataFile, ...]

    @property
    def texts(self) -> dict[str, str]:
        """The files that are held, by their path below the site."""
        return {f"{self.address}{each.name}": each.text for each in self.files if each.text is not None}


def year_dataset(theme: Theme, report: UnitReport, year: YearReport, place: Place) -> Dataset:
    """Return the open data of a body's fiscal year."""
    voices = voices_of(theme)
    tables = year_tables(report, year, voices)
    documents: dict[str, Node] = {
        TABLES: {name: _named_rows(table) for name, table in tables.items()},
        EVERYTHING: everything(report, year, tables, voices),
    }
    words = theme.data["package"]
    facts = {"name": report.unit.name, "year": year.year, "today": theme.speller.date(report.today)}
    updated = next((each.commit.day for each in report.changes.revisions if each.commit), None)
    address = addresses.data_page(year.year)
    subject = Subject(
        name=f"prongsai-{report.id}-{year.year}",
        title=words["title"].format(**facts),
        description=words["description"].format(**facts),
        homepage=place.url(address),
        licence=place.licence,
        publisher=(report.unit.name, report.unit.website or ""),
        sources=tuple(_sources(report, year)),
        created=report.today,
        updated=updated,
    )
    return _dataset(theme, address, subject, tables, documents)


def _dataset(
    theme: Theme, address: str, subject: Subject, tables: Mapping[str, Table], documents: Mapping[str, Node]
) -> Dataset:
    texts = {name: _text(table) for name, table in tables.items()}
    described = [
        described_table(theme, table.kind, _extent(texts[name], len(table.rows)))
        for name, table in tables.items()
    ]
    files = [table_file(each, texts[each.kind.name]) for each in described]
    package = data_package(subject, described)
    files += [document_file(theme, name, json_text(node)) for name, node in documents.items()]
    return Dataset(address, subject.title, (*files, document_file(theme, PACKAGE, json_text(package))))


def table_file(described: Described, text: str | None) -> DataFile:
    """A table as a file of a dataset."""
    extent = described.extent
    about = (described.path, described.title, described.description)
    return DataFile(*about, text, extent.size, extent.rows, described.anchor)


def explained_tables(theme: Theme) -> tuple[Described, ...]:
    """Every kind of table that a body or all bodies together have, without rows."""
    kinds = (*YEAR_KINDS.values(), *PORTAL_KINDS.values())
    return tuple(described_table(theme, kind, NO_ROWS) for kind in kinds)


def document_file(theme: Theme, name: str, text: str) -> DataFile:
    """A document as a file of a dataset."""
    words, size = theme.data["documents"][name], len(text.encode("utf-8"))
    explained = PurePosixPath(EVERYTHING).stem if name == EVERYTHING else ""
    return DataFile(name, words["title"], words["description"], text, size, explained=explained)


def json_text(node: Node) -> str:
    """A value as JSON on one line; numbers keep the digits that were printed, days are ISO 8601."""
    return simplejson.dumps(node, ensure_ascii=False, use_decimal=True, default=date.isoformat) + "\n"


def described_table(theme: Theme, kind: TableKind, table: Extent) -> Described:
    """What readers are told of a table."""
    words = theme.data["tables"][kind.name]
    return Described(
        kind=kind,
        title=words["title"],
        description=words["description"],
        extent=table,
        columns=_columns(theme, kind),
        anchor=kind.name if YEAR_KINDS.get(kind.name) is kind else f"all-{kind.name}",
    )


def _extent(text: str, rows: int) -> Extent:
    content = text.encode("utf-8")
    return Extent(len(content), rows, hashlib.sha256(content).hexdigest())


@lru_cache(maxsize=32)
def _columns(theme: Theme, kind: TableKind) -> tuple[DescribedColumn, ...]:
    """The columns of a kind of table, which are the same for every body of a theme."""
    words = theme.data["tables"][kind.name]["columns"]
    return tuple(_column(theme, words, column) for column in kind.columns)


def _column(theme: Theme, own: Words, column: Column) -> DescribedColumn:
    words = own.get(column.name) or theme.data["columns"][column.name]
    description = words["description"]
    if "values" in words:
        package = theme.data["package"]
        meanings = column_values(theme, words["values"])
        shown = {word: meanings[word] for word in column.choices or meanings}
        listed = ", ".join(package["value"].format(word=word, meaning=shown[word]) for word in shown)
        description = f"{description} {package['values'].format(values=listed)}"
    return DescribedColumn(column, words["title"], description, theme.data["types"][column.type])


def column_values(theme: Theme, values: str | Mapping[str, str]) -> dict[str, str]:
    """What each word of a column means: given with the column, or named as a table of the theme's words."""
    if not isinstance(values, str):
        return dict(values)
    table = theme.words[values]
    return {word: each if isinstance(each, str) else each["label"] for word, each in table.items()}


def _text(table: Table) -> str:
    return table_text(names_of(table.kind.row), cells_of(table))


def cells_of(table: Table) -> list[tuple[Value, ...]]:
    """The cells of every row."""
    return [values_of(row) for row in table.rows]


def _named_rows(table: Table) -> list[Node]:
    """The rows of a table with the name of each value."""
    names = names_of(table.kind.row)
    return [dict(zip(names, values_of(row), strict=True)) for row in table.rows]


def voices_of(theme: Theme) -> Voices:
    """The voice of a plan's texts: codes in braces become the scores of the results that it analyses."""

    def voice_of(results: ResultsReport | None) -> Voice:
        scores = scores_of(theme, results)
        return Voice(lambda text: resolve_references(text, scores), theme.words["all_owners"])

    return voice_of


def _sources(report: UnitReport, year: YearReport) -> Iterator[str]:
    """The documents that the year's files say they were made from, each once."""
    parts = (part for part in (year.results, year.plan, year.sheet) if part)
    measures = year.plan.measures if year.plan else ()
    files: list[Placed[Any]] = [report.source, *(part.source for part in parts if part.source)]
    files += [measure.source for measure in measures]
    texts = (each.value.source for each in files)
    yield from dict.fromkeys(plain_line(text, no_scores) for text in texts if text)
