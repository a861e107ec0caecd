"""Where the rules of `check` begin and end: the fewest measures, the shortest text, the lowest score.

That each rule is told at its line is for `test_broken.py`; the days are in `test_rules_of_time.py`.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from builders import YEAR, analysis, body, day, framework, links, measure, reference, results, sure
from prongsai.check import check_unit
from prongsai.check.sameness import comparable, repeated_measures
from prongsai.load import Data, UnitFiles, YearFiles
from prongsai.reference import Kind, Reference
from verdicts import LATER, facts, plan, told


@pytest.mark.parametrize(
    ("today", "role", "missing"),
    [
        ("2570-09-30", {}, False),
        ("2570-10-01", {}, True),
        ("2570-03-31", {"round": "h1"}, False),
        ("2570-04-01", {"round": "h1"}, True),
    ],
)
def test_a_measure_is_reported_on_by_the_end_of_the_round(
    today: str, role: dict[str, str], missing: bool
) -> None:
    item = sure("o3", "c", group="g1", role={"page": "progress", "plan": "0", **role})
    rules = (framework(YEAR - 1), framework(YEAR, items=[item]))
    unit = body(plan({}, {"progress": [{"round": "h1", "text": "a"}]}))
    verdict = told(unit, "missing-entry", today=today, frameworks=rules)
    assert verdict == (["missing-entry: progress"] if missing else [])


def test_where_the_year_has_no_item_for_progress_the_whole_year_is_the_round() -> None:
    rules = (framework(YEAR - 1), framework(YEAR, items=[]))
    assert not told(body(plan({})), "missing-entry", today="2570-09-30", frameworks=rules)
    assert told(body(plan({})), "missing-entry", today="2570-10-01", frameworks=rules)


SHARED: dict[str, object] = {"owners": ["office"], "follow_up": [{"text": "a"}]}


@pytest.mark.parametrize(
    ("measures", "fields"),
    [
        ([SHARED] * 3, []),
        ([SHARED] * 4, ["owners", "follow_up"]),
        ([SHARED] * 3 + [{**SHARED, "owners": ["finance"]}], ["follow_up"]),
        ([SHARED] * 3 + [{**SHARED, "follow_up": [{"text": "b"}]}], ["owners"]),
        ([SHARED] * 3 + [{"lead": "finance", **SHARED}], ["follow_up"]),
        ([{}] * 4, []),
    ],
)
def test_four_measures_do_not_share_owners_or_follow_up(
    measures: list[Mapping[str, object]], fields: list[str]
) -> None:
    unit = body(plan(*measures))
    assert sorted(told(unit, "same-everywhere")) == sorted(f"same-everywhere: {each}" for each in fields)
    assert facts(unit, "same-everywhere") == [{"count": "4"}] * len(fields)


@pytest.mark.parametrize(("letters", "is_told"), [(59, False), (60, True), (61, True)])
def test_a_text_of_sixty_letters_is_not_word_for_word_another_bodys(letters: int, is_told: bool) -> None:
    step = {"title": "t" * 10, "approach": " a" * (letters - 20), "steps": [{"text": "s" * 10}]}
    one = body(plan(step))
    other = UnitFiles("other", one.unit, one.years)
    found = list(repeated_measures([comparable(one), comparable(other)]))
    assert [(each.code, each.facts["other"]) for each in found] == (
        [("repeated-measure", "units/demo/measures/m1.yml")] if is_told else []
    )


def test_only_what_is_written_counts_as_letters() -> None:
    for field in ("title", "approach"):
        one = body(plan({field: "a" * 59}))
        assert not list(repeated_measures([comparable(one), comparable(UnitFiles("b", one.unit, one.years))]))


def test_each_repeated_measure_names_its_own_original() -> None:
    one = body(plan({"title": "a" * 60}, {"title": "b" * 60}))
    found = list(repeated_measures([comparable(one), comparable(UnitFiles("b", one.unit, one.years))]))
    assert [each.facts["other"] for each in found] == [
        "units/demo/measures/m1.yml",
        "units/demo/measures/m2.yml",
    ]


def test_a_measure_may_repeat_the_one_that_it_carries_on_but_not_another_bodys() -> None:
    text: dict[str, object] = {"title": "t" * 60}
    earlier, later = plan(text), plan({**text, "continues": "2570/m1"}, year=YEAR + 1)
    copied = plan(text, year=YEAR + 1)
    carried_on, repeated = body(earlier, later), body(earlier, copied)
    assert list(repeated_measures([comparable(carried_on)])) == []
    assert len(list(repeated_measures([comparable(repeated)]))) == 1
    both = [comparable(body(earlier)), comparable(UnitFiles("other", carried_on.unit, (later,)))]
    assert len(list(repeated_measures(both))) == 1


WEAK = {"ind1": "9.00", "ind2": "9.50", "ind3": "9.70"}


@pytest.mark.parametrize(
    ("scores", "measures", "findings", "codes"),
    [
        (WEAK, [{}], [], "ind1"),  # the weakest, though it passes
        ({**WEAK, "ind2": "7.99"}, [{}], [], "ind2"),
        ({**WEAK, "ind2": "7.99", "ind1": "7.00"}, [{}], [], "ind1, ind2"),
        ({**WEAK, "ind2": "8.00", "ind1": "7.00"}, [{}], [], "ind1"),  # 8 passes
        (WEAK, [{"section": "ind1"}], [], ""),
        (WEAK, [{"answers": ["ind1"]}], [], ""),
        (WEAK, [{"answers": ["q2"]}], [], ""),  # a question of the indicator
        (WEAK, [{"answers": ["q3"]}], [], "ind1"),  # of another
        ({**WEAK, "ind3": "1.00"}, [{"answers": ["o1"]}], [], ""),  # an item of the indicator
        ({**WEAK, "ind3": "1.00"}, [{"answers": ["q1"]}], [], "ind3"),
        (WEAK, [{"answers": ["f1"]}], [{"id": "f1", "codes": ["ind1"], "need": "fix"}], ""),
        (WEAK, [{}], [{"id": "f1", "codes": ["ind1"], "need": "fix"}], "ind1"),
        (WEAK, [{}], [{"id": "f1", "codes": ["q1"], "need": "keep"}], ""),  # a finding says to keep
        (WEAK, [{}], [{"id": "f1", "codes": ["ind2"], "need": "keep"}], "ind1"),
        (WEAK, [], [], ""),  # a plan without measures is not begun
    ],
)
def test_the_weakest_indicator_and_all_that_fail_are_answered(
    scores: dict[str, str],
    measures: list[Mapping[str, object]],
    findings: list[Mapping[str, object]],
    codes: str,
) -> None:
    placed = tuple(measure(f"m{number}", **each) for number, each in enumerate(measures, 1))
    unit = body(
        YearFiles(YEAR - 1, results=results(scores)),
        YearFiles(YEAR, analysis=analysis(*findings, result_year=YEAR - 1), measures=placed),
    )
    assert facts(unit, "weak-indicator") == ([{"codes": codes, "year": "2569"}] if codes else [])


@pytest.mark.parametrize(
    ("values", "lacks"),
    [
        ({}, ["follow_up", "owners", "period", "steps"]),
        ({"lead": "office"}, ["follow_up", "period", "steps"]),
        ({"owners": ["office"], "period": "year"}, ["follow_up", "steps"]),
        ({"steps": [{"text": "a"}], "follow_up": [{"text": "b"}]}, ["owners", "period"]),
    ],
)
def test_a_measure_says_what_the_year_asks_and_always_what_who_and_when(
    values: dict[str, object], lacks: list[str]
) -> None:
    asking = sure("o2", "b", group="g1", role={"page": "measures", "plan": "0"}, elements=ELEMENTS)
    unit = body(plan(values))
    codes = ("missing-steps", "missing-owners", "missing-period", "missing-follow-up", "missing-method")
    rules = (framework(YEAR - 1), framework(YEAR, items=[asking]))
    fields = [each.partition(": ")[2] for each in told(unit, *codes, frameworks=rules)]
    wanted = [*lacks, *(() if "steps" in values else ("approach",))]
    assert sorted(fields) == sorted(wanted)
    unasked = (framework(YEAR - 1), framework(YEAR, items=[]))
    fields = [each.partition(": ")[2] for each in told(unit, *codes, frameworks=unasked)]
    assert sorted(fields) == [each for each in lacks if each != "follow_up"]


ELEMENTS = [
    sure("method", "d", shows="method"),
    sure("follow-up", "e", shows="follow-up"),
    sure("limits", "f", shows="limits"),
]


def test_limits_are_told_where_the_year_asks_for_them() -> None:
    asking = sure("o2", "b", group="g1", role={"page": "measures", "plan": "0"}, elements=ELEMENTS)
    rules = (framework(YEAR - 1), framework(YEAR, items=[asking]))
    assert told(body(plan({})), "missing-limits", frameworks=rules) == ["missing-limits: sections"]
    assert told(body(plan({"limits": "a"})), "missing-limits", frameworks=rules) == []
    sections = [{"id": "t1", "limits": "a"}]
    assert told(body(plan({}, sections=sections)), "missing-limits", frameworks=rules) == []
    assert told(body(YearFiles(YEAR, measures=(measure(),))), "missing-limits", frameworks=rules) == []
    assert told(body(plan({})), "missing-limits") == []


@pytest.mark.parametrize(
    ("total", "inner", "outer", "printed", "by_rule"),
    [
        ("9.50", "9.00", "9.00", 0, 0),
        ("9.50", "8.99", "9.00", 0, 1),
        ("8.00", "8.00", "7.99", 1, 2),
        ("8.00", "8.00", "8.00", 1, 1),
        ("7.99", "8.00", "8.00", 2, 3),
    ],
)
def test_the_level_is_the_one_that_the_rule_gives(
    total: str, inner: str, outer: str, printed: int, by_rule: int
) -> None:
    names = [band.name for band in framework().levels.bands]
    scores = results({"total": total, "inner": inner, "outer": outer}, names[printed])
    found = facts(body(YearFiles(YEAR, results=scores)), "level-rule")
    wrong = {"value": names[printed], "computed": names[by_rule], "year": "2570"}
    assert found == ([wrong] if printed != by_rule else [])


@pytest.mark.parametrize(
    ("score", "is_told"), [("0", False), ("10", False), ("-0.01", True), ("10.01", True), ("10+", False)]
)
def test_a_score_lies_in_the_range(score: str, is_told: bool) -> None:
    unit = body(YearFiles(YEAR, results=results({"ind1": "5", "ind2": score})))
    assert told(unit, "score-range") == (["score-range: scores.ind2"] if is_told else [])


def test_a_link_and_a_score_are_of_the_year() -> None:
    unit = body(
        YearFiles(
            YEAR,
            results=results({"ind1": "5", "ind11": "5"}),
            oit=links({"code": "o11", "url": "https://a.th/"}),
        )
    )
    assert told(unit, "unknown-code") == ["unknown-code: links[1].code", "unknown-code: scores.ind11"]
    near = [each["near"] for each in facts(unit, "unknown-code")]
    assert near == ["o1", "ind1"]


def test_an_id_is_used_once() -> None:
    owners = [{"id": each, "name": each} for each in ("a", "b", "a")]
    assert told(body(owners=owners), "duplicate-id") == ["duplicate-id: owners[a].id"]
    sections = [{"id": "t1"}, {"id": "ind1"}, {"id": "t1"}]
    assert told(body(plan(sections=sections)), "duplicate-id") == ["duplicate-id: sections[t1].id"]
    findings = analysis({"id": "f1"}, {}, {}, {"id": "f1"}, result_year=YEAR - 1)
    assert told(body(YearFiles(YEAR, analysis=findings)), "duplicate-id") == ["duplicate-id: findings[f1].id"]
    named = analysis({"id": "t1"}, result_year=YEAR - 1)
    assert told(body(YearFiles(YEAR, analysis=named)), "duplicate-id") == ["duplicate-id: findings[t1].id"]
    assert facts(body(YearFiles(YEAR, analysis=named)), "duplicate-id") == [{"value": "t1"}]


def test_topics_and_the_total_are_codes_as_well() -> None:
    codes = ["t1", "total", "q9"]
    found = analysis({"codes": codes}, result_year=YEAR - 1)
    unit = body(YearFiles(YEAR, analysis=found, measures=(measure("m1", answers=codes),)))
    assert told(unit, "unknown-answer") == ["unknown-answer: answers[3]"]
    assert told(unit, "unknown-code") == ["unknown-code: findings[1].codes[3]"]


def test_all_kinds_are_named_to_a_body_of_none() -> None:
    unit = body()
    kinds = {each: Kind(title=each, family="trial") for each in ("one", "other")}
    verdict = check_unit(unit, (), Data((unit,), Reference(kinds, {})), day(LATER))
    assert [each.facts for each in verdict.problems] == [{"value": "demo", "known": "one, other"}]


def test_only_errors_stop_a_body() -> None:
    unit = body(YearFiles(YEAR - 1, results=results({"ind1": "11"})), plan({}))
    verdict = check_unit(unit, (), Data((unit,), reference(framework(YEAR - 1), framework())), day(LATER))
    assert "missing-period" in {each.code for each in verdict.problems}
    assert [each.code for each in verdict.errors] == ["score-range"]


def test_every_section_that_the_year_asks_for_and_the_analysis_lacks_is_named() -> None:
    role = {"page": "measures", "plan": "0", "sections": "indicators"}
    rules = (framework(YEAR - 1), framework(items=[sure("o2", "b", group="g1", role=role)]))
    unit = body(plan(sections=[{"id": "ind2", "narrative": "a"}]))
    verdict = check_unit(unit, (), Data((unit,), reference(*rules)), day(LATER))
    assert [each.facts for each in verdict.problems if each.code == "missing-section"] == [
        {"missing": "ind1, ind3", "item": "o2"}
    ]
