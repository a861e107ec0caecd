"""Change the program a little, thousands of times, and count the changes that no test notices: `make mutants`.

    mutants.py [--again] [--only PATTERN]... [PACKAGE]...

mutmut makes the changes and runs, for each, the tests that reach the changed function. It works on a copy of the
project in `.build/mutants/`, in which the package stands below `src/`, where mutmut looks for it. `mutants.yml` says
which modules are changed and which tests are asked. `survivors.yml` explains the changes that change nothing: they
are counted as survivors all the same.

`--again` keeps what was found before and tries only what survived, what is new and what has been edited. `--only`
takes mutmut's names, as `prongsai.check.dates.*`; what it finds is printed and not written into the table.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from figures import Figure, write

ROOT = Path(__file__).parent.parent.parent
WORK = ROOT / ".build" / "mutants"
COPIED = {"generator/prongsai": "src/prongsai"} | {
    name: name for name in ("tests", "theme", "content", "units", "mkdocs.yml", "Makefile", "CHANGELOG.md")
}
KILLED = {1: "killed", 3: "killed", -24: "timeout", 24: "timeout", 36: "timeout", 152: "timeout"}
"""What mutmut notes of a change that was noticed: a failing test, or tests that ran without end."""
AIM = 90
SETTINGS = """
[tool.pytest.ini_options]
pythonpath = ["src", "tests", "tests/bench", "tests/trust"]
addopts = "--strict-markers --import-mode=importlib -p no:cacheprovider -p no:xdist -p quickest_first"
filterwarnings = ["error"]
timeout = 600
markers = ["browser: opens the built site in a real browser"]

[tool.mutmut]
source_paths = ["src"]
only_mutate = {modules}
pytest_add_cli_args_test_selection = {tests}
also_copy = {copied}
use_git_change_detection = false
track_dependencies = false
"""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One changed line: where, what it was, what it became, and whether the tests noticed."""

    name: str
    is_killed: bool
    module: str = ""
    line: str = ""
    becomes: str = ""

    @property
    def change(self) -> tuple[str, str, str]:
        """By which `survivors.yml` knows it."""
        return self.module, self.line, self.becomes


def main(arguments: Sequence[str] | None = None) -> None:
    """Try each package that is named, or all; tell the survivors and write the rows."""
    chosen = _arguments().parse_args(arguments)
    known: dict[str, dict[str, list[str]]] = yaml.safe_load(
        (ROOT / "tests/trust/mutants.yml").read_text("utf-8")
    )
    figures = [
        tried(package, known[package], chosen.again, chosen.only) for package in chosen.packages or known
    ]
    if not chosen.only and not chosen.packages:
        write("mutants", figures)


def tried(package: str, settings: dict[str, list[str]], again: bool, only: list[str]) -> Figure:
    """Try the modules of a package; print every survivor that is not explained."""
    folder = WORK / package
    if not again and not only:
        shutil.rmtree(folder, ignore_errors=True)
    copy_project(folder, settings)
    names = [*only] or ([each.name for each in found(folder) if not each.is_killed] if again else [])
    if again and names:
        _mutmut(folder, "run", "--max-children", "1")
    _mutmut(folder, "run", "--max-children", "1", *names)
    return told(package, [described(folder, each) for each in found(folder)])


def copy_project(folder: Path, settings: dict[str, list[str]]) -> None:
    """Copy the project as it is now; what mutmut noted of functions that have not changed stays."""
    for source, target in COPIED.items():
        for copy in (folder / target, folder / "mutants" / target):
            _mirror(ROOT / source, copy)
    if not (folder / "mutants/generator").exists():
        (folder / "mutants/generator").symlink_to("src")  # some tests read the table of problems
    modules = [f"src/{each}" for each in settings["modules"]]
    copied = [name for name in COPIED.values() if not name.startswith("src/")]
    (folder / "pyproject.toml").write_text(
        SETTINGS.format(
            modules=json.dumps(modules), tests=json.dumps(settings["tests"]), copied=json.dumps(copied)
        ),
        "utf-8",
    )


def _mirror(source: Path, target: Path) -> None:
    """Copy a file or folder over another with its times; a changed module stays until its source is newer."""
    if source.is_dir():
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(source, target, ignore=ignored, dirs_exist_ok=True, copy_function=_copy_newer)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        _copy_newer(str(source), str(target))


def _copy_newer(source: str, target: str) -> None:
    if not Path(target).exists() or Path(source).stat().st_mtime > Path(target).stat().st_mtime:
        shutil.copy2(source, target)


def found(folder: Path) -> Iterator[Mutant]:
    """Yield every change that mutmut made of the modules, and what became of it."""
    for file in sorted((folder / "mutants/src").rglob("*.meta")):
        exits: dict[str, int | None] = json.loads(file.read_text("utf-8"))["exit_code_by_key"]
        yield from (Mutant(name, code in KILLED) for name, code in exits.items())


def described(folder: Path, mutant: Mutant) -> Mutant:
    """A survivor with the line that was changed; what was killed needs no telling."""
    if mutant.is_killed:
        return mutant
    lines = _mutmut(folder, "show", mutant.name, is_read=True).splitlines()
    module = next(line.removeprefix("--- src/") for line in lines if line.startswith("--- "))
    old = [line[1:].strip() for line in lines if line.startswith("-") and not line.startswith("---")]
    new = [line[1:].strip() for line in lines if line.startswith("+") and not line.startswith("+++")]
    return Mutant(mutant.name, False, module, " ".join(old), " ".join(new))


def told(package: str, mutants: list[Mutant]) -> Figure:
    """Print what survived without a reason, and reasons of what does not survive; return the row."""
    reasons = {
        (row["module"], row["line"], row["becomes"]): row["because"]
        for row in yaml.safe_load((ROOT / "tests/trust/survivors.yml").read_text("utf-8"))
    }
    survivors = [each for each in mutants if not each.is_killed]
    explained = [each for each in survivors if each.change in reasons]
    for each in survivors:
        if each not in explained:
            print(f"{each.name}\n    {each.module}\n  - {each.line}\n  + {each.becomes}")
    killed = len(mutants) - len(survivors)
    told = (
        f"{killed / len(mutants):.1%} killed; {len(explained)} survivors change nothing, "
        f"without them {killed / (len(mutants) - len(explained)):.1%}"
    )
    print(f"{package}: {len(mutants)} mutants, {len(survivors)} survivors, {told}")
    return Figure(f"mutants of `{package}/`", len(mutants), len(survivors), f"at least {AIM} % killed", told)


def _mutmut(folder: Path, *arguments: str, is_read: bool = False) -> str:
    """Run mutmut in the copy; an equal hash seed gives equal choices."""
    run = (str(Path(sys.executable).with_name("mutmut")), *arguments)
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    done = subprocess.run(
        run, cwd=folder, env=environment, check=True, text=True, stdout=subprocess.PIPE if is_read else None
    )
    return done.stdout or ""


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("packages", nargs="*", metavar="PACKAGE")
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--only", action="append", default=[], metavar="PATTERN")
    return parser


if __name__ == "__main__":
    main()
