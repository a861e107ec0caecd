"""`prongsai pdf`: one tagged A4 document through a real Chromium, whose contents and text are right."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from builders import day
from conftest import EPOCH, ROOT, SITE_URL, TODAY, copy_project, run_prongsai
from prongsai.office.printing import year_paper
from prongsai.project import Project
from prongsai.render.paper import css_text, render_paper

pytestmark = pytest.mark.browser

A4 = (210, 297)
POINTS_PER_MM = 72 / 25.4
GOOD = ROOT / "tests/projects/good/units"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with two bodies, in a folder whose name is as offices write names."""
    project = tmp_path_factory.mktemp("paper") / "งาน ITA ของเรา"
    project.mkdir()
    copy_project(project, GOOD)
    shutil.copytree(ROOT / "units/bo-thong", project / "units/bo-thong")
    return project


@pytest.fixture(scope="module")
def bo_thong(folder: Path) -> Path:
    """The report of a real body, under a Thai name."""
    return printed(folder, "bo-thong", "๒๕๖๗", "รายงาน ปี 2567.pdf")


@pytest.fixture(scope="module")
def good(folder: Path) -> Path:
    """The report of an invented body that has reports, proofs and results of its own year."""
    return printed(folder, "good", "2567", "good.pdf")


def printed(folder: Path, unit: str, year: str, name: str) -> Path:
    run = run_prongsai("pdf", unit, year, name, cwd=folder)
    assert run.returncode == 0, run.stdout + run.stderr
    return folder / name


def text_of(paper: Path, page: int | None = None) -> str:
    """The text of one page or of all, without white space: PDF breaks lines where it likes."""
    pages = [] if page is None else ["-f", str(page), "-l", str(page)]
    command = ["pdftotext", "-raw", *pages, str(paper), "-"]
    return "".join(subprocess.run(command, capture_output=True, check=True).stdout.decode().split())


def test_every_page_is_a4(bo_thong: Path) -> None:
    for page in PdfReader(bo_thong).pages:
        size = (
            round(float(page.mediabox.width) / POINTS_PER_MM),
            round(float(page.mediabox.height) / POINTS_PER_MM),
        )
        assert size == A4


def test_the_document_is_tagged_and_says_what_it_is(bo_thong: Path) -> None:
    reader = PdfReader(bo_thong)
    root = reader.root_object
    marks = root["/MarkInfo"].get_object()
    assert isinstance(marks, DictionaryObject)
    assert marks["/Marked"]
    assert "/StructTreeRoot" in root
    assert str(root["/Lang"]) == "th"
    assert reader.metadata
    assert reader.metadata.title == (
        "รายงานผลการประเมิน ITA มาตรการ และความก้าวหน้า ปีงบประมาณ พ.ศ. 2567 องค์การบริหารส่วนตำบลบ่อทอง"
    )
    assert reader.metadata.author == "องค์การบริหารส่วนตำบลบ่อทอง"


def test_the_outline_names_every_chapter(good: Path) -> None:
    chapters = [
        str(each["/Title"])
        for each in flat(PdfReader(good).outline)
        if re.match(r"\d\. ", str(each["/Title"]))
    ]
    assert [title.split(maxsplit=2)[1] for title in chapters] == [
        "ผลการประเมิน",
        "การวิเคราะห์ผลการประเมิน",
        "มาตรการส่งเสริมคุณธรรมและความโปร่งใส",
        "ความก้าวหน้าของมาตรการ",
        "ที่มาและหมายเหตุ",
    ]


def flat(outline: object) -> list[DictionaryObject]:
    if isinstance(outline, list):
        return [each for part in outline for each in flat(part)]
    assert isinstance(outline, DictionaryObject)
    return [outline]


def test_the_contents_name_the_pages_on_which_headings_stand(bo_thong: Path) -> None:
    lines = subprocess.run(
        ["pdftotext", "-f", "2", "-l", "2", "-layout", str(bo_thong), "-"], capture_output=True, check=True
    ).stdout.decode()
    rows = re.findall(r"^ *(\S.*?) {3,}(\d+)$", lines, re.MULTILINE)
    assert len(rows) > 15
    wrong = [
        (title, page) for title, page in rows if "".join(title.split()) not in text_of(bo_thong, int(page))
    ]
    assert wrong == []


def test_every_page_but_the_cover_says_whose_it_is_and_which(bo_thong: Path) -> None:
    last = len(PdfReader(bo_thong).pages)
    assert f"หน้า1/{last}" not in text_of(bo_thong, 1)
    for number in range(2, last + 1):
        text = text_of(bo_thong, number)
        assert f"หน้า{number}/{last}" in text
        assert "องค์การบริหารส่วนตำบลบ่อทอง" in text


def test_the_text_holds_measures_and_scores_and_is_copied_as_it_was_typed(bo_thong: Path) -> None:
    text = text_of(bo_thong)
    measures = (ROOT / "units/bo-thong/2567/measures").glob("*.yml")
    titles = [re.findall(r"^title: (.*)$", path.read_text("utf-8"), re.MULTILINE)[0] for path in measures]
    assert len(titles) == 9
    assert [title for title in titles if "".join(title.split()) not in text] == []
    assert [score for score in ("93.73", "98.24", "69.03", "80.00") if score not in text] == []
    assert text.count("ดำเนินการ") > 10
    assert text.count("สำนักปลัด") > 5
    assert "ดาเนินการ" not in text
    assert "\u0e4d\u0e32" not in text


def test_proofs_are_printed_with_their_addresses(good: Path) -> None:
    text = text_of(good)
    assert "https://rimthan.example.go.th/files/manual.pdf#page=3" in text
    assert f"{SITE_URL}good/" in text_of(good, 1)


def test_links_lead_into_the_document_or_onto_the_web(good: Path) -> None:
    reader = PdfReader(good)
    targets = [annotation.get_object() for page in reader.pages for annotation in page.get("/Annots", [])]
    links = [each["/A"]["/URI"] for each in targets if "/A" in each and "/URI" in each["/A"]]
    assert links
    assert [link for link in links if not link.startswith(("https://", "http://"))] == []
    named = [str(each["/Dest"]).removeprefix("/") for each in targets if "/Dest" in each]
    known = {name.removeprefix("/") for name in reader.named_destinations}
    assert named
    assert set(named) <= known


def test_the_same_data_and_day_give_the_same_bytes(folder: Path, good: Path) -> None:
    assert printed(folder, "good", "2567", "again.pdf").read_bytes() == good.read_bytes()


def test_nothing_is_left_and_nothing_is_overwritten(folder: Path, good: Path) -> None:
    before = good.read_bytes()
    run = run_prongsai("pdf", "good", "2567", good.name, cwd=folder)
    assert run.returncode == 2
    assert "--again" in run.stderr
    assert good.read_bytes() == before
    assert [path.name for path in Project(folder).build.glob("_paper-*")] == []


def test_a_year_with_a_plan_and_results_of_its_own_has_both_results(folder: Path) -> None:
    paper = year_paper(Project(folder), "good", "2566", day(TODAY))
    kinds = [chapter.kind for chapter in paper.chapters]
    assert kinds == ["analysed", "analysis", "measures", "progress", "results", "notes"]
    assert [chapter.number for chapter in paper.chapters] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("unit", "year"),
    [(path.parent.name, path.name) for path in sorted((ROOT / "units").glob("*/25*"))],
)
def test_every_link_inside_the_document_has_one_target(unit: str, year: str) -> None:
    paper = year_paper(Project(ROOT), unit, year, day(TODAY))
    html = render_paper(paper, ROOT / "theme", {})
    ids = re.findall(r' id="([^"]+)"', html)
    links = re.findall(r'<a [^>]*href="([^"]*)"', html)
    assert sorted(set(ids)) == sorted(ids)
    assert [link for link in links if not link.startswith(("#", "https://", "http://"))] == []
    assert [link for link in links if link.startswith("#") and link[1:] not in ids] == []


def test_an_unknown_year_is_told_with_those_that_there_are(folder: Path) -> None:
    run = run_prongsai("pdf", "bo-thong", "2599", cwd=folder)
    assert run.returncode == 2
    assert "2566, 2567" in run.stderr


def with_chromium(folder: Path, path: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the command where only these programs are found."""
    environment = {"PATH": path, "PYTHONUTF8": "1", "SOURCE_DATE_EPOCH": EPOCH, "HOME": str(folder), **more}
    command = [sys.executable, "-m", "prongsai", "pdf", "bo-thong", "2567", "none.pdf", "--today", TODAY]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_without_chromium_the_remedy_is_told(folder: Path, tmp_path: Path) -> None:
    run = with_chromium(folder, str(tmp_path))
    assert run.returncode == 2
    assert [
        word for word in ("Edge", "macOS", "apt install", "PRONGSAI_CHROMIUM") if word not in run.stderr
    ] == []
    assert not (folder / "none.pdf").exists()


def test_a_wrong_path_of_chromium_is_told(folder: Path, tmp_path: Path) -> None:
    run = with_chromium(folder, str(tmp_path), PRONGSAI_CHROMIUM="/nowhere/chrome")
    assert run.returncode == 2
    assert "/nowhere/chrome" in run.stderr


def test_a_program_that_prints_nothing_is_told(folder: Path, tmp_path: Path) -> None:
    run = with_chromium(folder, str(tmp_path), PRONGSAI_CHROMIUM=sys.executable)
    assert run.returncode == 2
    assert "พิมพ์ PDF ไม่ได้" in run.stderr
    assert not (folder / "none.pdf").exists()


@pytest.mark.parametrize("printed", ["", "no", "%PDF-1.4\\n1 0 obj\\n"])
def test_a_program_that_prints_half_is_told(folder: Path, tmp_path: Path, printed: str) -> None:
    program = tmp_path / "chromium"
    program.write_text(
        f"""#!/bin/sh
for each; do case "$each" in --print-to-pdf=*) printf '{printed}' > "${{each#*=}}";; esac; done
"""
    )
    program.chmod(0o700)
    run = with_chromium(folder, str(tmp_path), PRONGSAI_CHROMIUM=str(program))
    assert run.returncode == 2
    assert "พิมพ์ PDF ไม่ได้" in run.stderr
    assert not (folder / "none.pdf").exists()


def test_a_name_cannot_leave_its_string_in_the_style_sheet() -> None:
    assert css_text('a"\\</style>é') == '"a\\22 \\5c \\3c \\2f style\\3e \\e9 "'
