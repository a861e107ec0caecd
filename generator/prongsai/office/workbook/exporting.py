"""A body's year into a workbook file.

It must not decide what stands in the workbook.
"""

from __future__ import annotations

from pathlib import Path

from prongsai.office.whole import write_whole
from prongsai.office.workbook.plan import read_plan
from prongsai.office.workbook.writing import workbook_bytes
from prongsai.problems import StopError
from prongsai.project import Project

ENDING = ".xlsx"


def export_year(project: Project, unit: str, year: str, path: Path | None, *, again: bool = False) -> Path:
    """Write the workbook and return its path; another file at the path stays unless `again`."""
    plan = read_plan(project, unit, year)
    target = path or Path(f"{plan.unit}-{plan.year}{ENDING}")
    if target.suffix.lower() != ENDING:
        raise StopError("sheet-name", path=target)
    if target.exists() and not again:
        raise StopError("sheet-exists", path=target)
    old = target.read_bytes() if target.is_file() else None
    write_whole(target, workbook_bytes(plan), old)
    return target
