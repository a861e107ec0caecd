"""What can be known of the past: with git, with a part of its history, and without."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from conftest import copy_project, run_prongsai
from html_pages import HtmlPage
from prongsai.history import History, read_history
from prongsai.problems import StopError
from prongsai.project import Project
from repositories import Repository

MEASURE = "good/2567/measures/m2.yml"
GOOD = Path(__file__).parent / "projects/good/units"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """The body of the good project, in three commits."""
    repository = Repository.begin(copy_project(tmp_path / "project", GOOD))
    repository.commit("2024-01-08")
    repository.add(MEASURE, "  - round: h1\n    text: แจกแล้ว\n")
    repository.commit("2024-04-05")
    repository.edit(MEASURE, "แจกแล้ว", "แจกครบแล้ว")
    repository.commit("2024-05-06")
    return repository


def read(root: Path) -> History:
    return read_history(Project(root))


def kinds(history: History) -> list[list[str]]:
    """The kinds of changes, commit by commit, the newest first."""
    return [[change.kind for change in each.changes] for each in history.unit("good").revisions]


def build(root: Path) -> str:
    """Build; what a reader sees on the page of changes."""
    run = run_prongsai("build", cwd=root)
    assert run.returncode == 0, run.stdout + run.stderr
    return " ".join("".join(HtmlPage(root / "site/changes/index.html").text).split())


def test_each_commit_is_read_with_its_day(repository: Repository) -> None:
    revisions = read(repository.root).unit("good").revisions
    days = [each.commit.day.isoformat() for each in revisions if each.commit]
    assert days == ["2024-05-06", "2024-04-05", "2024-01-08"]
    assert kinds(read(repository.root))[:2] == [["entry-edited"], ["entry-added"]]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("1700000000 +9999", "2023-11-15"),
        ("1700000000 -2400", "2023-11-15"),
        ("1700000000 +123456", "2023-11-15"),
        ("253402300799 -1200", "1970-01-01"),
        ("99999999999999 +0000", "1970-01-01"),
        ("-1 +0700", "1970-01-01"),
        ("yesterday +0700", "1970-01-01"),
        ("", "1970-01-01"),
    ],
)
def test_whatever_a_commit_calls_its_time_the_past_is_read(
    repository: Repository, moment: str, day: str
) -> None:
    repository.edit(MEASURE, "แจกครบแล้ว", "แจกหมดแล้ว")
    repository.git("add", "--all")
    commit = repository.commit_at(moment)
    revisions = read(repository.root).unit("good").revisions
    days = {each.commit.id: each.commit.day.isoformat() for each in revisions if each.commit}
    assert days[commit] == day


def test_a_file_of_grafts_changes_no_past(repository: Repository) -> None:
    head = repository.git("rev-parse", "HEAD")
    (repository.root / ".git/info").mkdir(exist_ok=True)
    (repository.root / ".git/info/grafts").write_text(f"{head}\n", "ascii")
    assert kinds(read(repository.root))[:2] == [["entry-edited"], ["entry-added"]]


def test_without_git_the_site_is_built_and_says_what_it_cannot_know(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project", GOOD)
    assert "โฟลเดอร์ที่ไม่มีประวัติ git" in build(project)
    measure = "".join(HtmlPage(project / "site/2567/measures/m2/index.html").text)
    assert "บันทึกลง" not in measure


def test_without_the_git_command_no_past_is_lost_unseen(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(repository.root))
    with pytest.raises(StopError) as stop:
        read(repository.root)
    assert stop.value.code == "git-missing"
    shutil.rmtree(repository.root / ".git")
    assert read(repository.root) == History(reason="no-git")


def test_a_repository_without_a_commit_has_no_past(tmp_path: Path) -> None:
    repository = Repository.begin(copy_project(tmp_path / "project", GOOD))
    assert read(repository.root) == History(reason="no-commit")
    assert "ยังไม่เคยบันทึกลงประวัติ" in build(repository.root)


def test_an_exported_folder_tells_the_same_as_none(repository: Repository, tmp_path: Path) -> None:
    exported = tmp_path / "exported"
    exported.mkdir()
    repository.git("archive", "--output", str(tmp_path / "all.tar"), "HEAD")
    shutil.unpack_archive(tmp_path / "all.tar", exported, filter="data")
    assert "โฟลเดอร์ที่ไม่มีประวัติ git" in build(exported)


def test_a_shallow_clone_says_where_its_past_begins(repository: Repository, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    repository.git("clone", "--quiet", "--depth=2", f"file://{repository.root}", str(clone))
    history = read(clone)
    assert history.reason == "shallow"
    assert [each.is_start for each in history.unit("good").revisions] == [False, True]
    page = build(clone)
    assert "ประวัติที่ตัดมาเพียงบางส่วน" in page
    assert "ประวัติที่มีเริ่มที่นี่" in page
    measure = " ".join("".join(HtmlPage(clone / "site/2567/measures/m2/index.html").text).split())
    assert "บันทึกลงระบบเมื่อ 5 เมษายน 2567หรือก่อนนั้น" in measure


def test_a_clone_that_was_completed_is_read_anew(repository: Repository, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    repository.git("clone", "--quiet", "--depth=1", f"file://{repository.root}", str(clone))
    assert read(clone).reason == "shallow"
    Repository(clone).git("fetch", "--quiet", "--unshallow")
    assert read(clone).unit("good") == read(repository.root).unit("good")
    assert read(clone).states() == read(repository.root).states()


def test_a_project_below_the_root_of_its_repository(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "whole/web", GOOD)
    repository = Repository.begin(tmp_path / "whole")
    repository.commit("2024-01-08")
    assert len(read(project).unit("good").revisions) == 1
    assert read(project).unit("good").revisions[0].changes[0].path.startswith("good/")


def test_what_is_not_committed_is_told_apart(repository: Repository) -> None:
    repository.edit(MEASURE, "แจกครบแล้ว", "แจกหมดแล้ว")
    repository.write("good/2567/measures/new.yml", "title: ใหม่\nsection: t4\n")
    newest = read(repository.root).unit("good").revisions[0]
    assert newest.commit is None
    assert sorted(change.kind for change in newest.changes) == ["entry-edited", "measure-added"]
    page = build(repository.root)
    assert "แสดงบนเว็บไซต์แล้ว แต่ยังไม่ได้บันทึก" in page


def test_a_rewritten_branch_is_told_as_it_is_now(repository: Repository) -> None:
    read(repository.root)
    repository.git("reset", "--quiet", "--hard", "HEAD~1")
    assert kinds(read(repository.root))[0] == ["entry-added"]
    repository.edit(MEASURE, "แจกแล้ว", "แจกไปแล้ว")
    repository.commit("2024-06-07")
    assert kinds(read(repository.root))[:2] == [["entry-edited"], ["entry-added"]]
    assert len(read(repository.root).unit("good").revisions) == 3


def test_a_damaged_file_of_what_was_kept_is_made_anew(repository: Repository) -> None:
    told = kinds(read(repository.root))
    kept = repository.root / ".build/_history.sqlite"
    kept.write_bytes(b"\0not a database" * 99)
    assert kinds(read(repository.root)) == told
    assert kept.read_bytes().startswith(b"SQLite")


def test_what_was_kept_is_not_read_again(repository: Repository) -> None:
    told = kinds(read(repository.root))
    kept = repository.root / ".build/_history.sqlite"
    before = kept.stat().st_mtime_ns
    assert kinds(read(repository.root)) == told
    assert kept.stat().st_mtime_ns == before


def test_configuration_of_whoever_builds_changes_nothing(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = kinds(read(repository.root))
    shutil.rmtree(repository.root / ".build")
    config = repository.root.parent / "gitconfig"
    config.write_text(
        "[log]\n\tshowRoot = false\n\tshowSignature = true\n[diff]\n\trenames = false\n\tnoprefix = true\n"
        "\texternal = /bin/false\n[core]\n\tquotePath = true\n[color]\n\tui = always\n",
        "utf-8",
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    assert kinds(read(repository.root)) == told


def test_another_repository_of_the_environment_is_not_read(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Repository.begin(tmp_path / "other")
    other.commit("2024-01-01")
    monkeypatch.setenv("GIT_DIR", str(other.root / ".git"))
    assert len(read(repository.root).unit("good").revisions) == 3


def test_reading_leaves_the_repository_as_it_is(repository: Repository) -> None:
    os.utime(repository.root / "units" / MEASURE)
    before = {path: path.stat().st_mtime_ns for path in (repository.root / ".git").rglob("*")}
    read(repository.root)
    assert {path: path.stat().st_mtime_ns for path in (repository.root / ".git").rglob("*")} == before


def test_names_with_any_signs_are_read(repository: Repository) -> None:
    repository.write("good/evidence/ภาพ ถ่าย\t1.pdf", "%PDF")
    repository.commit("2024-07-01")
    repository.move("good/evidence/ภาพ ถ่าย\t1.pdf", "good/evidence/photo.pdf")
    repository.commit("2024-07-02")
    revisions = read(repository.root).unit("good").revisions
    assert [(each.kind, each.path) for each in revisions[0].changes] == [("moved", "good/evidence/photo.pdf")]
    assert [(each.kind, each.at) for each in revisions[1].changes] == [("evidence-added", "ภาพ ถ่าย\t1.pdf")]
