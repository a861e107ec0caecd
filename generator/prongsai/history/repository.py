"""A project's git repository, read with the `git` command: one log for everything, blobs in one stream.

It must not write anything, ask for anything, or know what a file means.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from prongsai.history.change import Commit, Touch

_HEADER = "%x01%H%x02%P%x02%cI%x02"
_RAW = ("--raw", "--no-abbrev", "--find-renames", "--no-ext-diff", "--no-textconv", "-z")
_QUIET = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}


class NoHistoryError(Exception):
    """There is no history to read; the message is the code of the reason."""


class Repository:
    """The repository that holds a project; `NoHistoryError` if there is none or git is not there."""

    def __init__(self, root: Path) -> None:
        self._root = root
        if not self._answer("rev-parse", "--is-inside-work-tree"):
            raise NoHistoryError("no-repository")
        self.head = self._answer("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        """The id of the commit that is checked out."""
        if not self.head:
            raise NoHistoryError("no-commit")
        self.is_shallow = self._answer("rev-parse", "--is-shallow-repository") == "true"

    def boundary(self) -> frozenset[str]:
        """The commits of a shallow clone whose parents were not fetched."""
        shallow = self._root / self._answer("rev-parse", "--git-path", "shallow")
        return frozenset(shallow.read_text("ascii").split()) if shallow.is_file() else frozenset()

    def log(self, known: Iterable[str]) -> Iterator[tuple[Commit, tuple[Touch, ...]]]:
        """Every commit that the checked-out one builds on, those `known` and below apart, in no order.

        A merge touches nothing here: ask `merged`.
        """
        show = ("-c", "log.showRoot=true", "log", "--no-show-signature", "--relative", f"--format={_HEADER}")
        lines = "".join(f"^{commit}\n" for commit in known if self._has(commit))
        text = self._run(*show, *_RAW, "--stdin", given=f"{self.head}\n{lines}")
        for record in text.split("\x01")[1:]:
            commit, parents, time, touched = record.split("\x02", 3)
            yield Commit(commit, tuple(parents.split()), datetime.fromisoformat(time)), _touches(touched)

    def merged(self, pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[Touch, ...]]:
        """What each merge touched as seen from each parent, for pairs of merge and parent, in their order."""
        asked = list(pairs)
        lines = "".join(f"{merge} {parent}\n" for merge, parent in asked)
        text = self._run("diff-tree", "-r", *_RAW, "--relative", "--stdin", "--always", given=lines)
        return _sections(text)

    @contextmanager
    def blobs(self) -> Iterator[Blobs]:
        """A stream that hands out blobs by id."""
        command = self._command("cat-file", "--batch")
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment()
        ) as process:
            yield Blobs(process)

    def files(self, commit: str, folder: str) -> dict[str, str]:
        """The files below a folder of the project at a commit: path relative to the project -> blob's id."""
        if not self._has(commit):
            raise NoHistoryError("no-such-commit")
        listed = self._run("ls-tree", "-r", "-z", commit, "--", f"{folder}/")
        rows = (row.split("\t", 1) for row in listed.split("\0") if row)
        return {path: about.split()[2] for about, path in rows if about.split()[1] == "blob"}

    def pending(self, folder: str) -> tuple[Touch, ...]:
        """The files below a folder that are not as they were committed."""
        listed = self._run("diff", "--relative", *_RAW, "--no-renames", "HEAD", "--", folder)
        fresh = self._run("ls-files", "--others", "--exclude-standard", "-z", "--", folder)
        added = (Touch("", path, "", "") for path in fresh.split("\0") if path)
        return (*_touches(listed), *added)

    def _has(self, commit: str) -> bool:
        return bool(self._answer("rev-parse", "--verify", "--quiet", f"{commit}^{{commit}}"))

    def _command(self, *arguments: str) -> list[str]:
        return [
            "git",
            "--no-replace-objects",
            "-C",
            str(self._root),
            "-c",
            "core.quotePath=false",
            *arguments,
        ]

    def _answer(self, *arguments: str) -> str:
        """One line of git's, empty if it refuses."""
        try:
            done = subprocess.run(
                self._command(*arguments), check=False, capture_output=True, env=_environment()
            )
        except FileNotFoundError as error:
            raise NoHistoryError("no-git") from error
        return done.stdout.decode("utf-8", "surrogateescape").strip() if done.returncode == 0 else ""

    def _run(self, *arguments: str, given: str = "") -> str:
        done = subprocess.run(
            self._command(*arguments),
            input=given.encode(),
            capture_output=True,
            env=_environment(),
            check=True,
        )
        return done.stdout.decode("utf-8", "surrogateescape")


class Blobs:
    """Blobs by id, one after another through one process."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def read(self, blob: str) -> bytes | None:
        """The bytes of a blob; None if the repository lacks it."""
        asked, answered = self._process.stdin, self._process.stdout
        if not asked or not answered:
            return None
        asked.write(blob.encode() + b"\n")
        asked.flush()
        head = answered.readline().split()
        if len(head) != 3:
            return None
        data = answered.read(int(head[2]))
        answered.read(1)
        return data


def _environment() -> dict[str, str]:
    """The reader's own environment, without what would point git at another repository."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    allowed = {
        name: os.environ[name]
        for name in ("GIT_CONFIG_GLOBAL", "GIT_CEILING_DIRECTORIES")
        if name in os.environ
    }
    return {**kept, **allowed, **_QUIET}


def _sections(text: str) -> Iterator[tuple[Touch, ...]]:
    """Read `diff-tree -z`: before each pair's touches stands the merge's id."""
    touches: list[Touch] | None = None
    fields = iter(text.split("\0"))
    for about in fields:
        if about.startswith(":") and touches is not None:
            touches.append(_touch(about, fields))
        elif about:
            if touches is not None:
                yield tuple(touches)
            touches = []
    if touches is not None:
        yield tuple(touches)


def _touches(raw: str) -> tuple[Touch, ...]:
    fields = iter(raw.lstrip("\0\n").split("\0"))
    return tuple(_touch(about, fields) for about in fields if about.startswith(":"))


def _touch(about: str, fields: Iterator[str]) -> Touch:
    """Read one of `--raw -z`: `:modes blobs letter NUL path NUL`, a second path after R."""
    old_blob, new_blob, letter = about.split(" ")[2:]
    old_path = next(fields)
    new_path = next(fields) if letter[0] == "R" else old_path
    return Touch(
        "" if letter[0] == "A" else old_path,
        "" if letter[0] == "D" else new_path,
        old_blob if old_blob.strip("0") else "",
        new_blob if new_blob.strip("0") else "",
    )
