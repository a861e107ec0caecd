"""An .xlsx -> its sheets as tables, merged cells known as such.

It must not know what a column means.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from prongsai.office.archive import MOST_BYTES, open_archive
from prongsai.office.spelling import tidy
from prongsai.office.tables.grid import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Cell, Row, Table, refuse_endless
from prongsai.office.tables.vocabulary import vocabulary
from prongsai.problems import StopError

_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]*)([0-9]+)["']""")
_CELL = re.compile(rb"<(?:[A-Za-z0-9]+:)?c[\s/>]")
_SHARED = re.compile(rb"<(?:[A-Za-z0-9]+:)?si[\s/>]")
_SHEET = b"sheetData"
_WHOLE = ".0"
_MOST_REPEATED = 4 * MOST_BYTES
"""Bytes of text that cells may hold together, were each as long as the longest."""


def read_workbook(path: Path) -> tuple[Table, ...]:
    """Return every sheet that holds something; `StopError` if the file cannot be read or is too big."""
    data = open_archive(path)
    if _is_endless(data):
        raise StopError("table-too-long", path=path, rows=MOST_ROWS, columns=MOST_COLUMNS)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
    except (CalamineError, ValueError, OSError):
        raise StopError("office-unreadable", path=path) from None
    if any(sheet.total_height > MOST_ROWS or sheet.total_width > MOST_COLUMNS for sheet in sheets):
        raise StopError("table-too-long", path=path, rows=MOST_ROWS, columns=MOST_COLUMNS)
    tables = tuple(table for table in map(_table, sheets) if table.rows)
    refuse_endless(path, tables)
    return tables


def _is_endless(data: bytes) -> bool:
    """Tell whether cells stand so far apart, or repeat so long a text, that they would fill the memory."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [archive.read(name) for name in archive.namelist()]
    sheets = [part for part in parts if _SHEET in part]
    longest = max((len(each) for part in parts for each in _SHARED.split(part)[1:]), default=0)
    return any(map(_is_wide, sheets)) or longest * sum(map(_count_cells, sheets)) > _MOST_REPEATED


def _count_cells(sheet: bytes) -> int:
    return sum(1 for _ in _CELL.finditer(sheet))


def _is_wide(sheet: bytes) -> bool:
    places = _PLACE.findall(sheet)
    rows = max((int(row[:9]) for _, row in places), default=0)
    columns = max((_column(letters) for letters, _ in places), default=0)
    return rows > MOST_ROWS or columns > MOST_COLUMNS or _count_cells(sheet) > MOST_CELLS


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _table(sheet: CalamineSheet) -> Table:
    name = vocabulary().told["sheet"].format(name=sheet.name)
    grid = [[_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    merged = _merged(sheet, len(grid), max(map(len, grid), default=0))
    rows = (
        Row(top + 1, tuple(_cell(grid, merged.get((top, left)), (top, left)) for left in range(len(row))))
        for top, row in enumerate(grid)
    )
    return Table(name, tuple(row for row in rows if any(cell.text.strip() for cell in row.cells)))


def _merged(sheet: CalamineSheet, rows: int, columns: int) -> dict[tuple[int, int], tuple[int, int]]:
    """Each place within a merged range, with the place of the range's first cell."""
    return {
        (row, column): (top, left)
        for (top, left), (bottom, right) in (sheet.merged_cell_ranges or ())[:MOST_ROWS]
        for row in range(top, min(bottom + 1, rows))
        for column in range(left, min(right + 1, columns))
    }


def _cell(grid: list[list[str]], first: tuple[int, int] | None, place: tuple[int, int]) -> Cell:
    if first is None or first == place:
        return Cell(grid[place[0]][place[1]])
    text = grid[first[0]][first[1]] if first[0] < len(grid) and first[1] < len(grid[first[0]]) else ""
    return Cell(text, carried=first[0] < place[0], spread=first[1] < place[1])


def _text(value: object) -> str:
    """A cell as text; a number without the `.0` that Excel's way of keeping it adds."""
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return tidy(str(value)).removesuffix(_WHOLE) if not isinstance(value, str) else tidy(value)
