"""A year as it was submitted: its pages stay as they were, whatever is written afterwards."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from frictionless import Package

from conftest import copy_project, run_prongsai
from html_pages import HtmlPage, pages_of
from prongsai.history.export import export_unit
from prongsai.problems import StopError
from prongsai.project import Project
from repositories import Repository

MEASURE = "good/2567/measures/m2.yml"
GOOD = Path(__file__).parent / "projects/good/units"
SUBMITTED = "commit: {commit}\ndate: 2567-04-30\n"


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A body that submitted its year, then changed a score, an entry, a proof and the name of its folder."""
    repository = Repository.begin(copy_project(tmp_path_factory.mktemp("submitted") / "project", GOOD))
    commit = repository.commit("2024-04-29")
    repository.write("good/2567/submitted.yml", SUBMITTED.format(commit=commit))
    repository.commit("2024-04-30")
    repository.edit(MEASURE, "พิมพ์แผ่นพับแล้ว", "พิมพ์แผ่นพับและแจกแล้ว")
    repository.edit("good/2566/results.yml", "e5: 90+", "e5: 91+")
    repository.edit("good/2567/measures/m1.yml", "title: จัดทำคู่มือ", "title: ปรับปรุงคู่มือ")
    repository.write("good/evidence/2567/meeting.pdf", "%PDF-1.4 other")
    repository.move("good", "rimthan")
    repository.commit("2024-06-01")
    run = run_prongsai("build", cwd=repository.root)
    assert run.returncode == 0, run.stdout + run.stderr
    return repository


def text_of(repository: Repository, page: str) -> str:
    return " ".join(" ".join(HtmlPage(repository.root / "site" / page / "index.html").text).split())


def test_its_pages_are_those_of_that_day(repository: Repository) -> None:
    assert "พิมพ์แผ่นพับแล้ว" in text_of(repository, "2567/submitted/2567/measures/m2")
    assert "พิมพ์แผ่นพับและแจกแล้ว" in text_of(repository, "2567/measures/m2")
    assert "90 ขึ้นไป" in text_of(repository, "2567/submitted/2566/results")
    assert "91 ขึ้นไป" in text_of(repository, "2566/results")
    assert "จัดทำคู่มือการยืม" in text_of(repository, "2567/submitted/2567/measures")


def test_every_page_of_it_says_so_and_leads_back(repository: Repository) -> None:
    folder = repository.root / "site/2567/submitted"
    pages = [page for page in pages_of(folder) if page.path.parent != folder]
    assert len(pages) > 8
    for page in pages:
        assert "หน้านี้คือข้อมูลตามที่ยื่นประเมินปี 2567 ไม่ใช่ข้อมูลปัจจุบัน" in " ".join(page.text)
        source = page.path.read_text("utf-8")
        assert '<meta name="robots" content="noindex">' in source
        targets = {(page.path.parent / link).resolve() for link in page.links if "://" not in link}
        assert {folder.resolve(), (repository.root / "site").resolve()} <= targets


def test_its_links_lead_to_pages_of_that_day(repository: Repository) -> None:
    folder = (repository.root / "site/2567/submitted").resolve()
    for page in pages_of(folder):
        body = page.path.read_text("utf-8").partition("<article")[2].partition("</article>")[0]
        for link in page.links:
            path, _, anchor = link.partition("#")
            if f'href="{link}"' not in body or "://" in link or link.startswith(("mailto:", "tel:")):
                continue
            target = (page.path.parent / path).resolve() if path else page.path.parent
            file = target / "index.html" if target.is_dir() else target
            assert file.is_file(), f"{page.path}: {link}"
            if anchor:
                assert anchor in HtmlPage(file).ids, f"{page.path}: {link}"


def test_what_is_left_to_do_speaks_of_today_and_is_no_part_of_it(repository: Repository) -> None:
    site = repository.root / "site"
    folder = site / "2567/submitted"
    assert (site / "2567/todo/index.html").is_file()
    assert (folder / "2567/measures/index.html").is_file()
    assert [path for path in folder.rglob("*") if "todo" in path.name] == []
    links = [link for page in pages_of(folder) for link in page.links]
    assert [link for link in links if "todo" in link] == []


def test_its_open_data_are_those_of_that_day(repository: Repository) -> None:
    site = repository.root / "site"
    then, now = site / "2567/submitted/2567/data", site / "2567/data"
    assert "พิมพ์แผ่นพับแล้ว" in (then / "entries.csv").read_text("utf-8")
    assert "พิมพ์แผ่นพับและแจกแล้ว" in (now / "entries.csv").read_text("utf-8")
    package = Package(str(then / "datapackage.json"))
    assert package.validate().valid
    assert package.to_descriptor()["created"] == "2024-04-30T00:00:00Z"
    assert package.to_descriptor()["licenses"]
    digest = hashlib.sha256((GOOD / "good/evidence/2567/meeting.pdf").read_bytes()).hexdigest()
    assert digest in (then / "evidence.csv").read_text("utf-8")
    assert digest not in (now / "evidence.csv").read_text("utf-8")


def test_its_proof_is_the_file_of_that_day(repository: Repository) -> None:
    site = repository.root / "site"
    name = "evidence/2567/meeting.pdf"
    then = (site / "2567/submitted" / name).read_bytes()
    assert then == (GOOD / "good" / name).read_bytes()
    assert (site / name).read_bytes() == b"%PDF-1.4 other"


def test_what_has_changed_since_is_listed(repository: Repository) -> None:
    page = text_of(repository, "2567/submitted")
    assert "30 เมษายน 2567" in page
    for line in (
        "แก้คะแนน E5 ปี 2566 จาก 90 ขึ้นไป เป็น 91 ขึ้นไป",
        "แก้ไขรายงานความก้าวหน้าของมาตรการปี 2567",
        "แก้ไขชื่อเรื่องของมาตรการปี 2567",
    ):
        assert line in page


def test_the_sitemap_and_the_search_leave_it_out(repository: Repository) -> None:
    site = repository.root / "site"
    locations = (site / "sitemap.xml").read_text("utf-8")
    assert "2567/submitted/</loc>" in locations
    assert "submitted/2567" not in locations
    assert "submitted" not in (site / "search/sections.json").read_text("utf-8")


def test_building_again_gives_the_same_bytes(repository: Repository) -> None:
    site = repository.root / "site"
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    assert run_prongsai("build", cwd=repository.root).returncode == 0
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before


def test_a_clone_without_that_commit_says_so(repository: Repository, tmp_path: Path) -> None:
    repository.git("clone", "--quiet", "--depth=1", f"file://{repository.root}", str(tmp_path / "clone"))
    assert run_prongsai("build", cwd=tmp_path / "clone").returncode == 0
    page = text_of(Repository(tmp_path / "clone"), "2567/submitted")
    assert "แสดงหน้าตามที่ยื่นไม่ได้" in page
    assert "ประวัติที่ตัดมาเพียงบางส่วน" in page


def test_a_repository_that_lacks_a_file_of_that_day_is_told(tmp_path: Path) -> None:
    repository = Repository.begin(copy_project(tmp_path, GOOD))
    repository.commit("2026-01-01")
    commit = repository.git("rev-parse", "HEAD")
    blob = repository.git("rev-parse", "HEAD:units/good/unit.yml")
    (repository.root / ".git/objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(StopError) as stop:
        export_unit(Project(repository.root), commit, "good")
    assert stop.value.code == "git-broken"
    assert blob in str(stop.value)


def test_data_of_that_day_that_cannot_be_read_today_are_named(tmp_path: Path) -> None:
    repository = Repository.begin(copy_project(tmp_path / "project", GOOD))
    repository.edit(MEASURE, "section: t3", "section: t3\nsubject: เดิม")
    commit = repository.commit("2024-04-29")
    repository.edit(MEASURE, "\nsubject: เดิม", "")
    repository.write("good/2567/submitted.yml", SUBMITTED.format(commit=commit))
    assert run_prongsai("build", cwd=repository.root).returncode == 0
    assert "ไม่ตรงรูปแบบที่ระบบปัจจุบันอ่านได้" in text_of(repository, "2567/submitted")
