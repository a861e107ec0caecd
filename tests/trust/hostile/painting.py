"""A faultless body, each field of free text in its files painted with payloads.

Which fields there are is read from the models, so that a new one is attacked, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel

from conftest import ROOT
from hostile.corpus import addresses, texts
from prongsai.document import read_document
from prongsai.model import scalars
from prongsai.schemas import DATA_FILES, kinds_of, row_of
from prongsai.signs import is_unseen

GOOD = ROOT / "tests/projects/good/units/good"
NAMED = frozenset(
    (
        ("Acceptance", "at"),
        ("Acceptance", "value"),
        ("Acceptance", "problem"),
        ("Evidence", "file"),
        ("Measure", "continues"),
        ("Results", "level"),
        ("Section", "title"),
    )
)
"""Texts that must name something else of the data: a payload there is refused, as `make payloads` sees."""
STRIDE = 7
"""How far apart two fields begin in the list, so that neighbours have other payloads."""
CLEAN = "https://example.go.th/"
_NAME_LONGEST = 180

Values = dict[str, Any]


@dataclass
class Painter:
    """Gives each field the next payloads; `turn` says where it begins, `most` how many a field holds."""

    turn: int
    most: int
    is_clean: bool = False
    """Whether plain words are painted, to see what a page is made of that nobody attacks."""
    tried: set[tuple[str, str]] = field(default_factory=set)
    """Payload and field, as `Measure.title`."""
    seen: dict[str, int] = field(default_factory=dict)

    def paint(self, model: type[BaseModel], values: Values) -> Values:
        """The values of a model with payloads in the place of every text; missing texts are added."""
        painted = dict(values)
        for name, kind in kinds_of(model).items():
            row = row_of(kind)
            if row and (name in values or is_writable(row)):
                painted[name] = [self.paint(row, each) for each in values.get(name) or [{}]]
            elif (model.__name__, name) not in NAMED or self._is_own_section(model, name, values):
                painted |= self._scalar(f"{model.__name__}.{name}", name, kind, values)
        return painted

    def _scalar(self, at: str, name: str, kind: Any, values: Values) -> Values:
        if kind is scalars.Text:
            return {name: "\n\n".join(self.next_payloads(at, texts(), self.most))}
        if kind is scalars.Url and not (name == "url" and values.get("file")):
            return {name: self.next_payloads(at, addresses(), 1)[0]}
        return {}

    def _is_own_section(self, model: type[BaseModel], name: str, values: Values) -> bool:
        return (model.__name__, name) == ("Section", "title") and "title" in values

    def next_payloads(self, at: str, payloads: tuple[str, ...], count: int) -> list[str]:
        """The next payloads for a field, and that they were tried there."""
        begin = self.seen.setdefault(at, self.turn * self.most + STRIDE * len(self.seen))
        self.seen[at] = begin + count
        found = [payloads[(begin + nth) % len(payloads)] for nth in range(count)]
        self.tried |= {(payload, at) for payload in found}
        return [f"{CLEAN}{at.lower()}/{self.turn}"] * count if self.is_clean else found


def is_writable(row: type[BaseModel]) -> bool:
    """Tell whether a row can be written of texts and addresses alone."""
    kinds = kinds_of(row)
    return all(
        kinds[name] in (scalars.Text, scalars.Url)
        for name, field in row.model_fields.items()
        if field.is_required()
    )


def text_fields(model: type[BaseModel]) -> Iterator[str]:
    """Every field of a model and its rows that takes any text or any address."""
    for name, kind in kinds_of(model).items():
        if row := row_of(kind):
            yield from text_fields(row)
        elif kind in (scalars.Text, scalars.Url):
            yield f"{model.__name__}.{name}"


@cache
def attacked_fields() -> frozenset[str]:
    """Every text and address of every data file, but those that name something else."""
    named = {f"{model}.{name}" for model, name in NAMED - {("Section", "title")}}
    return frozenset(each for model in DATA_FILES.values() for each in text_fields(model)) - named


@cache
def good_files() -> Mapping[str, Values]:
    """The files of the faultless body by their paths below its folder."""
    found = sorted(GOOD.rglob("*.yml"))
    return {
        path.relative_to(GOOD).as_posix(): dict(read_document(path.name, path.read_bytes())[0].values)
        for path in found
    }


def model_of(path: str) -> type[BaseModel]:
    """The model of a file by its path below a body's folder."""
    return next(model for pattern, model in DATA_FILES.items() if Path("x", path).match(pattern))


def write_body(folder: Path, painter: Painter) -> None:
    """Write the painted files of a body, and proofs whose names are payloads."""
    for path, values in good_files().items():
        painted = painter.paint(model_of(path), values)
        if path == "unit.yml":
            painted["province"] = values["province"] if painter.turn % 2 else painted["province"]
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        _name_proofs(folder, painted, painter)
        text = yaml.safe_dump(painted, allow_unicode=True, sort_keys=False)
        target.write_text(text, "utf-8", newline="\n")


def _name_proofs(folder: Path, painted: Values, painter: Painter) -> None:
    for entry in painted.get("progress", ()):
        for proof in entry.get("evidence", ()):
            if "file" in proof:
                payload = painter.next_payloads("Evidence.file", texts(), 1)[0]
                proof["file"] = f"2567/{file_name(payload)}"
                target = folder / "evidence" / proof["file"]
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(b"%PDF-1.4\n<script>canary(1)</script>")


def file_name(payload: str) -> str:
    """A payload as the name of a proof, without the signs for which a name is refused, and not too long."""
    seen = "".join(sign for sign in payload if not is_unseen(sign) or sign.isspace())
    name = re.sub(r'[/\s<>:"\\|?*]+', " ", seen).encode("utf-8")[:_NAME_LONGEST].decode("utf-8", "ignore")
    return f"{name.strip('. ') or 'x'}.pdf"
