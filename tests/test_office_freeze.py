"""`prongsai freeze`: the commit of a day is recorded, and never changes in silence."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from conftest import ROOT, copy_project, run_prongsai
from repositories import Repository
from terminals import stopped

GOOD = ROOT / "tests/projects/good/units"
FILE = "units/good/2567/submitted.yml"

MODELINE = "# yaml-language-server: $schema=../../../.vscode/schemas/submitted.json"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A body whose data changed before, on and after the day on which OIT closed."""
    repository = Repository.begin(copy_project(tmp_path / "project", GOOD))
    repository.commit("2024-04-28")
    for day in ("2024-04-29", "2024-04-30", "2024-05-01"):
        repository.add("good/2567/measures/m1.yml", f"# {day}\n")
        repository.commit(day)
    return repository


def freeze(repository: Repository, *options: str, unit: str = "good") -> subprocess.CompletedProcess[str]:
    return run_prongsai("freeze", unit, "2567", *options, cwd=repository.root)


def commit_of(repository: Repository, steps_back: int) -> str:
    return repository.git("rev-parse", f"HEAD~{steps_back}")


@pytest.mark.parametrize(
    ("options", "steps_back", "day"),
    [
        ((), 0, "2567-05-01"),
        (("--date", "2567-04-30"), 1, "2567-04-30"),
        (("--date", "๒๕๖๗-๐๔-๒๙"), 2, "2567-04-29"),
        (("--date", "2567-12-31"), 0, "2567-12-31"),
        (("--commit-id", "HEAD~3"), 3, "2567-04-28"),
        (("--commit-id", "HEAD~1", "--date", "2567-05-02"), 1, "2567-05-02"),
    ],
)
def test_the_commit_is_recorded_with_the_day(
    repository: Repository, options: tuple[str, ...], steps_back: int, day: str
) -> None:
    run = freeze(repository, *options)
    assert run.returncode == 0, run.stderr
    written = (repository.root / FILE).read_text("ascii")
    assert written == f"{MODELINE}\ncommit: {commit_of(repository, steps_back)}\ndate: {day}\n"
    assert run_prongsai("check", cwd=repository.root).returncode == 0


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("1714500000 +0000", "2567-05-01"),
        ("253402300799 +0700", "2513-01-01"),
        ("99999999999999 +0000", "2513-01-01"),
        ("-1 +0000", "2513-01-01"),
        ("yesterday +0700", "2513-01-01"),
    ],
)
def test_the_day_is_that_of_thailand_whatever_the_commit_calls_its_time(
    repository: Repository, moment: str, day: str
) -> None:
    commit = repository.commit_at(moment)
    run = freeze(repository)
    assert run.returncode == 0, run.stderr
    assert (repository.root / FILE).read_text("ascii") == f"{MODELINE}\ncommit: {commit}\ndate: {day}\n"


def test_a_frozen_year_is_shown_as_it_was(repository: Repository) -> None:
    assert freeze(repository, "--date", "2567-04-30").returncode == 0
    assert run_prongsai("build", cwd=repository.root).returncode == 0
    assert (repository.root / "site/2567/submitted/index.html").is_file()


def test_it_never_changes_in_silence(repository: Repository) -> None:
    assert freeze(repository).returncode == 0
    before = (repository.root / FILE).read_bytes()
    assert FILE in stopped(freeze(repository, "--date", "2567-04-30"))
    assert (repository.root / FILE).read_bytes() == before
    assert freeze(repository, "--date", "2567-04-30", "--again").returncode == 0
    assert commit_of(repository, 1) in (repository.root / FILE).read_text("ascii")


def test_uncommitted_changes_are_told_not_to_be_part(repository: Repository) -> None:
    repository.add("good/2567/measures/m1.yml", "# later\n")
    repository.write("good/2567/measures/m9.yml", "section: t1\n")
    run = freeze(repository)
    assert run.returncode == 0
    assert "units/good/2567/measures/m1.yml" in run.stderr
    assert "units/good/2567/measures/m9.yml" in run.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--commit-id", "0123456789"), "0123456789"),
        (("--commit-id", "--all"), "--all"),
        (("--date", "2567-04-27"), "2567-04-27"),
        (("--date", "2567-04"), "2567-04"),
    ],
)
def test_a_commit_that_is_not_there_is_told(
    repository: Repository, options: tuple[str, ...], said: str
) -> None:
    assert said in stopped(freeze(repository, *options))
    assert not (repository.root / FILE).exists()


def test_a_body_that_the_commit_does_not_hold_is_told(repository: Repository) -> None:
    repository.write("other/unit.yml", "name: ก\nkind: sao\n")
    repository.write("other/2567/oit.yml", "note: ก\n")
    assert "units/other/unit.yml" in stopped(freeze(repository, unit="other"))


def test_a_shallow_clone_says_how_to_fetch_the_rest(repository: Repository, tmp_path: Path) -> None:
    repository.git("clone", "--quiet", "--depth=1", f"file://{repository.root}", str(tmp_path / "shallow"))
    shallow = Repository(tmp_path / "shallow")
    for options in (("--date", "2567-04-30"), ("--commit-id", commit_of(repository, 1))):
        assert "--unshallow" in stopped(freeze(shallow, *options))
    assert freeze(shallow).returncode == 0


def test_without_git_there_is_nothing_to_name(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project", GOOD)
    assert "git" in stopped(run_prongsai("freeze", "good", "2567", cwd=project))
    assert not (project / FILE).exists()
