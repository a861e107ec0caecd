"""Files -> frozen models with the place of every field, and every problem of shape.

It only reads. Whether the values agree with each other is for `check`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from prongsai.addresses import RESERVED
from prongsai.content import content_files
from prongsai.document import MOST_BYTES, MOST_PROBLEMS, Document, read_document
from prongsai.evidence import EvidenceFile, read_evidence
from prongsai.folders import unit_folders
from prongsai.inventory import (
    alike,
    fits_everywhere,
    is_device_name,
    is_file,
    is_folder,
    is_foreign,
    paths_below,
)
from prongsai.model.analysis import Analysis
from prongsai.model.calendar import is_fiscal_year
from prongsai.model.closed import DataFile
from prongsai.model.digits import fold_digits
from prongsai.model.measure import Measure
from prongsai.model.oit import Oit
from prongsai.model.results import Results
from prongsai.model.scalars import fold_code, is_slug
from prongsai.model.submission import Submission
from prongsai.model.unit import Unit
from prongsai.problems import Place, Problem
from prongsai.project import EVIDENCE, MEASURES, Project, frameworks_folder
from prongsai.reference import Reference, load_reference
from prongsai.shape import shape_problem, unknown_empty_keys
from prongsai.signs import shown

T = TypeVar("T", bound=DataFile)

UNIT_FILE = "unit.yml"
SUBMITTED = "submitted.yml"
YEAR_FILES: Mapping[str, type[DataFile]] = {
    "results.yml": Results,
    "analysis.yml": Analysis,
    "oit.yml": Oit,
    SUBMITTED: Submission,
}
SYSTEM_FILES = ("Thumbs.db", "desktop.ini")
"""What Windows leaves in folders."""


@dataclass(frozen=True, slots=True)
class Placed(Generic[T]):
    """A model and the document that it was read from."""

    value: T
    document: Document

    @property
    def stem(self) -> str:
        """The file's name without its ending: a measure's id."""
        return Path(self.document.path).stem

    @property
    def path(self) -> str:
        """The file's path below `units/`, by which its past is known."""
        return self.document.path.partition("/")[2]

    def text_problem(self, code: str, at: tuple[str | int, ...], offset: int, /, **facts: object) -> Problem:
        """A problem of one place in the text of a field."""
        return Problem(self.document.text_place(at, offset), code, facts)

    def problem(self, code: str, /, *at: str | int, **facts: object) -> Problem:
        """A problem of the field at that path."""
        return Problem(self.document.place(at), code, facts)


@dataclass(frozen=True, slots=True)
class YearFiles:
    """What a body keeps for one fiscal year; any of it may be absent."""

    year: int
    results: Placed[Results] | None = None
    analysis: Placed[Analysis] | None = None
    measures: tuple[Placed[Measure], ...] = ()
    oit: Placed[Oit] | None = None
    submitted: Placed[Submission] | None = None

    @property
    def files(self) -> tuple[Placed[Any], ...]:
        """Every file that is there."""
        single = (self.results, self.analysis, self.oit, self.submitted)
        return (*(placed for placed in single if placed), *self.measures)


@dataclass(frozen=True, slots=True)
class UnitFiles:
    """One body: its id (the folder's name), who it is, its years in ascending order."""

    id: str
    unit: Placed[Unit]
    years: tuple[YearFiles, ...]
    evidence: Mapping[str, EvidenceFile] = field(default_factory=dict)
    """The files of the unit's `evidence/` folder by their paths below it."""

    @property
    def files(self) -> tuple[Placed[Any], ...]:
        """Every file of the body."""
        return (self.unit, *(placed for year in self.years for placed in year.files))

    def year(self, year: int) -> YearFiles:
        """The files of a fiscal year; empty if it has none."""
        return next((each for each in self.years if each.year == year), YearFiles(year))


@dataclass(frozen=True, slots=True)
class Data:
    """All that was read. A unit with a problem of shape is in `problems` only, by its id in `broken`."""

    units: tuple[UnitFiles, ...]
    reference: Reference
    problems: tuple[Problem, ...] = ()
    broken: frozenset[str] = field(default_factory=frozenset)


def load(project: Project, ids: tuple[str, ...] = (), frameworks: Path | None = None) -> Data:
    """Read the units with these ids (all without any); `StopError` if one does not exist or there is none."""
    reference = load_reference(frameworks or frameworks_folder())
    units, problems, broken = [], [], set()
    for folder in unit_folders(project, ids):
        reader = _UnitReader(project, folder)
        unit = reader.read()
        problems += reader.problems
        if unit:
            units.append(unit)
        else:
            broken.add(folder.name)
    return Data(tuple(units), reference, tuple(problems), frozenset(broken))


def reserved_ids(project: Project) -> frozenset[str]:
    """The ids that no body can have, because other pages of the website stand there."""
    return RESERVED | {Path(name).stem for name in content_files(project)}


class _UnitReader:
    """Reads one unit's folder and gathers its problems."""

    def __init__(self, project: Project, folder: Path) -> None:
        self.project = project
        self.folder = folder
        self.problems: list[Problem] = []

    def read(self) -> UnitFiles | None:
        """Return the unit, or None if a problem of shape hides a part of it."""
        if is_foreign(self.folder):
            self._fault(self.folder, "foreign-file", name=self.folder.name)
            return None
        if not is_slug(self.folder.name) or is_device_name(self.folder.name):
            self._fault(self.folder, "unit-id", name=self.folder.name)
        if self.folder.name in reserved_ids(self.project):
            self._fault(self.folder, "reserved-id", name=self.folder.name)
        unit = None
        if is_file(self.folder / UNIT_FILE):
            unit = self._file(self.folder / UNIT_FILE, Unit)
        elif not is_foreign(self.folder / UNIT_FILE):
            self._fault(self.folder / UNIT_FILE, "no-unit-file")
        years = [self._year(path) for path in self._children(self.folder, (UNIT_FILE, EVIDENCE))]
        evidence = self._evidence(self.folder / EVIDENCE)
        if unit is None or any(problem.is_error for problem in self.problems):
            return None
        return UnitFiles(self.folder.name, unit, tuple(filter(None, years)), read_evidence(evidence))

    def _year(self, folder: Path) -> YearFiles | None:
        if not is_folder(folder) or not is_fiscal_year(folder.name):
            self._fault(folder, "unknown-file", name=folder.name, known=f"{UNIT_FILE}, {EVIDENCE}/, 25xx/")
            return None
        read: dict[str, Any] = {}
        for path in self._children(folder, (MEASURES,)):
            model = YEAR_FILES.get(path.name)
            if model:
                read[path.stem] = self._said(path, model)
            else:
                known = difflib.get_close_matches(path.name, [*YEAR_FILES, f"{MEASURES}/"], 3, 0.0)
                self._fault(path, "unknown-file", name=path.name, known=", ".join(known))
        return YearFiles(int(folder.name), measures=tuple(self._measures(folder / MEASURES)), **read)

    def _measures(self, folder: Path) -> Iterator[Placed[Measure]]:
        if not is_folder(folder):
            if is_file(folder):
                self._fault(folder, "unknown-file", name=folder.name, known=f"{MEASURES}/")
            return
        for path in sorted(self._children(folder), key=lambda path: natural_key(path.stem)):
            if path.suffix != ".yml":
                self._fault(path, "unknown-file", name=path.name, known="*.yml")
            elif not is_slug(path.stem) or is_device_name(path.stem):
                self._fault(path, "measure-id", name=path.stem)
            elif measure := self._file(path, Measure):
                yield measure

    def _children(self, folder: Path, known: tuple[str, ...] = ()) -> list[Path]:
        found = sorted(path for path in folder.iterdir() if path.name[0] != ".")
        for path in filter(is_foreign, found):
            self._fault(path, "foreign-file", name=path.name)
        return [path for path in found if path.name not in (*known, *SYSTEM_FILES) and not is_foreign(path)]

    def _evidence(self, folder: Path) -> dict[str, Path]:
        """The files that may be proofs by their paths below their folder, if every system can hold them."""
        found: dict[str, Path] = {}
        seen: dict[str, str] = {}
        for path in paths_below(folder):
            name = path.relative_to(folder).as_posix()
            twin = seen.setdefault(alike(name), name)
            if is_foreign(path):
                self._fault(path, "foreign-file", name=path.name)
            elif not fits_everywhere(name):
                self._fault(path, "evidence-name", name=name)
            elif twin != name:
                self._fault(path, "evidence-twin", name=name, other=twin)
            else:
                found[name] = path
        return found

    def _said(self, path: Path, model: type[T]) -> Placed[T] | None:
        """A file of the year; one that says nothing yet (all comments) is as if it were not there."""
        placed = self._file(path, model)
        return placed if placed and placed.document.values else None

    def _file(self, path: Path, model: type[T]) -> Placed[T] | None:
        if not is_file(path):
            self._fault(path, "unknown-file", name=path.name, known=path.name)
            return None
        document, problems = read_document(shown(self.project.relative(path)), _read(path))
        self.problems += problems
        if problems:
            return None
        try:
            value = model.model_validate(document.values)
        except ValidationError as error:
            self.problems += [
                shape_problem(document, model, dict(fault)) for fault in error.errors()[:MOST_PROBLEMS]
            ]
            return None
        unknown = list(islice(unknown_empty_keys(document, model), MOST_PROBLEMS))
        self.problems += unknown
        return None if unknown else Placed(value, _with_folded_codes(document))

    def _fault(self, path: Path, code: str, **facts: str) -> None:
        told = {name: shown(value) for name, value in facts.items()}
        self.problems.append(Problem(Place(shown(self.project.relative(path)), 1), code, told))


def _read(path: Path) -> bytes:
    """The bytes of a file, of one that is too big a few more than allowed."""
    with path.open("rb") as stream:
        return stream.read(MOST_BYTES + 1)


def natural_key(text: str) -> tuple[tuple[int, str], ...]:
    """Sort `m2` before `m10`."""
    return tuple(
        (int(part), "") if part.isdecimal() else (0, part)
        for part in re.split(r"([0-9]+)", fold_digits(text))
    )


def _with_folded_codes(document: Document) -> Document:
    """Let a code be found in its one spelling, however the officer typed it."""
    folded = {
        (*at[:-1], code): line
        for at, line in document.lines.items()
        for last in at[-1:]
        if isinstance(last, str) and (code := fold_code(last)) != last
    }
    return replace(document, lines={**folded, **document.lines}) if folded else document
