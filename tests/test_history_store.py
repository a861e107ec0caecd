"""What was kept of the past costs time when it is wrong, never correctness."""

from __future__ import annotations

import pickle
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from prongsai.history import NoHistoryError, UnitHistory, changed_since, read_history
from prongsai.project import Project
from repositories import Repository

UNITS = ("u1", "u2", "u3", "u4")
KILLED = """
import os, signal, sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("PRAGMA cache_size = 1")
database.execute("BEGIN IMMEDIATE")
database.execute("UPDATE told SET changes = zeroblob(9000)")
database.execute("UPDATE states SET state = 'wrong'")
os.kill(os.getpid(), signal.SIGKILL)
"""

Told = tuple[dict[str, str], dict[str, UnitHistory]]


def told(root: Path) -> Told:
    """The states and pasts of all bodies."""
    history = read_history(Project(root))
    return {unit: history.state(unit) for unit in UNITS}, {unit: history.unit(unit) for unit in UNITS}


def told_afresh(root: Path) -> Told:
    """The same without what was kept, which stays as it is."""
    kept = root / ".build"
    kept.rename(root / "kept")
    fresh = told(root)
    shutil.rmtree(kept)
    (root / "kept").rename(kept)
    return fresh


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Three bodies, one of which was renamed, in four commits."""
    repository = Repository.begin(tmp_path / "project")
    for unit in ("u1", "u2", "u9"):
        repository.write(f"{unit}/unit.yml", f"name: {unit}\nkind: sao\n")
        repository.write(f"{unit}/2566/results.yml", "scores:\n  i1: 50\n")
    repository.commit("2024-01-01")
    repository.edit("u1/2566/results.yml", "50", "60")
    repository.commit("2024-01-02")
    repository.move("u9", "u3")
    repository.commit("2024-01-03")
    repository.edit("u2/2566/results.yml", "50", "70")
    repository.commit("2024-01-04")
    return repository


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_checked_out_is_told_as_if_nothing_had_been_kept(tmp_path: Path, seed: int) -> None:
    work = RandomWork(Repository.begin(tmp_path), random.Random(seed))
    for _ in range(30):
        work.step()
        assert told(tmp_path) == told_afresh(tmp_path)


class RandomWork:
    """Commits, renames, broken files, branches, merges and rewound branches; clocks go wrong."""

    def __init__(self, repository: Repository, chance: random.Random) -> None:
        self.repository = repository
        self.chance = chance
        self.day = 3
        self.branches = ["main"]
        (repository.root / ".gitignore").write_text(".build/\nkept/\n", "utf-8")
        self.edit()
        repository.commit("2024-01-01")

    def step(self) -> None:
        kind = self.chance.random()
        if kind < 0.6:
            self.edit()
            self.commit()
        elif kind < 0.7:
            self.branches.append(f"b{len(self.branches)}")
            self.repository.git("switch", "--quiet", "--create", self.branches[-1])
        elif kind < 0.8:
            self.repository.git("switch", "--quiet", self.chance.choice(self.branches))
        elif kind < 0.95:
            self.merge(self.chance.choice(self.branches))
        elif self.repository.git("rev-list", "--count", "HEAD") != "1":
            self.repository.git("reset", "--quiet", "--hard", "HEAD~1")

    def edit(self) -> None:
        folder = self.repository.root / "units"
        unit, other = self.chance.sample(UNITS, 2)
        number = self.chance.randrange(10_000)
        path = f"{unit}/2567/measures/m{number % 2}.yml"
        kind = self.chance.random()
        if kind < 0.15 and (folder / unit).is_dir() and not (folder / other).exists():
            (folder / unit).rename(folder / other)
        elif kind < 0.3 and (folder / path).is_file():
            (folder / path).rename(folder / unit / f"2567/measures/m{number % 7}.yml")
        elif kind < 0.4:
            self.repository.write(path, f"title{number}: [\n")
        else:
            self.repository.write(path, f"title: t{number}\nsection: t4\nprogress:\n  - text: a{number}\n")

    def commit(self) -> None:
        self.day = max(1, self.day + self.chance.choice([0, 1, 1, -2]))
        self.repository.commit(f"2024-02-{self.day:02}")

    def merge(self, branch: str) -> None:
        strategy = self.chance.choice([["-X", "ours"], ["-X", "theirs"], ["-s", "ours"]])
        try:
            self.repository.git("merge", "--quiet", "-m", "x", *strategy, branch)
        except AssertionError:
            self.repository.git("merge", "--abort")
            self.repository.git("merge", "--quiet", "-m", "x", "-s", "ours", branch)


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:9000])


def scratch(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:5000] + b"\xff" * 3000 + data[8000:])


def written(command: str) -> Callable[[Path], None]:
    """A wrong hand within the file."""

    def write(path: Path) -> None:
        database = sqlite3.connect(path)
        with database:
            database.execute(command)
        database.close()

    return write


def kill(path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    assert done.returncode == -9
    assert path.with_name(f"{path.name}-journal").exists()


@pytest.mark.parametrize(
    "harm",
    [
        truncate,
        scratch,
        kill,
        Path.unlink,
        written("UPDATE kept SET value = 'older' WHERE name = 'stamp'"),
        written("DROP TABLE told"),
        written("DELETE FROM told WHERE unit = 'u1' AND number = 2"),
        written("UPDATE told SET changes = substr(changes, 1, 20)"),
        written("UPDATE commits SET time = '2001-01-01T00:00:00+07:00' WHERE number = 2"),
        written("UPDATE commits SET place = NULL WHERE number = 2"),
        written("UPDATE kept SET value = '1' WHERE name = 'head'"),
    ],
)
def test_a_harmed_store_tells_the_same(repository: Repository, harm: Callable[[Path], None]) -> None:
    _, expected = told(repository.root)
    harm(Project(repository.root).history)
    assert told(repository.root)[1] == expected


def test_the_state_of_a_body_changes_with_its_own_commits_only(repository: Repository) -> None:
    before, _ = told(repository.root)
    repository.edit("u1/2566/results.yml", "60", "61")
    assert told(repository.root)[0] == before
    repository.commit("2024-01-05")
    after, _ = told(repository.root)
    assert [unit for unit in UNITS if before[unit] != after[unit]] == ["u1"]


def test_a_renamed_body_keeps_its_past(repository: Repository) -> None:
    past = read_history(Project(repository.root)).unit("u3")
    assert [len(each.changes) for each in past.revisions] == [2, 2]
    assert past.former_ids == ("u9",)
    assert pickle.loads(pickle.dumps(past)) == past


def test_what_is_not_committed_is_told_of_few_bodies_and_of_many(repository: Repository) -> None:
    repository.edit("u1/2566/results.yml", "60", "61")
    history = read_history(Project(repository.root))
    assert history.unit("u2").revisions[0].commit is not None
    few = history.unit("u1")
    assert few.revisions[0].commit is None
    for _ in range(20):
        assert history.unit("u1") == few


def test_two_readers_at_different_commits_each_tell_their_own(repository: Repository) -> None:
    newer = read_history(Project(repository.root))
    then = newer.unit("u2")
    repository.git("checkout", "--quiet", "HEAD~1")
    older = read_history(Project(repository.root))
    assert [len(each.unit("u2").revisions) for each in (older,)] == [1]
    repository.git("switch", "--quiet", "main")
    assert newer.unit("u2") == then


def test_nothing_that_reads_files_is_imported_when_nothing_is_new(repository: Repository) -> None:
    told(repository.root)
    code = (
        "import sys\nfrom pathlib import Path\nfrom prongsai.history import read_history\n"
        "from prongsai.project import Project\nread_history(Project(Path(sys.argv[1]))).states()\n"
        "print(sorted({'pydantic', 'markdown', 'jinja2'} & sys.modules.keys()))"
    )
    command = [sys.executable, "-c", code, str(repository.root)]
    assert subprocess.run(command, check=True, capture_output=True, text=True).stdout == "[]\n"


def bodies_since(project: Project, revision: str) -> set[str]:
    return {path.split("/")[1] for path in changed_since(project, revision)}


def test_the_files_that_changed_since_a_revision(repository: Repository) -> None:
    project = Project(repository.root)
    assert changed_since(project, "HEAD") == frozenset()
    assert bodies_since(project, "HEAD~1") == {"u2"}
    assert bodies_since(project, "main~2") == {"u2", "u3", "u9"}
    repository.edit("u1/unit.yml", "u1", "u1b")
    repository.write("u4/unit.yml", "name: u4\n")
    assert changed_since(project, "HEAD") == {"units/u1/unit.yml", "units/u4/unit.yml"}
    (repository.root / "mkdocs.yml").write_text("site_name: x\n", "utf-8")
    assert "mkdocs.yml" in changed_since(project, "HEAD")


@pytest.mark.parametrize("revision", ["nowhere", "--all", "", "HEAD:units"])
def test_a_revision_that_does_not_exist_is_refused(repository: Repository, revision: str) -> None:
    with pytest.raises(NoHistoryError, match="no-such-commit"):
        changed_since(Project(repository.root), revision)
