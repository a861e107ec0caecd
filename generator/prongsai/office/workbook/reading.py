"""A filled workbook -> the texts of its rows, with the cell of each, and what it says about its export.

It must not know what a body's files say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path

from openpyxl.utils import get_column_letter, range_boundaries
from python_calamine import CalamineError, CalamineWorkbook

from prongsai.model.calendar import buddhist_year
from prongsai.model.digits import fold_digits
from prongsai.office.archive import open_archive
from prongsai.office.spelling import tidy
from prongsai.office.workbook.faults import Fault, Notice, Spot
from prongsai.office.workbook.hidden import Sheet, inspect
from prongsai.office.workbook.kinds import DATES, Kind
from prongsai.office.workbook.memory import SHEET, Memory, recall
from prongsai.office.workbook.tables import TABLES, Column, Table
from prongsai.problems import StopError

_YEARS_AROUND = 3
"""A date of Excel that is further from the workbook's year is doubtful: which era, which century?"""

Raw = int | float | str | bool | time | date | datetime | timedelta


@dataclass(frozen=True, slots=True)
class Filled:
    """One row that holds anything: its number in the sheet, and the text and cell of each column."""

    table: Table
    number: int
    texts: Mapping[str, str]
    spots: Mapping[str, Spot]

    @property
    def key(self) -> tuple[str, ...]:
        """The texts of the columns that say which row is meant."""
        return tuple(self.texts[column.name] for column in self.table.keys)

    @property
    def is_empty(self) -> bool:
        """Tell whether no field of the row is filled in."""
        return not any(self.texts[column.name] for column in self.table.fields)


KINDS = (".xlsx",)


@dataclass(slots=True)
class Book:
    """A filled workbook."""

    memory: Memory
    rows: dict[str, list[Filled]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


def read_book(path: Path) -> Book:
    """Read a workbook; `StopError` if it is none, is unsafe to read, or was not exported by us."""
    data = open_archive(path, KINDS)
    hidden = inspect(path, data)
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as opened:
            sheets = {name: _cells(opened, name) for name in opened.sheet_names if name in hidden}
    except CalamineError:
        raise StopError("office-unreadable", path=path) from None
    book = Book(recall(sheets.get(SHEET, []), path))
    for table in TABLES:
        if table.sheet in sheets:
            _SheetReader(book, table, hidden[table.sheet]).read(sheets[table.sheet])
        else:
            book.faults.append(Fault(Spot(table.sheet), "no-sheet"))
    return book


def _cells(opened: CalamineWorkbook, name: str) -> list[list[Raw]]:
    return opened.get_sheet_by_name(name).to_python(skip_empty_area=False)


class _SheetReader:
    """Reads one sheet into the book."""

    def __init__(self, book: Book, table: Table, hidden: Sheet) -> None:
        self.book = book
        self.table = table
        self.hidden = hidden
        self.formulas = frozenset(hidden.formulas)
        self.year = int(book.memory.year)

    def read(self, cells: Sequence[Sequence[Raw]]) -> None:
        """Read every row that holds anything."""
        rows = self.book.rows.setdefault(self.table.name, [])
        columns = self._find_columns(cells[0] if cells else ())
        if columns is None:
            return
        self._refuse_merged()
        for number, row in enumerate(cells[1:], 2):
            filled = self._filled(number, row, columns)
            if any(filled.texts.values()):
                rows.append(filled)

    def _find_columns(self, headings: Sequence[Raw]) -> Mapping[str, int] | None:
        """The position of each column by its heading; None if one is missing."""
        titles = [" ".join(str(each).split()) for each in headings]
        found: dict[str, int] = {}
        for column in self.table.columns:
            places = [place for place, title in enumerate(titles) if title in column.titles(self.year)]
            if len(places) == 1:
                found[column.name] = places[0]
            elif not column.is_aside:
                code = "two-columns" if places else "no-column"
                self._fault(Spot(self.table.sheet), code, title=column.title)
        known = {title for column in self.table.columns for title in column.titles(self.year)}
        for place, title in enumerate(titles):
            if title and title not in known:
                spot = Spot(self.table.sheet, f"{get_column_letter(place + 1)}1")
                self.book.notices.append(Notice(spot, "column-left", {"title": title}))
        wanted = {column.name for column in self.table.columns if not column.is_aside}
        return found if wanted <= found.keys() else None

    def _refuse_merged(self) -> None:
        for cells in self.hidden.merged:
            last = range_boundaries(cells)[3]
            if last and last > 1:
                self._fault(Spot(self.table.sheet, cells.partition(":")[0]), "merged", cells=cells)

    def _filled(self, number: int, row: Sequence[Raw], columns: Mapping[str, int]) -> Filled:
        texts, spots = {}, {}
        for column in self.table.columns:
            if column.name not in columns:
                continue
            place = columns[column.name]
            spot = Spot(self.table.sheet, f"{get_column_letter(place + 1)}{number}")
            raw = row[place] if place < len(row) else ""
            texts[column.name] = self._text(column, raw, spot)
            spots[column.name] = spot
        return Filled(self.table, number, texts, spots)

    def _text(self, column: Column, raw: Raw, spot: Spot) -> str:
        if spot.cell in self.formulas:
            self._fault(spot, "formula")
        elif isinstance(raw, str):
            return _folded_key(raw, column) if column.is_key else tidy(raw)
        elif isinstance(raw, bool | time | timedelta):
            self._fault(spot, "not-text", value=raw)
        elif isinstance(raw, date):
            return self._day(column, raw, spot)
        else:
            return format(Decimal(f"{raw:.15g}"), "f")
        return ""

    def _day(self, column: Column, day: date, spot: Spot) -> str:
        """A real date of Excel, whichever era its year was typed in."""
        year = buddhist_year(day.year)
        told = f"{year}-{day.month:02}-{day.day:02}"
        if column.kind not in DATES:
            self._fault(spot, "not-text", value=told)
        elif abs(year - self.year) > _YEARS_AROUND:
            self._fault(spot, "far-date", value=told, year=self.year)
        return told

    def _fault(self, spot: Spot, code: str, **facts: object) -> None:
        self.book.faults.append(Fault(spot, code, facts))


def _folded_key(text: str, column: Column) -> str:
    """What says which row is meant; no id has a capital."""
    folded = fold_digits(" ".join(text.split()))
    return folded.lower() if column.kind is Kind.ID else folded
