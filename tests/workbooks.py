"""Workbooks as an officer has them: exported by the real code, filled in cell by cell, read back."""

from __future__ import annotations

import difflib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from builders import day
from conftest import ROOT, TODAY
from prongsai.office.workbook.exporting import export_year
from prongsai.office.workbook.importing import Import, draft_import, write_import
from prongsai.project import Project

UNIT = "good"
GOOD = ROOT / "tests/projects/good/units"


@dataclass(frozen=True, slots=True)
class Desk:
    """A project in a folder, with the exported workbook of one year beside it."""

    project: Project
    path: Path

    def units(self) -> dict[str, bytes]:
        """Every file of the bodies."""
        found = sorted(path for path in self.project.units.rglob("*") if path.is_file())
        return {path.relative_to(self.project.units).as_posix(): path.read_bytes() for path in found}

    def fill(self, sheet: str, cells: Mapping[str, Any]) -> None:
        """Type values into cells of a sheet and save."""
        book = self.open()
        for name, value in cells.items():
            table(book, sheet)[name] = value
        book.save(self.path)

    def open(self) -> Workbook:
        """The workbook."""
        return load_workbook(self.path)

    def draft(self) -> Import:
        """What an import would write."""
        return draft_import(self.project, self.path, day(TODAY))

    def take_in(self) -> list[str]:
        """Import without a fault; return the changed lines of all files, as a diff tells them."""
        draft = self.draft()
        assert faults(draft) == []
        assert [str(problem) for problem in draft.trial.errors] == []
        before = self.units()
        write_import(draft)
        return changed_lines(before, self.units())

    def refused(self) -> list[str]:
        """The faults of an import that leaves every file as it is."""
        before = self.units()
        draft = self.draft()
        assert not draft.files
        assert self.units() == before
        return faults(draft)


def table(book: Workbook, name: str) -> Worksheet:
    """A sheet of the workbook."""
    sheet = book[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def faults(draft: Import) -> list[str]:
    """Each fault as the command line tells it."""
    return [f"{fault.spot}: {fault.sentence}" for fault in draft.faults]


def changed_lines(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> list[str]:
    """The lines that went (`-`) and came (`+`), with their line ends, file by file."""
    lines: list[str] = []
    for path in sorted({*before, *after}):
        old, new = (side.get(path, b"").decode("utf-8").splitlines(keepends=True) for side in (before, after))
        diff = difflib.unified_diff(old, new, n=0)
        lines += [line for line in diff if not line.startswith(("---", "+++", "@@"))]
    return lines


@cache
def exported(units: Path, unit: str, year: str) -> bytes:
    """The workbook of a year of bodies that nobody has changed, made once."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.xlsx"
        return export_year(Project(units.parent), unit, year, path).read_bytes()


def desk(folder: Path, year: str, unit: str = UNIT, units: Path = GOOD) -> Desk:
    """Copy bodies into a folder whose name has a space, and export a year of one."""
    root = folder / "โครงการ ของเรา"
    shutil.copytree(units, root / "units")
    path = root / f"{unit} ปี {year}.xlsx"
    path.write_bytes(exported(units, unit, year))
    return Desk(Project(root), path)
