"""The command in a process that is killed, or refused by the disk, at the n-th thing that it does to files.

Python tells an audit hook of every such call before it is made (PEP 578), so that a moment can be met again.
One process imports the program once and forks for every moment: `Forge` speaks to it line by line.
"""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

EVENTS = frozenset(
    {
        "os.rename",
        "os.remove",
        "os.rmdir",
        "os.mkdir",
        "os.link",
        "os.symlink",
        "os.truncate",
        "os.chmod",
        "os.utime",
        "sqlite3.connect",
        "ctypes.dlsym",
        "subprocess.Popen",
    }
)
"""What is done to files and folders, beside opening to write; `renameat2` is looked up before its call."""
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
KILL = "KILL"
PATIENCE = 120
"""Seconds after which a run is taken for hanging."""


@dataclass(frozen=True, slots=True)
class Moment:
    """The n-th event of a run, counted from 1, and what happens then: a signal's name, or an error's.

    A refusal lasts (`lasts`): a full disk stays full until the run has ended.
    """

    number: int = 0
    fault: str = KILL
    lasts: bool = False


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended: exit code (negative: a signal), what it printed, what it did to files."""

    code: int
    out: str
    err: str
    events: tuple[str, ...] = ()

    @property
    def has_traceback(self) -> bool:
        """Whether a person would see Python's own words."""
        return any(word in self.out + self.err for word in ("Traceback", "Exception ignored", ", line "))


@dataclass(frozen=True, slots=True)
class Asked:
    """A run as it is asked for."""

    arguments: tuple[str, ...]
    cwd: str
    environment: Mapping[str, str]
    moment: Moment = field(default_factory=Moment)


class Forge:
    """A process that has imported everything; each run is a child of it."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._environment = dict(environment)
        self._log = folder
        path = os.pathsep.join([str(Path(__file__).parent.parent), str(Path(__file__).parent.parent.parent)])
        self._process = subprocess.Popen(
            [sys.executable, "-m", "crashing.moments", str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **environment, "PYTHONPATH": path},
        )

    def run(self, *arguments: str, cwd: Path, moment: Moment | None = None) -> Ended:
        """Run the command; with a moment something happens in it."""
        asked = Asked(arguments, str(cwd), self._environment, moment or Moment())
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(asdict(asked)) + "\n")
        self._process.stdin.flush()
        told = json.loads(self._process.stdout.readline())
        return Ended(told["code"], told["out"], told["err"], tuple(told["events"]))

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()


class Watch:
    """The audit hook: it counts, and lets the moment's fault happen."""

    def __init__(self, moment: Moment, told: int) -> None:
        self.moment = moment
        self.count = 0
        self._told = told
        self._process = os.getpid()

    def __call__(self, event: str, facts: tuple[Any, ...]) -> None:
        if os.getpid() != self._process or not _is_counted(event, facts):
            return
        self.count += 1
        os.write(self._told, f"{event} {facts[:2]}\n".encode("utf-8", "replace"))
        number = self.moment.number
        if number and (self.count == number or (self.moment.lasts and self.count > number)):
            self._happen(facts)

    def _happen(self, facts: tuple[Any, ...]) -> None:
        kind = self.moment.fault
        if hasattr(errno, kind):
            number = int(getattr(errno, kind))
            raise OSError(number, os.strerror(number), *[each for each in facts[:1] if isinstance(each, str)])
        if self.count == self.moment.number:
            os.kill(os.getpid(), getattr(signal, f"SIG{kind}"))


def _is_counted(event: str, facts: tuple[Any, ...]) -> bool:
    if event == "open":
        path, mode, flags = facts
        is_written = (
            bool(flags & WRITING) if isinstance(flags, int) else any(c in (mode or "") for c in "wax+")
        )
        return is_written and not isinstance(path, int) and not str(path).startswith("/dev/")
    if event == "ctypes.dlsym":
        return bool(facts[1] == "renameat2")
    return event in EVENTS


def _serve(folder: Path) -> None:
    """Import the program, then fork for every line."""
    _import_everything()
    for number, line in enumerate(sys.stdin):
        asked = json.loads(line)
        paths = [folder / f"{number}.{name}" for name in ("out", "err", "count")]
        handles = [os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC) for path in paths]
        child = os.fork()
        if not child:
            _run(asked, handles)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        for handle in handles:
            os.close(handle)
        out, err, told = (path.read_bytes().decode("utf-8", "replace") for path in paths)
        for path in paths:
            path.unlink()
        print(json.dumps(asdict(Ended(code, out, err, tuple(told.splitlines())))), flush=True)


def _run(asked: Mapping[str, Any], handles: list[int]) -> None:
    """Be the command, in a session of its own; never return."""
    os.setsid()
    signal.alarm(PATIENCE)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(handles[0], 1)
    os.dup2(handles[1], 2)
    os.chdir(asked["cwd"])
    os.environ.update(asked["environment"])
    from prongsai.cli import main  # noqa: PLC0415 - the process that forks has imported it

    code: object = 0
    sys.addaudithook(Watch(Moment(**asked["moment"]), handles[2]))
    try:
        main(list(asked["arguments"]), prog_name="prongsai")
    except SystemExit as end:
        code = end.code
    except BaseException:
        sys.excepthook(*sys.exc_info())
        code = 1
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))


def _import_everything() -> None:
    from importlib import import_module  # noqa: PLC0415 - only the process that forks needs it

    from prongsai.cli.group import VERBS  # noqa: PLC0415 - as above

    for module in {*VERBS.values()}:
        import_module(f"prongsai.cli.{module}")
    for name in ("making", "history.reading", "history.telling", "history.archive"):
        import_module(f"prongsai.{name}")


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))
