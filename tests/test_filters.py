"""How templates spell dates, periods, codes, numbers, ways to other pages, and titles in Markdown."""

from __future__ import annotations

import html
import re
from datetime import date
from decimal import Decimal
from typing import Any, get_args

import markdown
import pytest

from conftest import ROOT
from prongsai.derive.progress import REMARKS, STATES
from prongsai.derive.scores import Change, Figure
from prongsai.model.calendar import Round, parse_period, parse_when
from prongsai.model.score import Score
from prongsai.render.environment import load_theme
from prongsai.render.filters import (
    Speller,
    decimal_text,
    escape_markdown,
    is_number,
    measure_address,
    relative_address,
    signed_text,
)

WORDS: dict[str, Any] = {
    "months": ["M1", "M2", "M3", "M4", "M5", "M6", "M7", "M8", "M9", "M10", "M11", "M12"],
    "unknown": "?",
    "at_least": "ขึ้นไป",
    "year_label": "ปี {year}",
    "codes": {"ind": "ตัวชี้วัดที่", "total": "คะแนนรวม", "eit_1": "EIT ส่วนที่ 1"},
    "periods": {
        "q1": "ไตรมาส 1 ปี {year}",
        "range": "ไตรมาส {first} ถึง {last} ปี {year}",
        "h2": "ครึ่งหลังของ {year}",
        "every-month": "ทุกเดือนของ {year}",
        "year": "ทั้งปี {year}",
    },
}
SPELLER = Speller(WORDS)
PERIODS = ["q1", "q2", "q3", "q4", "h1", "h2", "year", "every-month", "every-quarter", "every-half"]
MONTHS = [
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
]
MKDOCS = ["toc", "tables", "fenced_code", "attr_list", "admonition"]
"""The Markdown extensions that a page passes through: those of MkDocs and of `mkdocs.yml`."""
NASTY = [
    "การใช้ทรัพย์สินของราชการ",
    "snake_case_name",
    "**หนา** *เอน* __หนา__ _เอน_",
    "`code` ``code``",
    "[ชื่อ](https://example.go.th) [ชื่อ][1] [1]: x",
    "![รูป](https://example.go.th/a.png)",
    "<script>alert(1)</script>",
    "<b>หนา</b><br/>",
    "<https://example.go.th>",
    "<!-- ซ่อน -->",
    "a < b > c & d",
    "&lt;b&gt; &amp; &copy; &#42; &nbsp;",
    "\"คำพูด\" 'คำพูด' “คำพูด”",
    "1. ข้อแรก",
    "1) ข้อแรก",
    "๑. ข้อแรก",
    "- ข้อ",
    "+ ข้อ",
    "* ข้อ",
    "> อ้าง",
    "# หัวข้อ",
    "#",
    "ข้อ #",
    "ข้อ ##",
    "# ข้อ #",
    "ข้อ #1 และ #2",
    "{#anchor} {: .class } {: #id}",
    "ข้อ {#i19}",
    "{{ unit.name }} {% if x %} {i19}",
    "| ก | ข |",
    "---",
    "===",
    "ข้อ ===",
    "~~~ ~~ลบ~~",
    "```",
    "!!! note",
    "??? note",
    "[TOC]",
    "[^1] [^1]: x",
    "*[HTML]: ย่อ",
    "\\*ไม่เอน\\* \\\\ \\",
    ": คำนิยาม",
    "https://example.go.th a@b.go.th",
    "$x$ ^2^ H~2~O ==เน้น== ++แทรก++",
    "(c) (tm) -- --- ...",
    "  เว้นวรรค   มาก ",
    "บรรทัดแรก\nบรรทัดที่สอง\n\n# บรรทัดที่สี่",
    "ก\tข",
    ";",
    "0",
]


# --- Words


@pytest.mark.parametrize(("number", "name"), list(enumerate(MONTHS, start=1)))
def test_every_month_has_its_thai_name_and_a_buddhist_year(number: int, name: str) -> None:
    speller = load_theme(ROOT / "theme").speller
    assert speller.date(date(2024, number, 5)) == f"5 {name} 2567"
    assert speller.when(parse_when(f"2567-{number}")) == f"{name} 2567"


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("{{ day | thai_date }}", "5\u00a0มกราคม 2567"),
        ("{{ when | when }}", "15\u00a0มกราคม 2567"),
        ("{{ period | period(2567) }}", "1\u00a0ตุลาคม 2566 – 30\u00a0กันยายน 2567"),
        ("{{ day | month_of }}", "มกราคม 2567"),
    ],
)
def test_on_a_page_a_day_stays_on_the_line_of_its_month(template: str, shown: str) -> None:
    environment = load_theme(ROOT / "theme").environment
    values = {
        "day": date(2024, 1, 5),
        "when": parse_when("2567-01-15"),
        "period": parse_period("2566-10-01 to 2567-09-30"),
    }
    assert environment.from_string(template).render(values) == shown


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2023, 12, 31), "31 M12 2566"),
        (date(2024, 1, 1), "1 M1 2567"),
        (date(2024, 2, 29), "29 M2 2567"),
        (date(2024, 10, 1), "1 M10 2567"),
    ],
)
def test_a_day_keeps_its_calendar_year(day: date, text: str) -> None:
    assert SPELLER.date(day) == text


@pytest.mark.parametrize(
    ("when", "text"), [("2566-12-05", "5 M12 2566"), ("2566-12", "M12 2566"), ("2566-12-01", "1 M12 2566")]
)
def test_a_month_is_told_without_a_day(when: str, text: str) -> None:
    assert SPELLER.when(parse_when(when)) == text


@pytest.mark.parametrize(
    ("period", "text"),
    [
        ("q1", "ไตรมาส 1 ปี 2567"),
        ("q1-q2", "ไตรมาส 1 ถึง 2 ปี 2567"),
        ("q2-q4", "ไตรมาส 2 ถึง 4 ปี 2567"),
        ("h2", "ครึ่งหลังของ 2567"),
        ("every-month", "ทุกเดือนของ 2567"),
        ("year", "ทั้งปี 2567"),
        ("2566-10-01 to 2567-09-30", "1 M10 2566 – 30 M9 2567"),
        ("2566-11 to 2567-02", "M11 2566 – M2 2567"),
        ("2567-02", "M2 2567"),
    ],
)
def test_a_period_is_told_as_the_body_gave_it(period: str, text: str) -> None:
    assert SPELLER.period(parse_period(period), 2567) == text


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("i19", "I19"),
        ("e5", "E5"),
        ("o34", "O34"),
        ("iit", "IIT"),
        ("t4", "T4"),
        ("ind4", "ตัวชี้วัดที่ 4"),
        ("ind10", "ตัวชี้วัดที่ 10"),
        ("total", "คะแนนรวม"),
        ("eit_1", "EIT ส่วนที่ 1"),
        ("eit_2", "EIT_2"),
    ],
)
def test_a_code_is_told_as_the_manual_prints_it(code: str, text: str) -> None:
    assert SPELLER.code(code) == text


def test_a_year_is_told_with_its_word() -> None:
    assert SPELLER.year(2567) == "ปี 2567"


def test_the_theme_has_a_word_for_everything_that_is_told_by_name() -> None:
    words = load_theme(ROOT / "theme").words
    assert len(words["months"]) == 12
    assert {*PERIODS, "range"} <= words["periods"].keys()
    assert {*get_args(Round), "none"} <= words["rounds"].keys()
    assert set(STATES) <= words["states"].keys()
    assert set(STATES) <= words["state_meanings"].keys()
    assert set(REMARKS) <= words["remarks"].keys()
    assert {each.partition("_")[0] for each in words["remark_sentences"]} == set(REMARKS)


@pytest.mark.parametrize("period", PERIODS)
def test_the_themes_sentence_of_a_period_names_the_year_and_leaves_no_brace(period: str) -> None:
    text = load_theme(ROOT / "theme").speller.period(parse_period(period), 2567)
    assert "2567" in text
    assert "{" not in text


# --- Numbers


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("93.73", "93.73"),
        ("100.00", "100.00"),
        ("90", "90"),
        ("0", "0"),
        ("999", "999"),
        ("1000", "1,000"),
        ("1250000.50", "1,250,000.50"),
        ("1E+3", "1,000"),
        ("0.0000001", "0.0000001"),
    ],
)
def test_a_number_keeps_its_decimals_and_sets_thousands_apart(value: str, text: str) -> None:
    assert decimal_text(Decimal(value)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1.50", "+1.50"),
        ("-1.50", "\u22121.50"),
        ("0", "+0"),
        ("0.00", "+0.00"),
        ("-0.01", "\u22120.01"),
        ("1000", "+1,000"),
        ("-1000", "\u22121,000"),
    ],
)
def test_a_difference_has_a_plus_or_a_real_minus_sign(value: str, text: str) -> None:
    assert signed_text(Decimal(value)) == text


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (Figure("i1", None, printed=Score(Decimal("95.76"))), "95.76"),
        (Figure("i1", None, printed=Score(Decimal(0))), "0"),
        (Figure("i1", None, printed=Score(Decimal(90), at_least=True)), "90 ขึ้นไป"),
        (Figure("i1", None, printed=Score(Decimal(90)), computed=Decimal(80)), "90"),
        (Figure("i1", None, computed=Decimal("80.10")), "80.10"),
        (Figure("i1", None, computed=Decimal(0)), "0"),
        (Figure("i1", None), "?"),
    ],
    ids=["printed", "zero", "a bound", "printed beats computed", "computed", "computed zero", "unknown"],
)
def test_a_figure_is_told_as_it_was_printed_else_as_it_was_computed(figure: Figure, text: str) -> None:
    assert SPELLER.figure(figure) == text


@pytest.mark.parametrize(
    ("text", "is_bare"),
    [("1", True), ("๑๒", True), ("1.1", False), ("1.", False), ("ก", False), ("", False), ("-1", False)],
)
def test_a_rows_number_is_bare_if_it_is_digits_alone(text: str, is_bare: bool) -> None:
    assert is_number(text) is is_bare


# --- Ways


@pytest.mark.parametrize(
    ("target", "page", "way"),
    [
        ("", "", "./"),
        ("", "2567/measures/", "../../"),
        ("2567/measures/", "", "2567/measures/"),
        ("2567/measures/", "2567/measures/", "./"),
        ("2567/measures/m1/", "2567/measures/", "m1/"),
        ("2567/measures/", "2567/measures/m1/", "../"),
        ("2567/measures/m2/", "2567/measures/m1/", "../m2/"),
        ("2566/results/", "2567/measures/m1/", "../../../2566/results/"),
        ("history/", "2567/oit/", "../../history/"),
        ("2566/results/#i19", "2567/measures/", "../../2566/results/#i19"),
        ("2567/measures/#m1", "2567/measures/", "#m1"),
        ("#score", "2567/measures/", "../../#score"),
        ("#score", "", "#score"),
        ("evidence/2567/a.pdf", "2567/measures/m1/", "../../../evidence/2567/a.pdf"),
        ("evidence/a.pdf", "", "evidence/a.pdf"),
        ("evidence/a.pdf#page=3", "2567/measures/", "../../evidence/a.pdf#page=3"),
    ],
)
def test_a_way_leads_from_one_page_to_another_or_to_a_file(target: str, page: str, way: str) -> None:
    assert relative_address(target, page) == way


@pytest.mark.parametrize(
    ("reference", "address"), [("2566/m3", "2566/measures/m3/"), ("2567/m1-2", "2567/measures/m1-2/")]
)
def test_a_measure_that_is_carried_on_has_an_address(reference: str, address: str) -> None:
    assert measure_address(reference) == address


# --- Titles in Markdown


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize(("before", "after"), [("# ", ""), ("## ", " {#anchor}")], ids=["title", "heading"])
def test_a_title_shows_exactly_its_text(text: str, before: str, after: str) -> None:
    page = markdown.markdown(f"{before}{escape_markdown(text)}{after}\n\nต่อไป\n", extensions=MKDOCS)
    heading, rest = page.split("\n", 1)
    shown = re.fullmatch(r"<h[12] id=\"([^\"]*)\">([^<>]*)</h[12]>", heading)
    assert shown, page
    assert html.unescape(shown[2]) == " ".join(text.split())
    assert not after or shown[1] == "anchor"
    assert rest == "<p>ต่อไป</p>"


@pytest.mark.parametrize(("is_printed", "shown"), [(True, "(88.57)"), (False, "(88.57 คำนวณ)")])
def test_a_change_says_when_the_older_score_was_not_printed(is_printed: bool, shown: str) -> None:
    parts = load_theme(ROOT / "theme").environment.get_template("parts/table.j2").make_module()
    moved = Change(2566, Decimal("88.57"), Decimal("-0.84"), is_printed)
    told = parts.change(Figure("total", None, change=moved))  # type: ignore[attr-defined]
    assert told.endswith(f"<small>จากปี 2566 {shown}</small>")
