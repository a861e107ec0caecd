"""What plausible prose may say without an alarm, and what it may not."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from conftest import ROOT
from prongsai.printed import check_project
from prongsai.project import Project

GOOD = ROOT / "tests/projects/good"
TODAY = date(2024, 9, 15)
SILENT = [
    "ทุกตัวชี้วัดอยู่ในระดับผ่านเกณฑ์การประเมิน",
    "ปี พ.ศ. 2565 ได้ระดับ ผ่าน และปี 2566 ได้ระดับ ผ่านดี",
    "ตัวชี้วัดที่ 4 อยู่ในระดับต้องปรับปรุง",
    "ตั้งเป้าให้ตัวชี้วัดที่ 1 ได้ 99.00 คะแนน",
    "ตั้งเป้าคะแนนรวม 95.00 คะแนน",
    "ค่าเฉลี่ยของจังหวัดสำหรับตัวชี้วัดที่ 1 คือ 92.00 คะแนน",
    "แบบประเมินความพึงพอใจ คะแนนเต็ม 5 คะแนน",
    "ค่าน้ำมัน E85 ของรถส่วนกลาง",
    "ตามข้อ 01 ของคู่มือ",
    "คะแนนข้อ I19 ต่ำกว่า 80 คะแนน จึงต้องปรับปรุง",
    "ปี 2565 ตัวชี้วัดที่ 1 ได้ 88.00 คะแนน",
    "ประชาชนพึงพอใจสูงสุดต่อการซ่อมถนน",
    "ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่ (๙๖.๔๐ คะแนน)",
    "E5 ได้ 90.00 คะแนนขึ้นไป",
]
TOLD = [
    ("ตัวชี้วัดที่ ๑ ได้ ๙๖.๐๔ คะแนน", "prose-number"),
    ("การใช้อำนาจ (ตัวชี้วัดที่ ๓) ได้คะแนน ๙๕.๘๐ คะแนน", "prose-number"),
    ("I๑๙ ได้ ๗๘.๔๙ คะแนน", "prose-number"),
    ("ข้อ i20 อยู่ในระดับ 82.01%", "prose-number"),
    ("แบบวัด IIT คะแนนรวม 92.58 คะแนน", "prose-number"),
    ("ได้คะแนนภาพรวมอยู่ที่ 93.03 คะแนน", "prose-number"),
    ("ตัวชี้วัดที่ ๒ เป็นตัวชี้วัดที่ได้คะแนนต่ำที่สุด", "prose-rank"),
    ("ตัวชี้วัดที่ ๒ ได้คะแนนเต็ม ๙๔.๑๒ คะแนน", "prose-full-mark"),
    ("ตัวชี้วัดที่ ๓ การใช้งบประมาณ", "prose-name"),
    ("หน่วยงานอยู่ในระดับ ผ่านดีเยี่ยม", "prose-level"),
]


def told_of(tmp_path: Path, text: str) -> list[str]:
    """The codes of the problems on the line of one sentence in a good plan's summary."""
    shutil.copytree(GOOD, tmp_path / "project")
    path = tmp_path / "project/units/good/2567/analysis.yml"
    path.write_text(path.read_text("utf-8").replace("summary: |\n", f"summary: |\n  {text}\n", 1), "utf-8")
    line = next(number for number, row in enumerate(path.read_text("utf-8").split("\n"), 1) if text in row)
    problems = check_project(Project(tmp_path / "project"), TODAY).problems
    assert all(problem.place.line == line or problem.code == "two-values" for problem in problems)
    return [problem.code for problem in problems if problem.code != "two-values"]


@pytest.mark.parametrize("text", SILENT)
def test_a_plausible_sentence_raises_no_alarm(tmp_path: Path, text: str) -> None:
    assert told_of(tmp_path, text) == []


@pytest.mark.parametrize(("text", "code"), TOLD)
def test_a_sentence_against_the_table_is_told_on_its_line(tmp_path: Path, text: str, code: str) -> None:
    assert told_of(tmp_path, text) == [code]
