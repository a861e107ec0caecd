"""`prongsai table`: tables of real documents and of shapes never seen get in; nothing is guessed or lost."""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner

from conftest import EPOCH, ROOT, TODAY, copy_project, run_prongsai
from office_documents import LEFT, UP, Made, Rows, delete_tracked, insert_tracked, make_docx, make_xlsx
from office_tables import HALF_YEAR, INDICATORS, PLAIN, QUESTIONS, TOPICS
from prongsai.cli import main
from prongsai.load import load
from prongsai.model.measure import Measure
from prongsai.office.tables.drafts import Draft
from prongsai.office.tables.folding import fold
from prongsai.office.tables.importing import Understood, known_plan, plan_files, read_tables, understand
from prongsai.office.tables.settled import Settled
from prongsai.office.tables.vocabulary import meanings
from prongsai.project import Project
from terminals import Terminal, stopped

MAKERS = {"docx": make_docx, "xlsx": make_xlsx}
ANALYSED = "ผลการวิเคราะห์ตัวชี้วัดตามหลักเกณฑ์การประเมิน ITA"
SEEDS: Mapping[str, tuple[tuple[Made, ...], str, str, Settled]] = {
    "topics": (TOPICS, "bo-thong", "2567", Settled()),
    "half-year": (HALF_YEAR, "thephalai", "2566", Settled(sections={"E๗": "ind7"}, round="h1")),
    "plain": (PLAIN, "bang-krabue", "2565", Settled(sections={"": "development"})),
    "indicators": (
        INDICATORS,
        "na-udom",
        "2569",
        Settled(columns={"ตัวชี้วัด": "section", ANALYSED: "note"}, sections={"ตัวชี้วัดที่ ๔": "ind4"}),
    ),
    "questions": (QUESTIONS, "sample-004", "2568", Settled(columns={"ข้อค้นพบ": "note"})),
}
HEAD = ("ลำดับที่", "ประเด็น", "มาตรการ", "ขั้นตอน", "ผู้รับผิดชอบ", "ระยะเวลา", "งบประมาณ (บาท)")
T4 = "ประเด็นที่ ๔ กระบวนการกำกับดูแลการใช้ทรัพย์สินของราชการ"
ROWS = (
    HEAD,
    ("๑", T4, "จัดทำคู่มือ", "1. ร่าง\n2. แจ้งเวียน", "สำนักปลัด", "ตุลาคม ๒๕๖๖ – กันยายน ๒๕๖๗", "20,000 บาท"),
    ("๒", T4, "ตรวจนับพัสดุ", "- นับ\n- รายงาน", "กองคลัง", "ไตรมาส 1-2", "ไม่ใช้งบประมาณ"),
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The five bodies in a folder with Thai letters and a space, without a theme: nothing is built here."""
    folder = tmp_path / "งาน ITA"
    shutil.copytree(ROOT / "units", folder / "units")
    return folder


def table(project: Path, unit: str, year: str, path: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the command where nobody can answer; in this process, because starting one takes the most time."""
    arguments = ["--root", str(project), "table", unit, year, str(path), "--today", TODAY, *options]
    done = CliRunner(env={"SOURCE_DATE_EPOCH": EPOCH}).invoke(main, arguments, catch_exceptions=False)
    return subprocess.CompletedProcess(arguments, done.exit_code, done.stdout, done.stderr)


def measures(project: Path, unit: str, year: int) -> dict[str, Measure]:
    return {each.stem: each.value for each in load(Project(project), (unit,)).units[0].year(year).measures}


def added(project: Path, unit: str, year: int) -> dict[str, Measure]:
    """The measures that the five bodies do not have."""
    before = measures(ROOT, unit, year)
    return {name: each for name, each in measures(project, unit, year).items() if name not in before}


def read(path: Path, settled: Settled | None = None, project: Path = ROOT) -> Understood:
    known = known_plan(Project(project), "bo-thong", "2567")
    return understand(read_tables(path), known, settled or Settled())


def sure(path: Path, settled: Settled | None = None) -> tuple[Draft, ...]:
    understood = read(path, settled)
    assert [str(each) for each in understood.doubts] == []
    return understood.drafts


def doubts(path: Path, settled: Settled | None = None) -> list[tuple[str, str]]:
    return [(each.code, str(each.at)) for each in read(path, settled).doubts]


def steps(draft: Draft) -> list[str]:
    return [item.text for item in draft.steps["steps"]]


# The five documents


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("name", SEEDS)
def test_no_word_of_a_real_document_is_lost(tmp_path: Path, name: str, kind: str) -> None:
    made, unit, year, settled = SEEDS[name]
    known = known_plan(Project(ROOT), unit, year)
    understood = understand(read_tables(MAKERS[kind](tmp_path / f"ก.{kind}", *made)), known, settled)
    assert [str(each) for each in understood.doubts] == []
    files = plan_files(Project(ROOT), known, understood, settled, date(2026, 11, 21)).new.files.values()
    written = fold(b"".join(files).decode("utf-8"))
    told = " ".join(map(str, understood.notices))
    for place, each in enumerate(made, 1):
        if f" {place}: ไม่ได้นำเข้า" not in told:
            assert [word for word in words_of(each) if word not in written] == []


def words_of(made: Made) -> list[str]:
    """The words of a table's texts, without their numbers and what is read as codes and days."""
    head = made.rows[1] if UP in made.rows[1] else made.rows[0]
    values = {place for place, text in enumerate(made.rows[0]) if {"owners", "period"} & {*meanings(text)}}
    values |= {place for place, text in enumerate(made.rows[0]) if "section" in meanings(text)}
    body = made.rows[2 if head is made.rows[1] else 1 :]
    texts = (text for row in body for place, text in enumerate(row) if place not in values)
    words = (fold(word).lstrip("0123456789") for text in texts if text != UP for word in text.split())
    return [word for word in words if word]


def test_a_table_over_several_pages_is_one(project: Path, tmp_path: Path) -> None:
    run = table(project, "bo-thong", "2567", make_docx(tmp_path / "ก.docx", *TOPICS), "--yes")
    assert run.returncode == 0, run.stderr
    new = added(project, "bo-thong", 2567)
    assert list(new) == ["m8", "m9", "m10", "m11"]
    assert [each.section for each in new.values()] == ["t1", "t1", "t4", "t7"]
    assert [each.owners for each in new.values()] == [("office",), ("office",), ("finance",), ("office",)]
    assert new["m8"].steps_intro == "รายละเอียดขั้นตอนการดำเนินการ"
    assert new["m8"].steps[0].text == "จัดทำคู่มือ/แนวทางการปฏิบัติงานหรือการให้บริการ"
    assert len(new["m8"].steps) == 3
    assert [step.number for step in new["m11"].steps] == [None] * 4
    assert new["m11"].approach is not None
    assert new["m11"].approach.count("\n- ") == 2
    first, last = (getattr(new["m8"].period, name).span for name in ("first", "last"))
    assert (first.first.isoformat(), last.last.isoformat()) == ("2023-10-01", "2024-09-30")
    assert "ตารางที่ 4 แถว 2: ต่อท้ายมาตรการของตารางที่ 3 แถว 3" in run.stderr
    assert "ตารางที่ 5: ไม่ได้นำเข้า" in run.stderr


def test_the_same_document_twice_and_as_a_sheet_doubles_nothing(project: Path, tmp_path: Path) -> None:
    table(project, "bo-thong", "2567", make_docx(tmp_path / "ก.docx", *TOPICS), "--yes")
    before = {path: path.read_bytes() for path in (project / "units").rglob("*.yml")}
    for path in (tmp_path / "ก.docx", make_xlsx(tmp_path / "ก.xlsx", *TOPICS)):
        run = table(project, "bo-thong", "2567", path, "--yes")
        assert run.returncode == 0
        assert run.stderr.count("มีอยู่แล้วเป็นมาตรการ m") == 4
        assert {path: path.read_bytes() for path in (project / "units").rglob("*.yml")} == before


def test_a_half_year_report_brings_its_progress(project: Path, tmp_path: Path) -> None:
    path = make_docx(tmp_path / "ก.docx", *HALF_YEAR)
    run = table(project, "thephalai", "2566", path, "--section", "E๗=ind7", "--round", "h1", "--yes")
    assert run.returncode == 0, run.stderr
    new = list(added(project, "thephalai", 2566).values())
    assert [each.section for each in new] == ["ind9", "ind7", "ind7", "ind8"]
    assert [each.answers for each in new] == [("o9",), ("e6",), ("e7",), ("e15",)]
    assert [step.number for step in new[0].steps] == [None, None, None, "3"]
    assert [entry.round for each in new for entry in each.progress] == ["h1"] * 4
    assert [entry.status for each in new for entry in each.progress] == [None] * 4
    assert new[3].owners == ("office", "finance", "works", "education")
    assert len(new[1].follow_up) == 2


def test_questions_below_each_other_share_the_merged_steps(project: Path, tmp_path: Path) -> None:
    path = make_docx(tmp_path / "ก.docx", *QUESTIONS)
    run = table(project, "sample-004", "2568", path, "--column", "ข้อค้นพบ=note", "--yes")
    assert run.returncode == 0, run.stderr
    new = added(project, "sample-004", 2568)
    assert [(each.section, each.answers, each.lead, each.owners) for each in new.values()] == [
        ("t1", ("e1", "e2"), "office", ("all",)),
        ("t3", ("e6", "e9"), "office", ("all",)),
    ]
    assert [each.limits is None for each in new.values()] == [False, True]


def test_what_is_not_sure_is_told_at_once_with_place_and_remedy(project: Path, tmp_path: Path) -> None:
    path = make_docx(tmp_path / "ก.docx", *INDICATORS)
    told = stopped(table(project, "na-udom", "2569", path, "--yes"))
    assert "“ตัวชี้วัด”: หัวคอลัมน์นี้เป็นได้ทั้ง section (หัวข้อ), target (ตัวชี้วัดความสำเร็จ)" in told
    assert '--column "ตัวชี้วัด=section"' in told
    assert '--skip "ผลการวิเคราะห์ตัวชี้วัดตามหลักเกณฑ์การประเมิน ITA"' in told
    assert "ช่องที่มี: section (หัวข้อ), title (ชื่อมาตรการ)" in told
    told = stopped(
        table(project, "na-udom", "2569", path, "--yes", "--column", "ตัวชี้วัด=หัวข้อ", "--skip", ANALYSED)
    )
    assert "ตารางที่ 2 แถว 3 คอลัมน์ “ตัวชี้วัด”: ไม่พบหัวข้อ" in told
    assert "=ind4" in told
    assert added(project, "na-udom", 2569) == {}


# Shapes


@pytest.mark.parametrize("kind", MAKERS)
def test_numbers_and_dates_are_read_exactly(tmp_path: Path, kind: str) -> None:
    first, second = sure(MAKERS[kind](tmp_path / f"ก.{kind}", ROWS))
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
    order = random.Random(seed).sample(range(len(HEAD)), len(HEAD))
    plain = sure(MAKERS[kind](tmp_path / f"ก.{kind}", ROWS))
    mixed = sure(MAKERS[kind](tmp_path / f"ข.{kind}", [[row[place] for place in order] for row in ROWS]))
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


def test_rows_that_differ_only_in_who_does_it_are_both_written_and_known_again(
    project: Path, tmp_path: Path
) -> None:
    rows = [
        HEAD,
        *((str(n), T4, "ก", "ข", owner, "h1", "0") for n, owner in enumerate(("สำนักปลัด", "กองคลัง"), 1)),
    ]
    path = make_docx(tmp_path / "ก.docx", [*rows, rows[-1]])
    run = table(project, "bo-thong", "2567", path, "--yes")
    assert "ซ้ำกับแถวก่อน" in run.stderr
    assert [each.owners for each in added(project, "bo-thong", 2567).values()] == [("office",), ("finance",)]
    run = table(project, "bo-thong", "2567", path, "--yes")
    assert run.stderr.count("มีอยู่แล้วเป็นมาตรการ m8") == 3


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
    assert (draft.values["title"], draft.notes, steps(draft)) == ("ข", ["ค"], ["ก"])


def test_a_table_of_unknown_words_is_known_by_what_a_person_says(project: Path, tmp_path: Path) -> None:
    path = make_xlsx(tmp_path / "ก.xlsx", [("หมวด", "งานที่จะทำ", "คนทำ"), (T4, "1. ก", "สำนักปลัด")])
    told = stopped(table(project, "bo-thong", "2567", path, "--yes"))
    assert "ไม่พบตารางมาตรการ" in told
    assert "แผ่นงาน แผน 1: ไม่ได้นำเข้า" in told
    said = ("หมวด=section", "งานที่จะทำ=ขั้นตอน", "คนทำ=owners")
    options = (part for each in said for part in ("--column", each))
    run = table(project, "bo-thong", "2567", path, "--yes", *options)
    assert run.returncode == 0, run.stderr
    assert [each.owners for each in added(project, "bo-thong", 2567).values()] == [("office",)]


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


# Owners


def test_a_new_owner_is_one_added_line_in_the_unit_s_file(project: Path, tmp_path: Path) -> None:
    rows: Rows = [HEAD, ("1", T4, "ก", "ข", "กองช่าง\nสำนักงานปลัด", "h1", "0")]
    path, unit = make_docx(tmp_path / "ก.docx", rows), project / "units/bo-thong/unit.yml"
    before = unit.read_bytes()
    told = stopped(table(project, "bo-thong", "2567", path, "--yes"))
    assert '--new-owner "รหัส=กองช่าง"' in told
    assert '--same-owner "สำนักงานปลัด=office"' in told
    options = ("--new-owner", "works=กองช่าง", "--same-owner", "สำนักงานปลัด=office")
    stopped(table(project, "bo-thong", "2567", path, *options))
    assert unit.read_bytes() == before
    run = table(project, "bo-thong", "2567", path, "--yes", *options)
    assert run.returncode == 0, run.stderr
    assert unit.read_bytes() == before + "  - id: works\n    name: กองช่าง\n".encode()
    assert added(project, "bo-thong", 2567)["m8"].owners == ("works", "office")


@pytest.mark.parametrize(
    ("option", "word"),
    [
        (("--new-owner", "office=กองช่าง"), "office"),
        (("--new-owner", "กองช่าง"), "--new-owner"),
        (("--column", "ขั้นตอน"), "--column"),
        (("--column", "ขั้นตอน=อะไร"), "--column"),
        (("--same-owner", "กองช่าง=nobody"), "nobody"),
        (("--section", "=t99"), "t99"),
    ],
)
def test_a_wrong_option_is_told(project: Path, tmp_path: Path, option: tuple[str, ...], word: str) -> None:
    path = make_docx(tmp_path / "ก.docx", [HEAD, ("1", "", "ก", "ข", "สำนักปลัด", "h1", "0")])
    assert word in stopped(table(project, "bo-thong", "2567", path, "--section", "=t4", "--yes", *option[:]))
    assert added(project, "bo-thong", 2567) == {}


# At the terminal


def test_a_person_is_asked_and_sees_everything_before_it_is_written(project: Path, tmp_path: Path) -> None:
    rows: Rows = [
        ("ประเด็น", "มาตรการ", "งานที่จะทำ", "ผู้รับผิดชอบ", "งบประมาณ"),
        ("ด้านทรัพย์สิน", "จัดทำคู่มือ", "1. ร่าง 2. แจก", "กองช่าง", "ตามข้อบัญญัติ"),
    ]
    path = make_docx(tmp_path / "แผน ของเรา.docx", rows)
    terminal = Terminal("table", "bo-thong", "2567", str(path), "--today", TODAY, cwd=project)
    for question, reply in (
        ("skip เพื่อไม่นำเข้า", "อะไร"),
        ("ให้พิมพ์ชื่อช่อง", "ขั้นตอน"),
        ("รหัสหัวข้อจากรายการข้างต้น", "t4"),
        ("รหัสใหม่", "works"),
        ("เก็บเป็นข้อความ", "y"),
        ("เขียนไฟล์เหล่านี้หรือไม่", "y"),
    ):
        terminal.wait_for(question)
        terminal.type(reply)
    assert terminal.end() == 0
    assert "m8 [t4] จัดทำคู่มือ" in terminal.shown
    assert "2. แจก" in terminal.shown
    new = added(project, "bo-thong", 2567)["m8"]
    assert (new.section, new.owners, new.note) == ("t4", ("works",), "งบประมาณ: ตามข้อบัญญัติ")
    assert new.budget is None
    assert [step.text for step in new.steps] == ["ร่าง", "แจก"]


def test_whoever_does_not_agree_has_nothing_written(project: Path, tmp_path: Path) -> None:
    path = make_docx(tmp_path / "ก.docx", ROWS)
    terminal = Terminal("table", "bo-thong", "2567", str(path), "--today", TODAY, cwd=project)
    terminal.wait_for("เขียนไฟล์เหล่านี้หรือไม่")
    terminal.type("n")
    assert terminal.end() == 2
    assert "ไม่มีไฟล์ใดเปลี่ยน" in terminal.shown
    assert added(project, "bo-thong", 2567) == {}
    assert "--yes" in stopped(table(project, "bo-thong", "2567", path))
    assert added(project, "bo-thong", 2567) == {}


def test_a_faulty_body_is_told_before_anything_is_read(project: Path, tmp_path: Path) -> None:
    path = make_docx(tmp_path / "ก.docx", ROWS)
    analysis = project / "units/bo-thong/2567/analysis.yml"
    text = analysis.read_text("utf-8")
    analysis.write_text(text.replace("result_year: 2566", "result_year: 2566\nx: 1"), "utf-8")
    assert "prongsai check bo-thong" in stopped(table(project, "bo-thong", "2567", path, "--yes"))
    assert not (project / "units/bo-thong/2567/measures/m8.yml").exists()


# To the end


def test_a_document_of_a_shape_never_seen_is_a_page_that_shows_its_words(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "เว็บ ของเรา", ROOT / "tests/projects/good/units")
    rows: Sequence[Sequence[str]] = [
        ("ใครทำ", "ทำเมื่อไร", "จะทำอะไร", "ทำอย่างไร", "ใช้เงิน"),
        (T4, LEFT, LEFT, LEFT, LEFT),
        ("กองช่าง และสำนักปลัด", "ม.ค. 67 – มี.ค. 67", "ติดป้ายรถส่วนกลาง", "ก) ออกแบบป้าย\nข) ติดทุกคัน", "๑๒,๕๐๐.-"),
    ]
    path = make_docx(tmp_path / "ตาราง.docx", Made(rows, before=("แผนของเรา",)))
    said = ("ใครทำ=owners", "ทำเมื่อไร=period", "จะทำอะไร=title", "ทำอย่างไร=steps", "ใช้เงิน=budget")
    options = (part for each in said for part in ("--column", each))
    command = ("table", "good", "2567", str(path), "--yes", "--today", TODAY)
    run = run_prongsai(*command, *options, cwd=project)
    assert run.returncode == 0, run.stdout + run.stderr
    run = run_prongsai("build", cwd=project)
    assert run.returncode == 0, run.stdout + run.stderr
    page = (project / "site/2567/measures/m3/index.html").read_text("utf-8")
    for words in ("ติดป้ายรถส่วนกลาง", "ติดทุกคัน", "กองช่าง", "12,500"):
        assert words in page
