"""The licence of every locked package, from what the installed packages say of themselves: `make licences`.

It writes the table of `THIRD-PARTY.md`. A package that this machine does not need (another Python, another
system) keeps the row that it had; one without a licence or a row stops the run.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution, distributions
from itertools import takewhile
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "THIRD-PARTY.md"
LOCKS = ("requirements.lock", "requirements-trust.lock")
BEGIN, END = "<!-- written by make licences -->\n", "<!-- end of make licences -->"
HEAD = "| package | version | licence | needed by |\n|---|---|---|---|\n"
_LOCKED = re.compile(r"^([\w.-]+)==([^\s;]+)", re.MULTILINE)
_OSI = "License :: OSI Approved :: "
Row = tuple[str, str, str, str]
"""A package's name, version, licence, and who needs it: the program, or only its makers."""


def locked(lock: str) -> dict[str, list[str]]:
    """The versions of every package of a lock by its name; two where the Python decides."""
    found: dict[str, list[str]] = {}
    for name, version in _LOCKED.findall((ROOT / lock).read_text("utf-8")):
        found.setdefault(canonicalize_name(name), []).append(version)
    return found


def licence(package: Distribution) -> str:
    """What a package says of its licence: an SPDX expression, classifiers, own words or a heading."""
    said = package.metadata
    if "License-Expression" in said:
        return said["License-Expression"]
    classified = [each for each in said.get_all("Classifier") or [] if each.startswith(_OSI)]
    own = str(said["License"]).strip().split("\n")[0] if "License" in said else ""
    return ", ".join(each.removeprefix(_OSI) for each in classified) or own or _heading(package)


def _heading(package: Distribution) -> str:
    """The first lines of the licence's text that the package brings along, before whose it is."""
    found = [file for file in package.files or () if file.name.upper().startswith("LICENSE")]
    text = found[0].read_text("utf-8") if found else ""
    lines = [line.strip() for line in text.splitlines() if line.strip()][:2]
    return " ".join(takewhile(lambda line: not line.startswith("Copyright"), lines))


def needed_by_the_program() -> set[str]:
    """The packages that an office installs with the program, on this machine."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    waiting, found = [Requirement(each) for each in project["dependencies"]], set[str]()
    while waiting:
        asked = waiting.pop()
        name = canonicalize_name(asked.name)
        if name in found or (asked.marker and not asked.marker.evaluate({"extra": ""})):
            continue
        found.add(name)
        waiting += map(Requirement, distribution(name).requires or ())
    return found


def rows(text: str) -> Iterator[Row]:
    """A row for every locked package; one that is not installed as the document has it."""
    before = {(row[0], row[1]): row for row in read_rows(text)}
    program = needed_by_the_program()
    everything = {name: versions for lock in reversed(LOCKS) for name, versions in locked(lock).items()}
    for name, versions in sorted(everything.items()):
        for version in versions:
            who = "the program" if name in program else "its makers"
            yield _row(name, version, who, before.get((name, version)))


def installed(name: str, version: str) -> Distribution | None:
    """The package of this very version, wherever Python looks for packages."""
    return next((each for each in distributions(name=name) if each.version == version), None)


def _row(name: str, version: str, who: str, before: Row | None) -> Row:
    if not (package := installed(name, version)):
        if before is None:
            sys.exit(f"{name} {version} is not installed here and has no row in {DOCUMENT.name}")
        return before
    if not (found := licence(package)):
        sys.exit(f"{name} {version} does not say its licence")
    return name, version, found, who


def read_rows(text: str) -> list[Row]:
    """The rows of the document."""
    lines = text.partition(BEGIN)[2].partition(END)[0].splitlines()[2:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line]
    return [(name, version, found, who) for name, version, found, who in cells]


def main() -> None:
    """Write the table anew."""
    text = DOCUMENT.read_text("utf-8")
    before, rest = text.split(BEGIN)
    table = "".join(f"| {' | '.join(row)} |\n" for row in rows(text))
    DOCUMENT.write_text(f"{before}{BEGIN}{HEAD}{table}{END}{rest.partition(END)[2]}", "utf-8")


if __name__ == "__main__":
    main()
