"""Scores -> figures: means, total, rank, level, pass mark, change. Invented scores run from 0 to 10."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest

from builders import PART_TITLES, YEAR, framework, report, results, sure
from conftest import ROOT
from prongsai.derive.arithmetic import computed_scores, mean, weighted_total
from prongsai.derive.scores import Figure, ResultsReport, YearScores, predecessor, results_report
from prongsai.load import YearFiles, load
from prongsai.model.framework import Framework
from prongsai.model.score import parse_score
from prongsai.project import Project

RANKED = {"ind1": "9", "ind2": "8", "ind3": "7"}


def derive(scores: Mapping[str, str], level: str | None = None, of: Framework | None = None) -> ResultsReport:
    return results_report(YearScores(of or framework(), results(scores, level)), None)


def shown(figure: Figure) -> tuple[str | None, str | None]:
    """What was printed and what was computed, as text."""
    printed, computed = figure.printed, figure.computed
    return (
        f"{printed.value}{'+' if printed.at_least else ''}" if printed else None,
        None if computed is None else str(computed),
    )


def real(unit: str, year: int) -> YearScores:
    """The scores of one of the five bodies, with the assessment of that year."""
    data = load(Project(ROOT), (unit,))
    files = data.units[0]
    found = files.year(year).results
    known = data.reference.framework(files.unit.value, year)
    assert found is not None
    assert known is not None
    return YearScores(known, found)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["1"], "1"),
        (["1", "2"], "1.5"),
        (["1", "2", "2"], "1.666666666666666666666666667"),
        (["0", "0"], "0"),
        ([], None),
        (["1", None], None),
        ([None], None),
    ],
    ids=str,
)
def test_a_mean_needs_every_value_and_is_not_rounded(values: list[str | None], expected: str | None) -> None:
    found = mean(Decimal(each) if each else None for each in values)
    assert found == (Decimal(expected) if expected else None)


@pytest.mark.parametrize(
    ("printed", "code", "expected"),
    [
        ({"q1": "9", "q2": "8"}, "ind1", "8.50"),
        ({"q1": "9", "q2": "8.25"}, "ind1", "8.63"),
        ({"q1": "9", "q2": "8.24"}, "ind1", "8.62"),
        ({"q1": "0", "q2": "0"}, "ind1", "0.00"),
        ({"q1": "9"}, "ind1", None),
        ({"q1": "9", "q2": "9+"}, "ind1", None),
        ({"q3": "9"}, "ind2", None),
        ({"ind1": "9", "ind2": "8"}, "inner", "8.50"),
        ({"q1": "9", "q2": "8.25", "ind2": "8"}, "inner", "8.32"),
        ({"ind1": "9"}, "inner", None),
        ({"ind1": "9", "ind2": "8+"}, "inner", None),
        ({"outer_1": "9", "outer_2": "7"}, "outer", "8.00"),
        ({"outer_1": "9", "outer_2": "7", "ind3": "1"}, "outer", "8.00"),
        ({"outer_1": "9", "ind3": "7"}, "outer", "7.00"),
        ({"outer_1": "9"}, "outer", None),
        ({"outer_1": "9+", "outer_2": "7"}, "outer", None),
        ({"inner": "9", "outer": "8"}, "total", "8.50"),
        ({"inner": "9.01", "outer": "8"}, "total", "8.51"),
        ({"ind1": "9", "ind2": "8.01", "outer": "8"}, "total", "8.26"),
        ({"inner": "9"}, "total", None),
        ({"inner": "9", "outer": "8+"}, "total", None),
        ({"inner": "9+", "ind1": "9", "ind2": "9", "outer": "8"}, "total", None),
    ],
    ids=str,
)
def test_a_score_that_was_not_printed_follows_from_all_of_its_parts(
    printed: dict[str, str], code: str, expected: str | None
) -> None:
    found = computed_scores(framework(), {key: parse_score(text) for key, text in printed.items()})
    assert (str(found[code]) if code in found else None) == expected


@pytest.mark.parametrize(
    ("printed", "code", "expected"),
    [
        ({"q1": "9", "q2": "8", "ind1": "1"}, "ind1", "1"),
        ({"ind1": "9", "ind2": "8", "inner": "1"}, "inner", "1"),
        ({"inner": "9", "outer": "8", "total": "1"}, "total", "1"),
        ({"q1": "9", "q2": "8", "ind1": "7+"}, "ind1", "7+"),
        ({"ind1": "9", "ind2": "8", "inner": "7+"}, "inner", "7+"),
        ({"inner": "9", "outer": "8", "total": "7+"}, "total", "7+"),
        ({"inner": "9", "outer": "8", "total": "0"}, "total", "0"),
    ],
    ids=str,
)
def test_a_printed_score_stands_and_is_not_computed(
    printed: dict[str, str], code: str, expected: str
) -> None:
    assert shown(derive(printed).figures[code]) == (expected, None)


@pytest.mark.parametrize(
    ("weights", "expected"), [(("50", "50"), "8.50"), (("90", "10"), "8.90"), (("12.5", "87.5"), "8.125")]
)
def test_the_total_weighs_the_instruments(weights: tuple[str, str], expected: str) -> None:
    inner, outer = weights
    weighted = framework(
        instruments=[
            sure("inner", "ใน", label="ใน", weight=inner),
            sure("outer", "นอก", label="นอก", weight=outer),
        ]
    )
    assert weighted_total(weighted, {"inner": Decimal(9), "outer": Decimal(8)}) == Decimal(expected)


def test_every_code_has_a_figure_whether_it_is_known_or_not() -> None:
    found = derive({"q1": "9"})
    assert set(found.figures) == {*framework().titles, "total"}
    assert [code for code, figure in found.figures.items() if figure.is_known] == ["q1"]
    both = derive({"q1": "9", "q2": "9"})
    assert [code for code, figure in both.figures.items() if figure.is_known] == ["ind1", "q1", "q2"]


@pytest.mark.parametrize(
    ("printed", "value"),
    [("9", Decimal(9)), ("0", Decimal(0)), ("9+", None)],
    ids=["a score", "zero", "a bound"],
)
def test_a_bound_is_known_but_is_no_value(printed: str, value: Decimal | None) -> None:
    figure = derive({"ind1": printed}).figures["ind1"]
    assert (figure.is_known, figure.value) == (True, value)


@pytest.mark.parametrize(
    ("scores", "ranks"),
    [
        (RANKED, [1, 2, 3]),
        (RANKED | {"ind2": "9"}, [1, 1, 3]),
        (RANKED | {"ind2": "7"}, [1, 2, 2]),
        (RANKED | {"ind1": "8.00"}, [1, 1, 3]),
        (RANKED | {"ind3": "9.01"}, [2, 3, 1]),
        (RANKED | {"ind1": "9+"}, [None, 1, 2]),
        ({"ind2": "8"}, [None, 1, None]),
        ({"q1": "9", "q2": "8", "ind2": "8.51"}, [2, 1, None]),
        ({"ind1": "0", "ind2": "8"}, [2, 1, None]),
        ({}, [None, None, None]),
    ],
    ids=[
        "three different",
        "a tie at the top leaves out the second place",
        "a tie at the bottom",
        "equal numbers with other decimals tie",
        "the last is best",
        "a bound has no rank",
        "one alone",
        "a computed one has a rank",
        "zero has a rank",
        "none",
    ],
)
def test_an_indicators_rank_is_one_more_than_those_above_it(
    scores: dict[str, str], ranks: list[int | None]
) -> None:
    assert [each.figure.rank for each in derive(scores).indicators] == ranks


def test_only_indicators_have_a_rank() -> None:
    found = derive(RANKED | {"q1": "9", "inner": "9", "total": "9", "outer_1": "9", "o1": "10"})
    assert {code for code, figure in found.figures.items() if figure.rank} == set(RANKED)


def test_the_ranked_indicators_stand_best_first() -> None:
    found = derive({"ind1": "7", "ind2": "9+", "ind3": "8"})
    assert [figure.code for figure in found.ranked] == ["ind3", "ind1"]


@pytest.mark.parametrize(
    ("scores", "strongest", "weakest"),
    [
        (RANKED, ["ind1"], ["ind3"]),
        (RANKED | {"ind2": "9"}, ["ind1", "ind2"], ["ind3"]),
        (RANKED | {"ind2": "7"}, ["ind1"], ["ind2", "ind3"]),
        (RANKED | {"ind3": "9+"}, ["ind1"], ["ind2"]),
        ({"ind1": "9"}, ["ind1"], []),
        ({"ind1": "9+"}, [], []),
        ({}, [], []),
    ],
    ids=[
        "one each",
        "two at the top",
        "two at the bottom",
        "a bound is neither",
        "one alone",
        "a bound alone",
        "none",
    ],
)
def test_strongest_and_weakest_are_all_that_tie(
    scores: dict[str, str], strongest: list[str], weakest: list[str]
) -> None:
    found = derive(scores)
    assert [each.code for each in found.strongest] == strongest
    assert [each.code for each in found.weakest] == weakest


@pytest.mark.parametrize(
    ("score", "passed", "below"),
    [
        ("85", "85", False),
        ("85.00", "85", False),
        ("84.99", "85", True),
        ("85.01", "85", False),
        ("0", "85", True),
        ("80+", "85", False),
        (None, "85", False),
        ("8", "8", False),
        ("7.99", "8", True),
    ],
)
def test_an_indicator_is_below_the_pass_mark_only_if_it_is_less(
    score: str | None, passed: str, below: bool
) -> None:
    levels = framework().levels.model_copy(update={"passed": Decimal(passed)})
    given = {"ind1": score} if score else {}
    found = derive(given, of=framework().model_copy(update={"levels": levels}))
    assert [each.below_pass for each in found.indicators] == [below, False, False]


@pytest.mark.parametrize(
    ("printed", "scores", "name", "is_printed"),
    [
        ("ดี", {"total": "1"}, "ดี", True),
        ("ดี", {}, "ดี", True),
        ("AA", {"inner": "9", "outer": "9"}, "AA", True),
        (None, {"inner": "9", "outer": "9"}, "ดีเยี่ยม", False),
        (None, {"inner": "10", "outer": "8.99"}, "ดี", False),
        (None, {"inner": "8.99", "outer": "9.02"}, "ดี", False),
        (None, {"inner": "8", "outer": "8"}, "ดี", False),
        (None, {"inner": "7.99", "outer": "8.01"}, "ผ่าน", False),
        (None, {"inner": "7.99", "outer": "7.99"}, "ต่ำ", False),
        (None, {"inner": "9", "outer": "9", "total": "7.99"}, "ต่ำ", False),
    ],
)
def test_the_level_is_the_printed_one_else_the_rules(
    printed: str | None, scores: dict[str, str], name: str, is_printed: bool
) -> None:
    level = derive(scores, printed).level
    assert level is not None
    assert (level.name, level.is_printed) == (name, is_printed)


@pytest.mark.parametrize(
    "scores",
    [
        {},
        {"total": "9"},
        {"total": "9", "inner": "9"},
        {"total": "9+", "inner": "9", "outer": "9"},
        {"inner": "9+", "outer": "9", "total": "9"},
    ],
    ids=["nothing", "no instrument", "one instrument", "the total is a bound", "an instrument is a bound"],
)
def test_there_is_no_level_where_the_rule_asks_for_what_is_unknown(scores: dict[str, str]) -> None:
    assert derive(scores).level is None


@pytest.mark.parametrize(("name", "meaning"), [("ดี", "ดี"), ("AA", None)], ids=["of this year", "of another"])
def test_a_printed_level_has_a_meaning_only_in_its_own_year(name: str, meaning: str | None) -> None:
    level = derive({}, name).level
    assert level is not None
    assert (level.band.meaning if level.band else None) == meaning


@pytest.mark.parametrize(
    ("standing", "sure_of_it"),
    [("confirmed", True), ("arithmetic", True), ("inferred", False), ("unknown", False)],
)
def test_a_level_says_whether_its_rule_is_sure(standing: str, sure_of_it: bool) -> None:
    rule = framework().levels.model_dump() | {"standing": standing}
    for printed in (None, "ดีเยี่ยม"):
        level = derive({"inner": "9", "outer": "9"}, printed, framework(levels=rule)).level
        assert level is not None
        assert level.is_rule_sure is sure_of_it
        assert level.band == framework().levels.bands[0]


def test_instruments_and_indicators_carry_their_parts() -> None:
    found = derive({"outer_1": "9", "q3": "8", "o2": "10"})
    assert [(each.figure.code, [part.code for part in each.parts]) for each in found.instruments] == [
        ("inner", []),
        ("outer", list(PART_TITLES)),
    ]
    assert [each.weight for each in found.instruments] == [50, 50]
    assert [[question.code for question in each.questions] for each in found.indicators] == [
        ["q1", "q2"],
        ["q3"],
        [],
    ]
    assert [each.instrument for each in found.indicators] == ["inner", "inner", "outer"]
    assert [item.code for item in found.items] == ["o2"]
    assert [[each.code for each in one.known_questions] for one in found.indicators] == [[], ["q3"], []]


@pytest.mark.parametrize(
    ("scores", "known"),
    [({}, ()), ({"outer_1": "9", "q3": "8+", "o2": "10"}, ("outer_1", "q3", "o2")), ({"q1": "9"}, ("q1",))],
)
def test_the_page_of_results_has_all_headings_and_of_the_rest_what_has_a_score(
    scores: dict[str, str], known: tuple[str, ...]
) -> None:
    headings = ("total", "inner", "outer", "ind1", "ind2", "ind3")
    assert derive(scores).anchors == frozenset((*headings, *known))


def renumbered(year: int) -> Framework:
    """A year in which two questions and an item changed their codes, and an indicator its meaning."""
    return framework(
        year,
        indicators=[
            sure("ind1", "การทำงาน", instrument="inner"),
            sure("ind2", "การใช้เงินอย่างใหม่", instrument="inner"),
            sure("ind4", "การบริการ", instrument="outer"),
        ],
        questions=[
            sure("q1", "ทำงานเท่าเทียม", indicator="ind1", was="q2"),
            sure("q2", "ทำงานรอบคอบ", indicator="ind1"),
            sure("q3", "ใช้เงินคุ้มค่า", indicator="ind2", was="q3"),
        ],
        items=[sure("o1", "มาตรการ", group="g1", was="o2"), sure("o2", "โครงสร้าง", group="g1")],
        groups=[sure("g1", "การเปิดเผย", indicator="ind4")],
    )


@pytest.mark.parametrize(
    ("code", "after_one_year", "after_two_years"),
    [
        ("total", "total", "total"),
        ("inner", "inner", "inner"),
        ("outer_1", "outer_1", "outer_1"),
        ("ind1", "ind1", "ind1"),
        ("ind2", None, None),
        ("ind4", None, None),
        ("q1", "q2", None),
        ("q2", None, None),
        ("q3", "q3", None),
        ("o1", "o2", None),
        ("o2", None, None),
        ("t1", "t1", "t1"),
        ("none", None, None),
    ],
)
def test_a_code_is_followed_by_title_and_a_question_by_what_it_was_one_year_ago(
    code: str, after_one_year: str | None, after_two_years: str | None
) -> None:
    newer = renumbered(YEAR)
    assert predecessor(code, newer, framework(YEAR - 1)) == after_one_year
    assert predecessor(code, newer, framework(YEAR - 2)) == after_two_years


def test_a_part_of_an_instrument_is_followed_only_under_its_own_title() -> None:
    parts = [sure("outer_1", "ส่วนที่เปลี่ยนไป", label="นอก")]
    older = framework(
        YEAR - 1, instruments=[sure("outer", "แบบวัดภายนอก", label="นอก", weight="100", parts=parts)]
    )
    assert predecessor("outer_1", framework(), older) is None
    assert predecessor("outer", framework(), older) == "outer"
    assert predecessor("inner", framework(), older) is None


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("total", (YEAR - 1, "8.00", "0.50")),
        ("inner", (YEAR - 1, "7", "1")),
        ("ind1", (YEAR - 1, "6.50", "-1.50")),
        ("q1", (YEAR - 1, "7", "2")),
        ("ind2", None),
        ("q2", None),
        ("q3", None),
        ("outer_1", None),
    ],
)
def test_a_change_is_the_difference_to_what_the_older_year_printed_or_computes(
    code: str, change: tuple[int, str, str] | None
) -> None:
    older = YearScores(
        framework(YEAR - 1), results({"q1": "6", "q2": "7", "q3": "8+", "inner": "7", "outer": "9"})
    )
    scores = {
        "q1": "9",
        "q2": "9",
        "q3": "9",
        "ind1": "5",
        "ind2": "9",
        "inner": "8",
        "outer": "9",
        "outer_1": "9",
    }
    found = results_report(YearScores(renumbered(YEAR), results(scores)), older).figures[code].change
    assert (found and (found.year, str(found.before), str(found.points))) == change


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ({}, {"total": "9"}),
        ({"total": "9+"}, {"total": "9"}),
        ({"total": "9"}, {"total": "9+"}),
        ({"total": "9"}, {}),
    ],
    ids=["nothing before", "a bound before", "a bound now", "nothing now"],
)
def test_there_is_no_change_without_two_numbers(older: dict[str, str], newer: dict[str, str]) -> None:
    earlier = YearScores(framework(YEAR - 1), results(older))
    assert results_report(YearScores(framework(), results(newer)), earlier).total.change is None


@pytest.mark.parametrize(
    ("older", "is_printed"), [({"total": "7"}, True), ({"inner": "7", "outer": "7"}, False)]
)
def test_a_change_tells_whether_the_older_score_was_printed(older: dict[str, str], is_printed: bool) -> None:
    earlier = YearScores(framework(YEAR - 1), results(older))
    change = results_report(YearScores(framework(), results({"total": "9"})), earlier).total.change
    assert change is not None
    assert (str(change.before), change.is_before_printed) == ("7" if is_printed else "7.00", is_printed)


def test_a_change_of_nothing_is_a_change() -> None:
    earlier = YearScores(framework(YEAR - 1), results({"total": "9"}))
    change = results_report(YearScores(framework(), results({"total": "9.00"})), earlier).total.change
    assert change is not None
    assert change.points == 0


def test_a_change_is_counted_from_the_newest_earlier_year_that_has_results() -> None:
    found = report(
        YearFiles(2568, results=results({"total": "6"})),
        YearFiles(2569, results=results({"total": "7"})),
        YearFiles(2571),
        YearFiles(2572, results=results({"total": "9"})),
    )
    changes = [each.total.change for each in found.results]
    assert [each.year for each in found.results] == [2568, 2569, 2572]
    assert [each and (each.year, str(each.points)) for each in changes] == [None, (2568, "1"), (2569, "2")]


def test_results_of_a_year_without_an_assessment_are_no_year_to_count_from() -> None:
    found = report(
        YearFiles(2568, results=results({"total": "6"})),
        YearFiles(2569, results=results({"total": "7"})),
        YearFiles(2570, results=results({"total": "9"})),
        frameworks=[framework(2568), framework(2570)],
    )
    assert [each.year for each in found.results] == [2568, 2570]
    change = found.results[1].total.change
    assert change is not None
    assert (change.year, str(change.points)) == (2568, "3")


def test_the_published_scores_of_bo_thong_2566_follow_from_each_other() -> None:
    scores = real("bo-thong", 2566)
    parts = {code: score for code, score in scores.printed.items() if code not in ("total", "eit")}
    computed = computed_scores(scores.framework, parts)
    assert (computed["total"], computed["eit"]) == (Decimal("93.73"), Decimal("94.20"))
    assert scores.printed["total"].exact == Decimal("93.73")


def test_the_published_scores_of_na_udom_2568_follow_from_each_other() -> None:
    scores = real("na-udom", 2568)
    parts = {code: score for code, score in scores.printed.items() if code not in ("total", "eit", "ind1")}
    computed = computed_scores(scores.framework, parts)
    assert (computed["eit"], computed["total"]) == (Decimal("93.85"), Decimal("91.42"))
    assert computed["ind1"] == Decimal("90.32")


def test_the_words_of_both_published_levels_are_those_of_the_rule() -> None:
    for unit, year in (("bo-thong", 2566), ("na-udom", 2568)):
        scores = real(unit, year)
        printed = results_report(scores, None).level
        silent = YearScores(
            scores.framework, results({code: str(each.value) for code, each in scores.printed.items()})
        )
        by_rule = results_report(silent, None).level
        assert printed is not None
        assert by_rule is not None
        assert (printed.is_printed, by_rule.is_printed) == (True, False)
        assert printed.name == by_rule.name == "ผ่านดี"
