"""Change the program a little, thousands of times, and count the changes that no test notices.

    mutants.py [--again] [--every N] [--only PATTERN]... [PACKAGE]...

`make mutants` does it for all packages. mutmut makes the changes, `mutant_trials.py` tries them in a copy of
the project in `.build/mutants/`, in which the package stands below `src/`, where mutmut looks for it.
`mutants.yml` says which modules are changed and which tests are asked. `survivors.yml` explains the changes
that change nothing: they are counted as survivors all the same.

`--again` keeps what was found before and tries only what survived, what is new and what has been edited.
`--only` takes mutmut's names, as `prongsai.check.dates.*`; `--every 4` tries each fourth change of a module,
a sample that is always the same, and the table calls it one. What was not tried is not counted.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from figures import Figure, write

ROOT = Path(__file__).parent.parent.parent
TRUST = ROOT / "tests/trust"
WORK = ROOT / ".build/mutants"
TESTED = ("tests", "theme", "content", "units", "mkdocs.yml", "Makefile", "CHANGELOG.md")
AIM = 90
SURVIVED = (0, 33)
"""mutmut's notes of a change that all tests pass, and of one that none reaches."""
SETTINGS = """
[tool.pytest.ini_options]
pythonpath = ["src", "tests", "tests/bench", "tests/trust"]
addopts = "--strict-markers --import-mode=importlib -p no:cacheprovider -p no:xdist"
filterwarnings = ["error"]
timeout = 0
tmp_path_retention_policy = "none"
markers = ["browser: opens the built site in a real browser"]

[tool.mutmut]
source_paths = ["src"]
only_mutate = {modules}
pytest_add_cli_args_test_selection = {tests}
track_dependencies = false
"""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: where, what the lines were, what they became, and mutmut's note of what became of it."""

    name: str
    module: str
    code: int | None
    line: str
    becomes: str

    @property
    def change(self) -> tuple[str, str, str]:
        """By which `survivors.yml` knows it."""
        return self.module, self.line, self.becomes


def main(arguments: Sequence[str] | None = None) -> None:
    """Try each package that is named, or all; tell the survivors and write the rows."""
    chosen = _arguments().parse_args(arguments)
    known: dict[str, dict[str, list[str]]] = yaml.safe_load((TRUST / "mutants.yml").read_text("utf-8"))
    figures = []
    for package in chosen.packages or known:
        if not (chosen.again or chosen.only):
            shutil.rmtree(WORK / package, ignore_errors=True)
        copy_project(WORK / package, known[package])
        figures.append(told(package, tried(WORK / package, chosen.only, chosen.every), chosen.every))
    if not chosen.only:
        write("mutants", figures, whole=not chosen.packages)


def copy_project(folder: Path, settings: dict[str, list[str]]) -> None:
    """Copy the project as it is now; what was noted of functions that have not changed stays."""
    mutants = folder / "mutants"
    for target in (folder / "src/prongsai", mutants / "src/prongsai"):
        _copy(ROOT / "generator/prongsai", target)
    for name in TESTED:
        _copy(ROOT / name, mutants / name)
    if not (mutants / "generator").exists():
        (mutants / "generator").symlink_to("src")  # some tests read the program's own tables
    modules = json.dumps([f"src/{each}" for each in settings["modules"]])
    text = SETTINGS.format(modules=modules, tests=json.dumps(settings["tests"]))
    for target in (folder, mutants):
        (target / "pyproject.toml").write_text(text, "utf-8")


def tried(folder: Path, only: list[str], every: int) -> list[Mutant]:
    """Try the changes in a process of its own; an equal hash seed gives equal choices."""
    temporary = Path("/dev/shm")
    environment = {**os.environ, "PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "1795219200"}
    if temporary.is_dir():
        environment["TMPDIR"] = str(temporary)
    run = (sys.executable, str(TRUST / "mutant_trials.py"), str(every), *only)
    subprocess.run(run, cwd=folder, env=environment, check=True)
    rows = json.loads((folder / "results.json").read_text("utf-8"))
    return [Mutant(**row) for row in rows if row["code"] is not None]


def told(package: str, mutants: list[Mutant], every: int) -> Figure:
    """Print what survived without a reason, and reasons of what does not survive; return the row."""
    reasons = {
        (row["module"], row["line"], row["becomes"]): row["because"]
        for row in yaml.safe_load((TRUST / "survivors.yml").read_text("utf-8"))
    }
    survivors = [each for each in mutants if each.code in SURVIVED]
    explained = [each for each in survivors if each.change in reasons]
    for each in survivors:
        if each not in explained:
            print(f"{each.name}{'' if each.code == 0 else ' (no test)'}\n  - {each.line}\n  + {each.becomes}")
    for change in reasons.keys() - {each.change for each in survivors}:
        if any(each.module == change[0] for each in mutants):
            print("explained, but it does not survive:", *change, sep="\n  ")
    killed = len(mutants) - len(survivors)
    said = (
        f"{killed / len(mutants):.1%} killed; {len(explained)} survivors change nothing, "
        f"without them {killed / (len(mutants) - len(explained)):.1%}"
    )
    print(f"{package}: {len(mutants)} mutants, {len(survivors)} survivors: {said}")
    tried = f"mutants of `{package}/`" + (f", a sample: one in {every}" if every > 1 else "")
    return Figure(tried, len(mutants), len(survivors), f"at least {AIM} % killed", said)


def _copy(source: Path, target: Path) -> None:
    """Copy a file or folder over another with its times; a changed module stays until its source is newer."""
    if source.is_dir():
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(source, target, ignore=ignored, dirs_exist_ok=True, copy_function=_copy_newer)
    else:
        _copy_newer(str(source), str(target))


def _copy_newer(source: str, target: str) -> None:
    if not Path(target).exists() or Path(source).stat().st_mtime > Path(target).stat().st_mtime:
        shutil.copy2(source, target)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("packages", nargs="*", metavar="PACKAGE")
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--every", type=int, default=1, metavar="N")
    parser.add_argument("--only", action="append", default=[], metavar="PATTERN")
    return parser


if __name__ == "__main__":
    main()
