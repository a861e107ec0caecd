"""What the package ships: kinds of bodies, and the assessment of each fiscal year as data.

A fault in them is a bug and raises. It must not read a body's files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from prongsai.document import Document, read_document
from prongsai.model.closed import Closed
from prongsai.model.framework import Framework
from prongsai.model.scalars import Slug, Text
from prongsai.model.unit import Unit


class Kind(Closed):
    """A kind of body and the family of frameworks by which it is assessed."""

    title: Text
    family: Slug


class _Kinds(Closed):
    kinds: Mapping[Slug, Kind]


@dataclass(frozen=True, slots=True)
class Reference:
    """What the package ships: kinds of bodies, and frameworks by family and fiscal year."""

    kinds: Mapping[str, Kind]
    frameworks: Mapping[tuple[str, int], Framework]

    def framework(self, unit: Unit, year: int) -> Framework | None:
        """The framework by which a body was assessed in a fiscal year, if it is known."""
        kind = self.kinds.get(unit.kind)
        return self.frameworks.get((kind.family, year)) if kind else None


@cache
def load_reference(folder: Path) -> Reference:
    """Read kinds and frameworks; a fault in them is a bug and raises."""
    kinds = _Kinds.model_validate(_plain(folder / "kinds.yml").values).kinds
    frameworks = {}
    for path in sorted(folder.glob("*/*.yml")):
        framework = Framework.model_validate(_plain(path).values)
        frameworks[framework.family, framework.year] = framework
    return Reference(kinds, frameworks)


def _plain(path: Path) -> Document:
    document, problems = read_document(path.name, path.read_bytes())
    if problems:
        raise ValueError(str(problems[0]))
    return document
