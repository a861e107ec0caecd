"""Word and Excel documents as offices make them: tables, cells that are one, numbering of Word's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docx
import openpyxl
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

Rows = Sequence[Sequence[str]]
UP, LEFT = "^", "<"
"""A cell that is the one above, or the one on its left."""


@dataclass(frozen=True)
class Made:
    """A table to be made, with the paragraphs before it."""

    rows: Rows
    before: tuple[str, ...] = ()
    listed: frozenset[tuple[int, int]] = field(default_factory=frozenset)
    """Cells whose lines Word itself numbers."""


def make_docx(path: Path, *tables: Made | Rows) -> Path:
    """Write a .docx with these tables."""
    document = docx.Document()
    for each in tables:
        made = each if isinstance(each, Made) else Made(each)
        for line in made.before:
            document.add_paragraph(line)
        table = document.add_table(len(made.rows), max(map(len, made.rows)))
        for top, row in enumerate(made.rows):
            for left, text in enumerate(row):
                if text not in (UP, LEFT):
                    _fill(table.cell(top, left), text, listed=(top, left) in made.listed)
        for first, last in merged(made.rows):
            _merge(table.cell(*first), table.cell(*last))
    document.save(str(path))
    return path


def _fill(cell: Any, text: str, *, listed: bool) -> None:
    cell.text = ""
    for number, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.add_run(line)
        if listed:
            paragraph.style = "List Number"


def _merge(first: Any, last: Any) -> None:
    """Merge, and take off the empty paragraphs that merging leaves behind."""
    whole = first.merge(last)
    for paragraph in whole.paragraphs[1:]:
        if not paragraph.text:
            paragraph._p.getparent().remove(paragraph._p)


def make_xlsx(path: Path, *tables: Made | Rows) -> Path:
    """Write an .xlsx with a sheet for each table; the paragraphs before it are rows above."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, each in enumerate(tables, 1):
        made = each if isinstance(each, Made) else Made(each)
        sheet = book.create_sheet(f"แผน {number}")
        for line in made.before:
            sheet.append([line])
        down = len(made.before)
        for row in made.rows:
            sheet.append([None if text in (UP, LEFT, "") else text for text in row])
        for (top, left), (bottom, right) in merged(made.rows):
            sheet.merge_cells(None, top + down + 1, left + 1, bottom + down + 1, right + 1)
    book.save(path)
    return path


def merged(rows: Rows) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """The ranges of cells that are one, by their first and last cell."""
    found = []
    for top, row in enumerate(rows):
        for left, text in enumerate(row):
            if text in (UP, LEFT):
                continue
            right, bottom = left, top
            while right + 1 < len(row) and row[right + 1] == LEFT:
                right += 1
            while bottom + 1 < len(rows) and left < len(rows[bottom + 1]) and rows[bottom + 1][left] == UP:
                bottom += 1
            if (right, bottom) != (left, top):
                found.append(((top, left), (bottom, right)))
    return found


def delete_tracked(cell: Any, text: str) -> None:
    """Add a text to a cell that somebody has deleted while changes are tracked."""
    deleted, run, gone = (OxmlElement(name) for name in ("w:del", "w:r", "w:delText"))
    gone.text = text
    run.append(gone)
    deleted.append(run)
    cell.paragraphs[0]._p.append(deleted)


def insert_tracked(cell: Any, text: str) -> None:
    """Add a text to a cell as an insertion that is tracked."""
    inserted, run, new = (OxmlElement(name) for name in ("w:ins", "w:r", "w:t"))
    new.text = text
    inserted.set(qn("w:id"), "1")
    run.append(new)
    inserted.append(run)
    cell.paragraphs[0]._p.append(inserted)


MAKERS = {"docx": make_docx, "xlsx": make_xlsx}
"""How a document of each kind is made."""
