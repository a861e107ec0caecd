"""The officer's repository: commit just these files, and find the commit of a day. Plain `git`, nothing else.

It must not know what a file means.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from prongsai.problems import StopError
from prongsai.project import Project

_QUIET = {"GIT_TERMINAL_PROMPT": "0", "GIT_LITERAL_PATHSPECS": "1", "GIT_EDITOR": "true", "LC_ALL": "C"}
_END_OF_DAY = "T23:59:59+07:00"
"""The last second of a day in Thailand."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What git said; `refused` is its last line of complaint, empty if all went well."""

    text: str
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Checkout:
    """The working tree that holds a project."""

    project: Project

    def is_there(self) -> bool:
        """Tell whether git is there and the project lies in a repository."""
        return not self._ask("rev-parse", "--is-inside-work-tree").refused

    def is_shallow(self) -> bool:
        """Tell whether older commits were not fetched."""
        return self._ask("rev-parse", "--is-shallow-repository").text == "true"

    def is_committed(self, path: Path) -> bool:
        """Tell whether a file is in the last commit exactly as it is now."""
        name = self.project.relative(path)
        return self.has("HEAD", name) and not self.changed(name)

    def changed(self, name: str) -> tuple[str, ...]:
        """The paths at or below a path (relative to the project) that differ from the last commit."""
        rows = self._ask("status", "--porcelain", "-z", "--untracked-files=all", "--", name).text
        return tuple(row[3:] for row in rows.split("\0") if len(row) > 3)

    def has(self, commit: str, name: str) -> bool:
        """Tell whether a commit holds a path (relative to the project)."""
        return not self._ask("cat-file", "-e", f"{commit}:./{name}").refused

    def resolve(self, commit: str) -> str:
        """The full id of a commit; empty if it is unknown."""
        return self._ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{commit}^{{commit}}").text

    def last_until(self, day: date) -> str:
        """The id of the last commit on or before the end of a day; empty if there is none."""
        return self._ask("rev-list", "-1", f"--before={day.isoformat()}{_END_OF_DAY}", "HEAD").text

    def day_of(self, commit: str) -> date:
        """The day of a commit where it was made."""
        return date.fromisoformat(self._ask("show", "-s", "--no-show-signature", "--format=%cs", commit).text)

    def commit(self, paths: Iterable[Path], message: str) -> str:
        """Commit these files and nothing else, whatever else is staged; return the short id."""
        names = [self.project.relative(path) for path in paths]
        if not self.is_there():
            raise StopError("commit-without-repository", paths=" ".join(names))
        if self._ask("var", "GIT_COMMITTER_IDENT").refused:
            raise StopError("commit-without-identity", paths=" ".join(names))
        for arguments in (
            ("add", "--", *names),
            ("commit", "--quiet", "-m", message, "--only", "--", *names),
        ):
            refused = self._ask(*arguments).refused
            if refused:
                raise StopError("not-committed", reason=refused, paths=" ".join(names))
        return self._ask("rev-parse", "--short", "HEAD").text

    def _ask(self, *arguments: str) -> Answer:
        command = ["git", "-c", "core.quotePath=false", "-C", str(self.project.root), *arguments]
        try:
            done = subprocess.run(command, capture_output=True, env={**os.environ, **_QUIET}, check=False)
        except FileNotFoundError as error:
            return Answer("", str(error))
        if done.returncode:
            complaint = done.stderr.decode("utf-8", "replace").strip().splitlines()
            return Answer("", complaint[-1] if complaint else str(done.returncode))
        return Answer(done.stdout.decode("utf-8", "surrogateescape").rstrip("\n"))
