"""Files that prove something: which kinds may be published, and what is recorded of each.

It only reads. Which entry names a file is for `check`; what a reader is told of it stands in `theme/`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path, PurePosixPath

import yaml

from prongsai.model.closed import Closed
from prongsai.model.scalars import Count, Text


class EvidenceKind(Closed):
    """A kind of file that may be published, by its ending; `label` is what readers call it."""

    media_type: Text
    label: Text


class EvidenceRules(Closed):
    """What may be published: how many megabytes a new file has at most, and the kinds by their endings."""

    most_megabytes: Count
    kinds: Mapping[Text, EvidenceKind]


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """What is recorded of a file: its size in bytes, SHA-256 in hexadecimal digits, kind if it is allowed."""

    size: int
    sha256: str
    kind: EvidenceKind | None


@cache
def evidence_rules() -> EvidenceRules:
    """The rules that the package ships; endings are in lower case without the dot."""
    text = (files("prongsai") / "evidence.yml").read_text("utf-8")
    return EvidenceRules.model_validate(yaml.load(text, yaml.CSafeLoader))


def kind_of(name: str) -> EvidenceKind | None:
    """The kind of a file, from its name alone, so that every machine says the same; None if not allowed."""
    return evidence_rules().kinds.get(PurePosixPath(name).suffix.lower().removeprefix("."))


def read_evidence(paths: Mapping[str, Path]) -> dict[str, EvidenceFile]:
    """Return what is recorded of each of a body's files of proof, by the same names."""
    return {name: _evidence_file(path) for name, path in paths.items()}


def _evidence_file(path: Path) -> EvidenceFile:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return EvidenceFile(stream.tell(), digest, kind_of(path.name))
