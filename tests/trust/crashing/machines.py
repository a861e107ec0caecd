"""Machines on which something is missing, full, closed or broken: real processes, real disks, real git."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from crashing.moments import Ended, Moment
from crashing.scenes import ENVIRONMENT, Tree, lay_out, officers_files, website
from crashing.trials import Outcome, Trial
from repositories import Repository

Spoil = Callable[[Path], None]
PATIENCE = 240
OF_A_PAST = {"feed.xml"}
"""The files of a website that only a repository can fill."""


@dataclass(frozen=True, slots=True)
class Machine:
    """What is wrong with a machine, as a command meets it.

    `spoil` is done to the folder before, `mend` after; `shell` runs around the command (`"$@"`); `limits` are
    those of the process.
    """

    name: str
    arguments: tuple[str, ...] = ("build",)
    spoil: Spoil | None = None
    mend: Spoil | None = None
    shell: str = ""
    limits: Mapping[int, int] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)
    codes: tuple[int, ...] = (0, 2)
    """How the command may end."""
    kind: str = ""
    """The row of the table that it belongs to."""

    def run(self, folder: Path) -> Ended:
        """Run the command on this machine."""
        environment = {**os.environ, **ENVIRONMENT, **self.environment}
        command = [sys.executable, "-m", "prongsai", *self.arguments]
        if self.shell:
            command = ["bash", "-c", self.shell, "bash", *command]
        limits = partial(_limit, dict(self.limits))
        done = subprocess.run(
            command,
            cwd=folder,
            env={name: value for name, value in environment.items() if value != UNSET},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE,
            preexec_fn=limits,
            check=False,
        )
        out, err = (text.decode("utf-8", "replace") for text in (done.stdout, done.stderr))
        return Ended(done.returncode, out, err)


UNSET = "\0"
"""A variable that is not there."""


def _limit(limits: Mapping[int, int]) -> None:
    for kind, most in limits.items():
        resource.setrlimit(kind, (most, most))


REPORT = (
    "progress", "good", "2567", "m2", "--round", "h1", "--status", "done", "--date", "2567-04-05",
    "--text", "Done", "--today", "2569-11-21",
)  # fmt: skip
COMMIT = (*REPORT, "--commit")
FREEZE = ("freeze", "good", "2567")
PDF = ("pdf", "good", "2567", "out.pdf", "--today", "2569-11-21")


_CRASHING_GIT = """
mkdir -p .build/bin; printf '#!/bin/sh\\nkill -9 $$\\n' > .build/bin/git; chmod +x .build/bin/git
PATH=$PWD/.build/bin:$PATH exec "$@"
"""
_PRINT = """
for each; do case "$each" in --print-to-pdf=*) printf '%s' '{text}' > "${{each#*=}}";; esac; done
"""


def machines() -> list[Machine]:
    """Every machine."""
    families: Mapping[str, Sequence[Machine]] = {
        "git missing, broken, locked, mid-rebase, mid-merge, shallow, foreign": repositories(),
        "SQLite files of `.build/` zeroed, truncated, torn, newer, no files": databases(),
        "Chromium missing, crashing, writing nothing or half; npm missing": programs(),
        "few open files, little memory, small files (`ulimit`)": limited(),
        "clocks that jump, times of files that say nothing": clocks(),
        "streams closed, full, or no longer read": streams(),
        "TMPDIR, HOME and locales that are not there": surroundings(),
    }
    return [replace(machine, kind=kind) for kind, members in families.items() for machine in members]


def broken_by(trial: Trial, machine: Machine) -> Outcome:
    """A built project on such a machine; when that is mended, the next build works."""
    lay_out(trial.before, trial.work)
    if machine.spoil:
        machine.spoil(trial.work)
    files = officers_files(trial.work)
    ended = machine.run(trial.work)
    site, now = website(trial.work), officers_files(trial.work)
    if machine.mend:
        machine.mend(trial.work)
    again = trial.forge.run("build", cwd=trial.work)
    faults = [*_told(ended, machine), *_harm(trial, site)]
    faults += [f"lost: {path}" for path in files.keys() - now.keys()]
    if again.code not in (0, 1) or again.has_traceback:
        faults.append(f"the next build ends with {again.code}: {again.err[-500:]}")
    if machine.arguments == ("build",) and not machine.spoil and website(trial.work) != trial.new[0]:
        faults.append("the next build makes another website")
    return Outcome(
        Moment(0, "machine"), machine.name, "old" if site == trial.old[0] else "new", tuple(faults)
    )


def _told(ended: Ended, machine: Machine) -> Iterator[str]:
    if ended.has_traceback:
        yield f"a traceback: {ended.err[-1500:]}"
    if ended.code not in machine.codes:
        yield f"ended with {ended.code}: {ended.err[-500:]}"


def _harm(trial: Trial, site: Tree) -> Iterator[str]:
    """A website that lacks pages which the old and the new one have, other than for want of a past."""
    known = trial.old[0].keys() & trial.new[0].keys()
    lost = sorted(known - site.keys() - (set() if _has_past(trial.work) else OF_A_PAST))
    if lost:
        yield f"the website lacks {lost[:5]}"


def _has_past(folder: Path) -> bool:
    """Whether there is a repository that has a commit, or that cannot be read."""
    asked = ["git", "rev-parse", "--verify", "--quiet", "HEAD"]
    has_none = subprocess.run(asked, cwd=folder, capture_output=True, check=False).returncode == 1
    return (folder / ".git").exists() and not has_none


def streams() -> list[Machine]:
    """Closed and full streams."""
    check, anew = ("check",), ("build", "--anew")
    found = [Machine(f"{verb[0]} {name}", verb, shell=shell, codes=(0, 1, 2, 120))
        for verb in (check, anew, REPORT)
        for name, shell in {
            "with standard output closed": '"$@" >&-',
            "with standard error closed": '"$@" 2>&-',
            "with standard input closed": '"$@" <&-',
            "into a full device": '"$@" >/dev/full',
            "with errors into a full device": '"$@" 2>/dev/full',
        }.items()]  # fmt: skip
    return [*found, Machine("explain into a reader that stops", ("explain",), shell='"$@" | head -1')]


def limited() -> list[Machine]:
    """Few files, little memory, small files, as the system limits them."""
    rows: list[tuple[str, Mapping[int, int]]] = [
        ("10 open files", {resource.RLIMIT_NOFILE: 10}),
        ("20 open files", {resource.RLIMIT_NOFILE: 20}),
        ("files of 0 bytes", {resource.RLIMIT_FSIZE: 0}),
        ("files of 4 KB", {resource.RLIMIT_FSIZE: 4096}),
        ("files of 40 KB", {resource.RLIMIT_FSIZE: 40960}),
        ("150 MB of memory", {resource.RLIMIT_AS: 150 * 2**20}),
    ]
    return [
        Machine(f"{verb[0]} with {name}", verb, limits=limits)
        for name, limits in rows
        for verb in (("build", "--anew"), COMMIT)
    ]


def surroundings() -> list[Machine]:
    """Variables of the environment."""
    rows = {
        "a TMPDIR that is not there": {"TMPDIR": "/nowhere"},
        "no HOME": {"HOME": UNSET},
        "a HOME that is not there": {"HOME": "/nowhere"},
        "the locale C": {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": UNSET},
        "the locale POSIX": {"LC_ALL": "POSIX", "PYTHONUTF8": UNSET},
        "a locale that is not there": {"LC_ALL": "th_TH.TIS-620", "PYTHONUTF8": UNSET},
        "PYTHONUTF8=0 in the locale C": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        "PYTHONIOENCODING=ascii": {"PYTHONIOENCODING": "ascii"},
    }
    verbs = (("build", "--anew"), REPORT)
    return [
        Machine(f"{verb[0]} with {name}", verb, environment=env)
        for name, env in rows.items()
        for verb in verbs
    ]


def repositories() -> list[Machine]:
    """What can be wrong with git and with the repository."""
    rows: dict[str, tuple[Spoil | None, Spoil | None, str]] = {
        "without git": (
            None,
            None,
            'mkdir -p .build/bin; ln -sf "$(command -v env)" .build/bin/; PATH=$PWD/.build/bin exec "$@"',
        ),
        "git that may not be run": (
            None,
            None,
            'mkdir -p .build/bin; touch .build/bin/git; PATH=$PWD/.build/bin exec "$@"',
        ),
        "git that crashes": (None, None, _CRASHING_GIT),
        "no repository": (lambda f: shutil.rmtree(f / ".git"), None, ""),
        "a repository without its objects": (_take("objects/*"), _give, ""),
        "a repository without one commit": (_lose_head, _give, ""),
        "a truncated pack": (_truncate_pack, _give, ""),
        "a HEAD of zeros": (_write_git("HEAD", b"\0" * 40), _give, ""),
        "an empty HEAD": (_write_git("HEAD", b""), _give, ""),
        "an index of zeros": (_write_git("index", b"\0" * 500), _give, ""),
        "an index that is locked": (_write_git("index.lock", b""), _give, ""),
        "a branch that is locked": (_write_git("refs/heads/main.lock", b""), _give, ""),
        "a broken configuration": (_write_git("config", b"[core\n"), _give, ""),
        "a branch without a commit": (_git("checkout", "-q", "--orphan", "new"), None, ""),
        "a detached HEAD": (_git("checkout", "-q", "--detach"), None, ""),
        "a rebase that has stopped": (partial(_conflict, how="rebase"), None, ""),
        "a merge that has stopped": (partial(_conflict, how="merge"), None, ""),
        "a shallow clone": (_shallow, None, ""),
        "another owner": (partial(_own, user=12345), partial(_own, user=os.geteuid()), ""),
        "a worktree": (_worktree, None, ""),
        "a worktree whose repository is gone": (_lost_worktree, _give, ""),
        "a hook that fails": (_hook, _give, ""),
    }
    return [
        Machine(f"{verb[0]} with {name}", verb, spoil, mend, shell, codes=(0, 1, 2))
        for name, (spoil, mend, shell) in rows.items()
        for verb in (("build",), COMMIT, FREEZE)
    ]


def databases() -> list[Machine]:
    """What can become of the files that are kept below `.build/`."""
    rows: dict[str, Spoil] = {
        "zeroed": lambda path: _overwrite(path, 0, path.stat().st_size, b"\0"),
        "truncated": lambda path: os.truncate(path, path.stat().st_size // 2),
        "empty": lambda path: os.truncate(path, 0),
        "torn in the middle": lambda path: _overwrite(path, 8192, path.stat().st_size - 8192, b"\xa5"),
        "zeroed behind the first pages": lambda path: _overwrite(
            path, 12288, path.stat().st_size - 12288, b"\0"
        ),
        "of a newer version": lambda path: _overwrite(path, 60, 4, b"\x7f"),
        "unreadable text": _write_text,
    }
    return [
        Machine(f"{name} that is {what}", ("build", *more), partial(_at, f".build/_{name}.sqlite", spoil))
        for name in ("ledger", "history")
        for what, spoil in rows.items()
        for more in ((), ("--today", "2569-11-22"))
    ]


def programs() -> list[Machine]:
    """Chromium and npm."""
    fake = ".build/chromium"
    rows = {
        "crashes": "kill -9 $$",
        "ends with an error": "echo no display >&2; exit 1",
        "writes nothing": "exit 0",
        "writes no PDF": _PRINT.format(text="no"),
        "writes half a PDF": _PRINT.format(text="%PDF-1.4\n1 0 obj\n"),
    }
    found = [
        Machine(
            f"pdf with a Chromium that {name}",
            PDF,
            _program(fake, text),
            environment={"PRONGSAI_CHROMIUM": fake},
        )
        for name, text in rows.items()
    ]
    nothing = {"PATH": "/nowhere"}
    form = ("form", "--backend", "git-gateway", "--branch", "main")
    return [
        *found,
        Machine("pdf without Chromium", PDF, environment=nothing),
        Machine("form without npm", form, environment=nothing),
    ]


def clocks() -> list[Machine]:
    """Clocks that jump, and times of files that say nothing."""
    return [
        Machine("build a year earlier", ("build", "--today", "2568-11-21")),
        Machine("build in 1970", environment={"SOURCE_DATE_EPOCH": "0"}, codes=(1,)),
        Machine("build in 2100", ("build", "--today", "2643-01-01")),
        Machine("files of the future", ("build",), partial(_stamp, moment=4e9)),
        Machine("files of 1970", ("build",), partial(_stamp, moment=0)),
        Machine("files of before 1970", ("build",), partial(_stamp, moment=-1e9)),
    ]


def _at(name: str, spoil: Spoil, folder: Path) -> None:
    spoil(folder / name)


def _overwrite(path: Path, start: int, count: int, byte: bytes) -> None:
    with path.open("r+b") as stream:
        stream.seek(start)
        stream.write(byte * max(count, 0))


def _write_text(path: Path) -> None:
    path.write_bytes(b"text" * 3000)


def _stamp(folder: Path, moment: float) -> None:
    for path in folder.rglob("*"):
        if ".git" not in path.parts:
            os.utime(path, (moment, moment))


def _program(name: str, text: str) -> Spoil:
    def write(folder: Path) -> None:
        path = folder / name
        path.write_text(f"#!/bin/sh\n{text}\n", "utf-8")
        path.chmod(0o755)

    return write


def _keep(folder: Path) -> Path:
    kept = folder / ".build/kept.git"
    shutil.copytree(folder / ".git", kept)
    return folder / ".git"


def _give(folder: Path) -> None:
    shutil.rmtree(folder / ".git") if (folder / ".git").is_dir() else (folder / ".git").unlink()
    (folder / ".build/kept.git").rename(folder / ".git")


def _take(pattern: str) -> Spoil:
    def take(folder: Path) -> None:
        for path in _keep(folder).glob(pattern):
            shutil.rmtree(path)

    return take


def _write_git(name: str, data: bytes) -> Spoil:
    def write(folder: Path) -> None:
        (_keep(folder) / name).write_bytes(data)

    return write


def _git(*arguments: str) -> Spoil:
    def run(folder: Path) -> None:
        Repository(folder).git(*arguments)

    return run


def _lose_head(folder: Path) -> None:
    commit = Repository(folder).git("rev-parse", "HEAD")
    (_keep(folder) / "objects" / commit[:2] / commit[2:]).unlink()


def _truncate_pack(folder: Path) -> None:
    Repository(folder).git("gc", "-q")
    pack = next((_keep(folder) / "objects/pack").glob("*.pack"))
    pack.chmod(0o644)
    os.truncate(pack, pack.stat().st_size // 2)


def _conflict(folder: Path, how: str) -> None:
    repository, path = Repository(folder), folder / "units/good/2567/measures/m2.yml"
    text = path.read_text("utf-8")
    repository.git("checkout", "-q", "-b", "other")
    path.write_text(text.replace("q1-q2", "q1-q3"), "utf-8")
    repository.git("commit", "-qam", "theirs")
    repository.git("checkout", "-q", "main")
    path.write_text(text.replace("q1-q2", "q2-q4"), "utf-8")
    repository.git("commit", "-qam", "ours")
    subprocess.run(
        ["git", "-c", "user.name=o", "-c", "user.email=o@e", how, "other"],
        cwd=folder,
        capture_output=True,
        check=False,
    )


def _shallow(folder: Path) -> None:
    for name in ("README", "LICENCE"):
        (folder / name).write_text(name, "utf-8")
        Repository(folder).git("add", name)
        Repository(folder).git("commit", "-qm", name)
    clone = folder / ".build/clone"
    subprocess.run(["git", "clone", "-q", "--depth", "1", folder.as_uri(), str(clone)], check=True)
    shutil.rmtree(folder / ".git")
    (clone / ".git").rename(folder / ".git")
    shutil.rmtree(clone)
    Repository(folder).git("config", "user.name", "officer")
    Repository(folder).git("config", "user.email", "officer@example.go.th")


def _own(folder: Path, user: int) -> None:
    for path in (folder, folder / ".git"):
        os.chown(path, user, user)


def _worktree(folder: Path) -> None:
    (folder / ".git").rename(folder / ".build/main.git")
    Repository(folder / ".build/main.git").git("config", "core.bare", "true")
    Repository(folder / ".build/main.git").git(
        "worktree", "add", "-q", "--no-checkout", "--detach", str(folder / ".build/tree")
    )
    (folder / ".build/tree/.git").rename(folder / ".git")
    Repository(folder / ".build/main.git").git("worktree", "repair", str(folder))
    Repository(folder).git("reset", "-q")


def _lost_worktree(folder: Path) -> None:
    shutil.rmtree(_keep(folder))
    (folder / ".git").write_text("gitdir: /nowhere/.git/worktrees/one\n", "utf-8")


def _hook(folder: Path) -> None:
    path = _keep(folder) / "hooks/pre-commit"
    path.parent.mkdir(exist_ok=True)
    path.write_text("#!/bin/sh\necho not today >&2\nexit 1\n", "utf-8")
    path.chmod(0o755)
