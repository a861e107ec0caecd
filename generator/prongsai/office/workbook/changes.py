"""A filled workbook and the files as they are now -> what the officer changed, and what stands against it.

Each cell is compared with what it meant at export and with what the files say now.
"""

from __future__ import annotations

from collections.abc import Container

from prongsai.office.workbook.additions import Additions
from prongsai.office.workbook.edits import Edit, Edits, marked
from prongsai.office.workbook.faults import Fault, Notice, Spot
from prongsai.office.workbook.kinds import WrongCellError, canonical, read
from prongsai.office.workbook.plan import Key, Plan, Row, kind_of
from prongsai.office.workbook.reading import Book, Filled
from prongsai.office.workbook.tables import TABLES, Column, Table

_CLEARABLE = ("results", "analysis", "sections")
"""The sheets of which a row may be emptied; in the others it then counts as removed."""


def find_edits(book: Book, plan: Plan) -> Edits:
    """Return everything that an import of the workbook would change."""
    edits = Edits(faults=book.faults, notices=book.notices)
    found = Comparison(book, plan, edits)
    new: dict[str, list[Filled]] = {}
    for table in TABLES:
        new[table.name] = found.compare(table)
    Additions(book.memory, plan, edits).add(new)
    return edits


class Comparison:
    """The rows that were exported, compared cell by cell."""

    def __init__(self, book: Book, plan: Plan, edits: Edits) -> None:
        """Begin with the faults that reading found."""
        self.book = book
        self.plan = plan
        self.edits = edits
        self.faulty = frozenset(fault.spot for fault in book.faults)

    def compare(self, table: Table) -> list[Filled]:
        """Compare a sheet's known rows; return those that are new."""
        rows = {row.key: row for row in self.plan.rows[table.name]}
        seen: dict[Key, int] = {}
        new = []
        for filled in self.book.rows.get(table.name, ()):
            if not self.book.memory.knows(table.name, filled.key):
                new.append(filled)
                continue
            if filled.key in seen:
                self._fault(next(iter(filled.spots.values())), "two-rows", row=seen[filled.key])
            elif not filled.is_empty or table.name in _CLEARABLE:
                self._compare_row(filled, rows.get(filled.key))
                seen[filled.key] = filled.number
        self._tell_left(table, seen)
        return new

    def _compare_row(self, filled: Filled, row: Row | None) -> None:
        for column in filled.table.fields:
            spot = filled.spots[column.name]
            if spot not in self.faulty:
                self._compare_cell(filled, row, column)

    def _compare_cell(self, filled: Filled, row: Row | None, column: Column) -> None:
        kind, text = kind_of(row, column), filled.texts[column.name]
        meaning = canonical(kind, text, self.plan.names)
        name, spot = filled.table.name, filled.spots[column.name]
        memory = self.book.memory
        if memory.is_untouched(name, filled.key, column.name, meaning):
            return
        now = self.plan.meaning(row, column) if row else ""
        if row and meaning == now:
            return
        shown = self.plan.shown(row, column) if row else ""
        if filled.table.is_past:
            self._fault(spot, "old-entry", old=shown)
        elif not row or not memory.is_untouched(name, filled.key, column.name, now):
            self._fault(spot, "conflict", now=shown, value=text)
        else:
            self._edit(filled, row, column, shown)

    def _edit(self, filled: Filled, row: Row, column: Column, old: str) -> None:
        spot, text = filled.spots[column.name], filled.texts[column.name]
        kind = kind_of(row, column)
        value = None
        if text:
            try:
                value = marked(kind, read(kind, text, self.plan.names))
            except WrongCellError as error:
                self._fault(spot, error.code, **error.facts)
                return
        elif column.is_needed or row.fields[column.name] == ("result_year",):
            self._fault(spot, "needed", title=column.title)
            return
        self.edits.edits.append(
            Edit(row.file, row.fields[column.name], value, spot, filled.table.name, old, text)
        )

    def _tell_left(self, table: Table, seen: Container[Key]) -> None:
        """Rows that are gone from the sheet stay in the files."""
        if table.name not in self.book.rows:
            return
        for row in self.plan.rows[table.name]:
            if self.book.memory.knows(table.name, row.key) and row.key not in seen:
                said = any(self.plan.meaning(row, column) for column in table.fields)
                path = f"{self.plan.year}/{row.file}"
                facts = {"row": " ".join(row.key), "path": path}
                if said:
                    self.edits.notices.append(Notice(Spot(table.sheet), "row-left", facts))

    def _fault(self, spot: Spot, code: str, **facts: object) -> None:
        self.edits.faults.append(Fault(spot, code, facts))
