"""A table as both Word and Excel hold it: rows of cells, of which some are one across rows or columns.

It must not know where a table comes from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from prongsai.problems import StopError

MOST_ROWS = 5_000
"""Rows of all tables of a document together."""
MOST_COLUMNS = 100
MOST_CELLS = 100_000
MOST_SIGNS = 32_767
"""How long a cell's text can be; it is Excel's own limit."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text. `carried`: it is the one above; `spread`: it is the one on its left."""

    text: str = ""
    carried: bool = False
    spread: bool = False

    @property
    def own(self) -> str:
        """The text that stands in this place and in none before it."""
        return "" if self.carried or self.spread else self.text


@dataclass(frozen=True, slots=True)
class Row:
    """One row with its number as a person counts it."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, column: int) -> Cell:
        """The cell of a column; an empty one behind the row's end."""
        return self.cells[column] if column < len(self.cells) else Cell()

    @property
    def texts(self) -> tuple[str, ...]:
        """What stands in the row's own cells, without the empty ones."""
        return tuple(cell.own.strip() for cell in self.cells if cell.own.strip())


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a document, or one sheet of a workbook, with the name that a person finds it by."""

    name: str
    rows: tuple[Row, ...]
    before: tuple[str, ...] = ()
    """The paragraphs between the table before and this one."""

    @property
    def width(self) -> int:
        """How many columns its widest row has."""
        return max((len(row.cells) for row in self.rows), default=0)


def refuse_endless(path: Path, tables: Sequence[Table]) -> None:
    """`StopError` if the tables are longer, wider or fuller than any plan can be."""
    rows = [row for table in tables for row in table.rows]
    is_endless = len(rows) > MOST_ROWS or sum(len(row.cells) for row in rows) > MOST_CELLS
    is_wide = any(len(row.cells) > MOST_COLUMNS for row in rows)
    if is_endless or is_wide or any(len(cell.text) > MOST_SIGNS for row in rows for cell in row.cells):
        raise StopError("table-too-long", path=path, rows=MOST_ROWS, columns=MOST_COLUMNS)
