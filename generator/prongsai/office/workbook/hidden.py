"""What stands in an .xlsx that a reader of values would not tell: formulas, merged cells, cells far outside.

It refuses sheets that would fill the memory before anything else reads them.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from posixpath import join, normpath
from xml.parsers import expat

from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from prongsai.problems import StopError

MOST_ROWS = 20_000
MOST_COLUMNS = 200
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_CELL = re.compile("[A-Z]{1,3}[0-9]{1,7}")


@dataclass(slots=True)
class Sheet:
    """What a sheet hides."""

    formulas: list[str] = field(default_factory=list)
    """The cells that hold one, as `D5`."""
    merged: list[str] = field(default_factory=list)
    """Ranges, as `D5:D7`."""


class _TooFarError(ValueError):
    """A sheet that reaches further than any of ours."""


def inspect(path: Path, data: bytes) -> Mapping[str, Sheet]:
    """Return what each sheet of an opened archive hides, by its name; `StopError` if it is no workbook."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return {name: _inspect_sheet(archive.read(part)) for name, part in _sheet_parts(archive).items()}
    except _TooFarError:
        raise StopError("sheet-too-long", path=path, rows=MOST_ROWS, columns=MOST_COLUMNS) from None
    except (KeyError, StopIteration, expat.ExpatError, ValueError):
        raise StopError("office-unreadable", path=path) from None


def _sheet_parts(archive: zipfile.ZipFile) -> Mapping[str, str]:
    """The part of each sheet by its name."""
    targets: dict[str, str] = {}
    sheets: dict[str, str] = {}

    def relation(name: str, given: dict[str, str]) -> None:
        if _local(name) == "Relationship" and given.get("Type", "").endswith("/worksheet"):
            targets[given["Id"]] = normpath(join("/xl", given["Target"])).lstrip("/")

    def sheet(name: str, given: dict[str, str]) -> None:
        if _local(name) == "sheet":
            own = next(value for key, value in given.items() if key.endswith(":id") or key == "id")
            sheets[given["name"]] = own

    _parse(archive.read(_RELATIONS), relation)
    _parse(archive.read(_WORKBOOK), sheet)
    return {name: targets[own] for name, own in sheets.items() if own in targets}


def _inspect_sheet(data: bytes) -> Sheet:
    found, at = Sheet(), _Position()

    def begin(name: str, given: dict[str, str]) -> None:
        match _local(name):
            case "row":
                at.begin_row(given.get("r"))
            case "c":
                at.begin_cell(given.get("r"))
            case "f":
                found.formulas.append(at.name)
            case "mergeCell":
                range_boundaries(given["ref"])
                found.merged.append(given["ref"])
            case "v" | "is":
                at.refuse_far()

    _parse(data, begin)
    return found


class _Position:
    """The cell that is being read; a file need not number its rows and cells."""

    def __init__(self) -> None:
        self.row, self.column, self.name = 0, 0, ""

    def begin_row(self, number: str | None) -> None:
        self.row, self.column = int(number) if number else self.row + 1, 0

    def begin_cell(self, name: str | None) -> None:
        if name and not _CELL.fullmatch(name):
            raise ValueError(name)
        if name:
            letters, self.row = coordinate_from_string(name)
            self.column = column_index_from_string(letters)
        else:
            self.column += 1
        self.name = name or f"{get_column_letter(self.column)}{self.row}"

    def refuse_far(self) -> None:
        if self.row > MOST_ROWS or self.column > MOST_COLUMNS:
            raise _TooFarError(self.name)


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _parse(data: bytes, begin: Callable[[str, dict[str, str]], None]) -> None:
    """Call `begin` for every element; a document type, which could declare entities, is refused."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = begin

    def refuse(*_: object) -> None:
        raise ValueError("doctype")

    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(data, True)
