"""A share of `make same-bytes`: what surrounds a build, or a user has set, changes no byte."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from conftest import EPOCH, ROOT, SITE_URL, copy_project
from prongsai.history import read_history
from prongsai.project import Project
from repositories import Repository
from test_build import tree
from ways import GIT_SETTINGS, HERE

GOOD = ROOT / "tests/projects/good/units"
OTHER_MACHINE = {
    "LC_ALL": "C",
    "PYTHONUTF8": "0",
    "PYTHONCOERCECLOCALE": "0",
    "PYTHONHASHSEED": "5",
    "PYTHONOPTIMIZE": "1",
    "TZ": "America/Los_Angeles",
}
EXPORT = ("sheet", "export", "good", "2567", "good.xlsx")


def run(project: Path, *arguments: str, **environment: str) -> None:
    known = {"PATH": os.environ["PATH"], "SITE_URL": SITE_URL, "SOURCE_DATE_EPOCH": EPOCH}
    command = [sys.executable, "-m", "prongsai", *arguments]
    done = subprocess.run(
        command, cwd=project, env={**known, **environment}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository in which two files were renamed and edited at once, built and exported as usual."""
    repository = Repository.begin(copy_project(tmp_path_factory.mktemp("usual") / "project", GOOD))
    repository.commit("2024-01-08")
    for name in ("m1", "m2"):
        repository.move(f"good/2567/measures/{name}.yml", f"good/2567/measures/{name}0.yml")
        repository.add(f"good/2567/measures/{name}0.yml", "# another name\n")
    repository.commit("2024-04-05")
    run(repository.root, "build")
    run(repository.root, *EXPORT)
    return repository.root


def other(usual: Path, folder: Path) -> Path:
    """A clone on a machine whose folders list their names in another order."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text((HERE / "shuffled_folders.py").read_text("utf-8"), "utf-8")
    (folder / "gitconfig").write_text(GIT_SETTINGS, "utf-8")
    subprocess.run(["git", "clone", "--quiet", str(usual), str(folder / "clone")], check=True)
    for path in (folder / "clone/units").rglob("*.yml"):
        path.chmod(0o755)
        os.utime(path, (315_532_800, 315_532_800))
    return folder / "clone"


def test_another_machine_another_user_of_git_the_same_bytes(usual: Path, tmp_path: Path) -> None:
    project = other(usual, tmp_path / "other")
    its_own = {"PYTHONPATH": str(project.parent), "GIT_CONFIG_GLOBAL": str(project.parent / "gitconfig")}
    run(project, "build", **OTHER_MACHINE, **its_own)
    run(project, *EXPORT, **OTHER_MACHINE, **its_own)
    one, another = tree(usual / "site"), tree(project / "site")
    assert sorted(name for name in {*one, *another} if one.get(name) != another.get(name)) == []
    assert (usual / "good.xlsx").read_bytes() == (project / "good.xlsx").read_bytes()


def test_git_guesses_the_same_renames_whatever_its_user_has_set(
    usual: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gitconfig").write_text(GIT_SETTINGS, "utf-8")
    project = other(usual, tmp_path / "other")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    told = read_history(Project(project)).unit("good").revisions
    assert [change.kind for change in told[0].changes] == ["moved", "moved"]


def test_a_commit_s_day_is_thailand_s_wherever_it_was_made(tmp_path: Path) -> None:
    repository = Repository.begin(copy_project(tmp_path / "project", GOOD))
    repository.git("add", "--all")
    late = datetime(2024, 4, 4, 19, tzinfo=UTC).isoformat()
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "GIT_COMMITTER_DATE": late}
    own = ("-c", "user.name=officer", "-c", "user.email=officer@example.go.th")
    command = ["git", *own, "commit", "--quiet", "-m", "made in London, or in a form of the web"]
    subprocess.run(command, cwd=repository.root, env=environment, check=True)
    [revision] = read_history(Project(repository.root)).unit("good").revisions
    assert revision.commit
    assert revision.commit.day.isoformat() == "2024-04-05"


def test_a_workbook_holds_no_moment(usual: Path) -> None:
    with zipfile.ZipFile(io.BytesIO((usual / "good.xlsx").read_bytes())) as book:
        assert {each.date_time for each in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"created" not in book.read("docProps/core.xml")
        assert b"modified" not in book.read("docProps/core.xml")


def test_today_is_thailand_s_day_in_every_time_zone(usual: Path) -> None:
    """On both sides of the date line it is never the same day; only the clock tells."""
    days = set()
    for zone in ("Pacific/Kiritimati", "Etc/GMT+12"):
        environment = {"PATH": os.environ["PATH"], "TZ": zone}
        ask = "from prongsai.cli.texts import today_or; print(today_or(None))"
        command = [sys.executable, "-c", ask]
        days.add(subprocess.run(command, cwd=usual, env=environment, capture_output=True, check=True).stdout)
    assert len(days) == 1


@pytest.mark.parametrize("name", ["table.csv", "note.txt", "old/paper.pdf"])
def test_git_keeps_every_byte_of_a_proof_in_a_repository_that_init_began(tmp_path: Path, name: str) -> None:
    skeleton = ROOT / "generator/prongsai/office/skeletons/repository/gitattributes.j2"
    repository = Repository.begin(tmp_path / "office")
    (repository.root / ".gitattributes").write_bytes(skeleton.read_bytes())
    proof = repository.root / "units/office/evidence/2567" / name
    proof.parent.mkdir(parents=True)
    proof.write_bytes(b"one\r\ntwo\n")
    repository.commit("2024-01-08")
    windows = ("--config", "core.autocrlf=true")
    repository.git("clone", "--quiet", *windows, str(repository.root), str(tmp_path / "clone"))
    assert (tmp_path / "clone" / proof.relative_to(repository.root)).read_bytes() == b"one\r\ntwo\n"
