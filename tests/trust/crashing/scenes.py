"""What somebody does while the machine fails: a folder before, a command, the folder after."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from openpyxl import load_workbook

from conftest import ROOT, copy_project
from crashing.moments import Forge
from office_documents import make_docx
from office_tables import PLAIN
from prongsai.office.workbook.exporting import export_year
from prongsai.project import Project
from prongsai.publish import RECORD
from repositories import Repository

GOOD = ROOT / "tests/projects/good/units/good"
EPOCH = "1795219200"
ENVIRONMENT = {
    "SOURCE_DATE_EPOCH": EPOCH,
    "GIT_AUTHOR_DATE": f"{EPOCH} +0700",
    "GIT_COMMITTER_DATE": f"{EPOCH} +0700",
    "SITE_URL": "https://prongsai.example/",
    "PYTHONUTF8": "1",
}
Tree = Mapping[str, bytes]
"""Files by their paths below a folder."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A command and what comes before it."""

    name: str
    arguments: tuple[str, ...]
    bodies: tuple[str, ...] = ("good",)
    built: bool = False
    change: str = ""
    code: int = 0

    @property
    def verb(self) -> tuple[str, ...]:
        """The command's own words."""
        return self.arguments[: 2 if self.arguments[0] in ("sheet", "new") else 1]

    @property
    def is_committed(self) -> bool:
        """Whether the command commits what it writes."""
        return "--commit" in self.arguments

    def prepare(self, folder: Path, forge: Forge) -> None:
        """Make the folder as it is before the command."""
        repository = Repository.begin(copy_project(folder, GOOD.parent))
        for body in self.bodies[1:]:
            shutil.copytree(folder / "units/good", folder / "units" / body)
        if self.change == "table":
            shutil.copytree(ROOT / "units/bang-krabue", folder / "units/bang-krabue")
        (folder / "proof.pdf").write_bytes(b"%PDF-1.4 a proof")
        repository.git("config", "user.name", "officer")
        repository.git("config", "user.email", "officer@example.go.th")
        repository.commit("2026-01-01")
        if self.built:
            done = forge.run("build", cwd=folder)
            assert done.code == 0, done.err
        if self.change:
            CHANGES[self.change](folder, forge)


def scenes() -> dict[str, Scene]:
    """Every scene by its name."""
    rows: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("scenes.yml").read_text("utf-8"))
    return {name: _scene(name, dict(row)) for name, row in rows.items()}


def _scene(name: str, row: dict[str, Any]) -> Scene:
    bodies, arguments = (tuple(map(str, row.pop(key, ["good"]))) for key in ("bodies", "arguments"))
    return Scene(name, arguments, bodies, **row)


def _edit(folder: Path, _: Forge) -> None:
    path = folder / "units/second/unit.yml"
    path.write_text(path.read_text("utf-8").replace("name: ", "name: The ", 1), "utf-8")


def _touch(folder: Path, _: Forge) -> None:
    path = folder / "units/good/unit.yml"
    path.write_text(path.read_text("utf-8").replace("name: ", "name: The ", 1), "utf-8")


def _spoil(folder: Path, forge: Forge) -> None:
    _edit(folder, forge)
    with (folder / "units/third/unit.yml").open("a", encoding="utf-8") as stream:
        stream.write("colour: red\n")


def _remove(folder: Path, _: Forge) -> None:
    shutil.rmtree(folder / "units/second")


def _fill(folder: Path, _: Forge) -> None:
    path = folder / "filled.xlsx"
    export_year(Project(folder), "good", "2567", path)
    book = load_workbook(path)
    for sheet, cell, value in (
        (2, "B3", "A summary"),
        (5, "B3", "Leaflets"),
        (5, "A4", "m9"),
        (5, "B4", "Books"),
    ):
        book.worksheets[sheet][cell] = value
    book.worksheets[5]["C4"] = book.worksheets[5]["C2"].value
    book.save(path)


def _freeze(folder: Path, forge: Forge) -> None:
    assert forge.run("freeze", "good", "2567", cwd=folder).code == 0
    Repository(folder).commit("2026-02-01")


def _untidy(folder: Path, _: Forge) -> None:
    for path in (folder / "units").rglob("*.yml"):
        path.write_text(path.read_text("utf-8").replace(": ", ":  "), "utf-8")


def _table(folder: Path, _: Forge) -> None:
    make_docx(folder / "table.docx", *PLAIN)


def _pack(folder: Path, forge: Forge) -> None:
    assert forge.run("pack", cwd=folder).code == 0
    (folder / "site/index.html").write_text("changed", "utf-8")


CHANGES: Mapping[str, Callable[[Path, Forge], None]] = {
    "edit": _edit,
    "touch": _touch,
    "spoil": _spoil,
    "remove": _remove,
    "fill": _fill,
    "freeze": _freeze,
    "untidy": _untidy,
    "table": _table,
    "pack": _pack,
}
"""What is other than it was when the website was built."""

NOT_OFFICERS = (".build", "site", ".git")


def website(folder: Path) -> Tree:
    """The files that a reader can get."""
    return _tree(folder / "site")


def officers_files(folder: Path) -> Tree:
    """Everything that is the office's own."""
    return {path: data for path, data in _tree(folder).items() if path.split("/")[0] not in NOT_OFFICERS}


def _tree(folder: Path) -> Tree:
    found = (path for path in folder.rglob("*") if path.is_file() and ".build/" not in str(path))
    named = ((path.relative_to(folder).as_posix(), path) for path in found)
    return {name: path.read_bytes() for name, path in named if name != RECORD}


def lay_out(source: Path, target: Path) -> None:
    """Let a folder stand at a place again, what are the same files on the disk as the same files."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(exist_ok=True)
    subprocess.run(["cp", "-a", f"{source}/.", str(target)], check=True)
