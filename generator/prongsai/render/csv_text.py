"""Rows -> CSV text that a spreadsheet opens with Thai intact and without running anything.

RFC 4180 with a byte order mark, by which Excel knows UTF-8. A text that a spreadsheet would run gets an
apostrophe in front, as OWASP advises: quotes alone do not stop Excel. Numbers and days are written as they
are, a loss with its minus. It must not know what the columns mean.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

BYTE_ORDER_MARK = "\ufeff"
Cell = str | int | Decimal | date | None
FORMULA_SIGNS = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""The last four are the wide forms of the first, which some spreadsheets read alike."""


def table_text(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Return a CSV table with a byte order mark; a text that a spreadsheet would run is made harmless."""
    return head_text(columns) + rows_text(rows)


def head_text(columns: Sequence[str]) -> str:
    """What a table begins with: the byte order mark and the line of its columns' names."""
    return BYTE_ORDER_MARK + rows_text([columns])


def rows_text(rows: Iterable[Sequence[Cell]]) -> str:
    """Return rows without the line of the columns' names, so that several can be put below each other."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerows([cell_text(cell) for cell in row] for row in rows)
    return buffer.getvalue()


def cell_text(cell: Cell) -> str:
    """A cell: `true` and `false`, plain digits, days as ISO 8601, nothing for None."""
    match cell:
        case None:
            return ""
        case str():
            return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell
        case bool():
            return str(cell).lower()
        case Decimal():
            return f"{cell:f}"
        case date():
            return cell.isoformat()
    return str(cell)
