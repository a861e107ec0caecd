"""What only a comparison of bodies finds: it needs no body's files, only what was kept of each."""

from __future__ import annotations

import pickle
import shutil
from datetime import date
from pathlib import Path

import pytest

from conftest import ROOT
from prongsai.check import check, check_unit
from prongsai.check.sameness import Comparable
from prongsai.check.verdict import comparable_text, joined, judge_copies, read_comparable
from prongsai.load import Data, load
from prongsai.project import Project

GOOD = Path(__file__).parent / "projects" / "good"
TODAY = date(2024, 9, 15)
COPY = "2567/measures/copy.yml"
MEASURE = """section: ind5
title: จัดอบรมประมวลจริยธรรม
owners: [office]
period: year
steps:
  - text: จัดอบรมประมวลจริยธรรมสำหรับผู้บริหาร สมาชิกสภา พนักงานส่วนตำบล และพนักงานจ้างทุกคนปีละสองครั้ง
follow_up:
  - text: รายงานผล
progress:
  - round: year
    text: ดำเนินการครบถ้วน
"""
ACCEPTED = """accepted:
  - problem: repeated-measure
    at: {at}
    because: เป็นแผนร่วมของอำเภอ
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Two bodies with one measure word for word alike."""
    for unit in ("first", "second"):
        shutil.copytree(GOOD / "units/good", tmp_path / "units" / unit)
        (tmp_path / "units" / unit / COPY).write_text(MEASURE, "utf-8")
    return Project(tmp_path)


def comparables(data: Data) -> list[Comparable]:
    """What is compared of each body, after it was written and read again."""
    verdicts = [check_unit(unit, (), data, TODAY) for unit in data.units]
    kept = [comparable_text(each.comparable) for each in verdicts if each.comparable]
    return [read_comparable(text) for text in kept]


def accept(project: Project, unit: str, at: str) -> None:
    """Let a body's copy accept that it is one."""
    path = project.units / unit / COPY
    path.write_text(MEASURE + ACCEPTED.format(at=at), "utf-8")


def told(project: Project) -> list[tuple[str, str]]:
    """The problems that a comparison finds in the copied file, each with its body."""
    found = judge_copies(comparables(load(project))).problems
    return [(each.unit, each.code) for each in found if each.place.path.endswith(COPY)]


def test_a_copy_is_told_at_the_later_body_and_names_the_first(project: Project) -> None:
    found = judge_copies(comparables(load(project))).problems
    own = next(each for each in found if each.place.path.endswith(COPY))
    assert (own.unit, own.code, own.place.field) == ("second", "repeated-measure", "steps")
    assert own.facts == {"other": f"units/first/{COPY}"}
    assert judge_copies(comparables(load(project))).units == {"first", "second"}


def test_a_copy_is_accepted_where_it_is_told_and_its_acceptance_is_stale_elsewhere(project: Project) -> None:
    accept(project, "second", "steps")
    assert told(project) == []
    accept(project, "first", "steps")
    assert told(project) == [("first", "stale-acceptance")]
    accept(project, "second", "title")
    assert told(project) == [
        ("first", "stale-acceptance"),
        ("second", "repeated-measure"),
        ("second", "stale-acceptance"),
    ]


def test_body_by_body_gives_the_verdict_on_all(project: Project) -> None:
    accept(project, "second", "steps")
    data = load(project)
    alone = [check_unit(unit, (), data, TODAY) for unit in data.units]
    sent = pickle.loads(pickle.dumps(alone))
    assert joined(sent) == check(data, TODAY)
    codes = [problem.code for problem, _ in joined(sent).accepted]
    assert codes.count("repeated-measure") == 1


def test_a_body_alone_is_not_told_that_its_copy_is_no_longer_one(project: Project) -> None:
    accept(project, "second", "steps")
    data = load(project, ("second",))
    verdict = check_unit(data.units[0], (), data, TODAY)
    assert "stale-acceptance" not in {each.code for each in verdict.problems}


def test_an_error_that_may_hide_an_accepted_fault_does_not_make_it_stale(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "units/bo-thong", tmp_path / "units/bo-thong")
    path = tmp_path / "units/bo-thong/2566/results.yml"
    text = path.read_text("utf-8")
    assert "total: 93.73" in text
    path.write_text(text.replace("total: 93.73", "total: 93.37"), "utf-8")
    found = check(load(Project(tmp_path)), TODAY).problems
    codes = {each.code for each in found if each.place.path.endswith("2566/results.yml")}
    assert codes == {"total-mean", "two-values"}
