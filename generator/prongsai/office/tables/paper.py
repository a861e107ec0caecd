"""A .docx -> its tables, with merged cells known as such and Word's own numbering made visible.

It must not know what a column means.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docx import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml.etree import LxmlError

from prongsai.office.archive import open_archive
from prongsai.office.spelling import tidy
from prongsai.office.tables.grid import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_SIGNS,
    Cell,
    Row,
    Table,
    refuse_endless,
)
from prongsai.office.tables.lists import BULLET, INDENT
from prongsai.office.tables.vocabulary import vocabulary
from prongsai.problems import StopError

_SIGNS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_NOT_READ = (
    qn("w:moveFrom"),
    qn("w:del"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
)
"""What was deleted or moved away while changes were tracked; what stands twice for older programs."""
_UNREADABLE = (OpcError, LxmlError, AttributeError, KeyError, TypeError, ValueError)
"""What python-docx fails with where an element stands that no Word would write."""
_WRAPPED = (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"))


def read_paper(path: Path) -> tuple[Table, ...]:
    """Return every table of the document; `StopError` if the file cannot be read or is too big."""
    data = open_archive(path)
    try:
        document = Document(io.BytesIO(data))
        lists, body = _list_styles(document), document.element.body
    except _UNREADABLE:
        raise StopError("office-unreadable", path=path) from None
    tables = tuple(_tables(body, lists))
    refuse_endless(path, tables)
    return tables


def _list_styles(document: Any) -> frozenset[str]:
    """The styles that make a paragraph an item of a list."""
    return frozenset(
        style.style_id
        for style in document.styles
        if style.element.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None
    )


def _tables(body: Any, lists: frozenset[str]) -> Iterator[Table]:
    """The tables in order, each with the paragraphs before it."""
    before: list[str] = []
    number = 0
    for child in _blocks(body):
        if child.tag == qn("w:p"):
            before += filter(None, [" ".join("".join(_signs(child)).split())[:MOST_SIGNS]])
            continue
        number += 1
        name = vocabulary().told["paper"].format(number=number)
        yield Table(name, _rows(child, lists), tuple(before))
        before = []


def _blocks(element: Any) -> Iterator[Any]:
    """Paragraphs and tables, also those inside content controls and other frames, but none inside a table."""
    for child in element:
        if child.tag in (qn("w:p"), qn("w:tbl")):
            yield child
            for box in child.iter(qn("w:txbxContent")) if child.tag == qn("w:p") else ():
                yield from (each for each in _blocks(box) if each.tag == qn("w:tbl"))
        elif child.tag not in _NOT_READ:
            yield from _blocks(child)


def _rows(table: Any, lists: frozenset[str]) -> tuple[Row, ...]:
    rows: list[Row] = []
    above: tuple[Cell, ...] = ()
    cells = 0
    for count, element in enumerate(_children(table, qn("w:tr")), 1):
        above = tuple(_cells(element, above, lists))
        cells += len(above)
        rows.append(Row(count, above))
        if cells > MOST_CELLS or count > MOST_ROWS:
            break
    return tuple(rows)


def _children(element: Any, tag: str) -> Iterator[Any]:
    """The children of a kind, also those inside content controls."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPED:
            yield from _children(child, tag)


def _cells(row: Any, above: tuple[Cell, ...], lists: frozenset[str]) -> Iterator[Cell]:
    """The row's cells on the table's grid: as many as the columns that each covers."""
    column = _number(row, "w:trPr/w:gridBefore")
    yield from (Cell() for _ in range(column))
    for element in _children(row, qn("w:tc")):
        span = max(1, _number(element, "w:tcPr/w:gridSpan"))
        merge = element.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
        carried = merge is not None and merge.get(qn("w:val"), "continue") == "continue"
        text = above[column].text if carried and column < len(above) else _text(element, lists)
        yield Cell(text, carried=carried)
        yield from (Cell(text, carried=carried, spread=True) for _ in range(span - 1))
        column += span


def _number(element: Any, path: str) -> int:
    """The value of a setting, at most what a table may be wide; 0 if it is not set."""
    found = element.find("/".join(map(qn, path.split("/"))))
    value = found.get(qn("w:val"), "") if found is not None else ""
    return min(int(value), MOST_COLUMNS + 1) if value.isascii() and value.isdigit() else 0


def _text(cell: Any, lists: frozenset[str]) -> str:
    return tidy("\n".join(_line(paragraph, lists) for paragraph in cell.iter(qn("w:p"))))


def _line(paragraph: Any, lists: frozenset[str]) -> str:
    text = "".join(_signs(paragraph))
    if not text.strip() or not _is_item(paragraph, lists):
        return text
    depth = _number(paragraph, "w:pPr/w:numPr/w:ilvl")
    return f"{INDENT * depth}{BULLET}{text.lstrip()}"


def _is_item(paragraph: Any, lists: frozenset[str]) -> bool:
    own = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
    if own is not None:
        return bool(own.get(qn("w:val")) != "0")
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return style is not None and style.get(qn("w:val")) in lists


def _signs(element: Any) -> Iterator[str]:
    """The text below an element, without the paragraphs inside it, which come by themselves."""
    for child in element:
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag not in _NOT_READ and child.tag not in (qn("w:p"), qn("w:pPr"), qn("w:rPr")):
            yield from _signs(child)
