"""Rows of a table -> one group of cells for each measure.

It must not read what a cell says, except for what shows where a measure begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from prongsai.model.digits import fold_digits
from prongsai.office.tables.columns import WORK, Columns
from prongsai.office.tables.folding import shorten
from prongsai.office.tables.grid import Row, Table
from prongsai.office.tables.lists import read_list
from prongsai.office.tables.sections import Sections
from prongsai.office.tables.settled import COLUMN, At, Doubt, Notice, Settled
from prongsai.office.tables.vocabulary import NUMBER, is_empty, is_sum

_NAMES = ("title", "approach")
_ALONE = ("section", NUMBER, "period", "budget", "progress.status", "steps.due")
"""Columns that say nothing of a measure without any other."""
_ORDINAL = re.compile(r"[0-9.,()\s-]*")
_NARROW = 2
"""A table as narrow as this has no row that is all one cell."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What one cell adds to a measure's field."""

    text: str
    at: At


@dataclass(slots=True)
class Group:
    """The cells of one measure, by field."""

    at: At
    section: Piece | None
    cells: dict[str, list[Piece]] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """All that the cells of a field say."""
        return "\n".join(piece.text for piece in self.cells.get(name, ()))


@dataclass(slots=True)
class Walk:
    """A walk over all tables of a document: a section goes on from one to the next."""

    sections: Sections
    settled: Settled
    groups: list[Group] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    _section: Piece | None = None
    _fields: frozenset[str] = frozenset()

    def over(self, table: Table, columns: Columns) -> None:
        """Read a table's rows; one without a column of sections goes on with one only if it is alike."""
        fields = frozenset(columns.fields.values())
        if "section" not in fields and fields != self._fields:
            self._section = None
        self._fields = fields
        self._section = self._section_above(table, columns) or self._section
        for row in table.rows[columns.head.first + columns.head.size :]:
            if row.texts and not columns.repeats(row):
                self._row(_Line(table, columns, row))

    def _section_above(self, table: Table, columns: Columns) -> Piece | None:
        """The section that the text right above a table names, if it surely names one."""
        texts = [*table.before, *(text for row in table.rows[: columns.head.first] for text in row.texts)]
        for text in reversed(texts):
            if not isinstance(self.sections.find(text, self.settled, At(table)), Doubt):
                return Piece(text, At(table))
        return None

    def _row(self, line: _Line) -> None:
        text, whole = line.only_text(), " ".join(" ".join(line.row.texts).split())
        if self.settled.skips_row(whole, line.columns.head.headings):
            self.notices.append(Notice("skipped", line.at(), {"text": shorten(whole)}))
        elif text and line.is_banner(text, self.sections, self.settled):
            self._section = Piece(text, line.at())
            found = self.sections.find(text, self.settled, line.at())
            if isinstance(found, Doubt):
                self.doubts.append(replace(found, code="unknown-banner", key=whole))
        elif line.is_sum():
            self.doubts.append(Doubt("sum-row", line.at(), COLUMN, whole, {"text": shorten(whole)}))
        elif line.is_new(self.groups[-1] if self.groups else None) and line.has_plain_number():
            self._begin(line)
        elif self.groups and line.goes_on() and line.has_plain_number():
            self._go_on(self.groups[-1], line)
        else:
            self.doubts.append(Doubt("lost-row", line.at(), COLUMN, whole, {"text": shorten(whole)}))

    def _begin(self, line: _Line) -> None:
        section = line.text("section")
        if not is_empty(section):
            self._section = Piece(section, line.at("section"))
        group = Group(line.at(), self._section)
        for place, name, text in line.texts():
            group.cells.setdefault(name, []).append(Piece(text, line.at_place(place)))
        self.groups.append(group)

    def _go_on(self, group: Group, line: _Line) -> None:
        """Add a row's own cells to the measure before; its section is that measure's."""
        for place, name in line.columns.fields.items():
            text = line.row.cell(place).own
            if name != NUMBER and not is_empty(text):
                group.cells.setdefault(name, []).append(Piece(text, line.at_place(place)))
        self.notices.append(Notice("joined", line.at(), {"key": str(group.at)}))


@dataclass(frozen=True, slots=True)
class _Line:
    """A row seen through its table's columns."""

    table: Table
    columns: Columns
    row: Row

    def at(self, name: str = "") -> At:
        return At(self.table, self.row.number, self.columns.heading(name) if name else "")

    def at_place(self, column: int) -> At:
        return At(self.table, self.row.number, self.columns.head.headings[column])

    def text(self, name: str) -> str:
        column = self.columns.place(name)
        cell = self.row.cell(column) if column is not None else None
        return "" if cell is None or cell.spread else cell.text

    def own(self, name: str) -> str:
        column = self.columns.place(name)
        return "" if column is None else self.row.cell(column).own

    def texts(self) -> Iterator[tuple[int, str, str]]:
        for place, name in self.columns.fields.items():
            cell = self.row.cell(place)
            if name not in (NUMBER, "section") and not cell.spread and not is_empty(cell.text):
                yield place, name, cell.text

    def only_text(self) -> str:
        """The text of a row that has only one; empty else."""
        others = [cell for cell in self.row.cells if cell.carried and cell.text.strip()]
        return self.row.texts[0] if len(self.row.texts) == 1 and not others else ""

    def is_banner(self, text: str, sections: Sections, settled: Settled) -> bool:
        """Tell whether a row is a section's title across the table."""
        width = max(len(self.row.cells), self.table.width)
        if width <= _NARROW:
            return False
        place = next(place for place, cell in enumerate(self.row.cells) if cell.own.strip())
        behind = self.row.cells[place + 1 :]
        if behind and all(cell.spread for cell in behind) and place <= 1:
            return True
        is_section = not isinstance(sections.find(text, settled, self.at()), Doubt)
        return is_section and self.columns.fields.get(place) in (None, NUMBER, "section")

    def is_new(self, before: Group | None) -> bool:
        """Tell whether a row begins a measure, and does not go on with the one before."""
        work = [name for name in WORK if not is_empty(self.own(name))]
        if not work or before is None:
            return bool(work)
        names = [name for name in _NAMES if self.columns.place(name) is not None]
        if self.own(NUMBER).strip():
            return True
        if self._goes_on_counting(before):
            return False
        return not names or any(name in work for name in names)

    def is_sum(self) -> bool:
        """Tell whether a row adds up those above: a word for it as its only work, and nobody who does it."""
        work = [text for name in WORK if not is_empty(text := self.own(name))]
        doing = (self.own(name) for name in ("owners", "lead", "period"))
        return len(work) == 1 and is_sum(work[0]) and all(map(is_empty, doing))

    def goes_on(self) -> bool:
        """Tell whether a row adds to the measure before; sums and remarks below a table do not."""
        names = [name for name in self.columns.fields.values() if name not in _ALONE]
        return any(not is_empty(self.own(name)) for name in names)

    def has_plain_number(self) -> bool:
        """Tell whether nothing but a number stands where rows are counted."""
        return bool(_ORDINAL.fullmatch(fold_digits(self.own(NUMBER))))

    def _goes_on_counting(self, before: Group) -> bool:
        """Tell whether nothing but work stands here, and its steps are numbered on from those before."""
        others = [name for name in self.columns.fields.values() if name not in WORK]
        is_named = any(not is_empty(self.own(name)) for name in _NAMES)
        read = self.text if is_named else self.own
        if any(not is_empty(self.own(name) if name == "section" else read(name)) for name in others):
            return False
        first, last = read_list(self.own("steps")).first, read_list(before.text("steps")).last
        return bool(first and last and first == last + 1)
