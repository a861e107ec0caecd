"""Which file an officer means by unit, year and measure; whoever mistypes is told the nearest.

It must not write.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from prongsai.check.near import nearest
from prongsai.document import read_document
from prongsai.folders import refuse_link, unit_folders
from prongsai.inventory import is_file
from prongsai.load import UNIT_FILE
from prongsai.model.calendar import is_fiscal_year
from prongsai.model.digits import fold_digits
from prongsai.problems import StopError
from prongsai.project import MEASURES, Project


@dataclass(frozen=True, slots=True)
class MeasureFile:
    """A measure's file as it was when the officer began."""

    path: Path
    unit: str
    year: int
    id: str
    data: bytes


def find_unit(project: Project, unit: str) -> Path:
    """The unit's folder; `StopError` if it is a link, through which an officer would write elsewhere."""
    folder = unit_folders(project, (unit,))[0]
    refuse_link(folder)
    return folder


def find_year(project: Project, unit: str, year: str) -> Path:
    """The folder of a unit's fiscal year."""
    folder = find_unit(project, unit)
    known = [path.name for path in folder.iterdir() if path.is_dir() and is_fiscal_year(path.name)]
    name = fold_digits(year.strip())
    if name not in known:
        raise StopError("unknown-year", unit=unit, word=year, near=_nearest(name, known))
    refuse_link(folder / name)
    return folder / name


def find_measure(project: Project, unit: str, year: str, measure: str) -> MeasureFile:
    """The file of a measure, with what it holds now."""
    folder = find_year(project, unit, year)
    refuse_link(folder / MEASURES)
    known = [path.stem for path in (folder / MEASURES).glob("*.yml") if path.name[0] != "." and is_file(path)]
    measure_id = fold_digits(measure)
    if measure_id not in known:
        near = _nearest(measure_id, known)
        raise StopError("no-such-measure", unit=unit, year=folder.name, word=measure, near=near)
    path = folder / MEASURES / f"{measure_id}.yml"
    return MeasureFile(path, unit, int(folder.name), measure_id, path.read_bytes())


def unit_label(project: Project, unit: str) -> str:
    """The unit's short name as its file says it, else its name, else its id."""
    path = project.units / unit / UNIT_FILE
    values = read_document(project.relative(path), path.read_bytes())[0].values if path.is_file() else {}
    return str(values.get("short_name") or values.get("name") or unit)


def _nearest(word: str, known: Iterable[str]) -> str:
    return nearest(word, known) or "-"
