"""A real git repository that a test fills commit by commit, each on a day of its own."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

NOON = "12:00:00+07:00"


@dataclass(frozen=True)
class Repository:
    """A folder under git whose commits have given days and nobody's name."""

    root: Path

    @classmethod
    def begin(cls, root: Path) -> Repository:
        """Make the folder a repository with the branch `main`."""
        root.mkdir(parents=True, exist_ok=True)
        repository = cls(root)
        repository.git("init", "--quiet", "--initial-branch=main")
        (root / ".gitignore").write_text(".build/\nsite/\n", "utf-8")
        return repository

    def git(self, *arguments: str, day: str = "2026-01-01") -> str:
        """Run git; its output without the last newline."""
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.root),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_DATE": f"{day}T{NOON}",
            "GIT_COMMITTER_DATE": f"{day}T{NOON}",
        }
        identity = ("-c", "user.name=officer", "-c", "user.email=officer@example.go.th")
        command = ["git", *identity, *arguments]
        done = subprocess.run(
            command, cwd=self.root, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.rstrip("\n")

    def commit(self, day: str) -> str:
        """Commit everything; return the commit's id."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", "a change", day=day)
        return self.git("rev-parse", "HEAD")

    def commit_at(self, moment: str) -> str:
        """Commit what is there at a moment in git's spelling, whatever that is; return the commit's id."""
        told = f"tree {self.git('write-tree')}\nparent {self.git('rev-parse', 'HEAD')}\n"
        told += "".join(
            f"{who} officer <officer@example.go.th> {moment}\n" for who in ("author", "committer")
        )
        (self.root / ".git/told").write_text(f"{told}\na change\n", "utf-8")
        made = self.git("hash-object", "-t", "commit", "-w", "--literally", ".git/told")
        self.git("update-ref", "HEAD", made)
        return made

    def write(self, path: str, text: str) -> None:
        """Write a file below `units/`."""
        target = self.root / "units" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8", newline="\n")

    def add(self, path: str, text: str) -> None:
        """Add lines at the end of a file below `units/`."""
        target = self.root / "units" / path
        target.write_text(target.read_text("utf-8") + text, "utf-8", newline="\n")

    def edit(self, path: str, old: str, new: str) -> None:
        """Put one text of a file below `units/` in the place of another, which must stand there once."""
        target = self.root / "units" / path
        text = target.read_text("utf-8")
        assert text.count(old) == 1, f"{path}: {old!r} stands there {text.count(old)} times"
        target.write_text(text.replace(old, new), "utf-8", newline="\n")

    def move(self, old: str, new: str) -> None:
        """Rename a file or folder below `units/`."""
        (self.root / "units" / new).parent.mkdir(parents=True, exist_ok=True)
        self.git("mv", f"units/{old}", f"units/{new}")
