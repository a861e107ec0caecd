"""Hostile files, the large ones too, given to the real command under limits of time and memory.

`make hostile-files`; a case that fails is printed with its name, `hostile_files.py NAME...` tries these only.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

TESTS = Path(__file__).parent.parent
sys.path[:0] = [str(TESTS), str(TESTS / "trust")]

from attacks import ATTACKS
from figures import Figure, write
from hostile_texts import TEXTS

GOOD = TESTS / "projects/good/units/good"
MOST_SECONDS = 60
"""Of one core."""
MOST_MEMORY = 1 << 30
SEED = 8
MANY = 300_000
"""Files in one folder."""
NOBODY = 65534
UNREADABLE = (
    *("", "unit.yml", "2567", "2567/measures", "2567/measures/m1.yml"),
    *("evidence", "evidence/2567", "evidence/2567/meeting.pdf"),
)
EXITS = (0, 1, 2)
DAMAGES = ("flipped", "cut", "empty", "noise", "nested")
ROUNDS = 3


@dataclass
class Tally:
    """How many cases were tried, which failed, and the most that any cost."""

    only: tuple[str, ...]
    user: int = 0
    cases: int = 0
    failed: list[str] = field(default_factory=list)
    seconds: float = 0
    memory: int = 0

    def wants(self, name: str) -> bool:
        """Tell whether the case is to be tried."""
        return not self.only or name in self.only

    def run(
        self, name: str, root: Path, *arguments: str, user: int = 0, exits: tuple[int, ...] = EXITS
    ) -> None:
        """Run the command in a project; count and print what is no clean end."""
        self.cases += 1
        code, said, cost = _limited(root, arguments, user)
        self.seconds = max(self.seconds, cost.ru_utime + cost.ru_stime)
        self.memory = max(self.memory, cost.ru_maxrss >> 10)
        if code not in exits or "Traceback" in said:
            self.failed.append(name)
            print("FAILED", name, code, said[-300:], flush=True)

    def figure(self, tried: str) -> Figure:
        """What was tried, with the most that it cost."""
        said = f"at most {self.seconds:.1f} s and {self.memory} MiB"
        return Figure(tried, self.cases, len(self.failed), said=said)


def _limited(root: Path, arguments: tuple[str, ...], user: int) -> tuple[int, str, resource.struct_rusage]:
    """The command's end, what it said, and what it cost; more than allowed ends it."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        if user:
            os.setgroups([])
            os.setgid(user)
            os.setuid(user)

    with tempfile.TemporaryFile() as said:
        command = [sys.executable, "-P", "-m", "prongsai", *arguments]
        environment = {"PATH": os.environ["PATH"], "SITE_URL": "https://prongsai.example/", "HOME": str(root)}
        child = subprocess.Popen(
            command,
            cwd=root,
            env=environment,
            stdout=said,
            stderr=said,
            preexec_fn=limit,  # noqa: PLW1509
        )
        deadline = time.monotonic() + 10 * MOST_SECONDS
        done, status, cost = os.wait4(child.pid, os.WNOHANG)
        while not done:
            if time.monotonic() > deadline:
                child.kill()
            time.sleep(0.02)
            done, status, cost = os.wait4(child.pid, os.WNOHANG)
        child.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        return child.returncode, said.read().decode("utf-8", "replace"), cost


def _project(folder: Path, name: str) -> Path:
    """A project of one good body, in a folder of its own."""
    root = folder / name
    shutil.copytree(GOOD, root / "units/good")
    return root


def try_texts(folder: Path, tally: Tally) -> Figure:
    """Every text in the place of a body's file and of a measure."""
    for name in filter(tally.wants, TEXTS):
        for place in ("unit.yml", "2567/measures/m9.yml"):
            root = _project(folder, "texts")
            (root / "units/good" / place).write_bytes(TEXTS[name]())
            tally.run(name, root, "check")
            if (root / "PWNED").exists():
                tally.failed.append(name)
            shutil.rmtree(root)
    return tally.figure("data files that are bombs, 100 MB, nested, wrongly encoded: `check`")


def try_folders(folder: Path, tally: Tally) -> Figure:
    """Every attack on a body's folder, checked and built alone; and a folder of very many files."""
    for name, attack in ((name, each) for attacks in ATTACKS.values() for name, each in attacks.items()):
        if tally.wants(name):
            root = _project(folder, "folders")
            attack(root / "units/good")
            for verb in ("check", "build", "todo"):
                tally.run(name, root, verb, exits=(1, 2) if verb != "todo" else EXITS)
            shutil.rmtree(root)
    if tally.wants("many"):
        root = _project(folder, "many")
        for nth in range(MANY):
            (root / f"units/good/evidence/{nth}.pdf").touch()
        for verb in ("check", "build"):
            tally.run("many", root, verb, exits=(0,))
        shutil.rmtree(root)
    return tally.figure(f"links, pipes, devices, names; {MANY:,} files in a folder: `check`, `build`, `todo`")


def try_unreadable(folder: Path, tally: Tally) -> Figure:
    """Files and folders that the user may not read."""
    places = (
        "unit.yml",
        "2567/measures/m1.yml",
        "evidence/2567/meeting.pdf",
        "2567",
        "evidence",
        "2567/measures",
        "",
    )
    for place in filter(tally.wants, places):
        root = _project(folder, "unreadable")
        for path in (root, *root.rglob("*")):
            os.chown(path, NOBODY, NOBODY)
        (root / "units/good" / place).chmod(0)
        for verb in ("check", "build", "todo", "fmt"):
            asks = verb != "fmt" or not place.endswith(".pdf")
            tally.run(place or "unit", root, verb, user=NOBODY, exits=(1, 2) if asks else (0,))
        (root / "units/good" / place).chmod(0o755)
        shutil.rmtree(root)
    return tally.figure("what another user may not read: `check`, `build`, `todo`, `fmt`")


def try_state(folder: Path, tally: Tally) -> Figure:
    """Every file that an earlier build left, damaged: the next build succeeds."""
    root = _project(folder, "state")
    _commit(root)
    _limited(root, ("build",), 0)
    kept = shutil.copytree(root, folder / "kept")
    for path in _left(kept):
        name = path.relative_to(kept).as_posix()
        for how in DAMAGES:
            for nth in range(ROUNDS if how in ("flipped", "cut") else 1):
                case = f"{name}:{how}:{nth}"
                if tally.wants(case):
                    (root / name).write_bytes(
                        _damaged(path.read_bytes(), how, random.Random(f"{SEED}{case}"))
                    )
                    tally.run(case, root, "build", exits=(0,))
                    shutil.rmtree(root)
                    shutil.copytree(kept, root)
    return tally.figure("files of `.build/` and the website's record, damaged: the next `build` succeeds")


def _left(root: Path) -> Iterator[Path]:
    """The files of state that hold anything, of the compiled templates a few."""
    templates = sorted((root / ".build/_templates").iterdir())
    yield from sorted(path for path in (root / ".build").iterdir() if path.is_file() and path.stat().st_size)
    yield from templates[:: max(1, len(templates) // 6)]
    yield from (root / "site/.prongsai.json", root / ".build/_site/.prongsai.json")


def _damaged(data: bytes, how: str, chance: random.Random) -> bytes:
    if how == "flipped":
        spoiled = bytearray(data)
        for _ in range(1 + len(data) // 200):
            spoiled[chance.randrange(len(data))] ^= chance.randrange(1, 256)
        return bytes(spoiled)
    if how == "cut":
        return data[: chance.randrange(len(data))]
    return {"empty": b"", "noise": chance.randbytes(5_000), "nested": b"[" * 100_000}[how]


def _commit(root: Path) -> None:
    (root / ".gitignore").write_text(".build/\nsite/\n")
    identity = ("-c", "user.name=officer", "-c", "user.email=officer@example.go.th")
    for arguments in (("init", "-q"), ("add", "-A"), (*identity, "commit", "-q", "-m", "all")):
        subprocess.run(("git", *arguments), cwd=root, check=True)


def try_office(folder: Path, tally: Tally) -> Figure:
    """Office files that are bombs or lies, imported as a table and as a workbook."""
    root = _project(folder, "office")
    for name in filter(tally.wants, OFFICE):
        data = OFFICE[name]()
        for kind in ("docx", "xlsx"):
            (root / f"x.{kind}").write_bytes(data)
            tally.run(name, root, "table", "good", "2567", f"x.{kind}", exits=(2,))
        tally.run(name, root, "sheet", "import", "x.xlsx", exits=(2,))
    return tally.figure("office files that are bombs, lies, encrypted or none: `table`, `sheet import`")


def _archive(parts: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    with tempfile.TemporaryFile() as stream:
        with zipfile.ZipFile(stream, "w", packing) as archive:
            for name, data in parts.items():
                archive.writestr(name, data)
        stream.seek(0)
        return stream.read()


_BOMB = {"xl/workbook.xml": bytes(0), "word/document.xml": b" " * 200_000_000}
OFFICE: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "none": lambda: b"no archive",
    "ole": lambda: bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4096),
    "bomb": lambda: _archive(_BOMB),
    "nested": lambda: _archive({"a.xml": b"x", "b.zip": _archive(_BOMB)}),
    "many": lambda: _archive({f"p{nth}.xml": b"" for nth in range(20_000)}),
    "shared": lambda: _archive({f"p{nth}.xml": b" " * 1_000_000 for nth in range(200)}),
    "lzma": lambda: _archive({"xl/workbook.xml": b"<a/>", "word/document.xml": b"<a/>"}, zipfile.ZIP_LZMA),
    "bzip2": lambda: _archive({"xl/workbook.xml": b"<a/>", "word/document.xml": b"<a/>"}, zipfile.ZIP_BZIP2),
    "up": lambda: _archive({"../../../x.xml": b"<a/>", "/etc/x.xml": b"<a/>", "C:\\x.xml": b"<a/>"}),
    "damaged": lambda: b"PK" + random.Random(SEED).randbytes(50) + _archive({"a.xml": b"x" * 9999})[50:],
}


def main() -> None:
    """Try everything, or the cases named, and write the table's rows."""
    only = tuple(sys.argv[1:])
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        attempts = (
            try_texts,
            try_folders,
            try_state,
            try_office,
            *((try_unreadable,) if not os.getuid() else ()),
        )
        tallies = [Tally(only) for _ in attempts]
        found = [each(Path(folder), tally) for each, tally in zip(attempts, tallies, strict=True)]
    if not only:
        write("hostile-files", found)
    sys.exit(any(tally.failed for tally in tallies))


if __name__ == "__main__":
    main()
