"""A new unit or a new measure: its file from what an officer said, the rest as guidance in comments.

Nothing that exists is overwritten, and nothing is written that `check` would refuse.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from prongsai.derive.measures import analysed_year
from prongsai.load import UNIT_FILE, YearFiles, load, reserved_ids
from prongsai.model.digits import fold_digits
from prongsai.model.scalars import is_slug
from prongsai.model.unit import Unit
from prongsai.office.places import find_year
from prongsai.office.skeletons import skeleton
from prongsai.office.spelling import Plain, codes, prose, tidy
from prongsai.office.trial import Trial, try_changes
from prongsai.office.whole import refuse_existing
from prongsai.problems import StopError
from prongsai.project import MEASURES, Project
from prongsai.reference import Reference
from prongsai.schemas import choice_titles

_PROSE = ("approach", "target")
_CODES = ("answers", "owners")
_NUMBERED = re.compile(r"m([0-9]+)(?:-.*)?")


@dataclass(frozen=True, slots=True)
class NewFiles:
    """Files that are ready to be written, in this order, and what `check` would newly say of them."""

    files: Mapping[Path, bytes]
    trial: Trial


def refuse_unit_id(project: Project, unit: str) -> None:
    """`StopError` if a unit cannot have this id, or one has it already."""
    if not is_slug(unit) or unit in reserved_ids(project):
        raise StopError("bad-unit-id", unit=unit)
    refuse_existing(project.units / unit)


def known_kind(kind: str) -> str:
    """The kind itself; `StopError` with all that there are if it is none."""
    known = choice_titles("kind")
    if kind not in known:
        listed = "".join(f"\n  {code} {title}" for code, title in known.items())
        raise StopError("no-such-kind", kind=kind, known=listed)
    return kind


def new_unit(project: Project, unit: str, values: Mapping[str, Any], today: date) -> NewFiles:
    """Return the file of a new body; `owners` are mappings of `id` and `name`."""
    refuse_unit_id(project, unit)
    known_kind(values["kind"])
    files = {project.units / unit / UNIT_FILE: skeleton("unit", values=values)}
    return NewFiles(files, try_changes(project, unit, files, today))


def next_measure_id(project: Project, unit: str, year: str) -> str:
    """`m` and the number behind the highest that a measure of the year has."""
    folder = find_year(project, unit, year) / MEASURES
    found = (_NUMBERED.fullmatch(path.stem) for path in folder.glob("*.yml"))
    return f"m{max((int(each[1]) for each in found if each), default=0) + 1}"


@dataclass(frozen=True, slots=True)
class MeasurePlace:
    """Which measure is to be written."""

    unit: str
    year: str
    id: str


def measure_choices(project: Project, place: MeasurePlace) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The sections in which a measure can stand and the owners that it can name, each with its title."""
    year = find_year(project, place.unit, place.year).name
    data = load(project, (place.unit,))
    if not data.units:
        raise StopError("faulty-unit", unit=place.unit)
    files, unit = data.units[0].year(int(year)), data.units[0].unit.value
    return section_titles(data.reference, unit, files), {owner.id: owner.name for owner in unit.owners}


def section_titles(reference: Reference, unit: Unit, year: YearFiles) -> Mapping[str, str]:
    """The sections of a year's analysis, then those of the assessment that it is of, each with its title."""
    framework = reference.framework(unit, analysed_year(year))
    own = {each.id: each.title for each in year.analysis.value.sections} if year.analysis else {}
    shared = framework.titles if framework else {}
    codes_known = [*own, *(code for code in shared if framework and code in framework.section_ids)]
    return {code: own.get(code) or shared.get(code) or "" for code in codes_known}


def answer_codes(project: Project, place: MeasurePlace) -> frozenset[str]:
    """The codes that a measure can answer; none if it is not known what the year's plan analyses."""
    data = load(project, (place.unit,))
    year = int(find_year(project, place.unit, place.year).name)
    files, unit = data.units[0].year(year), data.units[0].unit.value
    framework = data.reference.framework(unit, analysed_year(files))
    if not framework:
        return frozenset()
    findings = files.analysis.value.findings if files.analysis else ()
    return frozenset({*framework.titles, *framework.scored, *(each.id for each in findings if each.id)})


def new_measure(project: Project, place: MeasurePlace, values: Mapping[str, Any], today: date) -> NewFiles:
    """Return the file of a new measure; empty values are left out, lists of codes are tuples."""
    folder = find_year(project, place.unit, place.year)
    measure_id = fold_digits(place.id)
    if not is_slug(measure_id):
        raise StopError("bad-measure-id", measure=place.id)
    path = folder / MEASURES / f"{measure_id}.yml"
    refuse_existing(path)
    files = {path: measure_file(int(folder.name), measure_id, {k: v for k, v in values.items() if v})}
    return NewFiles(files, try_changes(project, place.unit, files, today))


def measure_file(year: int, measure_id: str, values: Mapping[str, Any], **former: Any) -> bytes:
    """Return a measure's file; `former` is what an earlier plan said and this one has to say anew."""
    facts = {"former_year": None, "former_period": None, "former_budget": None, "unmapped": (), **former}
    spelled = {"steps": (), "follow_up": (), **{name: _marked(name, each) for name, each in values.items()}}
    return skeleton("measure", id=measure_id, year=year, values=spelled, **facts)


def _marked(name: str, value: Any) -> Any:
    """Say how a field is spelled: prose as a block, codes on one line."""
    if name in _CODES:
        return codes(value)
    if isinstance(value, str) and not isinstance(value, Plain):
        return prose(value) if name in _PROSE or "\n" in value.strip() else tidy(value)
    return value
