"""The assessments that the package ships agree with themselves; a new one is a file and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from builders import day
from builders import framework as trial
from prongsai.derive import unit_report
from prongsai.derive.arithmetic import level_by_rule
from prongsai.load import load
from prongsai.model.framework import Framework, Indicator, Instrument, Item, Question
from prongsai.project import Project, frameworks_folder
from prongsai.reference import Reference, load_reference

YEARS = (2565, 2566, 2567, 2568, 2569)
ORAL_YEARS = (2566, 2567, 2568, 2569)
"""Years whose levels are words and look at every instrument."""
LETTERS = [
    ("95", "AA"),
    ("94.99", "A"),
    ("85", "A"),
    ("84.99", "B"),
    ("75", "B"),
    ("74.99", "C"),
    ("65", "C"),
    ("64.99", "D"),
    ("55", "D"),
    ("54.99", "E"),
    ("50", "E"),
    ("49.99", "F"),
    ("0", "F"),
]
ORAL_CASES = [
    ("95", ("95", "95", "95"), "ผ่านดีเยี่ยม"),
    ("100", ("100", "100", "100"), "ผ่านดีเยี่ยม"),
    ("94.99", ("95", "95", "95"), "ผ่านดี"),
    ("95", ("94.99", "95", "95"), "ผ่านดี"),
    ("97", ("95", "94.99", "99"), "ผ่านดี"),
    ("97", ("99", "99", "94.99"), "ผ่านดี"),
    ("85", ("85", "85", "85"), "ผ่านดี"),
    ("85", ("84.99", "85", "85"), "ผ่าน"),
    ("85", ("85", "84.99", "85"), "ผ่าน"),
    ("96", ("100", "100", "84.99"), "ผ่าน"),
    ("85", ("0", "0", "0"), "ผ่าน"),
    ("84.99", ("85", "85", "85"), "ต้องปรับปรุง"),
    ("84.99", ("100", "100", "100"), "ต้องปรับปรุง"),
    ("70", ("70", "70", "70"), "ต้องปรับปรุง"),
    ("70", ("0", "0", "0"), "ต้องปรับปรุง"),
    ("69.99", ("70", "70", "70"), "ต้องปรับปรุงโดยด่วน"),
    ("69.99", ("100", "100", "100"), "ต้องปรับปรุงโดยด่วน"),
    ("0", ("0", "0", "0"), "ต้องปรับปรุงโดยด่วน"),
]

INVENTED_KINDS = "kinds:\n  club: {title: ชมรม, family: club}\n"
INVENTED = """
year: 2580
title: การประเมินชมรม
family: club
scores: {min: 0, max: 5}
sources: {}
instruments:
  - {id: members, label: สมาชิก, title: แบบสอบถามสมาชิก, weight: 25, standing: confirmed}
  - {id: visit, label: ตรวจเยี่ยม, title: การตรวจเยี่ยม, weight: 75, standing: confirmed}
indicators:
  - {id: c1, title: ความสุข, instrument: members, standing: confirmed}
  - {id: c2, title: ความเป็นธรรม, instrument: members, standing: confirmed}
  - {id: c3, title: การมีส่วนร่วม, instrument: members, standing: confirmed}
  - {id: c4, title: ความสะอาด, instrument: visit, standing: confirmed}
  - {id: c5, title: ความปลอดภัย, instrument: visit, standing: confirmed}
  - {id: c6, title: ความโปร่งใส, instrument: visit, standing: confirmed}
  - {id: c7, title: ความยั่งยืน, instrument: visit, standing: confirmed}
levels:
  standing: confirmed
  passed: 3
  bands:
    - {name: ดาวทอง, tone: best, total: 4, each: 4, meaning: ทุกอย่างไม่ต่ำกว่า 4}
    - {name: ดาวเงิน, tone: good, total: 3, meaning: รวมไม่ต่ำกว่า 3}
    - {name: ยังไม่มีดาว, tone: poor, total: 0, meaning: รวมไม่ถึง 3}
"""
CLUB_SCORES = {"c1": "4.10", "c2": "4.20", "c3": "4.31", "c4": "3", "c5": "4", "c6": "2.99", "c7": "5"}


@pytest.fixture(scope="module")
def shipped() -> Reference:
    return load_reference(frameworks_folder())


@pytest.fixture(params=YEARS)
def framework(request: pytest.FixtureRequest, shipped: Reference) -> Framework:
    return shipped.frameworks["nacc", request.param]


def referred(framework: Framework) -> Iterator[tuple[str, str, set[str]]]:
    """Yield what names something, the name, and the names that exist."""
    instruments = {each.id for each in framework.instruments}
    indicators = {each.id for each in framework.indicators}
    groups = {each.id for each in framework.groups}
    for indicator in framework.indicators:
        yield indicator.id, indicator.instrument, instruments
    for question in framework.questions:
        yield question.id, question.indicator, indicators
    for scale in framework.answer_scales:
        yield from (("answer scale", each, instruments) for each in scale.instruments)
    for group in framework.groups:
        yield group.id, group.indicator, indicators
    for item in framework.items:
        yield item.id, item.group, groups


def test_every_shipped_file_is_one_year_of_the_family_that_its_folder_names(shipped: Reference) -> None:
    files = {(path.parent.name, int(path.stem)) for path in frameworks_folder().glob("*/*.yml")}
    assert set(shipped.frameworks) == files == {("nacc", year) for year in YEARS}


def test_every_kind_of_body_has_an_assessment(shipped: Reference) -> None:
    families = {family for family, _ in shipped.frameworks}
    assert {kind.family for kind in shipped.kinds.values()} <= families


def test_a_code_means_one_thing_in_a_year(framework: Framework) -> None:
    rows = (framework.instruments, framework.parts, framework.indicators, framework.questions)
    codes = [
        each.id for part in (*rows, framework.topics, framework.items, framework.groups) for each in part
    ]
    assert [code for code, count in Counter(codes).items() if count > 1] == []
    assert "total" not in codes


def test_what_a_framework_names_exists(framework: Framework) -> None:
    assert [(place, name) for place, name, known in referred(framework) if name not in known] == []


def test_every_source_of_a_fact_is_listed(framework: Framework) -> None:
    parts = (framework.instruments, framework.parts, framework.indicators, framework.questions)
    more = (framework.answer_scales, framework.topics, framework.groups, framework.items)
    facts = [each for part in (*parts, *more) for each in part]
    elements = [element for item in framework.items for element in item.elements]
    cited = {source for fact in (*facts, *elements, framework.levels) for source in fact.sources}
    assert cited - framework.sources.keys() == set()


def test_a_fact_without_a_source_is_not_sure(framework: Framework) -> None:
    facts: tuple[tuple[Instrument | Indicator | Question | Item, ...], ...]
    facts = (framework.instruments, framework.indicators, framework.questions, framework.items)
    unfounded = [fact.id for part in facts for fact in part if fact.standing.is_sure and not fact.sources]
    assert unfounded == []


def test_an_items_elements_have_different_ids(framework: Framework) -> None:
    doubled = [
        item.id for item in framework.items if len({each.id for each in item.elements}) < len(item.elements)
    ]
    assert doubled == []


def test_a_topic_heads_a_section_but_has_no_score_and_a_question_the_other_way_round() -> None:
    parts = {"inner", "outer", "outer_1", "outer_2", "ind1", "ind2", "ind3"}
    assert trial().section_ids == parts | {"t1"}
    assert trial().scored == parts | {"q1", "q2", "q3", "o1", "o2", "o3", "total"}


def test_weights_make_up_the_whole(framework: Framework) -> None:
    assert sum(each.weight for each in framework.instruments) == 100
    assert sum(framework.weight_of(each) for each in framework.instruments) == 1


def test_every_instrument_measures_something(framework: Framework) -> None:
    assert [each.id for each in framework.instruments if not framework.indicators_of(each.id)] == []


def test_what_a_code_was_existed_the_year_before(framework: Framework, shipped: Reference) -> None:
    older = shipped.frameworks.get(("nacc", framework.year - 1))
    before = {each.id for each in older.questions} | {each.id for each in older.items} if older else set()
    was = [each.was for each in framework.questions if each.was]
    was += [each.was for each in framework.items if each.was]
    assert [code for code in was if code not in before] == []
    assert [code for code, count in Counter(was).items() if count > 1] == []


def test_a_question_was_a_question_of_the_same_instrument(framework: Framework) -> None:
    moved = [(each.id, each.was) for each in framework.questions if each.was and each.was[0] != each.id[0]]
    items = [(each.id, each.was) for each in framework.items if each.was and each.was[0] != "o"]
    assert (moved, items) == ([], [])


def test_levels_stand_from_best_to_worst(framework: Framework) -> None:
    limits = [(band.total, band.each or framework.scores.min) for band in framework.levels.bands]
    assert limits == sorted(set(limits), reverse=True)
    assert len({band.name for band in framework.levels.bands}) == len(framework.levels.bands)


def test_every_total_has_a_level(framework: Framework) -> None:
    worst = framework.levels.bands[-1]
    assert (worst.total, worst.each) == (framework.scores.min, None)
    assert framework.scores.min < framework.levels.passed < framework.scores.max


@pytest.mark.parametrize(("total", "name"), LETTERS)
def test_the_letters_of_2565_follow_from_the_total(shipped: Reference, total: str, name: str) -> None:
    band = level_by_rule(shipped.frameworks["nacc", 2565], Decimal(total), [Decimal(0)] * 3)
    assert band and band.name == name


@pytest.mark.parametrize("year", ORAL_YEARS)
@pytest.mark.parametrize(("total", "instruments", "name"), ORAL_CASES)
def test_a_level_asks_for_the_total_and_every_instrument(
    shipped: Reference, year: int, total: str, instruments: tuple[str, ...], name: str
) -> None:
    band = level_by_rule(shipped.frameworks["nacc", year], Decimal(total), map(Decimal, instruments))
    assert band and band.name == name


@pytest.mark.parametrize(
    ("total", "instruments"),
    [(None, ("95", "95", "95")), ("95", ("95", "95", None)), ("95", ("95", "95")), ("95", ())],
    ids=["no total", "an instrument is unknown", "an instrument is missing", "no instrument"],
)
def test_a_level_that_asks_for_unknown_scores_is_not_given(
    shipped: Reference, total: str | None, instruments: tuple[str | None, ...]
) -> None:
    known = [Decimal(each) if each else None for each in instruments]
    framework = shipped.frameworks["nacc", 2567]
    assert level_by_rule(framework, Decimal(total) if total else None, known) is None


def test_a_total_below_every_band_has_no_level() -> None:
    framework = trial()
    low = [band for band in framework.levels.bands if band.total]
    narrow = framework.model_copy(update={"levels": framework.levels.model_copy(update={"bands": low})})
    assert level_by_rule(narrow, Decimal("7.99"), [Decimal(10)] * 2) is None


@pytest.mark.parametrize(
    ("scores", "total", "level"),
    [
        # members = mean(4.10, 4.20, 4.31) = 4.20; visit = mean(3, 4, 2.99, 5) = 3.7475 -> 3.75; 0.25 : 0.75
        (CLUB_SCORES, "3.86", "ดาวเงิน"),
        (CLUB_SCORES | {"members": "4", "visit": "4"}, "4.00", "ดาวทอง"),
        (CLUB_SCORES | {"members": "3.99", "visit": "5"}, "4.75", "ดาวเงิน"),
        (CLUB_SCORES | {"members": "3", "visit": "3"}, "3.00", "ดาวเงิน"),
        (CLUB_SCORES | {"members": "3", "visit": "2.99"}, "2.99", "ยังไม่มีดาว"),
    ],
    ids=["from indicators", "all at the limit", "one below the limit", "at the pass mark", "below it"],
)
def test_an_invented_assessment_is_a_file_and_nothing_else(
    tmp_path: Path, scores: dict[str, str], total: str, level: str
) -> None:
    write(tmp_path / "frameworks/kinds.yml", INVENTED_KINDS)
    write(tmp_path / "frameworks/club/2580.yml", INVENTED)
    write(tmp_path / "units/chess/unit.yml", "name: ชมรมหมากรุก\nkind: club\n")
    rows = "".join(f"  {code}: {score}\n" for code, score in scores.items())
    write(tmp_path / "units/chess/2580/results.yml", f"scores:\n{rows}")

    data = load(Project(tmp_path), frameworks=tmp_path / "frameworks")
    assert [str(problem) for problem in data.problems] == []
    report = unit_report(data.units[0], data.reference, day("2580-01-01"))
    results = report.latest_results
    assert results is not None
    assert results.level is not None
    assert (str(results.total.value), results.level.name) == (total, level)
    assert [each.figure.code for each in results.indicators] == [f"c{number}" for number in range(1, 8)]
    assert [each.figure.code for each in results.indicators if each.below_pass] == ["c6"]
    assert [each.code for each in results.strongest] == ["c7"]


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
