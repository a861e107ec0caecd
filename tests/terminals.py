"""A command as a person has it at a terminal, and what a mistake is told as."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import EPOCH

PATIENCE = 60
"""Seconds after which a terminal that shows nothing is taken for hanging."""


def stopped(run: subprocess.CompletedProcess[str]) -> str:
    """What an operator's mistake was told as: one sentence, exit code 2."""
    assert run.returncode == 2, run.stdout + run.stderr
    assert "Traceback" not in run.stderr
    return run.stderr


class Terminal:
    """A command at a real terminal: what it shows is read, and a person's lines are typed."""

    def __init__(self, *arguments: str, cwd: Path) -> None:
        self.shown = ""
        self._screen, keyboard = pty.openpty()
        command = [sys.executable, "-m", "prongsai", *arguments]
        environment = {**os.environ, "PYTHONUTF8": "1", "TERM": "dumb", "SOURCE_DATE_EPOCH": EPOCH}
        self._process = subprocess.Popen(
            command,
            cwd=cwd,
            env=environment,
            stdin=keyboard,
            stdout=keyboard,
            stderr=keyboard,
            start_new_session=True,
        )
        os.close(keyboard)

    def wait_for(self, text: str) -> None:
        """Read the screen until a text is shown behind what was waited for before."""
        seen = b""
        while text not in seen.decode("utf-8", "ignore"):
            read = self._read()
            if not read:
                self._close()
                pytest.fail(f"ended before {text!r}: {self.shown}{seen.decode('utf-8', 'ignore')}")
            seen += read
        self.shown += seen.decode("utf-8", "ignore")

    def type(self, line: str) -> None:
        """Type a line and press Enter."""
        os.write(self._screen, f"{line}\n".encode())

    def end(self) -> int:
        """Read to the end; the exit code."""
        while read := self._read():
            self.shown += read.decode("utf-8", "ignore")
        return self._close()

    def _close(self) -> int:
        os.close(self._screen)
        return self._process.wait(PATIENCE)

    def _read(self) -> bytes:
        """What the screen shows next; empty when the command has ended."""
        assert select.select([self._screen], [], [], PATIENCE)[0], f"hangs: {self.shown}"
        try:
            return os.read(self._screen, 4096)
        except OSError:
            return b""
