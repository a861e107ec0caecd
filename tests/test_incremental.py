"""A body is made anew exactly when something that it depends on changed: the real command, real git."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from conftest import copy_project, run_prongsai
from repositories import Repository
from test_build import put, tree

UNITS = ("bang-krabue", "bo-thong", "thephalai")
Spoil = Callable[[Path], None]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of three bodies that has been built."""
    project = copy_project(tmp_path_factory.mktemp("built") / "project")
    for folder in (project / "units").iterdir():
        if folder.name not in UNITS:
            shutil.rmtree(folder)
    Repository.begin(project).commit("2026-01-01")
    build(project)
    return project


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    """A copy of it for one test; the website and what is kept of its making are copied too."""
    shutil.copytree(built, tmp_path / "project", symlinks=True)
    return tmp_path / "project"


def build(project: Path, *arguments: str, code: int = 0) -> list[str]:
    """Build; the bodies that were made anew."""
    run = run_prongsai("build", *arguments, cwd=project)
    assert run.returncode == code, run.stdout + run.stderr
    return [line.split()[1].rstrip(":") for line in run.stdout.splitlines() if line.startswith("สร้าง ")]


BUILT_ANEW: dict[bytes, dict[str, bytes]] = {}
"""Websites by a digest of all that they were built from nothing of; several tests end with the same."""


def anew(project: Path, tmp_path: Path) -> dict[str, bytes]:
    """The website as it is built from nothing, elsewhere; only what templates compile to is taken along."""
    made = (".build/", "site/", ".git/")
    found = tree(project).items()
    sources = [(path, data) for path, data in found if not path.startswith(made) or ".git/refs/" in path]
    key = sha256(repr(sources).encode()).digest()
    if key not in BUILT_ANEW:
        fresh = tmp_path / "anew"
        shutil.copytree(project, fresh, ignore=shutil.ignore_patterns(".build", "site"))
        if (project / ".build/_templates").is_dir():
            shutil.copytree(project / ".build/_templates", fresh / ".build/_templates")
        build(fresh)
        BUILT_ANEW[key] = tree(fresh / "site")
    return BUILT_ANEW[key]


def test_nothing_is_made_when_nothing_changed(project: Path) -> None:
    before = stamps(project)
    assert build(project) == []
    assert stamps(project) == before


def stamps(project: Path) -> dict[Path, tuple[int, int, int]]:
    """Which file on the disk each one of the website is, and when it and its entry changed."""
    found = {path: path.stat() for path in (project / "site").rglob("*")}
    return {path: (about.st_ino, about.st_mtime_ns, about.st_ctime_ns) for path, about in found.items()}


def edit_data(project: Path) -> None:
    put(project / "units/bo-thong/unit.yml", "อบต.บ่อทอง", "อบต.บ่อทองใหม่")


def add_measure(project: Path) -> None:
    measures = project / "units/bo-thong/2567/measures"
    shutil.copyfile(min(measures.iterdir()), measures / "added.yml")


def remove_measure(project: Path) -> None:
    min((project / "units/bo-thong/2567/measures").iterdir()).unlink()


def add_evidence(project: Path) -> None:
    folder = project / "units/bo-thong/evidence"
    folder.mkdir(exist_ok=True)
    (folder / "report.pdf").write_bytes(b"%PDF-1.4")


def commit_one_body(project: Path) -> None:
    edit_data(project)
    Repository(project).commit("2026-02-01")


@pytest.mark.parametrize("change", [edit_data, add_measure, remove_measure, add_evidence, commit_one_body])
def test_a_change_of_one_body_makes_that_body_anew(project: Path, tmp_path: Path, change: Spoil) -> None:
    change(project)
    assert build(project) == ["bo-thong"]
    assert tree(project / "site") == anew(project, tmp_path)
    assert build(project) == []


def test_a_commit_of_what_was_built_already_tells_its_day(project: Path, tmp_path: Path) -> None:
    """The files stay as they were, but their change is in the history now."""
    edit_data(project)
    assert build(project) == ["bo-thong"]
    Repository(project).commit("2026-02-01")
    assert build(project) == ["bo-thong"]
    assert tree(project / "site") == anew(project, tmp_path)


def edit_template(project: Path) -> None:
    put(project / "theme/pages/measure.md.j2", "หลักฐาน:", "เอกสารหลักฐาน:")


def edit_override(project: Path) -> None:
    put(project / "theme/overrides/404.html", "ไม่พบหน้านี้", "ไม่พบหน้าที่เรียก")


def edit_style(project: Path) -> None:
    put(project / "theme/overrides/assets/stylesheets/prongsai.css", "{", "{ ")


def edit_words(project: Path) -> None:
    put(project / "theme/words.yml", "หน่วยงานทั้งหมด", "ทุกหน่วยงาน")


def edit_content(project: Path) -> None:
    page = project / "content/how-to-read.md"
    page.write_text(page.read_text("utf-8") + "\nย่อหน้าใหม่\n", "utf-8")


def edit_config(project: Path) -> None:
    config = project / "mkdocs.yml"
    config.write_text(config.read_text("utf-8") + "copyright: องค์กรปกครองส่วนท้องถิ่น\n", "utf-8")


@pytest.mark.parametrize(
    "change", [edit_template, edit_override, edit_style, edit_words, edit_content, edit_config]
)
def test_what_all_bodies_share_makes_all_anew(project: Path, tmp_path: Path, change: Spoil) -> None:
    change(project)
    assert build(project) == [*UNITS]
    assert tree(project / "site") == anew(project, tmp_path)
    assert build(project) == []


def test_another_day_makes_all_anew_but_writes_only_what_differs(project: Path) -> None:
    before = {path: path.stat().st_ino for path in (project / "site/bo-thong").rglob("*.*")}
    assert build(project, "--today", "2569-11-22") == [*UNITS]
    listed = (project / ".build/written.txt").read_text("utf-8").split()
    written = {project / "site" / path for path in listed if path.startswith("bo-thong/")}
    assert written
    same = {path for path, number in before.items() if path.exists() and path.stat().st_ino == number}
    assert same == before.keys() - written
    assert len(same) > len(written)


def test_an_address_in_the_environment_counts(project: Path) -> None:
    run = run_prongsai("build", cwd=project, site_url="https://other.example/")
    assert run.returncode == 0
    assert "https://other.example/bo-thong/" in (project / "site/bo-thong/index.html").read_text("utf-8")


def remove_ledger(project: Path) -> None:
    (project / ".build/_ledger.sqlite").unlink()


def damage_ledger(project: Path) -> None:
    (project / ".build/_ledger.sqlite").write_bytes(b"not a database" * 500)


def truncate_ledger(project: Path) -> None:
    path = project / ".build/_ledger.sqlite"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty_ledger(project: Path) -> None:
    with sqlite3.connect(project / ".build/_ledger.sqlite") as database:
        database.execute("DROP TABLE made")


def remove_everything_kept(project: Path) -> None:
    shutil.rmtree(project / ".build")


def remove_site(project: Path) -> None:
    shutil.rmtree(project / "site")


def remove_record(project: Path) -> None:
    (project / "site/.prongsai.json").unlink()


def damage_record(project: Path) -> None:
    (project / "site/.prongsai.json").write_text("{", "utf-8")


def remove_body_of_site(project: Path) -> None:
    shutil.rmtree(project / "site/thephalai")


def damage_twin(project: Path) -> None:
    shutil.rmtree(project / ".build/_site/thephalai")


def leave_half_made_parts(project: Path) -> None:
    (project / ".build/_fresh/bo-thong").mkdir(parents=True)
    (project / ".build/_fresh/bo-thong/index.html").write_text("half", "utf-8")
    edit_data(project)


@pytest.mark.parametrize(
    "spoil",
    [
        remove_ledger,
        damage_ledger,
        truncate_ledger,
        empty_ledger,
        remove_everything_kept,
        remove_site,
        remove_record,
        damage_record,
        remove_body_of_site,
        damage_twin,
        leave_half_made_parts,
    ],
)
def test_what_is_lost_or_wrong_costs_time_only(project: Path, tmp_path: Path, spoil: Spoil) -> None:
    spoil(project)
    build(project)
    expected = anew(project, tmp_path)
    assert tree(project / "site") == expected
    put(project / "units/bang-krabue/unit.yml", "name: ", "name: คณะผู้แทน")
    build(project)
    assert tree(project / "site") != expected
    shutil.rmtree(tmp_path / "anew", ignore_errors=True)
    assert tree(project / "site") == anew(project, tmp_path)


def test_a_faulty_body_is_told_at_every_build_and_mended_bodies_cost_only_themselves(project: Path) -> None:
    edit_data(project)
    path = project / "units/thephalai/unit.yml"
    good = path.read_text("utf-8")
    path.write_text(good + "colour: red\n", "utf-8")
    for _ in range(2):
        run = run_prongsai("build", cwd=project)
        assert (run.returncode, run.stdout.count("units/thephalai/unit.yml")) == (1, 1)
    path.write_text(good, "utf-8")
    assert build(project) == ["bo-thong"]
    assert "บ่อทองใหม่" in (project / "site/bo-thong/index.html").read_text("utf-8")


def test_only_what_changed_since_a_commit_is_made(project: Path, tmp_path: Path) -> None:
    """As in CI: nothing is kept, and the host already has the rest."""
    edit_data(project)
    Repository(project).commit("2026-02-01")
    expected = anew(project, tmp_path)
    shutil.rmtree(project / ".build")
    shutil.rmtree(project / "site")
    assert build(project, "--changed-since", "HEAD~1") == ["bo-thong"]
    found = tree(project / "site")
    assert not [path for path in found if path.startswith("thephalai/")]
    assert {path: expected[path] for path in found if path != ".prongsai.json"} == {
        path: text for path, text in found.items() if path != ".prongsai.json"
    }
    assert "index.html" in found
    assert "bo-thong/index.html" in found


def test_a_template_that_changed_since_a_commit_makes_all(project: Path) -> None:
    edit_template(project)
    Repository(project).commit("2026-02-01")
    assert build(project, "--changed-since", "HEAD~1") == [*UNITS]


def test_a_revision_that_is_not_there_is_told(project: Path) -> None:
    run = run_prongsai("build", "--changed-since", "no-such-branch", cwd=project)
    assert run.returncode == 2
    assert "no-such-branch" in run.stderr
    assert "Traceback" not in run.stderr


def test_what_was_written_and_removed_is_listed(project: Path) -> None:
    remove_measure(project)
    build(project)
    written = (project / ".build/written.txt").read_text("utf-8").splitlines()
    removed = (project / ".build/removed.txt").read_text("utf-8").splitlines()
    assert removed == ["bo-thong/2567/measures/m1-1/index.html"]
    assert "bo-thong/2567/measures/index.html" in written
    assert not [path for path in written if path.startswith(("thephalai/", "assets/"))]


def test_two_builds_at_once_do_not_meet(project: Path) -> None:
    with sqlite3.connect(project / ".build/_ledger.sqlite", isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        run = run_prongsai("build", cwd=project)
    assert run.returncode == 2
    assert "กำลังทำอยู่" in run.stderr
    other.close()
    assert build(project) == []


def test_everything_is_made_when_asked(project: Path) -> None:
    before = tree(project / "site")
    assert build(project, "--anew") == [*UNITS]
    assert tree(project / "site") == before
