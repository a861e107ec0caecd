"""Tables of the shapes that offices make: what is sure is read exactly, the rest is a doubt."""

from __future__ import annotations

import random
from pathlib import Path

import docx
import pytest

from conftest import ROOT
from office_documents import LEFT, MAKERS, UP, Made, Rows, delete_tracked, insert_tracked, make_docx
from office_tables import PLAN, T4
from prongsai.office.tables.drafts import Draft
from prongsai.office.tables.importing import Understood, known_plan, read_tables, understand
from prongsai.office.tables.settled import Settled
from prongsai.project import Project


def read(path: Path, settled: Settled | None = None) -> Understood:
    known = known_plan(Project(ROOT), "bo-thong", "2567")
    return understand(read_tables(path), known, settled or Settled())


def sure(path: Path, settled: Settled | None = None) -> tuple[Draft, ...]:
    understood = read(path, settled)
    assert [str(each) for each in understood.doubts] == []
    return understood.drafts


def doubts(path: Path, settled: Settled | None = None) -> list[tuple[str, str]]:
    return [(each.code, str(each.at)) for each in read(path, settled).doubts]


def steps(draft: Draft) -> list[str]:
    return [item.text for item in draft.steps["steps"]]


@pytest.mark.parametrize("kind", MAKERS)
def test_numbers_and_dates_are_read_exactly(tmp_path: Path, kind: str) -> None:
    first, second = sure(MAKERS[kind](tmp_path / f"ก.{kind}", PLAN))
    assert first.values == {
        "section": "t4",
        "title": "จัดทำคู่มือ",
        "owners": ("office",),
        "period": "2566-10 to 2567-09",
        "budget": "20000",
    }
    assert (second.values["period"], second.values["budget"]) == ("q1-q2", "0")
    assert [steps(each) for each in (first, second)] == [["ร่าง", "แจ้งเวียน"], ["นับ", "รายงาน"]]


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_columns_does_not_matter(tmp_path: Path, kind: str, seed: int) -> None:
    order = random.Random(seed).sample(range(len(PLAN[0])), len(PLAN[0]))
    plain = sure(MAKERS[kind](tmp_path / f"ก.{kind}", PLAN))
    mixed = sure(MAKERS[kind](tmp_path / f"ข.{kind}", [[row[place] for place in order] for row in PLAN]))
    assert [(each.values, each.steps) for each in mixed] == [(each.values, each.steps) for each in plain]


@pytest.mark.parametrize("kind", MAKERS)
def test_titles_above_repeated_heads_and_rows_across_the_table(tmp_path: Path, kind: str) -> None:
    head = ("ที่", "โครงการ/กิจกรรม", "วิธีดำเนินการ", "หน่วยงานที่รับผิดชอบ")
    t1 = "ประเด็นที่ ๑ กระบวนการปฏิบัติงานที่โปร่งใสและมีประสิทธิภาพ"
    rows: Rows = [
        ("แผนมาตรการ ประจำปี ๒๕๖๗", LEFT, LEFT, LEFT),
        head,
        (t1, LEFT, LEFT, LEFT),
        ("1", "ก", "1. ก1", "สำนักปลัด"),
        head,
        (T4, LEFT, LEFT, LEFT),
        ("2", "ข", "1. ข1", "กองคลัง"),
    ]
    understood = read(MAKERS[kind](tmp_path / f"ก.{kind}", rows))
    assert understood.doubts == ()
    assert [(each.values["section"], each.values["title"]) for each in understood.drafts] == [
        ("t1", "ก"),
        ("t4", "ข"),
    ]
    assert [each.code for each in understood.notices] == ["above"]


@pytest.mark.parametrize("kind", MAKERS)
def test_merged_cells_are_carried_down_and_a_merged_title_is_one_measure(tmp_path: Path, kind: str) -> None:
    rows: Rows = [
        ("ประเด็น", "มาตรการ", "ขั้นตอน", "ผู้รับผิดชอบ", "ระยะเวลา"),
        (T4, "ก", "1. ก1", "สำนักปลัด", "ตลอดปีงบประมาณ"),
        (UP, UP, "2. ก2", "กองคลัง", UP),
        (UP, "ข", "1. ข1", UP, UP),
    ]
    first, second = sure(MAKERS[kind](tmp_path / f"ก.{kind}", rows))
    assert steps(first) == ["ก1", "ก2"]
    assert first.values["owners"] == ("office", "finance")
    assert second.values["owners"] == ("finance",)
    assert [each.values["section"] for each in (first, second)] == ["t4", "t4"]
    assert [each.values["period"] for each in (first, second)] == ["year", "year"]


@pytest.mark.parametrize("kind", MAKERS)
def test_a_section_above_a_table_is_its_own_and_is_not_carried_to_another_table(
    tmp_path: Path, kind: str
) -> None:
    head, other = ("มาตรการ", "ขั้นตอน"), ("มาตรการ", "ขั้นตอน", "ผู้รับผิดชอบ")
    tables = (
        Made([head, ("ก", "1. ก1")], before=("ส่วนที่ ๒", T4)),
        Made([head, ("ข", "1. ข1")]),
        Made([other, ("ค", "1. ค1", "สำนักปลัด")], before=("ส่วนที่ ๓",)),
    )
    understood = read(MAKERS[kind](tmp_path / f"ก.{kind}", *tables))
    assert [each.values.get("section") for each in understood.drafts] == ["t4", "t4", None]
    assert [each.code for each in understood.doubts] == ["no-section"]


def test_a_second_cell_that_says_otherwise_is_a_doubt(tmp_path: Path) -> None:
    rows: Rows = [
        ("ประเด็น", "มาตรการ", "ขั้นตอน", "ระยะเวลา"),
        (T4, "ก", "1. ก1", "ไตรมาส 1"),
        (UP, UP, "2. ก2", "ไตรมาส 2"),
    ]
    path = make_docx(tmp_path / "ก.docx", rows)
    assert doubts(path) == [("differs", "ตารางที่ 1 แถว 3 คอลัมน์ “ระยะเวลา”")]
    (draft,) = sure(path, Settled(keep_text=True))
    assert draft.notes == ["ระยะเวลา: ไตรมาส 2"]
    assert draft.values["period"] == "q1"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("รวม", "", "", "", "", "", "20,000"), "lost-row"),
        (("", "", "", "", "", "", "20,000"), "lost-row"),
        (("", "รวม", LEFT, LEFT, LEFT, LEFT, "20,000"), "lost-row"),
        (("", "", "รวม", "", "", "", "20,000"), "sum-row"),
        (("", "", "รวมทั้งสิ้น ๓ โครงการ", "", "", "", "20,000"), "sum-row"),
        (("หมายเหตุ: ตามมติ", "", "", "", "", "", ""), "lost-row"),
        (("หมายเหตุ: ตามมติ", LEFT, LEFT, LEFT, LEFT, LEFT, LEFT), "unknown-banner"),
        (("", "", "", "ค", "", "", "20,000"), "differs"),
    ],
)
@pytest.mark.parametrize("kind", MAKERS)
def test_sums_and_remarks_below_a_plan_are_no_one_s_budget(
    tmp_path: Path, kind: str, row: tuple[str, ...], code: str
) -> None:
    rows: Rows = [PLAN[0], ("1", T4, "ก", "ข", "สำนักปลัด", "h1", "-"), row]
    path = MAKERS[kind](tmp_path / f"ก.{kind}", rows)
    understood = read(path)
    assert [each.code for each in understood.doubts] == [code]
    assert "budget" not in understood.drafts[0].values
    if code != "differs":
        (draft,) = sure(path, Settled(skipped=(understood.doubts[0].key,)))
        assert "budget" not in draft.values


def test_steps_that_go_on_counting_below_a_merged_section_are_of_the_measure_before(tmp_path: Path) -> None:
    rows: Rows = [
        ("ประเด็น", "ขั้นตอน", "ผู้รับผิดชอบ"),
        (T4, "1. ก\n2. ข", "สำนักปลัด"),
        (UP, "3. ค", ""),
        (UP, "1. ง", "กองคลัง"),
    ]
    first, second = sure(make_docx(tmp_path / "ก.docx", rows))
    assert (steps(first), steps(second)) == (["ก", "ข", "ค"], ["ง"])


def test_word_numbers_its_own_lists(tmp_path: Path) -> None:
    rows: Rows = [("ประเด็น", "มาตรการ", "ขั้นตอน"), (T4, "ก", "ร่าง\nแจ้งเวียน\nเผยแพร่")]
    made = make_docx(tmp_path / "ก.docx", Made(rows, listed=frozenset({(1, 2)})))
    assert steps(sure(made)[0]) == ["ร่าง", "แจ้งเวียน", "เผยแพร่"]
    assert steps(sure(make_docx(tmp_path / "ข.docx", rows))[0]) == ["ร่าง\nแจ้งเวียน\nเผยแพร่"]


def test_tracked_changes_are_read_as_they_would_be_accepted(tmp_path: Path) -> None:
    path = make_docx(tmp_path / "ก.docx", [("ประเด็น", "มาตรการ", "ขั้นตอน"), (T4, "ก", "ร่าง")])
    document = docx.Document(str(path))
    cell = document.tables[0].cell(1, 1)
    insert_tracked(cell, "ใหม่")
    delete_tracked(cell, "เก่า")
    document.save(str(path))
    assert sure(path)[0].values["title"] == "กใหม่"


def test_unknown_and_doubled_headings_are_told_and_settled(tmp_path: Path) -> None:
    rows: Rows = [
        ("ประเด็น", "งานที่จะทำ", "มาตรการ", "ชื่อมาตรการ", "สี"),
        (T4, "1. ก", "ข", "ค", "แดง"),
    ]
    path = make_docx(tmp_path / "ก.docx", rows)
    assert doubts(path) == [
        ("unknown-column", "ตารางที่ 1 คอลัมน์ “งานที่จะทำ”"),
        ("column-twice", "ตารางที่ 1 คอลัมน์ “ชื่อมาตรการ”"),
        ("unknown-column", "ตารางที่ 1 คอลัมน์ “สี”"),
    ]
    settled = Settled(columns={"งานที่จะทำ": "steps", "ชื่อมาตรการ": "note"}, skipped=("สี",))
    (draft,) = sure(path, settled)
    assert (draft.values["title"], draft.notes, steps(draft)) == ("ข", ["ชื่อมาตรการ: ค"], ["ก"])


@pytest.mark.parametrize(
    ("heading", "text", "code"),
    [
        ("ระยะเวลา", "ภายในเดือนธันวาคม", "unread-period"),
        ("งบประมาณ", "ประมาณ 20,000 บาท", "unread-budget"),
        ("สถานะ", "ใกล้เสร็จ", "unread-status"),
        ("หลักฐาน", "ภาพถ่าย", "unread-evidence"),
        ("กำหนดแล้วเสร็จ", "สิ้นปี", "unread-due"),
        ("กำหนดแล้วเสร็จ", "31 มีนาคม 2567\n30 มิถุนายน 2567", "unread-due"),
        ("ข้อคำถาม", "การใช้ทรัพย์สิน", "unread-codes"),
    ],
)
def test_what_cannot_be_read_is_told_or_kept_but_never_invented(
    tmp_path: Path, heading: str, text: str, code: str
) -> None:
    path = make_docx(tmp_path / "ก.docx", [("ประเด็น", "มาตรการ", "ขั้นตอน", heading), (T4, "ก", "ข", text)])
    assert doubts(path) == [(code, f"ตารางที่ 1 แถว 2 คอลัมน์ “{heading}”")]
    (draft,) = sure(path, Settled(keep_text=True))
    assert draft.notes == [f"{heading}: {text}"]
    assert draft.values.keys() == {"section", "title"}
    assert draft.entry == {}


def test_days_proofs_and_states_get_their_places(tmp_path: Path) -> None:
    head = ("ประเด็น", "มาตรการ", "ขั้นตอน", "กำหนดเสร็จ", "สถานะ", "ปัญหา/อุปสรรค", "หลักฐาน")
    proof = "คู่มือ https://example.go.th/a.pdf\nhttps://example.go.th/b"
    row = (T4, "ก", "1. ข\n2. ค", "31 มีนาคม 2567\nก.ย. 2567", "อยู่ระหว่างดำเนินการ", "-", proof)
    (draft,) = sure(make_docx(tmp_path / "ก.docx", [head, row]))
    assert draft.values["due"] == ("2567-03-31", "2567-09")
    assert draft.entry == {
        "status": "in-progress",
        "evidence": [
            {"title": "คู่มือ", "url": "https://example.go.th/a.pdf"},
            {"title": "https://example.go.th/b", "url": "https://example.go.th/b"},
        ],
    }


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ("t4", "t4"),
        ("๔. กระบวนการกำกับดูแลการใช้ทรัพย์สินของราชการ", "t4"),
        ("กระบวนการกํากับดูแล\nการใช้ทรัพย์สินของราชการ", "t4"),
        ("ตัวชี้วัดที่ ๔ การใช้ทรัพย์สินของราชการ", "ind4"),
        ("๕. กระบวนการกำกับดูแลการใช้ทรัพย์สินของราชการ", "section-number"),
        ("ประเด็นที่ ๔ เรื่องอื่น", "unknown-section"),
        ("ด้านที่ดิน", "unknown-section"),
        ("", "no-section"),
    ],
)
def test_a_section_is_known_by_its_title_never_by_its_number_alone(
    tmp_path: Path, section: str, expected: str
) -> None:
    path = make_docx(tmp_path / "ก.docx", [("ประเด็น", "มาตรการ", "ขั้นตอน"), (section, "ก", "ข")])
    understood = read(path)
    found = [each.code for each in understood.doubts] or [understood.drafts[0].values["section"]]
    assert found == [expected]


def test_a_measure_that_begins_like_a_sum_is_one(tmp_path: Path) -> None:
    rows = [
        PLAN[0],
        ("1", T4, "รวมพลังต้านทุจริต", "", "", "", ""),
        ("2", T4, "รวม 3 งาน", "", "สำนักปลัด", "", ""),
    ]
    assert len(sure(make_docx(tmp_path / "ก.docx", rows))) == 2


@pytest.mark.parametrize("text", ["๑) อบรม\n๒) ประชุม", "1. อบรม 2. ประชุม"])
def test_several_works_in_one_cell_are_no_title(tmp_path: Path, text: str) -> None:
    path = make_docx(tmp_path / "ก.docx", [("ประเด็น", "มาตรการ", "ผู้รับผิดชอบ"), (T4, text, "สำนักปลัด")])
    assert doubts(path) == [("many-titles", "ตารางที่ 1 แถว 2 คอลัมน์ “มาตรการ”")]
    (draft,) = sure(path, Settled(keep_text=True))
    assert "title" not in draft.values
    assert draft.notes == [f"มาตรการ: {text}"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("ดำเนินการแล้วเสร็จ", "done"),
        ("เสร็จสิ้น", "done"),
        ("อยู่ระหว่างการดำเนินการ", "in-progress"),
        ("ยังไม่ดำเนินการ", "not-started"),
        ("จัดอบรมแล้วเสร็จ 1 ครั้ง", None),
    ],
)
def test_a_result_that_is_a_status_and_nothing_else_is_one(
    tmp_path: Path, text: str, status: str | None
) -> None:
    rows = [("ประเด็น", "มาตรการ", "ผลการดำเนินงาน"), (T4, "ก", text)]
    (draft,) = sure(make_docx(tmp_path / "ก.docx", rows))
    assert (draft.entry.get("status"), draft.entry["text"].strip()) == (status, text)


@pytest.mark.parametrize(
    ("heading", "day"),
    [
        ("ผลการดำเนินงาน ณ ๓๑ มี.ค. ๖๗", "2567-03-31"),
        ("ผลการดำเนินงาน (ข้อมูล ณ วันที่ 31 มีนาคม 2567)", "2567-03-31"),
        ("ผลการดำเนินงาน", None),
        ("ผลการดำเนินงาน (รอบแรก)", None),
    ],
)
def test_the_day_in_the_heading_is_the_report_s(tmp_path: Path, heading: str, day: str | None) -> None:
    rows = [("ประเด็น", "มาตรการ", heading), (T4, "ก", "แจกแล้ว")]
    (draft,) = sure(make_docx(tmp_path / "ก.docx", rows))
    assert draft.entry.get("date") == day


def test_a_heading_with_a_day_that_is_not_sure_is_asked_for(tmp_path: Path) -> None:
    rows = [("ประเด็น", "มาตรการ", "ผลการดำเนินงาน ณ สิ้นปี"), (T4, "ก", "แจกแล้ว")]
    assert [code for code, _ in doubts(make_docx(tmp_path / "ก.docx", rows))] == ["unknown-column"]


@pytest.mark.parametrize(
    ("text", "lead", "owners"),
    [
        ("สำนักปลัด (หลัก)\nกองคลัง (ร่วม)", "office", ("finance",)),
        ("กองคลัง (ร่วม) และสำนักปลัด (หลัก)", "office", ("finance",)),
        ("สำนักปลัด (หลัก), กองคลัง", "office", ("finance",)),
        ("สำนักปลัด (หลัก)", "office", None),
    ],
)
def test_words_behind_the_names_say_who_leads(
    tmp_path: Path, text: str, lead: str, owners: tuple[str, ...] | None
) -> None:
    rows = [("ประเด็น", "มาตรการ", "ผู้รับผิดชอบ"), (T4, "ก", text)]
    (draft,) = sure(make_docx(tmp_path / "ก.docx", rows))
    assert (draft.values["lead"], draft.values.get("owners")) == (lead, owners)


def test_two_who_lead_are_a_doubt(tmp_path: Path) -> None:
    rows = [("ประเด็น", "มาตรการ", "ผู้รับผิดชอบ"), (T4, "ก", "สำนักปลัด (หลัก)\nกองคลัง (หลัก)")]
    assert [code for code, _ in doubts(make_docx(tmp_path / "ก.docx", rows))] == ["two-leads"]


def test_a_column_of_findings_is_sent_to_the_analysis(tmp_path: Path) -> None:
    rows = [("ประเด็น", "มาตรการ", "ปัญหา/ข้อค้นพบ"), (T4, "ก", "คู่มือเก่า")]
    (doubt,) = read(make_docx(tmp_path / "ก.docx", rows)).doubts
    assert doubt.code == "finding-column"
    assert "analysis.yml" in str(doubt)
    assert '--column "ปัญหา/ข้อค้นพบ=note"' in str(doubt)


def test_several_columns_are_notes_each_with_its_heading(tmp_path: Path) -> None:
    rows = [("ประเด็น", "มาตรการ", "Q1", "Q2", "หมายเหตุ"), (T4, "ก", "ร่าง", "แจก", "ตามมติ")]
    settled = Settled(columns={"Q1": "note", "Q2": "note"})
    (draft,) = sure(make_docx(tmp_path / "ก.docx", rows), settled)
    assert draft.notes == ["Q1: ร่าง", "Q2: แจก", "ตามมติ"]


@pytest.mark.parametrize("kind", MAKERS)
def test_headings_below_a_merged_one_are_named(tmp_path: Path, kind: str) -> None:
    rows: Rows = [
        ("ประเด็น", "มาตรการ", "แผน", LEFT),
        (UP, UP, "ช่วงต้น", "ช่วงท้าย"),
        (T4, "ก", "ร่าง", "แจก"),
    ]
    told = doubts(MAKERS[kind](tmp_path / f"ก.{kind}", rows))
    assert [(code, at.partition(" คอลัมน์ ")[2]) for code, at in told] == [
        ("unknown-column", "“ช่วงต้น”"),
        ("unknown-column", "“ช่วงท้าย”"),
    ]


def test_only_what_is_like_a_heading_or_a_name_is_offered_for_it(tmp_path: Path) -> None:
    rows = [("ประเด็น", "มาตรการ", "สี", "ผู้รับผิดชอบ"), (T4, "ก", "แดง", "ชมรมรักษ์ป่า\nสำนักงานปลัด")]
    color, club, office = read(make_docx(tmp_path / "ก.docx", rows)).doubts
    assert '--column "สี=note"' in str(color)
    assert (club.code, office.code) == ("new-owner", "unknown-owner")
    assert "=office" not in str(club)
    assert '--same-owner "สำนักงานปลัด=office"' in str(office)


def test_a_row_is_left_out_by_its_beginning(tmp_path: Path) -> None:
    rows = [("ประเด็น", "มาตรการ"), (T4, "ก"), ("หมายเหตุ: แก้ไขตามมติครั้งที่ 2", "")]
    path = make_docx(tmp_path / "ก.docx", rows)
    assert [code for code, _ in doubts(path)] == ["lost-row"]
    assert len(sure(path, Settled(skipped=("หมายเหตุ",)))) == 1


def test_an_option_that_nothing_answers_to_is_told(tmp_path: Path) -> None:
    path = make_docx(tmp_path / "ก.docx", [("ประเด็น", "มาตรการ"), (T4, "ก")])
    settled = Settled(columns={"สีแดง": "note", "มาตรการ": "title"}, skipped=("สี", "ตารางที่ 2"))
    assert [str(each).partition(": ")[0] for each in read(path, settled).notices] == [
        '--column "สีแดง"',
        '--skip "สี"',
        '--skip "ตารางที่ 2"',
    ]


def test_a_proof_that_is_not_there_yet_is_none(tmp_path: Path) -> None:
    (draft,) = sure(make_docx(tmp_path / "ก.docx", [("ประเด็น", "มาตรการ", "หลักฐาน"), (T4, "ก", "ยังไม่มี")]))
    assert draft.entry == {}
