"""The table of `tests/trust/README.md`: a long run writes the rows of its own command, and no other's."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

README = Path(__file__).with_name("README.md")
BEGIN = "<!-- figures: written by the commands themselves -->"
END = "<!-- end of figures -->"
HEAD = ("| command | what was tried | cases | failures | aim | measured at |", "|---|---|---:|---:|---|---|")


@dataclass(frozen=True, slots=True)
class Figure:
    """One row: what was tried, how often, how often it failed, and what the aim was."""

    tried: str
    cases: int
    failures: int
    aim: str = "0 failures"
    said: str = ""
    """What a number alone does not say: the share of killed mutants, the largest memory."""

    def row(self, command: str, commit: str) -> str:
        """The row as Markdown, without line breaks."""
        failures = f"{self.failures:,}" + (f" ({self.said})" if self.said else "")
        return f"| `make {command}` | {self.tried} | {self.cases:,} | {failures} | {self.aim} | {commit} |"


def write(command: str, figures: Sequence[Figure], readme: Path = README, *, whole: bool = True) -> None:
    """Put these rows in the place of the former ones: all of the command, or only those alike."""
    begins = [f"| `make {command}` |" + ("" if whole else f" {figure.tried} |") for figure in figures]
    rows = [figure.row(command, _commit()) for figure in figures]
    before, rest = readme.read_text("utf-8").split(BEGIN)
    table, after = rest.split(END)
    kept = (line for line in table.split("\n") if line.startswith("| `"))
    others = [line for line in kept if not line.startswith(tuple(begins))]
    lines = [*HEAD, *sorted([*others, *rows], key=lambda row: row.split("|")[1])]
    readme.write_text(f"{before}{BEGIN}\n\n" + "\n".join(lines) + f"\n\n{END}{after}", "utf-8")
    print(*rows, sep="\n")


def _commit() -> str:
    """The commit that was tried; a `+` says that files of it, other than this table, had been edited."""
    edited = _git(
        "status", "--porcelain", "--untracked-files=no", "--", ":/", ":(exclude,top)tests/trust/README.md"
    )
    return _git("rev-parse", "--short", "HEAD") + ("+" if edited else "")


def _git(*arguments: str) -> str:
    run = ("git", *arguments)
    return subprocess.run(run, cwd=README.parent, capture_output=True, text=True, check=True).stdout.strip()
