"""The join of findings and measures, scores before and after, titles, roll-ups; the way back to a score."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from builders import YEAR, analysis, framework, measure, placed, report, results, sure
from prongsai.derive import UnitReport
from prongsai.derive.consequences import Consequences, consequences
from prongsai.derive.measures import MeasureReport
from prongsai.derive.plan import PlanReport
from prongsai.load import Placed, YearFiles
from prongsai.model.analysis import Analysis
from prongsai.model.measure import Measure

PLAN_YEAR = YEAR + 1
BEFORE = {"ind1": "7", "q1": "6.5", "q2": "7.5", "q3": "8+", "total": "7.00"}
EVIDENCE = [{"title": "ประกาศ", "file": "a.pdf"}]


def plan(*measures: Placed[Measure], of: Placed[Analysis] | None = None, **options: Any) -> PlanReport:
    """The report of one plan, of the year after the analysed result."""
    found = report(YearFiles(PLAN_YEAR, analysis=of, measures=measures), **options).latest_plan
    assert found is not None
    return found


def followed(
    answer: str, before: Mapping[str, str] | None, after: Mapping[str, str] | None, newer: Any = None
) -> MeasureReport:
    """A measure that answers one code, with the scores of the year that it answers and those of its own."""
    years = (
        YearFiles(YEAR, results=results(before) if before is not None else None),
        YearFiles(
            PLAN_YEAR,
            results=results(after) if after is not None else None,
            analysis=analysis(),
            measures=(measure(answers=[answer]),),
        ),
    )
    found = report(*years, frameworks=(framework(YEAR), newer or framework(PLAN_YEAR))).latest_plan
    assert found is not None
    return found.measures[0]


def figures(found: MeasureReport) -> tuple[str | None, str | None, str | None]:
    """Before, after and the difference of the only answer, as text."""
    (answer,) = found.answers
    before = answer.before and answer.before.value
    after = answer.after and answer.after.value
    texts = [None if value is None else str(value) for value in (before, after, answer.points)]
    return texts[0], texts[1], texts[2]


def carried(*origins: str | None) -> UnitReport:
    """A body whose plans of three years have one measure each; each names the one that it carries on."""
    years = [
        YearFiles(YEAR + index, measures=(measure("m1", **({"continues": origin} if origin else {})),))
        for index, origin in enumerate(origins)
    ]
    return report(*years)


# --- Which measure answers which finding


@pytest.mark.parametrize(
    ("finding", "answers", "joined"),
    [
        ({"id": "utilities"}, ["utilities"], True),
        ({"codes": ["q1", "q2"]}, ["q2"], True),
        ({"codes": ["q1"]}, ["q3", "q1"], True),
        ({"id": "utilities", "codes": ["q1"]}, ["q1"], True),
        ({"codes": ["Q๑"]}, ["q 1"], True),
        ({"codes": ["q1"]}, ["q2"], False),
        ({"codes": ["q1"]}, ["q10"], False),
        ({"codes": ["q1"]}, ["ind1"], False),
        ({"codes": ["ind1"]}, ["q1"], False),
        ({"id": "utilities"}, ["utility"], False),
        ({"codes": ["q1"]}, [], False),
        ({}, ["t1"], False),
        ({}, [], False),
    ],
    ids=[
        "by the finding's id",
        "by one of its codes",
        "by a later answer",
        "by the code of a finding that has an id",
        "by a code in another spelling",
        "not by another code",
        "not by a longer code",
        "not by the question's indicator",
        "not by a question of the indicator",
        "not by a similar id",
        "not without answers",
        "not by the section",
        "not if neither says anything",
    ],
)
def test_a_measure_answers_a_finding_by_its_id_or_one_of_its_codes(
    finding: dict[str, Any], answers: list[str], joined: bool
) -> None:
    found = plan(measure("m1", answers=answers), measure("m2"), of=analysis(finding))
    (answered,) = found.findings
    assert answered.measures == (("m1",) if joined else ())
    assert found.measures[0].findings == ((answered.anchor,) if joined else ())
    assert found.measures[1].findings == ()


def test_several_measures_answer_a_finding_in_their_order_and_a_measure_several_findings() -> None:
    found = plan(
        measure("m1", answers=["q2"]),
        measure("m2", answers=["q3"]),
        measure("m10", answers=["q1", "others"]),
        of=analysis({"codes": ["q1", "q2"]}, {"id": "others"}),
    )
    assert [each.measures for each in found.findings] == [("m1", "m10"), ("m10",)]
    assert [each.findings for each in found.measures] == [("t1--1",), (), ("t1--1", "others")]


@pytest.mark.parametrize(
    ("need", "answers", "is_open"),
    [
        (None, [], True),
        ("fix", [], True),
        ("improve", [], True),
        ("keep", [], False),
        ("fix", ["q1"], False),
        ("keep", ["q1"], False),
    ],
)
def test_a_finding_is_open_if_it_asks_for_a_measure_and_none_answers(
    need: str | None, answers: list[str], is_open: bool
) -> None:
    finding = {"codes": ["q1"]} | ({"need": need} if need else {})
    found = plan(measure(answers=answers), of=analysis(finding))
    assert [each.is_open for each in found.findings] == [is_open]
    assert found.open_findings == (found.findings if is_open else ())


def test_an_anchor_is_the_findings_id_else_its_place_in_its_section() -> None:
    found = plan(
        of=analysis({"text": "ก"}, {"text": "ข", "section": "ind1"}, {"id": "utilities"}, {"text": "ค"})
    )
    assert {each.finding.text: each.anchor for each in found.findings} == {
        "ก": "t1--1",
        "ข": "ind1--1",
        "ข้อค้นพบ": "utilities",
        "ค": "t1--3",
    }
    assert [(each.anchor, each.index) for each in found.findings] == [
        ("t1--1", 0),
        ("utilities", 2),
        ("t1--3", 3),
        ("ind1--1", 1),
    ]


@pytest.mark.parametrize(
    "findings",
    [
        [{"text": "เหมือนกัน"}, {"text": "เหมือนกัน"}],
        [{"text": "ก"}, {"text": "ข", "id": "t1-1"}],
    ],
    ids=["of two findings that say the same", "of an id that looks like a place"],
)
def test_every_finding_has_an_anchor_of_its_own(findings: list[dict[str, str]]) -> None:
    anchors = [each.anchor for each in plan(of=analysis(*findings)).findings]
    assert len(set(anchors)) == len(anchors)


# --- Sections and titles


def test_sections_stand_as_the_body_wrote_them_then_those_that_only_findings_or_measures_name() -> None:
    found = plan(
        measure("m1", section="ind3"),
        measure("m2", section="ind1"),
        of=analysis(
            {"section": "ind2"},
            {"section": "own"},
            sections=[{"id": "own", "title": "หัวข้อของหน่วยงาน"}, {"id": "t1", "narrative": "คำบรรยาย"}],
        ),
    )
    assert [section.id for section in found.sections] == ["own", "t1", "ind2", "ind3", "ind1"]
    assert [[each.id for each in section.measures] for section in found.sections] == [
        [],
        [],
        [],
        ["m1"],
        ["m2"],
    ]
    assert [len(section.findings) for section in found.sections] == [1, 0, 1, 0, 0]
    assert [bool(section.section) for section in found.sections] == [True, True, False, False, False]


@pytest.mark.parametrize(
    ("section", "own", "title"),
    [
        ("t1", "ชื่อของหน่วยงาน", "ชื่อของหน่วยงาน"),
        ("t1", None, "ประเด็นการทำงาน"),
        ("ind1", None, "การทำงาน"),
        ("external", "ข้อเสนอแนะ", "ข้อเสนอแนะ"),
        ("external", None, "external"),
    ],
    ids=["the body's", "the topic's", "the indicator's", "one of its own", "none"],
)
def test_a_section_is_called_as_the_body_calls_it_else_as_the_assessment_does(
    section: str, own: str | None, title: str
) -> None:
    row = {"id": section} | ({"title": own} if own else {})
    found = plan(measure(section=section), of=analysis(sections=[row]))
    assert [each.title for each in found.sections] == [title]
    assert found.measures[0].section_title == title


@pytest.mark.parametrize(
    ("values", "title"),
    [
        ({"title": "ชื่อ", "approach": "วิธีการ", "answers": ["q1"]}, "ชื่อ"),
        ({"approach": "บรรทัดแรก\nบรรทัดที่สอง", "answers": ["q1"]}, "บรรทัดแรก"),
        ({"approach": "- ข้อแรก\n- ข้อสอง"}, "ข้อแรก"),
        ({"answers": ["q1", "q2"]}, "ทำงานตรงเวลา"),
        ({"answers": ["utilities", "ind2"]}, "การใช้เงิน"),
        ({"answers": ["total", "q3"]}, "ใช้เงินคุ้มค่า"),
        ({"answers": ["utilities"]}, "ประเด็นการทำงาน"),
        ({}, "ประเด็นการทำงาน"),
        ({"section": "external"}, "external"),
    ],
    ids=[
        "its title",
        "the approach's first line",
        "a list's first row",
        "the first answered code",
        "the first answer that is a code",
        "the first answered code that has a title",
        "the section where a finding is answered",
        "the section",
        "the section's id",
    ],
)
def test_a_measure_without_a_title_takes_the_next_best_name(values: dict[str, Any], title: str) -> None:
    assert plan(measure(**values), of=analysis()).measures[0].title == title


def test_a_measure_of_a_year_without_an_assessment_still_has_a_name() -> None:
    known = [framework(YEAR + 2)]
    found = plan(measure(answers=["q1"]), measure("m2", title="ชื่อ"), of=analysis(), frameworks=known)
    assert found.framework is None
    assert [each.title for each in found.measures] == ["t1", "ชื่อ"]
    assert [(each.code, each.finding) for each in found.measures[0].answers] == [(None, "q1")]


# --- Before and after


@pytest.mark.parametrize(
    ("answer", "before", "after", "expected"),
    [
        ("q1", BEFORE, {"q1": "8"}, ("ทำงานตรงเวลา", "6.5", None, None)),
        ("ind1", BEFORE, {"ind1": "9.5"}, ("การทำงาน", "7", "9.5", "2.5")),
        ("ind1", BEFORE, {"ind1": "6"}, ("การทำงาน", "7", "6", "-1")),
        ("ind1", BEFORE, {"ind1": "7"}, ("การทำงาน", "7", "7", "0")),
        ("ind1", BEFORE, {"ind1": "9+"}, ("การทำงาน", "7", None, None)),
        ("ind1", BEFORE, {}, ("การทำงาน", "7", None, None)),
        ("ind1", BEFORE, None, ("การทำงาน", "7", None, None)),
        ("ind1", {}, {"ind1": "9"}, ("การทำงาน", None, "9", None)),
        ("ind1", None, {"ind1": "9"}, ("การทำงาน", None, "9", None)),
        ("ind1", {"q1": "6", "q2": "8"}, {"q1": "8", "q2": "9"}, ("การทำงาน", "7.00", "8.50", "1.50")),
    ],
    ids=[
        "a question that nobody verified",
        "better",
        "worse",
        "the same",
        "a bound after",
        "results without it after",
        "no results after",
        "results without it before",
        "no results before",
        "means of questions",
    ],
)
def test_a_measure_shows_the_score_that_it_answers_before_and_after(
    answer: str,
    before: dict[str, str] | None,
    after: dict[str, str] | None,
    expected: tuple[str | None, str | None, str | None, str | None],
) -> None:
    found = followed(answer, before, after)
    title, *numbers = expected
    assert figures(found) == tuple(numbers)
    assert found.answers[0].title == title


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("q1", ("6.5", "9", "2.5")),
        ("q2", ("7.5", "8", "0.5")),
        ("q3", (None, None, None)),
        ("total", ("7.00", "9.00", "2.00")),
        ("ind1", ("7", "8.50", "1.50")),
        ("ind2", (None, None, None)),
    ],
    ids=[
        "q1 is q2 now",
        "q2 is q1 now",
        "q3 has no successor",
        "the total",
        "an indicator",
        "one with a new title",
    ],
)
def test_a_question_is_followed_to_its_new_number(
    answer: str, expected: tuple[str | None, str | None, str | None]
) -> None:
    newer = framework(
        PLAN_YEAR,
        indicators=[
            sure("ind1", "การทำงาน", instrument="inner", mean_of_questions="true"),
            sure("ind2", "การใช้เงินอย่างใหม่", instrument="inner"),
            sure("ind3", "การบริการ", instrument="outer"),
        ],
        questions=[
            sure("q1", indicator="ind1", was="q2"),
            sure("q2", indicator="ind1", was="q1"),
            sure("q3", indicator="ind2"),
        ],
    )
    after = {"q1": "8", "q2": "9", "q3": "9", "ind2": "9", "total": "9.00"}
    assert figures(followed(answer, BEFORE, after, newer)) == expected


def test_an_answer_that_is_a_findings_id_has_no_score() -> None:
    found = plan(measure(answers=["utilities"]), of=analysis({"id": "utilities"}))
    (answer,) = found.measures[0].answers
    assert (answer.code, answer.title, answer.finding) == (None, None, "utilities")
    assert (answer.before, answer.after, answer.points) == (None, None, None)


@pytest.mark.parametrize(
    ("result_year", "expected"),
    [(YEAR, ("7", "9", "2")), (YEAR - 1, ("5", "9", "4")), (PLAN_YEAR, ("9", None, None))],
    ids=["the year before", "two years before", "the plan's own year"],
)
def test_before_is_the_analysed_year_and_after_the_plans_own(
    result_year: int, expected: tuple[str | None, str | None, str | None]
) -> None:
    found = report(
        YearFiles(YEAR - 1, results=results({"ind1": "5"})),
        YearFiles(YEAR, results=results({"ind1": "7"})),
        YearFiles(
            PLAN_YEAR,
            results=results({"ind1": "9"}),
            analysis=analysis(result_year=result_year),
            measures=(measure(answers=["ind1"]),),
        ),
        YearFiles(PLAN_YEAR + 1, results=results({"ind1": "10"})),
    ).plans[-1]
    assert found.result_year == result_year
    assert figures(found.measures[0]) == expected


def test_a_plan_without_an_analysis_is_of_the_year_before_and_answers_no_finding() -> None:
    found = plan(measure(answers=["q1"]))
    assert (found.result_year, found.source, found.findings) == (YEAR, None, ())
    assert found.measures[0].findings == ()


@pytest.mark.parametrize(
    ("files", "has_plan"),
    [
        (YearFiles(PLAN_YEAR), False),
        (YearFiles(PLAN_YEAR, results=results({"ind1": "9"})), False),
        (YearFiles(PLAN_YEAR, analysis=analysis()), True),
        (YearFiles(PLAN_YEAR, measures=(measure(),)), True),
    ],
    ids=["nothing", "results", "an analysis", "measures"],
)
def test_a_body_has_a_plan_where_it_has_an_analysis_or_measures(files: YearFiles, has_plan: bool) -> None:
    assert bool(report(files).plans) is has_plan


# --- Measures that carry on earlier ones


@pytest.mark.parametrize(
    ("origins", "continued_by"),
    [
        ((None, None, None), [(), (), ()]),
        ((None, "2570/m1", None), [("2571/m1",), (), ()]),
        ((None, "2570/m1", "2571/m1"), [("2571/m1",), ("2572/m1",), ()]),
        ((None, "2570/m1", "2570/m1"), [("2571/m1", "2572/m1"), (), ()]),
        ((None, "2570/m10", "2569/m1"), [(), (), ()]),
    ],
    ids=["none", "one", "a chain", "two of one", "others"],
)
def test_a_measure_knows_those_that_carry_it_on(
    origins: tuple[str | None, ...], continued_by: list[tuple[str, ...]]
) -> None:
    measures = [each.measures[0] for each in carried(*origins).plans]
    assert [each.continues for each in measures] == list(origins)
    assert [each.continued_by for each in measures] == continued_by


# --- Roll-ups


def test_every_measure_is_counted_once_by_state_and_by_each_remark() -> None:
    planned = plan(
        measure("m1", period="h1"),
        measure("m2", period="h1", progress=[{"status": "in-progress", "round": "q1"}]),
        measure("m3", period="h1", progress=[{"status": "done"}]),
        measure("m4", period="h1", progress=[{"status": "done", "evidence": EVIDENCE}]),
        measure("m5", progress=[{"status": "cancelled"}]),
        measure("m6", progress=[{"text": "ทำแล้ว"}]),
        measure("m7", progress=[{"status": "not-started"}]),
        today="2571-04-01",
    )
    assert [each.id for each in planned.flagged] == ["m1", "m2", "m3"]
    found = planned.tally
    assert found.total == sum(found.states.values()) == 7
    assert found.states == {
        "done": 2,
        "in-progress": 1,
        "not-started": 1,
        "cancelled": 1,
        "unstated": 1,
        "no-report": 1,
    }
    assert found.remarks == {"late": 1, "no-report": 1, "stale": 1, "no-proof": 1}


def test_a_plan_of_a_year_without_an_assessment_names_no_indicator_and_answers_no_code() -> None:
    found = plan(measure(answers=["ind1"]), frameworks=[framework(YEAR + 2)])
    (answer,) = found.measures[0].answers
    assert (found.indicators, answer.code, answer.finding) == ((), None, "ind1")


def test_who_is_no_department_of_the_body_is_told_as_written() -> None:
    (found,) = plan(measure(lead="works", owners=["works", "office"])).measures
    assert (found.lead, found.owners[0], found.owners[1] != "office") == ("works", "works", True)


def test_a_plan_without_measures_counts_none() -> None:
    found = plan(of=analysis()).tally
    assert (found.total, set(found.states.values()), set(found.remarks.values())) == (0, {0}, {0})


@pytest.mark.parametrize(
    ("values", "responsible"),
    [
        ({"owners": ["office"]}, {"office": ["m1"]}),
        ({"owners": ["office", "finance"]}, {"office": ["m1"], "finance": ["m1"]}),
        ({"lead": "finance"}, {"finance": ["m1"]}),
        ({"lead": "finance", "owners": ["office"]}, {"office": ["m1"], "finance": ["m1"]}),
        ({"lead": "office", "owners": ["office", "office"]}, {"office": ["m1"]}),
        ({}, {}),
    ],
    ids=[
        "an owner",
        "two owners",
        "only a lead",
        "a lead beside an owner",
        "one named three times",
        "nobody",
    ],
)
def test_an_owners_measures_are_those_that_it_leads_or_shares(
    values: dict[str, Any], responsible: dict[str, list[str]]
) -> None:
    found = plan(measure("m1", **values)).owners
    assert {each.id: [one.id for one in each.measures] for each in found} == responsible
    assert all(each.tally.total == len(each.measures) for each in found)


def test_owners_stand_in_the_bodys_order_with_their_own_states() -> None:
    found = plan(
        measure("m1", owners=["finance"], progress=[{"status": "done"}]),
        measure("m2", lead="office", owners=["finance"]),
    )
    assert [(each.id, each.name) for each in found.owners] == [("office", "สำนักปลัด"), ("finance", "กองคลัง")]
    assert [(each.tally.states["done"], each.tally.states["no-report"]) for each in found.owners] == [
        (0, 1),
        (1, 1),
    ]
    assert [(each.lead, each.owners) for each in found.measures] == [
        (None, ("กองคลัง",)),
        ("สำนักปลัด", ("กองคลัง",)),
    ]
    assert [each.responsible for each in found.measures] == [("finance",), ("office", "finance")]


def test_entries_stand_by_round_in_the_order_of_the_year_then_of_the_measures() -> None:
    found = plan(
        measure("m1", progress=[{"round": "h2", "text": "ก"}, {"round": "q1", "text": "ข"}]),
        measure("m2", progress=[{"round": "q1", "text": "ค"}, {"round": "q1", "text": "ง"}]),
        measure("m3", progress=[{"date": "2570-11-01", "text": "จ"}]),
        measure("m4"),
    ).rounds
    assert [(each.name, [(one.id, placed.entry.text) for one, placed in each.entries]) for each in found] == [
        (None, [("m3", "จ")]),
        ("q1", [("m1", "ข"), ("m2", "ค"), ("m2", "ง")]),
        ("h2", [("m1", "ก")]),
    ]


def test_a_round_that_was_reported_late_stands_where_its_last_day_is() -> None:
    found = plan(
        measure("m1", progress=[{"date": "2570-11-15"}, {"date": "2571-08-01"}]),
        measure("m2", progress=[{"round": "h1", "date": "2571-04-05"}]),
        measure(
            "m3", progress=[{"round": "q1", "date": "2571-05-01"}, {"round": "q1", "date": "2571-01-05"}]
        ),
    ).rounds
    assert [each.name for each in found] == [None, "q1", "h1"]


@pytest.mark.parametrize("names", [["h1", "q2"], ["q2", "h1"], ["q4", "year", "h2"]], ids=str)
def test_rounds_that_end_on_one_day_have_one_order(names: list[str]) -> None:
    found = plan(
        *(measure(f"m{index}", progress=[{"round": name}]) for index, name in enumerate(names))
    ).rounds
    assert [each.name for each in found] == sorted(names)


def test_entries_of_no_round_stand_before_those_of_a_round_that_ends_with_the_year() -> None:
    found = plan(
        measure(progress=[{"round": "h2"}, {"text": "ไม่ระบุรอบ"}]), measure("m2", progress=[{}])
    ).rounds
    assert [(each.name, len(each.entries)) for each in found] == [(None, 2), ("h2", 1)]


def test_a_plan_without_entries_has_no_rounds() -> None:
    assert plan(measure()).rounds == ()


def test_the_evidence_of_a_body_is_every_file_once() -> None:
    proofs = [*EVIDENCE, {"title": "ภาพ", "file": "b.jpg"}, {"title": "เว็บ", "url": "https://example.go.th"}]
    found = report(
        YearFiles(PLAN_YEAR, measures=(measure(progress=[{"evidence": proofs}, {"evidence": EVIDENCE}]),))
    )
    assert found.evidence == ("a.pdf", "b.jpg")
    assert found.evidence_folder == "units/demo/evidence"


def test_a_bodys_latest_results_and_plan_need_not_be_of_one_year() -> None:
    found = report(
        YearFiles(YEAR - 1, results=results({"total": "8"}), analysis=analysis()),
        YearFiles(YEAR, results=results({"total": "9"})),
        YearFiles(PLAN_YEAR, measures=(measure(),)),
    )
    assert [each.year for each in found.results] == [YEAR - 1, YEAR]
    assert [each.year for each in found.plans] == [YEAR - 1, PLAN_YEAR]
    assert found.latest_results is found.results[1]
    assert found.latest_plan is found.plans[1]
    assert found.unit.label == "หน่วยงานสมมุติ"


def test_a_body_without_files_has_no_latest_anything() -> None:
    found = report()
    assert (found.years, found.latest_results, found.latest_plan, found.evidence) == ((), None, None, ())
    assert found.year(YEAR) is None
    assert found.analysed_results(YEAR) is None


def test_a_year_analyses_the_results_of_its_plan_and_one_without_a_plan_none() -> None:
    files = (YearFiles(YEAR, results=results({"total": "8"})), YearFiles(PLAN_YEAR, measures=(measure(),)))
    found = report(*files)
    assert found.analysed_results(PLAN_YEAR) is found.results[0]
    assert found.analysed_results(YEAR) is None
    assert report(files[1]).analysed_results(PLAN_YEAR) is None


# --- The way back: what a score caused


def caused(
    *measures: Placed[Measure], of: Placed[Analysis], result_year: int = YEAR
) -> Mapping[str, Consequences]:
    return consequences(result_year, [plan(*measures, of=of)])


def claims(found: Mapping[str, Consequences]) -> dict[str, tuple[list[str], list[str]]]:
    """By code: the anchors of findings and the ids of measures."""
    return {
        code: ([each.anchor for each in row.findings], [each.id for each in row.measures])
        for code, row in found.items()
    }


@pytest.mark.parametrize(
    ("finding", "answers", "expected"),
    [
        ({"codes": ["q1"]}, ["q1"], {"q1": (["t1--1"], ["m1"])}),
        ({"codes": ["q1", "q2"]}, ["q1"], {"q1": (["t1--1"], ["m1"]), "q2": (["t1--1"], [])}),
        ({"codes": ["q1"]}, [], {"q1": (["t1--1"], [])}),
        ({"codes": ["q1"]}, ["q2"], {"q1": (["t1--1"], []), "q2": ([], ["m1"])}),
        (
            {"id": "found", "codes": ["q1", "q2"]},
            ["found"],
            {"q1": (["found"], ["m1"]), "q2": (["found"], ["m1"])},
        ),
        ({"id": "found", "codes": ["q1"]}, ["found", "q1"], {"q1": (["found"], ["m1"])}),
        ({"id": "found"}, ["found"], {}),
        ({"section": "ind1"}, [], {"ind1": (["ind1--1"], [])}),
        ({"section": "ind1", "codes": ["ind1"]}, ["ind1"], {"ind1": (["ind1--1"], ["m1"])}),
        ({"section": "ind1", "id": "found"}, ["found"], {"ind1": (["found"], ["m1"])}),
        ({"codes": ["q1", "q1"]}, ["q1", "q1"], {"q1": (["t1--1"], ["m1"])}),
        (
            {"section": "ind1", "codes": ["q1"]},
            ["q1"],
            {"q1": (["ind1--1"], ["m1"]), "ind1": (["ind1--1"], [])},
        ),
        ({}, [], {}),
    ],
    ids=[
        "its code is answered",
        "only the answered code claims the measure",
        "a finding that nothing answers",
        "a measure that answers another code",
        "a finding's id stands for its codes",
        "twice the same",
        "a finding without codes",
        "a section that has a score",
        "a section that is also a code",
        "a finding's id in a section that has a score",
        "a code that is named twice",
        "the section of an answered code does not claim the measure",
        "a topic has no score",
    ],
)
def test_a_score_caused_what_names_it_and_claims_only_what_answers_it(
    finding: dict[str, Any], answers: list[str], expected: dict[str, tuple[list[str], list[str]]]
) -> None:
    assert claims(caused(measure(answers=answers), of=analysis(finding))) == expected


@pytest.mark.parametrize("year", [YEAR - 1, PLAN_YEAR])
def test_a_score_of_another_year_caused_nothing(year: int) -> None:
    assert caused(measure(answers=["q1"]), of=analysis({"codes": ["q1"]}), result_year=year) == {}


def test_a_plan_of_a_year_without_an_assessment_causes_only_what_it_names() -> None:
    given = plan(
        measure(answers=["q1"]),
        of=analysis({"codes": ["q1"]}, {"section": "ind1"}),
        frameworks=[framework(YEAR + 2)],
    )
    assert list(consequences(YEAR, [given])) == ["q1"]


def test_a_score_causes_measures_of_every_plan_that_analyses_it() -> None:
    found = report(
        *(
            YearFiles(year, analysis=analysis({"codes": ["q1"]}), measures=(measure(answers=["q1"]),))
            for year in (PLAN_YEAR, PLAN_YEAR + 1)
        )
    )
    other = plan(measure(answers=["q1"]), of=analysis({"codes": ["q1"]}, result_year=YEAR - 1))
    row = consequences(YEAR, [other, *found.plans])["q1"]
    assert [(each.year, each.anchor) for each in row.findings] == [
        (PLAN_YEAR, "t1--1"),
        (PLAN_YEAR + 1, "t1--1"),
    ]
    assert [(each.year, each.id) for each in row.measures] == [(PLAN_YEAR, "m1"), (PLAN_YEAR + 1, "m1")]


def test_a_difference_is_reckoned_exactly() -> None:
    found = followed("ind1", {"ind1": "7.10"}, {"ind1": "9.40"}).answers[0]
    assert found.points == Decimal("2.30")


def test_a_source_is_kept_where_the_body_analysed() -> None:
    of = placed(Analysis, result_year=str(YEAR), summary="ได้ {total} คะแนน")
    assert plan(of=of).source is of
