"""`prongsai sheet`: a year goes out to Excel and comes back; only what an officer changed changes."""

from __future__ import annotations

import datetime
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.cell import Cell

from conftest import ROOT, TODAY, run_prongsai
from prongsai.fields import choices
from prongsai.load import load
from prongsai.office.workbook.exporting import export_year
from prongsai.office.workbook.importing import write_import
from prongsai.office.workbook.tables import TABLES
from prongsai.office.workbook.texts import words
from prongsai.problems import StopError
from prongsai.project import Project
from workbooks import Desk, changed_lines, desk, faults, table

SEEDS = [
    ("bo-thong", "2566"),
    ("bo-thong", "2567"),
    ("na-udom", "2569"),
    ("sample-004", "2568"),
    ("thephalai", "2566"),
    ("bang-krabue", "2565"),
]
M1 = "2567/measures/m1.yml"


@pytest.fixture
def plan(tmp_path: Path) -> Desk:
    """The year of an invented body that has an analysis, measures and links."""
    return desk(tmp_path, "2567")


@pytest.fixture
def scores(tmp_path: Path) -> Desk:
    """The year of the same body that has results."""
    return desk(tmp_path, "2566")


# What the workbook looks like


@pytest.mark.parametrize(("unit", "year"), SEEDS)
def test_out_and_in_again_changes_no_byte(tmp_path: Path, unit: str, year: str) -> None:
    draft = desk(tmp_path, year, unit, ROOT / "units").draft()
    assert faults(draft) == []
    assert draft.notices == ()
    assert not draft.files


def test_headings_are_the_fields_names_and_say_what_belongs_below(plan: Desk) -> None:
    book = plan.open()
    assert book.sheetnames[:10] == list(words()["sheets"].values())
    for each in TABLES:
        sheet = table(book, each.sheet)
        headings = [cell for cell in sheet[1] if cell.value]
        assert [cell.value for cell in headings] == [column.titles(2567)[0] for column in each.columns]
        assert len({cell.value for cell in headings}) == len(headings)
        for cell, column in zip(headings, each.columns, strict=True):
            assert isinstance(cell, Cell)
            assert cell.comment
            assert column.words.description in str(cell.comment.text)
        assert sheet.freeze_panes
    assert table(book, "มาตรการ")["B1"].value == "ชื่อมาตรการ"


def test_the_scores_say_of_which_year_they_are(scores: Desk) -> None:
    assert table(scores.open(), "ผลการประเมิน")["C1"].value == "คะแนน ปี 2566"
    scores.fill("ผลการประเมิน", {"C1": "คะแนน"})
    draft = scores.draft()
    assert (faults(draft), draft.notices, dict(draft.files)) == ([], (), {}), "as in an older workbook"


def test_lists_are_offered_by_their_names(plan: Desk) -> None:
    book = plan.open()
    rules = table(book, "ความก้าวหน้า").data_validations.dataValidation
    assert {str(rule.sqref) for rule in rules} == {"C2:C64", "E2:E64"}
    lists = table(book, "lists")
    offered = {tuple(cell.value for cell in column if cell.value) for column in lists.columns}
    for name in ("status", "round", "need", "period"):
        assert tuple(names[0] for names in choices()[name].values()) in offered
    assert ("สำนักปลัด", "กองคลัง", "กองช่าง") in offered
    assert lists.sheet_state == table(book, "prongsai").sheet_state == "hidden"


def test_codes_and_old_reports_are_locked_and_all_else_is_open(plan: Desk) -> None:
    book = plan.open()
    measures, progress = table(book, "มาตรการ"), table(book, "ความก้าวหน้า")
    assert measures.protection.sheet
    assert not measures.protection.password
    open_cells = [not each.protection.locked for each in (measures["A2"], measures["B2"], measures["A4"])]
    assert open_cells == [False, True, True]
    assert [progress[name].protection.locked for name in ("F2", "F4", "F5")] == [True, True, False]
    assert measures["B2"].number_format == "@"


def test_values_are_shown_as_officers_know_them(plan: Desk) -> None:
    sheet = table(plan.open(), "มาตรการ")
    shown = [cell.value for cell in sheet[2]]
    assert shown[:8] == [
        "m1",
        "จัดทำคู่มือการยืมทรัพย์สินของราชการ",
        shown[2],
        "i19, i20",
        "จัดทำคู่มือการยืมทรัพย์สินของราชการ และชี้แจงให้บุคลากรทราบ เพื่อให้คะแนนข้อ I19 สูงกว่า {i19} คะแนน",
        "กองคลัง",
        "กองคลัง, ทุกส่วนงาน",
        "2566-10-01 to 2567-09-30",
    ]
    assert str(shown[2]).startswith("t4 ")
    assert table(plan.open(), "ความก้าวหน้า")["E3"].value == "กำลังดำเนินการ"


# One cell


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "lines"),
    [
        ("มาตรการ", "B2", "คู่มือใหม่", ["-title: จัดทำคู่มือการยืมทรัพย์สินของราชการ\n", "+title: คู่มือใหม่\n"]),
        ("มาตรการ", "B3", "แผ่นพับน้ำประปา", ["+title: แผ่นพับน้ำประปา\n"]),
        ("มาตรการ", "D2", "I๑๙ , o3", ["-answers: [i19, i20]\n", "+answers: [i19, o3]\n"]),
        ("มาตรการ", "F2", "office", ["-lead: finance\n", "+lead: office\n"]),
        ("มาตรการ", "F2", None, ["-lead: finance\n"]),
        ("มาตรการ", "F3", "กองช่าง", ["+lead: public-works\n"]),
        ("มาตรการ", "G2", "กองคลัง, สำนักปลัด", ["-owners: [finance, all]\n", "+owners: [finance, office]\n"]),
        ("มาตรการ", "H3", "ตลอดปีงบประมาณ", ["-period: q1-q2\n", "+period: year\n"]),
        ("มาตรการ", "K2", "12,501", ["-budget: 12,500.50\n", "+budget: 12501\n"]),
        ("มาตรการ", "K3", 250.5, ["-budget: 0\n", "+budget: 250.5\n"]),
        ("มาตรการ", "M2", None, ["-limits: เจ้าหน้าที่พัสดุมีเพียง 1 คน\n"]),
        (
            "มาตรการ",
            "E2",
            "ย่อหน้าแรก\n\nย่อหน้าที่สอง: # ไม่ใช่คำอธิบาย",
            [
                "-  จัดทำคู่มือการยืมทรัพย์สินของราชการ และชี้แจงให้บุคลากรทราบ เพื่อให้คะแนนข้อ I19 สูงกว่า {i19} คะแนน\n",
                "+  ย่อหน้าแรก\n",
                "+\n",
                "+  ย่อหน้าที่สอง: # ไม่ใช่คำอธิบาย\n",
            ],
        ),
        ("ขั้นตอน", "F2", "2566-11", ["-    due: 2566-12\n", "+    due: 2566-11\n"]),
        ("ขั้นตอน", "G3", None, ["-    done: 2567-01\n"]),
        ("ขั้นตอน", "G3", datetime.date(2024, 1, 20), ["-    done: 2567-01\n", "+    done: 2567-01-20\n"]),
        ("ขั้นตอน", "G3", datetime.date(2567, 1, 20), ["-    done: 2567-01\n", "+    done: 2567-01-20\n"]),
        ("ขั้นตอน", "G3", "๒๕๖๗-๑-๒๐", ["-    done: 2567-01\n", "+    done: 2567-01-20\n"]),
        ("ขั้นตอน", "D2", "1.10", ["+    number: 1.10\n"]),
        ("ขั้นตอน", "E6", "รายงาน 9 เดือน", ["-  - text: รายงานผลทั้งปี\n", "+  - text: รายงาน 9 เดือน\n"]),
        (
            "การวิเคราะห์",
            "B3",
            None,
            [
                "-summary: |\n",
                "-  ได้ {total} คะแนน โดย IIT ได้ {iit} คะแนน\n",
                "-\n",
                "-  ข้อที่ได้คะแนนน้อยที่สุดคือ I19 ({i19} คะแนน)\n",
            ],
        ),
        (
            "หัวข้อการวิเคราะห์",
            "C5",
            "คำใหม่",
            ["-      ตัวชี้วัดที่ 4 การใช้ทรัพย์สินของราชการ ได้ 86.17 คะแนน\n", "+      คำใหม่\n"],
        ),
        ("หัวข้อการวิเคราะห์", "C2", "คำวิเคราะห์", ["+    narrative: |\n", "+      คำวิเคราะห์\n"]),
        ("ข้อค้นพบ", "E2", "ต้องแก้ไข", ["-    need: improve\n", "+    need: fix\n"]),
        ("ข้อค้นพบ", "B2", "uses", ["-  - section: t4\n", "+  - id: uses\n", "+    section: t4\n"]),
        ("OIT", "E2", "เมนู > ใหม่", ["-    where: เมนูข้อมูลหน่วยงาน > โครงสร้าง\n", "+    where: เมนู > ใหม่\n"]),
        ("OIT", "G3", "a, b", ["-    elements: [a, b, c]\n", "+    elements: [a, b]\n"]),
    ],
)
def test_one_cell_changes_the_lines_of_its_field(
    plan: Desk, sheet: str, cell: str, value: Any, lines: list[str]
) -> None:
    plan.fill(sheet, {cell: value})
    assert plan.take_in() == lines


def test_a_score_stays_as_it_is_printed(scores: Desk) -> None:
    row = {cell.value: cell.row for cell in table(scores.open(), "ผลการประเมิน")["A"]}
    printed = (ROOT / "tests/projects/good/units/good/2566/results.yml").read_text("utf-8")
    assert "i22: 88.00\n" in printed
    shown = [table(scores.open(), "ผลการประเมิน").cell(row[code], 3).value for code in ("i22", "e5")]
    assert shown == ["88.00", "90+"]
    same = {f"C{row['i22']}": 88, f"C{row['total']}": 92.64, f"C{row['e5']}": "๙๐+"}
    scores.fill("ผลการประเมิน", same)
    assert scores.take_in() == []
    typed = {
        f"C{row['i22']}": 98.9,
        f"C{row['e5']}": "97.00",
        f"C{row['level']}": "ดี",
        f"C{row['i25']}": "80.10",
    }
    scores.fill("ผลการประเมิน", {**typed, f"C{row['e4']}": "70", f"C{row['oit']}": None})
    draft = scores.draft()
    assert faults(draft) == []
    before = scores.units()
    write_import(draft)
    assert changed_lines(before, scores.units()) == [
        "-level: ผ่านดี\n",
        "+level: ดี\n",
        "-  oit: 94.38\n",
        "-  i22: 88.00\n",
        "+  i22: 98.9\n",
        "-  e5: 90+\n",
        "+  i25: 80.10\n",
        "+  e4: 70\n",
        "+  e5: 97.00\n",
    ]


# New rows


def test_new_rows_are_added_at_the_end_of_their_lists(plan: Desk) -> None:
    plan.fill("ขั้นตอน", {"A9": "m2", "B9": "ขั้นตอน", "E9": "ประเมินผล", "F9": "2567-03"})
    plan.fill("ขั้นตอน", {"A10": "m2", "B10": "การติดตาม", "E10": "รายงานนายก"})
    plan.fill("ข้อค้นพบ", {"C5": "t1", "D5": "i1, i2", "E5": "รักษาระดับ", "F5": "ทำได้ดี"})
    plan.fill("หัวข้อการวิเคราะห์", {"A10": "own", "B10": "หัวข้อของเรา"})
    plan.fill("OIT", {"B5": "O2", "C5": "อำนาจหน้าที่", "D5": "https://example.go.th/2"})
    assert plan.take_in() == [
        "+  - id: own\n",
        "+    title: หัวข้อของเรา\n",
        "+  - section: t1\n",
        "+    codes: [i1, i2]\n",
        "+    need: keep\n",
        "+    text: |\n",
        "+      ทำได้ดี\n",
        "+  - text: ประเมินผล\n",
        "+    due: 2567-03\n",
        "+follow_up:\n",
        "+  - text: รายงานนายก\n",
        "+  - code: o2\n",
        "+    title: อำนาจหน้าที่\n",
        "+    url: https://example.go.th/2\n",
    ]
    assert plan.take_in() == []


def new_entry(plan: Desk) -> None:
    report = {"A5": "m2", "C5": "ทั้งปีงบประมาณ", "D5": "2567-09-30", "E5": "เสร็จแล้ว", "F5": "แจกแล้ว\nครบ"}
    plan.fill("ความก้าวหน้า", report)


def test_a_report_with_its_proof_goes_to_the_end_of_the_journal_once(plan: Desk) -> None:
    new_entry(plan)
    proof = {"A4": "m2", "B4": 2, "D4": "แผ่นพับ", "E4": "https://example.go.th/a.pdf#page=2"}
    plan.fill("หลักฐาน", proof)
    added = [
        "+  - round: year\n",
        "+    date: 2567-09-30\n",
        "+    status: done\n",
        "+    text: |\n",
        "+      แจกแล้ว\n",
        "+      ครบ\n",
        "+    evidence:\n",
        "+      - title: แผ่นพับ\n",
        "+        url: https://example.go.th/a.pdf#page=2\n",
    ]
    assert plan.take_in() == added
    assert plan.take_in() == []
    plan.fill("หลักฐาน", {"A5": "m2", "B5": 2, "D5": "รูป", "E5": "https://example.go.th/b.pdf"})
    assert [each.partition(":")[0] for each in plan.refused()] == ["หลักฐาน!B5"]


def test_a_new_measure_gets_a_file_that_passes_the_check(plan: Desk) -> None:
    texts = {
        "A4": "m3",
        "B4": "ตู้รับฟัง",
        "C4": "t1",
        "E4": "ตั้งตู้",
        "G4": "สำนักปลัด, กองช่าง",
        "H4": "ทั้งปีงบประมาณ",
        "K4": 0,
    }
    plan.fill("มาตรการ", texts)
    plan.fill("ขั้นตอน", {"A9": "m3", "B9": "ขั้นตอน", "E9": "จัดหา", "A10": "m3", "B10": "ขั้นตอน", "E10": "ติดตั้ง"})
    plan.fill("ความก้าวหน้า", {"A5": "m3", "C5": "h1", "E5": "กำลังทำ", "F5": "จัดหาแล้ว"})
    plan.take_in()
    assert b"budget: 0\n" in plan.units()["good/2567/measures/m3.yml"]
    unit = load(plan.project, ("good",)).units[0]
    measure = next(each.value for each in unit.year(2567).measures if each.stem == "m3")
    assert (measure.title, measure.section, measure.owners) == ("ตู้รับฟัง", "t1", ("office", "public-works"))
    assert [step.text for step in measure.steps] == ["จัดหา", "ติดตั้ง"]
    assert measure.budget == 0
    assert [(entry.round, entry.status, entry.text) for entry in measure.progress] == [
        ("h1", "in-progress", "จัดหาแล้ว")
    ]
    assert plan.take_in() == []


def test_what_was_in_the_style_stays_in_it(plan: Desk) -> None:
    root = plan.project.root
    plan.fill("มาตรการ", {"A4": "m3", "B4": "2567", "C4": "t1", "E4": "ตั้งตู้", "K4": 20000})
    long = {
        "A9": "m3",
        "B9": "ขั้นตอน",
        "D9": "1",
        "E9": "จัดหา" * 40,
        "A10": "m1",
        "B10": "ขั้นตอน",
        "E10": "yes",
    }
    plan.fill("ขั้นตอน", long)
    new_entry(plan)
    plan.fill("หลักฐาน", {"A4": "m2", "B4": 2, "D4": "1.5", "E4": "https://example.go.th/a.pdf"})
    assert run_prongsai("fmt", "--check", cwd=root).returncode == 0
    plan.take_in()
    assert b"budget: 20000\n" in plan.units()["good/2567/measures/m3.yml"]
    assert run_prongsai("fmt", "--check", cwd=root).stdout.splitlines()[:-1] == []
    told = (
        "--round",
        "h2",
        "--status",
        "done",
        "--text",
        "แจก",
        "--evidence",
        "2567=https://example.go.th/b.pdf",
    )
    said = run_prongsai(
        "progress", "good", "2567", "m1", *told, "--date", "2567-09-15", "--today", TODAY, cwd=root
    )
    assert said.returncode == 0, said.stdout + said.stderr
    assert run_prongsai("fmt", "--check", cwd=root).returncode == 0


def test_a_file_that_was_not_there_begins_with_what_was_typed(plan: Desk) -> None:
    sheet = table(plan.open(), "ผลการประเมิน")
    row = {cell.value: cell.row for cell in sheet["A"]}
    plan.fill("ผลการประเมิน", {f"C{row['level']}": "ผ่าน", f"C{row['total']}": "88.50"})
    assert plan.take_in() == ["+level: ผ่าน\n", "+scores:\n", "+  total: 88.50\n"]


# What is refused, each by its cell


FAULTS: list[tuple[str, dict[str, Any], list[str]]] = [
    ("ขั้นตอน", {"F2": "ธันวาคม"}, ["ขั้นตอน!F2"]),
    ("ขั้นตอน", {"F2": 45387}, ["ขั้นตอน!F2"]),
    ("ขั้นตอน", {"F2": datetime.date(1967, 4, 5)}, ["ขั้นตอน!F2"]),
    ("ขั้นตอน", {"E2": datetime.date(2024, 4, 5)}, ["ขั้นตอน!E2"]),
    ("ขั้นตอน", {"E2": None, "A9": "m9", "B9": "ขั้นตอน", "E9": "x"}, ["ขั้นตอน!E2", "ขั้นตอน!A9"]),
    ("ขั้นตอน", {"A9": "m1", "E9": "x"}, ["ขั้นตอน!B9"]),
    ("ขั้นตอน", {"A9": "m1", "B9": "งาน", "E9": "x"}, ["ขั้นตอน!B9"]),
    ("ขั้นตอน", {"A9": "m1", "B9": "ขั้นตอน", "C9": "9", "E9": "x"}, ["ขั้นตอน!C9"]),
    ("มาตรการ", {"F2": "กองคลังง"}, ["มาตรการ!F2"]),
    ("มาตรการ", {"G2": "กองคลัง, ไม่มี"}, ["มาตรการ!G2"]),
    ("มาตรการ", {"H2": "ปีหน้า"}, ["มาตรการ!H2"]),
    ("มาตรการ", {"K2": "ห้าพัน"}, ["มาตรการ!K2"]),
    ("มาตรการ", {"K2": True}, ["มาตรการ!K2"]),
    ("มาตรการ", {"C2": None}, ["มาตรการ!C2"]),
    ("มาตรการ", {"B4": "ไม่มีรหัส"}, ["มาตรการ!A4"]),
    ("มาตรการ", {"A4": "ม3", "B4": "x", "C4": "t1"}, ["มาตรการ!A4"]),
    ("มาตรการ", {"A4": "m1", "B4": "x", "C4": "t1"}, ["มาตรการ!A4"]),
    ("มาตรการ", {"A4": "m3", "B4": "x"}, ["มาตรการ!C4"]),
    ("มาตรการ", {"B1": "ชื่อ"}, ["มาตรการ"]),
    ("มาตรการ", {"B1": "หัวข้อ"}, ["มาตรการ", "มาตรการ"]),
    ("มาตรการ", {"B2": "=1+1"}, ["มาตรการ!B2"]),
    ("ความก้าวหน้า", {"F3": "แก้เอง"}, ["ความก้าวหน้า!F3"]),
    ("ความก้าวหน้า", {"E3": "แล้วเสร็จ"}, ["ความก้าวหน้า!E3"]),
    ("ความก้าวหน้า", {"A5": "m1", "B5": 7, "F5": "x"}, ["ความก้าวหน้า!B5"]),
    ("ความก้าวหน้า", {"A5": "m1", "E5": "ค้าง", "F5": "x"}, ["ความก้าวหน้า!E5"]),
    ("หลักฐาน", {"D2": "ชื่อใหม่"}, ["หลักฐาน!D2"]),
    ("หลักฐาน", {"A4": "m1", "B4": 2, "D4": "x", "E4": "https://x.go.th/"}, ["หลักฐาน!B4"]),
    ("OIT", {"D2": "example.go.th"}, ["OIT!D2"]),
    ("การวิเคราะห์", {"B2": "ปีก่อน"}, ["การวิเคราะห์!B2"]),
    ("การวิเคราะห์", {"B2": None}, ["การวิเคราะห์!B2"]),
    ("การวิเคราะห์", {"A5": "อื่น", "B5": "x"}, ["การวิเคราะห์!A5"]),
    ("ข้อค้นพบ", {"E2": "ดีมาก"}, ["ข้อค้นพบ!E2"]),
    ("ผลการประเมิน", {"C3": "มาก"}, ["ผลการประเมิน!C3"]),
]


def rows_of(case: tuple[str, dict[str, Any], list[str]]) -> set[tuple[str, str]]:
    """The rows that a fault touches."""
    return {(case[0], cell.lstrip("ABCDEFGHK")) for cell in case[1]}


def rounds() -> list[list[tuple[str, dict[str, Any], list[str]]]]:
    """The faults in few workbooks: two that touch the same row, or a heading, stand in different ones."""
    found: list[list[tuple[str, dict[str, Any], list[str]]]] = []
    for case in FAULTS:
        if (case[0], "1") in rows_of(case):
            found.insert(0, [case])
            continue
        fits = (
            each for each in found if all(not rows_of(case) & rows_of(c) and "B1" not in c[1] for c in each)
        )
        fitting = next(fits, None)
        if fitting is None:
            found.append([case])
        else:
            fitting.append(case)
    return found


@pytest.mark.parametrize("cases", rounds())
def test_a_fault_is_told_by_its_cell_and_nothing_is_written(
    plan: Desk, cases: list[tuple[str, dict[str, Any], list[str]]]
) -> None:
    book = plan.open()
    for sheet, cells, _ in cases:
        for name, value in cells.items():
            table(book, sheet)[name] = value
    book.save(plan.path)
    told = sorted(each.partition(":")[0] for each in plan.refused())
    assert told == sorted(place for _, _, places in cases for place in places)


def test_faults_of_all_sheets_are_told_at_once(plan: Desk) -> None:
    plan.fill("มาตรการ", {"F2": "กองใหม่", "H2": "ปีหน้า"})
    plan.fill("OIT", {"D2": "ไม่มี"})
    places = [each.partition(":")[0] for each in plan.refused()]
    assert places == ["มาตรการ!F2", "มาตรการ!H2", "OIT!D2"]


def test_a_day_that_no_month_has_and_a_letter_for_a_digit_are_told_as_such(plan: Desk) -> None:
    plan.fill("ขั้นตอน", {"F2": "2569-02-30"})
    plan.fill("ผลการประเมิน", {"C3": "9O.12"})
    told = dict(each.split(":", 1) for each in plan.refused())
    assert "28" in told["ขั้นตอน!F2"]
    assert "อักษร O" in told["ผลการประเมิน!C3"]


def test_the_id_of_a_measure_is_understood_in_capitals(plan: Desk) -> None:
    plan.fill("ขั้นตอน", {"A9": "M1", "B9": "ขั้นตอน", "E9": "ตรวจทาน"})
    assert plan.take_in() == ["+  - text: ตรวจทาน\n"]


def test_merged_cells_a_repeated_row_and_a_lost_sheet_are_told(plan: Desk) -> None:
    book = plan.open()
    table(book, "มาตรการ").merge_cells("B2:B3")
    steps = table(book, "ขั้นตอน")
    for cell in steps[2]:
        steps.cell(9, cell.column or 1).value = cell.value
    del book["OIT"]
    book.save(plan.path)
    told = plan.refused()
    assert {each.partition(":")[0] for each in told} == {"มาตรการ!B2", "ขั้นตอน!A9", "OIT"}
    assert any("B2:B3" in each for each in told)


def test_rows_and_columns_may_stand_in_any_order(plan: Desk) -> None:
    book = plan.open()
    sheet = table(book, "มาตรการ")
    for row in (2, 3):
        left, right = sheet.cell(row, 2).value, sheet.cell(row, 4).value
        sheet.cell(row, 2).value, sheet.cell(row, 4).value = right, left
    sheet["B1"], sheet["D1"] = sheet["D1"].value, sheet["B1"].value
    steps = table(book, "ขั้นตอน")
    for column in range(1, 8):
        first, second = steps.cell(2, column).value, steps.cell(6, column).value
        steps.cell(2, column).value, steps.cell(6, column).value = second, first
    book.save(plan.path)
    assert plan.take_in() == []


def test_a_removed_row_stays_in_the_file_and_is_told(plan: Desk) -> None:
    book = plan.open()
    table(book, "มาตรการ").delete_rows(3)
    table(book, "มาตรการ")["P1"] = "บันทึกของเรา"
    book.save(plan.path)
    draft = plan.draft()
    assert not draft.files
    assert [(str(notice.spot), notice.code) for notice in draft.notices] == [
        ("มาตรการ!P1", "column-left"),
        ("มาตรการ", "row-left"),
    ]
    assert "2567/measures/m2.yml" in draft.notices[1].sentence


# Two who change at once


def edit(plan: Desk, path: str, old: str, new: str) -> None:
    file = plan.project.units / "good" / path
    text = file.read_bytes().decode("utf-8")
    assert old in text
    file.write_bytes(text.replace(old, new).encode("utf-8"))


def test_changes_of_different_fields_are_merged(plan: Desk) -> None:
    edit(plan, M1, "lead: finance", "lead: office")
    edit(plan, M1, "  - text: ยกร่างคู่มือ\n", "  - text: ยกร่าง\n")
    plan.fill("มาตรการ", {"B2": "คู่มือใหม่"})
    assert plan.take_in() == ["-title: จัดทำคู่มือการยืมทรัพย์สินของราชการ\n", "+title: คู่มือใหม่\n"]


def test_changes_of_one_field_are_a_conflict_unless_they_agree(plan: Desk) -> None:
    edit(plan, M1, "lead: finance", "lead: office")
    plan.fill("มาตรการ", {"F2": "กองช่าง", "B2": "คู่มือใหม่"})
    told = plan.refused()
    assert [each.partition(":")[0] for each in told] == ["มาตรการ!F2"]
    assert "สำนักปลัด" in told[0]
    assert "กองช่าง" in told[0]
    plan.fill("มาตรการ", {"F2": "สำนักปลัด", "B2": "จัดทำคู่มือการยืมทรัพย์สินของราชการ"})
    assert plan.take_in() == []


def test_a_report_of_another_officer_meanwhile_is_kept(plan: Desk) -> None:
    edit(plan, "2567/measures/m2.yml", "progress:\n", "progress:\n  - round: q1\n    text: แรก\n")
    new_entry(plan)
    assert [line[0] for line in plan.take_in()] == ["+"] * 6


def test_a_row_of_a_file_that_is_gone_is_a_conflict(plan: Desk) -> None:
    (plan.project.units / "good/2567/measures/m2.yml").unlink()
    plan.fill("มาตรการ", {"B3": "ใหม่"})
    assert [each.partition(":")[0] for each in plan.refused()] == ["มาตรการ!B3"]


# Hostile texts and files


@pytest.mark.parametrize(
    "text", ["=1+1", "+66 2", "-", "@SUM(A1)", "#N/A", "_x0041_", "'quoted", "TRUE", "007", "1e5"]
)
def test_a_text_goes_out_as_a_text_and_comes_back(tmp_path: Path, text: str) -> None:
    units = tmp_path / "units"
    shutil.copytree(ROOT / "tests/projects/good/units", units)
    path = units / "good" / M1
    old = path.read_text("utf-8").replace(
        "target: บุคลากรร้อยละ 90 ทราบขั้นตอนการยืม", f"target: {text!r}".replace('"\'quoted"', '"\'quoted"')
    )
    path.write_text(old, "utf-8")
    book = export_year(Project(tmp_path), "good", "2567", tmp_path / "a.xlsx")
    found = Desk(Project(tmp_path), book)
    cell = table(found.open(), "มาตรการ")["L2"]
    assert isinstance(cell, Cell)
    assert cell.data_type == "s"
    assert found.take_in() == []
    found.fill("มาตรการ", {"B2": "ใหม่"})
    assert len(found.take_in()) == 2


def rewritten(path: Path, part: str, old: bytes, new: bytes) -> None:
    """Change the bytes of one part of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new, 1)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def stop_of(plan: Desk) -> str:
    with pytest.raises(StopError) as caught:
        plan.draft()
    return caught.value.code


def test_files_that_are_none_of_ours_are_refused(plan: Desk) -> None:
    good = plan.path.read_bytes()
    book = Workbook()
    book.save(plan.path)
    assert stop_of(plan) == "sheet-foreign"
    for bad in (b"", b"PK\x03\x04", good[:5000], b"a,b\n1,2\n"):
        plan.path.write_bytes(bad)
        assert stop_of(plan) == "office-unreadable"
    plan.path.write_bytes(good)
    own = plan.open()
    table(own, "prongsai")["B1"] = "0"
    own.save(plan.path)
    assert stop_of(plan) == "sheet-version"
    plan.path.unlink()
    assert stop_of(plan) == "office-missing"


def test_a_file_that_would_fill_the_memory_is_refused(plan: Desk) -> None:
    good = plan.path.read_bytes()
    with zipfile.ZipFile(plan.path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/big.xml", b" " * 70 * 1024 * 1024)
    assert stop_of(plan) == "office-too-big"
    plan.path.write_bytes(good)
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    rewritten(plan.path, "xl/worksheets/sheet2.xml", b"</sheetData>", far)
    assert stop_of(plan) == "sheet-too-long"
    plan.path.write_bytes(good)
    rewritten(
        plan.path, "xl/worksheets/sheet2.xml", b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "a">]><worksheet'
    )
    assert stop_of(plan) == "office-unreadable"


# The command


def test_the_command_tells_what_would_change_then_changes_it(plan: Desk) -> None:
    root = plan.project.root
    said = run_prongsai("sheet", "export", "good", "2567", cwd=root)
    assert said.returncode == 0, said.stderr
    assert "good-2567.xlsx" in said.stdout
    again = run_prongsai("sheet", "export", "good", "2567", cwd=root)
    assert again.returncode == 2
    assert "จะไม่เขียนทับ" in again.stderr
    plan.fill("มาตรการ", {"B2": "คู่มือใหม่"})
    before = plan.units()
    dry = run_prongsai("sheet", "import", plan.path.name, "--dry-run", "--today", TODAY, cwd=root)
    assert dry.returncode == 0, dry.stderr
    assert f"units/good/{M1}: title: จัดทำคู่มือการยืมทรัพย์สินของราชการ -> คู่มือใหม่" in dry.stdout
    assert plan.units() == before
    done = run_prongsai("sheet", "import", plan.path.name, "--today", TODAY, cwd=root)
    assert done.returncode == 0, done.stderr
    assert "title: คู่มือใหม่\n" in (plan.project.units / "good" / M1).read_text("utf-8")


def test_a_proof_that_was_not_copied_is_told_by_its_heading_and_where_it_belongs(plan: Desk) -> None:
    plan.fill("หลักฐาน", {"A4": "m2", "B4": 2, "D4": "ภาพสแกน", "F4": "สแกน2.pdf"})
    new_entry(plan)
    said = run_prongsai("sheet", "import", plan.path.name, "--today", TODAY, cwd=plan.project.root)
    line = next(line for line in said.stdout.splitlines() if "[missing-evidence-file]" in line)
    assert line.startswith('หลักฐาน!F4: ช่อง "ไฟล์"')
    assert "units/good/evidence/2567" in line
    assert "progress[" not in line
    assert "evidence/2567" in str(table(plan.open(), "อ่านก่อน")["A8"].value)


def test_what_check_would_find_is_told_by_its_cell(plan: Desk) -> None:
    plan.fill("มาตรการ", {"D2": "i999"})
    plan.fill("หลักฐาน", {"A4": "m2", "B4": 2, "D4": "ไม่มีที่อยู่"})
    new_entry(plan)
    before = plan.units()
    said = run_prongsai("sheet", "import", plan.path.name, "--today", TODAY, cwd=plan.project.root)
    assert said.returncode == 1
    assert "หลักฐาน!" in said.stdout, said.stdout
    assert "[evidence-place]" in said.stdout
    assert "ยังไม่ได้เขียนอะไร" in said.stderr
    assert plan.units() == before
