"""What the history of a thousand bodies costs: 20,000 commits read once, again, and after one more.

    python tests/bench/history.py [BODIES] [COMMITS]

The repository is made by `git fast-import`: each commit adds an entry to a measure, corrects a score, or
rewrites an entry; one in fifty is a merge. A `git log` for each file is timed on a sample and reckoned up.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from commits import as_data, fast_import
from prongsai.history import read_history
from prongsai.project import Project

MEASURES = 8
SAMPLE = 40
MEASURE = "title: เรื่องที่ {number}\nsection: t4\nowners: [office]\nperiod: year\nprogress:\n"
ENTRY = "  - round: h1\n    status: in-progress\n    text: |\n      {text}\n"
UNIT = "name: องค์การบริหารส่วนตำบลที่ {unit}\nkind: sao\nowners:\n  - id: office\n    name: สำนักปลัด\n"
RESULTS = "scores:\n" + "".join(f"  i{number}: {70 + number}.25\n" for number in range(1, 31))
WORDS = "ดำเนินการประชุมชี้แจงบุคลากรและประชาสัมพันธ์ผ่านเสียงตามสาย ครั้งที่ {commit} " * 6


def stream(bodies: int, commits: int) -> Iterator[bytes]:
    """The repository as `git fast-import` reads it."""
    files: dict[str, str] = {}
    for unit in range(bodies):
        files[f"units/u{unit}/unit.yml"] = UNIT.format(unit=unit)
        files[f"units/u{unit}/2566/results.yml"] = RESULTS
        for number in range(MEASURES):
            files[f"units/u{unit}/2567/measures/m{number}.yml"] = MEASURE.format(number=number)
    yield commit_of(0, files)
    for number in range(1, commits):
        unit = number * 7919 % bodies
        path = f"units/u{unit}/2567/measures/m{number % MEASURES}.yml"
        if number % 10 == 0:
            path = f"units/u{unit}/2566/results.yml"
            text = files[path].replace("i5: 75.25", f"i5: {number % 30 + 60}.50")
        elif number % 97 == 0:
            text = files[path].replace("ครั้งที่", "ครั้งใหม่ที่", 1)
        else:
            text = files[path] + ENTRY.format(text=WORDS.format(commit=number))
        files[path] = text
        yield commit_of(number, {path: text}, merged=number % 50 == 0 and number > 50)


def commit_of(number: int, files: dict[str, str], *, merged: bool = False) -> bytes:
    """One commit; a merge joins what stood two commits earlier."""
    when = 1_600_000_000 + number * 600
    head = (
        f"commit refs/heads/main\nmark :{number + 1}\ncommitter o <o@example.go.th> {when} +0700\ndata 1\nx\n"
    )
    if number:
        head += f"from :{number}\n"
    if merged:
        head += f"merge :{number - 2}\n"
    body = b""
    for path, text in files.items():
        body += f"M 100644 inline {path}\n".encode() + as_data(text)
    return head.encode() + body


def timed(title: str, work: Callable[[], object], against: float | None = None) -> float:
    """Do it and print how long it took, and the ratio to another time."""
    start = time.perf_counter()
    work()
    spent = time.perf_counter() - start
    print(f"{title:<48} {spent:8.2f} s" + (f"   x {spent / against:.2f}" if against else ""))
    return spent


def git_log(root: Path, *path: str) -> None:
    command = ["git", "-C", str(root), "log", "--format=%H", "--raw", "--", *path]
    subprocess.run(command, check=True, capture_output=True)


def main(bodies: int = 1000, commits: int = 20_000) -> None:
    """Make the repository in a temporary folder and read it."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        with fast_import(root) as importer:
            importer.writelines(stream(bodies, commits))
        subprocess.run(["git", "-C", folder, "reset", "--quiet", "--hard"], check=True)
        print(f"{bodies} bodies, {commits} commits, {bodies * (MEASURES + 2)} files")
        project = Project(root)
        log = timed("git log --raw, one for all", lambda: git_log(root))
        first = timed("history, read for the first time", lambda: read_history(project), log)
        again = timed("history, kept", lambda: read_history(project), first)
        (root / "units/u0/2567/measures/m0.yml").write_text(MEASURE.format(number=99), "utf-8")
        identity = ["-c", "user.name=o", "-c", "user.email=o@example.go.th"]
        subprocess.run(["git", "-C", folder, *identity, "commit", "-qam", "x"], check=True)
        timed("history, kept, one commit more", lambda: read_history(project), again)
        start = time.perf_counter()
        for number in range(SAMPLE):
            git_log(root, f"units/u{number * 13 % bodies}/2567/measures/m{number % MEASURES}.yml")
        each = (time.perf_counter() - start) / SAMPLE * bodies * (MEASURES + 2)
        print(f"{'git log for each file (reckoned)':<48} {each:8.2f} s   x {each / first:.2f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
