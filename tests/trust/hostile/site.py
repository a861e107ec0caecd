"""Painted bodies with a painted past: two commits whose message and author are payloads, too."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from conftest import run_prongsai
from hostile.corpus import CANARY, texts
from hostile.painting import Painter, write_body
from prongsai.model.submission import Submission
from repositories import Repository

AUTHOR = "Somchai Personal-Name"
"""Who commits, and what the message begins with: neither may stand on any page."""
MAIL = "personal-mail@example.go.th"
FIRST, SECOND = "2026-03-01", "2026-11-01"
TODAY = date(2026, 11, 21)
SUBMITTED, SUBMITTED_DAY = "2567", "2567-04-10"
"""The fiscal year of which a submitted state is shown."""


@dataclass(frozen=True)
class HostileSite:
    """A built website of painted bodies, and which payload stood in which field."""

    root: Path
    tried: frozenset[tuple[str, str]]

    @property
    def site(self) -> Path:
        """The folder of the website."""
        return self.root / "site"

    @property
    def units(self) -> tuple[str, ...]:
        """The ids of the bodies."""
        return tuple(sorted(path.name for path in (self.root / "units").iterdir()))


def hostile_site(root: Path, turns: range, most: int, *, is_clean: bool = False) -> HostileSite:
    """Build a body for each turn: as it is now, as it was before, and as it was handed in."""
    repository = Repository.begin(root)
    tried: set[tuple[str, str]] = set()
    before = len(texts()) // 2
    for turn in turns:
        tried |= _write(root, turn, Painter(before + turn, most, is_clean))
    first = _commit(repository, FIRST, turns.start)
    for turn in turns:
        tried |= _write(root, turn, Painter(turn, most, is_clean), first)
    _commit(repository, SECOND, turns.start + 1)
    run = run_prongsai("build", cwd=root)
    assert run.returncode == 0, run.stdout + run.stderr
    return HostileSite(root, frozenset(tried))


def _write(root: Path, turn: int, painter: Painter, commit: str = "") -> set[tuple[str, str]]:
    folder = root / f"units/b{turn}"
    shutil.rmtree(folder, ignore_errors=True)
    write_body(folder, painter)
    if commit:
        values = painter.paint(Submission, {"commit": commit, "date": SUBMITTED_DAY})
        text = yaml.safe_dump(values, allow_unicode=True)
        (folder / SUBMITTED / "submitted.yml").write_text(text, "utf-8", newline="\n")
    return painter.tried


def _commit(repository: Repository, day: str, number: int) -> str:
    """Commit everything under a name and with a message that are payloads."""
    said = texts()[number % len(texts())]
    repository.git("add", "--all")
    author = f"--author={AUTHOR} {CANARY}(0) <{MAIL}>"
    repository.git("commit", "--quiet", author, "-m", f"{AUTHOR} {said}", day=day)
    return repository.git("rev-parse", "HEAD")
