"""The invented bodies of the benchmarks: faultless, as large as promised, the same every time."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bodies import BYTES, TODAY, body, write_project, write_repository
from contenders import Edit
from cost import CommandError, cost_of
from prongsai.history import read_history
from prongsai.printed import check_project
from prongsai.project import Project
from repositories import Repository
from sentences import sentences

UNITS = 12


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return write_project(tmp_path_factory.mktemp("bodies"), UNITS)


def test_the_checker_finds_no_error(project: Project) -> None:
    verdict = check_project(project, TODAY)
    assert len(verdict.units) == UNITS
    assert verdict.errors == ()
    assert len(verdict.problems) <= UNITS


def test_five_years_are_faultless_too(tmp_path: Path) -> None:
    verdict = check_project(write_project(tmp_path, 2, years=5), TODAY)
    assert verdict.errors == ()
    assert len(verdict.problems) <= 10


@pytest.mark.parametrize("number", range(0, 1000, 97))
def test_a_body_is_as_large_as_promised(number: int) -> None:
    assert abs(body(number).size - BYTES) < BYTES / 20


def test_a_body_does_not_depend_on_the_others(project: Project) -> None:
    folder = project.units / "unit-00007"
    written = {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }
    assert written == body(7).files
    assert body(7) == body(7) != body(8)


def test_no_two_bodies_have_name_and_province_in_common() -> None:
    assert len({body(number).files["unit.yml"].partition("website")[0] for number in range(2000)}) == 2000


def test_no_real_body_can_be_known_from_the_sentences() -> None:
    told = " ".join(sentences())
    assert not [name for name in ("บ่อทอง", "นาอุดม", "บางกระบือ", "เทพาลัย", "ลพบุรี") if name in told]


def test_the_repository_ends_with_the_files_and_tells_every_report(tmp_path: Path) -> None:
    project = write_repository(tmp_path / "repository", 2)
    assert Repository(project.root).git("status", "--porcelain") == ""
    entries = sum(text.count("- round:") for text in body(1).files.values())
    changes = [
        change
        for revision in read_history(project).unit("unit-00001").revisions
        for change in revision.changes
    ]
    assert entries >= 20
    assert len(changes) >= entries


def test_an_edit_changes_one_place_and_never_the_same_way_twice(tmp_path: Path) -> None:
    path = tmp_path / "m1.yml"
    path.write_text("approach: |\n  ประชุม\n", "utf-8")
    edit = Edit(path, "approach: |\n", "approach: |\n  แก้ {n}\n")
    edit.make()
    assert path.read_text("utf-8") == "approach: |\n  แก้ 1\n  ประชุม\n"
    edit.make()
    assert path.read_text("utf-8") == "approach: |\n  แก้ 2\n  ประชุม\n"


def test_what_a_command_costs_includes_its_children(tmp_path: Path) -> None:
    worker = "x = b'x' * 90_000_000; sum(range(5_000_000)); import time; time.sleep(1)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {worker!r}])"
    cost = cost_of([sys.executable, "-c", parent], tmp_path, {})
    idle = cost_of([sys.executable, "-c", "import time; time.sleep(1)"], tmp_path, {})
    assert cost.peak > 80_000_000 > idle.peak
    assert cost.cpu > idle.cpu


def test_a_command_that_fails_tells_its_last_words(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no such thing"):
        cost_of([sys.executable, "-c", "raise SystemExit('no such thing')"], tmp_path, {})
