"""A project's git repository, read with the `git` command: one log for everything, blobs in one stream.

It must not write anything, ask for anything, or know what a file means.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from prongsai.history.change import Commit, Touch
from prongsai.model.calendar import moment
from prongsai.problems import StopError

_HEADER = "%H%x02%P%x02%ct"
_NO_REPOSITORY = "not a git repository (or any"
_CHUNK = 1 << 16
_RAW = ("--raw", "--no-abbrev", "--find-renames", "-l1000", "--no-ext-diff", "--no-textconv", "-z")
_SETTINGS = (
    "core.quotePath=false",
    "core.fileMode=false",
    "diff.autoRefreshIndex=true",
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    "protocol.allow=never",
    "advice.graftFileDeprecated=false",
)
"""What may be set otherwise: a file has changed when its bytes have, not its mode or its time; a repository
that is only read names no programs that git would run meanwhile, nor anything to be fetched."""
_QUIET = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
_AS_IT_WAS = {"GIT_GRAFT_FILE": os.devnull}
"""Like `--no-replace-objects`: a file of this machine gives no commit other parents than it has."""


class NoHistoryError(Exception):
    """There is no history to read; the message is the code of the reason."""


class Repository:
    """The repository that holds a project; `NoHistoryError` if there is none or git is not there.

    `StopError` if there is one that cannot be read: without its past a page would say less than before.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        known = self._answer("rev-parse", "--is-inside-work-tree", "--is-shallow-repository", "HEAD^{commit}")
        told = known.split()
        if len(told) != 3:
            raise self._why_not()
        self.head = told[2]
        """The id of the commit that is checked out."""
        self.is_shallow = told[1] == "true"

    def _why_not(self) -> NoHistoryError | StopError:
        """Why there is no commit to begin with."""
        asked = self._try("rev-parse", "--is-inside-work-tree")
        said = asked.stderr.decode("utf-8", "replace").strip()
        if asked.returncode:
            is_none = _NO_REPOSITORY in said and not (self._root / ".git").exists()
            return NoHistoryError("no-repository") if is_none else self._broken(said)
        head = self._try("rev-parse", "--verify", "--quiet", "HEAD")
        return NoHistoryError("no-commit") if head.returncode else self._broken("HEAD^{commit}")

    def _broken(self, said: str) -> StopError:
        return StopError("git-broken", path=self._root, reason=(said or "git").splitlines()[0])

    def boundary(self) -> frozenset[str]:
        """The commits of a shallow clone whose parents were not fetched."""
        if not self.is_shallow:
            return frozenset()
        shallow = self._root / self._answer("rev-parse", "--git-path", "shallow")
        return frozenset(shallow.read_text("ascii").split()) if shallow.is_file() else frozenset()

    def commits(self, known: Iterable[str]) -> Iterator[Commit]:
        """Every commit that the checked-out one builds on, those `known` and below apart, in no order."""
        asked = (self.head, *(f"^{commit}" for commit in known))
        show = ("log", "--no-show-signature", "--no-patch", f"--format={_HEADER}", "-z")
        for record in self._stream(asked, *show, "--ignore-missing", "--stdin"):
            name, parents, time = record.split("\x02")
            own = tuple(map(sys.intern, parents.split()))
            yield Commit(sys.intern(name), own, moment(time))

    def touches(self, asked: Iterable[str]) -> Iterator[tuple[int, Touch]]:
        """The files that commits touched, each with the number of the line asked for; counted from 0.

        A line is a commit's id, or a merge's with one of its parents', as which it is seen: a merge by
        itself touches nothing.
        """
        fields = self._stream(asked, "diff-tree", "-r", "--root", *_RAW, "--relative", "--stdin", "--always")
        line = -1
        for about in fields:
            if about.startswith(":"):
                yield line, _touch(about, fields)
            elif about:
                line += 1

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
        listed = self._run("ls-tree", "-r", "-z", commit, "--", folder.rstrip("/"))
        rows = (row.split("\t", 1) for row in listed.split("\0") if row)
        return {path: about.split()[2] for about, path in rows if about.split()[1] == "blob"}

    def trees(self, folder: str) -> dict[str, str]:
        """The id of each folder's content right below a folder of the project, as it is checked out."""
        listed = self._run("ls-tree", "-d", "-z", self.head, "--", f"{folder}/")
        rows = (row.split("\t", 1) for row in listed.split("\0") if row)
        return {PurePosixPath(path).name: about.split()[2] for about, path in rows}

    def differing(self, *folders: str, since: str = "") -> tuple[Touch, ...]:
        """The files below some folders that are not as they were at a commit, else at the one checked out."""
        listed = self._run("diff", "--relative", *_RAW, "--no-renames", since or self.head, "--", *folders)
        fresh = self._run("ls-files", "--others", "--exclude-standard", "-z", "--", *folders)
        added = (Touch("", path, "", "") for path in fresh.split("\0") if path)
        return (*_touches(listed), *added)

    def resolve(self, revision: str) -> str:
        """The full id of a commit, a branch or a tag; `NoHistoryError` if there is none of that name."""
        asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        if not (found := self._answer(*asked)):
            raise NoHistoryError("no-such-commit")
        return found

    def _has(self, commit: str) -> bool:
        return bool(self._answer("rev-parse", "--verify", "--quiet", f"{commit}^{{commit}}"))

    def _command(self, *arguments: str) -> list[str]:
        return [
            "git",
            "--no-replace-objects",
            "--literal-pathspecs",
            "-C",
            str(self._root),
            *(part for setting in _SETTINGS for part in ("-c", setting)),
            *arguments,
        ]

    def _answer(self, *arguments: str) -> str:
        """One line of git's, empty if it refuses."""
        done = self._try(*arguments)
        return done.stdout.decode("utf-8", "surrogateescape").strip() if done.returncode == 0 else ""

    def _try(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        """What becomes of a command of git's, which may refuse."""
        try:
            return subprocess.run(
                self._command(*arguments), check=False, capture_output=True, env=_environment()
            )
        except FileNotFoundError as error:
            if any((folder / ".git").exists() for folder in (self._root, *self._root.parents)):
                raise StopError("git-missing", path=self._root) from error
            raise NoHistoryError("no-git") from error

    def _run(self, *arguments: str) -> str:
        done = subprocess.run(self._command(*arguments), capture_output=True, env=_environment(), check=True)
        return done.stdout.decode("utf-8", "surrogateescape")

    def _stream(self, lines: Iterable[str], *arguments: str) -> Iterator[str]:
        """What git answers to lines, field by field as it comes: nothing is held."""
        command = self._command(*arguments)
        with tempfile.TemporaryFile() as given:
            given.writelines(f"{line}\n".encode() for line in lines)
            given.seek(0)
            with subprocess.Popen(
                command, stdin=given, stdout=subprocess.PIPE, env=_environment()
            ) as process:
                yield from _fields(process.stdout)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)


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
    return {**kept, **allowed, **_QUIET, **_AS_IT_WAS}


def _fields(stream: IO[bytes] | None) -> Iterator[str]:
    """The texts between NULs."""
    rest = b""
    while stream and (read := stream.read(_CHUNK)):
        *whole, rest = (rest + read).split(b"\0")
        yield from (each.decode("utf-8", "surrogateescape") for each in whole)
    if rest:
        yield rest.decode("utf-8", "surrogateescape")


def _touches(raw: str) -> tuple[Touch, ...]:
    fields = iter(raw.split("\0"))
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
