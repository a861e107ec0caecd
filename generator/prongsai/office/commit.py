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

from prongsai.model.calendar import moment
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

    def committed(self, path: Path) -> bytes:
        """A file as it is in the last commit; empty if it is not there."""
        done = self._run("cat-file", "blob", f"HEAD:./{self.project.relative(path)}")
        return done.stdout if done and not done.returncode else b""

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
        """The day that Thailand had when a commit was made."""
        return moment(self._ask("show", "-s", "--no-show-signature", "--format=%ct", commit).text).date()

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
            lock = self.project.root / self._ask("rev-parse", "--git-path", "index.lock").text
            if refused and lock.is_file():
                raise StopError("git-locked", path=lock, paths=" ".join(names))
            if refused:
                raise StopError("not-committed", reason=refused, paths=" ".join(names))
        return self._ask("rev-parse", "--short", "HEAD").text

    def _ask(self, *arguments: str) -> Answer:
        done = self._run(*arguments)
        if not done:
            return Answer("", "git")
        if done.returncode:
            complaint = done.stderr.decode("utf-8", "replace").strip().splitlines()
            return Answer("", complaint[-1] if complaint else str(done.returncode))
        return Answer(done.stdout.decode("utf-8", "surrogateescape").rstrip("\n"))

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[bytes] | None:
        """What git did; None if there is no git.

        It has a session of its own and is waited for: whatever ends this command, git goes on to its end,
        because one that is cut off leaves a lock that only a person may remove.
        """
        command = ["git", "-c", "core.quotePath=false", "-C", str(self.project.root), *arguments]
        environment = {**os.environ, **_QUIET}
        try:
            git = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=environment,
                start_new_session=True,
            )
        except FileNotFoundError:
            return None
        try:
            out, complaint = git.communicate()
        finally:
            git.wait()
        return subprocess.CompletedProcess(command, git.returncode, out, complaint)
