"""Building with the real command and the real MkDocs: same bytes, plain MkDocs, nothing half done."""

from __future__ import annotations

import filecmp
import shutil
from pathlib import Path

import pytest

from conftest import ROOT, TODAY, copy_project, run_prongsai


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def project_with(tmp_path: Path, *units: str) -> Path:
    """A project with some of the five bodies."""
    project = copy_project(tmp_path)
    for folder in (project / "units").iterdir():
        if folder.name not in units:
            shutil.rmtree(folder)
    return project


def spoil(project: Path, unit: str = "thephalai") -> Path:
    """Put a fault into a unit's data; return the file."""
    path = project / "units" / unit / "unit.yml"
    path.write_text(path.read_text("utf-8") + "colour: red\n", "utf-8")
    return path


def put(path: Path, old: str, new: str) -> None:
    """Replace the first occurrence of a text in a file."""
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")


def test_two_builds_are_the_same_to_the_byte(built_project: Path, tmp_path: Path) -> None:
    again = copy_project(tmp_path / "elsewhere with a space")
    assert run_prongsai("build", cwd=again).returncode == 0
    first, second = tree(built_project / "site"), tree(again / "site")
    assert first.keys() == second.keys()
    assert [path for path in first if first[path] != second[path]] == []


def test_an_error_stops_the_build_and_the_old_site_stays_whole(tmp_path: Path) -> None:
    project = project_with(tmp_path, "thephalai", "sample-004")
    assert run_prongsai("build", cwd=project).returncode == 0
    before = tree(project / "site")
    spoil(project)
    run = run_prongsai("build", cwd=project)
    assert run.returncode == 1
    assert "units/thephalai/unit.yml" in run.stdout
    assert "[unknown-key]" in run.stdout
    assert tree(project / "site") == before


def test_keep_going_builds_the_others_keeps_the_faulty_ones_pages_and_exits_1(tmp_path: Path) -> None:
    project = project_with(tmp_path, "thephalai", "sample-004")
    assert run_prongsai("build", cwd=project).returncode == 0
    old_page = (project / "site/thephalai/index.html").read_bytes()
    shutil.rmtree(project / "site/sample-004")
    spoil(project)
    run = run_prongsai("build", "--keep-going", cwd=project)
    assert run.returncode == 1
    assert (project / "site/sample-004/index.html").is_file()
    assert (project / "site/thephalai/index.html").read_bytes() == old_page
    assert 'href="thephalai/"' in (project / "site/index.html").read_text("utf-8")


def test_one_unit_is_built_anew_and_the_others_stay(tmp_path: Path) -> None:
    project = project_with(tmp_path, "thephalai", "sample-004")
    assert run_prongsai("build", cwd=project).returncode == 0
    kept = project / "site/sample-004/index.html"
    kept.write_text("as it was published", "utf-8")
    spoil(project, "sample-004")
    run = run_prongsai("build", "thephalai", "--today", TODAY, cwd=project)
    assert (run.returncode, run.stdout.count("[unknown-key]")) == (0, 0)
    assert kept.read_text("utf-8") == "as it was published"
    assert 'href="sample-004/"' in (project / "site/index.html").read_text("utf-8")
    assert "thephalai" in (project / "site/index.html").read_text("utf-8")


def test_a_single_unit_stands_at_the_root(tmp_path: Path) -> None:
    project = project_with(tmp_path, "thephalai")
    assert run_prongsai("build", cwd=project).returncode == 0
    assert (project / "site/2566/progress/index.html").is_file()
    assert (project / "site/how-to-read/index.html").is_file()
    assert not (project / "site/thephalai").exists()


def test_a_removed_unit_disappears(tmp_path: Path) -> None:
    project = project_with(tmp_path, "thephalai", "sample-004", "na-udom")
    assert run_prongsai("build", cwd=project).returncode == 0
    shutil.rmtree(project / "units/na-udom")
    assert run_prongsai("build", cwd=project).returncode == 0
    assert not (project / "site/na-udom").exists()


def test_today_changes_what_is_late_and_nothing_else_does(tmp_path: Path) -> None:
    project = project_with(tmp_path, "thephalai")
    pages = []
    for day in ("2566-03-31", "2566-05-01"):
        assert run_prongsai("build", "--today", day, cwd=project, epoch=None).returncode == 0
        pages.append((project / "site/2566/measures/m2/index.html").read_text("utf-8"))
    assert "px-late" not in pages[0]
    assert "px-late" in pages[1]


def test_a_page_of_ours_with_a_broken_link_stops_the_build_with_a_sentence(tmp_path: Path) -> None:
    project = project_with(tmp_path, "thephalai")
    (project / "content/about.md").write_text("# เกี่ยวกับ\n\n[ลิงก์](nowhere.md)\n", "utf-8")
    run = run_prongsai("build", cwd=project)
    assert run.returncode == 2
    assert "nowhere.md" in run.stderr
    assert not (project / "site").exists()


@pytest.mark.parametrize("name", ["theme", "content", "units"])
def test_the_tests_build_the_projects_own_files(built_project: Path, name: str) -> None:
    compared = filecmp.dircmp(ROOT / name, built_project / name)
    assert (compared.left_only, compared.right_only, compared.diff_files) == ([], [], [])


def test_a_hostile_title_is_text_on_every_page(tmp_path: Path) -> None:
    project = project_with(tmp_path, "thephalai")
    put(project / "units/thephalai/unit.yml", "name: ", 'name: <img src=x onerror=a()>"')
    hostile = "title: '<script>a()</script> {{ 7*7 }} [x](y)'\nsection:"
    put(project / "units/thephalai/2566/measures/m1.yml", "section:", hostile)
    assert run_prongsai("build", cwd=project).returncode == 0
    pages = [path.read_text("utf-8") for path in (project / "site").rglob("*.html")]
    assert [page for page in pages if "<script>a()" in page or "<img src=x" in page] == []
    assert any("&lt;script&gt;a()&lt;/script&gt; {{ 7*7 }} [x](y)" in page for page in pages)
