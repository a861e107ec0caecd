"""A kind of table: its rows' fields, their types, what identifies a row and which table it belongs to.

The class of the rows says it all once; titles and descriptions for readers stand in `theme/data.yml`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from functools import cache
from operator import attrgetter
from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from prongsai.derive.tables.rows import Row

Value = str | int | Decimal | date | None
"""What stands in a cell; `bool` is an `int` to Python and a type of its own to readers."""
Type = Literal["string", "integer", "number", "boolean", "date"]
_TYPES: dict[type, Type] = {
    str: "string",
    int: "integer",
    Decimal: "number",
    bool: "boolean",
    date: "date",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a table's rows; `choices` are all that it can hold, none if that is not limited."""

    name: str
    type: Type
    is_required: bool
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableKind:
    """A table's name, its rows, the fields that identify one, and the table whose rows it names by theirs."""

    name: str
    row: type[Row]
    key: tuple[str, ...]
    parent: str = ""

    @property
    def columns(self) -> tuple[Column, ...]:
        """The fields of a row, in order."""
        return _columns(self)


@dataclass(frozen=True, slots=True)
class Table:
    """A kind of table and its rows."""

    kind: TableKind
    rows: tuple[Row, ...]


def values_of(row: Row) -> tuple[Value, ...]:
    """The cells of a row, in the order of its table's columns."""
    values: tuple[Value, ...] = attrgetter(*names_of(type(row)))(row)
    return values


def names_of(kind: type[Row]) -> tuple[str, ...]:
    """The fields of a class of rows, in order; `dataclasses.fields` makes a new list of them each time."""
    return kind.__match_args__


@cache
def _columns(kind: TableKind) -> tuple[Column, ...]:
    hints = get_type_hints(kind.row)
    return tuple(_column(field.name, hints[field.name]) for field in fields(kind.row))


def _column(name: str, hint: Any) -> Column:
    """Read a field's type: a plain one, `Literal` of texts, or either of them or None."""
    options = [each for each in get_args(hint) if each is not NoneType]
    is_literal = get_origin(hint) is Literal
    plain = hint if is_literal or not options else options[0]
    choices = get_args(plain)
    is_required = is_literal or NoneType not in get_args(hint)
    return Column(name, "string" if choices else _TYPES[plain], is_required, choices)
