"""One report of progress: what an officer told -> one more entry in the measure's file, checked first.

The file changes only when nothing new is wrong with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from prongsai.model.calendar import BUDDHIST_OFFSET
from prongsai.office.journal import is_last_entry, with_entry
from prongsai.office.places import MeasureFile
from prongsai.office.proof import Proof
from prongsai.office.spelling import Plain, prose, tidy
from prongsai.office.style import styled_as_before
from prongsai.office.trial import Trial, try_changes
from prongsai.office.whole import write_whole
from prongsai.problems import StopError
from prongsai.project import EVIDENCE, Project


@dataclass(frozen=True, slots=True)
class Told:
    """What an officer tells: round and status by their words in the file, texts as they were typed."""

    round: str
    day: date
    status: str
    text: str
    obstacle: str = ""
    proofs: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A report that is ready to be written, and what `check` would newly say of it."""

    measure: MeasureFile
    new: bytes
    proofs: tuple[Proof, ...]
    trial: Trial
    files: tuple[Path, ...]
    """The measure's file and those of its proofs, also of such as stood there before."""

    @property
    def is_written(self) -> bool:
        """Whether the file tells it already: the same report was cut off after that, or given twice."""
        return self.new == self.measure.data


def draft(project: Project, measure: MeasureFile, told: Told, today: date) -> Draft:
    """Return the report as it would be written; nothing is written yet."""
    evidence = project.units / measure.unit / EVIDENCE
    proofs = (evidence / proof.values["file"] for proof in told.proofs if "file" in proof.values)
    files = (measure.path, *dict.fromkeys(proofs))
    if is_last_entry(measure.data, _entry(told)):
        return Draft(measure, measure.data, told.proofs, Trial((), ()), files)
    new = _with_report(project, measure.path, measure.data, told)
    changes = {proof.target: b"" for proof in told.proofs if proof.target} | {measure.path: new}
    return Draft(measure, new, told.proofs, try_changes(project, measure.unit, changes, today), files)


def is_only_change(project: Project, draft: Draft, told: Told, committed: bytes) -> bool:
    """Whether a report is all by which the measure's file differs from what was committed."""
    return (
        draft.is_written
        and bool(committed)
        and _with_report(project, draft.measure.path, committed, told) == draft.new
    )


def _with_report(project: Project, path: Path, data: bytes, told: Told) -> bytes:
    added = with_entry(project.relative(path), data, _entry(told))
    return styled_as_before(project, path, data, added)


def write_draft(draft: Draft) -> None:
    """Put the proofs in their place, then the entry; a file that changed meanwhile stays as it is."""
    for proof in draft.proofs:
        if proof.target and proof.copy is not None:
            write_whole(proof.target, proof.copy)
    if not draft.is_written:
        write_whole(draft.measure.path, draft.new, draft.measure.data)


def buddhist(day: date) -> str:
    """Return a day as data spell it: `2567-04-05`."""
    return f"{day.year + BUDDHIST_OFFSET}-{day.month:02}-{day.day:02}"


def _entry(told: Told) -> Mapping[str, Any]:
    text, obstacle = tidy(told.text), tidy(told.obstacle)
    if not text:
        raise StopError("missing-option", option="--text")
    entry: dict[str, Any] = {"round": told.round, "date": Plain(buddhist(told.day)), "status": told.status}
    entry["text"] = prose(text)
    if obstacle:
        entry["obstacle"] = prose(obstacle)
    if told.proofs:
        entry["evidence"] = [{**proof.values, "title": tidy(proof.values["title"])} for proof in told.proofs]
    return entry
