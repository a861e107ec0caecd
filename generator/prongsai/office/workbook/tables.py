"""Which sheets a workbook has, and which columns stand in them, in their order.

It must not know any body's data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from prongsai.fields import FieldWords, words_of
from prongsai.model.analysis import Finding, Section
from prongsai.model.measure import Entry, Evidence, Measure, Step
from prongsai.model.oit import Link
from prongsai.model.results import Results
from prongsai.office.workbook.kinds import Kind
from prongsai.office.workbook.texts import words


@dataclass(frozen=True, slots=True)
class Column:
    """One column; without a class its words stand in `words.yml`."""

    name: str
    kind: Kind
    model: type[BaseModel] | None = None
    is_key: bool = False
    is_needed: bool = False
    is_aside: bool = False
    """Whether it is only shown, to help reading; an import does without it."""
    width: int = 18
    has_year: bool = False
    """Whether the heading says of which year the column is."""

    @property
    def words(self) -> FieldWords:
        """The heading, and what belongs below it."""
        if self.model:
            return words_of(self.model, self.name)
        return FieldWords.model_validate(words()["columns"][self.name])

    @property
    def title(self) -> str:
        """The heading without a year."""
        return self.words.title

    def titles(self, year: int) -> tuple[str, ...]:
        """The headings that are understood in a workbook of a year; the first is written."""
        dated = str(words()["of_year"]).format(title=self.title, year=year)
        return (dated, self.title) if self.has_year else (self.title,)


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet; `free` rows wait below the data for new ones."""

    name: str
    columns: tuple[Column, ...]
    free: int
    is_past: bool = False
    """Whether the rows that are there can only be read: a journal is only added to."""

    @property
    def sheet(self) -> str:
        """The sheet's name."""
        return str(words()["sheets"][self.name])

    @property
    def keys(self) -> tuple[Column, ...]:
        """The columns that together say which row is meant."""
        return tuple(column for column in self.columns if column.is_key)

    @property
    def fields(self) -> tuple[Column, ...]:
        """The columns that an officer fills in."""
        return tuple(column for column in self.columns if not column.is_key and not column.is_aside)


def _key(name: str, kind: Kind = Kind.TEXT, width: int = 10) -> Column:
    return Column(name, kind, is_key=True, width=width)


def _columns(model: type[BaseModel], needed: str = "", /, **kinds: tuple[Kind, int]) -> tuple[Column, ...]:
    """Columns of a class by its fields' names, each with its kind and width."""
    return tuple(
        Column(name, kind, model, is_needed=name in needed.split(), width=width)
        for name, (kind, width) in kinds.items()
    )


_MEASURE = _key("measure", Kind.ID, 14)
_ENTRY = _key("entry")
_ROW = _key("row", width=8)
_LONG = (Kind.PROSE, 60)

TABLES: tuple[Table, ...] = (
    Table(
        "results",
        (
            _key("code", Kind.CODE, 12),
            Column("code_title", Kind.TEXT, is_aside=True, width=70),
            Column("scores", Kind.SCORE, Results, width=18, has_year=True),
        ),
        free=20,
    ),
    Table("analysis", (_key("part", width=30), Column("part_text", Kind.PROSE, width=100)), free=0),
    Table(
        "sections",
        (
            Column("id", Kind.ID, Section, is_key=True, width=14),
            *_columns(Section, title=(Kind.TEXT, 40), narrative=(Kind.PROSE, 80), limits=_LONG),
        ),
        free=20,
    ),
    Table(
        "findings",
        (
            _ROW,
            *_columns(
                Finding,
                "section text",
                id=(Kind.ID, 14),
                section=(Kind.SECTION, 30),
                codes=(Kind.CODES, 16),
                need=(Kind.NEED, 16),
                text=(Kind.PROSE, 80),
            ),
        ),
        free=40,
    ),
    Table(
        "measures",
        (
            _MEASURE,
            *_columns(
                Measure,
                "section",
                title=(Kind.TEXT, 40),
                section=(Kind.SECTION, 30),
                answers=(Kind.CODES, 16),
                approach=_LONG,
                lead=(Kind.OWNER, 20),
                owners=(Kind.OWNERS, 30),
                period=(Kind.PERIOD, 24),
                steps_intro=(Kind.PROSE, 30),
                follow_up_intro=(Kind.PROSE, 30),
                budget=(Kind.BAHT, 14),
                target=(Kind.PROSE, 40),
                limits=(Kind.PROSE, 40),
                continues=(Kind.TEXT, 14),
            ),
        ),
        free=30,
    ),
    Table(
        "steps",
        (
            _MEASURE,
            _key("list", width=14),
            _ROW,
            *_columns(
                Step,
                "text",
                number=(Kind.TEXT, 10),
                text=(Kind.TEXT, 80),
                due=(Kind.WHEN, 16),
                done=(Kind.DONE, 16),
            ),
        ),
        free=60,
    ),
    Table(
        "progress",
        (
            _MEASURE,
            _ENTRY,
            *_columns(
                Entry,
                "text",
                round=(Kind.ROUND, 20),
                date=(Kind.DAY, 16),
                status=(Kind.STATUS, 20),
                text=(Kind.PROSE, 80),
                obstacle=(Kind.PROSE, 50),
            ),
        ),
        free=60,
        is_past=True,
    ),
    Table(
        "evidence",
        (
            _MEASURE,
            _ENTRY,
            _ROW,
            *_columns(Evidence, "title", title=(Kind.TEXT, 50), url=(Kind.URL, 60), file=(Kind.TEXT, 40)),
        ),
        free=60,
        is_past=True,
    ),
    Table(
        "oit",
        (
            _ROW,
            *_columns(
                Link,
                "code",
                code=(Kind.CODE, 10),
                title=(Kind.TEXT, 50),
                url=(Kind.URL, 60),
                where=(Kind.TEXT, 40),
                round=(Kind.ROUND, 20),
                elements=(Kind.CODES, 14),
                note=(Kind.PROSE, 50),
            ),
        ),
        free=60,
    ),
)
"""The sheets from left to right."""
BY_NAME: Mapping[str, Table] = {table.name: table for table in TABLES}


def heading(sheet: str, field: str) -> str:
    """The heading of a field's column in a sheet; empty if it has none."""
    tables = (table for table in TABLES if table.sheet == sheet)
    return next((each.title for table in tables for each in table.fields if each.name == field), "")
