"""What stands in the cells of an office's own table: steps, periods, days, amounts, names in one spelling."""

from __future__ import annotations

import random

import pytest

from prongsai.model.calendar import parse_period
from prongsai.office.tables.budgets import read_budget
from prongsai.office.tables.folding import fold
from prongsai.office.tables.lists import as_markdown, read_list, without_number
from prongsai.office.tables.times import read_due, read_period
from prongsai.office.tables.vocabulary import field_named, field_title, fields, meanings, vocabulary


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ผู้รับผิดชอบ/ ผู้ที่เกี่ยวข้อง", "ผู้รับผิดชอบ/ผู้ที่เกี่ยวข้อง"),
        ("ระยะเวลา\nดําเนินการ", "ระยะเวลาดำเนินการ"),
        ("นํ้า", "น้ำ"),
        ("นำ้", "น้ำ"),
        ("เเผน", "แผน"),
        ("แผน\u200bงาน\ufeff", "แผนงาน"),
        ("ข้อ ๑๒", "ข้อ 12"),
        ("“E-Service”", "e-service"),
        ("ที\u0e48", "\u0e17\u0e48\u0e35"),
    ],
)
def test_spellings_of_the_same_text_fold_to_one(one: str, other: str) -> None:
    assert fold(one) == fold(other) != ""


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("งบประมาณ (บาท)", ("budget",)),
        ("ระยะเวลา\nดำเนินการ", ("period",)),
        ("ตัวชี้วัด", ("section", "target")),
        ("การดำเนินการ", ("steps", "progress.text")),
        ("ลำดับที่", ("number",)),
        ("โครงการ", ("title",)),
        ("ผลผลิตที่คาดหวัง", ("target",)),
        ("คะแนน", ()),
        ("", ()),
    ],
)
def test_a_heading_means_what_the_table_of_words_says(heading: str, expected: tuple[str, ...]) -> None:
    assert meanings(heading) == expected


def test_every_field_can_be_named_by_its_title_and_by_its_name() -> None:
    assert len({fold(field_title(field)) for field in fields()}) == len(fields())
    for field in fields():
        assert field_named(field) == field_named(field_title(field)) == field
    with pytest.raises(ValueError, match="number"):
        field_named("number")


def items(text: str) -> list[tuple[str | None, str]]:
    return [(item.number, item.text) for item in read_list(text).items]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("๑. ก\n๒. ข", [("1", "ก"), ("2", "ข")]),
        ("๑.ก ๒. ข ๓.ค", [("1", "ก"), ("2", "ข"), ("3", "ค")]),
        ("1) ก\n2) ข", [("1", "ก"), ("2", "ข")]),
        ("(1) ก\n(2) ข", [("1", "ก"), ("2", "ข")]),
        ("๑.ก ๒.ข ๓.ค ๓.ง", [("1", "ก"), ("2", "ข"), ("3", "ค"), ("3", "ง")]),
        ("- ก\n- ข", [(None, "ก"), (None, "ข")]),
        ("▪ ก▪ ข".replace("▪ ข", "\n▪ ข"), [(None, "ก"), (None, "ข")]),
        ("• ก\n  • ก1\n• ข", [(None, "ก\n- ก1"), (None, "ข")]),
        ("1. ก\n- ก1\n- ก2\n2. ข", [("1", "ก\n- ก1\n- ก2"), ("2", "ข")]),
        ("1. ก\n1.1 ข\n1.2 ค\n2. ง", [("1", "ก"), ("1.1", "ข"), ("1.2", "ค"), ("2", "ง")]),
        ("ก\nข", [(None, "ก\nข")]),
        ("", []),
        ("มากกว่า ๑ ช่องทาง และ 2.5 เท่า", [(None, "มากกว่า ๑ ช่องทาง และ 2.5 เท่า")]),
        ("1. ทำตามข้อ 2. ของประกาศ\n2. ข", [("1", "ทำตามข้อ 2. ของประกาศ"), ("2", "ข")]),
        ("1. ประชุมวันที่ 12.30 น.", [("1", "ประชุมวันที่ 12.30 น.")]),
        ("ภายในปี 2566. จากนั้น", [(None, "ภายในปี 2566. จากนั้น")]),
    ],
)
def test_the_items_of_a_cell(text: str, expected: list[tuple[str | None, str]]) -> None:
    assert items(text) == expected


def test_what_stands_above_a_list_is_kept() -> None:
    read = read_list("รายละเอียดขั้นตอน ๑.ก ๒.ข")
    assert (read.intro, read.first, read.last) == ("รายละเอียดขั้นตอน", 1, 2)
    assert read_list("งานที่ทำ\n- ก\n- ข").intro == "งานที่ทำ"


@pytest.mark.parametrize("seed", range(200))
def test_no_letter_of_a_cell_is_lost(seed: int) -> None:
    """Whatever marks stand where: all letters and digits but those of the numbers are in the items."""
    dice = random.Random(seed)
    marks = ["", "- ", "• ", "1. ", "๒. ", "3) ", "(๔) ", "1.1 ", "ข้อ 2. ", "2566 ", "  • ", "▪"]
    ends = ["\n", " ", "\n\n"]
    text = "".join(
        dice.choice(marks) + dice.choice(["กขค", "Word 97", "ง/จ", "ทำ"]) + dice.choice(ends)
        for _ in range(dice.randrange(1, 9))
    )
    read = read_list(text)
    kept = [read.intro, *(part for item in read.items for part in (item.number or "", item.text))]
    assert fold("".join(kept)) == fold(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("▪ ก", "ก"), ("▪ ก\n▪ ข", "- ก\n- ข"), ("ก\n▪ ข", "ก\n- ข"), ("-5 องศา", "-5 องศา")],
)
def test_marks_become_those_of_markdown(text: str, expected: str) -> None:
    assert as_markdown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("๑. การสร้าง", "การสร้าง"), ("- ก", "ก"), ("2566 ก", "2566 ก"), ("๓) ก 4. ข", "ก 4. ข")],
)
def test_a_title_loses_only_its_number(text: str, expected: str) -> None:
    assert without_number(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("๑ ตุลาคม ๒๕๖๖ – ๓๐ กันยายน ๒๕๖๗", "2566-10-01 to 2567-09-30"),
        ("ต.ค. 2566 - ก.ย. 2567", "2566-10 to 2567-09"),
        ("ต.ค.2566-ก.ย.2567", "2566-10 to 2567-09"),
        ("ต.ค. 66 – ก.ย. 67", "2566-10 to 2567-09"),
        ("ตุลาคม ๒๕๖๖\nถึง กันยายน ๒๕๖๗", "2566-10 to 2567-09"),
        ("ตั้งแต่เดือนตุลาคม - ธันวาคม พ.ศ. 2566", "2566-10 to 2566-12"),
        ("1/10/2566 - 30/9/2567", "2566-10-01 to 2567-09-30"),
        ("ตลอดปีงบประมาณ", "year"),
        ("ตลอดปีงบประมาณ ๒๕๖๗", "year"),
        ("ปีงบประมาณ พ.ศ.๒๕๖๗", "year"),
        ("ไตรมาส ๑", "q1"),
        ("ไตรมาสที่ 1 - 2", "q1-q2"),
        ("ไตรมาส 1-4", "q1-q4"),
        ("ไตรมาสที่ 2 ถึงไตรมาสที่ 3", "q2-q3"),
        ("ทุกไตรมาส", "every-quarter"),
        ("ทุกเดือน", "every-month"),
        ("h1", "h1"),
        ("ธันวาคม 2566", "2566-12"),
        ("เดือน ม.ค. ๖๗", "2567-01"),
        ("2567-01", "2567-01"),
        ("2566-10-01 to 2567-09-30", "2566-10-01 to 2567-09-30"),
    ],
)
def test_a_period_that_is_sure(text: str, expected: str) -> None:
    assert read_period(text, 2567) == expected
    parse_period(expected)


@pytest.mark.parametrize(
    "text",
    [
        "ตลอดปีงบประมาณ ๒๕๖๘",
        "ตุลาคม - มีนาคม 2567",
        "ต.ค. 67 – ก.ย. 68",
        "ภายในเดือนธันวาคม",
        "ธันวาคม",
        "ม.ค. ๖๘",
        "ตั้งแต่ ม.ค. ๖๗",
        "31 มี.ค. 2567",
        "2567-03-31",
        "31 กุมภาพันธ์ 2567 - 30 กันยายน 2567",
        "กันยายน 2567 - ตุลาคม 2566",
        "ไตรมาส 4-1",
        "ไตรมาส 5",
        "ตามความเหมาะสม",
        "2566",
        "- 10",
    ],
)
def test_a_period_that_is_not_sure_is_not_read(text: str) -> None:
    with pytest.raises(ValueError):
        read_period(text, 2567)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("31 มีนาคม 2567", "2567-03-31"),
        ("มี.ค. ๒๕๖๗", "2567-03"),
        ("2024-03-31", "2024-03-31"),
        ("๓๑/๓/๒๕๖๗", "2567-03-31"),
    ],
)
def test_a_day_that_is_sure(text: str, expected: str) -> None:
    assert read_due(text) == expected


@pytest.mark.parametrize("text", ["มีนาคม", "30 กุมภาพันธ์ 2567", "สิ้นปี", "", "3/2567"])
def test_a_day_that_is_not_sure_is_not_read(text: str) -> None:
    with pytest.raises(ValueError):
        read_due(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20,000 บาท", "20000"),
        ("๒๐,๐๐๐.-", "20000"),
        ("1,250,000.50", "1250000.50"),
        ("15000", "15000"),
        ("ไม่ใช้งบประมาณ", "0"),
        ("0", "0"),
    ],
)
def test_an_amount_that_is_sure(text: str, expected: str) -> None:
    assert read_budget(text) == expected


@pytest.mark.parametrize(
    "text", ["20,00 บาท", "ประมาณ 20,000", "20,000 - 30,000", "ตามข้อบัญญัติ", "2 หมื่น", "10,000 และ 5,000", "-5"]
)
def test_an_amount_that_is_not_sure_is_not_read(text: str) -> None:
    with pytest.raises(ValueError):
        read_budget(text)


def test_every_doubt_says_what_to_do() -> None:
    for code, sentence in vocabulary().doubts.items():
        assert "ให้" in sentence, code
