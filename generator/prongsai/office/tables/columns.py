"""Which row of a table is its head, and which field each of its columns is.

It must not read what stands below.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from prongsai.check.near import alike
from prongsai.office.tables.folding import fold
from prongsai.office.tables.grid import Row, Table
from prongsai.office.tables.settled import COLUMN, At, Doubt, Settled
from prongsai.office.tables.times import as_of
from prongsai.office.tables.vocabulary import NUMBER, field_title, is_finding, known_headings, meanings

WORK = ("title", "approach", "steps")
"""A table of measures has at least one of these columns."""
_FEWEST = 2
_MANY = (NUMBER, "note")
"""What more than one column can be."""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a table: its rows, and the heading of every column."""

    first: int
    """The place of its first row in the table's rows."""
    size: int
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a table are; a field has one column."""

    head: Head
    fields: Mapping[int, str]
    skipped: tuple[int, ...]
    doubts: tuple[Doubt, ...]

    def place(self, field: str) -> int | None:
        """The column of a field; None if the table has none."""
        return next((column for column, each in self.fields.items() if each == field), None)

    def heading(self, field: str) -> str:
        """How the table calls a field."""
        column = self.place(field)
        return self.head.headings[column] if column is not None else ""

    def repeats(self, row: Row) -> bool:
        """Tell whether a row is the head once more, as on each page of a long table."""
        texts = {fold(text) for text in row.texts} - {""}
        return bool(texts) and texts <= {fold(heading) for heading in self.head.headings}


def find_head(table: Table, settled: Settled) -> Head | None:
    """Return the head of a table of measures; None if it has none."""
    for place, row in enumerate(table.rows):
        second = table.rows[place + 1] if place + 1 < len(table.rows) else None
        is_double = second is not None and _goes_on(row, second, settled)
        headings = tuple(_headings(row, second if is_double else None, table.width))
        known = {field for heading in headings for field in _candidates(heading, settled)}
        if len(_distinct(headings, settled)) >= _FEWEST and known & set(WORK):
            return Head(place, 1 + is_double, headings)
    return None


def understand_columns(table: Table, head: Head, settled: Settled) -> Columns:
    """Say of every column which field it is, and of which it is not sure."""
    found = _fields(head, settled)
    skipped = tuple(column for column, heading in enumerate(head.headings) if settled.skips(heading))
    doubts = _doubts(table, head, found, skipped)
    return Columns(head, {c: each[0] for c, each in found.items() if len(each) == 1}, skipped, tuple(doubts))


def _goes_on(row: Row, below: Row, settled: Settled) -> bool:
    """Tell whether the row below is the head's second one: nothing but headings and what is merged."""
    texts = [cell.own for cell in below.cells if cell.own.strip()]
    if _stands_below(row, below):
        return len(row.texts) > 1
    is_part = any(cell.carried for cell in below.cells) or any(cell.spread for cell in row.cells)
    is_part = is_part and len(row.texts) > 1
    known = [text for text in texts if _candidates(text, settled)]
    return is_part and bool(known) and not any("\n" in text and text not in known for text in texts)


def _stands_below(row: Row, below: Row) -> bool:
    """Tell whether a row has texts only below cells that are one across columns, and is merged elsewhere."""
    places = [place for place, cell in enumerate(below.cells) if cell.own.strip()]
    is_merged = any(cell.carried and cell.text.strip() for cell in below.cells)
    is_below = all(row.cell(place).spread or row.cell(place + 1).spread for place in places)
    return bool(places) and is_merged and is_below


def _headings(row: Row, second: Row | None, width: int) -> Iterator[str]:
    for column in range(width):
        upper, lower = row.cell(column), second.cell(column) if second else None
        own = lower.own if lower else ""
        if own.strip():
            yield own
        else:
            yield "" if upper.spread and not (lower and lower.spread) else upper.own


def _candidates(heading: str, settled: Settled) -> tuple[str, ...]:
    chosen = settled.column(heading)
    if chosen or not heading.strip() or settled.skips(heading):
        return (chosen,) if chosen else ()
    found = as_of(heading)
    return meanings(heading) or (meanings(found[0]) if found else ())


def _distinct(headings: tuple[str, ...], settled: Settled) -> set[str]:
    return {heading for heading in headings if _candidates(heading, settled)}


def _fields(head: Head, settled: Settled) -> dict[int, tuple[str, ...]]:
    """The fields that each column can be; what another column surely is, is taken off."""
    found = {column: _candidates(heading, settled) for column, heading in enumerate(head.headings)}
    sure = {each[0] for each in found.values() if len(each) == 1}
    for column, each in found.items():
        left = tuple(field for field in each if field not in sure)
        if len(each) > 1 and left:
            found[column] = left
    return found


def _doubts(
    table: Table, head: Head, found: dict[int, tuple[str, ...]], skipped: tuple[int, ...]
) -> Iterator[Doubt]:
    firsts: dict[str, int] = {}
    for column, heading in enumerate(head.headings):
        at, each = At(table, 0, heading), found[column]
        if column in skipped or (not heading.strip() and not _first_text(table, head, column)):
            continue
        if not heading.strip():
            facts = {"number": column + 1, "text": _first_text(table, head, column)}
            yield Doubt("unnamed-column", At(table), COLUMN, "", facts)
        elif not each:
            yield _column_doubt(
                "finding-column" if is_finding(heading) else "unknown-column", at, heading, ()
            )
        elif len(each) > 1:
            yield _column_doubt("ambiguous-column", at, heading, each)
        elif each[0] not in _MANY and firsts.setdefault(each[0], column) != column:
            found[column] = ()
            facts = {"other": head.headings[firsts[each[0]]], "known": field_title(each[0])}
            yield Doubt("column-twice", at, COLUMN, heading, facts)


def _column_doubt(code: str, at: At, heading: str, among: tuple[str, ...]) -> Doubt:
    told = ", ".join(f"{field} ({field_title(field)})" for field in among)
    like = alike(fold(heading), known_headings())
    near = among[0] if among else next(iter(meanings(like)), "note")
    return Doubt(code, at, COLUMN, " ".join(heading.split()), {"known": told, "near": near})


def _first_text(table: Table, head: Head, column: int) -> str:
    """The first text below a heading."""
    below = (row.cell(column).own for row in table.rows[head.first + head.size :])
    return next((text for text in below if text.strip()), "")


def above(table: Table, head: Head) -> str:
    """What stands above the head: titles of the table."""
    texts = (text for row in table.rows[: head.first] for text in row.texts)
    return " / ".join(texts)


def unknown_headings(table: Table, settled: Settled) -> tuple[str, ...]:
    """What no field is known for in the row that is most like a head."""
    rows = [row.texts for row in table.rows]
    head = max(rows, key=lambda texts: len(_distinct(texts, settled)), default=())
    return tuple(" ".join(text.split()) for text in head if not _candidates(text, settled))
