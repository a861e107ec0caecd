"""Files that prove something: what is recorded of them, and what a reader sees and gets."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from frictionless import Package
from playwright.sync_api import Browser

from conftest import ROOT, copy_project, run_prongsai, served
from html_pages import HtmlPage
from page_kinds import axe_violations, open_page
from prongsai.evidence import evidence_rules, kind_of, read_evidence
from prongsai.render.environment import load_theme

SPELLER = load_theme(ROOT / "theme").speller
FILES = {
    "ภาพ กิจกรรม 1.jpg": b"\xff\xd8\xff" + b"j" * 2_000,
    "2567/รายงาน #3 100%.pdf": b"%PDF-1.4 " + b"p" * 1_258_291,
}
PAGE = "good/2567/measures/m3/"
MEASURE = """\
section: t6
title: จัดอบรมประมวลจริยธรรม
owners: [office]
period: year
progress:
  - round: h1
    status: in-progress
    evidence:
      - title: ภาพกิจกรรม
        file: ภาพ กิจกรรม 1.jpg
      - title: รายงาน
        file: "2567/รายงาน #3 100%.pdf"
  - round: h2
    status: done
    evidence:
      - title: ภาพเดิมอีกครั้ง
        file: ภาพ กิจกรรม 1.jpg
      - title: เว็บไซต์
        url: https://example.go.th/a.pdf
steps:
  - text: จัดอบรม
"""


@pytest.fixture(scope="module")
def proved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built website whose body names files with Thai letters, spaces and signs; the project's root."""
    root = copy_project(tmp_path_factory.mktemp("evidence"), ROOT / "tests/projects/good/units")
    unit = root / "units/good"
    for name, content in FILES.items():
        (unit / "evidence" / name).parent.mkdir(parents=True, exist_ok=True)
        (unit / "evidence" / name).write_bytes(content)
    (unit / "evidence/nobody-names.pdf").write_bytes(b"%PDF-1.4")
    (unit / "2567/measures/m3.yml").write_text(MEASURE, "utf-8")
    (root / "units/zweite").mkdir()
    (root / "units/zweite/unit.yml").write_text("name: อบต.อีกแห่ง\nkind: sao\n", "utf-8")
    run = run_prongsai("build", cwd=root)
    assert run.returncode == 0, run.stdout + run.stderr
    return root


@pytest.fixture(scope="module")
def proved_url(proved: Path) -> Iterator[str]:
    with served(proved / "site") as address:
        yield address


@pytest.mark.parametrize(
    ("size", "spelled"),
    [
        (0, "0 ไบต์"),
        (1, "1 ไบต์"),
        (1023, "1,023 ไบต์"),
        (1024, "1.0 กิโลไบต์"),
        (1536, "1.5 กิโลไบต์"),
        (1024**2 - 1, "1,024.0 กิโลไบต์"),
        (1024**2, "1.0 เมกะไบต์"),
        (1_258_300, "1.2 เมกะไบต์"),
        (3 * 1024**3 // 2, "1.5 กิกะไบต์"),
        (5 * 1024**4, "5,120.0 กิกะไบต์"),
    ],
)
def test_a_size_is_spelled_as_an_officers_computer_counts_it(size: int, spelled: str) -> None:
    assert SPELLER.size(size) == spelled


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.pdf", "application/pdf"),
        ("2567/A.PDF", "application/pdf"),
        ("ภาพ 1.JPeG", "image/jpeg"),
        ("a.b.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        *((f"a.{suffix}", None) for suffix in ("html", "svg", "js", "exe", "docm", "xml", "md", "zip", "")),
        ("pdf", None),
        (".pdf", None),
    ],
)
def test_the_kind_is_told_by_the_name_alone(name: str, media_type: str | None) -> None:
    kind = kind_of(name)
    assert (kind.media_type if kind else None) == media_type


def test_no_kind_is_one_that_a_browser_runs() -> None:
    assert [
        each.media_type
        for each in evidence_rules().kinds.values()
        if re.search("html|script|svg|xml$", each.media_type)
    ] == []
    assert all(each.label for each in evidence_rules().kinds.values())


def test_size_and_hash_are_those_of_the_bytes(tmp_path: Path) -> None:
    (tmp_path / "2567").mkdir()
    (tmp_path / "2567/ก.pdf").write_bytes(b"abc")
    (tmp_path / "empty.png").write_bytes(b"")
    found = read_evidence({name: tmp_path / name for name in ("2567/ก.pdf", "empty.png")})
    assert (found["2567/ก.pdf"].size, found["2567/ก.pdf"].sha256) == (
        3,
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    )
    assert found["empty.png"].size == 0


def test_a_file_is_shown_with_kind_size_and_hash(proved: Path) -> None:
    text = " ".join("".join(HtmlPage(proved / "site" / PAGE / "index.html").text).split())
    assert "ภาพกิจกรรม (ภาพ JPEG 2.0 กิโลไบต์)" in text
    assert "รายงาน (เอกสาร PDF 1.2 เมกะไบต์)" in text
    for content in FILES.values():
        digest = hashlib.sha256(content).hexdigest()
        assert f"รหัสตรวจสอบไฟล์ {digest[:12]}SHA-256" in text
        assert f"ตรงกับที่เผยแพร่หรือไม่{digest}" in text
    assert text.count("รหัสตรวจสอบไฟล์") == 3  # the address of another website has none


def test_the_open_data_tell_the_same_of_each_file(proved: Path) -> None:
    text = (proved / "site/good/2567/data/evidence.csv").read_text("utf-8-sig")
    rows = [row for row in csv.DictReader(io.StringIO(text, newline="")) if row["measure"] == "m3"]
    assert [(row["entry"], row["number"]) for row in rows] == [("1", "1"), ("1", "2"), ("2", "1"), ("2", "2")]
    for row in rows[:3]:
        content = (proved / "site/good" / row["file"]).read_bytes()
        assert (row["bytes"], row["sha256"]) == (str(len(content)), hashlib.sha256(content).hexdigest())
        assert row["media_type"] in ("image/jpeg", "application/pdf")
    assert (rows[3]["url"], rows[3]["file"], rows[3]["sha256"]) == ("https://example.go.th/a.pdf", "", "")
    assert Package(str(proved / "site/good/2567/data/datapackage.json")).validate().valid


def test_a_file_is_published_once_and_one_that_nobody_names_is_not(proved: Path) -> None:
    folder = proved / "site/good/evidence"
    published = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert published == {*FILES, "2567/meeting.pdf"}


def test_thai_names_spaces_and_signs_work_in_a_browser(browser: Browser, proved_url: str) -> None:
    context = browser.new_context(accept_downloads=True)
    page = open_page(context, proved_url + PAGE)
    links = page.locator("a[href*='evidence/']")
    got = []
    for link in links.all():
        address = str(link.evaluate("a => a.href"))
        with urlopen(address) as answer:
            got.append(answer.read())
    assert got == [FILES["ภาพ กิจกรรม 1.jpg"], FILES["2567/รายงาน #3 100%.pdf"], FILES["ภาพ กิจกรรม 1.jpg"]]
    assert f"{proved_url}good/evidence/{quote('ภาพ กิจกรรม 1.jpg')}" in {
        str(link.evaluate("a => a.href")) for link in links.all()
    }
    context.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_whole_hash_unfolds_within_the_page(browser: Browser, proved_url: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = open_page(context, proved_url + PAGE)
    whole = page.locator("code.px-hash").first
    assert not whole.is_visible()
    page.locator("summary", has_text="รหัสตรวจสอบไฟล์").first.click()
    assert whole.is_visible()
    assert re.fullmatch("[0-9a-f]{64}", whole.inner_text())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe_violations(page) == []
    context.close()
