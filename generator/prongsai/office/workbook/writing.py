"""A plan -> the bytes of a workbook: headings with help, drop-downs, locked codes, free rows, a memory.

It must not touch a file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from prongsai.fields import choices
from prongsai.model.unit import ALL_OWNERS
from prongsai.office.workbook.kinds import Kind, Names
from prongsai.office.workbook.memory import SHEET, remember
from prongsai.office.workbook.plan import Plan, Row, list_titles
from prongsai.office.workbook.tables import TABLES, Column, Table
from prongsai.office.workbook.texts import words
from prongsai.office.workbook.timeless import timeless
from prongsai.render.csv_text import FORMULA_SIGNS

_LISTS = "lists"
_TEXT_FORMAT = "@"
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""What Excel would read as one sign written by its number."""
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_LOCKED = PatternFill("solid", start_color="E7E9ED")
_HEADING = PatternFill("solid", start_color="1F3A5F")
_COMMENT_SIZE = {"width": 320, "height": 160}
_SUGGESTIONS = (Kind.PERIOD, Kind.SECTION)
"""Kinds whose list does not hold everything that is right."""


@dataclass(frozen=True, slots=True)
class _List:
    """Where the values of a drop-down stand on the hidden sheet of lists."""

    formula: str
    names: tuple[str, ...]


def workbook_bytes(plan: Plan) -> bytes:
    """Return the workbook."""
    book = Workbook()
    about = book.active
    assert isinstance(about, Worksheet)  # noqa: S101 - a new workbook has a sheet
    _write_about(about, plan)
    for table in TABLES:
        book.create_sheet(table.sheet)
    lists = _write_lists(book.create_sheet(_LISTS), plan.names)
    for table in TABLES:
        _write_table(book[table.sheet], table, plan, lists)
    memory = book.create_sheet(SHEET)
    for number, said in enumerate(remember(plan), 1):
        _write_row(memory, number, said)
    for hidden in (book[_LISTS], memory):
        hidden.sheet_state = "hidden"
    return timeless(book)


def _write_about(sheet: Worksheet, plan: Plan) -> None:
    about = words()["about"]
    sheet.title = words()["sheets"]["about"]
    sheet.column_dimensions["A"].width = 110
    facts = {"unit": plan.title, "folder": plan.unit, "year": plan.year}
    for number, line in enumerate((about["title"], *about["lines"]), 1):
        cell = _cell(sheet, number, 1)
        put(cell, line.format(**facts) if number == 1 else f"{number - 1}. {line.format(**facts)}")
        cell.alignment = _WRAPPED
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.protection.sheet = True


def _write_lists(sheet: Worksheet, names: Names) -> Mapping[Kind, _List]:
    owners = tuple(names.owner(owner) for owner in names.owners if owner != ALL_OWNERS)
    known: dict[Kind, tuple[str, ...]] = {
        Kind.OWNER: owners,
        Kind.SECTION: tuple(map(names.section, names.sections)),
    }
    for kind in (Kind.ROUND, Kind.STATUS, Kind.NEED, Kind.PERIOD):
        known[kind] = tuple(each[0] for each in choices()[kind.value].values())
    return {
        kind: _write_list(sheet, number, each) for number, (kind, each) in enumerate(known.items(), 1) if each
    }


def _write_list(sheet: Worksheet, number: int, names: Sequence[str]) -> _List:
    for row, name in enumerate(names, 1):
        put(_cell(sheet, row, number), name)
    letter = get_column_letter(number)
    return _List(f"{quote_sheetname(_LISTS)}!${letter}$1:${letter}${len(names)}", tuple(names))


def _write_table(sheet: Worksheet, table: Table, plan: Plan, lists: Mapping[Kind, _List]) -> None:
    rows = plan.rows[table.name]
    last = 1 + len(rows) + table.free
    for number, column in enumerate(table.columns, 1):
        _write_heading(_cell(sheet, 1, number), column, plan, lists)
        sheet.column_dimensions[get_column_letter(number)].width = column.width
        _write_column(sheet, number, last)
        if column.kind in lists or column.name == "list":
            sheet.add_data_validation(_drop_down(number, column, last, lists))
    for number, row in enumerate(rows, 2):
        _write_data(sheet, number, table, row, plan)
    sheet.freeze_panes = _cell(sheet, 2, len(table.keys) + 1).coordinate
    sheet.protection.sheet = True
    for allowed in ("formatColumns", "formatRows", "formatCells"):
        setattr(sheet.protection, allowed, False)


def _write_heading(cell: Cell, column: Column, plan: Plan, lists: Mapping[Kind, _List]) -> None:
    put(cell, column.titles(plan.year)[0])
    cell.font, cell.fill = Font(bold=True, color="FFFFFF"), _HEADING
    told = [column.words.description]
    if column.words.example and column.kind not in lists:
        told.append(words()["example"].format(example=column.words.example))
    if column.kind in lists:
        told.append(words()["allowed"].format(names=", ".join(lists[column.kind].names)))
    if column.kind is Kind.OWNERS and Kind.OWNER in lists:
        told.append(words()["allowed"].format(names=", ".join(lists[Kind.OWNER].names)))
    cell.comment = Comment("\n".join(told), "Prongsai", **_COMMENT_SIZE)


def _write_column(sheet: Worksheet, number: int, last: int) -> None:
    """Make every cell of a column one of text that an officer may fill in."""
    for row in range(2, last + 1):
        cell = _cell(sheet, row, number)
        cell.number_format, cell.alignment = _TEXT_FORMAT, _WRAPPED
        cell.protection = Protection(locked=False)


def _write_data(sheet: Worksheet, number: int, table: Table, row: Row, plan: Plan) -> None:
    keys = dict(zip((column.name for column in table.keys), row.key, strict=True))
    for place, column in enumerate(table.columns, 1):
        cell = _cell(sheet, number, place)
        is_field = column in table.fields
        put(cell, plan.shown(row, column) if is_field else keys.get(column.name, row.code_title))
        if not is_field or table.is_past:
            cell.protection, cell.fill = Protection(locked=True), _LOCKED


def _drop_down(number: int, column: Column, last: int, lists: Mapping[Kind, _List]) -> DataValidation:
    letter = get_column_letter(number)
    inline = '"' + ",".join(list_titles().values()) + '"'
    rule = DataValidation(
        type="list",
        formula1=inline if column.name == "list" else lists[column.kind].formula,
        allow_blank=True,
        showErrorMessage=column.kind not in _SUGGESTIONS,
        errorTitle=words()["wrong_choice"]["title"],
        error=words()["wrong_choice"]["text"],
        sqref=f"{letter}2:{letter}{last}",
    )
    rule.showDropDown = None
    return rule


def _write_row(sheet: Worksheet, number: int, texts: Sequence[str]) -> None:
    for place, text in enumerate(texts, 1):
        put(_cell(sheet, number, place), text)


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    found = sheet.cell(row, column)
    assert isinstance(found, Cell)  # noqa: S101 - nothing is merged here
    return found


def put(cell: Cell, text: str) -> None:
    """Write a text as a text, whatever sign it begins with."""
    if not text:
        return
    clean = _ESCAPED.sub("_x005F_", _NOT_IN_XML.sub("\ufffd", text))
    cell.value = clean
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(FORMULA_SIGNS)
