"""What stands around a page: the way up, the other years, JSON-LD; terms held together; the QR code."""

from __future__ import annotations

import json
from dataclasses import replace
from xml.etree import ElementTree

import pytest
import segno

from builders import YEAR, analysis, measure, report, results
from prongsai import addresses
from prongsai.derive import UnitReport
from prongsai.load import YearFiles
from prongsai.render.frame import Frame, Place, page_frame, structured_unit
from prongsai.render.qr import qr_code
from prongsai.render.text import compile_terms, keep_terms

PLAN_YEAR = YEAR + 1
WORDS = {
    "pages": {"measures_of": "มาตรการ {year}", "results": "ผล", "measures": "มาตรการ", "analysis": "วิเคราะห์"},
    "site": {"all": "ทั้งหมด"},
}
SCRIPT_END = "</script><script>alert(1)</script>"


@pytest.fixture(scope="module")
def body() -> UnitReport:
    """Results of one year, an analysis and a measure of the next."""
    return report(
        YearFiles(YEAR, results=results({"total": "9"})),
        YearFiles(PLAN_YEAR, analysis=analysis(), measures=(measure(),)),
    )


def frame_of(body: UnitReport, kind: str, address: str, place: str = "demo/") -> Frame:
    return page_frame(body, WORDS, Place(place), kind, address)


@pytest.mark.parametrize(
    ("kind", "address", "trail"),
    [
        ("home", "", [("ทั้งหมด", "../")]),
        ("history", "history/", [("ทั้งหมด", "../../"), ("หน่วยงานสมมุติ", "../")]),
        ("results", f"{YEAR}/results/", [("ทั้งหมด", "../../../"), ("หน่วยงานสมมุติ", "../../")]),
        (
            "measure",
            f"{PLAN_YEAR}/measures/m1/",
            [("ทั้งหมด", "../../../../"), ("หน่วยงานสมมุติ", "../../../"), (f"มาตรการ {PLAN_YEAR}", "../")],
        ),
        (
            "data",
            f"{YEAR}/data/",
            [("ทั้งหมด", "../../../"), ("หน่วยงานสมมุติ", "../../")],
        ),
        (
            "status",
            f"{PLAN_YEAR}/status/",
            [("ทั้งหมด", "../../../"), ("หน่วยงานสมมุติ", "../../"), (f"มาตรการ {PLAN_YEAR}", "../measures/")],
        ),
    ],
)
def test_a_page_knows_the_way_up(
    body: UnitReport, kind: str, address: str, trail: list[tuple[str, str]]
) -> None:
    assert list(frame_of(body, kind, address).trail) == trail


def test_a_body_at_the_root_has_nothing_above_it(body: UnitReport) -> None:
    assert frame_of(body, "home", "", place="").trail == ()
    assert frame_of(body, "results", f"{YEAR}/results/", place="").trail == (("หน่วยงานสมมุติ", "../../"),)


def test_a_year_without_the_same_page_offers_its_first_one_by_name(body: UnitReport) -> None:
    years = frame_of(body, "results", f"{YEAR}/results/").years
    assert [(each.year, each.href, each.other, each.is_here) for each in years] == [
        (PLAN_YEAR, f"../../{PLAN_YEAR}/analysis/", "วิเคราะห์", False),
        (YEAR, "./", None, True),
    ]


def test_a_measure_offers_the_measures_of_other_years() -> None:
    both = report(YearFiles(YEAR, measures=(measure(),)), YearFiles(PLAN_YEAR, measures=(measure(),)))
    years = frame_of(both, "measure", f"{YEAR}/measures/m1/").years
    assert [(each.href, each.other, each.is_here) for each in years] == [
        (f"../../../{PLAN_YEAR}/measures/", None, False),
        ("../", None, True),
    ]


@pytest.mark.parametrize(
    ("kind", "address", "section"),
    [
        ("results", f"{YEAR}/results/", f"{YEAR}/results/"),
        ("measure", f"{PLAN_YEAR}/measures/m1/", f"{PLAN_YEAR}/measures/"),
        ("notice", f"{PLAN_YEAR}/notice/", f"{PLAN_YEAR}/measures/"),
        ("history", addresses.HISTORY, addresses.HISTORY),
    ],
)
def test_a_page_outside_the_menu_stands_under_its_years_measures(
    body: UnitReport, kind: str, address: str, section: str
) -> None:
    assert frame_of(body, kind, address).section == section


def test_machines_read_who_publishes_what_of_which_year(body: UnitReport) -> None:
    unit = body.unit.model_copy(update={"name": f"ก & ข {SCRIPT_END}", "province": "แพร่", "phone": "02"})
    named = replace(body, source=replace(body.source, value=unit))
    page = {"name": "ผล", "description": "คะแนน", "address": f"{YEAR}/results/"}
    text = structured_unit(named, Place("demo/", "https://example.go.th/"), page, YEAR)
    assert "<" not in text
    assert "&" not in text
    assert json.loads(text) == {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": "ผล",
        "description": "คะแนน",
        "url": f"https://example.go.th/demo/{YEAR}/results/",
        "inLanguage": "th",
        "isAccessibleForFree": True,
        "temporalCoverage": "2026-10-01/2027-09-30",
        "distribution": {
            "@type": "DataDownload",
            "encodingFormat": "application/json",
            "contentUrl": f"https://example.go.th/demo/{YEAR}/data/everything.json",
        },
        "creator": {
            "@type": "GovernmentOrganization",
            "name": f"ก & ข {SCRIPT_END}",
            "telephone": "02",
            "address": {"@type": "PostalAddress", "addressRegion": "แพร่", "addressCountry": "TH"},
        },
    }


def test_an_unknown_address_is_left_out(body: UnitReport) -> None:
    page = {"name": "ผล", "description": "คะแนน", "address": ""}
    assert "url" not in json.loads(structured_unit(body, Place("demo/"), page, None))


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("ตามกฎหมาย", 'ตาม<wbr><span class="px-term">กฎหมาย</span>'),
        ("<p>กฎหมายลูก</p>", '<p><span class="px-term">กฎหมายลูก</span></p>'),
        ("(กฎหมาย)", '(<span class="px-term">กฎหมาย</span>)'),
        ('<a href="https://ก/กฎหมาย">ก</a>', '<a href="https://ก/กฎหมาย">ก</a>'),
        ('<a href="ก>กฎหมาย">ก</a>', '<a href="ก>กฎหมาย">ก</a>'),
        ("ระเบียบ", "ระเบียบ"),
    ],
)
def test_a_term_is_held_together_in_text_only(html: str, kept: str) -> None:
    assert keep_terms(html, compile_terms(["กฎหมาย", "กฎหมายลูก"])) == kept


def test_without_terms_text_stays_as_it_is() -> None:
    assert keep_terms("<p>กฎหมาย</p>", compile_terms([])) == "<p>กฎหมาย</p>"


def test_the_qr_code_is_that_of_the_address() -> None:
    address = "https://example.go.th/demo/2567/measures/"
    drawing = ElementTree.fromstring(str(qr_code(address)))
    rows = len(segno.make_qr(address, error="m").matrix)
    assert drawing.attrib["viewBox"] == f"0 0 {rows + 8} {rows + 8}"
    assert qr_code(address) != qr_code(address + "x")
