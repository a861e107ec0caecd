"""What the history of thousands of bodies costs, side by side: read once, again, after one more commit.

    python tests/bench/history.py [BODIES:COMMITS ...]

Each repository is made by `git fast-import`: each commit adds an entry to a measure, corrects a score, or
rewrites an entry; one in fifty is a merge. Every reading is a process of its own; its time is CPU time of
Python and git, told for each commit or body too, its memory the highest that Python took.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from commits import as_data, fast_import

MEASURES = 8
SIZES = ("100:2000", "1000:20000", "7850:60000")
MEASURE = "title: เรื่องที่ {number}\nsection: t4\nowners: [office]\nperiod: year\nprogress:\n"
ENTRY = "  - round: h1\n    status: in-progress\n    text: |\n      {text}\n"
UNIT = "name: องค์การบริหารส่วนตำบลที่ {unit}\nkind: sao\nowners:\n  - id: office\n    name: สำนักปลัด\n"
RESULTS = "scores:\n" + "".join(f"  i{number}: {70 + number}.25\n" for number in range(1, 31))
WORDS = "ดำเนินการประชุมชี้แจงบุคลากรและประชาสัมพันธ์ผ่านเสียงตามสาย ครั้งที่ {commit} " * 6
READ = """
import json, os, resource, sys, time
from pathlib import Path
from prongsai.history import read_history
from prongsai.project import Project
if sys.argv[3] == "warm":
    import prongsai.history.telling
start, own = time.perf_counter(), os.times()
history = read_history(Project(Path(sys.argv[1])))
states = history.states()
if sys.argv[2]:
    history.unit(sys.argv[2])
end = os.times()
cpu = end.user + end.system + end.children_user + end.children_system
cpu -= own.user + own.system + own.children_user + own.children_system
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([cpu, time.perf_counter() - start, peak, len(states)]))
"""


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


def make(root: Path, bodies: int, commits: int) -> None:
    with fast_import(root) as importer:
        importer.writelines(stream(bodies, commits))
    subprocess.run(["git", "-C", root, "reset", "--quiet", "--hard"], check=True)


def read(root: Path, unit: str = "", imported: str = "") -> tuple[float, float, float]:
    """CPU seconds, seconds and MiB of one process that reads the states of all and the past of one body."""
    command = [sys.executable, "-c", READ, str(root), unit, imported]
    done = subprocess.run(command, check=True, capture_output=True, env=dict(os.environ))
    cpu, wall, peak, _ = json.loads(done.stdout)
    return cpu, wall, peak


def tell(title: str, cost: tuple[float, float, float], per: int, what: str) -> None:
    cpu, wall, peak = cost
    each = f"{cpu / per * 1e6:9.1f} us a {what}"
    print(f"  {title:<34} {cpu * 1000:9.1f} ms CPU {wall * 1000:9.1f} ms {peak:6.0f} MiB {each}", flush=True)


def measure(bodies: int, commits: int) -> float:
    """Make a repository and read it in every way; return what a commit costs at first, in CPU seconds."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make(root, bodies, commits)
        print(f"{bodies} bodies, {commits} commits, {bodies * (MEASURES + 2)} files", flush=True)
        cost = read(root)
        told = commits + bodies * (MEASURES + 2)
        tell("first time", cost, told, "version")
        tell("nothing new", min(read(root) for _ in range(5)), bodies, "body")
        tell("nothing new, one body read", min(read(root, "u0") for _ in range(5)), bodies, "body")
        more = []
        for number in range(5):
            path = root / "units/u0/2567/measures/m0.yml"
            path.write_text(MEASURE.format(number=99 + number), "utf-8")
            identity = ["-c", "user.name=o", "-c", "user.email=o@example.go.th"]
            subprocess.run(["git", "-C", folder, *identity, "commit", "-qam", "x"], check=True)
            more.append(read(root, "", "warm"))
        tell("one commit more, modules imported", min(more), bodies, "body")
        print(f"  store {(root / '.build/_history.sqlite').stat().st_size / 2**20:.1f} MiB")
        return cost[0] / told


def main(sizes: tuple[str, ...]) -> None:
    """Measure every size and tell how the first reading grows."""
    costs = {size: measure(*map(int, size.split(":"))) for size in sizes}
    for size, cost in costs.items():
        print(f"{size:<12} {cost * 1e6:7.0f} us a version, x {cost / costs[sizes[0]]:.2f} of {sizes[0]}")


if __name__ == "__main__":
    main(tuple(sys.argv[1:]) or SIZES)
