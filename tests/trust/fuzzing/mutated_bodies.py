"""The bodies that are fuzzed: that of `tests/projects/good` and the five of the repository, cut small.

A body is the bytes of its files by their paths below `units/`; a case writes them into a folder in memory.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from conftest import ROOT
from fuzzing.mutations import mutate, words, written
from prongsai.project import Project

Body = Mapping[str, bytes]
DAYS = (date(2024, 9, 15), date(2026, 11, 21), date(2023, 10, 1), date(2024, 2, 29))
"""The days on which one asks; all lie in or after some plan of the corpus."""
_MEASURES = 3
_ITEMS = 4
_SHORT = 3_000
_SIGNS = 160


@cache
def bodies() -> tuple[Body, ...]:
    """Every body of the corpus, the whole one first."""
    good = _body(ROOT / "tests/projects/good/units/good")
    cut = [_body(folder, _cut) for folder in sorted((ROOT / "units").iterdir()) if folder.is_dir()]
    return (
        good,
        _few(good, ("2565/", "2566/", "2567/analysis", "2567/oit", "2567/measures/m1.yml", "evidence/")),
        *cut,
    )


def _body(folder: Path, change: Any = lambda data: data) -> Body:
    kept: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        is_many = sum("/measures/" in name for name in kept) >= _MEASURES and "measures" in path.parts
        if path.is_file() and not is_many:
            data = path.read_bytes()
            kept[path.relative_to(folder.parent).as_posix()] = change(data) if path.suffix == ".yml" else data
    return kept


def _few(body: Body, names: tuple[str, ...]) -> Body:
    return {
        path: data
        for path, data in body.items()
        if path.endswith("unit.yml") or any(n in path for n in names)
    }


def _cut(data: bytes) -> bytes:
    """A long file with the first items of its lists and those that others name; a short one as it is."""
    if len(data) < _SHORT:
        return data
    tree = yaml.load(data, yaml.CBaseLoader)
    for key, value in tree.items():
        if isinstance(value, list):
            tree[key] = [each for place, each in enumerate(value) if place < _ITEMS or "id" in each]
    return written(_shortened(tree))


def _shortened(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _shortened(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_shortened(each) for each in value]
    return value[:_SIGNS]


def mutated(random: Random, body: Body) -> Body:
    """A body with one or two files mutated, at times with files that are misplaced too."""
    files = dict(body)
    for path in random.sample([*files], k=random.choice((1, 1, 1, 2))):
        files[path] = mutate(random, files[path])
    return misplaced(random, files) if random.random() < 0.08 else files


def misplaced(random: Random, files: dict[str, bytes]) -> Body:
    """A file is gone, is renamed, stands elsewhere, or is one that nobody knows."""
    path = random.choice([*files])
    folder, _, name = path.rpartition("/")
    stranger = random.choice(words()["names"])
    moved = {
        "gone": {},
        "renamed": {f"{folder}/{stranger}": files[path]},
        "elsewhere": {f"{folder}/{stranger}/{name}": files[path]},
        "folder": {f"{path}/{name}": files[path]},
        "doubled": {path: files[path], f"{folder}/{stranger}": files[path]},
        "other year": {path.replace("/2567/", f"/{stranger}/"): files[path]},
    }
    del files[path]
    return {**files, **moved[random.choice([*moved])]}


@dataclass(frozen=True, slots=True)
class Desk:
    """A project in a folder of its own, whose bodies are laid anew for each case."""

    root: Path

    @property
    def project(self) -> Project:
        """The project."""
        return Project(self.root)

    def lay(self, *laid: Body) -> Project:
        """Write the files of bodies in the place of those before."""
        shutil.rmtree(self.project.units, ignore_errors=True)
        self.project.units.mkdir(parents=True)
        for path, data in (item for body in laid for item in body.items()):
            target = self.project.units / path
            if any(parent.is_file() for parent in target.parents):
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.is_dir():
                target.write_bytes(data)
        return self.project

    def files(self) -> dict[str, bytes]:
        """What the bodies' files hold now."""
        return {path.relative_to(self.project.units).as_posix(): path.read_bytes() for path in self._paths()}

    def _paths(self) -> Iterator[Path]:
        return (path for path in sorted(self.project.units.rglob("*")) if path.is_file())
