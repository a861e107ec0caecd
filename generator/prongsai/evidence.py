"""Files that prove something: which kinds may be published, and what is recorded of each.

It only reads. Which entry names a file is for `check`; what a reader is told of it stands in `theme/`.
"""

from __future__ import annotations

import hashlib
import re
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
    """What may be published: how many megabytes a new file has at most, and the kinds by their endings.

    A name with one of the endings `run` is refused wherever that stands: hosts run `a.php.pdf` as a program.
    """

    most_megabytes: Count
    run: tuple[Text, ...]
    kinds: Mapping[Text, EvidenceKind]


_ENDING = re.compile(r"[.;]\s*")
"""What begins an ending; some hosts look no further than a semicolon."""


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
    path, rules = PurePosixPath(name.lower()), evidence_rules()
    is_run = not {*rules.run}.isdisjoint(_ENDING.split(path.name)[1:])
    return None if is_run else rules.kinds.get(path.suffix.removeprefix("."))


def read_evidence(paths: Mapping[str, Path]) -> dict[str, EvidenceFile]:
    """Return what is recorded of each of a body's files of proof, by the same names."""
    return {name: _evidence_file(path) for name, path in paths.items()}


def _evidence_file(path: Path) -> EvidenceFile:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return EvidenceFile(stream.tell(), digest, kind_of(path.name))
