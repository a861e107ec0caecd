"""Commits into a new repository, fast: thousands a second through `git fast-import`.

It must not know what the files say.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO

AUTHOR = "officer <officer@example.go.th>"


@dataclass(frozen=True, slots=True)
class Commit:
    """What one commit writes, by path from the root."""

    day: date
    files: Mapping[str, str]


@contextmanager
def fast_import(folder: Path) -> Iterator[IO[bytes]]:
    """Make a folder a repository; what is written into the stream becomes its branch `main`."""
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", str(folder)], check=True)
    command = ["git", "-C", str(folder), "fast-import", "--quiet"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as importer:
        assert importer.stdin
        yield importer.stdin
        importer.stdin.close()
    assert importer.returncode == 0


def import_commits(folder: Path, commits: Iterable[Commit]) -> None:
    """Commit in the order of days whatever the order of the commits; then everything else that lies there.

    Only the marks of the files are held in memory, so that their number does not matter.
    """
    said: list[tuple[date, int, list[tuple[str, int]]]] = []
    with fast_import(folder) as stream:
        mark = 0
        for number, commit in enumerate(commits):
            files = []
            for path, text in commit.files.items():
                mark += 1
                files.append((path, mark))
                stream.write(f"blob\nmark :{mark}\n".encode() + as_data(text))
            said.append((commit.day, number, files))
        for day, _, files in sorted(said):
            when = int(datetime(day.year, day.month, day.day, 5, tzinfo=UTC).timestamp())
            changes = "".join(f"M 100644 :{blob} {path}\n" for path, blob in files)
            head = f"commit refs/heads/main\ncommitter {AUTHOR} {when} +0700\n"
            stream.write(head.encode() + as_data("a report") + changes.encode())
    git = ["git", "-C", str(folder), "-c", "user.name=officer", "-c", "user.email=officer@example.go.th"]
    subprocess.run([*git, "reset", "--quiet"], check=True)
    subprocess.run([*git, "add", "--all"], check=True)
    subprocess.run([*git, "commit", "--quiet", "--allow-empty", "-m", "theme and texts"], check=True)


def as_data(text: str) -> bytes:
    """A text as `git fast-import` reads it."""
    data = text.encode()
    return f"data {len(data)}\n".encode() + data + b"\n"
