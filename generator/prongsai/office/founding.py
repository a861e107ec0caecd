"""A whole repository for a body that has none: its data, examples, configuration, and how it goes on.

Everything is made and checked in a folder that lives for it; nothing is written where it will stand.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from prongsai.load import SYSTEM_FILES, UnitFiles, load
from prongsai.model.calendar import fiscal_year_of
from prongsai.model.unit import ALL_OWNERS
from prongsai.office.next_year import open_year, results_file
from prongsai.office.opening import NewFiles, new_unit
from prongsai.office.skeletons import filled
from prongsai.office.trial import Trial
from prongsai.office.whole import still_missing, unfinished, write_missing, write_whole
from prongsai.passing import passing_folder
from prongsai.printed import check_project
from prongsai.problems import StopError
from prongsai.project import MEASURES, Project, frameworks_folder
from prongsai.reference import Reference, load_reference

_BEGUN = ".prongsai-begun"
"""The list of what a beginning writes, with the digest of each file; there only as long as it writes."""
_EXAMPLES = ("m1", "m2")
_FRAME = {
    "README.md": "README.md",
    ".gitignore": "gitignore",
    ".gitattributes": "gitattributes",
    "mkdocs.yml": "mkdocs.yml",
}
"""What stands at the root, and the skeleton that it is made from."""


@dataclass(frozen=True, slots=True)
class Founding:
    """What an officer says: the id of the body's folder, its plan's fiscal year, the fields of its file."""

    unit: str
    year: str
    values: Mapping[str, Any]
    beside: Mapping[str, bytes] = field(default_factory=dict)
    """What else is to stand there, such as a workflow or an editor's settings; paths below the root."""


def refuse_used(folder: Path) -> None:
    """`StopError` if something stands in the folder; hidden names and an environment do not count.

    What a beginning that was cut off has written goes first, unless somebody edited it.
    """
    _clear_begun(folder)
    used = [path.name for path in sorted(folder.iterdir()) if _counts(path)] if folder.is_dir() else []
    if used:
        raise StopError("not-empty", path=folder, found=", ".join(used[:3]))


def write_beginning(project: Project, new: NewFiles) -> None:
    """Write every file; while that is not done, a list tells which files are being written."""
    still_missing(new.files)
    begun = project.root / _BEGUN
    rows = {project.relative(path): sha256(data).hexdigest() for path, data in new.files.items()}
    write_whole(begun, json.dumps(rows).encode())
    write_missing(new.files)
    begun.unlink()


def _clear_begun(folder: Path) -> None:
    """Remove the files that a beginning had written when it was cut off, and the folders left empty."""
    begun = folder / _BEGUN
    if not begun.is_file():
        return
    for name, digest in _rows(begun):
        path = folder / name
        if path.is_file() and sha256(path.read_bytes()).hexdigest() == digest:
            path.unlink()
        unfinished(path).unlink(missing_ok=True)
        for each in (path.parent, *path.parent.relative_to(folder).parents):
            with suppress(OSError):
                (folder / each).rmdir()
    begun.unlink()


def _rows(begun: Path) -> Iterator[tuple[str, str]]:
    """The list's names and digests; nothing of a list that is none of ours."""
    try:
        rows = json.loads(begun.read_bytes())
    except ValueError:
        return
    for name, digest in rows.items() if isinstance(rows, dict) else ():
        if ".." not in Path(name).parts and not Path(name).is_absolute():
            yield name, str(digest)


def _counts(path: Path) -> bool:
    return not (path.name[0] == "." or path.name in SYSTEM_FILES or (path / "pyvenv.cfg").is_file())


def plan_year(today: date) -> int:
    """The fiscal year that a repository begins with: the running one, if the one before it is known."""
    known = max(year for _, year in load_reference(frameworks_folder()).frameworks)
    return min(fiscal_year_of(today), known + 1)


def found(project: Project, founding: Founding, today: date) -> NewFiles:
    """Return every file of a repository that begins, and what `check` says of them."""
    with passing_folder() as folder:
        twin = Project(folder)
        body = new_unit(twin, founding.unit, founding.values, today)
        if body.trial.errors:
            return body
        write_missing(body.files)
        opened = open_year(twin, founding.unit, founding.year, today)
        write_missing(opened.new.files)
        _write_rest(twin, founding, opened.year)
        problems = check_project(twin, today).problems
        written = (path for path in sorted(twin.root.rglob("*")) if path.is_file())
        files = {project.root / path.relative_to(twin.root): path.read_bytes() for path in written}
    errors = tuple(problem for problem in problems if problem.is_error)
    return NewFiles(files, Trial(errors, tuple(each for each in problems if not each.is_error)))


def _write_rest(twin: Project, founding: Founding, year: int) -> None:
    """Write what stands beside the body's file and its opened year."""
    data = load(twin, (founding.unit,))
    beginning = _Beginning(data.units[0], data.reference, year)
    unit_folder = twin.units / founding.unit
    new = {unit_folder / path: text for path, text in beginning.unit_files()}
    new |= {twin.root / path: text for path, text in (*beginning.root_files(), *founding.beside.items())}
    write_missing(new)


@dataclass(frozen=True, slots=True)
class _Beginning:
    """A body with a year that is open and still empty."""

    unit: UnitFiles
    reference: Reference
    year: int

    @property
    def result_year(self) -> int:
        """The fiscal year of the scores that the plan answers."""
        analysis = self.unit.year(self.year).analysis
        return analysis.value.result_year if analysis else self.year - 1

    def unit_files(self) -> Iterator[tuple[str, bytes]]:
        """The scores that the plan answers, and its examples; paths below the unit."""
        unit = self.unit.unit.value
        scored = self.reference.framework(unit, self.result_year)
        if scored:
            yield f"{self.result_year}/results.yml", results_file(scored)
        analysis = self.unit.year(self.year).analysis
        sections = [each.id for each in analysis.value.sections] if analysis else []
        owners = [owner.id for owner in unit.owners] or [ALL_OWNERS]
        for name in _EXAMPLES:
            data = filled(f"examples/{name}.yml", year=self.year, sections=sections, owners=owners)
            yield f"{self.year}/{MEASURES}/{name}.yml", data

    def root_files(self) -> Iterator[tuple[str, bytes]]:
        """What stands at the root; paths below it."""
        years = {"year": self.year, "result_year": self.result_year}
        for path, name in _FRAME.items():
            yield (
                path,
                filled(f"repository/{name}", unit=self.unit.id, name=self.unit.unit.value.name, **years),
            )
